//! `aws_vpc_endpoint` with interfaces: doors into a VPC behind which services stand.
//!
//! Endpoints of gateway load balancers are appliances on the way of routes, and no door that anybody connects to.
//!
//! Source: `aws_vpc_endpoint` (read 2026-11-25): without security groups an endpoint has the
//! VPC's default group; the associations of endpoints with subnets and groups (remembered).

use ringfence_model::{Evidence, Interface, Link, Model, ResourceId, ServiceEndpoint, Source};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, about, cidrs, tags};
use ringfence_terraform::{Record, Value};

use super::endpoint_service;
use crate::links::{GROUP, INTERFACE, SUBNET, VPC};
use crate::network::{EndpointKind, endpoint_kind};
use crate::stack::{Stack, id, name, outside};

/// All endpoints with interfaces; balancers are in the model already.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    let mut found = Vec::new();
    for record in stack.records.of_type("aws_vpc_endpoint").iter().copied() {
        match endpoint_kind(record) {
            EndpointKind::Interface => found.push(endpoint(stack, model, record)),
            EndpointKind::Unknown if record.field("subnet_ids").is_some() => {
                found.push(endpoint(stack, model, record));
            }
            _ => {}
        }
    }
    model.endpoints.extend(found);
    let services = stack.records.of_type("aws_vpc_endpoint_service").iter();
    model.notices.extend(services.filter_map(|record| endpoint_service::offered(stack, record)));
}

fn endpoint(stack: &Stack<'_>, model: &Model, record: &Record) -> ServiceEndpoint {
    let own = id(record);
    let mut header = about(record, "interface endpoint");
    header.tags = tags(record.field("tags"));
    header.name = name(record);
    let leads_to = endpoint_service::leads_to(stack, record);
    let traffic = endpoint_service::traffic(model, &leads_to);
    let said = record.field("service_name").map(|value| {
        let shown =
            value.reference().map_or_else(|| ringfence_provider::shown(value), |at| format!("`{at}`"));
        Evidence::new(&own, format!("its service is {shown}"), &Source::File(value.origin.used_at()))
    });
    ServiceEndpoint {
        interfaces: interfaces(stack, record),
        about: header,
        traffic,
        leads_to,
        evidence: said.into_iter().collect(),
    }
}

/// One interface in each of its subnets.
fn interfaces(stack: &Stack<'_>, record: &Record) -> Vec<Interface> {
    let own = id(record);
    let network = record.field("vpc_id").map(|value| stack.link(value, &VPC));
    let groups = groups(stack, record, network.as_ref());
    let make = |id: &ResourceId, subnets: Vec<Link>, addresses| Interface {
        network: network.clone(),
        subnets,
        addresses,
        filters: groups.clone(),
        groups: groups.clone(),
        ..Interface::new(id)
    };
    let listed = record.field("network_interface_ids").and_then(Value::as_list).unwrap_or_default();
    let known: Vec<&Record> = listed.iter().filter_map(|value| stack.target(value, &INTERFACE)).collect();
    if !known.is_empty() && known.len() == listed.len() {
        let of = |interface: &&Record| {
            let subnets = interface.field("subnet_id").map(|value| stack.links(value, &SUBNET));
            let addresses = interface.field("private_ips");
            let addresses = addresses.map(|value| cidrs(&own, "private_ips", value, &AddressSet::all()).set);
            make(&id(interface), subnets.unwrap_or_default(), addresses)
        };
        return known.iter().map(of).collect();
    }
    let subnets = subnets(stack, record, &own);
    let placed = subnets.into_iter().map(|subnet| {
        let addresses = addresses(stack, record, &subnet);
        make(&own, vec![subnet], addresses)
    });
    placed.collect()
}

/// Its subnets: listed, configured with addresses, or associated; none without any.
fn subnets(stack: &Stack<'_>, record: &Record, own: &ResourceId) -> Vec<Link> {
    let mut found = record.field("subnet_ids").map(|value| stack.links(value, &SUBNET)).unwrap_or_default();
    let configured =
        record.nested("subnet_configuration").iter().filter_map(|block| block.field("subnet_id"));
    let associated = stack.endpoint_subnets().of(own).iter();
    let associated = associated.filter_map(|naming| naming.record.field("subnet_id"));
    for value in configured.chain(associated) {
        let link = stack.link(value, &SUBNET);
        if link.id().is_none() || !found.iter().any(|known| known.id() == link.id()) {
            found.push(link);
        }
    }
    found
}

/// The addresses in one subnet, where they are written.
fn addresses(stack: &Stack<'_>, record: &Record, subnet: &Link) -> Option<Bounds<AddressSet>> {
    let here = |block: &&Value| {
        let link = block.field("subnet_id").map(|value| stack.link(value, &SUBNET));
        link.is_some_and(|link| link.id().is_some() && link.id() == subnet.id())
    };
    let block = record.nested("subnet_configuration").iter().find(here)?;
    let v4 = block.field("ipv4").filter(|value| value.as_str() != Some(""))?;
    let mut set = cidrs(&id(record), "ipv4", v4, &AddressSet::all_v4()).set;
    if let Some(v6) = block.field("ipv6").filter(|value| value.as_str() != Some("")) {
        set = set.union(&cidrs(&id(record), "ipv6", v6, &AddressSet::all_v6()).set);
    }
    Some(set)
}

/// Its security groups; the VPC's default group if none is named, or if groups are only added to it.
fn groups(stack: &Stack<'_>, record: &Record, network: Option<&Link>) -> Vec<Link> {
    let written =
        record.field("security_group_ids").map(|value| stack.links(value, &GROUP)).unwrap_or_default();
    let added = stack.endpoint_groups().of(&id(record));
    let replaces =
        |record: &Record| record.field("replace_default_association").and_then(Value::as_bool) == Some(true);
    let mut found = written;
    if found.is_empty() && !added.iter().any(|naming| replaces(naming.record)) {
        found.push(match network {
            Some(Link::To { id, source }) => Link::To { id: stack.default_group(id), source: source.clone() },
            Some(unknown) => unknown.clone(),
            None => Link::Unknown(outside(format!("the VPC of `{}`", record.address), None)),
        });
    }
    let added = added.iter().filter_map(|naming| naming.record.field("security_group_id"));
    found.extend(added.map(|value| stack.link(value, &GROUP)));
    found
}
