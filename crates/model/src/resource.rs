//! What all resources have: an id, a declaration, names and tags.

use std::fmt;
use std::sync::Arc;

use crate::{Gap, Source, Truth};

/// Address of a resource, unique in its model: a Terraform address (`module.a.x_subnet.b[0]`), or the id
/// that the configuration uses for something that it does not declare (`sg-0123`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId(pub Arc<str>);

impl ResourceId {
    /// From an address.
    pub fn new(address: impl Into<Arc<str>>) -> Self {
        Self(address.into())
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What every resource says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its address.
    pub id: ResourceId,
    /// What a person calls this kind of thing: "security group", "instance template".
    pub kind: &'static str,
    /// Its name in the cloud, if it is known.
    pub name: Option<String>,
    /// The header of the block that declares it; documentation for what a service makes by itself.
    pub declared_at: Source,
    /// False for something the configuration refers to but does not declare: nothing in it can be relied on.
    pub declared: bool,
    /// How many of it there are. Unknown: `count` or `for_each` depends on an unknown, so there may be none.
    pub exists: Truth,
    /// Tags or labels, sorted by key.
    pub tags: Vec<Tag>,
}

/// A tag or label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The key.
    pub key: String,
    /// The value; nothing if it is unknown.
    pub value: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// A reference to another resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// To this one, which may or may not be in the model.
    To {
        /// Which.
        id: ResourceId,
        /// The attribute that says so.
        source: Source,
    },
    /// To something that could not be learnt: it may be anything.
    Unknown(Gap),
}

impl Link {
    /// The target, if it is known.
    pub fn id(&self) -> Option<&ResourceId> {
        match self {
            Self::To { id, .. } => Some(id),
            Self::Unknown(_) => None,
        }
    }

    /// Where the reference stands.
    pub fn source(&self) -> Option<&Source> {
        match self {
            Self::To { source, .. } => Some(source),
            Self::Unknown(gap) => gap.source.as_ref(),
        }
    }
}
