//! Configuration that others wrote: nothing crashes, every range cuts out its node, and what has errors is counted.
//!
//! `RINGFENCE_CORPUS` names a directory of checkouts; skipped, visibly, where it is not set.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use ringfence_hcl::{Names, Severity};
use support::walk::{check_file, check_parts};

#[test]
fn every_file_is_read() {
    let Some(corpus) = std::env::var_os("RINGFENCE_CORPUS") else {
        // Straight to the error stream: of a test that passes the macros' output is not shown.
        let _ = writeln!(std::io::stderr(), "skipped: RINGFENCE_CORPUS is not set");
        return;
    };
    let mut checkouts: Vec<PathBuf> = entries(Path::new(&corpus));
    checkouts.retain(|path| path.is_dir());
    assert!(!checkouts.is_empty(), "no checkouts in {}", Path::new(&corpus).display());
    println!("| checkout | files | MB | with warnings | with errors |\n|---|---|---|---|---|");
    let mut broken = Vec::new();
    for checkout in checkouts {
        let (mut files, mut bytes, mut old) = (0, 0, 0);
        let before = broken.len();
        for path in configuration(&checkout) {
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            files += 1;
            bytes += text.len();
            let mut names = Names::new();
            let parsed = check_file(&text, &mut names);
            check_parts(&text, 3, &mut names);
            old += usize::from(!parsed.diagnostics.is_empty() && !parsed.has_errors());
            let first = parsed.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
            broken.extend(first.map(|first| {
                let line = text[..first.at.start as usize].matches('\n').count() + 1;
                format!("{}:{line}: {}", path.strip_prefix(&corpus).unwrap().display(), first.message)
            }));
        }
        let (whole, rest) = (bytes / 1_000_000, bytes % 1_000_000 / 10_000);
        let name = checkout.file_name().unwrap().to_string_lossy().into_owned();
        println!("| {name} | {files} | {whole}.{rest:02} | {old} | {} |", broken.len() - before);
    }
    println!("{}", broken.join("\n"));
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = match std::fs::read_dir(directory) {
        Ok(entries) => entries.map(|entry| entry.unwrap().path()).collect(),
        Err(_) => Vec::new(),
    };
    found.sort();
    found
}

fn configuration(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in entries(directory) {
        let kind = path.extension().and_then(|kind| kind.to_str());
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            found.extend(configuration(&path));
        } else if matches!(kind, Some("tf" | "tfvars" | "hcl")) {
            found.push(path);
        }
    }
    found
}
