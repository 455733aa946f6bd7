//! Maps and objects: `keys`, `values`, `lookup`, `merge`, `zipmap`, `transpose`.
//!
//! Source: `collection.go` of go-cty's `stdlib` and of Terraform's `funcs` (read 2026-11-25).

use std::collections::BTreeMap;
use std::sync::Arc;

use ringfence_value::{Map, Marks, Type, Value, ValueKind, convert};

use crate::args::{Call, text};
use crate::function::{Function, Param, Returns, Wanted};
use crate::limits;
use crate::outcome::{Outcome, Stop};
use crate::shown;

pub(crate) static KEYS: Function =
    Function::new("keys", &[Param::any("inputMap").unknowns().marks()], Returns::Of(keys_type), keys)
        .not_null()
        .partly(keys_partly);

fn keys_type(call: &Call<'_>) -> Result<Type, Stop> {
    match call.arg(0)?.ty() {
        Type::Map(_) => Ok(Type::list(Type::String)),
        Type::Object(object) => Ok(Type::tuple(vec![Type::String; object.len()])),
        other => Err(Stop::argument(0, format!("a map or object is required, not {other}"))),
    }
}

/// Unknown: the attributes of an object are known by its type.
fn keys(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    let keys = match value.ty() {
        Type::Object(object) => object.iter().map(|attribute| call.string(attribute.name.clone())).collect(),
        _ => call.entries(0)?.keys().map(|key| call.string(key.clone())).collect(),
    };
    Ok(call.sequence(keys).marked(value.marks))
}

fn keys_partly(call: &Call<'_>) -> Option<Value> {
    let (entries, open) = shown::entries(call.args.first()?)?;
    let mut keys: Vec<Value> = entries.keys().map(|key| call.string(key.clone())).collect();
    keys.extend(open.map(|reason| Value::unknown(Type::String, reason.clone(), call.at)));
    Some(call.open_list(keys))
}

pub(crate) static VALUES: Function =
    Function::new("values", &[Param::any("mapping").marks()], Returns::Of(values_type), values)
        .not_null()
        .partly(values_partly);

fn values_type(call: &Call<'_>) -> Result<Type, Stop> {
    match call.arg(0)?.ty() {
        Type::Map(of) => Ok(Type::List(of)),
        Type::Object(object) => {
            Ok(Type::tuple(object.iter().map(|attribute| attribute.ty.clone()).collect()))
        }
        other => Err(Stop::argument(0, format!("a map or object is required, not {other}"))),
    }
}

/// In the order of the keys.
fn values(call: &Call<'_>) -> Outcome {
    let values = call.entries(0)?.values().cloned().collect();
    Ok(call.sequence(values).marked(call.arg(0)?.marks))
}

fn values_partly(call: &Call<'_>) -> Option<Value> {
    let (entries, open) = shown::entries(call.args.first()?)?;
    let mut values: Vec<Value> = entries.values().cloned().collect();
    values.extend(open.map(|reason| Value::unknown(Type::Dynamic, reason.clone(), call.at)));
    Some(call.open_list(values))
}

pub(crate) static LOOKUP: Function = Function::new(
    "lookup",
    &[Param::any("inputMap").marks().unknowns(), Param::string("key").marks().unknowns()],
    Returns::Of(lookup_type),
    lookup,
)
.rest(Param::any("default").unknowns().dynamic().nulls().marks())
.partly(lookup_partly);

fn lookup_type(call: &Call<'_>) -> Result<Type, Stop> {
    if call.args.len() > 3 {
        return Err(format!("`lookup` takes two or three arguments, not {}", call.args.len()).into());
    }
    let key = call.arg(1)?;
    match call.arg(0)?.ty() {
        Type::Object(_) if !key.is_known() => Ok(Type::Dynamic),
        Type::Object(object) => {
            let key = text(key)?;
            match (object.get(key), call.args.get(2)) {
                (Some(attribute), _) => Ok(attribute.ty.clone()),
                (None, Some(default)) => Ok(default.ty()),
                (None, None) => Err(Stop::argument(0, format!("the object has no attribute `{key}`"))),
            }
        }
        Type::Map(of) => {
            if let Some(default) = call.args.get(2)
                && convert(default, &of).is_err()
            {
                let message = format!("the default must be of the map's elements' type, {of}");
                return Err(Stop::argument(2, message));
            }
            Ok(of.as_ref().clone())
        }
        other => Err(Stop::argument(0, format!("`lookup` requires a map or object, not {other}"))),
    }
}

fn lookup(call: &Call<'_>) -> Outcome {
    let (map, key) = (call.arg(0)?, call.arg(1)?);
    let marks = map.marks.with(key.marks);
    if !map.is_known() || !key.is_known() {
        return Ok(call.derived(call.ty.clone(), [map, key]).marked(marks));
    }
    let name = text(key)?;
    if let Some(value) = call.entries(0)?.get(name) {
        return Ok(value.clone().marked(marks));
    }
    match call.args.get(2) {
        Some(default) => {
            limits::rebuild(default)?;
            let default = convert(default, &call.ty).map_err(|error| Stop::argument(2, error.to_string()))?;
            Ok(default.marked(marks))
        }
        None if marks.has(Marks::SENSITIVE) => Err("the map has no such key, and there is no default".into()),
        None => Err(format!("the map has no key `{name}`, and there is no default").into()),
    }
}

/// Unknown: an entry that an open map lists is the result.
fn lookup_partly(call: &Call<'_>) -> Option<Value> {
    let key = shown::text(call.args.get(1)?)?;
    let map = call.args.first()?;
    map.as_map()?.get(key).map(|value| value.clone().marked(map.marks))
}

pub(crate) static MERGE: Function = Function::new("merge", &[], Returns::Of(merge_type), merge)
    .rest(Param::any("maps").dynamic().nulls().marks())
    .not_null()
    .partly(merge_partly);

fn merge_type(call: &Call<'_>) -> Result<Type, Stop> {
    limits::elements(call.args.iter().map(|arg| arg.as_map().map_or(0, Map::len)).sum())?;
    let types: Vec<Type> = call.args.iter().map(Value::ty).collect();
    let mut attributes: BTreeMap<Arc<str>, Type> = BTreeMap::new();
    let mut all_named = true;
    for (arg, ty) in call.args.iter().zip(&types) {
        match (ty, &arg.kind) {
            (Type::Dynamic, _) => return Ok(Type::Dynamic),
            (Type::Object(_) | Type::Map(_), ValueKind::Null(_)) => {}
            (Type::Object(object), _) => {
                attributes
                    .extend(object.iter().map(|attribute| (attribute.name.clone(), attribute.ty.clone())));
            }
            (Type::Map(of), ValueKind::Map(entries)) => {
                attributes.extend(entries.keys().map(|key| (key.clone(), of.as_ref().clone())));
            }
            (Type::Map(_), _) => all_named = false,
            (other, _) => return Err(format!("all arguments must be maps or objects, not {other}").into()),
        }
    }
    match types.split_first() {
        Some((first, others)) if others.iter().all(|ty| ty == first) => Ok(first.clone()),
        _ if all_named => Ok(Type::object(attributes)),
        _ => Ok(Type::Dynamic),
    }
}

/// Later entries win.
fn merge(call: &Call<'_>) -> Outcome {
    let mut merged: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    let mut marks = Marks::NONE;
    for arg in call.args.iter().filter(|arg| !arg.is_null()) {
        marks = marks.with(arg.marks);
        for (key, value) in pairs(arg)? {
            merged.insert(key.clone(), value.clone());
        }
    }
    if matches!(&call.ty, Type::Object(object) if !object.is_empty() && merged.is_empty()) {
        return Err("all objects are `null`".into());
    }
    Ok(call.mapping(merged.into_iter().collect()).marked(marks))
}

/// Keys and values of an argument. Beside one whose type is not known Terraform does not look at types: then a set of
/// strings has its elements for both, and other values are wrong unless they are empty.
fn pairs(arg: &Value) -> Result<Vec<(&Arc<str>, &Value)>, Stop> {
    match (&arg.kind, arg.as_map(), arg.as_list()) {
        (_, Some(entries), _) => Ok(entries.iter().collect()),
        (_, _, Some([])) => Ok(Vec::new()),
        (ValueKind::Set(items), ..) => items.iter().map(|item| Ok((text(item)?, item))).collect(),
        _ => Err(format!("all arguments must be maps or objects, not {}", arg.ty()).into()),
    }
}

/// Unknown: an unknown argument makes the result open; entries before it may be replaced by it, so they are unknown,
/// those after it stay. The only argument is the result.
fn merge_partly(call: &Call<'_>) -> Option<Value> {
    if let [only] = call.args {
        return Some(only.clone());
    }
    let mut merged: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    let unsure = call.args.iter().rposition(|arg| !arg.is_known());
    for (place, arg) in call.args.iter().enumerate().filter(|(_, arg)| !arg.is_null()) {
        let (entries, _) = shown::entries(arg)?;
        merged.extend(entries);
        limits::elements(merged.len()).ok()?;
        if unsure == Some(place) {
            let listed = shown::entries(arg)?.0;
            for (_, value) in merged.iter_mut().filter(|(key, _)| !listed.contains_key(key)) {
                *value = call.derived(Type::Dynamic, [&*value, arg]);
            }
        }
    }
    Some(call.open_map(merged.into_iter().collect()))
}

pub(crate) static ZIPMAP: Function = Function::new(
    "zipmap",
    &[Param::new("keys", Wanted::Strings).marks(), Param::any("values").marks()],
    Returns::Of(zipmap_type),
    zipmap,
)
.not_null()
.partly(zipmap_partly);

fn zipmap_type(call: &Call<'_>) -> Result<Type, Stop> {
    let keys = call.arg(0)?;
    match call.arg(1)?.ty() {
        Type::List(of) => Ok(Type::Map(of)),
        Type::Tuple(_) if !keys.is_wholly_known() => Ok(Type::Dynamic),
        Type::Tuple(types) => {
            let keys = call.items(0)?;
            same_length(keys.len(), types.len())?;
            let names = names(keys)?;
            Ok(Type::object(names.into_iter().zip(types.iter().cloned())))
        }
        other => Err(Stop::argument(1, format!("a list or tuple is required, not {other}"))),
    }
}

fn same_length(keys: usize, values: usize) -> Result<(), Stop> {
    if keys == values {
        return Ok(());
    }
    Err(format!("there are {keys} keys but {values} values; there must be as many of one as of the other")
        .into())
}

fn names(keys: &[Value]) -> Result<Vec<Arc<str>>, Stop> {
    let name = |(place, key): (usize, &Value)| {
        if key.is_null() {
            Err(Stop::argument(0, format!("key {place} is `null`")))
        } else {
            text(key).cloned()
        }
    };
    keys.iter().enumerate().map(name).collect()
}

fn zipmap(call: &Call<'_>) -> Outcome {
    let (keys, values) = (call.arg(0)?, call.arg(1)?);
    let marks = keys.marks.with(values.marks);
    if !keys.is_wholly_known() {
        return Ok(call.derived(call.ty.clone(), call.args).marked(marks));
    }
    let (keys, values) = (call.items(0)?, call.items(1)?);
    same_length(keys.len(), values.len())?;
    let marks = keys.iter().fold(marks, |marks, key| marks.with(key.marks));
    let entries = names(keys)?.into_iter().zip(values.iter().cloned()).collect();
    Ok(call.mapping(entries).marked(marks))
}

/// Unknown: the values of the keys that are known, as far as no later key may be the same.
fn zipmap_partly(call: &Call<'_>) -> Option<Value> {
    let [keys, values] = call.args else { return None };
    let (keys, values) = (shown::all_elements(keys)?, shown::all_elements(values)?);
    if keys.len() != values.len() {
        return None;
    }
    let unsure = keys.iter().rposition(|key| shown::text(key).is_none());
    let entry = |(place, (key, value)): (usize, (&Value, &Value))| {
        let replaced = unsure > Some(place);
        let value = if replaced { call.derived(Type::Dynamic, call.args) } else { value.clone() };
        Some((shown::text(key)?.clone(), value))
    };
    Some(call.open_map(keys.iter().zip(values).enumerate().filter_map(entry).collect()))
}

pub(crate) static TRANSPOSE: Function = Function::new(
    "transpose",
    &[Param::new("values", Wanted::StringsByName)],
    Returns::Of(|_| Ok(Wanted::StringsByName.ty())),
    transpose,
)
.not_null();

/// From lists of keys by value to lists of values by key.
fn transpose(call: &Call<'_>) -> Outcome {
    if !call.arg(0)?.is_wholly_known() {
        return Err(Stop::unknown());
    }
    let mut turned: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for (key, list) in call.entries(0)? {
        let items = list.as_list().ok_or_else(|| Stop::argument(0, format!("`{key}` is `null`")))?;
        for item in items {
            if item.is_null() {
                return Err(Stop::argument(0, format!("`{key}` has an element that is `null`")));
            }
            turned.entry(text(item)?.clone()).or_default().push(call.string(key.clone()));
        }
    }
    Ok(call.mapping(turned.into_iter().map(|(key, list)| (key, call.strings(list))).collect()))
}
