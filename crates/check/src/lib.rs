//! Rules, findings, fingerprints and the harness that tests rules.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod compose;
mod context;
mod finding;
mod merge;
mod settings;
mod report;
mod rule;
mod site;

pub use compose::Draft;
pub use context::{Exposure, RuleContext, roles_in_words, verdict_of};
pub use finding::{Finding, Hop, Remark, Subject, Verdict, WayIn};
pub use merge::{merge, sort};
pub use settings::Settings;
pub use report::{CoverageSummary, Report, RoleCount, SeenNotice, StackSummary};
pub use rule::{Reference, Requirement, Rule, RuleMeta, Severity, Taxon};
pub use site::{Excerpt, Site};
