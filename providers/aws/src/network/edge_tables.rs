//! Route tables of gateways, which divert what comes in through them to an appliance.
//!
//! Source: `aws_route_table_association`, `gateway_id` (read 2026-11-25); VPC User Guide, gateway route tables (remembered). What
//! the appliance lets through is not modelled, so that nothing that comes in this way is certain.

use std::collections::HashMap;

use ringfence_model::{Evidence, Link, ResourceId, Route, RouteTarget, Source};
use ringfence_packets::AddressSet;
use ringfence_provider::Fields;

use crate::links::{GATEWAY, ROUTE_TABLE};
use crate::stack::Stack;

/// Where the tables of gateways divert to: by gateway, destinations with what says so.
#[derive(Default)]
pub(super) struct EdgeTables {
    diverted: HashMap<ResourceId, Vec<(AddressSet, Evidence)>>,
}

impl EdgeTables {
    /// Of all gateways that have a table; `routes` gives those of a table.
    pub(super) fn new(stack: &Stack<'_>, routes: impl Fn(&ResourceId) -> Vec<Route>) -> Self {
        let mut found = Self::default();
        for record in stack.records.of_type("aws_route_table_association").iter().copied() {
            let gateway = record.field("gateway_id").filter(|value| value.as_str() != Some(""));
            let gateway = gateway.map(|value| stack.link(value, &GATEWAY));
            let table = record.field("route_table_id").map(|value| stack.link(value, &ROUTE_TABLE));
            let (Some(Link::To { id: gateway, source }), Some(table)) = (gateway, table) else { continue };
            let own = crate::stack::id(record);
            let into = found.diverted.entry(gateway.clone()).or_default();
            match table {
                Link::To { id: table, .. } => {
                    let routes = routes(&table).into_iter();
                    into.extend(routes.filter_map(|route| diversion(&own, &gateway, &route, &source)));
                }
                Link::Unknown(gap) => {
                    let fact = format!("the table of `{gateway}` is not known: {}", gap.what);
                    into.push((AddressSet::all(), Evidence::new(&own, fact, &source)));
                }
            }
        }
        found
    }

    /// Whether any gateway has a table.
    pub(super) fn any(stack: &Stack<'_>) -> bool {
        let mut all = stack.records.of_type("aws_route_table_association").iter();
        all.any(|record| record.field("gateway_id").is_some_and(|value| value.as_str() != Some("")))
    }

    /// Takes certainty from the routes of a subnet to internet gateways that divert what comes in for it.
    pub(super) fn apply(&self, subnet: &AddressSet, routes: &mut [Route]) {
        for route in routes {
            let RouteTarget::Internet(gateway) = &route.target else { continue };
            let diverted = self.diverted.get(gateway).into_iter().flatten();
            let Some((_, said)) = diverted.into_iter().find(|(to, _)| to.overlaps(subnet)) else { continue };
            route.to.must = AddressSet::empty();
            // The gateway's own fact stays last.
            let at = route.evidence.len().saturating_sub(1);
            route.evidence.insert(at, said.clone());
        }
    }

    /// What of a network's ranges comes in through a gateway undiverted.
    pub(super) fn direct(&self, gateway: &ResourceId, ranges: &AddressSet) -> AddressSet {
        let all = self.diverted.get(gateway).into_iter().flatten();
        all.fold(ranges.clone(), |left, (to, _)| left.difference(to))
    }
}

fn diversion(
    own: &ResourceId,
    gateway: &ResourceId,
    route: &Route,
    source: &Source,
) -> Option<(AddressSet, Evidence)> {
    let target = match &route.target {
        RouteTarget::Middlebox(id) => format!("`{id}`"),
        RouteTarget::Dropped => "nowhere".to_owned(),
        _ => "something that is not known".to_owned(),
    };
    let at = route.evidence.first().map_or(source, |said| &said.source);
    let fact = format!("what comes in through `{gateway}` for {} goes to {target} first", route.to.may);
    (!route.to.is_empty()).then(|| (route.to.may.clone(), Evidence::new(own, fact, at)))
}
