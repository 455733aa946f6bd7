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
    /// What is said of a place where a value that was written elsewhere is passed on.
    pub const PASSED_ON: &'static str = "the value is passed on here";

    /// Whether it says no more than that the fact before it came this way.
    pub fn is_passed_on(&self) -> bool {
        self.fact.as_ref() == Self::PASSED_ON
    }

    /// Puts one together.
    pub fn new(subject: &ResourceId, fact: impl Into<Arc<str>>, source: &Source) -> Self {
        Self { subject: subject.clone(), fact: fact.into(), source: source.clone() }
    }
}
