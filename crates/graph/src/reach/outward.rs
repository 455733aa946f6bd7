//! From a machine to the internet.
//!
//! What arrives is told by destination: the peers of the flows are the addresses that the machine can open.

use std::sync::Arc;

use ringfence_model::{Evidence, Model, RouteTarget, Truth};
use ringfence_packets::{AddressSet, Bounds, FlowSet, Peers, Protocol, Traffic};

use super::answers::Travel;
use super::edge::{Edge, Mapping, Pass, Seen};
use super::inbound::mapped;
use super::lanes::{Target, lanes};
use super::place::Place;
use super::sieve::Sieve;
use super::{Family, Hosts, Node, Way};

/// Protocols that address translation passes on.
/// Source: vendors' pages on address translation (TCP, UDP, ICMP), from the research notes, 2026-11-25.
const TRANSLATED: [Protocol; 3] = [Protocol::TCP, Protocol::UDP, Protocol::ICMP];

/// The ways from a machine to the internet.
pub(crate) fn ways(model: &Model, hosts: &Hosts, machine: usize) -> Vec<Way> {
    let Some((found, cohort)) = model.machines.get(machine).zip(hosts.of_machine(machine)) else {
        return Vec::new();
    };
    let stands = cohort.stands.iter().filter_map(|stand| {
        let interface = found.interfaces.get(stand.interface)?;
        let mappings = mapped(found, interface).into_iter().map(|(mapping, _)| mapping).collect();
        let start =
            Start { node: Node::Machine(machine), exists: cohort.exists, place: stand.place, mappings };
        Some(start.ways(model, hosts, &stand.egress))
    });
    stands.flatten().collect()
}

/// The ways from somebody in a subnet to the internet; that he has a public address is possible.
pub(crate) fn out_of_subnet(model: &Model, hosts: &Hosts, subnet: usize) -> Vec<Way> {
    let Some(subnet) = model.subnets.get(subnet) else { return Vec::new() };
    let Some(place) = hosts.places.of_subnet(&subnet.about.id) else { return Vec::new() };
    let maybe = |family| Mapping { family, certain: false };
    let mappings = vec![maybe(Family::V4), maybe(Family::V6)];
    let node = Node::Subnet(subnet.about.id.clone());
    Start { node, exists: subnet.about.exists, place, mappings }.ways(model, hosts, &[])
}

/// Where packets to the internet set out.
struct Start {
    node: Node,
    exists: Truth,
    /// Number of the place.
    place: usize,
    /// The public addresses that they may be given on their way.
    mappings: Vec<Mapping>,
}

impl Start {
    fn ways(&self, model: &Model, hosts: &Hosts, egress: &[Arc<Sieve>]) -> Vec<Way> {
        let Some(place) = hosts.places.get(self.place) else { return Vec::new() };
        let internet = FlowSet::of(&Peers::addresses(AddressSet::internet()), &Traffic::all());
        let begin = Arc::new(Travel::of(Bounds::exact(internet)));
        let leave = (self.node != place.node).then(|| Arc::new(self.leave(place, egress)));
        let left = leave.as_ref().map_or_else(|| Arc::clone(&begin), |edge| edge.carry(&begin));
        let lane = |target: &RouteTarget, region: &Bounds<AddressSet>, evidence: &[Evidence]| {
            let edges = self.out(hosts, (place, target), region, evidence)?;
            let travel = edges.iter().fold(Arc::clone(&left), |travel, edge| edge.carry(&travel));
            Way::arrived(leave.iter().cloned().chain(edges).collect(), &travel)
        };
        if let Some(gap) = &place.gap {
            let target = RouteTarget::Unknown(gap.clone());
            return lane(&target, &Bounds::exact(AddressSet::all()), &[]).into_iter().collect();
        }
        let network = place.network.and_then(|at| model.networks.get(at));
        let lanes = lanes(place.routes(model), network.map(|network| &network.ranges)).into_iter();
        let out = lanes.filter_map(|found| match found.target {
            Target::Route(target) => lane(target, &found.to, found.evidence),
            Target::Local => None,
        });
        out.collect()
    }

    /// The step from the machine to its place.
    fn leave(&self, place: &Place, egress: &[Arc<Sieve>]) -> Edge {
        let mut leave = Edge::new(self.node.clone(), place.node.clone());
        leave.certain = self.exists.certain() && place.certain;
        leave.gaps.extend(place.gap.clone());
        let filters = egress.iter();
        leave.passes =
            filters.map(|sieve| Pass::Filter { sieve: Arc::clone(sieve), from: Seen::Client }).collect();
        leave
    }

    /// The steps from the place to the internet on one of its routes.
    fn out(
        &self,
        hosts: &Hosts,
        (place, target): (&Place, &RouteTarget),
        region: &Bounds<AddressSet>,
        evidence: &[Evidence],
    ) -> Option<Vec<Arc<Edge>>> {
        let (gateway, certain, passes) = gate(target, &self.mappings)?;
        let mut out = Edge::new(place.node.clone(), gateway.clone());
        out.certain = certain;
        out.because = evidence.to_vec();
        if let RouteTarget::Unknown(gap) = target {
            out.gaps.push(gap.clone());
        }
        let borders = hosts.border(self.place).iter().flat_map(|border| {
            let forward = Pass::Filter { sieve: Arc::clone(&border.outward), from: Seen::Client };
            let answer = Pass::Answer { sieve: Arc::clone(&border.inward), to: Seen::Client };
            std::iter::once(forward).chain((!border.stateful).then_some(answer))
        });
        out.passes = std::iter::once(Pass::From(region.clone())).chain(passes).chain(borders).collect();
        let mut edges = vec![Arc::new(out)];
        if gateway != Node::Internet {
            edges.push(Arc::new(Edge::new(gateway, Node::Internet)));
        }
        Some(edges)
    }
}

/// Through what packets leave, whether that is certain, and what they need for it.
fn gate(target: &RouteTarget, mappings: &[Mapping]) -> Option<(Node, bool, Vec<Pass>)> {
    match target {
        RouteTarget::Internet(id) => {
            Some((Node::Gateway(id.clone()), true, vec![Pass::Mapped(mappings.to_vec())]))
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
