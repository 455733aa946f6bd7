//! What came of it.

use std::path::PathBuf;

use crate::FetchError;

/// What came of one root module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Its directory, as it was given.
    pub directory: PathBuf,
    /// What was brought; sorted by call.
    pub fetched: Vec<Fetched>,
    /// Calls of modules from elsewhere that were here already.
    pub kept: usize,
    /// What would be brought, in a dry run; sorted by call. What these call in turn is not known yet.
    pub planned: Vec<Planned>,
    /// What is not here; sorted by call.
    pub missing: Vec<Missing>,
    /// What could not be read, each with its place: there may be calls in it that are not known.
    pub unread: Vec<String>,
}

/// A module that was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// `module.a.module.b`
    pub call: String,
    /// Its source, without credentials.
    pub source: String,
    /// Its version, if it is of a registry.
    pub version: Option<String>,
    /// The repository, without credentials.
    pub from: String,
    /// The tag, branch or commit; nothing for what the repository shows first.
    pub reference: Option<String>,
    /// The commit, if the repository was asked for it in this run.
    pub commit: Option<String>,
    /// Where it is, relative to the root module.
    pub dir: String,
}

/// A module that would be brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// `module.a.module.b`
    pub call: String,
    /// Its source, without credentials.
    pub source: String,
    /// The repository, without credentials.
    pub from: String,
    /// The version constraint or the reference, as it is written; empty if none is.
    pub wanted: String,
}

/// A module that is not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// `module.a.module.b`
    pub call: String,
    /// Its source, without credentials; empty if it is not plain.
    pub source: String,
    /// Where the call stands: `main.tf:3`.
    pub place: String,
    /// Why.
    pub error: FetchError,
    /// Where a copy of it may lie, relative to the root module.
    pub copy: PathBuf,
}

impl Missing {
    /// What to do about it.
    pub fn cure(&self) -> String {
        self.error.cure(&self.source, &self.copy)
    }
}
