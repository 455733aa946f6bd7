//! Reports built by hand, written in every format, and checked for what must hold of any output.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod canaries;
mod json;
mod many;
mod sarif;
mod support;
mod terminal;
mod validator;
