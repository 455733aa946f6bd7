//! The edges that a packet from the internet can take.

use ringfence_model::{
    Attr, Direction, Evidence, Gap, Link, Listener, ListenerSource, LoadBalancer, Machine, Member, Model,
    RouteTarget, TargetGroup, Truth,
};
use ringfence_packets::{AddressSet, Bounds, Origin, PortSet, Protocol, Traffic};

use super::Node;
use super::edge::{Edge, Pass, Seen, from_one};
use super::place::{Place, of_machine, places};
use super::sieve::{Sieve, groups};
use crate::index::Index;

/// All of them.
pub(crate) fn edges(model: &Model, index: &Index) -> Vec<Edge> {
    let builder = Builder { model, index, edges: Vec::new() };
    builder.build()
}

struct Builder<'m> {
    model: &'m Model,
    index: &'m Index,
    edges: Vec<Edge>,
}

impl Builder<'_> {
    fn build(mut self) -> Vec<Edge> {
        for (at, machine) in self.model.machines.iter().enumerate() {
            for place in of_machine(self.model, self.index, machine) {
                self.front(&place);
                self.edges.push(self.to_machine(&place, at, machine));
            }
        }
        for (at, balancer) in self.model.balancers.iter().enumerate() {
            self.balancer(at, balancer);
        }
        for (at, cluster) in self.model.clusters.iter().enumerate() {
            let public = &cluster.public;
            let mut edge = Edge::new(Node::Internet, Node::Cluster(at));
            edge.essential = true;
            edge.certain = public.enabled.truth().certain() && cluster.about.exists.certain();
            edge.gaps = public.gaps.iter().chain(public.enabled.gap()).cloned().collect();
            edge.because.clone_from(&public.evidence);
            edge.passes = vec![
                Pass::From(if public.enabled.truth().possible() {
                    public.clients.clone()
                } else {
                    Bounds::exact(AddressSet::empty())
                }),
                Pass::Only(Bounds::exact(tcp(&cluster.ports))),
            ];
            self.edges.push(edge);
        }
        self.edges
    }

    /// The edges from the internet to a place, laid once.
    fn front(&mut self, place: &Place) {
        if self.edges.iter().any(|edge| edge.to == place.node) {
            return;
        }
        if let Some(gap) = &place.gap {
            let mut edge = Edge::new(Node::Internet, place.node.clone());
            edge.certain = false;
            edge.essential = true;
            edge.gaps = vec![gap.clone()];
            edge.because = gap.source.iter().map(|source| unseen(place, gap, source)).collect();
            self.edges.push(edge);
            return;
        }
        for (region, target, evidence) in destinations(place, self.model) {
            let (gateway, certain, gap) = match target {
                RouteTarget::Internet(id) => (Node::Gateway(id.clone()), true, None),
                RouteTarget::Middlebox(id) => (Node::Gateway(id.clone()), false, None),
                RouteTarget::Unknown(gap) => (Node::Internet, false, Some(gap.clone())),
                _ => continue,
            };
            if gateway != Node::Internet && !self.edges.iter().any(|edge| edge.to == gateway) {
                let mut edge = Edge::new(Node::Internet, gateway.clone());
                edge.because = evidence.last().cloned().into_iter().collect();
                self.edges.push(edge);
            }
            let mut edge = Edge::new(gateway, place.node.clone());
            edge.certain = certain;
            edge.gaps.extend(gap);
            edge.because = evidence;
            edge.passes.push(Pass::From(region));
            for filter in place.border(self.model, self.index) {
                edge.passes.extend(border(self.model, filter));
            }
            self.edges.push(edge);
        }
    }

    fn to_machine(&self, place: &Place, at: usize, machine: &Machine) -> Edge {
        let mut edge = Edge::new(place.node.clone(), Node::Machine(at));
        edge.essential = true;
        edge.certain = place.certain && machine.about.exists.certain();
        edge.passes.push(Pass::From(public(machine)));
        for (attr, family) in [(&machine.public_v4, "IPv4"), (&machine.public_v6, "IPv6")] {
            edge.gaps.extend(attr.gap().cloned());
            edge.because.extend(mapping(machine, attr, family));
        }
        edge.passes.extend(self.guards(place, machine, &Seen::Client));
        edge
    }

    /// The filters in front of a machine for what arrives from this source.
    fn guards(&self, place: &Place, machine: &Machine, from: &Seen) -> Vec<Pass> {
        ingress_sieves(self.model, self.index, place, machine)
            .into_iter()
            .map(|sieve| Pass::Filter { sieve, from: from.clone() })
            .collect()
    }

    fn balancer(&mut self, at: usize, balancer: &LoadBalancer) {
        let front = places(self.model, self.index, &balancer.subnets, None);
        for place in &front {
            self.front(place);
        }
        let mut entry: Vec<(Node, bool)> =
            front.iter().map(|place| (place.node.clone(), place.certain)).collect();
        if balancer.subnets.is_empty() {
            entry.push((Node::Internet, true));
        }
        for (from, certain) in entry {
            let mut edge = Edge::new(from, Node::Balancer(at));
            edge.essential = true;
            let public = balancer.public.truth().and(balancer.about.exists);
            edge.certain = certain && public.certain();
            edge.gaps.extend(balancer.public.gap().cloned());
            let everybody = if public.possible() { AddressSet::all() } else { AddressSet::empty() };
            edge.passes.push(Pass::From(Bounds::exact(everybody)));
            edge.because.extend(balancer.public.source().map(|source| {
                Evidence::new(
                    &balancer.about.id,
                    format!("the {} is on the internet", balancer.about.kind),
                    source,
                )
            }));
            edge.passes.extend(balancer.clients.clone().map(Pass::From));
            if let Some(links) = &balancer.filters {
                let sieve = Sieve::any_of(self.model, self.index, links, Direction::Ingress);
                edge.passes.push(Pass::Filter { sieve, from: Seen::Client });
            }
            self.edges.push(edge);
        }
        for (listener_at, listener) in balancer.listeners.iter().enumerate() {
            self.listener((at, listener_at), balancer, listener, &front);
        }
    }

    fn listener(
        &mut self,
        at: (usize, usize),
        balancer: &LoadBalancer,
        listener: &Listener,
        front: &[Place],
    ) {
        let node = Node::Listener(at.0, at.1);
        let mut edge = Edge::new(Node::Balancer(at.0), node.clone());
        edge.because.clone_from(&listener.evidence);
        edge.passes.push(Pass::Only(listener.traffic.clone()));
        self.edges.push(edge);
        for group in &listener.targets {
            for member in &group.members {
                let Some(machine_at) = member.machine.id().and_then(|id| self.index.machine(id)) else {
                    continue;
                };
                let Some(machine) = self.model.machines.get(machine_at) else { continue };
                for place in of_machine(self.model, self.index, machine) {
                    let to = Node::Machine(machine_at);
                    let hop = Hop { balancer, listener, group, member, machine, place: &place, front };
                    self.edges.push(self.to_member(Edge::new(node.clone(), to), &hop));
                }
            }
        }
    }

    fn to_member(&self, mut edge: Edge, hop: &Hop<'_>) -> Edge {
        let linked = matches!(hop.member.machine, Link::To { .. });
        edge.certain = linked && hop.place.certain && hop.machine.about.exists.certain();
        edge.because = hop.group.evidence.iter().chain(&hop.member.evidence).cloned().collect();
        let port = hop.member.port.as_ref().unwrap_or(&hop.group.port);
        edge.gaps.extend(port.gap().cloned());
        edge.gaps.extend(hop.group.source.gap().cloned());
        if let Some(port) = port.value() {
            let accepted = hop.listener.traffic.may.clone();
            edge.passes.push(Pass::Redirect { accepted, to: (Protocol::TCP, *port) });
        } else if matches!(port, Attr::Unknown(_)) {
            edge.certain = false;
        }
        let sieves = ingress_sieves(self.model, self.index, hop.place, hop.machine);
        edge.passes.extend(sieves.into_iter().map(|sieve| self.behind(sieve, hop)));
        if let Some(ListenerSource::Client) = hop.group.source.value() {
            for filter in hop.place.border(self.model, self.index) {
                edge.passes.extend(border(self.model, filter));
            }
        }
        edge
    }

    /// What a filter at a target lets pass of what a balancer sends.
    fn behind(&self, sieve: Sieve, hop: &Hop<'_>) -> Pass {
        let own = hop.front.iter().map(|place| place.addresses(self.model));
        let own = own.fold(Bounds::exact(AddressSet::empty()), |all, some| all.union(&some));
        let as_balancer = |addresses: Bounds<AddressSet>| {
            let seen =
                Origin { addresses: addresses.may, groups: groups(&hop.balancer.groups, &self.model.groups) };
            let traffic = from_one(&sieve, &seen);
            (seen, traffic)
        };
        match hop.group.source.value() {
            Some(ListenerSource::Client) => Pass::Filter { sieve, from: Seen::Client },
            Some(ListenerSource::Ranges(ranges)) => {
                let (seen, traffic) = as_balancer(Bounds::exact(ranges.clone()));
                Pass::Behind { sieve, seen, certain: true, traffic }
            }
            Some(ListenerSource::Balancer) => {
                let (seen, traffic) = as_balancer(own);
                Pass::Behind { sieve, seen, certain: true, traffic }
            }
            Some(ListenerSource::ClientOrBalancer) => {
                // A rule that names the balancer's group lets everything of it in; else the client decides.
                let named = groups(&hop.balancer.groups, &self.model.groups);
                let seen = Origin { addresses: AddressSet::all(), groups: named };
                let by_group = sieve.filter.admits(&seen);
                let strangers = sieve.filter.admits(&Origin::stranger(AddressSet::all()));
                let traffic = by_group.zip_with(&strangers, |with, without| {
                    with.difference(without).traffic_any(&ringfence_packets::Peers::all())
                });
                if traffic.may.is_empty() {
                    Pass::Filter { sieve, from: Seen::Client }
                } else {
                    Pass::Behind { sieve, seen, certain: true, traffic }
                }
            }
            None => {
                let (seen, traffic) = as_balancer(own);
                Pass::Behind { sieve, seen, certain: false, traffic: Bounds::at_most(traffic.may) }
            }
        }
    }
}

/// Everything about the step from a listener to one member at one place.
struct Hop<'a> {
    balancer: &'a LoadBalancer,
    listener: &'a Listener,
    group: &'a TargetGroup,
    member: &'a Member,
    machine: &'a Machine,
    place: &'a Place,
    front: &'a [Place],
}

/// The filters in front of a machine, those of its network first.
pub(super) fn ingress_sieves(model: &Model, index: &Index, place: &Place, machine: &Machine) -> Vec<Sieve> {
    guards(model, index, place, machine, Direction::Ingress)
}

/// The filters between a machine and its subnet, in one direction.
pub(super) fn guards(
    model: &Model,
    index: &Index,
    place: &Place,
    machine: &Machine,
    direction: Direction,
) -> Vec<Sieve> {
    let network = place.network_filters(model, index).into_iter();
    let mut sieves: Vec<Sieve> = network.map(|at| Sieve::one(model, at, direction, Some(machine))).collect();
    if !machine.filters.is_empty() {
        sieves.push(Sieve::any_of(model, index, &machine.filters, direction));
    }
    sieves
}

/// A stateless border filter as a packet from outside meets it: in, and its answer out.
fn border(model: &Model, filter: usize) -> Vec<Pass> {
    let inward = Sieve::one(model, filter, Direction::Ingress, None);
    let mut passes = vec![Pass::Filter { sieve: inward, from: Seen::Client }];
    if model.filters.get(filter).is_some_and(|f| !f.stateful) {
        passes.push(Pass::Answer(Sieve::one(model, filter, Direction::Egress, None)));
    }
    passes
}

/// Which addresses each route of a place takes: the most specific destination wins, earlier routes among
/// equals.
fn destinations<'m>(
    place: &Place,
    model: &'m Model,
) -> Vec<(Bounds<AddressSet>, &'m RouteTarget, Vec<Evidence>)> {
    let mut routes = place.routes(model);
    routes.sort_by_key(|route| (route.to.may.v4.size(), route.to.may.v6.size()));
    let mut taken = Bounds::exact(AddressSet::empty());
    let mut found = Vec::new();
    for route in routes {
        let region = route.to.difference(&taken);
        taken = taken.union(&route.to);
        if !region.may.is_empty() {
            found.push((region, &route.target, route.evidence.clone()));
        }
    }
    found
}

/// The families in which a machine has an address on the internet.
fn public(machine: &Machine) -> Bounds<AddressSet> {
    let family = |attr: &Attr<bool>, all: AddressSet| match attr.truth() {
        Truth::Yes => Bounds::exact(all),
        Truth::Unknown => Bounds::at_most(all),
        Truth::No => Bounds::exact(AddressSet::empty()),
    };
    family(&machine.public_v4, AddressSet::all_v4()).union(&family(&machine.public_v6, AddressSet::all_v6()))
}

fn mapping(machine: &Machine, attr: &Attr<bool>, family: &str) -> Option<Evidence> {
    let source = attr.source().filter(|_| attr.truth().possible())?;
    let fact = match attr {
        Attr::Unknown(gap) => format!("it may have a public {family} address: {} is unknown", gap.what),
        _ => format!("it has a public {family} address"),
    };
    Some(Evidence::new(&machine.about.id, fact, source))
}

fn unseen(place: &Place, gap: &Gap, source: &ringfence_model::Source) -> Evidence {
    let id = match &place.node {
        Node::Subnet(id) | Node::Network(id) => id.clone(),
        _ => ringfence_model::ResourceId::new("unknown"),
    };
    Evidence::new(&id, gap.what.clone(), source)
}

fn tcp(ports: &[u16]) -> Traffic {
    Traffic::of(Protocol::TCP, PortSet::from_ranges(ports.iter().map(|port| (*port, *port))))
}
