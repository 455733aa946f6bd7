//! From machine to machine inside the network.

use ringfence_model::{Direction, Evidence, Machine, Model, ResourceId};
use ringfence_packets::{Action, AddressSet, Bounds, FlowSet, Origin, Peers, Traffic};

use super::edge::{Edge, Pass, Seen, client};
use super::inbound::{guards, ingress_sieves};
use super::place::{Place, of_machine};
use super::sieve::{RuleOrigin, Sieve, groups};
use super::{Node, Way};
use crate::index::Index;

/// Two machines of one model, by position.
pub(crate) struct Crossing<'m> {
    pub(crate) model: &'m Model,
    pub(crate) index: &'m Index,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl Crossing<'_> {
    /// The ways from one machine to the other inside their network: one for each pair of places.
    ///
    /// Unknown: machines whose networks are not known may share one.
    pub(crate) fn ways(&self) -> Vec<Way> {
        let (Some(from), Some(to)) = (self.model.machines.get(self.from), self.model.machines.get(self.to))
        else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for start in of_machine(self.model, self.index, from) {
            for end in of_machine(self.model, self.index, to) {
                found.extend(self.way(from, &start, to, &end));
            }
        }
        found
    }

    fn way(&self, from: &Machine, start: &Place, to: &Machine, end: &Place) -> Option<Way> {
        let certain = match (start.network, end.network) {
            (Some(a), Some(b)) if a != b => return None,
            (Some(_), Some(_)) => start.certain && end.certain,
            _ => start.node == end.node,
        };
        let origin = self.origin(from, start);
        let destination = self.origin(to, end);
        let mut leave = Edge::new(Node::Machine(self.from), start.node.clone());
        leave.certain = certain && from.about.exists.certain();
        leave.gaps.extend(start.gap.clone());
        let outward = guards(self.model, self.index, start, from, Direction::Egress).into_iter();
        leave.passes =
            outward.map(|sieve| Pass::Filter { sieve, from: Seen::One(destination.clone()) }).collect();
        let mut path = vec![leave];
        if start.node != end.node {
            path.push(self.across(start, end, &origin, &destination));
        }
        let mut arrive = Edge::new(end.node.clone(), Node::Machine(self.to));
        arrive.certain = to.about.exists.certain();
        arrive.essential = true;
        arrive.gaps.extend(end.gap.clone());
        let inward = ingress_sieves(self.model, self.index, end, to).into_iter();
        arrive.passes = inward.map(|sieve| Pass::Filter { sieve, from: Seen::One(origin.clone()) }).collect();
        path.push(arrive);
        let all = FlowSet::of(&Peers::addresses(origin.addresses.clone()), &Traffic::all());
        let flows = path.iter().fold(Bounds::exact(all), |flows, edge| edge.carry(&flows));
        (!flows.may.is_empty()).then_some(Way { edges: path, flows })
    }

    /// The step between two subnets of one network: both borders, both directions where they are stateless.
    fn across(&self, start: &Place, end: &Place, origin: &Origin, destination: &Origin) -> Edge {
        let mut edge = Edge::new(start.node.clone(), end.node.clone());
        let one = |at, direction, seen: &Origin| Pass::Filter {
            sieve: Sieve::one(self.model, at, direction, None),
            from: Seen::One(seen.clone()),
        };
        for at in start.border(self.model, self.index) {
            edge.passes.push(one(at, Direction::Egress, destination));
        }
        for at in end.border(self.model, self.index) {
            edge.passes.push(one(at, Direction::Ingress, origin));
            if self.model.filters.get(at).is_some_and(|filter| !filter.stateful) {
                let sieve = Sieve::one(self.model, at, Direction::Egress, None);
                edge.passes.push(Pass::Answer { sieve, to: Seen::One(origin.clone()) });
            }
        }
        edge
    }

    fn origin(&self, machine: &Machine, place: &Place) -> Origin {
        let addresses = machine.addresses.clone().unwrap_or_else(|| place.addresses(self.model));
        Origin { addresses: addresses.may, groups: groups(&machine.groups, &self.model.groups) }
    }
}

/// The rules whose addresses, inside the machine's own network, let some of this traffic in.
pub(crate) fn admitting_rules(
    model: &Model,
    index: &Index,
    machine: &Machine,
    traffic: &Traffic,
) -> Vec<Evidence> {
    let mut found = Vec::new();
    for place in of_machine(model, index, machine) {
        let Some(network) = place.network.and_then(|at| model.networks.get(at)) else { continue };
        for sieve in ingress_sieves(model, index, &place, machine) {
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

/// The addresses inside the machine's own network that its filters let in on some of this traffic, leaving
/// aside rules that name groups.
pub(crate) fn admitted(
    model: &Model,
    index: &Index,
    machine: &Machine,
    traffic: &Traffic,
) -> Vec<(ResourceId, Bounds<AddressSet>)> {
    let mut found = Vec::new();
    for place in of_machine(model, index, machine) {
        let Some(network) = place.network.and_then(|at| model.networks.get(at)) else { continue };
        let inside = &network.ranges;
        let everything = FlowSet::of(&Peers::addresses(inside.may.clone()), traffic);
        let mut flows = Bounds::new(everything.clone(), everything);
        for sieve in ingress_sieves(model, index, &place, machine) {
            flows = flows.intersection(&sieve.filter.admits(&client(&flows)));
        }
        let addresses = flows.map(|set| set.peers_any(traffic).addresses);
        let certain = addresses.must.intersection(&inside.must);
        found.push((network.about.id.clone(), Bounds::new(certain, addresses.may)));
    }
    found
}
