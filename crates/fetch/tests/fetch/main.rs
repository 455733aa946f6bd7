//! Modules from repositories that the tests make.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod fixture;
mod hostile;
mod nested;
mod registry;
mod sources;
mod stays;
