//! The HCL language, native and JSON syntax, as a tree with a byte range on every node.
//!
//! [`parse_body`] reads a file, [`parse_expression`] an expression and [`parse_template`] a template.
//! What is wrong with a text comes as [`Diagnostic`]s beside the tree of what could be read.
//! Nothing is evaluated: that is another crate's work.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

pub mod ast;
mod diagnostic;
pub mod json;
mod limits;
mod names;
mod parse;
mod parser;
mod read;
mod scan;

pub use diagnostic::{Diagnostic, Parsed, Severity};
pub use limits::{MAX_DEPTH, MAX_DIAGNOSTICS, MAX_NAME, MAX_NAMES, MAX_TEXT};
pub use names::Names;
pub use parse::{parse_body, parse_expression, parse_template};
