//! Configuration as it is written: modules, what they declare, whom they call. Nothing is evaluated here.

mod calls;
mod components;
mod constraint;
mod declared;
mod dependencies;
mod given;
mod json;
mod module;
mod override_files;
mod reader;
mod references;
mod secrets;
mod source;
mod table;
mod tree;

pub(crate) use calls::local_calls;
pub(crate) use constraint::Constraint;
pub(crate) use declared::{Declared, ProviderConfig, ResourceName, Variable, span};
pub(crate) use dependencies::{Dependencies, Node};
pub use given::VariableSource;
pub(crate) use given::{Given, GivenValue, given};
pub(crate) use json::planned as planned_values;
pub(crate) use module::Module;
pub(crate) use reader::Reader;
pub(crate) use references::step_name;
pub(crate) use source::ModuleSources;
pub use source::vendored;
pub(crate) use tree::{Child, Config, Loader};
