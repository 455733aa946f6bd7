//! One packet of a question, followed hop by hop.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ringfence_check::{Remark, Telling};
use ringfence_graph::{Graph, Node, Party, Way};
use ringfence_model::{Evidence, Model, ResourceId, Source, Truth};
use ringfence_packets::{AddressSet, FlowSet, Protocol, SelectorKind, Traffic};
use ringfence_report::path::{PacketDecision, PacketHop, PacketTrace};
use ringfence_trace::{Decision, Disposition, Family, Goal, Packet, Start, Trace};

use super::Question;

/// A packet, what became of it, and what would have to change.
pub(crate) struct Followed {
    pub(crate) packet: Packet,
    pub(crate) trace: Trace,
    pub(crate) changes: Vec<Decision>,
}

/// The packet that stands for a question between two parties; nothing if the parties can have none.
///
/// Of the traffic that was asked about it is the first that is of interest, else the first at all; the address of a
/// peer in the internet is one that can open it.
pub(crate) fn packet(
    graph: &Graph<'_>,
    question: &Question,
    (from, to): (Party, Party),
    of_interest: &FlowSet,
    way: Option<&Way>,
) -> Option<Packet> {
    let (protocol, selector) = sample(&of_interest.traffic()).or_else(|| sample(&question.traffic))?;
    let peer = an_address(&of_interest.peers_at(protocol, selector).addresses);
    let destination = question.to.parse().ok().or_else(|| peer.filter(|_| to == Party::Internet));
    let source = question.source.or_else(|| question.from.parse().ok());
    let source = source.or_else(|| peer.filter(|_| from == Party::Internet));
    let from = start(graph, from)?;
    let front = way.filter(|_| destination.is_none()).and_then(|way| front(graph, way));
    let mut packet = match (destination, front) {
        (Some(address), _) => Packet::to_address(from, address, protocol, selector),
        (None, Some((goal, (protocol, selector)))) => Packet::to_goal(from, goal, protocol, selector),
        (None, None) => Packet::to_goal(from, goal(graph, to)?, protocol, selector),
    };
    if let Some(source) = source {
        packet = packet.with_source(source).in_family(Family::of(source));
    }
    if let Some(port) = question.source_port {
        packet = packet.with_source_port(port);
    }
    Some(packet)
}

/// Where a packet goes that takes a way to a machine through a load balancer, perhaps by a service's door; and what it
/// opens there.
fn front(graph: &Graph<'_>, way: &Way) -> Option<(Goal, (Protocol, u16))> {
    let model = graph.model();
    let Node::Machine(at) = way.to() else { return None };
    let machine = model.machines.get(*at)?.about.id.clone();
    let (balancer, listener) = way.nodes().find_map(|node| match node {
        Node::Listener(balancer, listener) => Some((*balancer, *listener)),
        _ => None,
    })?;
    let balancer = model.balancers.get(balancer)?;
    let traffic = &balancer.listeners.get(listener)?.traffic;
    let opened = sample(&traffic.must).or_else(|| sample(&traffic.may))?;
    let door = way.nodes().find_map(|node| match node {
        Node::Endpoint(at) => Some(model.endpoints.get(*at)?.about.id.clone()),
        _ => None,
    });
    let goal = match door {
        Some(door) => Goal::Behind { door, machine },
        None => Goal::Through { balancer: balancer.about.id.clone(), machine },
    };
    Some((goal, opened))
}

/// One address of some: the lowest of IPv4, if there is any, that is not the name of its network.
fn an_address(addresses: &AddressSet) -> Option<IpAddr> {
    let v4 =
        addresses.v4.ranges().first().map(|&(low, high)| IpAddr::from(Ipv4Addr::from(high.min(low | 1))));
    let v6 = || {
        let &(low, high) = addresses.v6.ranges().first()?;
        Some(IpAddr::from(Ipv6Addr::from(high.min(low | 1))))
    };
    v4.or_else(v6)
}

/// Ports of the packet where many ports were asked about: the first of these that was.
const USUAL_PORTS: [u16; 4] = [443, 22, 10250, 9100];

/// One packet of some traffic: of TCP, if there is any.
pub(super) fn sample(traffic: &Traffic) -> Option<(Protocol, u16)> {
    let protocols = [Protocol::TCP, Protocol::UDP, Protocol::ICMP].into_iter().chain(traffic.protocols());
    let protocol = protocols.into_iter().find(|protocol| !traffic.ports(*protocol).is_empty())?;
    let selectors = traffic.ports(protocol);
    let usual: &[u16] = match protocol.selector_kind() {
        SelectorKind::Port => &USUAL_PORTS,
        // An echo request.
        SelectorKind::IcmpType => &[0x0800],
        SelectorKind::None => &[],
    };
    let first = selectors.ranges().first().map(|(low, _)| *low)?;
    Some((protocol, usual.iter().copied().find(|port| selectors.contains(*port)).unwrap_or(first)))
}

fn start(graph: &Graph<'_>, party: Party) -> Option<Start> {
    let id = ResourceId::new(graph.name(party));
    match party {
        Party::Internet => Some(Start::Internet),
        Party::Outside(..) => Some(Start::Outside(id)),
        Party::Machine(_) => Some(Start::Machine(id, None)),
        Party::Balancer(_) => Some(Start::Balancer(id)),
        Party::Subnet(_) => Some(Start::Subnet(id)),
        Party::Cluster(_) | Party::Endpoint(_) => None,
    }
}

pub(super) fn goal(graph: &Graph<'_>, party: Party) -> Option<Goal> {
    let id = ResourceId::new(graph.name(party));
    match party {
        Party::Internet => Some(Goal::Internet),
        Party::Outside(..) => Some(Goal::Outside(id)),
        Party::Machine(_) => Some(Goal::Machine(id, None)),
        Party::Balancer(_) => Some(Goal::Balancer(id)),
        Party::Cluster(_) => Some(Goal::Cluster(id)),
        Party::Endpoint(_) => Some(Goal::Endpoint(id)),
        Party::Subnet(_) => None,
    }
}

/// What became of a packet, in words and places.
pub(crate) fn told(telling: &Telling<'_>, found: &Followed) -> PacketTrace {
    PacketTrace { packet: words(&found.packet), ..of_trace(telling, &found.trace) }
}

fn of_trace(telling: &Telling<'_>, trace: &Trace) -> PacketTrace {
    let hops = trace.hops.iter().map(|hop| PacketHop {
        node: hop.node.to_string(),
        kind: hop.kind.in_words(),
        decisions: hop.decisions.iter().map(|decision| of_decision(telling, decision)).collect(),
    });
    PacketTrace {
        packet: String::new(),
        disposition: stable(trace.disposition),
        certain: trace.certain,
        hops: hops.collect(),
        answer: trace.answer.as_deref().map(|answer| Box::new(of_trace(telling, answer))),
    }
}

fn of_decision(telling: &Telling<'_>, decision: &Decision) -> PacketDecision {
    PacketDecision {
        verdict: match decision.truth {
            Truth::Yes => "allow",
            Truth::No => "deny",
            Truth::Unknown => "unknown",
        },
        fact: decision.in_words(),
        because: decision.evidence.iter().map(|evidence| telling.remark(evidence)).collect(),
    }
}

/// What would have to change, each with its place: the rule that says so, else where its subject is declared.
pub(crate) fn changes(telling: &Telling<'_>, model: &Model, changes: &[Decision]) -> Vec<Remark> {
    let place = |decision: &Decision| {
        let written = decision.evidence.first().map(|said| said.source.clone());
        written.or_else(|| declared(model, &decision.subject))
    };
    let remark = |decision: &Decision| {
        let fact = decision.in_words();
        match place(decision) {
            Some(source) => telling.remark(&Evidence::new(&decision.subject, fact, &source)),
            None => Remark { fact: fact.into(), subject: decision.subject.0.clone(), site: None, url: None },
        }
    };
    changes.iter().map(remark).collect()
}

fn declared(model: &Model, id: &ResourceId) -> Option<Source> {
    let filters = model.filters.iter().map(|filter| &filter.about);
    let subnets = model.subnets.iter().map(|subnet| &subnet.about);
    let machines = model.machines.iter().map(|machine| &machine.about);
    let networks = model.networks.iter().map(|network| &network.about);
    let balancers = model.balancers.iter().map(|balancer| &balancer.about);
    let routers = model.routers.iter().map(|router| &router.about);
    let clusters = model.clusters.iter().map(|cluster| &cluster.about);
    let all = filters.chain(subnets).chain(machines).chain(networks).chain(balancers);
    let found = all.chain(routers).chain(clusters).find(|about| about.id == *id);
    found.map(|about| about.declared_at.clone()).or_else(|| led_to(model, id))
}

/// The first that says of a gateway that a route leads to it: gateways are known by their routes only.
fn led_to(model: &Model, id: &ResourceId) -> Option<Source> {
    let routes = model.subnets.iter().flat_map(|subnet| &subnet.routes);
    let mut said = routes.flat_map(|route| &route.evidence).filter(|said| said.subject == *id);
    said.find(|said| said.source.span().is_some()).map(|said| said.source.clone())
}

/// What it is a packet of.
pub(super) fn traffic_of(packet: &Packet) -> Traffic {
    Traffic::port(packet.protocol, packet.selector)
}

/// `tcp 2379 from 10.0.0.5 to 10.0.1.9`, as far as it is given.
fn words(packet: &Packet) -> String {
    let traffic = traffic_of(packet);
    let side = |word: &str, address: Option<IpAddr>| address.map(|address| format!(" {word} {address}"));
    let (source, destination) = (side("from", packet.source), side("to", packet.destination));
    format!("{traffic}{}{}", source.unwrap_or_default(), destination.unwrap_or_default())
}

/// A word that does not change with the wording of reports.
fn stable(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Accepted => "accepted",
        Disposition::ExitsNetwork => "exits-network",
        Disposition::DeniedIn => "denied-in",
        Disposition::DeniedOut => "denied-out",
        Disposition::NoRoute => "no-route",
        Disposition::NullRouted => "null-routed",
        Disposition::NeighborUnreachable => "neighbor-unreachable",
    }
}
