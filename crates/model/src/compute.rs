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
    /// Filters at its own interface. Every rule of each applies to it.
    pub filters: Vec<Link>,
    /// Groups it belongs to, which rules may name: its security groups, network tags, service account.
    pub groups: Vec<Link>,
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
