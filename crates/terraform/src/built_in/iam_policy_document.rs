//! `aws_iam_policy_document`: blocks to the JSON of a policy.
//!
//! Source: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document>,
//! read 2026-11-23.

mod statement;

use std::sync::Arc;

use ringfence_model::Span;
use ringfence_value::{Map, Reason, Type, Value};

use crate::eval::Evaluator;

/// The language version if none is written.
const VERSION: &str = "2012-10-17";

/// Adds `json` and `minified_json`, whose [`Value::structure`] has the places of the blocks.
///
/// Unknown: an unknown value stands as a part of the text; statements that may or may not be there as an unknown
/// string in their place, so that no reader takes the document for complete.
pub(super) fn complete(evaluator: &Evaluator<'_, '_>, body: &mut Map, at: Span) {
    let mut statements = Vec::new();
    for source in documents(body, &["source_policy_documents", "source_json"]) {
        merge(&mut statements, decoded(evaluator, &source, at));
    }
    merge(&mut statements, written(body, at));
    for overriding in documents(body, &["override_policy_documents", "override_json"]) {
        merge(&mut statements, decoded(evaluator, &overriding, at));
    }
    let mut document = Map::new();
    let version = written_text(body, "version").unwrap_or_else(|| Value::string(VERSION, at));
    document.insert("Version".into(), version);
    document.extend(written_text(body, "policy_id").map(|id| ("Id".into(), id)));
    document.insert("Statement".into(), Value::tuple(statements, at));
    let json = evaluator.call_function("jsonencode", &[Value::object(document, at)], at);
    body.insert("minified_json".into(), json.clone());
    body.insert("json".into(), json);
}

/// A text that is written and not empty.
fn written_text(map: &Map, name: &str) -> Option<Value> {
    map.get(name).filter(|value| !value.is_null() && value.as_str() != Some("")).cloned()
}

/// Documents to merge, in order.
fn documents(body: &Map, names: &[&str]) -> Vec<Value> {
    let mut found = Vec::new();
    for value in names.iter().filter_map(|name| body.get(name)) {
        match value.as_list() {
            Some(items) => found.extend(items.iter().cloned()),
            None => found.push(value.clone()),
        }
        found.extend(value.open().cloned().map(|open| unknown(open, value.origin.at)));
    }
    found.retain(|value| !value.is_null() && value.as_str() != Some(""));
    found
}

/// The statements of a document given as JSON.
fn decoded(evaluator: &Evaluator<'_, '_>, document: &Value, at: Span) -> Vec<Value> {
    let structure = match document.structure() {
        Some(structure) => structure.clone(),
        None => evaluator.call_function("jsondecode", std::slice::from_ref(document), at),
    };
    match structure.get("Statement") {
        Some(statements) => match statements.as_list() {
            Some(items) => {
                let open = statements.open().cloned().map(|open| unknown(open, at));
                items.iter().cloned().chain(open).collect()
            }
            None => vec![statements.clone()],
        },
        None if structure.as_map().is_some() => Vec::new(),
        None => vec![unknown(Reason::of(&structure, at), at)],
    }
}

/// Adds statements; one with the `Sid` of an earlier one takes its place.
fn merge(all: &mut Vec<Value>, more: Vec<Value>) {
    let sid = |statement: &Value| statement.get("Sid").and_then(Value::as_str).map(str::to_owned);
    for statement in more {
        let named = sid(&statement).filter(|sid| !sid.is_empty());
        let earlier =
            named.and_then(|named| all.iter_mut().find(|known| sid(known).as_ref() == Some(&named)));
        match earlier {
            Some(known) => *known = statement,
            None => all.push(statement),
        }
    }
}

/// The statements of the blocks.
fn written(body: &Map, at: Span) -> Vec<Value> {
    let Some(blocks) = body.get("statement") else { return Vec::new() };
    let one = |block: &Value| match block.as_map() {
        Some(map) if !block.maybe => statement::of(map, block.origin.at),
        // A block of unknown presence is not to be taken for a statement that is there.
        _ => unknown(Reason::of(block, at), block.origin.at),
    };
    let rest = blocks.reason().cloned().map(|why| unknown(why, at));
    blocks.as_list().unwrap_or_default().iter().map(one).chain(rest).collect()
}

fn unknown(why: Arc<Reason>, at: Span) -> Value {
    Value::unknown(Type::Dynamic, why, at)
}
