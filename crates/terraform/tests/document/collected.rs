//! Plans that Terraform 0.12 and later wrote for other people: each is read, or refused with a reason.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use ringfence_terraform::{Configured, DocumentKind};

use super::fixture::{Read, read};

fn documents(below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![below.to_owned()];
    while let Some(dir) = pending.pop() {
        for entry in std::fs::read_dir(dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn collected_plans_are_read_or_refused_with_a_reason() {
    let Some(vectors) = std::env::var_os("RINGFENCE_VECTORS") else {
        // Straight to the error stream: of a test that passes the macros' output is not shown.
        let _ = writeln!(std::io::stderr(), "skipped: RINGFENCE_VECTORS is not set");
        return;
    };
    let mut refused = Vec::new();
    let mut read_count = 0;
    for file in documents(&Path::new(&vectors).join("plans")) {
        match read(&file, None, Configured::Nowhere) {
            Ok(read) => {
                read_count += 1;
                is_whole(&file, &read);
            }
            Err(message) => refused.push(message),
        }
    }
    println!("{read_count} read; refused:\n{}", refused.join("\n"));
    assert!(read_count > 0);
    // What is refused is no plan: text of a wrapper stands before it.
    assert!(refused.iter().all(|message| message.contains("other text before the JSON")), "{refused:?}");
}

/// Every resource that is to be there is a record, with every attribute that is known.
fn is_whole(file: &Path, read: &Read) {
    let bytes = std::fs::read(file).unwrap();
    let Ok(text) = String::from_utf8(bytes) else { return };
    let document: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    let changes = document["resource_changes"].as_array().map(Vec::as_slice).unwrap_or_default();
    if read.kind != DocumentKind::Plan {
        return;
    }
    for change in changes {
        let actions = change["change"]["actions"].as_array().map(Vec::as_slice).unwrap_or_default();
        let goes = matches!(actions, [one] if one == "delete" || one == "forget");
        let Some(address) = change["address"].as_str().filter(|_| !goes && change["deposed"].is_null())
        else {
            continue;
        };
        let after = change["change"]["after"].as_object();
        for (name, _) in after.into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            let body = &read.record(address).body;
            assert!(body.get(name).is_some(), "{}: {address}.{name} is missing", file.display());
        }
    }
}
