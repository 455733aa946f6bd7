//! Peerings of two networks.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::{Attr, Evidence, Gap, GapKind, Link, ResourceId, Router, Source, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{about, bool_attr, source};
use ringfence_terraform::{Record, Value};

use super::super::subnet::private;
use super::{Found, attachment, if_so, side_id, to_router, to_side};
use crate::kinds::NETWORK;
use crate::pages::{PEERING, TF_PEERING};
use crate::stack::Stack;

const TYPE: &str = "google_compute_network_peering";

/// One side's configuration of a peering.
struct Half<'a> {
    record: &'a Record,
    network: Link,
    peer: Link,
}

/// Finds every peering; both halves of one are one router.
///
/// Source: <https://cloud.google.com/vpc/docs/using-vpc-peering> ("Your network and the other network are not connected
/// until each one has a peering configuration for the other"; "the two networks always exchange subnet routes"; custom
/// routes if one side exports and the other imports them), <https://cloud.google.com/vpc/docs/vpc-peering> (no
/// transitive routing), read 2026-11-25; that tags and accounts of a peer do not match is remembered.
pub(super) fn find(stack: &Stack<'_>, found: &mut Found<'_>) {
    let halves: Vec<Half<'_>> =
        stack.records.of_type(TYPE).iter().filter_map(|record| half(stack, record)).collect();
    // By both ends, so that many peerings are not compared with each other.
    let mut by_ends: BTreeMap<(&ResourceId, &ResourceId), Vec<usize>> = BTreeMap::new();
    for (at, half) in halves.iter().enumerate() {
        if let (Some(network), Some(peer)) = (half.network.id(), half.peer.id()) {
            by_ends.entry((network, peer)).or_default().push(at);
        }
    }
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for (at, half) in halves.iter().enumerate() {
        if !done.insert(at) {
            continue;
        }
        let facing = half.peer.id().zip(half.network.id()).and_then(|ends| by_ends.get(&ends));
        let other = facing.into_iter().flatten().find(|other| !done.contains(other)).copied();
        done.extend(other);
        connect(half, other.and_then(|at| halves.get(at)), found);
    }
}

fn half<'a>(stack: &Stack<'a>, record: &'a Record) -> Option<Half<'a>> {
    let link = |name: &str| Some(NETWORK.link(&stack.records, record.get(name)?));
    Some(Half { record, network: link("network")?, peer: link("peer_network")? })
}

fn connect(half: &Half<'_>, other: Option<&Half<'_>>, found: &mut Found<'_>) {
    let mut header = about(half.record, "network peering");
    header.name = half.record.get("name").and_then(Value::as_str).map(str::to_owned);
    let id = header.id.clone();
    let active = active(half, other);
    let (here, there) = (side_id(&id, "network"), side_id(&id, "peer"));
    let says = |half: &Half<'_>| {
        let at = half.record.get("peer_network").map_or(Source::File(half.record.header), source);
        Evidence::new(
            &ResourceId::new(half.record.address.clone()),
            "`peer_network` exchanges the subnets' routes",
            &at,
        )
    };
    let evidence: Vec<Evidence> = std::iter::once(says(half)).chain(other.map(says)).collect();
    let (ours, theirs) = (found.of(&half.network), found.of(&half.peer));
    let reach = |set: &Bounds<AddressSet>| if_so(active, set.clone());
    found.learns(&half.network, true, to_router(reach(&theirs), &id, evidence.clone()));
    found.learns(&half.peer, true, to_router(reach(&ours), &id, evidence.clone()));
    let unseen = custom_routes(half, other, active, found);
    let exists = half.record.exists.and(active);
    let sides = vec![
        attachment(
            here.clone(),
            exists,
            found.side(&half.network),
            vec![to_side(theirs, &there, evidence.clone())],
            evidence.clone(),
        ),
        attachment(
            there,
            exists,
            found.side(&half.peer),
            vec![to_side(ours, &here, evidence.clone())],
            evidence,
        ),
    ];
    header.exists = exists;
    let groups_cross = Attr::Default { value: false, source: Source::Documented { url: PEERING } };
    found.routers.push(Router {
        about: header,
        attachments: sides,
        groups_cross,
        groups_cross_outward: false,
        unseen,
    });
}

/// Lets each side learn the custom routes of the other that cross, and says what is not followed behind them.
fn custom_routes(
    half: &Half<'_>,
    other: Option<&Half<'_>>,
    active: Truth,
    found: &mut Found<'_>,
) -> Vec<Gap> {
    let router = ResourceId::new(half.record.address.clone());
    let mut unseen = Vec::new();
    for (from, to, importer) in [(Some(half), other, &half.peer), (other, Some(half), &half.network)] {
        let crossing = flag(from, "export_custom_routes").and(flag(to, "import_custom_routes")).and(active);
        let Some(exporting) = from.filter(|_| crossing.possible()) else { continue };
        let exporter = ResourceId::new(exporting.record.address.clone());
        let at = Source::File(exporting.record.header);
        let said = vec![Evidence::new(&exporter, "its custom routes are exported to the peer", &at)];
        found.learns(importer, false, to_router(Bounds::at_most(private()), &router, said));
        unseen.push(Gap {
            kind: GapKind::Unsupported,
            what: format!(
                "what lies behind the network of `{exporter}`, whose custom routes its peer imports"
            ),
            source: Some(at),
        });
    }
    unseen
}

/// Whether a peering is in force: both sides are configured, or the state says so.
///
/// Unknown: the other side may be configured elsewhere.
fn active(half: &Half<'_>, other: Option<&Half<'_>>) -> Truth {
    let state = half.record.get("state").and_then(Value::as_str);
    match (state, other) {
        (Some(state), _) => Truth::from(state == "ACTIVE"),
        (None, Some(other)) => other.record.exists,
        (None, None) => Truth::Unknown,
    }
}

/// A flag of a half; it may also be written by a resource of its own, or at the other side which is not seen.
fn flag(half: Option<&Half<'_>>, name: &str) -> Truth {
    let Some(half) = half else { return Truth::Unknown };
    bool_attr(half.record, name, Some((false, TF_PEERING))).truth()
}
