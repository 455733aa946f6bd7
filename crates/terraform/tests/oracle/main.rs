//! Compares evaluation with what Terraform 1.11 planned, as recorded in the vectors.
//!
//! A known value that differs from Terraform's is a failure; an unknown in its place is counted only. Skipped,
//! visibly, where `RINGFENCE_VECTORS` is not set.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod compare;
mod expressions;
mod modules;

use std::path::{Path, PathBuf};

use serde_json::Value as Json;

/// The recorded answers of that name, if the vectors are on this machine.
fn vectors(name: &str) -> Option<Json> {
    let Some(root) = std::env::var_os("RINGFENCE_VECTORS") else {
        eprintln!("skipped: RINGFENCE_VECTORS is not set");
        return None;
    };
    let path = Path::new(&root).join("terraform").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(serde_json::from_str(&text).unwrap())
}

/// A fresh directory with these files.
fn directory(name: &str, files: &Json) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle").join(name);
    let _ = std::fs::remove_dir_all(&dir);
    for (path, text) in files.as_object().unwrap() {
        let file = dir.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text.as_str().unwrap()).unwrap();
    }
    dir
}

/// How many answers agree, and which do not.
#[derive(Default)]
struct Tally {
    agree: usize,
    unknown: Vec<String>,
    wrong: Vec<String>,
}

impl Tally {
    fn add(&mut self, name: &str, verdict: compare::Verdict) {
        match verdict {
            compare::Verdict::Agree => self.agree += 1,
            compare::Verdict::Unknown(why) => self.unknown.push(format!("{name}: {why}")),
            compare::Verdict::Wrong(why) => self.wrong.push(format!("{name}: {why}")),
        }
    }

    /// Nothing is wrong, and at least so many agree.
    fn assert(&self, floor: usize) {
        for line in &self.unknown {
            println!("not known: {line}");
        }
        for line in &self.wrong {
            println!("WRONG: {line}");
        }
        println!("{} agree, {} not known, {} wrong", self.agree, self.unknown.len(), self.wrong.len());
        assert!(self.wrong.is_empty(), "known values differ from Terraform's");
        assert!(self.agree >= floor, "{} agree, {floor} did before", self.agree);
    }
}
