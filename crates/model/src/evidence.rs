//! A fact with the place that says so.

use std::sync::Arc;

use crate::{ResourceId, Source};

/// One fact that makes an edge or a classification true.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Evidence {
    /// The resource the fact is about.
    pub subject: ResourceId,
    /// The fact in words, lower case, no full stop: "`map_public_ip_on_launch` is true".
    pub fact: Arc<str>,
    /// Where it stands.
    pub source: Source,
}

impl Evidence {
    /// Puts one together.
    pub fn new(subject: &ResourceId, fact: impl Into<Arc<str>>, source: &Source) -> Self {
        Self { subject: subject.clone(), fact: fact.into(), source: source.clone() }
    }
}
