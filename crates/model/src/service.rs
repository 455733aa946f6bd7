//! Doors into a network that services make.

use ringfence_packets::{Bounds, Traffic};

use crate::{About, Attr, Evidence, Interface, Link};

/// Interfaces in a network behind which a service stands: an interface endpoint, a private link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceEndpoint {
    /// Header.
    pub about: About,
    /// Where it stands: subnets, addresses, filters.
    pub interfaces: Vec<Interface>,
    /// What it accepts.
    pub traffic: Bounds<Traffic>,
    /// The load balancer that it leads to, where the service is one of the same owner; `Set(None)`: a service of the
    /// cloud or of somebody else.
    pub leads_to: Attr<Option<Link>>,
    /// What says so.
    pub evidence: Vec<Evidence>,
}
