//! Powers of floats, by squaring the base and multiplying with a root.

use super::exponential::exponential;
use super::logarithm::natural;

/// 2^63: every float from here on is a whole, even number.
const HUGE: f64 = 9_223_372_036_854_775_808.0;
/// An exponent that no further squaring brings back into a float's range.
const LOST: i32 = 1 << 12;

/// `x` to the power of `y`; not a number for a root of a negative number.
///
/// Source: <https://github.com/golang/go/blob/master/src/math/pow.go>, special cases and order of the steps, read
/// 2026-11-25.
#[expect(clippy::float_cmp, reason = "only these very floats are special")]
pub(super) fn power(x: f64, y: f64) -> f64 {
    if y == 0.0 || x == 1.0 {
        return 1.0;
    }
    if y == 1.0 {
        return x;
    }
    if x == 0.0 {
        return power_of_zero(x, y);
    }
    if x == f64::NEG_INFINITY {
        return power(-0.0, -y);
    }
    if y.abs() >= HUGE || x.is_infinite() {
        return limit(x, y);
    }
    if y == 0.5 {
        return x.sqrt();
    }
    if y == -0.5 {
        return 1.0 / x.sqrt();
    }
    let (whole, fraction) = (y.abs().trunc(), y.abs().fract());
    if fraction != 0.0 && x < 0.0 {
        return f64::NAN;
    }
    finite_power(x, y, whole, fraction)
}

/// With one bit of the whole exponent after the other; powers of two are kept apart so that nothing overflows.
fn finite_power(x: f64, y: f64, whole: f64, fraction: f64) -> f64 {
    let (fraction, whole) = if fraction > 0.5 { (fraction - 1.0, whole + 1.0) } else { (fraction, whole) };
    let mut result = if fraction == 0.0 { 1.0 } else { exponential(fraction * natural(x)) };
    let mut exponent = 0;
    let (mut base, mut base_exponent) = fraction_and_exponent(x);
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^63")]
    let mut bits = whole as i64;
    while bits != 0 {
        if base_exponent.abs() > LOST {
            exponent += base_exponent;
            break;
        }
        if bits & 1 == 1 {
            result *= base;
            exponent += base_exponent;
        }
        base *= base;
        base_exponent *= 2;
        if base < 0.5 {
            base += base;
            base_exponent -= 1;
        }
        bits >>= 1;
    }
    if y < 0.0 { scale(1.0 / result, -exponent) } else { scale(result, exponent) }
}

fn power_of_zero(x: f64, y: f64) -> f64 {
    let odd = y.abs() < HUGE && y.fract() == 0.0 && (y / 2.0).fract() != 0.0;
    match (y < 0.0, odd) {
        (true, true) => f64::INFINITY.copysign(x),
        (true, false) => f64::INFINITY,
        (false, true) => x,
        (false, false) => 0.0,
    }
}

/// Where a power goes if its base or exponent is beyond bounds: to 0, 1 or infinity.
#[expect(clippy::float_cmp, reason = "only this very float is special")]
fn limit(x: f64, y: f64) -> f64 {
    if x == -1.0 {
        1.0
    } else if (x.abs() < 1.0) == (y > 0.0) {
        0.0
    } else {
        f64::INFINITY
    }
}

/// A float as a fraction from 0.5 to below 1 and a power of two. It is finite and not zero.
fn fraction_and_exponent(x: f64) -> (f64, i32) {
    const NORMALIZE: f64 = 4_503_599_627_370_496.0;
    if x.is_subnormal() {
        let (fraction, exponent) = stored_fraction(x * NORMALIZE);
        return (fraction, exponent - 52);
    }
    stored_fraction(x)
}

/// The mantissa and the exponent as they are stored, which are those of the float if it is normal.
pub(super) fn stored_fraction(x: f64) -> (f64, i32) {
    let bits = x.to_bits();
    let stored = i32::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), stored - 1022)
}

/// `x` × 2^`exponent`, rounded once.
fn scale(x: f64, exponent: i32) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let (fraction, own) = fraction_and_exponent(x);
    let exponent = exponent.saturating_add(own);
    if exponent > 1024 {
        return f64::INFINITY.copysign(x);
    }
    if exponent < -1074 {
        return 0.0_f64.copysign(x);
    }
    // Two exact steps and one that rounds where the result is too small to have all its bits.
    let (first, last) = if exponent < -1021 { (exponent + 53, -53) } else { (exponent, 0) };
    let half = first / 2;
    fraction * two_to(half) * two_to(first - half) * two_to(last)
}

/// 2^`exponent`, which is a normal float.
pub(super) fn two_to(exponent: i32) -> f64 {
    f64::from_bits(u64::try_from(exponent + 1023).unwrap_or(0) << 52)
}
