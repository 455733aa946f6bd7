//! Digits in the notations of `%f`, `%e` and `%g`, without a sign.

use super::decimal::Decimal;
use super::shortest::shortest;
use super::{Magnitude, Number};

/// How digits and exponent are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// `1234.5`
    Fixed,
    /// `1.2345e+03`; the exponent has two digits at least.
    Scientific { upper: bool },
    /// The first or the second, as the exponent says.
    General { upper: bool },
}

/// From this exponent on the shortest text of `%g` has one.
const GENERAL_DIGITS: i64 = 6;

impl Number {
    /// The number in a notation, without its sign: with so many digits after the point, or in all for `General`;
    /// or with as few as tell it from others of its precision. An infinity is `Inf`.
    pub(super) fn unsigned_text(&self, notation: Notation, precision: Option<usize>) -> String {
        if self.is_infinite() {
            return "Inf".to_owned();
        }
        let Some(precision) = precision.map(|digits| i64::try_from(digits).unwrap_or(i64::MAX)) else {
            return shortest_text(&self.shortest_decimal(), notation);
        };
        match notation {
            Notation::Fixed => {
                let mut decimal = self.decimal(|mantissa, exponent| {
                    Decimal::down_to(mantissa, exponent, precision.saturating_add(1))
                });
                decimal.round(decimal.point.saturating_add(precision));
                fixed(&decimal, precision)
            }
            Notation::Scientific { upper } => {
                scientific(&self.rounded(precision.saturating_add(1)), precision, upper)
            }
            Notation::General { upper } => {
                let precision = precision.max(1);
                let decimal = self.rounded(precision);
                let count = decimal.count();
                let limit = if precision > count && count >= decimal.point { count } else { precision };
                general(&decimal, precision, limit, upper)
            }
        }
    }

    fn shortest_decimal(&self) -> Decimal {
        let precision = self.precision();
        self.decimal(|mantissa, exponent| shortest(mantissa, exponent, precision))
    }

    /// Rounded to so many digits.
    fn rounded(&self, count: i64) -> Decimal {
        let wanted = count.unsigned_abs().saturating_add(1);
        let mut decimal = self.decimal(|mantissa, exponent| Decimal::leading(mantissa, exponent, wanted));
        decimal.round(count);
        decimal
    }

    fn decimal(&self, of: impl Fn(&num_bigint::BigUint, i64) -> Decimal) -> Decimal {
        match self.magnitude() {
            Magnitude::Finite(mantissa, exponent) => of(&mantissa, exponent),
            Magnitude::Zero | Magnitude::Infinite => Decimal::zero(),
        }
    }
}

impl Decimal {
    fn count(&self) -> i64 {
        i64::try_from(self.digits.len()).unwrap_or(i64::MAX)
    }
}

fn shortest_text(decimal: &Decimal, notation: Notation) -> String {
    let count = decimal.count();
    match notation {
        Notation::Fixed => fixed(decimal, (count - decimal.point).max(0)),
        Notation::Scientific { upper } => scientific(decimal, count - 1, upper),
        Notation::General { upper } => general(decimal, count, GENERAL_DIGITS, upper),
    }
}

fn general(decimal: &Decimal, precision: i64, limit: i64, upper: bool) -> String {
    let count = decimal.count();
    let power = decimal.point - 1;
    if power < -4 || power >= limit {
        return scientific(decimal, precision.min(count) - 1, upper);
    }
    let precision = if precision > decimal.point { count } else { precision };
    fixed(decimal, (precision - decimal.point).max(0))
}

/// Zeros stand for the digits that the decimal does not have.
fn fixed(decimal: &Decimal, places: i64) -> String {
    let mut text = String::new();
    push(&mut text, decimal, 0.min(decimal.point), decimal.point);
    if text.is_empty() {
        text.push('0');
    }
    if places > 0 {
        text.push('.');
        push(&mut text, decimal, decimal.point, decimal.point.saturating_add(places));
    }
    text
}

fn scientific(decimal: &Decimal, places: i64, upper: bool) -> String {
    let mut text = String::new();
    push(&mut text, decimal, 0, 1);
    if places > 0 {
        text.push('.');
        push(&mut text, decimal, 1, places.saturating_add(1));
    }
    let power = if decimal.digits.is_empty() { 0 } else { decimal.point - 1 };
    let sign = if power < 0 { '-' } else { '+' };
    let letter = if upper { 'E' } else { 'e' };
    format!("{text}{letter}{sign}{:02}", power.unsigned_abs())
}

/// Appends the digits of some places, counted from the first digit.
fn push(text: &mut String, decimal: &Decimal, from: i64, to: i64) {
    text.extend((from..to).map(|place| {
        let digit = usize::try_from(place).ok().and_then(|place| decimal.digits.get(place));
        digit.map_or('0', |digit| char::from(*digit))
    }));
}
