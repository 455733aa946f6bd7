//! Numbers in the verbs' notations.

use super::super::call::Stop;
use super::super::convert;
use super::Verb;
use crate::Number;

/// A whole number in base 2, 8, 10 or 16.
pub(super) fn integer(verb: &Verb<'_>, number: Number) -> Result<String, Stop> {
    let (negative, digits) = match number.as_i64() {
        Some(value) => {
            let size = value.unsigned_abs();
            let digits = match verb.letter {
                'b' => format!("{size:b}"),
                'o' => format!("{size:o}"),
                'x' => format!("{size:x}"),
                'X' => format!("{size:X}"),
                _ => size.to_string(),
            };
            (value < 0, digits)
        }
        None if number.as_f64().fract() == 0.0 && verb.letter == 'd' => {
            let text = convert::number_text(number);
            (text.starts_with('-'), text.trim_start_matches('-').to_owned())
        }
        None => return Err(verb.wrong("an integer is required")),
    };
    let digits = match verb.precision {
        Some(0) if digits == "0" => String::new(),
        Some(least) => "0".repeat(least.saturating_sub(digits.len())) + &digits,
        None => digits,
    };
    let prefix = match verb.letter {
        _ if !verb.has('#') => "",
        'b' => "0b",
        'o' => "0",
        'x' => "0x",
        'X' => "0X",
        _ => "",
    };
    Ok(signed(verb, negative, &format!("{prefix}{digits}"), verb.precision.is_none()))
}

/// A number with or without exponent.
pub(super) fn float(verb: &Verb<'_>, value: f64) -> String {
    let size = value.abs();
    let upper = verb.letter.is_ascii_uppercase();
    let digits = match verb.letter {
        'f' => format!("{size:.*}", verb.precision.unwrap_or(6)),
        'e' | 'E' => scientific(size, verb.precision.unwrap_or(6), upper),
        _ => match verb.precision {
            Some(precision) => general(size, precision.max(1), upper),
            None => shortest_digits(size, upper),
        },
    };
    signed(verb, value < 0.0, &digits, true)
}

/// Sign and width; zeros go between sign and digits.
fn signed(verb: &Verb<'_>, negative: bool, digits: &str, zeros: bool) -> String {
    let sign = if negative {
        "-"
    } else if verb.has('+') {
        "+"
    } else if verb.has(' ') {
        " "
    } else {
        ""
    };
    let missing = verb.width.unwrap_or(0).saturating_sub(sign.len() + digits.len());
    if verb.has('-') {
        format!("{sign}{digits}{}", " ".repeat(missing))
    } else if verb.has('0') && zeros {
        format!("{sign}{}{digits}", "0".repeat(missing))
    } else {
        format!("{}{sign}{digits}", " ".repeat(missing))
    }
}

/// `1.5e+04`: the exponent has two digits at least.
fn scientific(size: f64, precision: usize, upper: bool) -> String {
    exponent(&format!("{size:.precision$e}"), upper)
}

fn exponent(text: &str, upper: bool) -> String {
    let (mantissa, power) = text.split_once('e').unwrap_or((text, "0"));
    let (sign, power) = power.strip_prefix('-').map_or(('+', power), |power| ('-', power));
    let letter = if upper { 'E' } else { 'e' };
    format!("{mantissa}{letter}{sign}{power:0>2}")
}

/// As many significant digits as the precision says, without trailing zeros.
fn general(size: f64, precision: usize, upper: bool) -> String {
    let rounded = format!("{size:.*e}", precision - 1);
    let power: i64 = rounded.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0);
    let most = i64::try_from(precision).unwrap_or(i64::MAX);
    if power < -4 || power >= most {
        let (mantissa, power) = rounded.split_once('e').unwrap_or((&rounded, "0"));
        return exponent(&format!("{}e{power}", without_zeros(mantissa)), upper);
    }
    let places = usize::try_from(most - 1 - power).unwrap_or(0);
    without_zeros(&format!("{size:.places$}")).to_owned()
}

fn without_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// As few digits as tell the number, with an exponent from a million on.
pub(super) fn shortest(value: f64, exact: Number) -> String {
    match exact {
        Number::Int(whole) if whole.unsigned_abs() < 1_000_000 => whole.to_string(),
        Number::Int(whole) => {
            let sign = if whole < 0 { "-" } else { "" };
            let digits = whole.unsigned_abs().to_string();
            let power = digits.len().saturating_sub(1);
            let (first, rest) = digits.split_at(1);
            let rest = rest.trim_end_matches('0');
            let point = if rest.is_empty() { "" } else { "." };
            format!("{sign}{first}{point}{rest}e+{power:0>2}")
        }
        Number::Float(_) => {
            format!("{}{}", if value < 0.0 { "-" } else { "" }, shortest_digits(value.abs(), false))
        }
    }
}

fn shortest_digits(size: f64, upper: bool) -> String {
    let text = format!("{size:e}");
    let power: i32 = text.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0);
    // Go takes 21 for machine floats, but 6 for the large ones that Terraform has.
    if (-4..6).contains(&power) { size.to_string() } else { exponent(&text, upper) }
}
