//! Numbers as Terraform has them.

/// A number: exact while it is whole and fits, else a float.
///
/// The exact decimal arithmetic of Terraform (512-bit floats) is the language slice's; addresses, ports and
/// counts are whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number.
    Int(i64),
    /// Any other.
    Float(f64),
}

impl Number {
    /// The whole number, if it is one.
    pub fn as_i64(self) -> Option<i64> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match self {
            Self::Int(value) => Some(value),
            #[expect(clippy::cast_possible_truncation, reason = "whole and within the exact range")]
            Self::Float(value) if value.fract() == 0.0 && value.abs() <= EXACT => Some(value as i64),
            Self::Float(_) => None,
        }
    }

    /// The nearest float.
    #[expect(clippy::cast_precision_loss, reason = "the nearest float is what is asked for")]
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}
