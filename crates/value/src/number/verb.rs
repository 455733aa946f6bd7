//! The verbs of `format` for numbers.

use num_bigint::BigUint;

use super::notation::Notation;
use super::{Layout, Magnitude, Number, NumberError};

/// A verb of `format` that a number answers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `%b`: a whole number in base 2.
    Binary,
    /// `%o`: a whole number in base 8.
    Octal,
    /// `%d`: a whole number in base 10.
    Decimal,
    /// `%x` and `%X`: a whole number in base 16.
    Hexadecimal {
        /// Whether letters are capitals.
        upper: bool,
    },
    /// `%f`: digits after the point.
    Fixed,
    /// `%e` and `%E`: one digit before the point, and an exponent.
    Scientific {
        /// Whether the exponent's letter is a capital.
        upper: bool,
    },
    /// `%g` and `%G`: with an exponent if it is large or very small.
    General {
        /// Whether the exponent's letter is a capital.
        upper: bool,
    },
}

/// Digits after the point if a verb does not say how many.
const DEFAULT_PLACES: usize = 6;

impl Verb {
    /// The verb of a letter.
    pub fn of_letter(letter: char) -> Option<Self> {
        let upper = letter.is_ascii_uppercase();
        Some(match letter {
            'b' => Self::Binary,
            'o' => Self::Octal,
            'd' => Self::Decimal,
            'x' | 'X' => Self::Hexadecimal { upper },
            'f' => Self::Fixed,
            'e' | 'E' => Self::Scientific { upper },
            'g' | 'G' => Self::General { upper },
            _ => return None,
        })
    }

    /// What stands before the digits of a base if `#` asks for it.
    fn prefix(self) -> &'static str {
        match self {
            Self::Binary => "0b",
            Self::Octal => "0",
            Self::Hexadecimal { upper: false } => "0x",
            Self::Hexadecimal { upper: true } => "0X",
            _ => "",
        }
    }
}

impl Number {
    /// The number as a verb of `format` writes it.
    ///
    /// The digits are exact for any precision. Of a whole number the precision is the least number of digits, of
    /// `%g` the number of digits, else the number of places after the point.
    ///
    /// # Errors
    ///
    /// [`NumberError::NotWhole`], [`NumberError::Limit`].
    ///
    /// Source: Terraform 1.11.4's own answers, 2026-11-25, and <https://github.com/zclconf/go-cty> v1.16.0,
    /// `cty/function/stdlib/format.go`, read 2026-11-25.
    pub fn format(&self, verb: Verb, layout: &Layout<'_>) -> Result<String, NumberError> {
        layout.check()?;
        let notation = match verb {
            Verb::Fixed => Notation::Fixed,
            Verb::Scientific { upper } => Notation::Scientific { upper },
            Verb::General { upper } => Notation::General { upper },
            Verb::Binary => return self.whole_field(verb, 2, layout),
            Verb::Octal => return self.whole_field(verb, 8, layout),
            Verb::Decimal => return self.whole_field(verb, 10, layout),
            Verb::Hexadecimal { .. } => return self.whole_field(verb, 16, layout),
        };
        let default = if matches!(verb, Verb::General { .. }) { None } else { Some(DEFAULT_PLACES) };
        let digits = self.unsigned_text(notation, layout.precision.or(default));
        let sign = match self.sign() {
            "" => layout.plus(),
            "+" if layout.has(' ') => " ",
            sign => sign,
        };
        // Terraform lets `0` win over `-` here, and `-` over `0` for whole numbers.
        Ok(layout.place(sign, &digits, layout.has('0') && !self.is_infinite()))
    }

    fn whole_field(&self, verb: Verb, base: u32, layout: &Layout<'_>) -> Result<String, NumberError> {
        let size = self.whole_size().ok_or(NumberError::NotWhole)?;
        if size == BigUint::ZERO && layout.precision == Some(0) {
            // Not even the field's width is kept then.
            return Ok(String::new());
        }
        let mut digits = size.to_str_radix(base);
        if verb == (Verb::Hexadecimal { upper: true }) {
            digits.make_ascii_uppercase();
        }
        let zeros = "0".repeat(layout.precision.unwrap_or(0).saturating_sub(digits.len()));
        let prefix = if layout.has('#') { verb.prefix() } else { "" };
        let sign = if self.is_negative() && !self.is_zero() { "-" } else { layout.plus() };
        if layout.precision.is_none() && layout.has('0') && !layout.has('-') {
            // Zeros that fill the field stand behind the prefix.
            let sign = format!("{sign}{prefix}");
            return Ok(layout.place(&sign, &digits, true));
        }
        Ok(layout.place(sign, &format!("{prefix}{zeros}{digits}"), false))
    }

    fn whole_size(&self) -> Option<BigUint> {
        match self.magnitude() {
            Magnitude::Zero => Some(BigUint::ZERO),
            Magnitude::Finite(mantissa, exponent) if exponent >= 0 => Some(mantissa.as_ref() << exponent),
            Magnitude::Finite(..) | Magnitude::Infinite => None,
        }
    }
}
