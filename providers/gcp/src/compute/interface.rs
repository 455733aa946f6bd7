//! Network interfaces: where a machine stands, and whether it has a public address.

use ringfence_model::{Attr, Evidence, Gap, GapKind, Interface, Link, ResourceId, Source, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, bool_attr, source};
use ringfence_terraform::Value;

use crate::kinds::{ADDRESS, NETWORK};
use crate::list::elements;
use crate::network::{auto_id, automatic, default_network, network_of, private, subnet_link};
use crate::pages::TF_INSTANCE;
use crate::stack::Stack;

/// Where a machine stands.
#[derive(Clone, Debug)]
pub(crate) struct Placement {
    /// Its interfaces, the primary one first; groups apart.
    pub(crate) interfaces: Vec<Interface>,
    /// What says so.
    pub(crate) evidence: Vec<Evidence>,
}

/// Reads the interfaces of an instance or a template, which is what `subject` names, of the machine `owner`.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance>
/// (`network` or `subnetwork` must be given, the network is inferred from the subnet; `access_config` "can be
/// used to specify … an ephemeral IP", also when empty), read 2026-11-23.
pub(crate) fn placement(
    stack: &Stack<'_>,
    owner: &ResourceId,
    subject: &ResourceId,
    body: &impl Fields,
) -> Placement {
    let written = elements(body.field("network_interface"));
    let forwards = bool_attr(body, "can_ip_forward", Some((false, TF_INSTANCE)));
    let mut placed = Placement { interfaces: Vec::new(), evidence: Vec::new() };
    for block in written.items {
        placed.evidence.extend(facts(subject, block));
        let mut interface = one(stack, owner, block);
        interface.forwards = forwards.clone();
        placed.interfaces.push(interface);
    }
    if let Some(gap) = written.gaps.into_iter().next().filter(|_| written.items.is_empty()) {
        let unknown = || Attr::Unknown(gap.clone());
        placed.interfaces.push(Interface {
            network: Some(Link::Unknown(gap.clone())),
            public_v4: unknown(),
            public_v6: unknown(),
            forwards: forwards.clone(),
            ..Interface::new(owner)
        });
    }
    if placed.interfaces.is_empty() {
        // Every machine has one; the template that describes it may stand elsewhere.
        let none = || Attr::Default { value: false, source: Source::Documented { url: TF_INSTANCE } };
        placed.interfaces.push(Interface {
            public_v4: none(),
            public_v6: none(),
            forwards,
            ..Interface::new(owner)
        });
    }
    placed
}

fn one(stack: &Stack<'_>, owner: &ResourceId, block: &Value) -> Interface {
    let (network, subnet) = place(stack, block);
    Interface {
        network,
        subnets: subnet.into_iter().collect(),
        addresses: addresses(block),
        public_v4: public(block, "access_config"),
        public_v6: public(block, "ipv6_access_config"),
        public_addresses: public_addresses(stack, block),
        ..Interface::new(owner)
    }
}

/// The public IPv4 addresses of an interface that are written down, in it or in the address that it names.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance>
/// (`access_config.nat_ip`), read 2026-11-23.
fn public_addresses(stack: &Stack<'_>, block: &Value) -> AddressSet {
    let configs = elements(block.get("access_config"));
    let named = configs.certain().filter_map(|config| config.get("nat_ip"));
    let written = named.filter_map(|value| match value.as_str() {
        Some(text) => Some(text),
        None => ADDRESS.record(&stack.records, value)?.get("address")?.as_str(),
    });
    let sets = written.filter_map(|text| AddressSet::parse_cidr(text).ok());
    sets.fold(AddressSet::empty(), |all, one| all.union(&one))
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
        (None, None) if interface.get("network_attachment").is_some() => {
            let what = "the network that a network attachment puts an interface into".to_owned();
            let gap = Gap { kind: GapKind::Unsupported, what, source: Some(source(interface)) };
            (Some(Link::Unknown(gap)), None)
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

/// Whether an interface has a block that gives it a public address.
///
/// Unknown: also if it is not known whether there is such an interface.
fn public(interface: &Value, block: &str) -> Attr<bool> {
    let blocks = elements(interface.get(block));
    if let Some(there) = blocks.certain().next().filter(|_| !interface.maybe) {
        return Attr::Set { value: true, source: source(there) };
    }
    let there = blocks.items.first().filter(|_| interface.maybe).map(|_| {
        ringfence_provider::invalid("how many interfaces a `dynamic` makes here", interface.origin.at)
    });
    let unread = interface.is_opaque().then(|| ringfence_provider::gap(interface));
    match blocks.gaps.into_iter().chain(there).chain(unread).next() {
        Some(gap) => Attr::Unknown(gap),
        None => Attr::Default { value: false, source: Source::Documented { url: TF_INSTANCE } },
    }
}

/// The addresses of an interface inside its network: its own and those of its alias ranges; nothing if its own is
/// not written down.
///
/// Unknown: an alias range of which only the length is written lies somewhere in the subnet.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance>
/// (`network_ip`, `alias_ip_range`), read 2026-11-23.
fn addresses(interface: &Value) -> Option<Bounds<AddressSet>> {
    let text = interface.get("network_ip")?.as_str()?;
    let mut all = AddressSet::parse_cidr(text).ok().map(Bounds::exact)?;
    let aliases = elements(interface.get("alias_ip_range"));
    for alias in aliases.items {
        let written = alias.get("ip_cidr_range").and_then(Value::as_str);
        let set = written.and_then(|text| AddressSet::parse_cidr(text).ok()).filter(|_| !alias.maybe);
        all = all.union(&set.map_or_else(|| Bounds::at_most(private()), Bounds::exact));
    }
    let open = !aliases.gaps.is_empty();
    Some(if open { all.union(&Bounds::at_most(private())) } else { all })
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
