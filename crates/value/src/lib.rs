//! Terraform's values and types: known, unknown or known in part, with where they came from.
//!
//! A [`Value`] is what go-cty, Terraform's own library, calls one: of a [`Type`], known or unknown, perhaps marked.
//! Conversions, unification, equality and the order of sets are Terraform's. Beyond that a value carries its
//! [`Origin`], the resource attribute it was read from, the [`Reason`] why it is unknown, and what is known of it in
//! part ([`Partial`]): what decides no expression, and what the graph needs.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod content;
mod convert;
mod equal;
mod inside;
mod json;
mod known;
mod map;
mod marks;
pub mod number;
mod origin;
mod reasons;
mod reference;
mod refine;
mod refinement;
pub mod set;
mod text;
mod ty;
mod unknown;
mod value;
mod words;

pub use content::{Entries, Items};
pub use convert::{ConvertError, convert, mismatch};
pub use equal::{equal, identical};
pub use json::SENSITIVE;
pub use map::Map;
pub use marks::Marks;
pub use number::{Number, NumberError};
pub use origin::{Origin, Via};
pub use reference::{Reference, Step};
pub use refinement::{Form, Refinement};
pub use ringfence_model::Truth;
pub use ty::{Attribute, ObjectType, Safety, Type, convertible, unify};
pub use unknown::{Cause, Part, Partial, Reason, Unknown};
pub use value::{Value, ValueKind};
