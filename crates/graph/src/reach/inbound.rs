//! The edges that a packet from the internet can take: into places, to machines, to managed clusters.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ringfence_model::{Attr, Evidence, Gap, Interface, Machine, ManagedCluster, Model, RouteTarget, Truth};
use ringfence_packets::{AddressSet, Bounds, PortSet, Protocol, Traffic};

use super::doors::Doors;
use super::edge::{Edge, Mapping, Pass, Seen};
use super::hosts::{Border, Hosts, Stand};
use super::lanes::{Target, lanes};
use super::place::Place;
use super::sieves::Sieves;
use super::{Family, Node};
use crate::index::Index;

/// All of them, and those behind doors; the network in front of machines is worked out.
pub(crate) fn edges<'m>(
    model: &'m Model,
    index: &Index,
    hosts: &Hosts,
    sieves: &mut Sieves<'m>,
) -> (Vec<Arc<Edge>>, Doors) {
    let mut builder = Builder {
        model,
        index,
        hosts,
        sieves,
        edges: Vec::new(),
        reached: HashSet::new(),
        fronts: HashSet::new(),
        to_machines: HashMap::new(),
        numbers: 0,
    };
    builder.machines();
    for (at, balancer) in model.balancers.iter().enumerate() {
        builder.balancer(at, balancer);
    }
    builder.clusters();
    builder.subnets();
    let doors = builder.doors();
    (builder.edges, doors)
}

pub(super) struct Builder<'b, 'm> {
    pub(super) model: &'m Model,
    pub(super) index: &'b Index,
    pub(super) hosts: &'b Hosts,
    pub(super) sieves: &'b mut Sieves<'m>,
    edges: Vec<Arc<Edge>>,
    /// Where edges end.
    reached: HashSet<Node>,
    /// Places whose edges from the internet were laid, by number.
    fronts: HashSet<usize>,
    /// What is in front of machines that stand alike and have the same addresses on the internet.
    to_machines: HashMap<(usize, usize, Vec<Mapping>), Alike>,
    numbers: usize,
}

/// What edges share that lead to machines that stand alike.
#[derive(Clone)]
pub(super) struct Alike {
    number: usize,
    passes: Arc<[Pass]>,
}

impl Alike {
    /// Has the edge carry what the others carry.
    pub(super) fn give(&self, edge: &mut Edge) {
        edge.alike = Some(self.number);
        edge.passes = Arc::clone(&self.passes);
    }
}

impl Builder<'_, '_> {
    pub(super) fn lay(&mut self, edge: Edge) {
        self.reached.insert(edge.to.clone());
        self.edges.push(Arc::new(edge));
    }

    /// A number for edges that carry the same.
    pub(super) fn alike(&mut self, passes: Vec<Pass>) -> Alike {
        self.numbers += 1;
        Alike { number: self.numbers, passes: passes.into() }
    }

    fn machines(&mut self) {
        let hosts = self.hosts;
        for (at, machine) in self.model.machines.iter().enumerate() {
            let Some((number, cohort)) = hosts.number_of(at).zip(hosts.of_machine(at)) else { continue };
            for (stand_at, stand) in cohort.stands.iter().enumerate() {
                self.front(stand.place);
                let Some(interface) = machine.interfaces.get(stand.interface) else { continue };
                let mapped = mapped(machine, interface);
                // Without an address on the internet nothing can come this way.
                if !mapped.is_empty() {
                    self.machine((number, stand_at), stand, (at, machine), &mapped);
                }
            }
        }
    }

    fn machine(
        &mut self,
        (cohort, stand_at): (usize, usize),
        stand: &Stand,
        (at, machine): (usize, &Machine),
        mapped: &[(Mapping, Evidence)],
    ) {
        let Some(place) = self.hosts.places.get(stand.place) else { return };
        let mut edge = Edge::new(place.node.clone(), Node::Machine(at));
        edge.essential = true;
        edge.certain = place.certain && machine.about.exists.certain();
        let interface = machine.interfaces.get(stand.interface).into_iter();
        let gaps = interface.flat_map(|interface| [interface.public_v4.gap(), interface.public_v6.gap()]);
        edge.gaps.extend(gaps.flatten().cloned());
        edge.mapped = mapped.iter().map(|(mapping, said)| (mapping.family, said.clone())).collect();
        let mappings: Vec<Mapping> = mapped.iter().map(|(mapping, _)| *mapping).collect();
        let key = (cohort, stand_at, mappings.clone());
        if !self.to_machines.contains_key(&key) {
            let guards = stand.ingress.iter();
            let guards = guards.map(|sieve| Pass::Filter { sieve: Arc::clone(sieve), from: Seen::Client });
            let alike = self.alike([Pass::Mapped(mappings)].into_iter().chain(guards).collect());
            self.to_machines.insert(key.clone(), alike);
        }
        if let Some(alike) = self.to_machines.get(&key) {
            alike.give(&mut edge);
        }
        self.lay(edge);
    }

    /// Subnets are asked about by themselves too, whoever stands in them.
    fn subnets(&mut self) {
        let numbers =
            self.model.subnets.iter().filter_map(|subnet| self.hosts.places.of_subnet(&subnet.about.id));
        numbers.collect::<Vec<_>>().into_iter().for_each(|number| self.front(number));
    }

    fn clusters(&mut self) {
        for (at, cluster) in self.model.clusters.iter().enumerate() {
            self.lay(to_cluster(at, cluster));
        }
    }

    /// The edges from the internet to a place, laid once.
    pub(super) fn front(&mut self, number: usize) {
        let hosts = self.hosts;
        let Some(place) = hosts.places.get(number) else { return };
        if self.reached.contains(&place.node) || !self.fronts.insert(number) {
            return;
        }
        if let Some(gap) = &place.gap {
            let mut edge = Edge::new(Node::Internet, place.node.clone());
            edge.certain = false;
            edge.essential = true;
            edge.gaps = vec![gap.clone()];
            edge.because = gap.source.iter().map(|source| unseen(place, gap, source)).collect();
            self.lay(edge);
            return;
        }
        let network = place.network.and_then(|at| self.model.networks.get(at));
        for lane in lanes(place.routes(self.model), network.map(|network| &network.ranges)) {
            if let Target::Route(target) = lane.target {
                self.route(number, place, lane.to, target, lane.evidence.to_vec());
            }
        }
    }

    /// The edge of one route to a place, and the one from the internet to its gateway.
    fn route(
        &mut self,
        number: usize,
        place: &Place,
        region: Bounds<AddressSet>,
        target: &RouteTarget,
        mut evidence: Vec<Evidence>,
    ) {
        let (gateway, certain, gap) = match target {
            RouteTarget::Internet(id) => (Node::Gateway(id.clone()), true, None),
            RouteTarget::Middlebox(id) => (Node::Gateway(id.clone()), false, None),
            RouteTarget::Unknown(gap) => (Node::Internet, false, Some(gap.clone())),
            _ => return,
        };
        if gateway != Node::Internet && !self.reached.contains(&gateway) {
            let mut edge = Edge::new(Node::Internet, gateway.clone());
            edge.because = evidence.last().cloned().into_iter().collect();
            self.lay(edge);
        }
        if gateway != Node::Internet && evidence.len() > 1 {
            // The gateway's own fact stands on the hop that leads to it.
            evidence.pop();
        }
        let mut edge = Edge::new(gateway, place.node.clone());
        edge.certain = certain;
        edge.gaps.extend(gap);
        edge.because = evidence;
        let borders = self.hosts.border(number).iter().flat_map(|border| across(border, &Seen::Client));
        edge.passes = [Pass::From(region)].into_iter().chain(borders).collect();
        self.lay(edge);
    }
}

fn to_cluster(at: usize, cluster: &ManagedCluster) -> Edge {
    let public = &cluster.public;
    let mut edge = Edge::new(Node::Internet, Node::Cluster(at));
    edge.essential = true;
    edge.certain = public.enabled.truth().certain() && cluster.about.exists.certain();
    edge.gaps = public.gaps.iter().chain(public.enabled.gap()).cloned().collect();
    edge.opening.clone_from(&public.evidence);
    let possible = public.enabled.truth().possible();
    let clients = if possible { public.clients.clone() } else { Bounds::exact(AddressSet::empty()) };
    edge.passes = Arc::from([Pass::From(clients), Pass::Only(Bounds::exact(tcp(&cluster.ports)))]);
    edge
}

/// A stateless border filter as a packet from outside meets it: in, and its answer out.
pub(super) fn across(border: &Border, from: &Seen) -> Vec<Pass> {
    let mut passes = vec![Pass::Filter { sieve: Arc::clone(&border.inward), from: from.clone() }];
    if !border.stateful {
        passes.push(Pass::Answer { sieve: Arc::clone(&border.outward), to: from.clone() });
    }
    passes
}

/// The addresses that an interface has, or may have, on the internet, and what gives them.
pub(super) fn mapped(machine: &Machine, interface: &Interface) -> Vec<(Mapping, Evidence)> {
    let v4 = mapping(machine, &interface.public_v4, Family::V4);
    let v6 = mapping(machine, &interface.public_v6, Family::V6);
    v4.into_iter().chain(v6).collect()
}

fn mapping(machine: &Machine, attr: &Attr<bool>, family: Family) -> Option<(Mapping, Evidence)> {
    let source = attr.source().filter(|_| attr.truth().possible())?;
    let words = family.in_words();
    let fact = match attr {
        Attr::Unknown(gap) => format!("it may have a public {words} address: {} is unknown", gap.what),
        _ => format!("it has a public {words} address"),
    };
    let evidence = Evidence::new(&machine.about.id, fact, source);
    Some((Mapping { family, certain: attr.truth() == Truth::Yes }, evidence))
}

fn unseen(place: &Place, gap: &Gap, source: &ringfence_model::Source) -> Evidence {
    let id = match &place.node {
        Node::Subnet(id) | Node::Network(id) => id.clone(),
        _ => ringfence_model::ResourceId::new("unknown"),
    };
    Evidence::new(&id, gap.what.clone(), source)
}

pub(crate) fn tcp(ports: &[u16]) -> Traffic {
    Traffic::of(Protocol::TCP, PortSet::from_ranges(ports.iter().map(|port| (*port, *port))))
}
