//! What a YAML scalar stands for.

use ringfence_value::{Number, Type, Value};
use saphyr_parser::{ScalarStyle, Tag};

use crate::args::Call;
use crate::base64;
use crate::moment::Moment;
use crate::outcome::{Outcome, Stop};

/// A scalar by its tag, or by its looks if it is plain.
///
/// Errors: a tag that is not of the core schema.
pub(super) fn value(call: &Call<'_>, text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Outcome {
    let plain = style == ScalarStyle::Plain;
    let Some(tag) = tag else {
        return match style {
            ScalarStyle::Plain => by_looks(call, text),
            // A block of text that looks like `null` is `null`, though a string.
            ScalarStyle::Literal | ScalarStyle::Folded if is_null(text) => {
                Ok(Value::null(Type::String, call.at))
            }
            _ => Ok(call.string(text)),
        };
    };
    let name = tag.suffix.as_str();
    let wrong = || Stop::from(format!("`{text}` is no {name} of YAML"));
    match (tag.is_yaml_core_schema(), name) {
        (true, "int" | "float" | "bool") if plain => typed(by_looks(call, text)?).ok_or_else(wrong),
        (true, "null") if !plain && text.is_empty() => Ok(call.string("")),
        (true, "null") => {
            let typed = if plain { typed(by_looks(call, text)?) } else { None };
            Ok(typed.unwrap_or_else(|| Value::null(Type::Dynamic, call.at)))
        }
        (true, "timestamp") if plain => Ok(call.string(date(text).ok_or_else(wrong)?)),
        (true, "binary") => base64::bytes(text).map(|_| call.string(text)).map_err(|_| wrong()),
        (true, "str" | "int" | "float" | "bool" | "timestamp") => Ok(call.string(text)),
        _ => Err(format!("the tag `{}{name}` is not supported", tag.handle).into()),
    }
}

/// A value that is no string.
fn typed(value: Value) -> Option<Value> {
    (value.ty() != Type::String).then_some(value)
}

fn by_looks(call: &Call<'_>, text: &str) -> Outcome {
    Ok(match text {
        null if is_null(null) => Value::null(Type::Dynamic, call.at),
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => call.bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            call.bool(false)
        }
        ".nan" | ".NaN" | ".NAN" => return Err("floating point NaN is not supported".into()),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => infinity(call, "+Inf")?,
        "-.inf" | "-.Inf" | "-.INF" => infinity(call, "-Inf")?,
        _ => match number(text)? {
            Some(number) => call.give(number),
            None => call.string(date(text).unwrap_or_else(|| text.to_owned())),
        },
    })
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn infinity(call: &Call<'_>, text: &str) -> Outcome {
    let number = Number::parse(text).map_err(|error| Stop::from(error.to_string()))?;
    Ok(call.give(number))
}

/// Hexadecimal and octal numbers have no sign and 64 bits at most.
fn number(text: &str) -> Result<Option<Number>, Stop> {
    let bases = [("0x", 16), ("0o", 8)];
    let prefixed = bases.iter().find_map(|(prefix, base)| Some((text.strip_prefix(prefix)?, *base)));
    if let Some((digits, base)) = prefixed {
        let whole = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base));
        return match u64::from_str_radix(digits, base) {
            Ok(number) if whole => Ok(Some(Number::from_u64(number))),
            Err(_) if whole => Err(format!("`{text}` is a number of more than 64 bits").into()),
            _ => Ok(None),
        };
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    Ok(is_decimal(unsigned).then(|| Number::parse(text).ok()).flatten())
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
