//! One instance of a module, with the values computed in it so far.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use ringfence_model::Span;

use super::expand::Expansion;
use super::scope::Repetition;
use crate::module::{Module, ResourceName};
use crate::syntax::Attribute;
use crate::{Unknown, Value};

/// One instance of a module.
pub(crate) struct Instance {
    pub(crate) module: Rc<Module>,
    /// `module.a["x"]`, or empty for the root.
    pub(crate) address: Arc<str>,
    /// Levels of modules above.
    pub(crate) depth: usize,
    /// Who called it; none for the root.
    pub(crate) caller: Option<Caller>,
    /// Values of the root's variables, from files; a later file wins.
    pub(crate) given: BTreeMap<Arc<str>, Attribute>,
    /// The headers of the module calls that lead here, outermost first.
    pub(crate) calls: Arc<Vec<Span>>,
    /// Provider configurations by their name here: the name that the root knows.
    pub(crate) providers: BTreeMap<Arc<str>, Arc<str>>,
    pub(crate) values: RefCell<HashMap<Node, Slot<Value>>>,
    pub(crate) resources: RefCell<HashMap<ResourceName, Slot<Rc<Expansion<()>>>>>,
    pub(crate) modules: RefCell<HashMap<Arc<str>, Slot<Called>>>,
}

/// A module call, expanded.
#[derive(Clone)]
pub(crate) enum Called {
    /// Its instances.
    Found(Rc<Expansion<Rc<Instance>>>),
    /// There are none, since the module could not be read.
    Missing(Arc<Unknown>),
}

/// The call that made a module instance.
pub(crate) struct Caller {
    pub(crate) instance: Rc<Instance>,
    /// Name of the `module` block there.
    pub(crate) name: Arc<str>,
    pub(crate) repetition: Repetition,
}

/// What has a value of its own in a module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    Local(Arc<str>),
    Variable(Arc<str>),
    Output(Arc<str>),
    /// The body of a resource instance, by its address.
    Body(Arc<str>),
}

/// A value computed once.
#[derive(Clone)]
pub(crate) enum Slot<T> {
    /// Being computed: meeting it again is a cycle.
    Running,
    /// Computed; how deep its computation went.
    Done(T, u32),
}

impl Instance {
    /// Whether this or a module that leads here is that directory.
    pub(crate) fn lies_in(&self, dir: &Path) -> bool {
        self.module.dir == dir || self.caller.as_ref().is_some_and(|caller| caller.instance.lies_in(dir))
    }

    /// The address of something in this module.
    pub(crate) fn inside(&self, name: &str) -> Arc<str> {
        if self.address.is_empty() { name.into() } else { format!("{}.{name}", self.address).into() }
    }
}
