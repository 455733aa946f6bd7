//! Hubs that networks are spokes of.

use std::collections::BTreeMap;

use ringfence_model::{Attr, Evidence, Gap, GapKind, Link, ResourceId, Router, Source, Truth};
use ringfence_packets::Bounds;
use ringfence_provider::{Fields, about, source};
use ringfence_terraform::{Record, Value};

use super::{Found, attachment, side_id, to_router, to_side};
use crate::kinds::{HUB, NETWORK};
use crate::pages::HUBS;
use crate::stack::Stack;

/// More networks than a hub takes; each is told of all others.
///
/// Source: <https://cloud.google.com/network-connectivity/docs/network-connectivity-center/quotas>, remembered (250).
const MOST_SPOKES: usize = 256;

/// Finds every hub of which networks are spokes; each reaches the subnets of the others.
///
/// Unknown: whether a spoke is accepted, and what its filters export, so all of it is possible and none certain.
/// Source: <https://cloud.google.com/network-connectivity/docs/network-connectivity-center/concepts/vpc-spokes-overview>,
/// <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/network_connectivity_spoke>
/// (`linked_vpc_network.uri`), remembered.
pub(super) fn find(stack: &Stack<'_>, found: &mut Found<'_>) {
    let mut hubs: BTreeMap<ResourceId, Vec<(&Record, &Value, Link)>> = BTreeMap::new();
    for spoke in stack.records.of_type("google_network_connectivity_spoke") {
        let hub = spoke.get("hub").map(|value| HUB.link(&stack.records, value));
        let uri = spoke.block("linked_vpc_network").and_then(|block| block.get("uri"));
        if let (Some(Link::To { id, .. }), Some(uri)) = (hub, uri) {
            hubs.entry(id).or_default().push((spoke, uri, NETWORK.link(&stack.records, uri)));
        }
    }
    for (id, mut spokes) in hubs {
        let unseen = too_many(&id, spokes.len());
        spokes.truncate(MOST_SPOKES);
        let Some((first, ..)) = spokes.first() else { continue };
        let declared = stack.records.get(id.as_str());
        let mut header = about(declared.unwrap_or(first), "connectivity hub");
        header.id = id.clone();
        header.declared = declared.is_some();
        let says = |(spoke, uri, _): &(&Record, &Value, Link)| {
            let subject = ResourceId::new(spoke.address.clone());
            vec![Evidence::new(
                &subject,
                "`linked_vpc_network` makes the network a spoke of the hub",
                &source(uri),
            )]
        };
        let mut sides = Vec::new();
        for (at, spoke) in spokes.iter().enumerate() {
            let others = || spokes.iter().enumerate().filter(move |(other, _)| *other != at);
            for (_, other) in others() {
                let to = Bounds::at_most(found.of(&other.2).may);
                found.learns(&spoke.2, true, to_router(to, &id, says(spoke)));
            }
            let routes = others().map(|(other, spoke)| {
                let to = Bounds::at_most(found.of(&spoke.2).may);
                to_side(to, &side_id(&id, &other.to_string()), says(spoke))
            });
            let routes = routes.collect();
            let side = found.side(&spoke.2);
            sides.push(attachment(side_id(&id, &at.to_string()), Truth::Unknown, side, routes, says(spoke)));
        }
        let groups_cross = Attr::Default { value: false, source: Source::Documented { url: HUBS } };
        found.routers.push(Router {
            about: header,
            attachments: sides,
            groups_cross,
            groups_cross_outward: false,
            unseen: unseen.into_iter().collect(),
        });
    }
}

fn too_many(hub: &ResourceId, spokes: usize) -> Vec<Gap> {
    let more = spokes.saturating_sub(MOST_SPOKES);
    let what = format!("{more} more spokes of `{hub}`");
    let gap = Gap { kind: GapKind::Unsupported, what, source: None };
    if more > 0 { vec![gap] } else { Vec::new() }
}
