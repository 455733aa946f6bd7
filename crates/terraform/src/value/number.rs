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
    /// The number that a decimal text stands for: `12`, `-0.5`, `1e3`; no hexadecimal, no spaces.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        if !unsigned.starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        let whole = text.parse().ok().map(Self::Int);
        whole.or_else(|| text.parse().ok().filter(|value: &f64| value.is_finite()).map(Self::from_f64))
    }

    /// A float as a number, whole if it is.
    pub(crate) fn from_f64(value: f64) -> Self {
        Self::Float(value).as_i64().map_or(Self::Float(value), Self::Int)
    }

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
