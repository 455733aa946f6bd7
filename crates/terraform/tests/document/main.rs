//! Plans and states to records.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod collected;
mod encodings;
mod fixture;
mod links;
mod notices;
mod plans;
mod refused;
mod sources;
mod states;
