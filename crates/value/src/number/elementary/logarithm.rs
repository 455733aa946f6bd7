//! The natural logarithm by fdlibm's method.

use super::power::stored_fraction;

/// The leading bits of the logarithm of two, so that their product with an exponent is exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
/// The rest of it.
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Coefficients of s², s⁶, s¹⁰ and s¹⁴.
const ODD: [f64; 4] = [
    6.666_666_666_666_735e-1,
    2.857_142_874_366_239e-1,
    1.818_357_216_161_805e-1,
    1.479_819_860_511_658_6e-1,
];
/// Coefficients of s⁴, s⁸ and s¹².
const EVEN: [f64; 3] = [3.999_999_999_940_942e-1, 2.222_219_843_214_978_4e-1, 1.531_383_769_920_937_3e-1];

/// The natural logarithm; not a number below zero.
///
/// With x = 2^k (1 + f) and s = f / (2 + f), log(1 + f) = f − (f²/2 − s (f²/2 + R(s²))), where R is a polynomial.
///
/// Source: <https://github.com/golang/go/blob/master/src/math/log_amd64.s>, coefficients and order of the steps, read
/// 2026-11-25.
pub(super) fn natural(x: f64) -> f64 {
    if x.is_nan() || x < 0.0 {
        return f64::NAN;
    }
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    if x.is_infinite() {
        return x;
    }
    // Terraform's binary does not normalize the floats below the normal ones, whose logarithms are wrong there too.
    let (fraction, exponent) = stored_fraction(x);
    let near = fraction < std::f64::consts::FRAC_1_SQRT_2;
    let (fraction, k) = if near { (fraction * 2.0, exponent - 1) } else { (fraction, exponent) };
    let k = f64::from(k);
    let f = fraction - 1.0;
    let s = f / (2.0 + f);
    let s2 = s * s;
    let s4 = s2 * s2;
    let remainder = s2 * polynomial(&ODD, s4) + s4 * polynomial(&EVEN, s4);
    let half_square = 0.5 * f * f;
    k * LN2_HIGH - ((half_square - (s * (half_square + remainder) + k * LN2_LOW)) - f)
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().copied().reduce(|sum, next| sum * x + next).unwrap_or(0.0)
}
