//! The shortest digits that read back as the same number.

use num_bigint::BigUint;

use super::Precision;
use super::decimal::Decimal;
use super::exact::length;

/// The shortest decimal that lies nearer to `mantissa` × 2^`exponent` than to any other number of its precision.
///
/// Where two are as short, it is the one that Go's printing finds, which goes from digit to digit and takes the
/// first place where cutting or rounding up stays within half a unit of the last bit.
///
/// Source: Terraform 1.11.4's own answers, 2026-11-25; the search is that of
/// <https://github.com/golang/go/blob/master/src/math/big/ftoa.go>.
pub(super) fn shortest(mantissa: &BigUint, exponent: i64, precision: Precision) -> Decimal {
    // With one bit more than the precision, one is half a unit.
    let shift = i64::try_from(precision.bits()).unwrap_or(i64::MAX) + 1 - length(mantissa);
    let mantissa = if shift < 0 { mantissa >> -shift } else { mantissa << shift };
    let exponent = exponent - shift;
    // So many digits tell half a unit from nothing.
    let wanted = (precision.bits() + 1) * 30_103 / 100_000 + 4;
    let mut value = Decimal::leading(&mantissa, exponent, wanted);
    let lower = Decimal::leading(&(&mantissa - 1u8), exponent, wanted);
    let upper = Decimal::leading(&(&mantissa + 1u8), exponent, wanted);
    // The bounds read back as the number if its last bit is even.
    let inclusive = !mantissa.bit(1);
    for (place, digit) in value.digits.iter().enumerate() {
        let count = place + 1;
        let (below, above) = (lower.at(place), upper.at(place));
        let down = below != *digit || inclusive && lower.ends_with(count);
        let up = *digit != above && (inclusive || digit + 1 < above || upper.goes_beyond(count));
        match (down, up) {
            (true, true) => value.round(i64::try_from(count).unwrap_or(i64::MAX)),
            (true, false) => value.round_down(count),
            (false, true) => value.round_up(count),
            (false, false) => continue,
        }
        break;
    }
    value
}

impl Decimal {
    fn at(&self, place: usize) -> u8 {
        self.digits.get(place).copied().unwrap_or(b'0')
    }

    fn ends_with(&self, count: usize) -> bool {
        !self.more && self.digits.len() == count
    }

    fn goes_beyond(&self, count: usize) -> bool {
        self.more || self.digits.len() > count
    }
}
