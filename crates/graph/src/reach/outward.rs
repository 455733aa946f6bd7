//! From a machine to the internet.
//!
//! What arrives is told by destination: the peers of the flows are the addresses that the machine can open.

use std::sync::Arc;

use ringfence_model::{Evidence, RouteTarget, Truth};
use ringfence_packets::{AddressSet, Bounds, FlowSet, Peers, Protocol, Traffic};

use super::answers::Travel;
use super::edge::{Edge, Pass, Seen};
use super::hosts::Stand;
use super::inbound::mapped;
use super::lanes::{Target, lanes};
use super::{Hosts, Node, Way};
use ringfence_model::Model;

/// Protocols that address translation passes on.
/// Source: AWS, "NAT gateways" (TCP, UDP and ICMP), read 2026-11-25 in the research notes.
const TRANSLATED: [Protocol; 3] = [Protocol::TCP, Protocol::UDP, Protocol::ICMP];

/// The ways from a machine to the internet.
pub(crate) fn ways(model: &Model, hosts: &Hosts, machine: usize) -> Vec<Way> {
    let stands = hosts
        .of_machine(machine)
        .into_iter()
        .flat_map(|cohort| cohort.stands.iter().map(move |stand| (cohort.exists, stand)));
    stands.flat_map(|(exists, stand)| of_stand(model, hosts, (machine, exists), stand)).collect()
}

fn of_stand(model: &Model, hosts: &Hosts, (at, exists): (usize, Truth), stand: &Stand) -> Vec<Way> {
    let Some(place) = hosts.places.get(stand.place) else { return Vec::new() };
    let Some(machine) = model.machines.get(at) else { return Vec::new() };
    let Some(interface) = machine.interfaces.get(stand.interface) else { return Vec::new() };
    let mut leave = Edge::new(Node::Machine(at), place.node.clone());
    leave.certain = exists.certain() && place.certain;
    leave.gaps.extend(place.gap.clone());
    let outward = stand.egress.iter();
    leave.passes =
        outward.map(|sieve| Pass::Filter { sieve: Arc::clone(sieve), from: Seen::Client }).collect();
    let leave = Arc::new(leave);
    let internet = FlowSet::of(&Peers::addresses(AddressSet::internet()), &Traffic::all());
    let begin = Arc::new(Travel::of(Bounds::exact(internet)));
    let left = leave.carry(&begin);
    let network = place.network.and_then(|at| model.networks.get(at));
    let unseen = place.gap.as_ref().map(|gap| RouteTarget::Unknown(gap.clone()));
    let mut found = Vec::new();
    let mut take = |target: &RouteTarget, region: &Bounds<AddressSet>, evidence: &[Evidence]| {
        let Some((gateway, certain, mut passes)) = gate(target, machine, interface) else { return };
        let mut out = Edge::new(place.node.clone(), gateway.clone());
        out.certain = certain;
        out.because = evidence.to_vec();
        if let RouteTarget::Unknown(gap) = target {
            out.gaps.push(gap.clone());
        }
        let mut all = vec![Pass::From(region.clone())];
        all.append(&mut passes);
        for border in hosts.border(stand.place) {
            all.push(Pass::Filter { sieve: Arc::clone(&border.outward), from: Seen::Client });
            if !border.stateful {
                all.push(Pass::Answer { sieve: Arc::clone(&border.inward), to: Seen::Client });
            }
        }
        out.passes = all.into();
        let mut edges = vec![Arc::clone(&leave), Arc::new(out)];
        if gateway != Node::Internet {
            edges.push(Arc::new(Edge::new(gateway, Node::Internet)));
        }
        let travel = edges.iter().skip(1).fold(Arc::clone(&left), |travel, edge| edge.carry(&travel));
        found.extend(Way::arrived(edges, &travel));
    };
    match &unseen {
        Some(target) => take(target, &Bounds::exact(AddressSet::all()), &[]),
        None => {
            for lane in lanes(place.routes(model), network.map(|network| &network.ranges)) {
                if let Target::Route(target) = lane.target {
                    take(target, &lane.to, lane.evidence);
                }
            }
        }
    }
    found
}

/// Through what packets leave, whether that is certain, and what they need for it.
fn gate(
    target: &RouteTarget,
    machine: &ringfence_model::Machine,
    interface: &ringfence_model::Interface,
) -> Option<(Node, bool, Vec<Pass>)> {
    match target {
        RouteTarget::Internet(id) => {
            let mappings = mapped(machine, interface).into_iter().map(|(mapping, _)| mapping).collect();
            Some((Node::Gateway(id.clone()), true, vec![Pass::Mapped(mappings)]))
        }
        RouteTarget::OutboundOnly(id) => {
            let translated = TRANSLATED
                .iter()
                .fold(Traffic::none(), |all, protocol| all.union(&Traffic::whole(*protocol)));
            let v6 = Traffic::whole(Protocol::ICMPV6);
            Some((Node::Gateway(id.clone()), true, vec![Pass::Only(Bounds::exact(translated.union(&v6)))]))
        }
        RouteTarget::Middlebox(id) => Some((Node::Gateway(id.clone()), false, Vec::new())),
        RouteTarget::Unknown(_) => Some((Node::Internet, false, Vec::new())),
        RouteTarget::Router(_)
        | RouteTarget::Attachment(_)
        | RouteTarget::Service(_)
        | RouteTarget::Dropped => None,
    }
}
