//! What the analysis of whole sets says, packet by packet: what is certainly open connects, what cannot be open does not.
//!
//! TCP counts if its answer comes back, UDP if it arrives: between machines, from outside, from the internet directly
//! and through each listener of a load balancer, and from machines to the internet.
//!
//! Every example, every rule's fixtures and, where `RINGFENCE_VECTORS` names them, saved replies of real accounts.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

use ringfence_graph::{Graph, Node, Party, Way};
use ringfence_model::{Attached, Model, ResourceId, Truth};
use ringfence_packets::{AddressSet, Bounds, FlowSet, Protocol, Traffic};
use ringfence_trace::{Disposition, Goal, NodeKind, Packet, Start, Trace, Tracer};
use support::models::{fixtures, folders, model};

/// Pairs of parties of one model, and packets of one pair.
const MOST_PAIRS: usize = 600;
const PORTS: [u16; 7] = [22, 80, 443, 2379, 6443, 10250, 30000];
const UDP_PORTS: [u16; 3] = [53, 8472, 30000];
const PROTOCOLS: [Protocol; 2] = [Protocol::TCP, Protocol::UDP];

/// What is asked of one account by one party over one protocol, and the sets are too sure of.
///
/// Two attachments of a transit gateway: what the one announces is not known, and may be more specific than what the
/// other certainly has, so that the gateway perhaps sends the packet there. The most specific route wins
/// (<https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>, "Route evaluation order", remembered);
/// the sets take a destination that is not known for the least specific. TCP is possible only, for want of an answer.
const TOO_SURE: [(&str, &str, Protocol); 1] = [("test-direct-connect-gateway", "cgw-dx-test", Protocol::UDP)];

/// Ports of one listener.
const MOST_PORTS: usize = 6;

/// The first of some addresses that is no network's own.
fn one_of(addresses: &AddressSet) -> Option<IpAddr> {
    let public = addresses.intersection(&AddressSet::internet());
    let (low, high) = public.v4.ranges().iter().max_by_key(|(low, high)| high - low)?;
    Some(IpAddr::V4(Ipv4Addr::from_bits(low + (high - low) / 2)))
}

struct Replay<'a> {
    name: String,
    graph: &'a Graph<'a>,
    tracer: &'a Tracer<'a>,
    asked: usize,
    /// Of these, through load balancers, and to the internet.
    through: usize,
    outward: usize,
    wrong: Vec<String>,
}

impl Replay<'_> {
    fn id(&self, party: Party) -> Option<ResourceId> {
        let model = self.graph.model();
        match party {
            Party::Machine(at) => Some(model.machines[at].about.id.clone()),
            Party::Cluster(at) => Some(model.clusters[at].about.id.clone()),
            _ => None,
        }
    }

    fn goal(&self, party: Party) -> Option<Goal> {
        let id = self.id(party)?;
        match party {
            Party::Machine(_) => Some(Goal::Machine(id, None)),
            Party::Cluster(_) => Some(Goal::Cluster(id)),
            _ => None,
        }
    }

    fn sent_by_machine(&mut self, from: Party, to: Party) {
        let (Some(start), Some(goal)) = (self.id(from), self.goal(to)) else { return };
        let reach = self.graph.reach(from, to);
        self.sent(&Start::Machine(start, None), &goal, &reach.open);
    }

    fn sent_by_outside(&mut self, from: Party, to: Party) {
        let (Party::Outside(router, side), Some(goal)) = (from, self.goal(to)) else { return };
        let attachment = &self.graph.model().routers[router].attachments[side];
        let Attached::Outside { id, .. } = &attachment.to else { return };
        let reach = self.graph.reach(from, to);
        self.sent(&Start::Outside(id.clone()), &goal, &reach.open);
    }

    fn sent(&mut self, start: &Start, goal: &Goal, open: &Bounds<Traffic>) {
        for protocol in PROTOCOLS {
            for port in ports(open, protocol) {
                let packet = Packet::to_goal(start.clone(), goal.clone(), protocol, port);
                let has = |traffic: &Traffic| traffic.contains(protocol, port);
                self.compare(&packet, has(&open.must), has(&open.may));
            }
        }
    }

    fn sent_by_internet(&mut self, to: Party) {
        let Some(goal) = self.goal(to) else { return };
        let ways = self.graph.ways(Party::Internet, to);
        let nothing = || Bounds::exact(FlowSet::empty());
        let direct = ways.iter().filter(|way| way.balancer().is_none());
        let open = direct.fold(nothing(), |all, way| all.union(&way.flows));
        for protocol in PROTOCOLS {
            for port in ports(&open.map(FlowSet::traffic), protocol) {
                let peers = open.map(|set| set.peers_at(protocol, port).addresses);
                for source in some_of(&peers) {
                    let packet =
                        Packet::to_goal(Start::Internet, goal.clone(), protocol, port).with_source(source);
                    self.compare(&packet, peers.must.contains(source), peers.may.contains(source));
                }
            }
        }
        self.sent_through_balancers(to, &ways);
    }

    /// Through each listener that leads to a machine: the port changes on the way.
    fn sent_through_balancers(&mut self, to: Party, ways: &[Way]) {
        let Some(machine) = self.id(to) else { return };
        let mut listeners: BTreeMap<(usize, usize), Bounds<FlowSet>> = BTreeMap::new();
        for way in ways {
            for node in way.nodes() {
                if let Node::Listener(balancer, listener) = node {
                    let open = listeners.entry((*balancer, *listener)).or_insert_with(Bounds::empty);
                    *open = open.union(&way.flows);
                }
            }
        }
        let model = self.graph.model();
        for ((balancer, listener), open) in listeners {
            let balancer = &model.balancers[balancer];
            let listens = &balancer.listeners[listener].traffic.must;
            // What another listener takes on the same port may come to the same machine.
            let shared = |port: u16| {
                let others = balancer.listeners.iter().enumerate().filter(|(at, _)| *at != listener);
                others.into_iter().any(|(_, other)| other.traffic.may.contains(Protocol::TCP, port))
            };
            for port in ports_of(listens, Protocol::TCP).take(MOST_PORTS).filter(|port| !shared(*port)) {
                let targets: Vec<u16> =
                    if open.may.traffic().contains(Protocol::TCP, port) || open.may.is_empty() {
                        vec![port]
                    } else {
                        ports_of(&open.may.traffic(), Protocol::TCP).collect()
                    };
                let peers = targets.iter().fold(Bounds::exact(AddressSet::empty()), |all, port| {
                    all.union(&open.map(|set| set.peers_at(Protocol::TCP, *port).addresses))
                });
                for source in some_of(&peers) {
                    let goal =
                        Goal::Through { balancer: balancer.about.id.clone(), machine: machine.clone() };
                    let packet =
                        Packet::to_goal(Start::Internet, goal, Protocol::TCP, port).with_source(source);
                    self.through += 1;
                    self.compare(&packet, peers.must.contains(source), peers.may.contains(source));
                }
            }
        }
    }

    /// What a machine sends to addresses of the internet.
    fn sent_to_internet(&mut self, from: Party) {
        let Some(start) = self.id(from) else { return };
        let ways = self.graph.ways(from, Party::Internet);
        let open = ways.iter().fold(Bounds::exact(FlowSet::empty()), |all, way| all.union(&way.flows));
        for protocol in PROTOCOLS {
            for port in ports(&open.map(FlowSet::traffic), protocol) {
                let peers = open.map(|set| set.peers_at(protocol, port).addresses);
                for destination in some_of(&peers) {
                    let start = Start::Machine(start.clone(), None);
                    let packet = Packet::to_address(start, destination, protocol, port);
                    self.outward += 1;
                    self.compare(&packet, peers.must.contains(destination), peers.may.contains(destination));
                }
            }
        }
    }

    fn compare(&mut self, packet: &Packet, must: bool, may: bool) {
        let trace = self.tracer.trace(packet);
        self.asked += 1;
        // What goes out to the internet and comes in again is the internet's to sets, not the machine's.
        let by_internet = packet.from != Start::Internet
            && packet.to.is_some()
            && trace.hops.iter().any(|hop| hop.kind == NodeKind::Internet);
        let works = works(packet, &trace);
        let agrees = match works {
            Truth::Yes => may || by_internet,
            Truth::Unknown | Truth::No => !must,
        };
        let too_sure = TOO_SURE.iter().any(|(account, from, protocol)| {
            let from = Start::Outside(ResourceId::new(*from));
            self.name.ends_with(account) && (&packet.from, packet.protocol) == (&from, *protocol)
        });
        if !agrees && !too_sure {
            self.wrong.push(format!(
                "{}: {packet:?}\nopen: certainly {must}, possibly {may}\n{}",
                self.name,
                self.tracer
                    .traces(packet)
                    .iter()
                    .map(|trace| trace.explain().join("\n"))
                    .collect::<Vec<_>>()
                    .join("\nor\n")
            ));
        }
    }
}

/// Whether a packet does what sets speak of.
fn works(packet: &Packet, trace: &Trace) -> Truth {
    // What a service takes on its way out did not get to the internet.
    let gets_out = || trace.hops.iter().any(|hop| hop.kind == NodeKind::Internet);
    if packet.to.is_none() && !gets_out() {
        return Truth::No;
    }
    // From the internet sets take only what has a way back, whatever the protocol: that is what makes a subnet
    // public.
    let both = packet.protocol == Protocol::TCP || packet.from == Start::Internet && !is_answered(trace);
    if both { trace.connects() } else { trace.arrives }
}

/// Whether no route takes the answer elsewhere; a filter may stop it.
fn is_answered(trace: &Trace) -> bool {
    let dispositions = [Disposition::DeniedIn, Disposition::DeniedOut];
    trace
        .answer
        .as_ref()
        .is_none_or(|answer| answer.arrives.possible() || dispositions.contains(&answer.disposition))
}

/// One address of each part of the internet that is told apart.
fn some_of(peers: &Bounds<AddressSet>) -> impl Iterator<Item = IpAddr> + use<> {
    [one_of(&peers.must), one_of(&peers.may), one_of(&peers.may.complement())].into_iter().flatten()
}

/// The ends of ranges.
fn ports_of(traffic: &Traffic, protocol: Protocol) -> impl Iterator<Item = u16> + use<> {
    let ports = traffic.ports(protocol);
    let ends: BTreeSet<u16> = ports.ranges().iter().take(8).flat_map(|(low, high)| [*low, *high]).collect();
    ends.into_iter()
}

/// Ports to try: those that matter, and those at which something changes.
fn ports(open: &Bounds<Traffic>, protocol: Protocol) -> BTreeSet<u16> {
    let mut found: BTreeSet<u16> = if protocol == Protocol::TCP { PORTS.into() } else { UDP_PORTS.into() };
    for port in [&open.must, &open.may].into_iter().flat_map(|traffic| ports_of(traffic, protocol)) {
        found.insert(port);
        found.extend(port.checked_sub(1).into_iter().chain(port.checked_add(1)));
    }
    found
}

fn replay(name: &str, model: &Model) -> ([usize; 3], Vec<String>) {
    let (graph, tracer) = (Graph::new(model), Tracer::new(model));
    let mut replay = Replay {
        name: name.to_owned(),
        graph: &graph,
        tracer: &tracer,
        asked: 0,
        through: 0,
        outward: 0,
        wrong: Vec::new(),
    };
    let hosts: Vec<Party> = graph
        .parties()
        .into_iter()
        .filter(|party| matches!(party, Party::Machine(_) | Party::Cluster(_)))
        .collect();
    let mut pairs = 0;
    for to in &hosts {
        replay.sent_by_internet(*to);
        if matches!(to, Party::Machine(_)) {
            replay.sent_to_internet(*to);
        }
        for from in graph.parties().into_iter().filter(|party| matches!(party, Party::Outside(..))) {
            replay.sent_by_outside(from, *to);
        }
        for from in hosts.iter().filter(|from| matches!(from, Party::Machine(_)) && *from != to) {
            pairs += 1;
            if pairs <= MOST_PAIRS {
                replay.sent_by_machine(*from, *to);
            }
        }
    }
    ([replay.asked, replay.through, replay.outward], replay.wrong)
}

#[test]
fn packets_agree_with_sets() {
    let mut inputs = fixtures();
    for more in ["peers", "kops"] {
        let below = support::root().join("testdata").join(more);
        inputs.extend(folders(&below).into_iter().map(|path| (path, false)));
    }
    match std::env::var_os("RINGFENCE_VECTORS") {
        Some(vectors) => {
            let vectors = Path::new(&vectors);
            inputs.extend(folders(&vectors.join("network/batfish/aws")).into_iter().map(|path| (path, true)));
            for one in ["acl_1", "sg_1"] {
                let input = format!("network/np-guard-vpc/aws/input/input_aws_{one}.json");
                inputs.push((vectors.join(input), true));
            }
            inputs.push((vectors.join("network/cloudmapper-demo"), true));
            inputs.extend(folders(&vectors.join("api-replies")).into_iter().map(|path| (path, true)));
        }
        None => eprintln!("skipped: RINGFENCE_VECTORS is not set, so real accounts were not replayed"),
    }
    let (mut asked, mut wrong) = ([0; 3], Vec::new());
    for (path, replies) in &inputs {
        let (more, found) = replay(&path.display().to_string(), &model(path, *replies).0);
        asked.iter_mut().zip(more).for_each(|(all, more)| *all += more);
        wrong.extend(found);
    }
    let [all, through, outward] = asked;
    println!("{all} packets, {through} of them through load balancers, {outward} to the internet");
    assert!(all > 5000 && through > 10 && outward > 1000, "{asked:?}");
    assert!(wrong.is_empty(), "{} of {all}:\n{}", wrong.len(), wrong.join("\n\n"));
}
