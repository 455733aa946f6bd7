//! Exact values of numbers, and an independent rounding of exact values.

use num_bigint::{BigInt, BigUint, Sign};
use num_rational::BigRational;

use super::super::{Magnitude, Number};

/// The exact value of a finite number.
pub(super) fn value(number: &Number) -> BigRational {
    let sign = if number.is_negative() { Sign::Minus } else { Sign::Plus };
    match number.magnitude() {
        Magnitude::Zero => BigRational::from_integer(BigInt::ZERO),
        Magnitude::Infinite => panic!("{number} has no value"),
        Magnitude::Finite(mantissa, exponent) => {
            BigRational::from_integer(BigInt::from_biguint(sign, mantissa.into_owned())) * two_to(exponent)
        }
    }
}

pub(super) fn two_to(exponent: i64) -> BigRational {
    let power = BigInt::from(1) << exponent.unsigned_abs();
    if exponent < 0 { BigRational::new(BigInt::from(1), power) } else { BigRational::from_integer(power) }
}

/// The value of a decimal text, without rounding.
pub(super) fn decimal(text: &str) -> BigRational {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().unwrap();
    let exponent = exponent.parse::<i64>().unwrap() - i64::try_from(fraction.len()).unwrap();
    let power = BigInt::from(10).pow(u32::try_from(exponent.unsigned_abs()).unwrap());
    if exponent < 0 { BigRational::new(digits, power) } else { BigRational::from_integer(digits * power) }
}

/// The nearest number with so many bits, the even one of two: found by looking for the spacing of numbers around
/// the value, and not by counting the bits of a mantissa.
pub(super) fn nearest(value: &BigRational, bits: u64) -> BigRational {
    let zero = BigRational::from_integer(BigInt::ZERO);
    if *value == zero {
        return zero;
    }
    let size = if *value < zero { -value } else { value.clone() };
    let digits = |integer: &BigInt| i64::try_from(integer.magnitude().bits()).unwrap();
    let mut spacing = digits(size.numer()) - digits(size.denom()) - i64::try_from(bits).unwrap();
    let limit = two_to(i64::try_from(bits).unwrap());
    while &size / two_to(spacing) >= limit {
        spacing += 1;
    }
    let steps = &size / two_to(spacing);
    let below = steps.floor();
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    let rest = steps - &below;
    let odd = below.to_integer().bit(0);
    let up = rest > half || rest == half && odd;
    let rounded = if up { below + BigRational::from_integer(BigInt::from(1)) } else { below };
    let rounded = rounded * two_to(spacing);
    if *value < zero { -rounded } else { rounded }
}

/// How many bits a whole number has between its first and its last one.
pub(super) fn width(size: &BigUint) -> u64 {
    size.bits() - size.trailing_zeros().unwrap_or(0)
}
