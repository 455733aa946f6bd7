//! Directories of configuration to records.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod blocks;
mod bounds;
mod counts;
mod files;
mod fixture;
mod modules;
mod places;
mod policy_document;
mod references;
mod roots;
mod secrets;
mod syntax;
mod templates;
mod unknowns;
mod variables;
