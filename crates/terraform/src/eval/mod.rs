//! Expressions to values, as Terraform computes them: lazily, each named thing once.

mod access;
mod arithmetic;
mod block;
mod call;
mod conditional;
mod dynamic;
mod engine;
mod expand;
mod expr;
mod files;
mod for_expr;
mod instance;
mod module_call;
mod named;
mod operators;
mod records;
mod resource;
mod scope;
mod splat;
mod template;
mod unknown;
mod variable;

pub(crate) use access::attribute;
pub(crate) use engine::Engine;
pub(crate) use instance::Instance;
pub(crate) use module_call::is_local;
pub(crate) use scope::Scope;
pub(crate) use template::as_text;
pub(crate) use unknown::{because, error, has_unknown};
