//! The front of a load balancer: where it stands, who may come in.
//!
//! Source: `aws_lb`; Elastic Load Balancing, security groups of network load balancers (read 2026-11-23).

use ringfence_model::{Attr, Link, LoadBalancer};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, about, bool_attr, cidrs, string_attr, tags};
use ringfence_terraform::{Record, Value};

use super::machine::default_groups;
use crate::links::{GROUP, SUBNET};
use crate::pages;
use crate::stack::{Stack, id, name};

/// What kind of balancer it is, as far as its targets see.
pub(super) struct Kind {
    /// A network load balancer: it passes connections on.
    pub(super) network: Attr<bool>,
    /// Whether it has security groups.
    pub(super) groups: bool,
}

/// The balancer without listeners, with its kind.
pub(super) fn front(stack: &Stack<'_>, record: &Record) -> (LoadBalancer, Kind) {
    let kind = string_attr(record, "load_balancer_type", Some(("application", pages::LB)));
    let network = kind.map(|text| text == "network" || text == "gateway");
    let subnets = subnets(stack, record);
    let filters = filters(stack, record, &network, &subnets);
    let mut header = about(record, "load balancer");
    header.kind = match network.truth() {
        ringfence_model::Truth::Yes => "network load balancer",
        ringfence_model::Truth::No => "application load balancer",
        ringfence_model::Truth::Unknown => "load balancer",
    };
    header.name = name(record);
    header.tags = tags(record.field("tags"));
    let groups = filters.is_some();
    let balancer = LoadBalancer {
        about: header,
        public: bool_attr(record, "internal", Some((false, pages::LB))).map(|internal| !internal),
        network: None,
        groups: filters.clone().unwrap_or_default(),
        subnets,
        filters,
        listeners: Vec::new(),
        addresses: addresses(stack, record),
        clients: clients(record),
    };
    (balancer, Kind { network, groups })
}

/// The addresses inside the network: written for each subnet, or those of the interfaces that the service makes, which
/// saved replies list.
///
/// Source: `aws_lb`, `subnet_mapping` (read 2026-11-25); descriptions of interfaces (remembered).
fn addresses(stack: &Stack<'_>, record: &Record) -> Option<Bounds<AddressSet>> {
    let blocks = record.nested("subnet_mapping");
    let of = |block: &Value| {
        let written = |name| block.field(name).filter(|value| value.as_str() != Some(""));
        let v4 = written("private_ipv4_address");
        let v4 =
            v4.map(|value| cidrs(&id(record), "private_ipv4_address", value, &AddressSet::all_v4()).set)?;
        let v6 = written("ipv6_address");
        let v6 = v6.map(|value| cidrs(&id(record), "ipv6_address", value, &AddressSet::all_v6()).set);
        Some(v6.map_or_else(|| v4.clone(), |v6| v4.union(&v6)))
    };
    let written: Option<Vec<Bounds<AddressSet>>> = blocks.iter().map(of).collect();
    if let Some(written) = written.filter(|all| !all.is_empty()) {
        return Some(written.iter().fold(Bounds::empty(), |all, one| all.union(one)));
    }
    let suffix = record.field("arn").and_then(Value::as_str)?.split_once(":loadbalancer/")?.1;
    let interfaces =
        stack.records.with_literal("aws_network_interface", "description", &format!("ELB {suffix}"));
    let listed = interfaces.iter().filter_map(|interface| interface.field("private_ips"));
    let sets = listed.map(|value| cidrs(&id(record), "private_ips", value, &AddressSet::all_v4()).set);
    sets.reduce(|all, one| all.union(&one))
}

fn subnets(stack: &Stack<'_>, record: &Record) -> Vec<Link> {
    let mut found: Vec<Link> =
        record.field("subnets").map(|value| stack.links(value, &SUBNET)).unwrap_or_default();
    for block in record.nested("subnet_mapping") {
        found.extend(block.field("subnet_id").map(|value| stack.link(value, &SUBNET)));
    }
    if found.is_empty() {
        // One of both is needed, so the list is not known.
        let value = record.field("subnets").or_else(|| record.field("subnet_mapping"));
        found.extend(
            value.filter(|value| value.is_opaque()).map(|v| Link::Unknown(ringfence_provider::gap(v))),
        );
    }
    found
}

/// Without security groups an application load balancer has the VPC's default group, a network load balancer
/// none: it lets everybody in.
fn filters(stack: &Stack<'_>, record: &Record, network: &Attr<bool>, subnets: &[Link]) -> Option<Vec<Link>> {
    let written = record.field("security_groups").map(|value: &Value| stack.links(value, &GROUP));
    let written = written.filter(|links| !links.is_empty());
    match (written, network.truth()) {
        (Some(groups), _) => Some(groups),
        (None, ringfence_model::Truth::Yes) => None,
        (None, ringfence_model::Truth::No) => Some(default_groups(stack, subnets)),
        (None, ringfence_model::Truth::Unknown) => {
            Some(network.gap().cloned().map(Link::Unknown).into_iter().collect())
        }
    }
}

/// The address families of the front: IPv4 unless it says otherwise.
///
/// Source: `aws_lb`, `ip_address_type`; ELB API, `CreateLoadBalancer`: the default is `ipv4` (read 2026-11-23).
fn clients(record: &Record) -> Option<Bounds<AddressSet>> {
    let kind = string_attr(record, "ip_address_type", Some(("ipv4", pages::LB)));
    match kind.value().map(String::as_str) {
        Some("ipv4") => Some(Bounds::exact(AddressSet::all_v4())),
        Some("dualstack-without-public-ipv4") => Some(Bounds::exact(AddressSet::all_v6())),
        Some(_) => None,
        None => Some(Bounds::new(AddressSet::empty(), AddressSet::all())),
    }
}
