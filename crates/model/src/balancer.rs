//! Load balancers: front, listeners, targets.

use ringfence_packets::{AddressSet, Bounds, Traffic};

use crate::{About, Attr, Evidence, Link, ResourceId};

/// A load balancer, or a forwarding rule with what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadBalancer {
    /// Header.
    pub about: About,
    /// Whether its front has a public address.
    pub public: Attr<bool>,
    /// The network its front stands in.
    pub network: Option<Link>,
    /// The subnets its front stands in; empty if it stands outside any (its front is then not routed).
    pub subnets: Vec<Link>,
    /// Addresses its front has inside the network, where these are written down (else the subnets' ranges).
    pub addresses: Option<Bounds<AddressSet>>,
    /// Filters at its front; nothing if the kind has none or it is made without: everything passes.
    pub filters: Option<Vec<Link>>,
    /// Groups its own addresses belong to, which rules at the targets may name.
    pub groups: Vec<Link>,
    /// Its listeners.
    pub listeners: Vec<Listener>,
    /// Who may come in at the front, where the service limits it by itself (else everybody).
    pub clients: Option<Bounds<AddressSet>>,
}

/// A port (or several) that a load balancer serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// The resource that declares it.
    pub id: ResourceId,
    /// What it accepts.
    pub traffic: Bounds<Traffic>,
    /// The attribute that says so.
    pub evidence: Vec<Evidence>,
    /// Where it sends what it accepts.
    pub targets: Vec<TargetGroup>,
}

/// A set of machines that a listener sends to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetGroup {
    /// The resource that declares it.
    pub id: ResourceId,
    /// Port at the targets; `NotApplicable`: the listener's own port.
    pub port: Attr<u16>,
    /// Which source address the targets see.
    pub source: Attr<ListenerSource>,
    /// The machines.
    pub members: Vec<Member>,
    /// Why there may be members that could not be seen.
    pub unseen: Vec<crate::Gap>,
    /// What links listener and group.
    pub evidence: Vec<Evidence>,
    /// Path of the health check, if it has one: `/healthz` is a sign of an API server.
    pub health_path: Option<String>,
}

/// A machine behind a listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The machine (an instance, or a group of them).
    pub machine: Link,
    /// Port at this member where it differs from the group's.
    pub port: Option<Attr<u16>>,
    /// What makes it a member.
    pub evidence: Vec<Evidence>,
}

/// Source address that a target sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListenerSource {
    /// The client's own: the target's filters must allow the client.
    Client,
    /// The client's own, and a rule at the target that names one of the balancer's groups lets it in too.
    ClientOrBalancer,
    /// The balancer's own interfaces: its subnets' ranges and its groups.
    Balancer,
    /// Fixed ranges of the service.
    Ranges(AddressSet),
}
