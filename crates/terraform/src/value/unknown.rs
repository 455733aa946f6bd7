//! Values that only the cloud, or nobody here, knows.

use std::sync::Arc;

use ringfence_model::Span;

/// A piece of a string that is known in part.
#[derive(Clone, Debug)]
pub enum Part {
    /// Known text.
    Known(Arc<str>),
    /// An unknown piece.
    Unknown(Arc<Unknown>),
}

/// Why a value is unknown.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// The reason.
    pub cause: Cause,
    /// The expression that could not be known.
    pub at: Span,
}

/// Reasons for not knowing.
#[derive(Clone, Debug)]
pub enum Cause {
    /// An attribute of a resource that only the cloud sets: the graph can still follow the reference.
    Computed(Reference),
    /// An attribute of a data source: outside what was given.
    Data(Reference),
    /// A variable without a value; its name.
    Variable(Arc<str>),
    /// An output of a module that could not be found; the module's address and source.
    MissingModule {
        /// `module.a`
        address: Arc<str>,
        /// As the `source` argument says.
        source: Arc<str>,
    },
    /// A function that gives something new on each run, or that is not known; its name.
    Function(Arc<str>),
    /// References go in a circle; the address at which it closes.
    Cycle(Arc<str>),
    /// A bound was met; which, in words.
    Limit(Arc<str>),
    /// It names something that nothing declares; what. Unlike an error, `try` does not catch it.
    Undeclared(Arc<str>),
    /// The expression is wrong; the message.
    Error(Arc<str>),
    /// Computed from other unknowns, at least one.
    Derived(Vec<Arc<Unknown>>),
}

/// An attribute of a resource or data source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Full address of the instance: `module.a["x"].aws_subnet.b[0]`. If the instance key itself is unknown,
    /// the address without it.
    pub address: Arc<str>,
    /// What of it: `id`, `cidr_block`, `network_interface[0].access_config[0].nat_ip`.
    pub path: Vec<Step>,
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// `.name` or `["name"]`
    Name(Arc<str>),
    /// `[0]`
    Index(u64),
    /// `[*]`, or an index that is unknown
    Each,
}

impl Unknown {
    /// The resource attribute it stands for, if it is just that.
    pub fn reference(&self) -> Option<&Reference> {
        match &self.cause {
            Cause::Computed(reference) | Cause::Data(reference) => Some(reference),
            _ => None,
        }
    }

    /// Every resource attribute it depends on, in order of appearance.
    pub fn references(&self) -> Vec<&Reference> {
        match &self.cause {
            Cause::Computed(reference) | Cause::Data(reference) => vec![reference],
            Cause::Derived(from) => from.iter().flat_map(|unknown| unknown.references()).collect(),
            _ => Vec::new(),
        }
    }
}

impl Reference {
    /// The attribute's first step: `id` of `aws_subnet.a.id`.
    pub fn attribute(&self) -> Option<&str> {
        match self.path.first() {
            Some(Step::Name(name)) => Some(name),
            _ => None,
        }
    }
}
