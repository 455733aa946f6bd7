//! Whole numbers near others.

use num_bigint::BigUint;

use super::{Big, Number, Repr};

impl Number {
    /// The smallest whole number that is not below it; an infinity is its own.
    #[must_use]
    pub fn ceil(&self) -> Self {
        self.whole_towards(false)
    }

    /// The largest whole number that is not above it; an infinity is its own.
    #[must_use]
    pub fn floor(&self) -> Self {
        self.whole_towards(true)
    }

    fn whole_towards(&self, down: bool) -> Self {
        match &self.0 {
            Repr::NegativeZero { precision } => Self::zero(false, *precision),
            Repr::Big(big) if big.exponent < 0 => big.whole(big.negative == down),
            _ => self.clone(),
        }
    }
}

impl Big {
    /// The whole number next to a fraction: the one farther from zero, or the nearer one.
    fn whole(&self, away: bool) -> Number {
        let nearer = &self.mantissa >> self.exponent.unsigned_abs();
        let size = if away { nearer + 1u8 } else { nearer };
        if size == BigUint::ZERO {
            return Number::zero(false, self.precision);
        }
        // A fraction has a bit after the point, so that even one more than its whole part fits its precision.
        Number::big(self.negative, size, 0, self.precision)
    }
}
