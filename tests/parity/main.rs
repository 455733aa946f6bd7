//! One configuration as HCL, as plan and as state: the same records, and the same findings.
//!
//! No provider can be asked what it would plan, so the documents are written here, in the shape that recorded plans
//! have: `crates/terraform/tests/oracle` compares with what a real Terraform plans.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../support/mod.rs"]
mod support;

mod compare;
mod expressions;
mod plan;
mod state;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ringfence_model::Sources;
use ringfence_terraform::{Cause, Configured, Options, Reason, Stack, Value, document, load};

/// Folders of which a plan can be made: all is given, and Terraform would not refuse.
fn folders() -> Vec<(PathBuf, Stack)> {
    let mut found = Vec::new();
    let mut left = 0;
    for pattern in ["testdata/examples", "testdata/rules"] {
        for folder in below(&support::root().join(pattern)) {
            let stack = load(&folder, &Options::default(), &Sources::default());
            if is_plannable(&stack) {
                found.push((folder, stack));
            } else {
                left += 1;
            }
        }
    }
    println!("{} folders, {left} of which no plan can be made", found.len());
    assert!(found.len() > 120, "only {} folders", found.len());
    found
}

/// Directories with configuration, at most two levels down.
fn below(top: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![top.to_owned()];
    while let Some(folder) = pending.pop() {
        if folder.join("main.tf").exists() {
            found.push(folder);
            continue;
        }
        let inner = fs::read_dir(&folder).expect("a folder can be read").flatten().map(|entry| entry.path());
        pending.extend(inner.filter(|path| path.is_dir()));
    }
    found.sort();
    found
}

fn is_plannable(stack: &Stack) -> bool {
    let known = |record: &ringfence_terraform::Record| {
        record.exists == ringfence_model::Truth::Yes && record.body.values().all(only_later)
    };
    !stack.records.is_empty() && stack.records.iter().all(known)
}

/// Whether all that is unknown of a value is known after apply.
fn only_later(value: &Value) -> bool {
    fn later(reason: &Reason) -> bool {
        match &reason.cause {
            Cause::Computed(_) | Cause::Data(_) => true,
            Cause::Derived(from) => !from.is_empty() && from.iter().all(|reason| later(reason)),
            _ => false,
        }
    }
    let inside = match (value.as_list(), value.as_map()) {
        (Some(items), _) => items.iter().all(only_later),
        (None, Some(entries)) => entries.values().all(only_later),
        (None, None) => true,
    };
    inside && value.open().is_none() && value.reason().is_none_or(|reason| later(reason))
}

/// A name for files of a folder.
fn name_of(folder: &Path) -> String {
    let parts: Vec<_> =
        folder.components().rev().take(2).map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("-")
}

fn read(path: &Path, configured: Configured) -> Stack {
    let options = Options { configured, ..Options::default() };
    let (_, stack) = document(path, None, &options, &Sources::default()).expect("it is read");
    stack
}

#[test]
fn a_plan_has_the_records_of_its_configuration() {
    let out = support::empty_folder("parity-plans");
    let mut complaints = Vec::new();
    for (folder, stack) in folders() {
        let file = out.join(format!("{}.json", name_of(&folder)));
        fs::write(&file, plan::of(&stack).to_string()).expect("a plan can be written");
        for (how, configured) in
            [("alone", Configured::Nowhere), ("with source", Configured::In(folder.clone()))]
        {
            let planned = read(&file, configured);
            for complaint in compare::records(&stack, &planned) {
                complaints.push(format!("{} {how}: {complaint}", name_of(&folder)));
            }
        }
    }
    assert!(complaints.is_empty(), "{} differences:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn a_state_has_the_records_of_its_configuration() {
    let out = support::empty_folder("parity-states");
    let mut complaints = Vec::new();
    for (folder, stack) in folders() {
        for (form, written) in [("v4", state::version_4(&stack)), ("shown", state::shown(&stack))] {
            let file = out.join(format!("{}-{form}.json", name_of(&folder)));
            fs::write(&file, written.to_string()).expect("a state can be written");
            let applied = read(&file, Configured::Nowhere);
            for complaint in compare::applied(&stack, &applied) {
                complaints.push(format!("{} {form}: {complaint}", name_of(&folder)));
            }
        }
    }
    assert!(complaints.is_empty(), "{} differences:\n{}", complaints.len(), complaints.join("\n"));
}

/// With its source a plan has the findings of its configuration, at the same lines.
#[test]
fn a_plan_with_its_source_has_the_findings_of_its_configuration() {
    let out = support::empty_folder("parity-findings");
    let mut complaints = Vec::new();
    for (folder, stack) in folders() {
        let file = out.join(format!("{}.json", name_of(&folder)));
        fs::write(&file, plan::of(&stack).to_string()).expect("a plan can be written");
        let relative = folder.strip_prefix(support::root()).expect("it lies below").to_owned();
        let written = support::findings(&support::scan(&[&relative], &[]));
        let source = relative.to_str().expect("a path is UTF-8");
        let planned = support::findings(&support::scan(&[&file], &["--source", source]));
        if written != planned {
            complaints.push(format!("{}\n  HCL:  {written:?}\n  plan: {planned:?}", name_of(&folder)));
        }
    }
    assert!(complaints.is_empty(), "{} differ:\n{}", complaints.len(), complaints.join("\n"));
}

/// Alone it has them too, unless a text that is known in part decides: a plan has nothing of such a text.
#[test]
fn a_plan_alone_has_the_violations_of_its_configuration() {
    let out = support::empty_folder("parity-alone");
    let mut complaints = Vec::new();
    let mut compared = 0;
    for (folder, stack) in folders() {
        if stack.records.iter().any(|record| record.body.values().any(has_parts)) {
            continue;
        }
        compared += 1;
        let relative = folder.strip_prefix(support::root()).expect("it lies below").to_owned();
        let written = subjects(&support::scan(&[&relative], &[]));
        let config = relative.join("ringfence.toml");
        let config = ["--config", config.to_str().expect("a path is UTF-8")];
        let flags: &[&str] = if relative.join("ringfence.toml").exists() { &config } else { &[] };
        for (form, document) in [("plan", plan::of(&stack)), ("state", state::version_4(&stack))] {
            let file = out.join(format!("{}-{form}.json", name_of(&folder)));
            fs::write(&file, document.to_string()).expect("a document can be written");
            let found = subjects(&support::scan(&[&file], flags));
            if found != written {
                let missing: Vec<_> = written.difference(&found).collect();
                let more: Vec<_> = found.difference(&written).collect();
                complaints
                    .push(format!("{} {form}\n  missing: {missing:?}\n  more: {more:?}", name_of(&folder)));
            }
        }
    }
    println!("{compared} folders compared");
    assert!(compared > 60, "only {compared} folders");
    assert!(complaints.is_empty(), "{} differ:\n{}", complaints.len(), complaints.join("\n"));
}

/// Rule, resource and verdict of each finding.
fn subjects(report: &serde_json::Value) -> BTreeSet<(String, String, String)> {
    let one = |finding: &serde_json::Value| {
        let subject = finding["subject"]["id"].as_str().unwrap_or_default().to_owned();
        (support::text(finding, "rule"), subject, support::text(finding, "verdict"))
    };
    support::list(report, "findings").iter().map(one).collect()
}

fn has_parts(value: &Value) -> bool {
    value.parts().is_some()
        || value.structure().is_some_and(|inner| !inner.is_wholly_known())
        || value.as_list().is_some_and(|items| items.iter().any(has_parts))
        || value.as_map().is_some_and(|entries| entries.values().any(has_parts))
}
