//! The HCL language, native and JSON syntax, as a tree with a byte range on every node.
//!
//! [`parse_body`] reads a file, [`parse_expression`] an expression and [`parse_template`] a template.
//! What is wrong with a text comes as [`Diagnostic`]s beside the tree of what could be read.
//! Nothing is evaluated: that is another crate's work.
//!
//! The grammar is that of the original parser, `hclsyntax`, with these differences:
//!
//! - nesting and the length of a text are bounded ([`MAX_DEPTH`], [`MAX_TEXT`]);
//! - texts are as written: Terraform normalizes values to Unicode's form C when it evaluates them;
//! - names may have letters of newer versions of Unicode;
//! - `<<-` counts characters, where Terraform counts a space and a combining mark after it as one;
//! - what only Terraform before 0.12 took is read, with a warning.
//!
//! Source: `hclsyntax` and its `spec.md` in HCL 2.24 (read 2026-11-25).
//!
//! ```
//! use ringfence_hcl::{Names, Severity, parse_body};
//!
//! let text = "resource \"aws_vpc\" \"main\" {\n  cidr_block = [\"10.0.0.0/16\"\n}\n\nlocals {\n  a = 1\n}\n";
//! let parsed = parse_body(text, &mut Names::new());
//! let problem = &parsed.diagnostics[0];
//! assert_eq!((problem.severity, problem.message.as_str()), (Severity::Error, "`[` is not closed; add `]`"));
//! assert_eq!(&*parsed.value.blocks[1].kind, "locals");
//! ```
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
