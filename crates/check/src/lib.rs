//! Rules, findings, fingerprints and the harness that tests rules.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod claim;
mod compose;
mod context;
mod data_spot;
mod finding;
mod identity;
mod line_hash;
mod merge;
mod redact;
mod report;
mod rule;
mod settings;
mod site;
mod telling;

pub use claim::{Asker, Claim, Clear, Question};
pub use compose::Draft;
pub use context::{Exposure, RuleContext, roles_in_words, verdict_of};
pub use finding::{Finding, Hop, Remark, Subject, Verdict, WayIn};
pub use identity::RESOURCE_IDENTITY;
pub use line_hash::LineHashes;
pub use merge::{merge, sort};
pub use redact::{REDACTED, redact};
pub use report::{CoverageSummary, Report, RoleCount, SeenNotice, StackSummary, UnknownReason};
pub use rule::{Reference, Requirement, Rule, RuleMeta, Severity, Taxon};
pub use settings::Settings;
pub use site::{Excerpt, Site, Spot};
pub use telling::Telling;
