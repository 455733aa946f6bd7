//! Lines out of the cloud: tunnels, interconnects, routers that other machines are peers of.

use std::collections::BTreeSet;

use ringfence_model::{Attached, Attr, Evidence, Link, ResourceId, Router, Source, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{about, cidrs};
use ringfence_terraform::{Record, Value};

use super::super::subnet::private;
use super::{Found, attachment, if_so, side_id, to_router, to_side};
use crate::kinds::{NETWORK, ROUTER, VPN_GATEWAY};
use crate::pages::ROUTERS;
use crate::stack::Stack;

/// A line with the network that it starts in.
#[derive(Clone, Debug)]
struct Line<'a> {
    record: &'a Record,
    network: Link,
    /// Whether it learns routes from the other side.
    learns: bool,
}

const TUNNEL: &str = "google_compute_vpn_tunnel";
const INTERCONNECT: &str = "google_compute_interconnect_attachment";
const PEER: &str = "google_compute_router_peer";

/// Every line of the stack.
///
/// A session of a router is a line of its own only if the router has no other: most run through one.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_vpn_tunnel>
/// (`router`, `target_vpn_gateway`, `vpn_gateway`), remembered.
fn lines<'a>(stack: &Stack<'a>) -> Vec<Line<'a>> {
    let mut found = Vec::new();
    let mut routers: BTreeSet<&str> = BTreeSet::new();
    for record in stack.records.of_types(&[TUNNEL, INTERCONNECT]) {
        let router = record.get("router").and_then(|value| ROUTER.record(&stack.records, value));
        routers.extend(router.map(|router| router.address.as_ref()));
        let gateway = ["vpn_gateway", "target_vpn_gateway"].iter().find_map(|name| record.get(name));
        let gateway = gateway.and_then(|value| VPN_GATEWAY.record(&stack.records, value));
        let network = router.or(gateway).and_then(|record| record.get("network"));
        let Some(network) = network.map(|value| NETWORK.link(&stack.records, value)) else { continue };
        found.push(Line { record, network, learns: record.get("router").is_some() });
    }
    for record in stack.records.of_type(PEER) {
        let router = record.get("router").and_then(|value| ROUTER.record(&stack.records, value));
        let Some(router) = router.filter(|router| routers.insert(router.address.as_ref())) else { continue };
        let Some(network) = router.get("network") else { continue };
        found.push(Line { record, network: NETWORK.link(&stack.records, network), learns: true });
    }
    found
}

/// Makes a router of every line.
pub(super) fn find(stack: &Stack<'_>, found: &mut Found<'_>) {
    for line in lines(stack) {
        let mut header = about(line.record, kind(line.record));
        header.name = line.record.get("name").and_then(Value::as_str).map(str::to_owned);
        let id = header.id.clone();
        let (inside, outside) = (side_id(&id, "network"), side_id(&id, "outside"));
        let (far, facts) = far_side(stack, &line);
        let exists = line.record.exists;
        let near = found.of(&line.network);
        if line.learns {
            let fact = "its router learns routes from the other side";
            let said = vec![Evidence::new(&id, fact, &Source::File(line.record.header))];
            found.learns(&line.network, false, to_router(Bounds::at_most(private()), &id, said));
        }
        let sides = vec![
            attachment(
                inside.clone(),
                exists,
                found.side(&line.network),
                vec![to_side(far.clone(), &outside, facts.clone())],
                facts.clone(),
            ),
            attachment(
                outside,
                exists,
                Attached::Outside { id: id.clone(), ranges: far },
                vec![to_side(if_so(Truth::Yes, near), &inside, facts.clone())],
                facts,
            ),
        ];
        let groups_cross = Attr::Default { value: false, source: Source::Documented { url: ROUTERS } };
        found.routers.push(Router {
            about: header,
            attachments: sides,
            groups_cross,
            groups_cross_outward: false,
            unseen: Vec::new(),
        });
    }
}

fn kind(record: &Record) -> &'static str {
    match record.type_name.as_ref() {
        TUNNEL => "VPN tunnel",
        INTERCONNECT => "interconnect attachment",
        _ => "router peer",
    }
}

/// The addresses on the other side of a line: those that static routes send there, those that the tunnel's own
/// selectors name.
///
/// Unknown: what a router learns; it is taken to be private.
fn far_side(stack: &Stack<'_>, line: &Line<'_>) -> (Bounds<AddressSet>, Vec<Evidence>) {
    let id = ResourceId::new(line.record.address.clone());
    let mut all = if line.learns { Bounds::at_most(private()) } else { Bounds::empty() };
    let mut facts = Vec::new();
    for naming in stack.tunnel_routes().of(&id) {
        let Some(value) = naming.record.get("dest_range") else { continue };
        let subject = ResourceId::new(naming.record.address.clone());
        let read = cidrs(&subject, "dest_range", value, &AddressSet::all());
        let set = if naming.record.exists.certain() { read.set } else { Bounds::at_most(read.set.may) };
        all = all.union(&set);
        facts.extend(read.evidence);
    }
    if let Some(value) = line.record.get("remote_traffic_selector") {
        let read = cidrs(&id, "remote_traffic_selector", value, &AddressSet::all());
        all = all.union(&read.set);
        facts.extend(read.evidence);
    }
    facts.push(Evidence::new(
        &id,
        format!("it is a {}", kind(line.record)),
        &Source::File(line.record.header),
    ));
    (all, facts)
}
