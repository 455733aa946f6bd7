//! The first value that fits: `coalesce`, `coalescelist`, `try`, `can`.

use std::sync::Arc;

use super::call::{Call, Outcome};
use super::known;
use super::unify::unify;
use crate::{Value, ValueKind};

/// The first argument that is neither `null` nor empty.
///
/// Unknown: depends on the unknown ones before the first that surely is something; if that is the only one
/// left, it is the result.
pub(super) fn coalesce(call: &Call<'_>) -> Outcome {
    let values = unify(call.args.to_vec())?;
    let mut perhaps: Vec<Value> = Vec::new();
    for value in values {
        match &value.kind {
            ValueKind::Null => {}
            ValueKind::String(text) if text.is_empty() => {}
            ValueKind::Unknown(_) | ValueKind::Template(_) if !known::is_surely_text(&value) => {
                perhaps.push(value);
            }
            _ if perhaps.is_empty() => return Ok(value),
            _ => return Ok(marked(call.derived(&perhaps), &perhaps)),
        }
    }
    match perhaps.as_slice() {
        [] => Err("no non-null, non-empty-string arguments".into()),
        [only] => Ok(only.clone()),
        several => Ok(marked(call.derived(several), several)),
    }
}

/// The first argument that is not an empty list.
pub(super) fn coalescelist(call: &Call<'_>) -> Outcome {
    let mut perhaps: Vec<Value> = Vec::new();
    for value in call.args {
        match &value.kind {
            ValueKind::List(items) if items.is_empty() && value.open.is_none() => {}
            ValueKind::List(_) if value.open.is_none() && perhaps.is_empty() => return Ok(value.clone()),
            ValueKind::List(_) | ValueKind::Unknown(_) => perhaps.push(value.clone()),
            _ => return Err("coalescelist arguments must be lists or tuples".into()),
        }
    }
    match perhaps.as_slice() {
        [] => Err("no non-null arguments".into()),
        [only] => Ok(only.clone()),
        several => Ok(either(call, several)),
    }
}

/// A list that is one of these: what they list, open.
fn either(call: &Call<'_>, lists: &[Value]) -> Value {
    let items = lists.iter().flat_map(|list| match list.as_list() {
        Some(items) => items.to_vec(),
        None => vec![list.clone()],
    });
    let mut value = call.list(items.collect());
    value.open = Some(call.because(lists));
    marked(value, lists)
}

fn marked(mut value: Value, from: &[Value]) -> Value {
    value.sensitive = from.iter().any(|value| value.sensitive);
    value
}

/// The first argument that is not wrong. Arguments that are wrong are unknown with that cause.
pub(super) fn try_each(call: &Call<'_>) -> Outcome {
    let mut message: Option<Arc<str>> = None;
    for value in call.args {
        match known::error_in(value) {
            None => return Ok(value.clone()),
            Some(error) => message = message.or(Some(error)),
        }
    }
    let first = message.unwrap_or_default();
    Err(format!("no expression succeeded; the first failed with: {first}").into())
}

/// Whether the argument is not wrong.
pub(super) fn can(call: &Call<'_>) -> Outcome {
    Ok(call.bool(known::error_in(call.arg(0)?).is_none()))
}
