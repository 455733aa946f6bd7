//! One instance of a module, with the values computed in it so far.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use ringfence_hcl::ast::Name;
use ringfence_model::{Span, Truth};
use ringfence_value::{Map, Reason, Value};

use super::expand::Expansion;
use super::scope::Repetition;
use crate::config::{Config, Given, Module};
use crate::record::ProviderRef;

/// One instance of a module.
pub(crate) struct Instance {
    pub(crate) config: Arc<Config>,
    /// `module.a["x"]`, or empty for the root.
    pub(crate) address: Arc<str>,
    /// Who called it; none for the root.
    pub(crate) caller: Option<Caller>,
    /// Values of the root's variables, from outside.
    pub(crate) given: Arc<Given>,
    /// The headers of the module calls that lead here, outermost first.
    pub(crate) calls: Arc<Vec<Span>>,
    /// Provider configurations by their name here; what is not here is the caller's of the same name.
    pub(crate) providers: Arc<HashMap<Name, ProviderRef>>,
    pub(super) locals: Vec<OnceLock<Value>>,
    pub(super) variables: Vec<OnceLock<Value>>,
    pub(super) outputs: Vec<OnceLock<Value>>,
    pub(super) resources: Vec<OnceLock<Arc<Expansion<Body>>>>,
    pub(super) called: Vec<OnceLock<Called>>,
}

/// What is written in one instance of a resource, once it is computed.
pub(super) type Body = OnceLock<Arc<Map>>;

/// A module call, expanded.
#[derive(Clone)]
pub(super) enum Called {
    /// Its instances.
    Found(Arc<Expansion<Arc<Instance>>>),
    /// There are none, since the module could not be read.
    Missing(Arc<Reason>),
}

/// The call that made a module instance.
pub(crate) struct Caller {
    pub(crate) instance: Arc<Instance>,
    /// Where the `module` block stands there.
    pub(crate) place: usize,
    pub(crate) repetition: Repetition,
    /// Whether the instance that it makes exists.
    pub(crate) exists: Truth,
}

impl Instance {
    /// The root module.
    pub(crate) fn root(config: Arc<Config>, given: Arc<Given>) -> Self {
        Self::new(config, "".into(), None, Arc::default(), Arc::default()).with_given(given)
    }

    fn with_given(self, given: Arc<Given>) -> Self {
        Self { given, ..self }
    }

    pub(super) fn new(
        config: Arc<Config>,
        address: Arc<str>,
        caller: Option<Caller>,
        calls: Arc<Vec<Span>>,
        providers: Arc<HashMap<Name, ProviderRef>>,
    ) -> Self {
        fn slots<T>(count: usize) -> Vec<OnceLock<T>> {
            std::iter::repeat_with(OnceLock::new).take(count).collect()
        }
        let module = &config.module;
        Self {
            locals: slots(module.locals.len()),
            variables: slots(module.variables.len()),
            outputs: slots(module.outputs.len()),
            resources: slots(module.resources.len()),
            called: slots(module.calls.len()),
            config,
            address,
            caller,
            given: Arc::default(),
            calls,
            providers,
        }
    }

    pub(crate) fn module(&self) -> &Module {
        &self.config.module
    }

    /// Whether it exists: unknown where the `count` or `for_each` of a call that leads here is.
    pub(super) fn exists(&self) -> Truth {
        self.caller.as_ref().map_or(Truth::Yes, |caller| caller.exists)
    }

    /// The address of something in this module.
    pub(crate) fn inside(&self, name: &str) -> Arc<str> {
        if self.address.is_empty() { name.into() } else { format!("{}.{name}", self.address).into() }
    }
}
