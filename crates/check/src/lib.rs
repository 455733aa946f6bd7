//! Rules, findings, fingerprints and the harness that tests rules.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod finding;
mod report;
mod rule;
mod site;

pub use finding::{Finding, Hop, Remark, Subject, Verdict, WayIn};
pub use report::{CoverageSummary, Report, RoleCount, SeenNotice, StackSummary};
pub use rule::{Reference, Requirement, RuleMeta, Severity, Taxon};
pub use site::{Excerpt, Site};
