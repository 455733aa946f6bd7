//! The edges that a packet from the internet can take.

use ringfence_model::{
    Attr, Direction, Evidence, Gap, Link, Listener, ListenerSource, LoadBalancer, Machine, Member, Model,
    RouteTarget, TargetGroup,
};
use ringfence_packets::{AddressSet, Bounds, Origin, PortSet, Protocol, Traffic};

use super::Node;
use super::edge::{Edge, Mapping, Pass, Seen};
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
            edge.opening.clone_from(&public.evidence);
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
        for (region, target, mut evidence) in destinations(place, self.model) {
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
            if gateway != Node::Internet && evidence.len() > 1 {
                // The gateway's own fact stands on the hop that leads to it.
                evidence.pop();
            }
            let mut edge = Edge::new(gateway, place.node.clone());
            edge.certain = certain;
            edge.gaps.extend(gap);
            edge.because = evidence;
            edge.passes.push(Pass::From(region));
            for filter in place.border(self.model, self.index) {
                edge.passes.extend(border(self.model, filter, &Seen::Client));
            }
            self.edges.push(edge);
        }
    }

    fn to_machine(&self, place: &Place, at: usize, machine: &Machine) -> Edge {
        let mut edge = Edge::new(place.node.clone(), Node::Machine(at));
        edge.essential = true;
        edge.certain = place.certain && machine.about.exists.certain();
        edge.gaps.extend(machine.public_v4.gap().into_iter().chain(machine.public_v6.gap()).cloned());
        edge.passes.push(Pass::Mapped(mappings(machine)));
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
            let on_internet = balancer.public.source().map(|source| {
                let fact = format!("the {} is on the internet", balancer.about.kind);
                Evidence::new(&balancer.about.id, fact, source)
            });
            if balancer.filters.is_some() { &mut edge.because } else { &mut edge.opening }
                .extend(on_internet);
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
            edge.passes.push(Pass::Redirect { accepted: hop.listener.traffic.may.clone(), port: *port });
        } else if matches!(port, Attr::Unknown(_)) {
            edge.certain = false;
        }
        if let Some(links) = &hop.balancer.filters {
            let sieve = Sieve::any_of(self.model, self.index, links, Direction::Egress);
            edge.passes.push(Pass::Filter { sieve, from: Seen::One(self.seen_as(hop.machine, hop.place)) });
        }
        if !hop.front.iter().any(|front| front.node == hop.place.node) {
            edge.passes.extend(self.to_subnet(hop));
        }
        let sieves = ingress_sieves(self.model, self.index, hop.place, hop.machine);
        edge.passes.extend(sieves.into_iter().map(|sieve| self.behind(sieve, hop)));
        edge
    }

    /// A machine as filters elsewhere see it: its addresses inside the network, and its groups.
    fn seen_as(&self, machine: &Machine, place: &Place) -> Origin {
        let addresses = machine.addresses.clone().unwrap_or_else(|| place.addresses(self.model));
        Origin { addresses: addresses.may, groups: groups(&machine.groups, &self.model.groups) }
    }

    /// The border of a target's subnet, as what a balancer sends meets it.
    fn to_subnet(&self, hop: &Hop<'_>) -> Vec<Pass> {
        let seen = match hop.group.source.value() {
            Some(ListenerSource::Client | ListenerSource::ClientOrBalancer) => Seen::Client,
            _ => Seen::One(self.sender(hop)),
        };
        let filters = hop.place.border(self.model, self.index).into_iter();
        filters.flat_map(|filter| border(self.model, filter, &seen)).collect()
    }

    /// What a balancer sends with its own address, or with those of its service.
    fn sender(&self, hop: &Hop<'_>) -> Origin {
        let ranges = if let Some(ListenerSource::Ranges(ranges)) = hop.group.source.value() {
            ranges.clone()
        } else {
            let own = hop.front.iter().map(|place| place.addresses(self.model).may);
            own.fold(AddressSet::empty(), |all, some| all.union(&some))
        };
        Origin { addresses: ranges, groups: groups(&hop.balancer.groups, &self.model.groups) }
    }

    /// How a filter at a target judges what a balancer sends.
    fn behind(&self, sieve: Sieve, hop: &Hop<'_>) -> Pass {
        match hop.group.source.value() {
            Some(ListenerSource::Client) => Pass::Filter { sieve, from: Seen::Client },
            Some(ListenerSource::Ranges(_) | ListenerSource::Balancer) => {
                Pass::Filter { sieve, from: Seen::One(self.sender(hop)) }
            }
            Some(ListenerSource::ClientOrBalancer) => {
                // The balancer's groups count, its addresses do not: the target sees the client's.
                let groups = groups(&hop.balancer.groups, &self.model.groups);
                Pass::Either { sieve, sender: Origin { addresses: nowhere(), groups } }
            }
            None => Pass::Uncertain { sieve, sender: self.sender(hop) },
        }
    }
}

/// The one address that nothing has (RFC 1122 §3.2.1.3: "this host", never a source on a network): a sender
/// known by its groups only, which no rule about a range lets in unless it lets everything in.
fn nowhere() -> AddressSet {
    AddressSet::from(std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED))
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
fn border(model: &Model, filter: usize, from: &Seen) -> Vec<Pass> {
    let inward = Sieve::one(model, filter, Direction::Ingress, None);
    let mut passes = vec![Pass::Filter { sieve: inward, from: from.clone() }];
    if model.filters.get(filter).is_some_and(|f| !f.stateful) {
        let sieve = Sieve::one(model, filter, Direction::Egress, None);
        passes.push(Pass::Answer { sieve, to: from.clone() });
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

/// The addresses that a machine has, or may have, on the internet.
fn mappings(machine: &Machine) -> Vec<Mapping> {
    let v4 = mapping(machine, &machine.public_v4, AddressSet::all_v4(), "IPv4");
    let v6 = mapping(machine, &machine.public_v6, AddressSet::all_v6(), "IPv6");
    v4.into_iter().chain(v6).collect()
}

fn mapping(machine: &Machine, attr: &Attr<bool>, all: AddressSet, family: &str) -> Option<Mapping> {
    let source = attr.source().filter(|_| attr.truth().possible())?;
    let fact = match attr {
        Attr::Unknown(gap) => format!("it may have a public {family} address: {} is unknown", gap.what),
        _ => format!("it has a public {family} address"),
    };
    let evidence = Evidence::new(&machine.about.id, fact, source);
    Some(Mapping { family: all, certain: attr.truth().certain(), evidence })
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
