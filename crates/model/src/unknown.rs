//! Why values are not known, in numbers.

use std::sync::Arc;

use crate::Source;

/// Kinds of reasons for which an expression stays unknown; the names are stable and appear in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnknownKind {
    /// It is wrong: Terraform refuses it.
    Error,
    /// It names something that nothing declares.
    Undeclared,
    /// References go in a circle.
    Cycle,
    /// A bound was met.
    Limit,
    /// A file is not read, or cannot be.
    Unread,
    /// A module could not be found.
    MissingModule,
    /// A variable has no value.
    Variable,
    /// A data source is read from the cloud.
    Data,
    /// A function gives something new on each run.
    Function,
    /// A cloud gives it when the configuration is applied.
    KnownAfterApply,
}

impl UnknownKind {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Undeclared => "undeclared",
            Self::Cycle => "cycle",
            Self::Limit => "limit",
            Self::Unread => "unread-file",
            Self::MissingModule => "missing-module",
            Self::Variable => "variable",
            Self::Data => "data-source",
            Self::Function => "function",
            Self::KnownAfterApply => "known-after-apply",
        }
    }

    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::Error,
        Self::Undeclared,
        Self::Cycle,
        Self::Limit,
        Self::Unread,
        Self::MissingModule,
        Self::Variable,
        Self::Data,
        Self::Function,
        Self::KnownAfterApply,
    ];
}

/// How many expressions stayed unknown for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCount {
    /// The kind of reason.
    pub kind: UnknownKind,
    /// What is behind it: `var.admin_cidrs`, `data.image.newest`; empty where the kind says all.
    pub subject: Arc<str>,
    /// Expressions, each counted once however many instances it makes.
    pub count: usize,
    /// The first of them.
    pub first: Source,
}
