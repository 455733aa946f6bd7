//! Plans and states to records: what they say, and what damaged and hostile ones cost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod collected;
mod damaged;
mod encodings;
mod fixture;
mod hostile;
mod links;
mod notices;
mod plans;
mod refused;
mod sources;
mod states;
