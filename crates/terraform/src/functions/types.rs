//! Conversions that are asked for: `tostring`, `tonumber`, `tobool`, `tolist`, `toset`, `tomap`.

use std::sync::Arc;

use super::call::{Call, Outcome};
use super::unify::unify;
use super::{convert, sets};
use crate::{Value, ValueKind};

/// Unknown: stays what it is, so that a reference stays one.
fn primitive(call: &Call<'_>, convert: impl FnOnce(&Value) -> Outcome) -> Outcome {
    let value = call.arg(0)?;
    match &value.kind {
        ValueKind::Null | ValueKind::Unknown(_) => Ok(value.clone()),
        _ => {
            let mut converted = convert(value)?;
            converted.origin = value.origin.clone();
            converted.referent.clone_from(&value.referent);
            converted.decoded.clone_from(&value.decoded);
            converted.structure.clone_from(&value.structure);
            Ok(converted)
        }
    }
}

fn refusal(value: &Value, to: &str) -> String {
    match value.as_str() {
        Some(text) => format!("cannot convert {text:?} to {to}"),
        None => format!("cannot convert {} to {to}", convert::kind_name(value)),
    }
}

pub(super) fn tostring(call: &Call<'_>) -> Outcome {
    primitive(call, |value| match &value.kind {
        ValueKind::Template(_) => Ok(value.clone()),
        ValueKind::String(_) | ValueKind::Number(_) | ValueKind::Bool(_) => {
            Ok(call.string(convert::text(value)?))
        }
        _ => Err(refusal(value, "string").into()),
    })
}

pub(super) fn tonumber(call: &Call<'_>) -> Outcome {
    primitive(call, |value| match &value.kind {
        ValueKind::Template(_) => Ok(call.derived([value])),
        ValueKind::String(_) | ValueKind::Number(_) => {
            let number = convert::number(value).map_err(|_| refusal(value, "number"))?;
            Ok(call.make(ValueKind::Number(number)))
        }
        _ => Err(refusal(value, "number").into()),
    })
}

pub(super) fn tobool(call: &Call<'_>) -> Outcome {
    primitive(call, |value| match &value.kind {
        ValueKind::Template(_) => Ok(call.derived([value])),
        ValueKind::String(_) | ValueKind::Bool(_) => {
            Ok(call.bool(convert::boolean(value).map_err(|_| refusal(value, "bool"))?))
        }
        _ => Err(refusal(value, "bool").into()),
    })
}

/// Elements of one type, in a collection with the argument's origin.
fn collection(call: &Call<'_>, to: &str, gather: impl FnOnce(Vec<Value>) -> Value) -> Outcome {
    let value = call.arg(0)?;
    match &value.kind {
        ValueKind::Null | ValueKind::Unknown(_) => Ok(value.clone()),
        ValueKind::List(items) | ValueKind::Set(items) => {
            let mut result = gather(unify(items.to_vec())?);
            result.origin = value.origin.clone();
            result.open = result.open.or_else(|| value.open.clone());
            Ok(result)
        }
        _ => Err(format!("{} of any single type", refusal(value, to)).into()),
    }
}

pub(super) fn tolist(call: &Call<'_>) -> Outcome {
    collection(call, "list", |items| call.list(items))
}

/// Unknown: elements that may be equal all stay, in an open set.
pub(super) fn toset(call: &Call<'_>) -> Outcome {
    collection(call, "set", |items| sets::make(call, items))
}

pub(super) fn tomap(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    match &value.kind {
        ValueKind::Null | ValueKind::Unknown(_) => Ok(value.clone()),
        ValueKind::Map(map) => {
            let values = unify(map.values().cloned().collect())?;
            let mut converted = value.clone();
            converted.kind = ValueKind::Map(Arc::new(map.keys().cloned().zip(values).collect()));
            Ok(converted)
        }
        _ => Err(format!("{} of any single type", refusal(value, "map")).into()),
    }
}
