//! The edges to load balancers and through them to what stands behind.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use ringfence_model::{
    Attr, Direction, Evidence, Gap, Link, Listener, ListenerSource, LoadBalancer, Machine, Member,
    TargetGroup,
};
use ringfence_packets::{AddressSet, Bounds, Origin};

use super::Node;
use super::edge::{Edge, Pass, Seen};
use super::hosts::Stand;
use super::inbound::{Alike, Builder, across};
use super::sieve::Sieve;
use super::sieves::groups;

impl<'m> Builder<'_, 'm> {
    pub(super) fn balancer(&mut self, at: usize, balancer: &'m LoadBalancer) {
        // A front that stands in no subnet is reached from the internet without a route of its network.
        let front = if balancer.subnets.is_empty() { &[] } else { self.hosts.places.of_balancer(at) };
        for place in front {
            self.front(*place);
        }
        let places = front.iter().filter_map(|place| self.hosts.places.get(*place));
        let mut entry: Vec<(Node, bool)> = places.map(|place| (place.node.clone(), place.certain)).collect();
        if balancer.subnets.is_empty() {
            entry.push((Node::Internet, true));
        }
        for (from, certain) in entry {
            let edge = self.entrance((at, balancer), from, certain);
            self.lay(edge);
        }
        for (listener_at, listener) in balancer.listeners.iter().enumerate() {
            self.listener((at, listener_at), balancer, listener, front);
        }
    }

    fn entrance(&mut self, (at, balancer): (usize, &'m LoadBalancer), from: Node, certain: bool) -> Edge {
        let mut edge = Edge::new(from, Node::Balancer(at));
        edge.essential = true;
        let public = balancer.public.truth().and(balancer.about.exists);
        edge.certain = certain && public.certain();
        edge.gaps.extend(balancer.public.gap().cloned());
        let everybody = if public.possible() { AddressSet::all() } else { AddressSet::empty() };
        let mut passes = vec![Pass::From(Bounds::exact(everybody))];
        let on_internet = balancer.public.source().map(|source| {
            let fact = format!("the {} is on the internet", balancer.about.kind);
            Evidence::new(&balancer.about.id, fact, source)
        });
        if balancer.filters.is_some() { &mut edge.because } else { &mut edge.opening }.extend(on_internet);
        passes.extend(balancer.clients.clone().map(Pass::From));
        if let Some(sieve) = self.guard(balancer, Direction::Ingress) {
            passes.push(Pass::Filter { sieve, from: Seen::Client });
        }
        edge.passes = passes.into();
        edge
    }

    /// The filters at a balancer's front, if it has any.
    pub(super) fn guard(&mut self, balancer: &'m LoadBalancer, direction: Direction) -> Option<Arc<Sieve>> {
        let named = self.sieves.named(balancer.filters.as_ref()?);
        Some(self.sieves.any_of(named, direction))
    }

    fn listener(
        &mut self,
        at: (usize, usize),
        balancer: &'m LoadBalancer,
        listener: &Listener,
        front: &[usize],
    ) {
        let edge = to_listener(at, listener);
        let node = edge.to.clone();
        self.lay(edge);
        for group in &listener.targets {
            let out = self.outward(balancer, listener, group, &group.source, front);
            for edge in self.lead_to_members(&node, &out) {
                self.lay(edge);
            }
        }
    }

    pub(super) fn outward<'l>(
        &self,
        balancer: &'m LoadBalancer,
        listener: &'l Listener,
        group: &'l TargetGroup,
        source: &'l Attr<ListenerSource>,
        front: &'l [usize],
    ) -> Outward<'m, 'l> {
        Outward { balancer, listener, group, source, front, groups: groups(&balancer.groups, self.model) }
    }

    /// The edges from a listener to the members of one group.
    pub(super) fn lead_to_members(&mut self, node: &Node, out: &Outward<'m, '_>) -> Vec<Edge> {
        let hosts = self.hosts;
        let mut found = Vec::new();
        // Members that stand alike and listen on one port meet the same.
        let mut alike_members: HashMap<(usize, usize, Option<u16>, bool), Alike> = HashMap::new();
        for member in &out.group.members {
            let machine_at = member.machine.id().and_then(|id| self.index.machine(id));
            let Some(machine_at) = machine_at else { continue };
            let Some(machine) = self.model.machines.get(machine_at) else { continue };
            let Some(cohort) = hosts.number_of(machine_at) else { continue };
            let stands = hosts.of_machine(machine_at).into_iter().flat_map(|cohort| &cohort.stands);
            for (stand_at, stand) in stands.enumerate() {
                let port = out.port(member);
                let (port, known_port) = (port.value().copied(), port.gap().is_none());
                let alike = alike_members.entry((cohort, stand_at, port, known_port));
                let alike = alike.or_insert_with(|| {
                    let passes = self.way_to_member(out, stand, port);
                    self.alike(passes)
                });
                let alike = alike.clone();
                let mut edge = Edge::new(node.clone(), Node::Machine(machine_at));
                let between = self.unknown_between(out, stand);
                out.describe(&mut edge, member, machine, self.certain(stand) && between.is_empty());
                edge.gaps.extend(between);
                alike.give(&mut edge);
                found.push(edge);
            }
        }
        found
    }

    fn certain(&self, stand: &Stand) -> bool {
        self.hosts.places.get(stand.place).is_some_and(|place| place.certain)
    }

    /// What is not known of the borders that lie between a balancer's front and a member; nothing if it stands in the
    /// same subnet, whatever that is.
    fn unknown_between(&self, out: &Outward<'m, '_>, stand: &Stand) -> Vec<Gap> {
        let place = |number: &usize| self.hosts.places.get(*number);
        let Some(target) = place(&stand.place) else { return Vec::new() };
        let mut front = out.front.iter().filter_map(place).peekable();
        if front.peek().is_none() || front.clone().any(|front| front.node == target.node) {
            return Vec::new();
        }
        let all = front.chain([target]).filter_map(|place| place.gap.clone());
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn way_to_member(&mut self, out: &Outward<'m, '_>, stand: &Stand, port: Option<u16>) -> Vec<Pass> {
        let mut passes = Vec::new();
        let keeps = [Some(&ListenerSource::Client), Some(&ListenerSource::ClientOrBalancer)];
        if !keeps.contains(&out.source.value()) {
            passes.push(Pass::Anew);
        }
        if let Some(port) = port {
            passes.push(Pass::Redirect { accepted: out.listener.traffic.may.clone(), port });
        }
        if let Some(sieve) = self.guard(out.balancer, Direction::Egress) {
            passes.push(Pass::Filter { sieve, from: Seen::One(stand.origin.clone()) });
        }
        let node = |place: &usize| self.hosts.places.get(*place).map(|place| &place.node);
        let target = node(&stand.place);
        if !out.front.iter().any(|front| node(front) == target) {
            let seen = match out.source.value() {
                Some(ListenerSource::Client | ListenerSource::ClientOrBalancer) => Seen::Client,
                _ => Seen::One(self.sender(out)),
            };
            let borders = self.hosts.border(stand.place).iter();
            passes.extend(borders.flat_map(|border| across(border, &seen)));
        }
        passes.extend(stand.ingress.iter().map(|sieve| self.behind(Arc::clone(sieve), out)));
        passes
    }

    /// What a balancer sends with its own address, or with those of its service.
    fn sender(&self, out: &Outward<'_, '_>) -> Origin {
        let addresses = if let Some(ListenerSource::Ranges(ranges)) = out.source.value() {
            ranges.clone()
        } else if let Some(written) = &out.balancer.addresses {
            written.may.clone()
        } else {
            let places = out.front.iter().filter_map(|place| self.hosts.places.get(*place));
            let own = places.map(|place| place.addresses(self.model).may);
            own.fold(AddressSet::empty(), |all, some| all.union(&some))
        };
        Origin { addresses, groups: out.groups.clone() }
    }

    /// How a filter at a target judges what a balancer sends.
    fn behind(&self, sieve: Arc<Sieve>, out: &Outward<'_, '_>) -> Pass {
        match out.source.value() {
            Some(ListenerSource::Client) => Pass::Filter { sieve, from: Seen::Client },
            Some(ListenerSource::Ranges(_) | ListenerSource::Balancer) => {
                Pass::Filter { sieve, from: Seen::One(self.sender(out)) }
            }
            Some(ListenerSource::ClientOrBalancer) => {
                // The balancer's groups count, its addresses do not: the target sees the client's.
                Pass::Either { sieve, sender: Origin { addresses: nowhere(), groups: out.groups.clone() } }
            }
            None => Pass::Uncertain { sieve, sender: self.sender(out) },
        }
    }
}

/// The one address that nothing has (RFC 1122 §3.2.1.3: "this host", never a source on a network): a sender
/// known by its groups only, which no rule about a range lets in unless it lets everything in.
fn nowhere() -> AddressSet {
    AddressSet::from(std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED))
}

/// The edge from a front to one of its listeners, by their positions.
pub(super) fn to_listener(at: (usize, usize), listener: &Listener) -> Edge {
    let mut edge = Edge::new(Node::Balancer(at.0), Node::Listener(at.0, at.1));
    edge.because.clone_from(&listener.evidence);
    edge.passes = Arc::from([Pass::Only(listener.traffic.clone())]);
    edge
}

/// A listener that sends to the members of one group.
pub(super) struct Outward<'m, 'l> {
    balancer: &'m LoadBalancer,
    listener: &'l Listener,
    group: &'l TargetGroup,
    /// Which source the members see.
    source: &'l Attr<ListenerSource>,
    /// Numbers of the places of the balancer's front.
    front: &'l [usize],
    /// The balancer's groups.
    groups: Bounds<ringfence_packets::GroupSet>,
}

impl Outward<'_, '_> {
    /// The port at a member; not applicable where it is the listener's own.
    fn port<'a>(&'a self, member: &'a Member) -> &'a Attr<u16> {
        member.port.as_ref().unwrap_or(&self.group.port)
    }

    /// What makes the step to one member so, and whether it certainly is.
    fn describe(&self, edge: &mut Edge, member: &Member, machine: &Machine, placed: bool) {
        let linked = matches!(member.machine, Link::To { .. });
        let port = self.port(member);
        let known = !matches!(port, Attr::Unknown(_));
        edge.certain = linked && placed && machine.about.exists.certain() && known;
        edge.because = self.group.evidence.iter().chain(&member.evidence).cloned().collect();
        edge.gaps.extend(port.gap().cloned());
        edge.gaps.extend(self.source.gap().cloned());
    }
}
