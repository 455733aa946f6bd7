//! The exponential function by argument reduction and a short series.

use super::power::two_to;

/// The leading bits of the logarithm of two.
const LN2_HIGH: f64 = 0.693_147_180_559_662_956_511_601_805_686_950_683_593_75;
/// The rest of it.
const LN2_LOW: f64 = 0.282_352_905_630_315_771_225_884_481_750_134_360_255_254_120_68e-12;
/// 1 / n! for n from 1 to 8.
const SERIES: [f64; 8] = [
    1.0,
    0.5,
    1.666_666_666_666_666_6e-1,
    4.166_666_666_666_666_4e-2,
    8.333_333_333_333_333e-3,
    1.388_888_888_888_889e-3,
    1.984_126_984_126_984e-4,
    2.480_158_730_158_73e-5,
];

/// e to a power of at most 400 in size, which is what a fractional power of a float asks for.
///
/// x = k log 2 + 16 r, and with y = exp(r) − 1 from the series, y (2 + y) is exp(2 r) − 1, four times over.
///
/// Source: <https://github.com/golang/go/blob/master/src/math/exp_amd64.s>, after a method of N. Shibata, read
/// 2026-11-25.
pub(super) fn exponential(x: f64) -> f64 {
    let k = (std::f64::consts::LOG2_E * x).round_ties_even();
    let r = (-LN2_LOW).mul_add(k, (-LN2_HIGH).mul_add(k, x)) * 0.0625;
    let series = SERIES.iter().rev().copied().reduce(|sum, next| sum.mul_add(r, next)).unwrap_or(1.0);
    let mut y = r * series;
    for _ in 0..3 {
        y *= y + 2.0;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
    let k = k as i32;
    y.mul_add(y + 2.0, 1.0) * two_to(k)
}
