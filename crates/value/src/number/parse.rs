//! From text to numbers.

use num_bigint::BigUint;

use super::exact::{Exact, MAX_EXPONENT, length};
use super::product::quotient;
use super::scale::power_of_five;
use super::{Number, NumberError, Precision};

/// The most digits of a text that is read as a number.
pub const MAX_DIGITS: usize = 1 << 16;

/// The exponents that Terraform's own numbers can have.
const EXPONENTS: std::ops::RangeInclusive<i64> = -(1 << 31)..=(1 << 31) - 1;

/// A number as it is written.
struct Literal {
    negative: bool,
    /// Values of the digits before and after the point, not ASCII.
    digits: Vec<u8>,
    /// How many of them stand after the point.
    places: usize,
    /// Of 10, or of 2 if it is written with `p`.
    exponent: i64,
    binary: bool,
}

impl Number {
    /// The number that a literal or a string stands for: `12`, `-0.5`, `+.5`, `5.`, `1e3`, `1p4`, `Inf`.
    ///
    /// There are no other bases, no separators and no spaces. `1p4` is 1 × 2^4. A fraction is rounded to 512 bits.
    ///
    /// # Errors
    ///
    /// [`NumberError::NotANumber`], also for an exponent that Terraform's numbers cannot have;
    /// [`NumberError::Limit`] beyond [`MAX_DIGITS`] and [`MAX_EXPONENT`].
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        match text {
            "Inf" | "inf" | "+Inf" | "+inf" => return Ok(Self::infinity(false, Precision::TEXT)),
            "-Inf" | "-inf" => return Ok(Self::infinity(true, Precision::TEXT)),
            _ => {}
        }
        if let Some(value) = small(text) {
            return Ok(Self::small(value, Precision::TEXT));
        }
        let literal = Literal::read(text).ok_or(NumberError::NotANumber)?;
        if literal.digits.len() > MAX_DIGITS {
            return Err(NumberError::Limit);
        }
        literal.number()
    }
}

/// A short whole number, which is what most texts are.
fn small(text: &str) -> Option<i64> {
    const LENGTH: usize = 20;
    let value = if text.len() > LENGTH { None } else { text.parse().ok() };
    value.filter(|value| *value != 0 || !text.starts_with('-'))
}

impl Literal {
    fn read(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let end = rest.find(['e', 'E', 'p', 'P']).unwrap_or(rest.len());
        let (mantissa, exponent) = rest.split_at(end);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = digits(whole)?.chain(digits(fraction)?).collect::<Vec<_>>();
        if digits.is_empty() {
            return None;
        }
        let binary = exponent.starts_with(['p', 'P']);
        let exponent = match exponent.get(1..) {
            Some(power) => read_exponent(power)?,
            None => 0,
        };
        Some(Self { negative, digits, places: fraction.len(), exponent, binary })
    }

    fn number(&self) -> Result<Number, NumberError> {
        let mantissa = BigUint::from_radix_be(&self.digits, 10).ok_or(NumberError::NotANumber)?;
        if mantissa == BigUint::ZERO {
            return Ok(Number::zero(self.negative, Precision::TEXT));
        }
        let places = i64::try_from(self.places).unwrap_or(i64::MAX);
        let (fives, twos) = if self.binary {
            (-places, self.exponent.checked_sub(places))
        } else {
            let tens = self.exponent.checked_sub(places);
            (tens.unwrap_or(0), tens)
        };
        // An exponent that does not fit is an error here, but an infinity where the power of five makes it so.
        let top = twos.and_then(|twos| twos.checked_add(length(&mantissa)));
        let twos = twos.zip(top).filter(|(_, top)| EXPONENTS.contains(top));
        let (twos, _) = twos.ok_or(NumberError::NotANumber)?;
        let exact = scaled(Exact::new(mantissa, twos), fives);
        let top = exact.as_ref().map_or(i64::MAX, Exact::top);
        match exact {
            Some(exact) if top.unsigned_abs() <= MAX_EXPONENT + 1 => {
                exact.number(self.negative, Precision::TEXT)
            }
            _ if top > *EXPONENTS.end() => Ok(Number::infinity(self.negative, Precision::TEXT)),
            _ if top < *EXPONENTS.start() => Ok(Number::zero(self.negative, Precision::TEXT)),
            _ => Err(NumberError::Limit),
        }
    }
}

/// An exponent's sign and digits, of which there is one at least.
fn read_exponent(power: &str) -> Option<i64> {
    let unsigned = power.strip_prefix(['+', '-']).unwrap_or(power);
    if unsigned.is_empty() || !unsigned.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    power.parse().ok()
}

fn digits(text: &str) -> Option<impl Iterator<Item = u8>> {
    text.bytes().all(|digit| digit.is_ascii_digit()).then(|| text.bytes().map(|digit| digit - b'0'))
}

/// Multiplied by a power of five; nothing if that is larger than any of Terraform's numbers.
///
/// Terraform rounds the power before it multiplies or divides, so a large exponent makes the last bit of the result
/// other than that of the nearest number now and then.
fn scaled(exact: Exact, fives: i64) -> Option<Exact> {
    if fives == 0 {
        return Some(exact);
    }
    let power = power_of_five(fives.unsigned_abs());
    let overflow = power.top() > *EXPONENTS.end();
    match fives {
        1.. if overflow => None,
        1.. => Some(Exact::new(exact.mantissa * power.mantissa, exact.exponent + power.exponent)),
        // What is divided by an infinity is smaller than any other number.
        _ if overflow => Some(Exact::new(exact.mantissa, i64::MIN / 2)),
        _ => Some(quotient(exact, &power, Precision::TEXT.bits())),
    }
}
