//! What became of a packet.

use ringfence_model::{ResourceId, Truth};

use crate::Decision;

/// The way of one packet, as far as it comes, and that of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The places it passes, in order; the last one is where it ends.
    pub hops: Vec<Hop>,
    /// What becomes of it at the last hop.
    pub disposition: Disposition,
    /// Whether that is certain for this way: unknown if a decision on it is.
    pub certain: bool,
    /// Whether the packet arrives, over all ways that it may take.
    ///
    /// Unknown: it may arrive; the trace is then one way on which it does.
    pub arrives: Truth,
    /// What becomes of the answer; nothing if the packet does not arrive, or nobody answers it.
    pub answer: Option<Box<Trace>>,
}

/// A place that the packet passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Which.
    pub node: ResourceId,
    /// What it is.
    pub kind: NodeKind,
    /// What decides there, in order.
    pub decisions: Vec<Decision>,
}

/// What a hop is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeKind {
    /// A machine.
    Machine,
    /// A door that a service has into a network.
    Endpoint,
    /// A load balancer.
    Balancer,
    /// The endpoint of a managed cluster.
    Cluster,
    /// A subnet.
    Subnet,
    /// A network.
    Network,
    /// A gateway between a network and the internet.
    Gateway,
    /// A router between networks or to the outside.
    Router,
    /// A machine or service that forwards by rules that are not modelled.
    Middlebox,
    /// Services of the cloud.
    Service,
    /// The public internet.
    Internet,
    /// A place outside the cloud.
    Outside,
}

/// What becomes of a packet at its last hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Disposition {
    /// It reaches whom it is for.
    Accepted,
    /// It leaves for the internet, or for a place outside the cloud, where nothing more is known.
    ExitsNetwork,
    /// It is dropped on its way in: by a filter, a translation without a session, a listener that is not there.
    DeniedIn,
    /// It is dropped on its way out by a filter.
    DeniedOut,
    /// No route takes it.
    NoRoute,
    /// There is no such address, or a route drops it.
    NullRouted,
    /// The subnet has the address, and nobody in it.
    NeighborUnreachable,
}

/// What a connection comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// It is certainly there, both ways.
    Open,
    /// It may be there.
    PossiblyOpen,
    /// The packet arrives, or may, and the answer certainly does not.
    AnswerBlocked,
    /// The packet does not arrive.
    Blocked,
}

impl Disposition {
    /// Whether the packet comes where it is meant to come.
    pub fn arrives(self) -> bool {
        matches!(self, Self::Accepted | Self::ExitsNetwork)
    }

    /// In words, lower case.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::ExitsNetwork => "leaves the network",
            Self::DeniedIn => "denied on the way in",
            Self::DeniedOut => "denied on the way out",
            Self::NoRoute => "no route",
            Self::NullRouted => "dropped: no such address",
            Self::NeighborUnreachable => "nobody has the address",
        }
    }
}

impl NodeKind {
    /// In words, lower case.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::Endpoint => "service endpoint",
            Self::Balancer => "load balancer",
            Self::Cluster => "managed cluster",
            Self::Subnet => "subnet",
            Self::Network => "network",
            Self::Gateway => "gateway",
            Self::Router => "router",
            Self::Middlebox => "middlebox",
            Self::Service => "service",
            Self::Internet => "internet",
            Self::Outside => "outside",
        }
    }
}

impl Trace {
    /// The nodes of the hops, in order.
    pub fn nodes(&self) -> impl Iterator<Item = &str> {
        self.hops.iter().map(|hop| hop.node.as_str())
    }

    /// Every decision, in order.
    pub fn decisions(&self) -> impl Iterator<Item = &Decision> {
        self.hops.iter().flat_map(|hop| &hop.decisions)
    }

    /// What a connection that starts with this packet comes to.
    pub fn verdict(&self) -> Verdict {
        let answered = self.answer.as_ref().map_or(Truth::Yes, |answer| answer.arrives);
        match (self.arrives, answered) {
            (Truth::No, _) => Verdict::Blocked,
            (_, Truth::No) => Verdict::AnswerBlocked,
            (Truth::Yes, Truth::Yes) => Verdict::Open,
            _ => Verdict::PossiblyOpen,
        }
    }

    /// Whether a connection that starts with this packet is there: the packet arrives and the answer comes back.
    pub fn connects(&self) -> Truth {
        self.arrives.and(self.answer.as_ref().map_or(Truth::Yes, |answer| answer.arrives))
    }
}
