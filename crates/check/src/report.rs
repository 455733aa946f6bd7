//! Everything one run found: what reports are written from.

use ringfence_model::{Level, NoticeId, Role, UnknownKind};

use crate::{Clear, Finding, RuleMeta, Site};

/// The result of a run.
#[derive(Clone, Debug)]
pub struct Report {
    /// The command's version.
    pub version: &'static str,
    /// What was scanned, as the user named it.
    pub inputs: Vec<String>,
    /// Every rule that ran, sorted by id.
    pub rules: Vec<&'static RuleMeta>,
    /// Sorted by severity (worst first), verdict, rule, place, subject.
    pub findings: Vec<Finding>,
    /// What was proved closed, if that was asked for. Sorted by rule, place, subject.
    pub clear: Option<Vec<Clear>>,
    /// Sorted.
    pub notices: Vec<SeenNotice>,
    /// What was analysed, by stack.
    pub stacks: Vec<StackSummary>,
    /// Sums over all stacks.
    pub coverage: CoverageSummary,
}

/// A notice with its place made readable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeenNotice {
    /// How much it weighs.
    pub level: Level,
    /// What kind.
    pub id: NoticeId,
    /// The text, lower case, no full stop.
    pub message: String,
    /// Where.
    pub site: Option<Site>,
}

/// One root module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackSummary {
    /// Its directory, as a report shows it.
    pub root: String,
    /// Resource instances in it.
    pub resources: usize,
    /// Machines and endpoints by role.
    pub roles: Vec<RoleCount>,
}

/// How many hosts and endpoints have a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleCount {
    /// The role; nothing for hosts whose role is not known.
    pub role: Option<Role>,
    /// How many.
    pub count: usize,
}

/// How many expressions stayed unknown for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownReason {
    /// The kind of reason.
    pub kind: UnknownKind,
    /// What is behind it: `var.admin_cidrs`; empty where the kind says all.
    pub subject: String,
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: Option<Site>,
}

/// What was and was not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageSummary {
    /// Resource instances that were read.
    pub read: usize,
    /// Of types known not to bear on any rule.
    pub irrelevant: usize,
    /// Types that are not modelled: type, count, first place, sorted by type.
    pub unsupported: Vec<(String, usize, Option<Site>)>,
    /// Expressions that stayed unknown.
    pub unknown_expressions: usize,
    /// Why, sorted by kind and subject; an expression with several reasons counts for each.
    pub unknown: Vec<UnknownReason>,
}
