//! Conversions between `bool`, `number` and `string`.

use super::ConvertError;
use crate::{Number, Type, ValueKind};

/// A known primitive in another primitive type.
pub(super) fn apply(kind: &ValueKind, to: &Type) -> Result<ValueKind, ConvertError> {
    match (kind, to) {
        (ValueKind::Bool(value), Type::String) => {
            Ok(ValueKind::String(if *value { "true" } else { "false" }.into()))
        }
        (ValueKind::Number(number), Type::String) => Ok(ValueKind::String(number.to_string().into())),
        (ValueKind::String(text), Type::Number) => {
            let number = Number::parse(text).map_err(|error| ConvertError::new(error.to_string()))?;
            Ok(ValueKind::Number(number))
        }
        (ValueKind::String(text), Type::Bool) => match text.as_ref() {
            "true" | "1" => Ok(ValueKind::Bool(true)),
            "false" | "0" => Ok(ValueKind::Bool(false)),
            other => Err(ConvertError::new(no_bool(other))),
        },
        (kind, _) => Ok(kind.clone()),
    }
}

fn no_bool(text: &str) -> String {
    let lower = text.to_lowercase();
    match lower.as_str() {
        "true" | "false" => format!("a bool is required; write `{lower}` in lower case"),
        _ => "a bool is required".to_owned(),
    }
}
