//! Routes of a network by itself: the default one, declared ones.

use ringfence_model::{Evidence, Gap, Link, ResourceId, Route, RouteTarget, Source, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{bool_attr, cidrs, evidence, u64_attr};
use ringfence_terraform::Record;

use crate::kind::Kind;
use crate::kinds::{FORWARDING_RULE, HUB, INSTANCE, VPN_TUNNEL};
use crate::list::elements;
use crate::pages::ROUTES;
use crate::stack::Stack;
use crate::symbol::Symbol;

/// Name of the gateway between every network and the internet.
const INTERNET_GATEWAY: &str = "default-internet-gateway";

/// A route with its rank among those of the same destination.
pub(crate) struct Ranked {
    priority: u64,
    pub(super) route: Route,
    /// The resource that declares it, and the network tags of the machines that it is for; nothing if it is for all.
    pub(super) only: Option<(ResourceId, Vec<Symbol>)>,
}

/// Every route of a declared network, the most preferred of equal destinations first.
pub(super) fn of_network(stack: &Stack<'_>, record: &Record) -> Vec<Ranked> {
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
    ranked
}

/// The routes of a network that is not declared: those of the default network are documented, others may be
/// anything, and probably lead to the internet.
pub(super) fn of_undeclared(stack: &Stack<'_>, id: &ResourceId) -> Vec<Ranked> {
    let mut ranked = declared(stack, id);
    let default = default_route(id, AddressSet::all_v4());
    let is_default = *id == super::default_network();
    ranked.push(if is_default { default } else { doubtful(default) });
    ranked.sort_by_key(|ranked| ranked.priority);
    ranked
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
    Ranked { priority: 1000, route, only: None }
}

/// The same route, if it holds at all.
fn doubtful(ranked: Ranked) -> Ranked {
    Ranked { route: perhaps(ranked.route), ..ranked }
}

/// A route that may hold.
pub(super) fn perhaps(route: Route) -> Route {
    Route { to: Bounds::at_most(route.to.may), ..route }
}

/// The `google_compute_route`s of a network.
///
/// Unknown: a route whose tags are not all known is possible for all machines.
fn declared(stack: &Stack<'_>, network: &ResourceId) -> Vec<Ranked> {
    let own = stack.routes().of(network).iter().map(|naming| naming.record);
    own.filter_map(|record| {
        let id = ResourceId::new(record.address.clone());
        let destination = cidrs(&id, "dest_range", record.get("dest_range")?, &AddressSet::all());
        let (target, mut facts) = next_hop(stack, record, &id)?;
        facts.extend(destination.evidence);
        let route = Route { to: destination.set, target, evidence: facts };
        let priority = u64_attr(record, "priority", Some((1000, ROUTES)));
        let tags = tags(record);
        let only = tags.clone().ok().filter(|tags| !tags.is_empty()).map(|tags| (id, tags));
        let ranked = Ranked { priority: priority.value().copied().unwrap_or(0), route, only };
        let doubted = tags.is_err() || priority.gap().is_some() || !record.exists.certain();
        Some(if doubted { doubtful(ranked) } else { ranked })
    })
    .collect()
}

/// The network tags of the machines that a route is for; empty if it is for all.
///
/// Errors: they are not all known.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_route> (`tags`: "A list
/// of instance tags to which this route applies"), read 2026-11-23.
fn tags(record: &Record) -> Result<Vec<Symbol>, Gap> {
    let list = elements(record.get("tags"));
    match list.gaps.into_iter().next() {
        Some(gap) => Err(gap),
        None => list.items.iter().map(Symbol::of).collect(),
    }
}

/// Where a route leads, with what says so.
///
/// Unknown: a machine or a load balancer that forwards does so by rules of its own; a hub's routes are the hub's.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_route>
/// ("exactly one specification of" next hop), read 2026-11-23.
fn next_hop(stack: &Stack<'_>, record: &Record, id: &ResourceId) -> Option<(RouteTarget, Vec<Evidence>)> {
    const HOPS: [&str; 6] = [
        "next_hop_gateway",
        "next_hop_instance",
        "next_hop_ip",
        "next_hop_ilb",
        "next_hop_vpn_tunnel",
        "next_hop_hub",
    ];
    let (name, value) = HOPS.iter().find_map(|name| Some((*name, record.get(name)?)))?;
    let named = |kind: &Kind| match kind.link(&stack.records, value) {
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
        "next_hop_vpn_tunnel" => RouteTarget::Router(named(&VPN_TUNNEL)),
        "next_hop_hub" => RouteTarget::Router(named(&HUB)),
        "next_hop_ilb" => RouteTarget::Middlebox(named(&FORWARDING_RULE)),
        "next_hop_ip" => {
            RouteTarget::Middlebox(ResourceId::new(value.as_str().unwrap_or("an unknown address")))
        }
        _ => RouteTarget::Middlebox(named(&INSTANCE)),
    };
    Some((target, evidence(id, format!("`{name}` is {}", ringfence_provider::shown(value)), value)))
}
