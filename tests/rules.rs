//! Every case below `testdata/rules` gives exactly the findings that its comments announce.
//!
//! `RINGFENCE_CASES=RF101` tests only the cases whose path contains that text.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use support::Seen;

/// A case: a folder, the rule it is about, and the findings that its comments announce.
struct Case {
    folder: PathBuf,
    announced: Vec<Seen>,
}

#[test]
fn every_case_gives_the_findings_that_its_comments_announce() {
    let wanted = std::env::var("RINGFENCE_CASES").unwrap_or_default();
    let mut complaints = String::new();
    let mut count = 0;
    for (rule, cases) in cases() {
        let cases: Vec<&Case> =
            cases.iter().filter(|case| case.folder.to_string_lossy().contains(&wanted)).collect();
        if cases.is_empty() {
            continue;
        }
        count += cases.len();
        let folders: Vec<&Path> = cases.iter().map(|case| case.folder.as_path()).collect();
        let found = support::findings(&support::scan(&folders, &["--only", &rule]));
        let announced = cases.iter().flat_map(|case| case.announced.iter().cloned()).collect();
        complaints.push_str(&difference(&announced, &found.into_iter().collect()));
    }
    assert!(count > 0, "no case has `{wanted}` in its path");
    assert!(complaints.is_empty(), "of {count} cases:\n{complaints}");
}

#[test]
fn cases_announce_what_their_names_say() {
    for (rule, cases) in cases() {
        for case in cases {
            let name = case.folder.file_name().expect("a case has a name").to_string_lossy().into_owned();
            let kind = name.split('-').next().unwrap_or_default();
            let verdicts: BTreeSet<&str> = case.announced.iter().map(|seen| seen.verdict.as_str()).collect();
            let expected = match kind {
                "bad" => BTreeSet::from(["violation"]),
                "unknown" => BTreeSet::from(["possible"]),
                "good" => BTreeSet::new(),
                _ => panic!("{}: a case is named bad-, good- or unknown-", case.folder.display()),
            };
            assert_eq!(verdicts, expected, "{}", case.folder.display());
            assert!(
                case.announced.iter().all(|seen| seen.rule == rule),
                "{}: another rule",
                case.folder.display()
            );
        }
    }
}

/// A good case named as a bad one is the bad one with its fix: something differs, most is the same.
#[test]
fn repaired_twins_differ_by_the_fix() {
    let without_comments = |folder: &Path| -> Vec<String> {
        let text = fs::read_to_string(folder.join("main.tf")).expect("a case has a main.tf");
        let lines = text.lines().map(|line| line.split(" #").next().unwrap_or(line).trim());
        lines.filter(|line| !line.starts_with('#') && !line.is_empty()).map(str::to_owned).collect()
    };
    for case in cases().into_values().flatten() {
        let name = case.folder.file_name().expect("a case has a name").to_string_lossy().into_owned();
        let Some(rest) = name.strip_prefix("bad-") else { continue };
        let twin = case.folder.with_file_name(format!("good-{rest}"));
        if !twin.is_dir() {
            continue;
        }
        let (bad, good) = (without_comments(&case.folder), without_comments(&twin));
        assert_ne!(bad, good, "{}: the twin has no fix", case.folder.display());
        let kept = bad.iter().filter(|line| good.contains(line)).count();
        assert!(kept * 2 > bad.len(), "{}: the twin is another case", case.folder.display());
    }
}

/// The cases by rule.
fn cases() -> BTreeMap<String, Vec<Case>> {
    let mut found = BTreeMap::new();
    for rule in folders(Path::new("testdata/rules")) {
        let name = rule.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        let id = name.split('-').next().unwrap_or_default().to_owned();
        let cases = folders(&rule).into_iter().map(|folder| Case { announced: announced(&folder), folder });
        found.insert(id, cases.collect());
    }
    found
}

fn folders(below: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(support::root().join(below)).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("the folder can be read"));
    let mut found: Vec<PathBuf> =
        names.filter(|entry| entry.path().is_dir()).map(|entry| below.join(entry.file_name())).collect();
    found.sort();
    found
}

/// What the comments of a case's files announce; modules it calls may have comments too.
fn announced(folder: &Path) -> Vec<Seen> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        waiting.extend(folders(&folder));
        for entry in fs::read_dir(support::root().join(&folder)).expect("the folder can be read") {
            let path = folder.join(entry.expect("the folder can be read").file_name());
            if path.extension().is_some_and(|ending| ending == "tf") {
                found.extend(announced_in(&path));
            }
        }
    }
    found
}

fn announced_in(path: &Path) -> Vec<Seen> {
    let text = fs::read_to_string(support::root().join(path)).expect("a case can be read");
    let mut found = Vec::new();
    for (line, words) in (1..).zip(text.lines()) {
        for (mark, verdict) in [("# finding: ", "violation"), ("# possible: ", "possible")] {
            if let Some((_, rule)) = words.split_once(mark) {
                let (path, rule) = (path.to_string_lossy().into_owned(), rule.trim().to_owned());
                found.push(Seen { path, line, rule, verdict: verdict.to_owned() });
            }
        }
    }
    found
}

/// What is announced and not found, and the other way round, in a form that an editor can follow.
fn difference(announced: &BTreeSet<Seen>, found: &BTreeSet<Seen>) -> String {
    let mut text = String::new();
    let missing = announced.difference(found).map(|seen| (seen, "not found"));
    let surplus = found.difference(announced).map(|seen| (seen, "not announced"));
    let mut all: Vec<(&Seen, &str)> = missing.chain(surplus).collect();
    all.sort();
    for (Seen { path, line, rule, verdict }, what) in all {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {path}:{line}: {rule} {verdict}: {what}");
    }
    text
}
