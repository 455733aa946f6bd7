//! What a YAML scalar stands for.

use saphyr_parser::{ScalarStyle, Tag};

use super::super::call::{Call, Outcome, Stop};
use super::super::convert;
use crate::{Number, Value, ValueKind};

/// A scalar by its tag, or by its looks if it is plain.
///
/// Errors: a tag that is not of the core schema.
pub(super) fn value(call: &Call<'_>, text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Outcome {
    let plain = style == ScalarStyle::Plain;
    let Some(tag) = tag else {
        return if plain { by_looks(call, text) } else { Ok(call.string(text)) };
    };
    match (tag.is_yaml_core_schema(), tag.suffix.as_str()) {
        (true, "int" | "float" | "bool" | "null" | "timestamp") if plain => by_looks(call, text),
        (true, "str" | "binary" | "int" | "float" | "bool" | "null" | "timestamp") => Ok(call.string(text)),
        (false, "") if tag.handle == "!" => Ok(call.string(text)),
        _ => Err(format!("unsupported tag {:?}", format!("{}{}", tag.handle, tag.suffix)).into()),
    }
}

fn by_looks(call: &Call<'_>, text: &str) -> Outcome {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => call.null(),
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => call.bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            call.bool(false)
        }
        ".nan" | ".NaN" | ".NAN" => return Err("floating point NaN is not supported".into()),
        _ if is_infinite(text) => return Err(Stop::Limit("a number that is not finite".to_owned())),
        _ => number(call, text).unwrap_or_else(|| call.string(date(text).unwrap_or_else(|| text.to_owned()))),
    })
}

fn is_infinite(text: &str) -> bool {
    matches!(text.strip_prefix(['-', '+']).unwrap_or(text), ".inf" | ".Inf" | ".INF")
}

fn number(call: &Call<'_>, text: &str) -> Option<Value> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let radix = |prefix: &str, radix: u32| {
        let digits = digits.strip_prefix(prefix).filter(|digits| !digits.starts_with(['+', '-']))?;
        i64::from_str_radix(digits, radix).ok().map(|value| if negative { -value } else { value })
    };
    let whole = radix("0x", 16).or_else(|| radix("0o", 8)).map(Number::Int);
    let decimal = || is_decimal(digits).then(|| convert::parse_number(text)).flatten();
    Some(call.make(ValueKind::Number(whole.or_else(decimal)?)))
}

/// `12`, `1.5`, `.5`, `1.`, `1e3`; no underscores.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(a, b)| (a, Some(b)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let power = exponent.is_none_or(|power| {
        let power = power.strip_prefix(['-', '+']).unwrap_or(power);
        !power.is_empty() && digits(power)
    });
    (!whole.is_empty() || !fraction.is_empty()) && digits(whole) && digits(fraction) && power
}

/// A day becomes a time, which Terraform has as RFC 3339.
fn date(text: &str) -> Option<String> {
    let mut fields = text.split('-').map(|field| {
        let digits = field.bytes().all(|byte| byte.is_ascii_digit());
        (digits && !field.is_empty()).then_some(field)
    });
    let (year, month, day) = (fields.next()??, fields.next()??, fields.next()??);
    let fits = fields.next().is_none() && year.len() == 4 && month.len() <= 2 && day.len() <= 2;
    fits.then(|| format!("{year}-{month:0>2}-{day:0>2}T00:00:00Z"))
}
