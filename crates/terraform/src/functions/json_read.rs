//! `jsondecode`.

use serde_json::Value as Json;

use super::call::{Call, Outcome, Stop};
use super::{convert, markers};
use crate::{Number, Value, ValueKind};

/// Unknown: unknown pieces inside strings stay there.
pub(super) fn decode(call: &Call<'_>) -> Outcome {
    markers::decode(call, call.value(0)?, |text| {
        let json = serde_json::from_str(text).map_err(|error| match error.classify() {
            serde_json::error::Category::Syntax if error.to_string().starts_with("recursion limit") => {
                Stop::Limit("128 levels of nesting".to_owned())
            }
            _ => Stop::Wrong(error.to_string()),
        })?;
        Ok(value(call, json))
    })
}

/// Bounded by the parser, which reads no deeper than 128 levels.
fn value(call: &Call<'_>, json: Json) -> Value {
    match json {
        Json::Null => call.null(),
        Json::Bool(value) => call.bool(value),
        Json::Number(number) => {
            let exact = number.as_i64().map(Number::Int);
            let near = || convert::from_f64(number.as_f64().unwrap_or_default());
            call.make(ValueKind::Number(exact.unwrap_or_else(near)))
        }
        Json::String(text) => call.string(text),
        Json::Array(items) => call.list(items.into_iter().map(|item| value(call, item)).collect()),
        Json::Object(entries) => {
            call.object(entries.into_iter().map(|(key, item)| (key.into(), value(call, item))).collect())
        }
    }
}
