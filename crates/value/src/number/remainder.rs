//! Remainders, and the road by which Terraform gets them.

use super::exact::Exact;
use super::{Magnitude, Number, NumberError, Precision, Repr};

impl Number {
    /// The remainder of a division towards zero, as Terraform's `%` has it: of zero, the number itself.
    ///
    /// It is computed by way of a rounded quotient, at the precision of the dividend, and is as inexact as that.
    ///
    /// # Errors
    ///
    /// [`NumberError::UndefinedRemainder`], [`NumberError::Limit`].
    pub fn remainder(&self, divisor: &Self) -> Result<Self, NumberError> {
        let exact = self.precision().min(divisor.precision()) >= Precision::INTEGER;
        if let Some((left, right, _)) = self.small_pair(divisor)
            && exact
            && let Some(rest) = left.checked_rem(right)
        {
            return Ok(Self::small(rest, self.precision()));
        }
        let undefined = |error| match error {
            NumberError::ZeroTimesInfinity | NumberError::UndefinedQuotient => {
                NumberError::UndefinedRemainder
            }
            other => other,
        };
        if self.is_bare_infinity() || divisor.is_bare_infinity() {
            return self.multiply(divisor).map_err(undefined);
        }
        if divisor.is_zero() {
            return Ok(self.clone());
        }
        let quotient = self.divide(divisor).map_err(undefined)?;
        if quotient.is_infinite() {
            return Err(NumberError::UndefinedRemainder);
        }
        let times = quotient.truncate(self.precision())?;
        let taken = divisor.rounded_product(&times, self.precision()).map_err(undefined)?;
        // Both have the dividend's precision, and so has the difference.
        self.subtract(&taken)
    }

    /// The infinity that `min` and `max` give back if nothing is smaller or larger: the one that Terraform's `%`
    /// recognizes.
    fn is_bare_infinity(&self) -> bool {
        matches!(self.0, Repr::Infinite { precision: Precision::NONE, .. })
    }

    /// Without what stands after the point, rounded to a precision; zero has no sign.
    fn truncate(&self, precision: Precision) -> Result<Self, NumberError> {
        match self.magnitude() {
            Magnitude::Finite(mantissa, exponent) => {
                let whole = if exponent < 0 { mantissa.as_ref() >> -exponent } else { mantissa.into_owned() };
                if whole.bits() == 0 {
                    return Ok(Self::zero(false, precision));
                }
                Exact::new(whole, exponent.max(0)).number(self.is_negative(), precision)
            }
            Magnitude::Zero | Magnitude::Infinite => Ok(Self::zero(false, precision)),
        }
    }
}
