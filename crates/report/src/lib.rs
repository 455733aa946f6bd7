//! Findings as terminal text, SARIF 2.1.0 and JSON.
//!
//! Each module has one function, `write`, which takes a [`Report`](ringfence_check::Report) and computes
//! nothing that the report does not say. Text passes through the module `clean` on its way out, so that no writer can
//! print a secret.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod clean;
pub mod json;
pub mod matrix;
pub mod path;
pub mod sarif;
pub mod terminal;
mod traffic;
mod visible;
mod words;
