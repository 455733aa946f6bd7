//! Root modules that are well formed, or nearly.

mod any_shape;
mod case;
mod collections;
mod iteration;
mod literal;
mod root;
mod scalars;
mod shape;
mod template;
mod variables;
mod writer;

pub(crate) use case::Case;
pub(crate) use root::generate;
