//! Whole numbers in any base.

use num_bigint::BigUint;

use super::precision::MAX_PRECISION;
use super::{Number, NumberError, Precision};

impl Number {
    /// The whole number that a text stands for in a base, as `parseint` reads it: a sign at most, then digits.
    ///
    /// Digits above 9 are letters; up to base 36 small and capital ones are the same, from there on capitals are
    /// larger. It is exact: its precision is that of its digits, and 64 bits at least.
    ///
    /// # Errors
    ///
    /// [`NumberError::Base`], [`NumberError::NotAnInteger`], [`NumberError::Limit`] beyond
    /// [`MAX_PRECISION`].
    pub fn parse_int(text: &str, base: i64) -> Result<Self, NumberError> {
        let base =
            u32::try_from(base).ok().filter(|base| (2..=62).contains(base)).ok_or(NumberError::Base)?;
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let digits = digits.bytes().map(|digit| digit_value(digit, base)).collect::<Option<Vec<_>>>();
        let digits = digits.filter(|digits| !digits.is_empty()).ok_or(NumberError::NotAnInteger)?;
        let digits = digits.iter().position(|digit| *digit != 0).and_then(|first| digits.get(first..));
        let Some(digits) = digits else { return Ok(Self::from_i64(0)) };
        // A digit is a bit at least.
        if u64::try_from(digits.len()).is_ok_and(|count| count > MAX_PRECISION) {
            return Err(NumberError::Limit);
        }
        let size = BigUint::from_radix_be(digits, base).ok_or(NumberError::NotAnInteger)?;
        if size.bits() > MAX_PRECISION {
            return Err(NumberError::Limit);
        }
        let precision = Precision::of_bits(size.bits()).max(Precision::INTEGER);
        Ok(Self::big(text.starts_with('-'), size, 0, precision))
    }
}

fn digit_value(digit: u8, base: u32) -> Option<u8> {
    let value = match digit {
        b'A'..=b'Z' if base > 36 => digit - b'A' + 36,
        _ => u8::try_from(char::from(digit).to_digit(36)?).ok()?,
    };
    (u32::from(value) < base).then_some(value)
}
