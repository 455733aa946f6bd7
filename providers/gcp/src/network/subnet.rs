//! Subnets: declared ones, those of auto mode networks, and ranges.

use ringfence_model::{Gap, Link, ResourceId, Source, Subnet, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{about, cidrs, documented, string_attr};
use ringfence_terraform::{Record, Value};

use super::prepopulated::AUTO_MODE_RANGE;
use crate::kinds::{NETWORK, SUBNET};
use crate::list::elements;
use crate::pages::NETWORKS;
use crate::stack::{Lowered, Stack};

/// Lowers every declared subnet that machines can stand in or balancers can send from.
pub(crate) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    for record in stack.records.of_type("google_compute_subnetwork") {
        let mut header = about(record, "subnet");
        header.name = record.get("name").and_then(Value::as_str).map(str::to_owned);
        out.model.subnets.push(Subnet {
            about: header,
            network: network_of_record(stack, record),
            zone: None,
            ranges: primary(record),
            routes: Vec::new(),
            filters: Vec::new(),
        });
    }
}

/// The subnets that an auto mode network makes by itself, as one: one in each region, all from one range.
///
/// Source: <https://cloud.google.com/vpc/docs/vpc> ("Auto mode IPv4 ranges"), read 2026-11-23.
pub(crate) fn of_auto_mode(network: &ResourceId, source: &Source, exists: Truth) -> Subnet {
    let range = AddressSet::parse_cidr(AUTO_MODE_RANGE).unwrap_or_else(|_| AddressSet::all());
    Subnet {
        about: documented(auto_id(network), "auto mode subnet", NETWORKS, exists),
        network: Link::To { id: network.clone(), source: source.clone() },
        zone: None,
        ranges: Bounds::exact(range),
        routes: Vec::new(),
        filters: Vec::new(),
    }
}

/// The id of [`of_auto_mode`].
pub(crate) fn auto_id(network: &ResourceId) -> ResourceId {
    ResourceId::new(format!("{network}{AUTO_SUFFIX}"))
}

const AUTO_SUFFIX: &str = "/subnetworks";

/// The subnet that a value names; the `default` one is the default network's.
pub(crate) fn link(stack: &Stack<'_>, value: &Value) -> Link {
    match SUBNET.link(&stack.records, value) {
        Link::To { id, source } if id == SUBNET.outside("default") => {
            match NETWORK.by_name(&stack.records, "default", source) {
                Link::To { id, source } => Link::To { id: auto_id(&id), source },
                Link::Unknown(gap) => Link::Unknown(gap),
            }
        }
        link => link,
    }
}

/// The network that a subnet lies in.
pub(crate) fn network_of(stack: &Stack<'_>, subnet: &Link) -> Link {
    let (id, source) = match subnet {
        Link::To { id, source } => (id, source),
        Link::Unknown(gap) => return Link::Unknown(gap.clone()),
    };
    if let Some(network) = id.as_str().strip_suffix(AUTO_SUFFIX) {
        return Link::To { id: ResourceId::new(network), source: source.clone() };
    }
    match SUBNET.declared(&stack.records, subnet) {
        Some(record) => network_of_record(stack, record),
        None => Link::Unknown(outside(id, source)),
    }
}

/// The network that a declared subnet lies in.
pub(crate) fn network_of_record(stack: &Stack<'_>, record: &Record) -> Link {
    match record.get("network") {
        Some(value) => NETWORK.link(&stack.records, value),
        None => Link::Unknown(ringfence_provider::invalid("a subnet without a network", record.header)),
    }
}

fn outside(id: &ResourceId, source: &Source) -> Gap {
    let what = format!("the network of `{id}`, which is not declared here");
    Gap { kind: ringfence_model::GapKind::OutsideInput, what, source: Some(source.clone()) }
}

/// Addresses that machines may have inside the network; not those of pods.
fn primary(record: &Record) -> Bounds<AddressSet> {
    let v4 = record.get("ip_cidr_range").map_or_else(Bounds::empty, |value| read(record, value));
    v4.union(&v6(record))
}

/// Ranges for pods and services.
pub(crate) fn secondary(record: &Record) -> Bounds<AddressSet> {
    let ranges = elements(record.get("secondary_ip_range"));
    let mut all = Bounds::empty();
    for range in ranges.items {
        all = all.union(&secondary_range(record, range));
    }
    if ranges.gaps.is_empty() { all } else { all.union(&Bounds::at_most(private())) }
}

/// Every range of a declared subnet, also those for pods and services.
pub(crate) fn all_ranges(record: &Record) -> Bounds<AddressSet> {
    primary(record).union(&secondary(record))
}

/// The secondary range of a name.
///
/// Unknown: no range of that name, or none that is known.
pub(crate) fn secondary_named(record: &Record, name: &str) -> Bounds<AddressSet> {
    let is_named = |range: &&Value| range.get("range_name").and_then(Value::as_str) == Some(name);
    let found = elements(record.get("secondary_ip_range")).items.iter().find(is_named);
    found.map_or_else(|| Bounds::at_most(private()), |range| secondary_range(record, range))
}

fn secondary_range(record: &Record, range: &Value) -> Bounds<AddressSet> {
    range.get("ip_cidr_range").map_or_else(|| Bounds::at_most(private()), |value| read(record, value))
}

fn read(record: &Record, value: &Value) -> Bounds<AddressSet> {
    let id = ResourceId::new(record.address.clone());
    cidrs(&id, "ip_cidr_range", value, &private()).set
}

/// An external IPv6 range is assigned by the cloud; an internal one is unique local.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_subnetwork>
/// (`stack_type`, `ipv6_access_type`), read 2026-11-23.
fn v6(record: &Record) -> Bounds<AddressSet> {
    let stack_type = string_attr(record, "stack_type", None);
    if stack_type.is(|kind| kind.contains("IPV6")).possible() {
        return Bounds::at_most(AddressSet::all_v6());
    }
    Bounds::empty()
}

/// What a network's own addresses can be at most, when nobody knows them.
pub(crate) fn private() -> AddressSet {
    AddressSet::internet().complement()
}

/// The ranges of the declared and implicit subnets of a network.
pub(crate) fn ranges_of(
    stack: &Stack<'_>,
    out: &mut Lowered<'_>,
    network: &ResourceId,
) -> Bounds<AddressSet> {
    let mut all = Bounds::empty();
    let positions = out.subnets.network(out.model, network).iter();
    for subnet in positions.filter_map(|at| out.model.subnets.get(*at)) {
        all = all.union(&subnet.ranges);
        if let Some(record) = stack.records.get(subnet.about.id.as_str()) {
            all = all.union(&secondary(record));
        }
    }
    all
}
