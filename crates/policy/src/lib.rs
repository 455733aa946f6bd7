//! Permission policies: documents, patterns, conditions and their evaluation.
//!
//! Pure algebra: no graph, no Terraform, no catalogue of any cloud's actions. Those who know a cloud ask
//! questions of it.
//!
//! Layout:
//! - [`Document`], [`Statement`], [`Condition`], [`Principals`]: a policy as written, every part with its
//!   byte range; `json` reads the text;
//! - [`Pattern`], [`PatternSet`]: wildcards, decided exactly by running all patterns of a question side by
//!   side;
//! - [`Reading`]: how unknown pieces and conditions are taken, see also [`UNKNOWN_OPEN`];
//! - [`Grants`]: the policies of one identity together, and the questions about them;
//! - [`Method`]: ways to gain more, each a list of permissions;
//! - [`plain`]: the same decisions for one request at a time, by the book, to check the rest against.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod condition;
mod document;
mod error;
mod grants;
mod json;
mod marker;
mod notice;
mod pattern;
pub mod plain;
mod principal;
mod reading;
mod spanned;
mod statement;

pub use condition::{Condition, Conditions};
pub use document::{Document, MAX_BYTES, Parsed, Version};
pub use error::PolicyError;
pub use grants::{
    Answer, AttachedPolicy, Grants, Matched, Method, Part, Requirement, ResourceQuery, ServiceWildcard,
    StatementRef, Truth, WrittenAction,
};
pub use marker::{UNKNOWN_CLOSE, UNKNOWN_OPEN};
pub use notice::Notice;
pub use pattern::{Pattern, PatternSet, Search};
pub use principal::{Principal, Principals};
pub use reading::Reading;
pub use spanned::Spanned;
pub use statement::{Effect, Statement};
