//! What the analysis of whole sets says, packet by packet: what is certainly open connects, what cannot be open does not.
//!
//! Every example, every rule's fixtures and, where `RINGFENCE_VECTORS` names them, saved replies of real accounts.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

use ringfence_graph::{Graph, Party};
use ringfence_model::{Attached, Model, ResourceId, Truth};
use ringfence_packets::{AddressSet, Bounds, FlowSet, Protocol, Traffic};
use ringfence_trace::{Goal, NodeKind, Packet, Start, Tracer};
use support::models::{fixtures, folders, model};

/// Pairs of parties of one model, and packets of one pair.
const MOST_PAIRS: usize = 600;
const PORTS: [u16; 7] = [22, 80, 443, 2379, 6443, 10250, 30000];

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
        for port in ports(&reach.open) {
            let packet =
                Packet::to_goal(Start::Machine(start.clone(), None), goal.clone(), Protocol::TCP, port);
            let has = |traffic: &Traffic| traffic.contains(Protocol::TCP, port);
            self.compare(&packet, has(&reach.open.must), has(&reach.open.may));
        }
    }

    fn sent_by_outside(&mut self, from: Party, to: Party) {
        let (Party::Outside(router, side), Some(goal)) = (from, self.goal(to)) else { return };
        let attachment = &self.graph.model().routers[router].attachments[side];
        let Attached::Outside { id, .. } = &attachment.to else { return };
        let reach = self.graph.reach(from, to);
        for port in ports(&reach.open) {
            let packet = Packet::to_goal(Start::Outside(id.clone()), goal.clone(), Protocol::TCP, port);
            let has = |traffic: &Traffic| traffic.contains(Protocol::TCP, port);
            self.compare(&packet, has(&reach.open.must), has(&reach.open.may));
        }
    }

    fn sent_by_internet(&mut self, to: Party) {
        let Some(goal) = self.goal(to) else { return };
        let ways = self.graph.ways(Party::Internet, to);
        let nothing = || Bounds::exact(FlowSet::empty());
        let direct = ways.iter().filter(|way| way.balancer().is_none());
        let open = direct.fold(nothing(), |all, way| all.union(&way.flows));
        for port in ports(&open.map(FlowSet::traffic)) {
            let peers = open.map(|set| set.peers_at(Protocol::TCP, port).addresses);
            let sources = [one_of(&peers.must), one_of(&peers.may), one_of(&peers.may.complement())];
            for source in sources.into_iter().flatten() {
                let packet =
                    Packet::to_goal(Start::Internet, goal.clone(), Protocol::TCP, port).with_source(source);
                self.compare(&packet, peers.must.contains(source), peers.may.contains(source));
            }
        }
    }

    fn compare(&mut self, packet: &Packet, must: bool, may: bool) {
        let trace = self.tracer.trace(packet);
        self.asked += 1;
        // What goes out to the internet and comes in again is the internet's to sets, not the machine's.
        let by_internet =
            packet.from != Start::Internet && trace.hops.iter().any(|hop| hop.kind == NodeKind::Internet);
        let agrees = match trace.connects() {
            Truth::Yes => may || by_internet,
            Truth::Unknown | Truth::No => !must,
        };
        if !agrees {
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

/// Ports to try: those that matter, and those at which something changes.
fn ports(open: &Bounds<Traffic>) -> BTreeSet<u16> {
    let mut found = BTreeSet::from(PORTS);
    for traffic in [&open.must, &open.may] {
        for (low, high) in traffic.ports(Protocol::TCP).ranges().iter().take(8) {
            found.extend([*low, *high]);
            found.extend(low.checked_sub(1).into_iter().chain(high.checked_add(1)));
        }
    }
    found
}

fn replay(name: &str, model: &Model) -> (usize, Vec<String>) {
    let (graph, tracer) = (Graph::new(model), Tracer::new(model));
    let mut replay =
        Replay { name: name.to_owned(), graph: &graph, tracer: &tracer, asked: 0, wrong: Vec::new() };
    let hosts: Vec<Party> = graph
        .parties()
        .into_iter()
        .filter(|party| matches!(party, Party::Machine(_) | Party::Cluster(_)))
        .collect();
    let mut pairs = 0;
    for to in &hosts {
        replay.sent_by_internet(*to);
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
    (replay.asked, replay.wrong)
}

#[test]
fn packets_agree_with_sets() {
    let mut inputs = fixtures();
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
    let (mut asked, mut wrong) = (0, Vec::new());
    for (path, replies) in &inputs {
        let (more, found) = replay(&path.display().to_string(), &model(path, *replies).0);
        asked += more;
        wrong.extend(found);
    }
    assert!(asked > 1000, "{asked}");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n\n"));
}
