//! Order and equality: by value, and as Terraform has it.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::exact::length;
use super::{Magnitude, Number, Precision, Repr};

impl Number {
    /// How it stands to another by value, whatever their precisions: what Terraform's `<` and `>` ask, and the
    /// order of its sets.
    pub fn compare(&self, other: &Self) -> Ordering {
        if let Some((left, right, _)) = self.small_pair(other) {
            return left.cmp(&right);
        }
        self.signum().cmp(&other.signum()).then_with(|| {
            let sizes = self.magnitude().compare(&other.magnitude());
            if self.is_negative() { sizes.reverse() } else { sizes }
        })
    }

    /// Whether Terraform's `==` holds: whole numbers by value, others if they are written alike.
    ///
    /// Numbers of different precisions can be written alike and differ, or differ only in how they are written:
    /// `pow(2, 0.5) == 1.4142135623730951` and `pow(2, 0.5) > 1.4142135623730951` are both true. Terraform's `<=`
    /// and `>=` are `<` or `==`, and `>` or `==`, of this kind.
    pub fn equals(&self, other: &Self) -> bool {
        if self.is_whole() || other.is_whole() || self.signum() != other.signum() {
            return self == other;
        }
        if self == other && self.precision() == other.precision() {
            return true;
        }
        self.to_string() == other.to_string()
    }

    /// The smallest, the first of them if there are several, as Terraform's `min` finds it.
    ///
    /// Shape: none gives infinity; so do only infinities, but without a precision.
    pub fn minimum<'n>(numbers: impl IntoIterator<Item = &'n Self>) -> Self {
        let most = Self::infinity(false, Precision::NONE);
        numbers.into_iter().fold(most, |best, next| if *next < best { next.clone() } else { best })
    }

    /// The largest, the first of them if there are several, as Terraform's `max` finds it.
    ///
    /// Shape: none gives negative infinity; so do only negative infinities, but without a precision.
    pub fn maximum<'n>(numbers: impl IntoIterator<Item = &'n Self>) -> Self {
        let least = Self::infinity(true, Precision::NONE);
        numbers.into_iter().fold(least, |best, next| if *next > best { next.clone() } else { best })
    }
}

impl Magnitude<'_> {
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Finite(left, e), Self::Finite(right, f)) => {
                let tops = (e + length(left)).cmp(&(f + length(right)));
                // With the same highest bit the shifts are no longer than the mantissas are.
                tops.then_with(|| {
                    let low = e.min(f);
                    (left.as_ref() << (e - low)).cmp(&(right.as_ref() << (f - low)))
                })
            }
            _ => self.class().cmp(&other.class()),
        }
    }

    fn class(&self) -> u8 {
        match self {
            Self::Zero => 0,
            Self::Finite(..) => 1,
            Self::Infinite => 2,
        }
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare(other)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Equal values, whatever their precisions; [`Number::equals`] is Terraform's operator.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Infinite { negative: left, .. }, Repr::Infinite { negative: right, .. }) => left == right,
            (Repr::Big(left), Repr::Big(right)) => {
                left.negative == right.negative
                    && left.exponent == right.exponent
                    && left.mantissa == right.mantissa
            }
            _ => self.as_i64().is_some() && self.as_i64() == other.as_i64(),
        }
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Repr::Small { value, .. } => value.hash(state),
            Repr::NegativeZero { .. } => 0i64.hash(state),
            Repr::Infinite { negative, .. } => negative.hash(state),
            Repr::Big(big) => (big.negative, &big.mantissa, big.exponent).hash(state),
        }
    }
}
