//! What an operation gives before it is rounded.

use std::sync::Arc;

use num_bigint::BigUint;

use super::{Big, Number, NumberError, Precision, Repr};

/// The most binary digits before the point, or zeros after it, that a finite number may have here.
///
/// Units: bits. A text of such a number has 19,729 digits before the point at most.
pub const MAX_EXPONENT: u64 = 1 << 16;

/// An exact magnitude that is not zero: `mantissa` × 2^`exponent`, or a little more.
pub(super) struct Exact {
    pub(super) mantissa: BigUint,
    pub(super) exponent: i64,
    /// Whether the magnitude is above this, by less than one in the last place. Then the mantissa has more bits
    /// than it is rounded to, so that a half is never mistaken.
    pub(super) inexact: bool,
}

impl Exact {
    pub(super) fn new(mantissa: BigUint, exponent: i64) -> Self {
        Self { mantissa, exponent, inexact: false }
    }

    /// The exponent of the first power of two above it.
    pub(super) fn top(&self) -> i64 {
        self.exponent.saturating_add(length(&self.mantissa))
    }

    /// Rounded to so many bits, to even where it is halfway.
    pub(super) fn round(mut self, bits: u64) -> Self {
        let excess = self.mantissa.bits().saturating_sub(bits);
        if excess == 0 {
            return Self::new(self.mantissa, self.exponent);
        }
        let half = self.mantissa.bit(excess - 1);
        let below = self.inexact || self.mantissa.trailing_zeros().is_some_and(|zeros| zeros < excess - 1);
        self.mantissa >>= excess;
        if half && (below || self.mantissa.bit(0)) {
            self.mantissa += 1u8;
        }
        Self::new(self.mantissa, self.exponent.saturating_add_unsigned(excess))
    }

    /// Rounded to a precision, as a number.
    ///
    /// Errors: [`NumberError::Limit`].
    pub(super) fn number(self, negative: bool, precision: Precision) -> Result<Number, NumberError> {
        let Self { mantissa, exponent, .. } = self.round(precision.bits());
        let rounded = Self::new(mantissa, exponent);
        if rounded.top().unsigned_abs() > MAX_EXPONENT {
            return Err(NumberError::Limit);
        }
        Ok(Number::big(negative, rounded.mantissa, exponent, precision))
    }
}

/// How many bits a mantissa has; memory bounds it far below the largest `i64`.
pub(super) fn length(mantissa: &BigUint) -> i64 {
    i64::try_from(mantissa.bits()).unwrap_or(i64::MAX)
}

impl Number {
    /// `mantissa` × 2^`exponent` in its one representation. The mantissa is not zero and fits the precision.
    pub(super) fn big(negative: bool, mantissa: BigUint, exponent: i64, precision: Precision) -> Self {
        let zeros = mantissa.trailing_zeros().unwrap_or(0);
        let mantissa = mantissa >> zeros;
        let exponent = exponent.saturating_add_unsigned(zeros);
        if let Some(value) = small(negative, &mantissa, exponent) {
            return Self(Repr::Small { value, precision });
        }
        Self(Repr::Big(Arc::new(Big { negative, mantissa, exponent, precision })))
    }
}

fn small(negative: bool, mantissa: &BigUint, exponent: i64) -> Option<i64> {
    if exponent < 0 || exponent + length(mantissa) > 64 {
        return None;
    }
    let size = i128::from(u64::try_from(mantissa << exponent).ok()?);
    i64::try_from(if negative { -size } else { size }).ok()
}
