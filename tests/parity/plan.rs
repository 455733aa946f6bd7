//! A stack as the plan that Terraform would make of it.

use ringfence_terraform::{Record, RecordKind, Stack, Value};
use serde_json::{Value as Json, json};

use crate::expressions::{Module, apart, expression};

/// The plan.
pub(crate) fn of(stack: &Stack) -> Json {
    let mut root = Module::default();
    let mut changes = Vec::new();
    let mut data = Vec::new();
    for record in &stack.records {
        configure(record, &mut root);
        match record.kind {
            RecordKind::Data => data.push(shown(record)),
            _ => changes.push(change(record)),
        }
    }
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": { "root_module": {} },
        "resource_changes": changes,
        "prior_state": { "format_version": "1.0", "values": { "root_module": { "resources": data } } },
        "configuration": { "provider_config": {}, "root_module": root.to_json() },
    })
}

fn parsed(text: &str) -> Json {
    serde_json::from_str(text).expect("it is JSON")
}

fn key(record: &Record) -> &str {
    record.address.strip_prefix(record.base.as_ref()).unwrap_or_default()
}

fn body(record: &Record) -> Value {
    Value::object(record.body.clone(), record.header)
}

fn change(record: &Record) -> Json {
    let body = body(record);
    let mut unknown = parsed(&body.unknown_json());
    // What only the provider gives.
    unknown["id"] = json!(true);
    unknown["arn"] = unknown.get("arn").cloned().unwrap_or(json!(true));
    let mut after = parsed(&body.known_json(true));
    after["not_written"] = Json::Null;
    json!({
        "address": record.address.as_ref(),
        "mode": "managed",
        "type": record.type_name.as_ref(),
        "name": record.name.as_ref(),
        "change": {
            "actions": ["create"],
            "before": null,
            "after": after,
            "after_unknown": unknown,
            "before_sensitive": false,
            "after_sensitive": {},
        },
    })
}

fn shown(record: &Record) -> Json {
    json!({
        "address": record.address.as_ref(),
        "mode": "data",
        "type": record.type_name.as_ref(),
        "name": record.name.as_ref(),
        "values": parsed(&body(record).known_json(true)),
        "sensitive_values": {},
    })
}

/// Writes the block of a record into the configuration, once for all of its instances.
fn configure(record: &Record, root: &mut Module) {
    let (path, _) = apart(&record.address);
    let (_, local) = apart(&record.base);
    if root.at(&path).resources.contains_key(&local) {
        return;
    }
    let mut expressions = serde_json::Map::new();
    for (name, value) in record.body.iter().filter(|(_, value)| !value.is_null()) {
        expressions.insert(name.to_string(), expression(value, root, &path, key(record)));
    }
    let mut block = json!({ "address": local, "expressions": expressions });
    if key(record).starts_with("[\"") {
        block["for_each_expression"] = json!({});
    } else if !key(record).is_empty() {
        block["count_expression"] = json!({});
    }
    root.at(&path).resources.insert(local, block);
}
