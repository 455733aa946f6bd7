//! Arithmetic that is exact or says that it is not.
//!
//! Terraform counts with 512 bits. Here a number is decimal digits and a scale as long as these fit; what does not
//! fit is unknown, never wrong.

use std::cmp::Ordering;

use crate::Number;

/// Decimal digits that a float carries exactly.
const DIGITS: i128 = 1_000_000_000_000_000;

/// A decimal number: `digits × 10^-scale`.
#[derive(Clone, Copy)]
struct Decimal {
    digits: i128,
    scale: u32,
}

pub(crate) fn add(left: Number, right: Number) -> Option<Number> {
    let (left, right) = aligned(left, right)?;
    narrow(Decimal { digits: left.digits.checked_add(right.digits)?, scale: left.scale })
}

pub(crate) fn subtract(left: Number, right: Number) -> Option<Number> {
    let (left, right) = aligned(left, right)?;
    narrow(Decimal { digits: left.digits.checked_sub(right.digits)?, scale: left.scale })
}

pub(crate) fn multiply(left: Number, right: Number) -> Option<Number> {
    let (left, right) = (decimal(left)?, decimal(right)?);
    narrow(Decimal { digits: left.digits.checked_mul(right.digits)?, scale: left.scale + right.scale })
}

/// Division rounds to the nearest float, as what Terraform prints of its result does.
pub(crate) fn divide(left: Number, right: Number) -> Option<Number> {
    let (left, right) = aligned(left, right)?;
    if right.digits == 0 {
        return None;
    }
    if left.digits % right.digits == 0 {
        return narrow(Decimal { digits: left.digits / right.digits, scale: 0 });
    }
    let exact = |digits: i128| if digits.abs() < DIGITS { i64::try_from(digits).ok() } else { None };
    let (left, right) = (exact(left.digits)?, exact(right.digits)?);
    Some(Number::from_f64(Number::Int(left).as_f64() / Number::Int(right).as_f64()))
}

pub(crate) fn remainder(left: Number, right: Number) -> Option<Number> {
    let (left, right) = aligned(left, right)?;
    narrow(Decimal { digits: left.digits.checked_rem(right.digits)?, scale: left.scale })
}

pub(crate) fn compare(left: Number, right: Number) -> Option<Ordering> {
    match aligned(left, right) {
        Some((left, right)) => Some(left.digits.cmp(&right.digits)),
        None => left.as_f64().partial_cmp(&right.as_f64()),
    }
}

fn aligned(left: Number, right: Number) -> Option<(Decimal, Decimal)> {
    let (left, right) = (decimal(left)?, decimal(right)?);
    let scale = left.scale.max(right.scale);
    let stretch = |number: Decimal| {
        let factor = 10_i128.checked_pow(scale - number.scale)?;
        Some(Decimal { digits: number.digits.checked_mul(factor)?, scale })
    };
    Some((stretch(left)?, stretch(right)?))
}

/// A number's decimal digits, if they are surely all it has.
fn decimal(number: Number) -> Option<Decimal> {
    let value = match number {
        Number::Int(value) => return Some(Decimal { digits: value.into(), scale: 0 }),
        Number::Float(value) => value,
    };
    let text = value.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = u32::try_from(fraction.len()).ok()?;
    if digits.abs() < DIGITS { Some(Decimal { digits, scale }) } else { None }
}

fn narrow(number: Decimal) -> Option<Number> {
    let Decimal { mut digits, mut scale } = number;
    while scale > 0 && digits % 10 == 0 {
        digits /= 10;
        scale -= 1;
    }
    if scale == 0 {
        return i64::try_from(digits).ok().map(Number::Int);
    }
    if digits.abs() >= DIGITS {
        return None;
    }
    format!("{digits}e-{scale}").parse().ok().map(Number::Float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_stay_exact() {
        assert_eq!(add(Number::Float(0.1), Number::Float(0.2)), Some(Number::Float(0.3)));
        assert_eq!(multiply(Number::Float(0.1), Number::Int(3)), Some(Number::Float(0.3)));
        assert_eq!(divide(Number::Int(10), Number::Int(4)), Some(Number::Float(2.5)));
        assert_eq!(remainder(Number::Int(-7), Number::Int(3)), Some(Number::Int(-1)));
        assert_eq!(remainder(Number::Float(7.5), Number::Int(2)), Some(Number::Float(1.5)));
    }

    #[test]
    fn what_does_not_fit_is_not_guessed() {
        assert_eq!(add(Number::Int(i64::MAX), Number::Int(1)), None);
        assert_eq!(multiply(Number::Float(1e300), Number::Float(1e300)), None);
        assert_eq!(divide(Number::Int(1), Number::Int(0)), None);
    }
}
