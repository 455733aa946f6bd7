//! Maps and objects: `keys`, `values`, `lookup`, `merge`, `zipmap`, `transpose`.

use std::sync::Arc;

use super::call::{Call, Outcome, Stop};
use super::convert;
use super::limits;
use crate::{Map, Value, ValueKind};

pub(super) fn keys(call: &Call<'_>) -> Outcome {
    let keys = call.map(0)?.keys().map(|key| call.string(key.clone())).collect();
    Ok(call.open_like_args(call.list(keys)))
}

/// In the order of the keys.
pub(super) fn values(call: &Call<'_>) -> Outcome {
    let values = call.map(0)?.values().cloned().collect();
    Ok(call.open_like_args(call.list(values)))
}

/// Unknown: a key that an open map does not list is unknown, whatever the default.
pub(super) fn lookup(call: &Call<'_>) -> Outcome {
    let map = call.map(0)?;
    let key = call.text(1)?;
    if let Some(value) = map.get(&key) {
        return Ok(value.clone());
    }
    call.closed(0)?;
    match call.args.get(2) {
        Some(default) => Ok(default.clone()),
        None => Err(format!("lookup failed to find key {key:?}").into()),
    }
}

/// Later entries win.
///
/// Unknown: an unknown argument makes the result open; entries before it may be replaced by it, so they are
/// unknown, those after it stay.
pub(super) fn merge(call: &Call<'_>) -> Outcome {
    let mut merged = Map::new();
    let mut unknown: Vec<&Value> = Vec::new();
    for value in call.args {
        match &value.kind {
            ValueKind::Null => continue,
            ValueKind::Map(map) => {
                if value.open.is_some() {
                    unknown.push(value);
                    blur(call, &mut merged, value);
                }
                merged.extend(map.iter().map(|(key, value)| (key.clone(), value.clone())));
            }
            ValueKind::Unknown(_) => {
                unknown.push(value);
                blur(call, &mut merged, value);
            }
            _ => {
                let kind = convert::kind_name(value);
                return Err(format!("arguments must be maps or objects, got {kind:?}").into());
            }
        }
        limits::elements(merged.len())?;
    }
    if let ([only], true) = (unknown.as_slice(), call.args.len() == 1) {
        return Ok((*only).clone());
    }
    let open = (!unknown.is_empty()).then(|| call.because(unknown.iter().copied()));
    let mut result = call.object(merged);
    result.open = open;
    Ok(result)
}

/// Makes unknown what an unknown map may replace.
fn blur(call: &Call<'_>, merged: &mut Map, by: &Value) {
    for value in merged.values_mut() {
        *value = call.derived([&*value, by]);
    }
}

pub(super) fn zipmap(call: &Call<'_>) -> Outcome {
    let keys = call.items(0)?;
    if matches!(call.value(1)?.kind, ValueKind::Set(_)) {
        return Err("values argument must be a list or tuple value".into());
    }
    let values = call.items(1)?;
    call.closed(0).and(call.closed(1))?;
    if keys.len() != values.len() {
        return Err(format!(
            "number of keys ({}) does not match number of values ({})",
            keys.len(),
            values.len()
        )
        .into());
    }
    let mut map = Map::new();
    for (place, (key, value)) in keys.iter().zip(values).enumerate() {
        if key.is_null() {
            return Err(format!("keys list has null value at index {place}").into());
        }
        map.insert(convert::text(key)?, value.clone());
    }
    Ok(call.object(map))
}

/// From lists of keys by value to lists of values by key.
pub(super) fn transpose(call: &Call<'_>) -> Outcome {
    call.closed(0)?;
    let mut turned: std::collections::BTreeMap<Arc<str>, Vec<Value>> = std::collections::BTreeMap::new();
    for (key, list) in call.map(0)? {
        if list.is_unknown() || list.open.is_some() {
            return Err(Stop::Unknown);
        }
        let items = list.as_list().ok_or("argument must be a map of lists of strings")?;
        for item in items {
            turned.entry(convert::text(item)?).or_default().push(call.string(key.clone()));
        }
    }
    Ok(call.object(turned.into_iter().map(|(key, list)| (key, call.list(list))).collect()))
}
