//! Network interfaces: where a machine stands, and whether it has a public address.

use ringfence_model::{Attr, Evidence, Link, ResourceId, Source, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, source};
use ringfence_terraform::Value;

use crate::kinds::NETWORK;
use crate::list::{Elements, elements};
use crate::network::{auto_id, automatic, default_network, network_of, subnet_link};
use crate::pages::TF_INSTANCE;
use crate::stack::Stack;

/// Where a machine stands.
#[derive(Clone, Debug)]
pub(crate) struct Placement {
    /// The network of its first interface.
    pub(crate) network: Option<Link>,
    /// The subnets of all its interfaces.
    pub(crate) subnets: Vec<Link>,
    /// Addresses that are written down.
    pub(crate) addresses: Option<Bounds<AddressSet>>,
    /// Whether any interface has a public IPv4 address.
    pub(crate) public_v4: Attr<bool>,
    /// Whether any interface has a public IPv6 address.
    pub(crate) public_v6: Attr<bool>,
    /// What says so.
    pub(crate) evidence: Vec<Evidence>,
}

/// Reads the interfaces of an instance or a template.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance>
/// (`network` or `subnetwork` must be given, the network is inferred from the subnet; `access_config` "can be
/// used to specify … an ephemeral IP", also when empty), read 2026-11-23.
pub(crate) fn placement(stack: &Stack<'_>, subject: &ResourceId, body: &impl Fields) -> Placement {
    let interfaces = elements(body.field("network_interface"));
    let mut placed = Placement {
        network: None,
        subnets: Vec::new(),
        addresses: None,
        public_v4: public(&interfaces, "access_config"),
        public_v6: public(&interfaces, "ipv6_access_config"),
        evidence: Vec::new(),
    };
    for interface in interfaces.items {
        let (network, subnet) = place(stack, interface);
        placed.evidence.extend(facts(subject, interface));
        placed.subnets.extend(subnet);
        if placed.network.is_none() {
            placed.network = network;
            placed.addresses = address(interface);
        }
    }
    if let (None, Some(gap)) = (&placed.network, interfaces.gaps.into_iter().next()) {
        placed.network = Some(Link::Unknown(gap));
    }
    placed
}

/// The network and subnet of one interface.
fn place(stack: &Stack<'_>, interface: &Value) -> (Option<Link>, Option<Link>) {
    let network = interface.get("network").map(|value| NETWORK.link(&stack.records, value));
    let subnet = interface.get("subnetwork").map(|value| subnet_link(stack, value));
    match (network, subnet) {
        (network, Some(subnet)) => {
            (Some(network.unwrap_or_else(|| network_of(stack, &subnet))), Some(subnet))
        }
        (Some(network), None) => {
            let subnet = auto_subnet(stack, &network);
            (Some(network), subnet)
        }
        (None, None) if interface.is_opaque() => {
            (Some(Link::Unknown(ringfence_provider::gap(interface))), None)
        }
        (None, None) => (None, None),
    }
}

/// The subnet that an auto mode network gives to a machine that names none.
pub(crate) fn auto_subnet(stack: &Stack<'_>, network: &Link) -> Option<Link> {
    let Link::To { id, source } = network else { return None };
    let declared = NETWORK.declared(&stack.records, network).map(automatic);
    let is_auto = declared.unwrap_or_else(|| (*id == default_network()).into());
    (is_auto != Truth::No).then(|| Link::To { id: auto_id(id), source: source.clone() })
}

/// Whether any interface has a block that gives it a public address.
fn public(interfaces: &Elements<'_>, block: &str) -> Attr<bool> {
    let blocks: Vec<Elements<'_>> =
        interfaces.items.iter().map(|interface| elements(interface.get(block))).collect();
    if let Some(there) = blocks.iter().find_map(|blocks| blocks.certain().next()) {
        return Attr::Set { value: true, source: source(there) };
    }
    let unread = interfaces.items.iter().find(|interface| interface.is_opaque()).map(ringfence_provider::gap);
    let gaps = blocks.into_iter().flat_map(|blocks| blocks.gaps);
    match gaps.chain(interfaces.gaps.clone()).chain(unread).next() {
        Some(gap) => Attr::Unknown(gap),
        None => Attr::Default { value: false, source: Source::Documented { url: TF_INSTANCE } },
    }
}

fn address(interface: &Value) -> Option<Bounds<AddressSet>> {
    let text = interface.get("network_ip")?.as_str()?;
    AddressSet::parse_cidr(text).ok().map(Bounds::exact)
}

fn facts(subject: &ResourceId, interface: &Value) -> Vec<Evidence> {
    let written = ["subnetwork", "network"].iter().find_map(|name| Some((name, interface.get(name)?)));
    written
        .into_iter()
        .map(|(name, value)| {
            let fact = format!("`{name}` puts it there");
            Evidence::new(subject, fact, &Source::File(value.origin.used_at()))
        })
        .collect()
}
