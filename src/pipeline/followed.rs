//! One packet of a question, followed hop by hop.

use std::net::IpAddr;

use ringfence_check::{Remark, Telling};
use ringfence_graph::{Graph, Party};
use ringfence_model::{Evidence, Model, ResourceId, Source, Truth};
use ringfence_packets::{Protocol, SelectorKind, Traffic};
use ringfence_report::path::{PacketDecision, PacketHop, PacketTrace};
use ringfence_trace::{Decision, Disposition, Goal, Packet, Start, Trace};

use super::Question;

/// A packet, what became of it, and what would have to change.
pub(crate) struct Followed {
    pub(crate) packet: Packet,
    pub(crate) trace: Trace,
    pub(crate) changes: Vec<Decision>,
}

/// The packet that stands for a question between two parties; nothing if the parties can have none.
///
/// Of the traffic that was asked about it is the first that is of interest, else the first at all.
pub(crate) fn packet(
    graph: &Graph<'_>,
    question: &Question,
    (from, to): (Party, Party),
    of_interest: &Traffic,
) -> Option<Packet> {
    let (protocol, selector) = sample(of_interest).or_else(|| sample(&question.traffic))?;
    let from = start(graph, from)?;
    let destination: Option<IpAddr> = question.to.parse().ok();
    let source = question.source.or_else(|| question.from.parse().ok());
    let mut packet = match destination {
        Some(address) => Packet::to_address(from, address, protocol, selector),
        None => Packet::to_goal(from, goal(graph, to)?, protocol, selector),
    };
    if let Some(source) = source {
        packet = packet.with_source(source);
    }
    if let Some(port) = question.source_port {
        packet = packet.with_source_port(port);
    }
    Some(packet)
}

/// Port of the packet where every port was asked about.
const USUAL_PORT: u16 = 443;

/// One packet of some traffic: of TCP, if there is any.
fn sample(traffic: &Traffic) -> Option<(Protocol, u16)> {
    let protocols = [Protocol::TCP, Protocol::UDP, Protocol::ICMP].into_iter().chain(traffic.protocols());
    let protocol = protocols.into_iter().find(|protocol| !traffic.ports(*protocol).is_empty())?;
    let selectors = traffic.ports(protocol);
    let usual = match protocol.selector_kind() {
        SelectorKind::Port => USUAL_PORT,
        // An echo request.
        SelectorKind::IcmpType => 0x0800,
        SelectorKind::None => 0,
    };
    let first = selectors.ranges().first().map(|(low, _)| *low)?;
    Some((protocol, if selectors.contains(usual) { usual } else { first }))
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

fn goal(graph: &Graph<'_>, party: Party) -> Option<Goal> {
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
    let mut all = filters.chain(subnets).chain(machines).chain(networks).chain(balancers);
    all.find(|about| about.id == *id).map(|about| about.declared_at.clone())
}

/// `10.0.0.5 → 10.0.1.9 tcp 2379`, as far as it is given.
fn words(packet: &Packet) -> String {
    let traffic = Traffic::port(packet.protocol, packet.selector);
    let side = |address: Option<IpAddr>| address.map(|address| format!("{address} "));
    let (source, destination) = (side(packet.source), side(packet.destination));
    let way = match (source, destination) {
        (None, None) => String::new(),
        (source, destination) => {
            format!("{}→ {}", source.unwrap_or_default(), destination.unwrap_or_default())
        }
    };
    format!("{way}{traffic}")
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
