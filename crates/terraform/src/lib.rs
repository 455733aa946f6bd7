//! Terraform configuration to evaluated, Terraform-shaped records.
//!
//! A directory is parsed (`syntax`), its values are computed as Terraform would (`eval`), and every
//! resource instance comes out as a [`Record`]. Nothing is executed, no file outside the scanned tree is read.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod call;
mod data_source;
mod eval;
mod folder;
mod functions;
mod limits;
mod load;
mod module;
mod record;
mod roots;
mod syntax;
mod tree;
mod types;
mod value;

pub use call::{CallContext, FileText, Surroundings};
pub use limits::Limits;
pub use load::{Options, load};
pub use record::{Record, RecordKind, Stack};
pub use roots::{Roots, roots};
pub use value::{Cause, Map, Number, Origin, Part, Reference, Step, Unknown, Value, ValueKind, Via};
