//! Conversions between primitive types, as Terraform makes them without being asked.

use std::sync::Arc;

use super::call::Stop;
use crate::{Number, Value, ValueKind};

/// What a person calls this kind of value.
pub(crate) fn kind_name(value: &Value) -> &'static str {
    match &value.kind {
        ValueKind::Null => "null",
        ValueKind::Bool(_) => "bool",
        ValueKind::Number(_) => "number",
        ValueKind::String(_) | ValueKind::Template(_) => "string",
        ValueKind::List(_) => "list",
        ValueKind::Set(_) => "set",
        ValueKind::Map(_) => "map",
        ValueKind::Unknown(_) => "unknown",
    }
}

/// A known string, number or truth value as text.
pub(super) fn text(value: &Value) -> Result<Arc<str>, Stop> {
    match &value.kind {
        ValueKind::String(text) => Ok(text.clone()),
        ValueKind::Number(number) => Ok(number_text(*number).into()),
        ValueKind::Bool(value) => Ok(if *value { "true" } else { "false" }.into()),
        ValueKind::Template(_) | ValueKind::Unknown(_) => Err(Stop::Unknown),
        ValueKind::Null => Err("argument must not be null".into()),
        _ => Err(format!("string required, not {}", kind_name(value)).into()),
    }
}

/// A known number, or a string that holds one.
pub(super) fn number(value: &Value) -> Result<Number, Stop> {
    match &value.kind {
        ValueKind::Number(number) => Ok(*number),
        ValueKind::String(text) => parse_number(text).ok_or_else(|| "a number is required".into()),
        ValueKind::Template(_) | ValueKind::Unknown(_) => Err(Stop::Unknown),
        ValueKind::Null => Err("argument must not be null".into()),
        _ => Err(format!("a number is required, not {}", kind_name(value)).into()),
    }
}

/// A known truth value, or a string that holds one.
pub(super) fn boolean(value: &Value) -> Result<bool, Stop> {
    match &value.kind {
        ValueKind::Bool(value) => Ok(*value),
        ValueKind::String(text) => match text.as_ref() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err("a bool is required".into()),
        },
        ValueKind::Template(_) | ValueKind::Unknown(_) => Err(Stop::Unknown),
        ValueKind::Null => Err("argument must not be null".into()),
        _ => Err(format!("a bool is required, not {}", kind_name(value)).into()),
    }
}

/// A number as Terraform writes it in a string: decimal, without exponent.
pub(crate) fn number_text(number: Number) -> String {
    match number {
        Number::Int(value) => value.to_string(),
        Number::Float(value) => value.to_string(),
    }
}

/// The number that a decimal text stands for: `12`, `-0.5`, `.5`, `+1e3`; no hexadecimal, no spaces.
pub(crate) fn parse_number(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    text.strip_prefix('+')
        .unwrap_or(text)
        .parse()
        .map(Number::Int)
        .ok()
        .or_else(|| text.parse().ok().filter(|value: &f64| value.is_finite()).map(from_f64))
}

/// A float as a number, whole if it is.
pub(crate) fn from_f64(value: f64) -> Number {
    let float = Number::Float(value);
    float.as_i64().map_or(float, Number::Int)
}
