//! Runs the command as a person would, and reads its JSON report.
#![allow(dead_code, reason = "each test file uses a part")]

pub(crate) mod models;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// How a run of the command ended.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

/// A finding as a test compares it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    /// Path of the primary place, relative to the repository.
    pub(crate) path: String,
    /// Units: from 1.
    pub(crate) line: u64,
    /// `RF101`
    pub(crate) rule: String,
    /// `violation` or `possible`
    pub(crate) verdict: String,
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A new, empty folder for a test, below the target directory.
pub(crate) fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("an old folder can be removed");
    }
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// Runs the command in the repository's root, without any of the caller's settings.
pub(crate) fn ringfence<S: AsRef<std::ffi::OsStr>>(words: &[S]) -> Run {
    ringfence_with(words, &[])
}

/// The same with variables of the environment.
pub(crate) fn ringfence_with<S: AsRef<std::ffi::OsStr>>(words: &[S], variables: &[(&str, &Path)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    command.args(words).current_dir(root());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("RINGFENCE_")) {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    let output = command.output().expect("the command runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    let code = output.status.code().expect("the command is not killed");
    Run { code, stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Scans folders with more flags, and reads the report whatever was found.
pub(crate) fn scan(folders: &[&Path], flags: &[&str]) -> Value {
    let mut words = vec!["scan".to_owned(), "-o".to_owned(), "json".to_owned(), "--exit-zero".to_owned()];
    words.extend(flags.iter().map(|flag| (*flag).to_owned()));
    words.extend(folders.iter().map(|folder| folder.to_str().expect("a path is UTF-8").to_owned()));
    let run = ringfence(&words);
    assert_eq!(run.code, 0, "{words:?}: {}", run.stderr);
    serde_json::from_str(&run.stdout).expect("the report is JSON")
}

/// The findings of a report, sorted.
pub(crate) fn findings(report: &Value) -> Vec<Seen> {
    let mut found: Vec<Seen> = list(report, "findings").iter().map(seen).collect();
    found.sort();
    found
}

fn seen(finding: &Value) -> Seen {
    let place = &finding["primary"];
    Seen {
        path: text(place, "path"),
        line: place["start"]["line"].as_u64().expect("a finding has a line"),
        rule: text(finding, "rule"),
        verdict: text(finding, "verdict"),
    }
}

/// A list in a report.
pub(crate) fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().unwrap_or_else(|| panic!("no list `{name}` in {value}"))
}

/// A text in a report.
pub(crate) fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no text `{name}` in {value}")).to_owned()
}
