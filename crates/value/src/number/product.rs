//! Products and quotients.

use num_bigint::BigUint;

use super::exact::{Exact, length};
use super::{Magnitude, Number, NumberError, Precision};

impl Number {
    /// The product, rounded to 512 bits; its precision is the larger one of the two, or more if it has more bits.
    ///
    /// # Errors
    ///
    /// [`NumberError::ZeroTimesInfinity`], [`NumberError::Limit`].
    pub fn multiply(&self, other: &Self) -> Result<Self, NumberError> {
        let precision = self.precision().max(other.precision());
        if let Some((left, right, _)) = self.small_pair(other)
            && let Some(product) = left.checked_mul(right).filter(|product| *product != 0)
            && precision.holds(product)
        {
            return Ok(Self::small(product, precision));
        }
        self.rounded_product(other, Precision::TEXT).map(|product| {
            let needed = match product.magnitude() {
                Magnitude::Finite(mantissa, _) => {
                    mantissa.bits().saturating_sub(mantissa.trailing_zeros().unwrap_or(0))
                }
                Magnitude::Zero | Magnitude::Infinite => 0,
            };
            product.with_precision(precision.max(Precision::of_bits(needed)))
        })
    }

    /// The product at a given precision.
    ///
    /// Errors: [`NumberError::ZeroTimesInfinity`], [`NumberError::Limit`].
    pub(super) fn rounded_product(&self, other: &Self, precision: Precision) -> Result<Self, NumberError> {
        let negative = self.is_negative() != other.is_negative();
        match (self.magnitude(), other.magnitude()) {
            (Magnitude::Zero, Magnitude::Infinite) | (Magnitude::Infinite, Magnitude::Zero) => {
                Err(NumberError::ZeroTimesInfinity)
            }
            (Magnitude::Zero, _) | (_, Magnitude::Zero) => Ok(Self::zero(negative, precision)),
            (Magnitude::Infinite, _) | (_, Magnitude::Infinite) => Ok(Self::infinity(negative, precision)),
            (Magnitude::Finite(left, e), Magnitude::Finite(right, f)) => {
                Exact::new(left.as_ref() * right.as_ref(), e + f).number(negative, precision)
            }
        }
    }

    /// The quotient, rounded to the larger precision of the two. By zero it is an infinity, as in Terraform.
    ///
    /// # Errors
    ///
    /// [`NumberError::UndefinedQuotient`], [`NumberError::Limit`].
    pub fn divide(&self, other: &Self) -> Result<Self, NumberError> {
        if let Some((left, right, precision)) = self.small_pair(other)
            && left != 0
            && left.checked_rem(right) == Some(0)
            && let Some(quotient) = left.checked_div(right).filter(|quotient| precision.holds(*quotient))
        {
            return Ok(Self::small(quotient, precision));
        }
        let precision = self.precision().max(other.precision());
        let negative = self.is_negative() != other.is_negative();
        match (self.magnitude(), other.magnitude()) {
            (Magnitude::Zero, Magnitude::Zero) | (Magnitude::Infinite, Magnitude::Infinite) => {
                Err(NumberError::UndefinedQuotient)
            }
            (Magnitude::Zero, _) | (_, Magnitude::Infinite) => Ok(Self::zero(negative, precision)),
            (Magnitude::Infinite, _) | (_, Magnitude::Zero) => Ok(Self::infinity(negative, precision)),
            (Magnitude::Finite(left, e), Magnitude::Finite(right, f)) => {
                let left = Exact::new(left.into_owned(), e);
                quotient(left, &Exact::new(right.into_owned(), f), precision.bits())
                    .number(negative, precision)
            }
        }
    }
}

/// The quotient of two magnitudes, to more than so many bits.
pub(super) fn quotient(left: Exact, right: &Exact, bits: u64) -> Exact {
    // A quotient has at most one bit less than the lengths of its terms differ by.
    let wanted = i64::try_from(bits).unwrap_or(i64::MAX).saturating_add(2);
    let shift = wanted.saturating_sub(length(&left.mantissa) - length(&right.mantissa)).max(0);
    let numerator = left.mantissa << shift;
    let mantissa = &numerator / &right.mantissa;
    let rest = numerator - &mantissa * &right.mantissa;
    Exact { mantissa, exponent: left.exponent - right.exponent - shift, inexact: rest != BigUint::ZERO }
}
