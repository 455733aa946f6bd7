//! Root modules that are well formed, or nearly.

mod any_shape;
mod calls;
mod case;
mod collections;
mod iteration;
mod literal;
mod module;
mod repetition;
mod root;
mod scalars;
mod shape;
mod template;
mod values;
mod variables;
mod writer;

pub(crate) use case::Case;
pub(crate) use root::generate;
