//! What is asked for, and what is told while it is done.

use std::path::PathBuf;

use crate::Limits;

/// Where the repositories of modules of the public registries lie.
///
/// Source: <https://developer.hashicorp.com/terraform/registry/modules/publish> (read 2026-11-25): a module is a
/// repository of GitHub named `terraform-PROVIDER-NAME`.
pub const PUBLIC_REPOSITORIES: &str = "https://github.com";

/// A root module whose calls are to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Its directory.
    pub directory: PathBuf,
    /// The tree that it lies in: nothing outside is read.
    pub boundary: PathBuf,
}

/// What to bring, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The root modules.
    pub roots: Vec<Root>,
    /// Paths below it are shown relative to it: where the command runs.
    pub display_base: Option<PathBuf>,
    /// Sources of modules, and the directories that hold copies of them.
    pub module_map: Vec<(String, PathBuf)>,
    /// Bring again what is there.
    pub update: bool,
    /// Bring nothing, and only say what would be brought. The network is not used.
    pub dry_run: bool,
    /// Let sources name repositories of this machine.
    pub allow_file: bool,
    /// Where repositories of registry modules lie: [`PUBLIC_REPOSITORIES`], or a mirror of them.
    pub repositories: String,
    /// Bounds on the work.
    pub limits: Limits,
}

/// What happens while modules are brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'e> {
    /// That many repositories more will be asked.
    More(usize),
    /// This one is asked. Shown without credentials.
    Asked(&'e str),
    /// One has answered, or has not.
    Answered,
}
