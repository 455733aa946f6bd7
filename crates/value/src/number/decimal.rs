//! A number's leading decimal digits.

use num_bigint::BigUint;

use super::exact::length;

/// The leading decimal digits of a magnitude: `0.ddd` × 10^`point`.
///
/// Shape: zero has no digits and the point 0. If nothing follows, the last digit is not zero.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    /// ASCII digits.
    pub(super) digits: Vec<u8>,
    pub(super) point: i64,
    /// Whether more digits follow, not all zero.
    pub(super) more: bool,
}

impl Decimal {
    pub(super) fn zero() -> Self {
        Self { digits: Vec::new(), point: 0, more: false }
    }

    /// At least so many digits of `mantissa` × 2^`exponent`, or all.
    pub(super) fn leading(mantissa: &BigUint, exponent: i64, wanted: u64) -> Self {
        // This estimate of the point is off by one at most.
        let point = (exponent + length(mantissa)) * 30_103 / 100_000;
        let places = i64::try_from(wanted).unwrap_or(i64::MAX).saturating_add(2) - point;
        Self::down_to(mantissa, exponent, places)
    }

    /// The digits of `mantissa` × 2^`exponent` down to so many places after the point, or before it if negative.
    ///
    /// The magnitude is cut there and not expanded further, so that a large exponent costs no time.
    pub(super) fn down_to(mantissa: &BigUint, exponent: i64, places: i64) -> Self {
        // A fraction ends with its last binary digit.
        let places = places.min(-exponent.min(0));
        let (scaled, more) = scaled(mantissa, exponent, places);
        if scaled == BigUint::ZERO {
            return Self::zero();
        }
        let digits = scaled.to_str_radix(10).into_bytes();
        let point = i64::try_from(digits.len()).unwrap_or(i64::MAX) - places;
        let mut decimal = Self { digits, point, more };
        if !more {
            decimal.trim();
        }
        decimal
    }

    /// Rounded to the first digits, to even where it is halfway; as it is if it has no more than those.
    pub(super) fn round(&mut self, count: i64) {
        let Ok(count) = usize::try_from(count) else { return };
        let Some(next) = self.digits.get(count) else { return };
        let halfway = *next == b'5' && count + 1 == self.digits.len() && !self.more;
        let odd =
            count.checked_sub(1).and_then(|last| self.digits.get(last)).is_some_and(|last| last % 2 == 1);
        if if halfway { odd } else { *next >= b'5' } { self.round_up(count) } else { self.round_down(count) }
    }

    pub(super) fn round_down(&mut self, count: usize) {
        self.digits.truncate(count);
        self.more = false;
        self.trim();
    }

    pub(super) fn round_up(&mut self, count: usize) {
        self.digits.truncate(count);
        self.more = false;
        while self.digits.pop_if(|last| *last == b'9').is_some() {}
        if let Some(last) = self.digits.last_mut() {
            *last += 1;
        } else {
            self.digits.push(b'1');
            self.point += 1;
        }
    }

    fn trim(&mut self) {
        while self.digits.pop_if(|last| *last == b'0').is_some() {}
        if self.digits.is_empty() {
            self.point = 0;
        }
    }
}

/// The whole part of `mantissa` × 2^`exponent` × 10^`places`, and whether there is more.
fn scaled(mantissa: &BigUint, exponent: i64, places: i64) -> (BigUint, bool) {
    let five = BigUint::from(5u8).pow(u32::try_from(places.unsigned_abs()).unwrap_or(u32::MAX));
    let shift = exponent + places;
    let (numerator, denominator) =
        if places < 0 { (mantissa.clone(), five) } else { (mantissa * five, BigUint::from(1u8)) };
    let (numerator, denominator) =
        if shift < 0 { (numerator, denominator << -shift) } else { (numerator << shift, denominator) };
    let whole = &numerator / &denominator;
    let more = numerator != &whole * &denominator;
    (whole, more)
}
