//! Compares evaluation with what Terraform 1.11 planned, as recorded in the vectors.
//!
//! Values, types, errors and unknowns must all be Terraform's. Skipped, visibly, where `RINGFENCE_VECTORS` is not set.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod compare;
mod expressions;
mod modules;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

/// The recorded answers of that name, if the vectors are on this machine.
fn vectors(name: &str) -> Option<Json> {
    let Some(root) = std::env::var_os("RINGFENCE_VECTORS") else {
        // Straight to the error stream: of a test that passes the macros' output is not shown.
        let _ = writeln!(std::io::stderr(), "skipped: RINGFENCE_VECTORS is not set");
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
