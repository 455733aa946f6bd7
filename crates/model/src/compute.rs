//! Machines: instances, and groups of equal instances.

use ringfence_packets::{AddressSet, Bounds};

use crate::{About, Attr, Document, Evidence, Link, ResourceId, RoleSignal};

/// An instance, or a group of instances made from one template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Header; for a group, the group's.
    pub about: About,
    /// One machine, or a group of equal ones.
    pub kind: MachineKind,
    /// The resources that describe it beside [`About::id`]: template, attachments.
    pub parts: Vec<ResourceId>,
    /// Its network interfaces, the primary one first; of a group, those that each of its machines has.
    pub interfaces: Vec<Interface>,
    /// The identity whose credentials it can get. `Set(None)` if it has none.
    pub identity: Attr<Option<ResourceId>>,
    /// Its metadata service.
    pub metadata: MetadataService,
    /// What it runs when it boots, decoded.
    pub payloads: Vec<Document>,
    /// Disks that belong to it or are attached to it.
    pub volumes: Vec<ResourceId>,
    /// What the provider knows about its role: types, provider-specific tags.
    pub signals: Vec<RoleSignal>,
    /// Facts about it that say why it is on this subnet, in this group: for hops.
    pub evidence: Vec<Evidence>,
}

/// A network interface of a machine, or of each machine of a group; or the one that a service puts into a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// Its own id where it is a resource of its own, else that of what it belongs to.
    pub id: ResourceId,
    /// The network, where the configuration names it (else the subnets' network).
    pub network: Option<Link>,
    /// The subnets it may be placed in; empty if the configuration names none.
    pub subnets: Vec<Link>,
    /// Addresses it has inside the network, where these are written down (else the subnets' ranges).
    pub addresses: Option<Bounds<AddressSet>>,
    /// Whether it has a public IPv4 address.
    pub public_v4: Attr<bool>,
    /// Whether it has an IPv6 address that the internet routes.
    pub public_v6: Attr<bool>,
    /// The public IPv4 addresses that lead to it, as far as they are written down.
    pub public_addresses: AddressSet,
    /// Filters at the interface itself. Every rule of each applies to it.
    pub filters: Vec<Link>,
    /// Groups it belongs to, which rules may name: its security groups, network tags, service account.
    pub groups: Vec<Link>,
    /// Whether it passes on packets that are not for itself, so that routes may lead to it.
    pub forwards: Attr<bool>,
}

impl Machine {
    /// The networks that its interfaces name.
    pub fn networks(&self) -> impl Iterator<Item = &Link> {
        self.interfaces.iter().filter_map(|interface| interface.network.as_ref())
    }

    /// The subnets of all its interfaces.
    pub fn subnets(&self) -> impl Iterator<Item = &Link> {
        self.interfaces.iter().flat_map(|interface| &interface.subnets)
    }

    /// The filters at all its interfaces.
    pub fn filters(&self) -> impl Iterator<Item = &Link> {
        self.interfaces.iter().flat_map(|interface| &interface.filters)
    }

    /// The groups of all its interfaces.
    pub fn groups(&self) -> impl Iterator<Item = &Link> {
        self.interfaces.iter().flat_map(|interface| &interface.groups)
    }
}

impl Interface {
    /// One of which nothing is known but whose it is.
    pub fn new(id: &ResourceId) -> Self {
        Self {
            id: id.clone(),
            network: None,
            subnets: Vec::new(),
            addresses: None,
            public_v4: Attr::NotApplicable,
            public_v6: Attr::NotApplicable,
            public_addresses: AddressSet::empty(),
            filters: Vec::new(),
            groups: Vec::new(),
            forwards: Attr::NotApplicable,
        }
    }
}

/// One machine or many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MachineKind {
    /// One instance.
    Instance,
    /// A group that keeps a number of equal instances.
    Group,
}

/// The service on a machine that hands out the credentials of its identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataService {
    /// Whether it answers at all.
    pub enabled: Attr<bool>,
    /// Whether a session token or a header is needed, so that a forged request cannot reach it.
    pub session_required: Attr<bool>,
    /// How many network hops an answer survives: 1 keeps it from containers behind a bridge.
    pub hop_limit: Attr<u64>,
}

impl MetadataService {
    /// For providers or machines without one.
    pub fn not_applicable() -> Self {
        Self {
            enabled: Attr::NotApplicable,
            session_required: Attr::NotApplicable,
            hop_limit: Attr::NotApplicable,
        }
    }
}
