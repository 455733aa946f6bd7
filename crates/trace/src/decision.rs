//! What decides at a hop.

use ringfence_model::{Evidence, Gap, ResourceId, Truth};

/// What kind of thing decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// Whether what the packet meets is there at all.
    Existence,
    /// Whether the sender has the source address.
    Source,
    /// A packet filter.
    Filter,
    /// A route.
    Route,
    /// A side of a router.
    Attachment,
    /// A public address, or its translation.
    Mapping,
    /// Whether something there has the address.
    Delivery,
    /// A listener, or the port of a service.
    Listener,
    /// A list of clients that a service keeps by itself.
    Clients,
}

/// One decision about the packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What kind of thing decides.
    pub what: What,
    /// Whether it lets the packet go on.
    pub truth: Truth,
    /// What decides, and would have to change.
    pub subject: ResourceId,
    /// The decision in words, lower case, no full stop.
    pub fact: String,
    /// What says so.
    pub evidence: Vec<Evidence>,
    /// Why it is not certain.
    pub gaps: Vec<Gap>,
}

impl Decision {
    pub(crate) fn new(what: What, truth: Truth, subject: &ResourceId, fact: impl Into<String>) -> Self {
        Self {
            what,
            truth,
            subject: subject.clone(),
            fact: fact.into(),
            evidence: Vec::new(),
            gaps: Vec::new(),
        }
    }

    pub(crate) fn because(mut self, evidence: &[Evidence]) -> Self {
        self.evidence.extend_from_slice(evidence);
        self
    }

    pub(crate) fn lacking<'g>(mut self, gaps: impl IntoIterator<Item = &'g Gap>) -> Self {
        self.gaps.extend(gaps.into_iter().cloned());
        self
    }
}
