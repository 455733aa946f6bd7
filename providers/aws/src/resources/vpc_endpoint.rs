//! `aws_vpc_endpoint` with interfaces, and `aws_vpc_endpoint_service`: doors into a VPC behind which services stand.
//!
//! Endpoints of gateway load balancers are appliances on the way of routes, and no door that anybody connects to.
//!
//! Source: `aws_vpc_endpoint`, `aws_vpc_endpoint_service` (read 2026-11-25): without security groups an endpoint has the
//! VPC's default group; the associations of endpoints with subnets and groups (remembered).

use ringfence_model::{
    Attr, Evidence, Interface, Level, Link, Model, Notice, NoticeId, ResourceId, ServiceEndpoint, Source,
};
use ringfence_packets::{AddressSet, Bounds, Traffic};
use ringfence_provider::{Fields, about, cidrs, gap, source, tags};
use ringfence_terraform::{Record, Value};

use crate::links::{BALANCER, ENDPOINT_SERVICE, GROUP, INTERFACE, SUBNET, VPC};
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
    model
        .notices
        .extend(stack.records.of_type("aws_vpc_endpoint_service").iter().filter_map(|r| offered(stack, r)));
}

fn endpoint(stack: &Stack<'_>, model: &Model, record: &Record) -> ServiceEndpoint {
    let own = id(record);
    let mut header = about(record, "interface endpoint");
    header.tags = tags(record.field("tags"));
    header.name = name(record);
    let leads_to = leads_to(stack, record);
    let behind = leads_to.value().and_then(|link| link.as_ref()?.id().cloned());
    let balancer = behind.and_then(|id| model.balancers.iter().find(|balancer| balancer.about.id == id));
    let traffic = balancer.map_or_else(Bounds::unknown, |balancer| {
        let listeners = balancer.listeners.iter().map(|listener| &listener.traffic);
        listeners.fold(Bounds::exact(Traffic::none()), |all, traffic| all.union(traffic))
    });
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

/// The balancer behind its service, where that is declared; services of the vendor and of others are none.
fn leads_to(stack: &Stack<'_>, record: &Record) -> Attr<Option<Link>> {
    let Some(value) = record.field("service_name") else {
        return Attr::Unknown(outside(format!("the service of `{}`", record.address), None));
    };
    let at = source(value);
    match stack.target(value, &ENDPOINT_SERVICE) {
        Some(service) => {
            let listed = service.field("network_load_balancer_arns");
            let first =
                listed.map(|value| stack.links(value, &BALANCER)).unwrap_or_default().into_iter().next();
            Attr::Set { value: first, source: at }
        }
        None if value.as_str().is_some() => Attr::Set { value: None, source: at },
        None => Attr::Unknown(gap(value)),
    }
}

/// A service that others may connect to from VPCs that are not seen here.
///
/// Source: `aws_vpc_endpoint_service`, `allowed_principals` (read 2026-11-25).
fn offered(stack: &Stack<'_>, record: &Record) -> Option<Notice> {
    let own = id(record);
    let written =
        record.field("allowed_principals").filter(|value| value.as_list().is_none_or(|all| !all.is_empty()));
    let apart = stack.service_principals().of(&own).first().map(|naming| naming.record);
    let at = written.map(source).or_else(|| Some(Source::File(apart?.header)))?;
    let message = format!(
        "`{own}` lets others connect from VPCs that are not seen here: they reach its load balancers with addresses of \
         these, whatever the security groups of the targets say of clients"
    );
    Some(Notice { id: NoticeId::Unsupported, level: Level::Note, message, source: Some(at) })
}
