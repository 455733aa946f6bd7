//! Routes of a network: the default one, declared ones, peers, tunnels.

use ringfence_model::{Evidence, Link, ResourceId, Route, RouteTarget, Source, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{bool_attr, cidrs, evidence, source, u64_attr};
use ringfence_terraform::Record;

use super::subnet::private;
use crate::kinds::{INSTANCE, NETWORK};
use crate::list::elements;
use crate::pages::ROUTES;
use crate::stack::Stack;

/// Name of the gateway between every network and the internet.
const INTERNET_GATEWAY: &str = "default-internet-gateway";

/// A route with its rank among those of the same destination.
struct Ranked {
    priority: u64,
    route: Route,
}

/// Every route of a declared network, the most preferred of equal destinations first.
pub(crate) fn of_network(stack: &Stack<'_>, record: &Record) -> Vec<Route> {
    let id = ResourceId::new(record.address.clone());
    let deleted = bool_attr(record, "delete_default_routes_on_create", Some((false, ROUTES)));
    let mut ranked = declared(stack, &id);
    match deleted.truth() {
        Truth::No => ranked.push(default_route(&id, AddressSet::all_v4())),
        Truth::Unknown => ranked.push(doubtful(default_route(&id, AddressSet::all_v4()))),
        Truth::Yes => {}
    }
    if let Some(at) = stack.external_v6(&id) {
        let mut route = default_route(&id, AddressSet::all_v6());
        route
            .route
            .evidence
            .insert(0, Evidence::new(&id, "it has a subnet with external IPv6 addresses", at));
        ranked.push(if deleted.truth() == Truth::No { route } else { doubtful(route) });
    }
    ranked.sort_by_key(|ranked| ranked.priority);
    ranked.into_iter().map(|ranked| ranked.route).chain(beyond(stack, &id)).collect()
}

/// The routes of a network that is not declared: those of the default network are documented, others may be
/// anything, and probably lead to the internet.
pub(crate) fn of_undeclared(stack: &Stack<'_>, id: &ResourceId) -> Vec<Route> {
    let mut ranked = declared(stack, id);
    let default = default_route(id, AddressSet::all_v4());
    let is_default = *id == super::default_network();
    ranked.push(if is_default { default } else { doubtful(default) });
    ranked.sort_by_key(|ranked| ranked.priority);
    ranked.into_iter().map(|ranked| ranked.route).chain(beyond(stack, id)).collect()
}

/// The route that every network has unless it was made without.
///
/// Source: <https://cloud.google.com/vpc/docs/routes> ("System-generated default routes": `0.0.0.0/0` through the
/// default internet gateway with priority 1000; `::/0` with a subnet that has external IPv6), read 2026-11-23.
fn default_route(network: &ResourceId, to: AddressSet) -> Ranked {
    let fact = "the network's default route leads to the internet";
    let route = Route {
        to: Bounds::exact(to),
        target: RouteTarget::Internet(ResourceId::new(INTERNET_GATEWAY)),
        evidence: vec![Evidence::new(network, fact, &Source::Documented { url: ROUTES })],
    };
    Ranked { priority: 1000, route }
}

/// The same route, if it holds at all.
fn doubtful(ranked: Ranked) -> Ranked {
    Ranked { route: Route { to: Bounds::at_most(ranked.route.to.may), ..ranked.route }, ..ranked }
}

/// The `google_compute_route`s of a network.
///
/// Unknown: a route with tags holds for some machines only, so it is taken as possible for all.
fn declared(stack: &Stack<'_>, network: &ResourceId) -> Vec<Ranked> {
    let own = stack.routes().of(network).iter().map(|naming| naming.record);
    own.filter_map(|record| {
        let id = ResourceId::new(record.address.clone());
        let destination = cidrs(&id, "dest_range", record.get("dest_range")?, &AddressSet::all());
        let (target, mut facts) = next_hop(stack, record, &id)?;
        facts.extend(destination.evidence);
        let route = Route { to: destination.set, target, evidence: facts };
        let priority = u64_attr(record, "priority", Some((1000, ROUTES)));
        let ranked = Ranked { priority: priority.value().copied().unwrap_or(0), route };
        let limited = !elements(record.get("tags")).is_empty() || priority.gap().is_some();
        Some(if limited || !record.exists.certain() { doubtful(ranked) } else { ranked })
    })
    .collect()
}

/// Where a route leads, with what says so.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_route>
/// ("exactly one specification of" next hop), read 2026-11-23.
fn next_hop(stack: &Stack<'_>, record: &Record, id: &ResourceId) -> Option<(RouteTarget, Vec<Evidence>)> {
    const HOPS: [&str; 5] =
        ["next_hop_gateway", "next_hop_instance", "next_hop_ip", "next_hop_ilb", "next_hop_vpn_tunnel"];
    let (name, value) = HOPS.iter().find_map(|name| Some((*name, record.get(name)?)))?;
    let named = || match INSTANCE.link(&stack.records, value) {
        Link::To { id, .. } => id,
        Link::Unknown(gap) => ResourceId::new(gap.what),
    };
    let target = match name {
        "next_hop_gateway" => match value.as_str() {
            Some(text) if text.ends_with(INTERNET_GATEWAY) => {
                RouteTarget::Internet(ResourceId::new(INTERNET_GATEWAY))
            }
            _ => RouteTarget::Unknown(ringfence_provider::gap(value)),
        },
        "next_hop_vpn_tunnel" => RouteTarget::Router(named()),
        _ => RouteTarget::Middlebox(named()),
    };
    Some((target, evidence(id, format!("`{name}` is {}", ringfence_provider::shown(value)), value)))
}

/// Ways to other networks and out of the cloud.
///
/// Source: <https://cloud.google.com/vpc/docs/vpc-peering> (subnet routes are always exchanged),
/// <https://cloud.google.com/network-connectivity/docs/router/concepts/overview> (they learn routes by `BGP`),
/// read 2026-11-23.
fn beyond(stack: &Stack<'_>, network: &ResourceId) -> Vec<Route> {
    let peerings = stack.peerings().of(network).iter().map(|naming| naming.record);
    let peers = peerings.filter_map(|record| {
        let peer = record.get("peer_network")?;
        let target = match NETWORK.link(&stack.records, peer) {
            Link::To { id, .. } => RouteTarget::Router(id),
            Link::Unknown(gap) => RouteTarget::Unknown(gap),
        };
        Some(possible(record, target, "`peer_network` exchanges the subnets' routes", &source(peer)))
    });
    let lines = stack.lines().of(network).iter().map(|naming| naming.record);
    let lines = lines.map(|record| {
        let target = RouteTarget::Router(ResourceId::new(record.address.clone()));
        possible(record, target, "its router learns routes from the other side", &Source::File(record.header))
    });
    peers.chain(lines).collect()
}

fn possible(record: &Record, target: RouteTarget, fact: &str, at: &Source) -> Route {
    let id = ResourceId::new(record.address.clone());
    Route { to: Bounds::at_most(private()), target, evidence: vec![Evidence::new(&id, fact, at)] }
}
