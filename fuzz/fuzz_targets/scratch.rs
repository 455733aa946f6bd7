//! A directory of this process, and bounds that let a fuzzer try many inputs.

use std::path::{Path, PathBuf};

use ringfence_terraform::{Limits, Options};

/// A directory that nobody else uses.
pub fn directory(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("ringfence-fuzz-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// Options with low bounds: what is wrong with them is wrong with high ones.
pub fn options(dir: &Path) -> Options {
    let limits = Limits {
        instances: 100,
        all_instances: 1_000,
        steps: 100_000,
        elements: 10_000,
        weight: 1 << 16,
        all_weight: 1 << 18,
        working: 4 << 20,
        memory: 16 << 20,
        text: 1 << 20,
        ..Limits::default()
    };
    Options { boundary: Some(dir.to_owned()), limits, ..Options::default() }
}
