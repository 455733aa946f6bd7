//! What a YAML scalar stands for.

use ringfence_value::{Number, Type, Value};
use saphyr_parser::{ScalarStyle, Tag};

use crate::args::Call;
use crate::moment::Moment;
use crate::outcome::{Outcome, Stop};

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
        "" | "~" | "null" | "Null" | "NULL" => Value::null(Type::Dynamic, call.at),
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => call.bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            call.bool(false)
        }
        ".nan" | ".NaN" | ".NAN" => return Err("floating point NaN is not supported".into()),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => infinity(call, "+Inf")?,
        "-.inf" | "-.Inf" | "-.INF" => infinity(call, "-Inf")?,
        _ => number(call, text).unwrap_or_else(|| call.string(date(text).unwrap_or_else(|| text.to_owned()))),
    })
}

fn infinity(call: &Call<'_>, text: &str) -> Outcome {
    let number = Number::parse(text).map_err(|error| Stop::from(error.to_string()))?;
    Ok(call.give(number))
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
    let whole = radix("0x", 16).or_else(|| radix("0o", 8)).map(Number::from);
    let decimal = || is_decimal(digits).then(|| Number::parse(text).ok()).flatten();
    Some(call.give(whole.or_else(decimal)?))
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

/// A day or time becomes a time as RFC 3339 has it.
fn date(text: &str) -> Option<String> {
    Moment::parse_loose(text).map(|moment| moment.to_string())
}
