//! Terraform's numbers, bit for bit.
//!
//! Terraform computes with Go's `big.Float`: a binary mantissa, an exponent, and a precision that belongs to the
//! number and not to the operation. A literal has 512 bits, a length or an index 64, the result of `pow` 53, and
//! an operation takes the larger of its operands' precisions. That shows: `1 / 3` has 154 digits, while
//! `length("a") / length("aaa")` is `0.33333333333333333334`. So a [`Number`] carries its precision, but two numbers
//! with one value are equal whatever it is.
//!
//! Terraform allows exponents of 32 bits, whose digits would fill gigabytes. Here a finite number has at most
//! [`MAX_EXPONENT`] binary digits before or after the point, and operations that leave this range answer
//! [`NumberError::Limit`].
//!
//! Source: Terraform 1.11.4's own answers, 2026-11-25, and <https://github.com/zclconf/go-cty> v1.16.0,
//! `cty/value_ops.go` and `cty/primitive_type.go`, read 2026-11-25.

mod arithmetic;
mod compare;
mod decimal;
mod double;
mod elementary;
mod error;
mod exact;
mod layout;
mod notation;
mod parse;
mod parse_int;
mod precision;
mod product;
mod remainder;
mod scale;
mod shortest;
#[cfg(test)]
mod tests;
mod text;
mod verb;
mod whole;

use std::borrow::Cow;
use std::sync::Arc;

use num_bigint::BigUint;

pub use error::NumberError;
pub use exact::MAX_EXPONENT;
pub use layout::{Layout, MAX_FIELD};
pub use parse::MAX_DIGITS;
pub use precision::{MAX_PRECISION, Precision};
pub use verb::Verb;

/// A number as Terraform has it: a sign, a binary mantissa, an exponent and a precision; or an infinity.
///
/// Shape: whole numbers that fit an `i64` are held in place and do not allocate; others are shared.
#[derive(Clone)]
pub struct Number(Repr);

/// Every value has one representation, which is what equality and hashes build on.
#[derive(Clone)]
enum Repr {
    /// A whole number that fits, positive zero included.
    Small { value: i64, precision: Precision },
    /// Terraform prints `-0`, so the sign of a zero cannot be dropped.
    NegativeZero { precision: Precision },
    /// What a division by zero gives.
    Infinite { negative: bool, precision: Precision },
    /// Any other.
    Big(Arc<Big>),
}

/// A finite number that is not zero: `mantissa` × 2^`exponent`.
struct Big {
    negative: bool,
    /// Odd.
    mantissa: BigUint,
    exponent: i64,
    precision: Precision,
}

/// The magnitude of a number.
enum Magnitude<'n> {
    Zero,
    Infinite,
    /// A mantissa that is not zero, and its exponent.
    Finite(Cow<'n, BigUint>, i64),
}

impl Number {
    /// The zero that Terraform's `range` starts from; it has the precision of a float.
    pub const ZERO: Self = Self(Repr::Small { value: 0, precision: Precision::FLOAT });

    /// A whole number that Terraform counted: a length, an index, an instance's number.
    pub const fn from_i64(value: i64) -> Self {
        Self(Repr::Small { value, precision: Precision::INTEGER })
    }

    /// A whole number that somebody wrote.
    pub const fn written(value: i64) -> Self {
        Self(Repr::Small { value, precision: Precision::TEXT })
    }

    /// A whole number that Terraform counted.
    pub fn from_u64(value: u64) -> Self {
        match i64::try_from(value) {
            Ok(value) => Self::from_i64(value),
            Err(_) => Self::big(false, BigUint::from(value), 0, Precision::INTEGER),
        }
    }

    /// A whole number that Terraform counted.
    pub fn from_usize(value: usize) -> Self {
        // No supported machine has wider addresses than 64 bits.
        Self::from_u64(u64::try_from(value).unwrap_or(u64::MAX))
    }

    /// At most ten significant digits: how Terraform tells elements of a set apart at first sight.
    pub fn short_text(&self) -> String {
        let digits = Layout { precision: Some(10), ..Layout::default() };
        self.format(Verb::General { upper: false }, &digits).unwrap_or_default()
    }

    /// How many characters it may take when it is written out: an upper bound that costs nothing.
    pub fn most_digits(&self) -> usize {
        match &self.0 {
            Repr::Big(big) => {
                let bits = big.mantissa.bits().saturating_add(big.exponent.unsigned_abs());
                usize::try_from(bits).unwrap_or(usize::MAX)
            }
            Repr::Small { .. } | Repr::NegativeZero { .. } | Repr::Infinite { .. } => 1,
        }
    }

    /// The whole number, if it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small { value, .. } => Some(*value),
            Repr::NegativeZero { .. } => Some(0),
            Repr::Infinite { .. } | Repr::Big(_) => None,
        }
    }

    /// The whole number, if it is one that is not negative and fits.
    pub fn as_u64(&self) -> Option<u64> {
        match &self.0 {
            Repr::Big(big) if !big.negative && (0..64).contains(&big.exponent) => {
                u64::try_from(&big.mantissa << big.exponent).ok()
            }
            _ => u64::try_from(self.as_i64()?).ok(),
        }
    }

    /// How long its decimal text is, at most and roughly: what it costs to write it.
    ///
    /// Units: characters.
    pub fn text_length(&self) -> u64 {
        match &self.0 {
            Repr::Big(big) => (big.mantissa.bits() + big.exponent.unsigned_abs()) / 3 + 4,
            Repr::Small { .. } | Repr::NegativeZero { .. } | Repr::Infinite { .. } => 20,
        }
    }

    /// Whether there is nothing after the point; an infinity is not whole.
    pub fn is_whole(&self) -> bool {
        match &self.0 {
            Repr::Small { .. } | Repr::NegativeZero { .. } => true,
            Repr::Infinite { .. } => false,
            Repr::Big(big) => big.exponent >= 0,
        }
    }

    /// Whether it is zero of either sign.
    pub fn is_zero(&self) -> bool {
        self.as_i64() == Some(0)
    }

    /// Whether it is an infinity of either sign.
    pub fn is_infinite(&self) -> bool {
        matches!(self.0, Repr::Infinite { .. })
    }

    /// -1, 0 or 1, as the number is below, at or above zero.
    ///
    /// Terraform's function of that name takes only whole numbers of 64 bits; [`Number::as_i64`] tells them.
    pub fn signum(&self) -> i64 {
        match (self.is_zero(), self.is_negative()) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// How many bits its mantissa may have.
    pub fn precision(&self) -> Precision {
        match &self.0 {
            Repr::Small { precision, .. }
            | Repr::NegativeZero { precision }
            | Repr::Infinite { precision, .. } => *precision,
            Repr::Big(big) => big.precision,
        }
    }

    /// Whether a minus sign stands before it; that of a zero counts.
    fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small { value, .. } => *value < 0,
            Repr::NegativeZero { .. } => true,
            Repr::Infinite { negative, .. } => *negative,
            Repr::Big(big) => big.negative,
        }
    }

    fn magnitude(&self) -> Magnitude<'_> {
        match &self.0 {
            Repr::Small { value: 0, .. } | Repr::NegativeZero { .. } => Magnitude::Zero,
            Repr::Small { value, .. } => {
                Magnitude::Finite(Cow::Owned(BigUint::from(value.unsigned_abs())), 0)
            }
            Repr::Infinite { .. } => Magnitude::Infinite,
            Repr::Big(big) => Magnitude::Finite(Cow::Borrowed(&big.mantissa), big.exponent),
        }
    }

    /// The whole numbers that operate on each other without allocating, with the larger precision.
    fn small_pair(&self, other: &Self) -> Option<(i64, i64, Precision)> {
        match (&self.0, &other.0) {
            (Repr::Small { value: left, precision: p }, Repr::Small { value: right, precision: q }) => {
                Some((*left, *right, (*p).max(*q)))
            }
            _ => None,
        }
    }

    fn small(value: i64, precision: Precision) -> Self {
        Self(Repr::Small { value, precision })
    }

    fn zero(negative: bool, precision: Precision) -> Self {
        Self(if negative { Repr::NegativeZero { precision } } else { Repr::Small { value: 0, precision } })
    }

    fn infinity(negative: bool, precision: Precision) -> Self {
        Self(Repr::Infinite { negative, precision })
    }

    /// The same number with another precision, which must hold it.
    fn with_precision(self, precision: Precision) -> Self {
        match self.0 {
            Repr::Small { value, .. } => Self::small(value, precision),
            Repr::NegativeZero { .. } => Self::zero(true, precision),
            Repr::Infinite { negative, .. } => Self::infinity(negative, precision),
            Repr::Big(big) if big.precision == precision => Self(Repr::Big(big)),
            Repr::Big(big) => Self(Repr::Big(Arc::new(Big {
                negative: big.negative,
                mantissa: big.mantissa.clone(),
                exponent: big.exponent,
                precision,
            }))),
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::from_i64(value)
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self::from_usize(value)
    }
}
