//! Terraform configuration to evaluated, Terraform-shaped records.
//!
//! A directory is parsed and its modules are found (`config`), its values are computed as Terraform would (`eval`), and
//! every resource instance comes out as a [`Record`]. Nothing is executed, no file outside the scanned tree is read.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod action;
mod built_in;
mod config;
mod document;
mod eval;
mod evaluate;
mod folder;
mod limits;
mod load;
mod module_address;
mod module_calls;
mod record;
mod regular_file;
mod roots;
mod tree;
mod version;
mod weighed;

use ringfence_model::{FileId, Span, Truth};

pub use action::Action;
pub use config::{VariableSource, vendored};
pub use document::{Configured, DocumentError, DocumentKind, decode, document};
pub use evaluate::{Evaluation, evaluate};
pub use limits::Limits;
pub use load::{Options, load};
pub use module_address::{Foreign, GitAddress, GitUrl, ModuleAddress, RegistryAddress, without_credentials};
pub use module_calls::{ModuleCall, ModuleCalls, Written, module_calls};
pub use record::{ProviderRecord, ProviderRef, Record, RecordKind, Stack};
pub use regular_file::{Unread, read as read_regular, read_named};
pub use ringfence_value::{
    Cause, Map, Marks, Number, Origin, Part, Partial, Reason, Reference, Refinement, Step, Type, Unknown,
    Value, ValueKind, Via, equal,
};
pub use roots::{Roots, STANDARD_INPUT, is_configuration, roots};

/// A place for what has none.
pub(crate) const NOWHERE: Span = Span { file: FileId(u32::MAX), start: 0, end: 0 };
