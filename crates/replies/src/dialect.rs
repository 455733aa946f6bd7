//! What a cloud supplies so that its replies are read.

use std::path::PathBuf;
use std::sync::Arc;

use ringfence_model::{Notice, Span};
use ringfence_terraform::{ProviderRecord, Record};
use ringfence_value::Value;

use crate::Opening;

/// How one cloud's replies are told from other files, and what they become.
pub trait Dialect: Sync {
    /// In messages: the cloud's name.
    fn name(&self) -> &'static str;

    /// Whether a file that opens so is one of this cloud's.
    fn opens(&self, opening: &Opening) -> bool;

    /// The replies that a file of this cloud's holds.
    fn replies(&self, file: &ReplyFile) -> Vec<Reply>;

    /// What all replies of this cloud's become together: never fails, what is not told becomes an unknown.
    fn records(&self, replies: &[Reply]) -> Recorded;
}

/// A file, parsed.
#[derive(Clone, Debug)]
pub struct ReplyFile {
    /// Below the directory that was named, the file's own name last; whole if the file itself was named.
    pub path: PathBuf,
    /// All that is in it.
    pub root: Value,
}

/// One reply of an API.
#[derive(Clone, Debug)]
pub struct Reply {
    /// What it lists or describes, as its cloud calls it: `Vpcs`.
    pub kind: Arc<str>,
    /// Whose it is and of where, as far as the file's path tells.
    pub scope: Scope,
    /// The file's name, in which a reply may stand for something that the reply itself does not name.
    pub file: Arc<str>,
    /// What was answered: a list of objects, or one.
    pub value: Value,
    /// Whether it says that there is more, on another page.
    pub continues: bool,
}

/// Whose resources are told of, and of which part of the cloud.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// Account or project.
    pub account: Option<Arc<str>>,
    /// Region.
    pub region: Option<Arc<str>>,
}

/// What replies become.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// One for each object.
    pub records: Vec<Record>,
    /// One for each account and region.
    pub providers: Vec<ProviderRecord>,
    /// What was not read, and what was not asked for.
    pub notices: Vec<Notice>,
    /// What nobody may see.
    pub hidden: Vec<Span>,
}
