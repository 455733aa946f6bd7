//! Expressions to values, as Terraform computes them: lazily, each named thing once.

mod access;
mod attempt;
mod block;
mod call;
mod conditional;
mod dynamic;
mod engine;
mod evaluator;
mod expand;
mod expr;
mod files;
mod for_expr;
mod instance;
mod memory;
mod module_call;
mod named;
mod operators;
mod provider;
mod records;
mod resource;
mod scope;
mod splat;
mod template;
mod unknown;
mod variable;

pub(crate) use engine::Engine;
pub(crate) use evaluator::Evaluator;
pub(crate) use instance::Instance;
pub(crate) use scope::{Key, Scope};
