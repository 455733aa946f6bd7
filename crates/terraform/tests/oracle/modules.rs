//! Whole root modules.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ringfence_model::{Sources, Truth};
use ringfence_terraform::{Options, RecordKind, Stack, VariableSource, load};
use serde_json::Value as Json;

use crate::{compare, directory, vectors};

#[test]
fn modules_evaluate_as_in_terraform() {
    let Some(recorded) = vectors("modules.json") else { return };
    let modules = recorded["modules"].as_object().unwrap();
    let mut wrong = Vec::new();
    for (name, module) in modules {
        let dir = directory(name, &module["files"]);
        let stack = load(&dir, &options(module, &dir), &Sources::default());
        if module.get("error").is_some_and(|error| !error.is_null()) {
            if stack.notices.is_empty() {
                wrong.push(format!("{name}: Terraform refuses it, no notice here"));
            }
            continue;
        }
        let mut differ = |what: String| wrong.push(format!("{name}: {what}"));
        resources(module, &stack, &mut differ);
        outputs(module, &stack, &mut differ);
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    assert!(modules.len() > 15, "{} modules", modules.len());
}

fn options(module: &Json, dir: &std::path::Path) -> Options {
    let texts = |value: &Json| -> Vec<String> {
        value.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let mut variables = Vec::new();
    let mut args = texts(&module["args"]).into_iter();
    while let Some(arg) = args.next() {
        let (name, inline) = match arg.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (arg, None),
        };
        let value = inline.unwrap_or_else(|| args.next().unwrap());
        match name.trim_start_matches('-') {
            "var" => {
                let (name, text) = value.split_once('=').unwrap();
                variables.push(VariableSource::Value { name: name.to_owned(), text: text.to_owned() });
            }
            "var-file" => variables.push(VariableSource::File(dir.join(PathBuf::from(value)))),
            other => panic!("argument {other}"),
        }
    }
    let env = module["env"].as_object().into_iter().flatten();
    let environment: BTreeMap<String, String> = env
        .clone()
        .filter_map(|(name, text)| {
            Some((name.strip_prefix("TF_VAR_")?.to_owned(), text.as_str()?.to_owned()))
        })
        .collect();
    let workspace = env.filter(|(name, _)| *name == "TF_WORKSPACE").filter_map(|(_, text)| text.as_str());
    let workspace = workspace.map(str::to_owned).next().unwrap_or_default();
    Options { variables, environment, workspace, ..Options::default() }
}

fn resources(module: &Json, stack: &Stack, differ: &mut impl FnMut(String)) {
    let managed = stack.records.iter().filter(|record| record.kind == RecordKind::Managed);
    let records: BTreeMap<&str, _> = managed.map(|record| (record.address.as_ref(), record)).collect();
    let mut expected = BTreeSet::new();
    for resource in module["resources"].as_array().unwrap() {
        let address = resource["address"].as_str().unwrap();
        expected.insert(address);
        let Some(record) = records.get(address) else {
            differ(format!("{address} is missing"));
            continue;
        };
        if record.exists != Truth::Yes {
            differ(format!("{address} is there for sure"));
        }
        let whole = ringfence_terraform::Value::object(record.body.clone(), record.header);
        let unknown: Json = serde_json::from_str(&whole.unknown_json()).unwrap();
        let values = compare::planned(&compare::json(&whole), &unknown);
        let theirs = &module["after_unknown"][address];
        if !compare::same(&values, &resource["values"]) {
            differ(format!("{address}\n    Terraform: {}\n    here:      {values}", resource["values"]));
        }
        if &unknown != theirs {
            differ(format!("{address} unknown\n    Terraform: {theirs}\n    here:      {unknown}"));
        }
    }
    for address in records.keys().filter(|address| !expected.contains(*address)) {
        differ(format!("{address} is not planned by Terraform"));
    }
}

fn outputs(module: &Json, stack: &Stack, differ: &mut impl FnMut(String)) {
    let expected = module["outputs"].as_object().unwrap();
    for (output, theirs) in expected {
        let Some(ours) = stack.outputs.get(output) else {
            differ(format!("output {output} is missing"));
            continue;
        };
        let unknown = !ours.is_wholly_known();
        if theirs == "(known after apply)" && unknown {
            continue;
        }
        let mine = compare::json(ours);
        if unknown || !compare::same(&mine, theirs) {
            differ(format!(
                "output {output}\n    Terraform: {theirs}\n    here:      {mine}, unknown: {unknown}"
            ));
        }
    }
    for output in stack.outputs.keys().filter(|output| !expected.contains_key(output.as_ref())) {
        differ(format!("output {output} is not Terraform's"));
    }
}
