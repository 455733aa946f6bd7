//! Values that only the cloud, or nobody here, knows.

use std::sync::Arc;

use ringfence_model::Span;

use crate::{Entries, Items, Map, Reference, Refinement, Type, Value};

/// A value that is not known, or not wholly.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Its type, as far as that is known.
    pub ty: Type,
    /// Why it is not known.
    pub reason: Arc<Reason>,
    /// What it must be like, whatever it turns out to be.
    pub refinement: Refinement,
    /// What is known of its content. Terraform does not keep this: it decides no expression, but the graph reads it.
    pub partial: Option<Partial>,
}

/// The content of a value that is known in part.
#[derive(Clone, Debug)]
pub enum Partial {
    /// Of a string: its pieces; at least one is unknown.
    Text(Vec<Part>),
    /// Of a list, set or tuple: elements that are known to be there, and unknown ones, each of which stands for none,
    /// one or many.
    Elements(Items),
    /// Of a map or object: entries that are known to be there. There may be others.
    Entries(Entries),
    /// It will be this value, whatever the unknown turns out to be: `unknown ? "a" : "a"`.
    Sure(Box<Value>),
}

/// A piece of a string that is known in part.
#[derive(Clone, Debug)]
pub enum Part {
    /// Known text.
    Known(Arc<str>),
    /// An unknown piece.
    Unknown(Arc<Reason>),
}

/// Why a value is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The reason.
    pub cause: Cause,
    /// The expression that could not be known.
    pub at: Span,
}

/// Reasons for not knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An attribute of a resource that only the cloud sets: the graph can still follow the reference.
    Computed(Reference),
    /// A plan says that it is known after apply, and not from what; names of what it refers to that the plan does not
    /// explain.
    Later(Vec<Arc<str>>),
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
    /// A file that is not read, or cannot be; why.
    Unread(Arc<str>),
    /// It names something that nothing declares; what. Unlike an error, `try` does not catch it.
    Undeclared(Arc<str>),
    /// The expression is wrong; the message.
    Error(Arc<str>),
    /// Computed from others that are unknown, at least one.
    Derived(Vec<Arc<Reason>>),
}

impl Reason {
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
            Cause::Derived(from) => from.iter().flat_map(|reason| reason.references()).collect(),
            _ => Vec::new(),
        }
    }

    /// The wrong expression behind it, if there is one.
    pub fn error(self: &Arc<Self>) -> Option<&Arc<Self>> {
        match &self.cause {
            Cause::Error(_) => Some(self),
            Cause::Derived(from) => from.iter().find_map(Self::error),
            _ => None,
        }
    }
}

impl Partial {
    /// Elements that are known, or unknown and perhaps there.
    pub fn elements(items: Vec<Value>) -> Self {
        Self::Elements(Items::mixed(items))
    }

    /// Entries that are known to be there.
    pub fn entries(entries: Map) -> Self {
        Self::Entries(Entries::mixed(entries))
    }
}

impl Unknown {
    /// Of a type, for a reason; nothing else is known of it.
    pub fn new(ty: Type, reason: Arc<Reason>) -> Self {
        Self { ty, reason, refinement: Refinement::default(), partial: None }
    }
}
