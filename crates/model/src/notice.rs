//! What could not be read or is not modelled: shown in every report.

use std::collections::BTreeMap;

use crate::{ResourceId, Source, UnknownCount};

/// Something a reader must know about the analysis itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// What kind.
    pub id: NoticeId,
    /// How much it weighs.
    pub level: Level,
    /// What, why it matters, what to do; lower case, no full stop.
    pub message: String,
    /// Where.
    pub source: Option<Source>,
}

/// How much a notice weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Good to know.
    Note,
    /// Part of the input was not analysed.
    Warning,
    /// An input could not be analysed at all.
    Error,
}

impl Level {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Kinds of notice; the names are stable and appear in SARIF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoticeId {
    /// A file or block is not valid.
    Syntax,
    /// A file could not be read, or reading was refused (outside the tree, too large).
    Unreadable,
    /// A module could not be found.
    MissingModule,
    /// A bound on memory, time or recursion was met.
    Limit,
    /// References go in a circle.
    Cycle,
    /// An expression could not be evaluated, so its value is unknown.
    UnknownValue,
    /// A policy document could not be read.
    Policy,
    /// A resource type or attribute that bears on the rules is not modelled.
    Unsupported,
    /// Nothing to analyse.
    NoInput,
    /// What a plan says about itself.
    Plan,
    /// A role could not be decided.
    Role,
    /// A rule could not be decided for want of configuration, or of an answer that was not asked for.
    Undecided,
    /// A setting of the user's does not count.
    Settings,
}

impl NoticeId {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Unreadable => "unreadable",
            Self::MissingModule => "missing-module",
            Self::Limit => "limit",
            Self::Cycle => "cycle",
            Self::UnknownValue => "unknown-value",
            Self::Policy => "policy",
            Self::Unsupported => "unsupported",
            Self::NoInput => "no-input",
            Self::Plan => "plan",
            Self::Role => "role",
            Self::Undecided => "undecided",
            Self::Settings => "settings",
        }
    }

    /// All of them, sorted by name.
    pub const ALL: [Self; 13] = [
        Self::Cycle,
        Self::Limit,
        Self::MissingModule,
        Self::NoInput,
        Self::Plan,
        Self::Policy,
        Self::Role,
        Self::Settings,
        Self::Syntax,
        Self::Undecided,
        Self::UnknownValue,
        Self::Unreadable,
        Self::Unsupported,
    ];
}

/// Resources of a type that no provider reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// The first of them.
    pub first: ResourceId,
    /// Where the first stands.
    pub source: Source,
    /// How many there are.
    pub count: usize,
}

/// What was read, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Resources that were lowered.
    pub read: usize,
    /// Resources of types known not to bear on the rules.
    pub irrelevant: usize,
    /// Resources of other types, by type.
    pub unsupported: BTreeMap<String, Unsupported>,
    /// Expressions that stayed unknown.
    pub unknown_expressions: usize,
    /// Why, sorted by kind and subject.
    pub unknown: Vec<UnknownCount>,
}
