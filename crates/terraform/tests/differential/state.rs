//! A stack against a state as Terraform shows it.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_terraform::{Record, Stack, Value};
use serde_json::Value as Json;

use crate::compare;
use crate::stack::{marked, paths};

/// Where a stack is not what the state holds.
pub(crate) fn differences(state: &Json, stack: &Stack) -> Vec<String> {
    let mut found = Vec::new();
    let mut resources = Vec::new();
    collect(&state["values"]["root_module"], &mut resources);
    let records: BTreeMap<&str, &Record> =
        stack.records.iter().map(|record| (record.address.as_ref(), record)).collect();
    let mut expected = BTreeSet::new();
    for resource in resources {
        let address = resource["address"].as_str().unwrap();
        expected.insert(address);
        let Some(record) = records.get(address) else {
            found.push(format!("{address} is missing"));
            continue;
        };
        let body = Value::object(record.body.clone(), record.header);
        let mine = compare::json(&body);
        if !compare::same(&mine, &resource["values"]) {
            found.push(format!(
                "{address}: value\n    Terraform: {}\n    here:      {mine}",
                resource["values"]
            ));
        }
        let (theirs, mine) = (paths(&resource["sensitive_values"]), marked(&body));
        if theirs != mine {
            found.push(format!("{address}: sensitive\n    Terraform: {theirs:?}\n    here:      {mine:?}"));
        }
    }
    found.extend(
        records
            .keys()
            .filter(|address| !expected.contains(*address))
            .map(|more| format!("{more} is not in it")),
    );
    for (name, output) in state["values"]["outputs"].as_object().into_iter().flatten() {
        let Some(mine) = stack.outputs.get(name.as_str()) else {
            found.push(format!("output {name} is missing"));
            continue;
        };
        let (value, ty) = (compare::json(mine), mine.ty().to_json());
        let ty: Json = serde_json::from_str(&ty).unwrap();
        if !compare::same(&value, &output["value"]) || ty != output["type"] {
            found.push(format!("output {name}\n    Terraform: {output}\n    here:      {value} {ty}"));
        }
    }
    found
}

/// Every resource of a module and of those below it.
fn collect<'j>(module: &'j Json, resources: &mut Vec<&'j Json>) {
    resources.extend(module["resources"].as_array().into_iter().flatten());
    for child in module["child_modules"].as_array().into_iter().flatten() {
        collect(child, resources);
    }
}
