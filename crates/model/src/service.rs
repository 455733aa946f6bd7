//! Doors into a network that services make.

use ringfence_packets::{Bounds, Traffic};

use crate::{About, Attr, Evidence, Interface, Link, ListenerSource};

/// Interfaces in a network behind which a service stands: an interface endpoint, a private link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceEndpoint {
    /// Header.
    pub about: About,
    /// Where it stands: subnets, addresses, filters.
    pub interfaces: Vec<Interface>,
    /// What it accepts.
    pub traffic: Bounds<Traffic>,
    /// The load balancers that it leads to, where the service is one that is declared; none: a service of the cloud or
    /// of somebody else.
    pub leads_to: Attr<Vec<Behind>>,
    /// What says so.
    pub evidence: Vec<Evidence>,
}

/// A load balancer behind a door into another network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Which.
    pub balancer: Link,
    /// Whether its owner lets the door connect.
    pub accepted: Attr<bool>,
    /// Whether the filters and lists of clients at its front judge who comes in by the door; they see the client's own
    /// address. `NotApplicable`: they do not.
    pub judged: Attr<bool>,
    /// Which source address targets see that would else see the client's.
    pub source: Attr<ListenerSource>,
}
