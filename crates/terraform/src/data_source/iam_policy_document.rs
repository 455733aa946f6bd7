//! `aws_iam_policy_document`: blocks to the JSON of a policy.
//!
//! Source: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document>,
//! read 2026-11-23.

mod pieces;

use std::sync::Arc;

use ringfence_model::Span;
use serde_json::{Map as Object, Value as Json, json};

use crate::eval::because;
use crate::{Map, Value, ValueKind};
use pieces::Pieces;

/// The language version if none is written.
const VERSION: &str = "2012-10-17";

/// Adds `json` and `minified_json`.
///
/// Unknown: an unknown value stands as a part of the text; statements that may or may not be there as an unknown
/// string in their place, so that no reader takes the document for complete.
pub(super) fn complete(body: &mut Map, at: Span) {
    let mut pieces = Pieces::default();
    let mut statements = Vec::new();
    for source in documents(body, &["source_policy_documents", "source_json"]) {
        merge(&mut statements, pieces.statements(&source));
    }
    merge(&mut statements, own_statements(body, &mut pieces, at));
    for overriding in documents(body, &["override_policy_documents", "override_json"]) {
        merge(&mut statements, pieces.statements(&overriding));
    }
    let mut document = Object::new();
    document
        .insert("Version".into(), optional(body, "version", &mut pieces).unwrap_or_else(|| VERSION.into()));
    if let Some(id) = optional(body, "policy_id", &mut pieces) {
        document.insert("Id".into(), id);
    }
    document.insert("Statement".into(), Json::Array(statements));
    let document = Json::Object(document);
    let pretty = serde_json::to_string_pretty(&document).unwrap_or_default();
    let sensitive = body.values().any(|value| value.sensitive);
    for (name, text) in [("json", pretty), ("minified_json", document.to_string())] {
        let value = Value { sensitive, ..pieces.value(&text, at) };
        body.insert(name.into(), value);
    }
}

/// Documents to merge, in order.
fn documents(body: &Map, names: &[&str]) -> Vec<Value> {
    let mut found = Vec::new();
    for value in names.iter().filter_map(|name| body.get(*name)) {
        match value.as_list() {
            Some(items) => found.extend(items.iter().cloned()),
            None => found.push(value.clone()),
        }
        if let Some(open) = &value.open {
            found.push(Value::new(ValueKind::Unknown(open.clone()), value.origin.clone()));
        }
    }
    found.retain(|value| !value.is_null() && value.as_str() != Some(""));
    found
}

/// Adds statements; one with the `Sid` of an earlier one takes its place.
fn merge(all: &mut Vec<Json>, more: Vec<Json>) {
    for statement in more {
        let sid = statement.get("Sid").filter(|sid| sid.as_str() != Some(""));
        let earlier = sid.and_then(|sid| all.iter().position(|known| known.get("Sid") == Some(sid)));
        match earlier.and_then(|index| all.get_mut(index)) {
            Some(known) => *known = statement,
            None => all.push(statement),
        }
    }
}

fn own_statements(body: &Map, pieces: &mut Pieces, at: Span) -> Vec<Json> {
    let Some(blocks) = body.get("statement") else { return Vec::new() };
    let mut statements = Vec::new();
    for block in blocks.as_list().unwrap_or_default() {
        match block.as_map() {
            Some(map) if !block.maybe => statements.push(statement(map, pieces, at)),
            // An element of unknown presence is not to be taken for a statement that is there.
            _ => statements.push(pieces.unknown(because(block, at))),
        }
    }
    match (&blocks.open, &blocks.kind) {
        (Some(open), _) | (None, ValueKind::Unknown(open)) => statements.push(pieces.unknown(open.clone())),
        _ => {}
    }
    statements
}

fn statement(map: &Map, pieces: &mut Pieces, at: Span) -> Json {
    let mut statement = Object::new();
    if let Some(sid) = optional(map, "sid", pieces) {
        statement.insert("Sid".into(), sid);
    }
    statement.insert("Effect".into(), optional(map, "effect", pieces).unwrap_or_else(|| "Allow".into()));
    let lists = [
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ];
    for (from, to) in lists {
        if let Some(list) = map.get(from).and_then(|value| pieces.strings(value)) {
            statement.insert(to.into(), list);
        }
    }
    for (from, to) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        if let Some(principals) = map.get(from).and_then(|blocks| principals(blocks, pieces, at)) {
            statement.insert(to.into(), principals);
        }
    }
    if let Some(conditions) = map.get("condition").and_then(|blocks| conditions(blocks, pieces, at)) {
        statement.insert("Condition".into(), conditions);
    }
    Json::Object(statement)
}

fn optional(map: &Map, name: &str, pieces: &mut Pieces) -> Option<Json> {
    let value = map.get(name).filter(|value| !value.is_null() && value.as_str() != Some(""))?;
    Some(pieces.string(value))
}

/// Blocks `type`, `identifiers`; `*` of type `*` is everybody.
fn principals(blocks: &Value, pieces: &mut Pieces, at: Span) -> Option<Json> {
    let items = known_blocks(blocks, pieces, at);
    let mut all = Object::new();
    for item in items {
        let block = match item {
            Ok(block) => block,
            Err(unknown) => return Some(unknown),
        };
        let kind = block.get("type").map_or(Json::Null, |value| pieces.string(value));
        let identifiers =
            block.get("identifiers").and_then(|value| pieces.strings(value)).unwrap_or_else(|| json!([]));
        let kind = kind.as_str().unwrap_or_default().to_owned();
        if kind == "*" && identifiers == json!("*") {
            return Some(json!("*"));
        }
        add(&mut all, kind, identifiers);
    }
    if all.is_empty() { None } else { Some(Json::Object(all)) }
}

/// Blocks `test`, `variable`, `values`.
fn conditions(blocks: &Value, pieces: &mut Pieces, at: Span) -> Option<Json> {
    let mut all = Object::new();
    for item in known_blocks(blocks, pieces, at) {
        let block = match item {
            Ok(block) => block,
            Err(unknown) => return Some(unknown),
        };
        let mut word = |name| match block.get(name).map(|value| pieces.string(value)) {
            Some(Json::String(word)) => word,
            _ => String::new(),
        };
        let (operator, variable) = (word("test"), word("variable"));
        let values = block.get("values").and_then(|value| pieces.strings(value)).unwrap_or_else(|| json!([]));
        let tests = all.entry(operator).or_insert_with(|| json!({}));
        if let Some(tests) = tests.as_object_mut() {
            add(tests, variable, values);
        }
    }
    if all.is_empty() { None } else { Some(Json::Object(all)) }
}

/// Blocks that are surely there; else the unknown that stands for all.
fn known_blocks(blocks: &Value, pieces: &mut Pieces, at: Span) -> Vec<Result<Arc<Map>, Json>> {
    if let Some(open) = &blocks.open {
        return vec![Err(pieces.unknown(open.clone()))];
    }
    let one = |block: &Value| match &block.kind {
        ValueKind::Map(map) if !block.maybe => Ok(map.clone()),
        _ => Err(pieces.unknown(because(block, at))),
    };
    match blocks.as_list() {
        Some(items) => items.iter().map(one).collect(),
        None => vec![Err(pieces.unknown(because(blocks, at)))],
    }
}

/// Adds values under a name, beside those already there.
fn add(object: &mut Object<String, Json>, name: String, values: Json) {
    let list = |value: Json| if let Json::Array(items) = value { items } else { vec![value] };
    match object.remove(&name) {
        Some(known) => {
            let mut items = list(known);
            items.extend(list(values));
            object.insert(name, Json::Array(items));
        }
        None => {
            object.insert(name, values);
        }
    }
}
