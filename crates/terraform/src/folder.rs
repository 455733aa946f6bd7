//! The configuration files of a directory.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Files by what they are for, each sorted by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folder {
    /// `*.tf`, `*.tf.json`, `*.tofu`, `*.tofu.json`
    pub(crate) configuration: Vec<PathBuf>,
    /// `override.tf`, `*_override.tf`, and the same in JSON.
    pub(crate) overrides: Vec<PathBuf>,
    /// `terraform.tfvars`, `terraform.tfvars.json`, then `*.auto.tfvars` and `*.auto.tfvars.json`: a later one wins.
    pub(crate) values: Vec<PathBuf>,
}

impl Folder {
    /// Lists a directory; one that cannot be listed is empty.
    pub(crate) fn list(dir: &Path) -> Self {
        let mut names: Vec<String> = fs::read_dir(dir)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| !is_ignored(name) || is_values(name))
            .collect();
        names.sort();
        let replaced: BTreeSet<String> = names.iter().filter_map(|name| replaced_by(name)).collect();
        names.retain(|name| !replaced.contains(name));
        let mut folder = Self::default();
        for name in &names {
            folder.add(dir, name);
        }
        let rank = |path: &PathBuf| match path.file_name().and_then(|name| name.to_str()) {
            Some("terraform.tfvars") => 0,
            Some("terraform.tfvars.json") => 1,
            _ => 2,
        };
        folder.values.sort_by_key(rank);
        folder
    }

    fn add(&mut self, dir: &Path, name: &str) {
        let path = dir.join(name);
        if is_configuration(name) {
            let files = if is_override(name) { &mut self.overrides } else { &mut self.configuration };
            files.push(path);
        } else if is_values(name) {
            self.values.push(path);
        }
    }

    /// Whether there is any configuration.
    pub(crate) fn has_configuration(&self) -> bool {
        !self.configuration.is_empty() || !self.overrides.is_empty()
    }
}

/// What Terraform takes for a backup of an editor; files of values it takes whatever their names begin with.
///
/// Source: `IsIgnoredFile` of hashicorp/terraform (read 2026-11-25).
fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.starts_with('#') && name.ends_with('#')
}

/// Whether a file of that name holds configuration, for Terraform or for OpenTofu.
pub(crate) fn is_configuration(name: &str) -> bool {
    stem(name).is_some()
}

/// The name without the ending that makes it configuration.
fn stem(name: &str) -> Option<&str> {
    let stem = name.strip_suffix(".json").unwrap_or(name);
    stem.strip_suffix(".tf").or_else(|| stem.strip_suffix(".tofu"))
}

/// The file that OpenTofu does not read because of that one: `a.tf` because of `a.tofu`.
///
/// Where there are both, the module was made for OpenTofu, and the other file for those who have only Terraform.
///
/// Source: `filterTfPathsWithTofuAlternatives` of opentofu/opentofu (read 2026-11-25).
fn replaced_by(name: &str) -> Option<String> {
    let bare = name.strip_suffix(".tofu").map(|stem| format!("{stem}.tf"));
    bare.or_else(|| name.strip_suffix(".tofu.json").map(|stem| format!("{stem}.tf.json")))
}

/// Whether a file overrides what others declare.
fn is_override(name: &str) -> bool {
    stem(name).is_some_and(|stem| stem == "override" || stem.ends_with("_override"))
}

/// Whether Terraform takes values from a file without being told to.
fn is_values(name: &str) -> bool {
    let automatic = name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json");
    automatic || name == "terraform.tfvars" || name == "terraform.tfvars.json"
}
