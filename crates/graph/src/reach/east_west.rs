//! From machine to machine inside the network.

use std::sync::Arc;

use ringfence_model::{Evidence, Model, ResourceId};
use ringfence_packets::{Action, AddressSet, Bounds, FlowSet, Origin, Peers, Traffic};

use super::edge::{Edge, Pass, Seen, client};
use super::hosts::{Cohort, Hosts, Stand};
use super::place::Place;
use super::sieve::RuleOrigin;
use super::{Node, Way};

/// Two machines of one model, by position.
pub(crate) struct Crossing<'m> {
    pub(crate) hosts: &'m Hosts,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// A machine at one of its places.
struct End<'m> {
    place: &'m Place,
    stand: &'m Stand,
    cohort: &'m Cohort,
}

impl<'m> Crossing<'m> {
    /// The ways from one machine to the other inside their network: one for each pair of places.
    ///
    /// Unknown: machines whose networks are not known may share one.
    pub(crate) fn ways(&self) -> Vec<Way> {
        let ends = self.ends(self.to);
        let starts = self.ends(self.from);
        let pairs = starts.iter().flat_map(|start| ends.iter().map(move |end| (start, end)));
        pairs.filter_map(|(start, end)| self.way(start, end)).collect()
    }

    fn ends(&self, machine: usize) -> Vec<End<'m>> {
        let hosts = self.hosts;
        let cohort = hosts.of_machine(machine).into_iter();
        let stands = cohort.flat_map(|cohort| cohort.stands.iter().map(move |stand| (cohort, stand)));
        let end = |(cohort, stand): (&'m Cohort, &'m Stand)| {
            Some(End { place: hosts.places.get(stand.place)?, stand, cohort })
        };
        stands.filter_map(end).collect()
    }

    fn way(&self, start: &End<'_>, end: &End<'_>) -> Option<Way> {
        let certain = match (start.place.network, end.place.network) {
            (Some(a), Some(b)) if a != b => return None,
            (Some(_), Some(_)) => start.place.certain && end.place.certain,
            _ => start.place.node == end.place.node,
        };
        let (origin, destination) = (&start.stand.origin, &end.stand.origin);
        let mut leave = Edge::new(Node::Machine(self.from), start.place.node.clone());
        leave.certain = certain && start.cohort.exists.certain();
        leave.gaps.extend(start.place.gap.clone());
        let outward = start.stand.egress.iter();
        leave.passes = outward.map(|sieve| from_one(sieve, destination)).collect();
        let mut path = vec![Arc::new(leave)];
        if start.place.node != end.place.node {
            path.push(Arc::new(self.across(start, end)));
        }
        let mut arrive = Edge::new(end.place.node.clone(), Node::Machine(self.to));
        arrive.certain = end.cohort.exists.certain();
        arrive.essential = true;
        arrive.gaps.extend(end.place.gap.clone());
        let inward = end.stand.ingress.iter();
        arrive.passes = inward.map(|sieve| from_one(sieve, origin)).collect();
        path.push(Arc::new(arrive));
        let all = FlowSet::of(&Peers::addresses(origin.addresses.clone()), &Traffic::all());
        let flows = path.iter().fold(Arc::new(Bounds::exact(all)), |flows, edge| edge.carry(&flows));
        (!flows.may.is_empty()).then_some(Way { edges: path, flows })
    }

    /// The step between two subnets of one network: both borders, both directions where they are stateless.
    fn across(&self, start: &End<'_>, end: &End<'_>) -> Edge {
        let mut edge = Edge::new(start.place.node.clone(), end.place.node.clone());
        let (origin, destination) = (&start.stand.origin, &end.stand.origin);
        let mut passes = Vec::new();
        for border in self.hosts.border(start.stand.place) {
            passes.push(from_one(&border.outward, destination));
        }
        for border in self.hosts.border(end.stand.place) {
            passes.push(from_one(&border.inward, origin));
            if !border.stateful {
                let sieve = Arc::clone(&border.outward);
                passes.push(Pass::Answer { sieve, to: Seen::One(origin.clone()) });
            }
        }
        edge.passes = passes.into();
        edge
    }
}

fn from_one(sieve: &Arc<super::sieve::Sieve>, origin: &Origin) -> Pass {
    Pass::Filter { sieve: Arc::clone(sieve), from: Seen::One(origin.clone()) }
}

/// The rules whose addresses, inside the machine's own network, let some of this traffic in.
pub(crate) fn admitting_rules(
    model: &Model,
    hosts: &Hosts,
    machine: usize,
    traffic: &Traffic,
) -> Vec<Evidence> {
    let mut found = Vec::new();
    for stand in hosts.of_machine(machine).into_iter().flat_map(|cohort| &cohort.stands) {
        let network = hosts.places.get(stand.place).and_then(|place| place.network);
        let Some(network) = network.and_then(|at| model.networks.get(at)) else { continue };
        for sieve in &stand.ingress {
            let rules = sieve.filter.rules.iter().zip(&sieve.origins).filter(|(rule, _)| {
                rule.action == Action::Allow
                    && rule.traffic.may.overlaps(traffic)
                    && rule.peers.may.addresses.overlaps(&network.ranges.may)
            });
            let written = rules.filter_map(|(_, origin)| {
                let RuleOrigin::Written(filter, rule) = origin else { return None };
                model.filters.get(*filter)?.rules.get(*rule)?.evidence.first().cloned()
            });
            found.extend(written);
        }
    }
    found.sort();
    found.dedup();
    found
}

/// What the machine's filters let in from addresses inside its own network, leaving aside rules that name groups.
pub(crate) fn admitted(
    model: &Model,
    hosts: &Hosts,
    machine: usize,
    traffic: &Traffic,
) -> Vec<(ResourceId, Bounds<FlowSet>)> {
    let mut found = Vec::new();
    for stand in hosts.of_machine(machine).into_iter().flat_map(|cohort| &cohort.stands) {
        let network = hosts.places.get(stand.place).and_then(|place| place.network);
        let Some(network) = network.and_then(|at| model.networks.get(at)) else { continue };
        let everything = |inside: &AddressSet| FlowSet::of(&Peers::addresses(inside.clone()), traffic);
        let widest = everything(&network.ranges.may);
        let mut flows = Bounds::new(widest.clone(), widest);
        for sieve in &stand.ingress {
            flows = flows.intersection(&sieve.filter.admits(&client(&flows)));
        }
        let certain = flows.must.intersection(&everything(&network.ranges.must));
        found.push((network.about.id.clone(), Bounds::new(certain, flows.may)));
    }
    found
}
