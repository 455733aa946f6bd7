//! Gateway endpoints: routes to services of the cloud, which never open a connection by themselves.
//!
//! Source: `aws_vpc_endpoint` (read 2026-11-25): `vpc_endpoint_type`, default `Gateway`; `route_table_ids`;
//! `aws_vpc_endpoint_route_table_association` (remembered).

use ringfence_model::{Evidence, Link, ResourceId, Route, RouteTarget, Source};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, cidrs};
use ringfence_terraform::{Record, Value};

use crate::links::{ENDPOINT, ROUTE_TABLE};
use crate::stack::{Stack, id};

/// What an endpoint is, by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndpointKind {
    /// A route to services.
    Gateway,
    /// Interfaces in subnets.
    Interface,
    /// Interfaces to which routes lead, with appliances behind them.
    Appliances,
    /// It is not known.
    Unknown,
}

/// The kind of an endpoint; the type may be that of the service, which tells it only after apply.
pub(crate) fn endpoint_kind(record: &Record) -> EndpointKind {
    let Some(value) = record.field("vpc_endpoint_type") else { return EndpointKind::Gateway };
    match value.as_str() {
        Some("Gateway") => EndpointKind::Gateway,
        Some("GatewayLoadBalancer") => EndpointKind::Appliances,
        Some(_) => EndpointKind::Interface,
        None if record.field("route_table_ids").is_some() => EndpointKind::Gateway,
        None => EndpointKind::Unknown,
    }
}

/// The routes that endpoints add to tables, by table.
pub(super) fn routes(stack: &Stack<'_>) -> Vec<(Link, Route)> {
    let mut found = Vec::new();
    for record in stack.records.of_type("aws_vpc_endpoint").iter().copied() {
        if endpoint_kind(record) != EndpointKind::Gateway {
            continue;
        }
        let tables = record.field("route_table_ids").map(|value| stack.links(value, &ROUTE_TABLE));
        for table in tables.into_iter().flatten() {
            let route = route(Some(record), &id(record), record, table.source());
            found.push((table, route));
        }
    }
    for record in stack.records.of_type("aws_vpc_endpoint_route_table_association").iter().copied() {
        let endpoint = record.field("vpc_endpoint_id").map(|value| stack.link(value, &ENDPOINT));
        let table = record.field("route_table_id").map(|value| stack.link(value, &ROUTE_TABLE));
        if let (Some(Link::To { id: endpoint, .. }), Some(table)) = (endpoint, table) {
            let route = route(stack.record(&endpoint), &endpoint, record, table.source());
            found.push((table, route));
        }
    }
    found
}

/// The route to an endpoint's services.
///
/// Unknown: the vendor's lists of addresses change; they are known where a state or a reply lists them.
fn route(endpoint: Option<&Record>, target: &ResourceId, said_by: &Record, at: Option<&Source>) -> Route {
    let listed = endpoint.and_then(|record| record.field("cidr_blocks"));
    let listed = listed.filter(|value| value.as_list().is_some_and(|items| !items.is_empty()));
    let mut to = match listed {
        Some(value) => cidrs(target, "cidr_blocks", value, &AddressSet::all()).set,
        None => Bounds::unknown(),
    };
    if !said_by.exists.certain() || endpoint.is_some_and(|endpoint| !endpoint.exists.certain()) {
        to.must = AddressSet::empty();
    }
    let source = at.cloned().unwrap_or(Source::File(said_by.header));
    let fact = format!("`{target}` adds a route to its services");
    let evidence = vec![Evidence::new(&id(said_by), fact, &source)];
    Route { to, target: RouteTarget::Service(target.clone()), evidence }
}

/// What a route leads to that names an endpoint.
///
/// Unknown: of one that is not declared, a route to a prefix list leads to services: only gateway endpoints have these.
pub(super) fn target(stack: &Stack<'_>, endpoint: &ResourceId, body: &dyn Fields) -> RouteTarget {
    let kind = stack.record(endpoint).map(endpoint_kind);
    let to_list = body.field("destination_prefix_list_id").is_some_and(|value| value.as_str() != Some(""));
    match kind {
        Some(EndpointKind::Gateway) => RouteTarget::Service(endpoint.clone()),
        None if to_list => RouteTarget::Service(endpoint.clone()),
        _ => RouteTarget::Middlebox(endpoint.clone()),
    }
}

/// The addresses that a data source or an endpoint of the vendor's lists, where they are known.
pub(super) fn listed(record: &Record) -> Vec<&Value> {
    let plain = record.field("cidr_blocks").and_then(Value::as_list).unwrap_or_default().iter();
    let entries = record.nested("entries").iter().filter_map(|entry| entry.field("cidr"));
    plain.chain(entries).collect()
}
