//! A stack against Terraform's plan.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::Truth;
use ringfence_terraform::{Record, RecordKind, Stack, Value};
use serde_json::Value as Json;

use crate::compare;

/// Where a stack is not what Terraform planned.
pub(crate) fn differences(plan: &Json, stack: &Stack, forgets_marks: bool) -> Vec<String> {
    let mut found = resources(plan, stack, forgets_marks);
    found.extend(outputs(plan, stack));
    found
}

fn resources(plan: &Json, stack: &Stack, forgets_marks: bool) -> Vec<String> {
    let managed = stack.records.iter().filter(|record| record.kind == RecordKind::Managed);
    let records: BTreeMap<&str, &Record> = managed.map(|record| (record.address.as_ref(), record)).collect();
    let mut found = Vec::new();
    let mut expected = BTreeSet::new();
    for change in plan["resource_changes"].as_array().into_iter().flatten() {
        let address = change["address"].as_str().unwrap();
        expected.insert(address);
        match records.get(address) {
            None => found.push(format!("{address} is missing")),
            Some(record) if record.exists != Truth::Yes => found.push(format!("{address} may not exist")),
            Some(record) => {
                let body = Value::object(record.body.clone(), record.header);
                found.extend(value(address, &body, &change["change"], forgets_marks));
            }
        }
    }
    let more = records.keys().filter(|address| !expected.contains(*address));
    found.extend(more.map(|address| format!("{address} is not in the plan")));
    found
}

fn outputs(plan: &Json, stack: &Stack) -> Vec<String> {
    let mut found = Vec::new();
    let changes = plan["output_changes"].as_object();
    for (name, change) in changes.into_iter().flatten() {
        let Some(mine) = stack.outputs.get(name.as_str()) else {
            found.push(format!("output {name} is missing"));
            continue;
        };
        let mut change = change.clone();
        // All of an output is sensitive as soon as it says so.
        change["after_sensitive"] = Json::Null;
        let whole = |change: &Json| *change == Json::Bool(false);
        if whole(&change["after_unknown"]) && mine.is_wholly_known() {
            change["after_unknown"] = serde_json::from_str(&mine.unknown_json()).unwrap();
        }
        found.extend(value(&format!("output {name}"), mine, &change, false));
        let ty = &plan["planned_values"]["outputs"][name]["type"];
        let here: Json = serde_json::from_str(&mine.ty().to_json()).unwrap();
        // Plans keep no type of what is `null`.
        if !ty.is_null() && !mine.is_null() && *ty != here {
            found.push(format!("output {name} has type\n    Terraform: {ty}\n    here:      {here}"));
        }
    }
    let known = |name: &str| changes.is_some_and(|changes| changes.contains_key(name));
    found.extend(
        stack.outputs.keys().filter(|name| !known(name)).map(|name| format!("output {name} is not planned")),
    );
    found
}

/// Where a value is not what a change leaves.
fn value(name: &str, mine: &Value, change: &Json, forgets_marks: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut differ = |what: &str, theirs: &Json, mine: &Json| {
        found.push(format!("{name}: {what}\n    Terraform: {theirs}\n    here:      {mine}"));
    };
    let unknown: Json = serde_json::from_str(&mine.unknown_json()).unwrap();
    if unknown != change["after_unknown"] {
        differ("unknown", &change["after_unknown"], &unknown);
    }
    let known = compare::planned(&compare::json(mine), &unknown);
    let theirs =
        if change["after"].is_null() && unknown == Json::Bool(true) { &known } else { &change["after"] };
    if !compare::same(&known, theirs) {
        differ("value", theirs, &known);
    }
    if !change["after_sensitive"].is_null() {
        let mut mine = marked(mine);
        // The provider gives it, without marks; that a secret is in it is known here all the same.
        mine.retain(|path| !path.starts_with("/output"));
        // An object with an unknown key is nothing but unknown to Terraform, which forgets the marks of its values.
        let theirs = paths(&change["after_sensitive"]);
        let unknown = paths(&change["after_unknown"]);
        let is_in =
            |path: &String, paths: &BTreeSet<String>| paths.iter().any(|outer| path.starts_with(outer));
        if forgets_marks {
            mine = theirs.iter().filter(|path| is_in(path, &mine)).cloned().collect();
        }
        mine.retain(|path| theirs.contains(path) || !is_in(path, &unknown));
        let (theirs, mine) = (shown(&theirs), shown(&mine));
        if theirs != mine {
            differ("sensitive", &theirs, &mine);
        }
    }
    found
}

fn shown(paths: &BTreeSet<String>) -> Json {
    paths.iter().cloned().collect()
}

/// The paths at which a tree says `true`.
pub(crate) fn paths(tree: &Json) -> BTreeSet<String> {
    match tree {
        Json::Bool(true) => BTreeSet::from([String::new()]),
        Json::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(at, item)| paths(item).into_iter().map(move |path| format!("/{at}{path}")))
            .collect(),
        Json::Object(entries) => entries
            .iter()
            .flat_map(|(key, item)| paths(item).into_iter().map(move |path| format!("/{key}{path}")))
            .collect(),
        _ => BTreeSet::new(),
    }
}

/// The paths at which a value is sensitive.
pub(crate) fn marked(value: &Value) -> BTreeSet<String> {
    if value.is_sensitive() {
        return BTreeSet::from([String::new()]);
    }
    if !value.is_known() {
        return BTreeSet::new();
    }
    if let Some(items) = value.as_list() {
        let inner = items.iter().enumerate();
        return inner
            .flat_map(|(at, item)| marked(item).into_iter().map(move |path| format!("/{at}{path}")))
            .collect();
    }
    let entries = value.as_map().into_iter().flatten();
    entries
        .flat_map(|(key, item)| marked(item).into_iter().map(move |path| format!("/{key}{path}")))
        .collect()
}
