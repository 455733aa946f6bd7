//! The configuration files of a directory.

use std::fs;
use std::path::{Path, PathBuf};

use ringfence_model::{Level, Notice, NoticeId};

/// Files by what they are for, each sorted by name.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    /// `*.tf`
    pub(crate) configuration: Vec<PathBuf>,
    /// `terraform.tfvars`, then `*.auto.tfvars`: a later one wins.
    pub(crate) values: Vec<PathBuf>,
    /// JSON syntax and override files: not read yet.
    pub(crate) unread: Vec<PathBuf>,
}

impl Folder {
    /// Lists a directory; one that cannot be listed is empty.
    pub(crate) fn list(dir: &Path) -> Self {
        let mut names: Vec<String> = fs::read_dir(dir)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.') && !name.ends_with('~') && !name.starts_with('#'))
            .collect();
        names.sort();
        let mut folder = Self::default();
        for name in &names {
            folder.add(dir, name);
        }
        // `terraform.tfvars` comes before all others.
        folder.values.sort_by_key(|path| !path.ends_with("terraform.tfvars"));
        folder
    }

    fn add(&mut self, dir: &Path, name: &str) {
        let path = dir.join(name);
        let json = [".tf.json", ".auto.tfvars.json"].iter().any(|end| name.ends_with(end));
        let overrides = name == "override.tf" || name.ends_with("_override.tf");
        if json || overrides || name == "terraform.tfvars.json" {
            self.unread.push(path);
        } else if path.extension().is_some_and(|end| end == "tf") {
            self.configuration.push(path);
        } else if name == "terraform.tfvars" || name.ends_with(".auto.tfvars") {
            self.values.push(path);
        }
    }

    /// Whether there is any configuration.
    pub(crate) fn has_configuration(&self) -> bool {
        let json = |path: &PathBuf| path.to_string_lossy().ends_with(".tf.json");
        !self.configuration.is_empty() || self.unread.iter().any(json)
    }

    /// A notice for each file that is not read yet.
    pub(crate) fn notices(&self, display: impl Fn(&Path) -> String) -> Vec<Notice> {
        let notice = |path: &PathBuf| {
            let shown = display(path);
            let message =
                format!("`{shown}` is not read: JSON syntax and override files are not supported yet");
            Notice { id: NoticeId::Unsupported, level: Level::Warning, message, source: None }
        };
        self.unread.iter().map(notice).collect()
    }
}
