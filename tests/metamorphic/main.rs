//! Changes of a configuration that change nothing: the same matrix, and the same findings but for names.
//!
//! Every folder of `testdata` of which a state can be made is changed as a state: what is written in blocks, lists and
//! resources of its own is the same to all of them there.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../support/mod.rs"]
mod support;

#[path = "../parity/expressions.rs"]
#[allow(dead_code, reason = "the parity tests write plans too")]
mod expressions;
#[path = "../parity/state.rs"]
#[allow(dead_code, reason = "the parity tests write states of both forms")]
mod state;

mod changes;
mod prefixes;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use ringfence_model::{Sources, Truth};
use ringfence_terraform::{Options, load};
use serde_json::Value;
use support::{list, ringfence, text};

/// Folders below these that hold a configuration.
const BELOW: [&str; 4] = ["testdata/examples", "testdata/rules", "testdata/peers", "testdata/kops"];

/// The states of all folders, by name.
fn states() -> Vec<(String, Value)> {
    let mut pending: Vec<PathBuf> = BELOW.iter().map(|below| support::root().join(below)).collect();
    let mut found = Vec::new();
    while let Some(folder) = pending.pop() {
        if !folder.join("main.tf").exists() {
            let inner = fs::read_dir(&folder).expect("it can be read").flatten().map(|entry| entry.path());
            pending.extend(inner.filter(|path| path.is_dir()));
            continue;
        }
        let stack = load(&folder, &Options::default(), &Sources::default());
        if stack.records.iter().all(|record| record.exists == Truth::Yes) && !stack.records.is_empty() {
            let below = folder.strip_prefix(support::root()).expect("it lies below");
            found.push((below.display().to_string().replace('/', "-"), state::version_4(&stack)));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// What is said of one state.
#[derive(Debug, Default, PartialEq)]
struct Said {
    by_role: BTreeSet<String>,
    by_host: BTreeSet<String>,
    findings: BTreeSet<String>,
}

/// What is said of each of some files.
fn said(files: &[PathBuf]) -> BTreeMap<PathBuf, Said> {
    let names: Vec<&str> = files.iter().map(|file| file.to_str().expect("a path is UTF-8")).collect();
    let mut found: BTreeMap<PathBuf, Said> =
        files.iter().map(|file| (file.clone(), Said::default())).collect();
    for by in ["role", "host"] {
        let run = ringfence(&[&["matrix", "--json", "--by", by], names.as_slice()].concat());
        let table: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
        let stacks = list(&table, "stacks");
        assert_eq!(stacks.len(), files.len(), "one stack for each");
        for (file, stack) in files.iter().zip(stacks) {
            let said = found.get_mut(file).expect("it was asked for");
            let rows = list(stack, "rows").iter().map(|row| plain(&row.to_string()));
            if by == "role" { &mut said.by_role } else { &mut said.by_host }.extend(rows);
        }
    }
    let run = ringfence(&[&["scan", "-o", "json", "--exit-zero"], names.as_slice()].concat());
    let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    for finding in list(&report, "findings") {
        let file = support::root().join(text(&finding["primary"], "path"));
        let said = found.get_mut(&file).unwrap_or_else(|| panic!("{} was not asked for", file.display()));
        let subject = text(&finding["subject"], "id");
        let whole =
            [text(finding, "rule"), text(finding, "verdict"), text(finding, "severity"), plain(&subject)];
        said.findings.insert(whole.join(" "));
    }
    found
}

/// Without what was added to names.
fn plain(text: &str) -> String {
    text.replace(changes::RENAMED, "")
}

fn write(folder: &Path, name: &str, state: &Value) -> PathBuf {
    let file = folder.join(format!("{name}.json"));
    fs::write(&file, state.to_string()).expect("a state can be written");
    file
}

/// A change that changes nothing; nothing if there is nothing to change.
type Change = fn(&Value) -> Option<Value>;

/// How many states each change must apply to, so that it does not fade away.
const CHANGES: [(&str, Change, usize); 8] = [
    ("renamed", changes::renamed, 200),
    ("reordered", changes::reordered, 200),
    ("halves", changes::in_halves, 100),
    ("routes", changes::routes_in_halves, 80),
    ("ports", changes::ports_in_halves, 20),
    ("groups", changes::groups_in_two, 20),
    ("twice", changes::rules_twice, 100),
    ("shadowed", changes::shadowed, 2),
];

#[test]
fn what_changes_nothing_changes_nothing() {
    let folder = support::empty_folder("metamorphic");
    let states = states();
    let files: Vec<PathBuf> = states.iter().map(|(name, state)| write(&folder, name, state)).collect();
    let before = said(&files);
    let told = before.values().filter(|said| !said.findings.is_empty() && !said.by_role.is_empty()).count();
    assert!(told > 120, "{told} of {} states have ways and findings", states.len());
    let wrong = CHANGES.into_par_iter().flat_map_iter(|(name, change, least)| {
        let changed = changed(name, change, &states, &files);
        println!("{name}: {} states", changed.len());
        assert!(changed.len() >= least, "{name} applies to {} states only", changed.len());
        let after = said(&changed.iter().map(|(file, _)| file.clone()).collect::<Vec<_>>());
        let differences = changed
            .iter()
            .filter_map(|(file, original)| difference(name, file, &before[original], &after[file]));
        differences.collect::<Vec<_>>()
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// The states that a change applies to, changed, with the files that they were.
fn changed(
    name: &str,
    change: Change,
    states: &[(String, Value)],
    files: &[PathBuf],
) -> Vec<(PathBuf, PathBuf)> {
    let folder = support::empty_folder(&format!("metamorphic-{name}"));
    let changed = states.iter().zip(files).filter_map(|((of, state), file)| {
        let changed = change(state)?;
        assert_ne!(changed, *state, "{name} of {of}");
        Some((write(&folder, of, &changed), file.clone()))
    });
    changed.collect()
}

fn difference(change: &str, file: &Path, before: &Said, after: &Said) -> Option<String> {
    let parts = [
        ("by role", &before.by_role, &after.by_role),
        ("by host", &before.by_host, &after.by_host),
        ("findings", &before.findings, &after.findings),
    ];
    let lines: Vec<String> = parts
        .iter()
        .filter(|(_, before, after)| before != after)
        .map(|(part, before, after)| {
            let missing: Vec<_> = before.difference(after).collect();
            let more: Vec<_> = after.difference(before).collect();
            format!("  {part}\n    missing: {missing:?}\n    more:    {more:?}")
        })
        .collect();
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    (!lines.is_empty()).then(|| format!("{change} {name}\n{}", lines.join("\n")))
}
