//! Kubernetes clusters whose control plane the cloud runs.

use ringfence_packets::{AddressSet, Bounds};

use crate::{About, Attr, Evidence, Gap, Link, ResourceId};

/// A managed cluster: an API endpoint without hosts of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagedCluster {
    /// Header.
    pub about: About,
    /// The endpoint on the internet.
    pub public: PublicEndpoint,
    /// Whether the endpoint is also, or only, inside the network.
    pub private: Attr<bool>,
    /// The network its private endpoint stands in.
    pub network: Option<Link>,
    /// The subnets its private endpoint stands in.
    pub subnets: Vec<Link>,
    /// Filters at its private endpoint.
    pub filters: Vec<Link>,
    /// Who may connect to the private endpoint, where the service limits it by itself (else everybody that the
    /// filters let in).
    pub private_clients: Option<Bounds<AddressSet>>,
    /// Whether the private endpoint answers to clients from other networks and regions: a provider may limit that.
    pub private_from_afar: Attr<bool>,
    /// TCP ports of the API.
    pub ports: Vec<u16>,
    /// The identity the control plane uses.
    pub identity: Attr<Option<ResourceId>>,
}

/// The internet side of a managed control plane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicEndpoint {
    /// Whether there is one.
    pub enabled: Attr<bool>,
    /// Who may connect. Unknown: `must` holds what is certain, `may` everything that is possible.
    pub clients: Bounds<AddressSet>,
    /// Why `must` and `may` differ.
    pub gaps: Vec<Gap>,
    /// What says who may connect: the literal, or the documented default.
    pub evidence: Vec<Evidence>,
}
