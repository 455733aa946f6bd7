//! `aws_vpn_gateway`: a VPC at one side, VPN connections and Direct Connect at the other.
//!
//! It sends what comes from outside to all ranges of its VPC, whatever the routes of the subnets say. That it also passes
//! packets from one connection to another is no way to a machine, and left out.
//!
//! Source: `aws_vpn_gateway`, `aws_vpn_gateway_attachment` (remembered); Direct Connect User Guide, allowed prefixes
//! (read 2026-11-25): a range of the VPC is announced if an allowed prefix is the same or wider.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::{
    Attached, Attachment, Evidence, Link, ResourceId, Route, RouteTarget, Router, Source, Truth,
};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::Fields;
use ringfence_terraform::{Record, RecordKind};

use super::super::edge_tables::EdgeTables;
use super::super::lines::{Line, Lines};
use super::super::routes::Tables;
use super::ends::{Ends, by, router};
use crate::links::{VPC, VPN_GATEWAY};
use crate::stack::{Stack, id, part};

/// All gateways that are declared, or at which a line ends.
pub(super) fn all(stack: &Stack<'_>, ends: &Ends) -> Vec<Router> {
    let lines = Lines::new(stack);
    let networks = networks(stack);
    let declared = stack.records.of_type("aws_vpn_gateway").iter().map(|record| id(record));
    let attached = networks.keys().cloned();
    let used = lines.gateways().filter(|gateway| is_vpn_gateway(stack, gateway)).cloned();
    let all: BTreeSet<ResourceId> = declared.chain(attached).chain(used).collect();
    let edges = Tables::edges(stack);
    let one = |gateway| one(stack, (ends, &edges), gateway, (&lines, networks.get(gateway)));
    all.iter().map(one).collect()
}

/// A gateway that is not declared is told by the form of its id or address.
fn is_vpn_gateway(stack: &Stack<'_>, gateway: &ResourceId) -> bool {
    let record = stack.record(gateway);
    let text = record.map_or(gateway.as_str(), |record| record.type_name.as_ref());
    text.contains("vpn_gateway") || text.contains("vgw-")
}

/// The VPC of each gateway: an attribute of its own, or an attachment.
fn networks<'a>(stack: &Stack<'a>) -> BTreeMap<ResourceId, (Link, &'a Record)> {
    let mut found = BTreeMap::new();
    for record in stack.records.of_type("aws_vpn_gateway") {
        if let Some(value) = record.field("vpc_id").filter(|value| value.as_str() != Some("")) {
            found.insert(id(record), (stack.link(value, &VPC), *record));
        }
    }
    for record in stack.records.of_type("aws_vpn_gateway_attachment") {
        let gateway = record.field("vpn_gateway_id").map(|value| stack.link(value, &VPN_GATEWAY));
        let vpc = record.field("vpc_id").map(|value| stack.link(value, &VPC));
        if let (Some(Link::To { id: gateway, .. }), Some(vpc)) = (gateway, vpc) {
            found.entry(gateway).or_insert((vpc, *record));
        }
    }
    found
}

fn one(
    stack: &Stack<'_>,
    (ends, edges): (&Ends, &EdgeTables),
    gateway: &ResourceId,
    (lines, network): (&Lines, Option<&(Link, &Record)>),
) -> Router {
    let line = lines.of(gateway).first().and_then(|line| line.evidence.first());
    let source =
        network.map(|(_, record)| Source::File(record.header)).or_else(|| Some(line?.source.clone()));
    let source = source.unwrap_or(Source::Documented { url: crate::pages::VPC });
    let referred = Link::To { id: gateway.clone(), source };
    let mut made = router(stack, gateway, "virtual private gateway", &referred);
    made.unseen.extend(lines.stray().iter().cloned());
    let Some((network, record)) = network else { return made };
    let inside = part(gateway, "vpc");
    let exists = record.exists.and(made.about.exists);
    let at = network.source().cloned().unwrap_or(Source::File(record.header));
    let joined = vec![Evidence::new(&id(record), "the gateway is attached to this VPC", &at)];
    let mut ranges = ends.of(network);
    ranges.must = edges.direct(gateway, &ranges.must);
    let own = lines.of(gateway).iter();
    made.attachments.push(Attachment {
        id: inside.clone(),
        exists,
        to: Attached::Network(network.clone()),
        subnets: Vec::new(),
        zonal: false,
        routes: own
            .clone()
            .map(|line| by(&line.id, line.exists, line.ranges.clone(), line.evidence.clone()))
            .collect(),
        evidence: joined.clone(),
    });
    made.attachments.extend(own.map(|line| outside(line, (&inside, exists), &ranges, &joined)));
    made
}

/// The side of a line: what comes in by it goes to the VPC.
fn outside(
    line: &Line,
    (inside, exists): (&ResourceId, Truth),
    ranges: &Bounds<AddressSet>,
    joined: &[Evidence],
) -> Attachment {
    let to = line.announced.as_ref().map_or_else(|| ranges.clone(), |allowed| announced(ranges, allowed));
    Attachment {
        id: line.id.clone(),
        exists: line.exists,
        to: Attached::Outside { id: line.outside.clone(), ranges: line.ranges.clone() },
        subnets: Vec::new(),
        zonal: false,
        routes: if to.is_empty() { Vec::new() } else { vec![by(inside, exists, to, joined.to_vec())] },
        evidence: line.evidence.clone(),
    }
}

/// The ranges that lie as a whole in what is allowed.
///
/// Unknown: of a range that does so in part. Neighbouring ranges of a VPC are one here, so that it may be two.
fn announced(ranges: &Bounds<AddressSet>, allowed: &Bounds<AddressSet>) -> Bounds<AddressSet> {
    let whole = ranges.must.cidrs().into_iter();
    let whole = whole.filter(|cidr| AddressSet::from_cidrs([*cidr]).is_subset(&allowed.must));
    Bounds::new(AddressSet::from_cidrs(whole), ranges.may.intersection(&allowed.may))
}

/// The routes that a gateway adds to the tables to which it is told to propagate.
///
/// Unknown: of a gateway that is not declared, anything.
pub(in crate::network) fn propagated(
    stack: &Stack<'_>,
    lines: &Lines,
    gateway: &ResourceId,
    said: &Evidence,
) -> Vec<Route> {
    let route = |to: Bounds<AddressSet>, mut evidence: Vec<Evidence>| {
        evidence.insert(0, said.clone());
        Route { to, target: RouteTarget::Router(gateway.clone()), evidence }
    };
    let mut found = Vec::new();
    for line in lines.of(gateway) {
        let mut to = line.ranges.clone();
        if !line.exists.certain() {
            to.must = AddressSet::empty();
        }
        found.push(route(to, line.evidence.clone()));
    }
    let declared = stack.record(gateway).is_some_and(|record| record.kind == RecordKind::Managed);
    if !declared || !lines.stray().is_empty() {
        found.push(route(Bounds::unknown(), Vec::new()));
    }
    found
}
