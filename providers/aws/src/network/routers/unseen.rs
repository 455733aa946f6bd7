//! Routers that routes lead to and nothing declares.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::{Attr, Model, ResourceId, Route, RouteTarget, Router, Source};
use ringfence_provider::undeclared;

use crate::stack::outside;

/// A router of which nothing is known for each of them.
pub(super) fn routers(model: &Model, known: &[Router]) -> Vec<Router> {
    let mut missing: BTreeMap<&ResourceId, Source> = BTreeMap::new();
    let attached =
        known.iter().flat_map(|router| &router.attachments).filter_map(|attachment| match &attachment.to {
            ringfence_model::Attached::Router(link) => Some((link.id()?, link.source()?.clone())),
            _ => None,
        });
    let declared: BTreeSet<&ResourceId> = known.iter().map(|router| &router.about.id).collect();
    let routes = model.subnets.iter().flat_map(|subnet| &subnet.routes).filter_map(leads);
    for (id, source) in routes.chain(attached) {
        if !declared.contains(id) {
            missing.entry(id).or_insert(source);
        }
    }
    let unknown = |(id, at): (&ResourceId, Source)| Router {
        about: undeclared(id, kind(id), &at),
        attachments: Vec::new(),
        groups_cross: Attr::Unknown(outside(
            format!("whether groups are known across `{id}`"),
            Some(at.clone()),
        )),
        unseen: vec![outside(format!("what `{id}` connects"), Some(at))],
    };
    missing.into_iter().map(unknown).collect()
}

fn leads(route: &Route) -> Option<(&ResourceId, Source)> {
    let RouteTarget::Router(id) = &route.target else { return None };
    let said = route.evidence.iter().rev().find(|said| !matches!(said.source, Source::Documented { .. }));
    Some((id, said.or(route.evidence.first())?.source.clone()))
}

/// What a router is called, by the form of its id or address.
fn kind(id: &ResourceId) -> &'static str {
    let has = |names: &[&str]| names.iter().any(|name| id.as_str().contains(name));
    if has(&["peering", "pcx-"]) {
        "peering connection"
    } else if has(&["transit_gateway", "tgw-"]) {
        "transit gateway"
    } else if has(&["vpn_gateway", "vgw-"]) {
        "virtual private gateway"
    } else if has(&["local_gateway", "lgw-"]) {
        "local gateway"
    } else if has(&["core_network", "core-network"]) {
        "core network"
    } else {
        "router"
    }
}
