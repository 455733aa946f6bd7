//! One `statement` block.

use std::sync::Arc;

use ringfence_model::Span;
use ringfence_value::{Cause, Map, Part, Partial, Reason, Value, ValueKind};

use super::{unknown, written_text};

/// Arguments that are lists of strings, and their names in the language.
const LISTS: [(&str, &str); 4] = [
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
];

/// The statement that a block stands for; the effect is `Allow` if none is written.
pub(super) fn of(block: &Map, at: Span) -> Value {
    let allow = || Value::string("Allow", at);
    let mut statement = Map::new();
    statement.extend(written_text(block, "sid").map(|sid| ("Sid".into(), sid)));
    statement.insert("Effect".into(), written_text(block, "effect").unwrap_or_else(allow));
    for (argument, name) in LISTS {
        statement.extend(block.get(argument).and_then(strings).map(|list| (name.into(), list)));
    }
    for (argument, name) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        statement.extend(
            block.get(argument).and_then(|blocks| principals(blocks, at)).map(|all| (name.into(), all)),
        );
    }
    let conditions = block.get("condition").and_then(|blocks| conditions(blocks, at));
    statement.extend(conditions.map(|all| ("Condition".into(), all)));
    Value::object(statement, at)
}

/// A list of strings, one of them alone as itself; nothing if it is empty or `null`.
fn strings(value: &Value) -> Option<Value> {
    if value.is_null() {
        return None;
    }
    let mut items: Vec<Value> = match value.as_list() {
        Some(items) => items.iter().map(language_variables).collect(),
        None => vec![language_variables(value)],
    };
    items.extend(value.open().cloned().map(|open| unknown(open, value.origin.at)));
    match items.len() {
        0 => None,
        1 => items.pop(),
        _ => {
            let mut list = Value::tuple(items, value.origin.at);
            list.origin = value.origin.clone();
            Some(list)
        }
    }
}

/// `&{…}` is how the data source writes the policy language's own `${…}`.
fn language_variables(value: &Value) -> Value {
    let replaced = |text: &Arc<str>| -> Arc<str> {
        if text.contains("&{") { text.replace("&{", "${").into() } else { text.clone() }
    };
    if let ValueKind::String(text) = &value.kind {
        return value.clone().with_kind(ValueKind::String(replaced(text)));
    }
    let Some(parts) = value.parts() else { return value.clone() };
    let part = |part: &Part| match part {
        Part::Known(text) => Part::Known(replaced(text)),
        Part::Unknown(why) => Part::Unknown(why.clone()),
    };
    value.clone().with_partial(Some(Partial::Text(parts.iter().map(part).collect())))
}

/// Blocks `type`, `identifiers`; `*` of type `*` is everybody.
fn principals(blocks: &Value, at: Span) -> Option<Value> {
    let mut all = Map::new();
    for block in certain(blocks, at) {
        let block = match block {
            Ok(block) => block,
            Err(why) => return Some(*why),
        };
        let Some(kind) = block.get("type").and_then(Value::as_str) else {
            return Some(unknown_part(block.get("type"), at));
        };
        let Some(identifiers) = block.get("identifiers").and_then(strings) else { continue };
        if kind == "*" && identifiers.as_str() == Some("*") {
            return Some(identifiers);
        }
        add(&mut all, kind, identifiers);
    }
    object(all, blocks)
}

/// Blocks `test`, `variable`, `values`.
fn conditions(blocks: &Value, at: Span) -> Option<Value> {
    let mut all = std::collections::BTreeMap::<Arc<str>, Map>::new();
    for block in certain(blocks, at) {
        let block = match block {
            Ok(block) => block,
            Err(why) => return Some(*why),
        };
        let (test, variable) = (block.get("test"), block.get("variable"));
        let (Some(operator), Some(name)) = (test.and_then(Value::as_str), variable.and_then(Value::as_str))
        else {
            return Some(unknown_part(test.filter(|test| test.as_str().is_none()).or(variable), at));
        };
        let values = block.get("values").and_then(strings);
        let values = values.unwrap_or_else(|| Value::tuple(Vec::new(), at));
        add(all.entry(operator.into()).or_default(), name, values);
    }
    let tests = all.into_iter().filter_map(|(operator, names)| Some((operator, object(names, blocks)?)));
    object(tests.collect(), blocks)
}

fn object(map: Map, from: &Value) -> Option<Value> {
    if map.is_empty() { None } else { Some(Value::object(map, from.origin.at)) }
}

/// What is not known of a block makes the whole unknown.
fn unknown_part(value: Option<&Value>, at: Span) -> Value {
    match value {
        Some(value) => unknown(Reason::of(value, at), at),
        None => unknown(Reason::new(Cause::Error("an argument of this block is missing".into()), at), at),
    }
}

/// Blocks that are surely there, or the unknown that stands for all.
fn certain(blocks: &Value, at: Span) -> Vec<Result<&Map, Box<Value>>> {
    let why = |value: &Value| Err(Box::new(unknown(Reason::of(value, at), at)));
    match (blocks.as_list(), blocks.reason()) {
        (Some(items), None) => {
            let one = |item| match Value::as_map(item) {
                Some(map) if !item.maybe => Ok(map),
                _ => why(item),
            };
            items.iter().map(one).collect()
        }
        _ => vec![why(blocks)],
    }
}

/// Adds values under a name, beside those already there.
fn add(map: &mut Map, name: &str, values: Value) {
    let list = |value: &Value| value.as_list().map_or_else(|| vec![value.clone()], <[Value]>::to_vec);
    let merged = match map.get(name) {
        Some(known) => {
            let items = list(known).into_iter().chain(list(&values)).collect();
            Value::tuple(items, known.origin.at)
        }
        None => values,
    };
    map.insert(name.into(), merged);
}
