//! Replies of the API to records: what each object becomes.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod balancers;
mod groups;
mod hostile;
mod identities;
mod machines;
mod networks;
mod support;
mod transit;
