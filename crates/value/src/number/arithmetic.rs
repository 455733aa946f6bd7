//! Sums and signs.

use num_bigint::BigUint;

use super::exact::Exact;
use super::{Magnitude, Number, NumberError, Repr};

impl Number {
    /// The sum, rounded to the larger precision of the two.
    ///
    /// # Errors
    ///
    /// [`NumberError::OpposingInfinities`], [`NumberError::Limit`].
    pub fn add(&self, other: &Self) -> Result<Self, NumberError> {
        if let Some((left, right, precision)) = self.small_pair(other)
            && let Some(sum) = left.checked_add(right).filter(|sum| precision.holds(*sum))
        {
            return Ok(Self::small(sum, precision));
        }
        let precision = self.precision().max(other.precision());
        let signs = (self.is_negative(), other.is_negative());
        match (self.magnitude(), other.magnitude()) {
            (Magnitude::Infinite, Magnitude::Infinite) if signs.0 != signs.1 => {
                Err(NumberError::OpposingInfinities)
            }
            (Magnitude::Infinite, _) => Ok(Self::infinity(signs.0, precision)),
            (_, Magnitude::Infinite) => Ok(Self::infinity(signs.1, precision)),
            (Magnitude::Zero, Magnitude::Zero) => Ok(Self::zero(signs.0 && signs.1, precision)),
            (Magnitude::Zero, _) => Ok(other.clone().with_precision(precision)),
            (_, Magnitude::Zero) => Ok(self.clone().with_precision(precision)),
            (Magnitude::Finite(left, e), Magnitude::Finite(right, f)) => {
                // Exponents are bounded, so the shifts are.
                let low = e.min(f);
                let (left, right) = (left.as_ref() << (e - low), right.as_ref() << (f - low));
                let (negative, sum) = signed_sum(signs, left, right);
                if sum == BigUint::ZERO {
                    return Ok(Self::zero(false, precision));
                }
                Exact::new(sum, low).number(negative, precision)
            }
        }
    }

    /// The difference, rounded to the larger precision of the two.
    ///
    /// # Errors
    ///
    /// [`NumberError::OpposingInfinities`] if an infinity is taken from itself, [`NumberError::Limit`].
    pub fn subtract(&self, other: &Self) -> Result<Self, NumberError> {
        // As Terraform does it: `0 - 0` is the sum of 0 and -0, which is 0.
        self.add(&other.negate())
    }

    /// The number with the other sign; that of a zero turns too.
    #[must_use]
    pub fn negate(&self) -> Self {
        let precision = self.precision();
        match (&self.0, self.magnitude()) {
            (Repr::Small { value, .. }, Magnitude::Finite(size, exponent)) => match value.checked_neg() {
                Some(value) => Self::small(value, precision),
                None => Self::big(false, size.into_owned(), exponent, precision),
            },
            (_, Magnitude::Zero) => Self::zero(!self.is_negative(), precision),
            (_, Magnitude::Infinite) => Self::infinity(!self.is_negative(), precision),
            (_, Magnitude::Finite(size, exponent)) => {
                Self::big(!self.is_negative(), size.into_owned(), exponent, precision)
            }
        }
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() { self.negate() } else { self.clone() }
    }
}

fn signed_sum(signs: (bool, bool), left: BigUint, right: BigUint) -> (bool, BigUint) {
    match signs {
        (left_sign, right_sign) if left_sign == right_sign => (left_sign, left + right),
        (sign, _) if left >= right => (sign, left - right),
        (_, sign) => (sign, right - left),
    }
}
