//! Whole root modules.

use ringfence_model::Sources;
use ringfence_terraform::{Options, Stack, load};
use serde_json::Value as Json;

use crate::{Tally, compare, directory, vectors};

/// How many attributes and outputs agreed when this was last looked at.
const FLOOR: usize = 562;

/// What this needs and is not read yet.
const NOT_YET: [(&str, &str); 2] =
    [("cli_var", "values on the command line"), ("json_syntax", "JSON syntax")];

#[test]
fn modules_evaluate_as_in_terraform() {
    let Some(recorded) = vectors("modules.json") else { return };
    let mut tally = Tally::default();
    for (name, module) in recorded["modules"].as_object().unwrap() {
        if let Some((_, why)) = NOT_YET.iter().find(|(skipped, _)| skipped == name) {
            println!("skipped {name}: {why}");
            continue;
        }
        let dir = directory(name, &module["files"]);
        let stack = load(&dir, &Options::default(), &Sources::default());
        if module.get("error").is_some_and(|error| !error.is_null()) {
            assert!(!stack.notices.is_empty(), "{name}: Terraform refuses it, no notice here");
            continue;
        }
        resources(name, module, &stack, &mut tally);
        outputs(name, module, &stack, &mut tally);
    }
    tally.assert(FLOOR);
}

fn resources(name: &str, module: &Json, stack: &Stack, tally: &mut Tally) {
    let expected = module["resources"].as_array().unwrap();
    for resource in expected {
        let address = resource["address"].as_str().unwrap();
        let label = format!("{name} {address}");
        let Some(record) = stack.records.iter().find(|record| record.address.as_ref() == address) else {
            let whole = address.split('[').next().unwrap();
            let stands = stack.records.iter().any(|record| record.base.as_ref() == whole);
            let verdict = if stands {
                compare::Verdict::Unknown("not expanded".to_owned())
            } else {
                compare::Verdict::Wrong("no such record".to_owned())
            };
            tally.add(&label, verdict);
            continue;
        };
        for (attribute, theirs) in resource["values"].as_object().unwrap() {
            if let Some(ours) = record.body.get(attribute.as_str()) {
                // A value of any type is wrapped as Terraform's built-in provider has it.
                let theirs = theirs.get("value").filter(|_| theirs.get("type").is_some()).unwrap_or(theirs);
                tally.add(&format!("{label}.{attribute}"), compare::value(ours, theirs));
            }
        }
    }
    let known: Vec<&str> = expected.iter().filter_map(|resource| resource["address"].as_str()).collect();
    for record in &stack.records {
        let expanded = record.exists == ringfence_model::Truth::Yes;
        let managed = record.kind == ringfence_terraform::RecordKind::Managed;
        if expanded
            && managed
            && record.address == record.base.clone()
            && !known.contains(&record.address.as_ref())
        {
            tally.add(
                &record.address,
                compare::Verdict::Wrong(format!("{name}: Terraform plans no such resource")),
            );
        }
    }
}

fn outputs(name: &str, module: &Json, stack: &Stack, tally: &mut Tally) {
    for (output, theirs) in module["outputs"].as_object().unwrap() {
        let label = format!("{name} output.{output}");
        match stack.outputs.get(output.as_str()) {
            Some(ours) => tally.add(&label, compare::value(ours, theirs)),
            None => tally.add(&label, compare::Verdict::Wrong("no such output".to_owned())),
        }
    }
}
