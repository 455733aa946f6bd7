//! A stack as the state after it was applied: what was unknown has a value, the same wherever it is meant.

use std::collections::BTreeMap;

use ringfence_terraform::{Part, Reason, Record, RecordKind, Reference, Stack, Value};
use serde_json::{Value as Json, json};

/// The value that a cloud would have given.
pub(crate) fn given(reference: &Reference) -> String {
    let text: String =
        reference.to_string().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    format!("given-{text}")
}

/// A state file of version 4.
pub(crate) fn version_4(stack: &Stack) -> Json {
    let mut resources: BTreeMap<&str, (&Record, Vec<Json>)> = BTreeMap::new();
    for record in &stack.records {
        let key = record.address.strip_prefix(record.base.as_ref()).unwrap_or_default();
        let mut instance = json!({
            "schema_version": 0,
            "attributes": attributes(record, stack),
            "sensitive_attributes": [],
            "dependencies": dependencies(record),
        });
        if !key.is_empty() {
            instance["index_key"] = serde_json::from_str(&key[1..key.len() - 1]).expect("a key is JSON");
        }
        resources.entry(&record.base).or_insert((record, Vec::new())).1.push(instance);
    }
    let resource = |(record, instances): (&Record, Vec<Json>)| {
        let mut resource = json!({
            "mode": if record.kind == RecordKind::Data { "data" } else { "managed" },
            "type": record.type_name.as_ref(),
            "name": record.name.as_ref(),
            "provider": "provider[\"registry.terraform.io/hashicorp/x\"]",
            "instances": instances,
        });
        if !record.module.is_empty() {
            resource["module"] = json!(record.module.as_ref());
        }
        resource
    };
    let resources: Vec<Json> = resources.into_values().map(resource).collect();
    json!({ "version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "a", "outputs": {}, "resources": resources })
}

/// The same as `terraform show -json` prints it.
pub(crate) fn shown(stack: &Stack) -> Json {
    let mut modules: BTreeMap<&str, Vec<Json>> = BTreeMap::new();
    for record in &stack.records {
        modules.entry(&record.module).or_default().push(json!({
            "address": record.address.as_ref(),
            "mode": if record.kind == RecordKind::Data { "data" } else { "managed" },
            "type": record.type_name.as_ref(),
            "name": record.name.as_ref(),
            "values": attributes(record, stack),
            "depends_on": dependencies(record),
        }));
    }
    let root = modules.remove("").unwrap_or_default();
    let inner: Vec<Json> = modules
        .into_iter()
        .map(|(address, resources)| json!({ "address": address, "resources": resources }))
        .collect();
    json!({ "format_version": "1.0", "terraform_version": "1.11.4",
        "values": { "root_module": { "resources": root, "child_modules": inner } } })
}

/// What a record refers to, without keys.
fn dependencies(record: &Record) -> Vec<String> {
    let mut references = Vec::new();
    record.body.values().for_each(|value| crate::expressions::gather(value, &mut references));
    let without_keys = |address: &str| {
        let parts = address.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest));
        parts.collect::<String>()
    };
    let mut all: Vec<String> = references.iter().map(|reference| without_keys(&reference.address)).collect();
    all.sort();
    all.dedup();
    all
}

fn attributes(record: &Record, stack: &Stack) -> Json {
    let mut all = json!({});
    let id = Reference {
        address: record.address.clone(),
        path: vec![ringfence_terraform::Step::Name("id".into())],
    };
    let mut asked = vec![id];
    for other in &stack.records {
        other.body.values().for_each(|value| crate::expressions::gather(value, &mut asked));
    }
    for reference in asked.iter().filter(|reference| reference.address == record.address) {
        if let Some(name) = reference.attribute() {
            all[name] = json!(given(reference));
        }
    }
    for (name, value) in record.body.iter().filter(|(_, value)| !value.is_null()) {
        all[name.as_ref()] = applied(value);
    }
    all
}

/// What a value is after apply.
fn applied(value: &Value) -> Json {
    if let Some(items) = value.as_list() {
        return Json::Array(items.iter().map(applied).collect());
    }
    if let Some(entries) = value.as_map() {
        return entries.iter().map(|(name, item)| (name.to_string(), applied(item))).collect();
    }
    if let Some(parts) = value.parts() {
        let text = |part: &Part| match part {
            Part::Known(text) => text.to_string(),
            Part::Unknown(reason) => later(reason),
        };
        return json!(parts.iter().map(text).collect::<String>());
    }
    match value.reason() {
        Some(reason) => json!(later(reason)),
        None => serde_json::from_str(&value.to_json(true)).expect("it is JSON"),
    }
}

fn later(reason: &Reason) -> String {
    reason.references().into_iter().map(given).collect::<Vec<_>>().join("-")
}
