//! The text that a number becomes.

use std::fmt;

use super::notation::Notation;
use super::{Number, Repr};

/// What `tostring`, a template and `jsonencode` give: the fewest digits that read back as the same number, without
/// an exponent. An infinity is `+Inf` or `-Inf`, which JSON does not have: `jsonencode` of it is an error.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            // All digits of a whole number are needed if all its bits are there.
            Repr::Small { value, precision } if precision.holds(*value) => write!(f, "{value}"),
            _ => write!(f, "{}{}", self.sign(), self.unsigned_text(Notation::Fixed, None)),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self} at {} bits)", self.precision().bits())
    }
}

impl Number {
    /// What `%v` gives: as [`Display`](fmt::Display), but with an exponent from a million on and below 0.0001.
    pub fn general_text(&self) -> String {
        let notation = Notation::General { upper: false };
        format!("{}{}", self.sign(), self.unsigned_text(notation, None))
    }

    /// A plus sign stands only before an infinity.
    pub(super) fn sign(&self) -> &'static str {
        match (self.is_negative(), self.is_infinite()) {
            (true, _) => "-",
            (false, true) => "+",
            (false, false) => "",
        }
    }
}
