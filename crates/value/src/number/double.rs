//! To and from floats of 64 bits.

use num_bigint::BigUint;

use super::exact::Exact;
use super::{Magnitude, Number, NumberError, Precision};

/// Bits of a float's mantissa that are stored.
const STORED: u32 = 52;
/// The exponent of the smallest float's only bit.
const LOWEST: i64 = -1074;
/// The exponent of the first power of two that is no float.
const OVERFLOW: i64 = 1024;
/// What is added to an exponent before it is stored.
const BIAS: i64 = 1023;

impl Number {
    /// A float's exact value; nothing for one that is not a number.
    pub fn from_f64(value: f64) -> Option<Self> {
        let precision = Precision::FLOAT;
        let negative = value.is_sign_negative();
        match value.classify() {
            std::num::FpCategory::Nan => None,
            std::num::FpCategory::Infinite => Some(Self::infinity(negative, precision)),
            std::num::FpCategory::Zero => Some(Self::zero(negative, precision)),
            std::num::FpCategory::Subnormal | std::num::FpCategory::Normal => {
                let bits = value.to_bits();
                let fraction = bits & ((1 << STORED) - 1);
                let stored = (bits >> STORED) & 0x7ff;
                let (mantissa, stored) =
                    if stored == 0 { (fraction, 1) } else { (fraction | 1 << STORED, stored) };
                let exponent = LOWEST.saturating_add_unsigned(stored - 1);
                Some(Self::big(negative, BigUint::from(mantissa), exponent, precision))
            }
        }
    }

    /// The nearest float, the even one of two; an infinity if it is too large.
    pub fn to_f64(&self) -> f64 {
        let size = match self.magnitude() {
            Magnitude::Zero => 0.0,
            Magnitude::Infinite => f64::INFINITY,
            Magnitude::Finite(mantissa, exponent) => nearest(Exact::new(mantissa.into_owned(), exponent)),
        };
        if self.is_negative() { -size } else { size }
    }

    /// The nearest float, as Terraform hands it to `pow` and `log`.
    ///
    /// Errors: [`NumberError::BeyondFloat`] if it is finite and the float is not.
    pub(super) fn finite_f64(&self) -> Result<f64, NumberError> {
        let value = self.to_f64();
        if value.is_infinite() && !self.is_infinite() { Err(NumberError::BeyondFloat) } else { Ok(value) }
    }
}

fn nearest(exact: Exact) -> f64 {
    // Below the normal floats every bit less leaves a bit less of the mantissa.
    let bits = (exact.top() - LOWEST).min(i64::from(STORED) + 1);
    let Ok(bits) = u64::try_from(bits) else { return 0.0 };
    let rounded = exact.round(bits);
    if rounded.mantissa == BigUint::ZERO {
        return 0.0;
    }
    if rounded.top() > OVERFLOW {
        return f64::INFINITY;
    }
    // As many places below the point as a float of this size has, so that the bits stand where they are stored.
    let place = (rounded.top() - i64::from(STORED) - 1).max(LOWEST);
    let shift = rounded.exponent - place;
    let mantissa = if shift < 0 { rounded.mantissa >> -shift } else { rounded.mantissa << shift };
    let Ok(mantissa) = u64::try_from(mantissa) else { return f64::INFINITY };
    let normal = mantissa >> STORED;
    let stored = if normal == 0 { 0 } else { u64::try_from(place + i64::from(STORED) + BIAS).unwrap_or(0) };
    f64::from_bits(stored << STORED | (mantissa & ((1 << STORED) - 1)))
}
