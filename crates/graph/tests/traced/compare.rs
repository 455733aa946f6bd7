//! One packet of each kind between every two parties, asked of the sets and followed hop by hop.

use std::net::{IpAddr, Ipv4Addr};

use ringfence_graph::{Graph, Node, Party, Way};
use ringfence_model::{Link, Model, RouteTarget, Truth};
use ringfence_packets::{AddressSet, Bound, FlowSet, Protocol, Traffic};
use ringfence_trace::{Goal, Packet, Start, Trace, Tracer};

use crate::sketch::INTERNET;

/// What both said, where it is not the same.
pub(crate) struct Difference(pub(crate) String);

const ECHO: u16 = 0x0800;

const PACKETS: [(Protocol, u16); 5] = [
    (Protocol::TCP, 22),
    (Protocol::TCP, 443),
    (Protocol::TCP, 2379),
    (Protocol::UDP, 53),
    (Protocol::ICMP, ECHO),
];

/// How many packets are open, possibly open, arrive without an answer, are closed.
pub(crate) fn all(model: &Model) -> Result<[u64; 4], Difference> {
    let graph = Graph::new(model);
    let tracer = Tracer::new(model);
    let mut counts = [0; 4];
    let parties = graph.parties();
    for from in &parties {
        for to in parties.iter().filter(|to| *to != from) {
            let ways: Vec<Way> =
                graph.ways(*from, *to).into_iter().filter(|way| direct(way, *from, *to)).collect();
            for packet in packets(&graph, *from, *to) {
                let followed: Vec<Trace> = to_each_address(model, &packet)
                    .iter()
                    .filter(|packet| !is_cut_off(model, packet))
                    .flat_map(|packet| tracer.traces(packet))
                    .collect();
                let slot = compare(model, &ways, &packet, &followed).map_err(|text| {
                    let lines = followed.iter().flat_map(Trace::explain).collect::<Vec<_>>().join("\n  ");
                    let told = ways.iter().map(|way| {
                        let carried = format!(
                            "open {} / {}, silent {} / {}",
                            way.flows.must, way.flows.may, way.unanswered.must, way.unanswered.may
                        );
                        let nodes = way.nodes().map(|node| graph.label(node).to_string());
                        format!("{}: {carried}", nodes.collect::<Vec<_>>().join(" > "))
                    });
                    Difference(format!(
                        "{from:?} to {to:?}, {packet:?}: {text}\n  {lines}\nways: {:#?}",
                        told.collect::<Vec<_>>()
                    ))
                })?;
                counts[slot] += 1;
            }
        }
    }
    through_doors(model, &graph, &tracer)?;
    Ok(counts)
}

/// Whether all of a machine stands in the network of the balancer: how that gets to a member elsewhere, the sets do not
/// ask.
fn stands_with_the_balancer(model: &Model, machine: Party) -> bool {
    let network = |link: &Link| {
        let subnet = model.subnets.iter().find(|subnet| Some(&subnet.about.id) == link.id()).unwrap();
        subnet.network.id().cloned()
    };
    let Party::Machine(at) = machine else { return false };
    let own = network(&model.balancers[0].subnets[0]);
    model.machines[at].interfaces.iter().all(|interface| network(&interface.subnets[0]) == own)
}

/// From every machine through the door of a service to every machine behind it.
fn through_doors(model: &Model, graph: &Graph<'_>, tracer: &Tracer<'_>) -> Result<(), Difference> {
    let name = |party| ringfence_model::ResourceId::new(graph.name(party));
    let machines = || (0..model.machines.len()).map(Party::Machine);
    for door in &model.endpoints {
        let near = |to: &Party| stands_with_the_balancer(model, *to);
        for (from, to) in machines().flat_map(|from| machines().filter(near).map(move |to| (from, to))) {
            let ways = graph.ways(from, to).into_iter();
            let ways: Vec<Way> = ways.filter(by_door).collect();
            let goal = Goal::Behind { door: door.about.id.clone(), machine: name(to) };
            let sent = Packet::to_goal(Start::Machine(name(from), None), goal, Protocol::TCP, 22);
            // The sets tell of the port at the machine, which is another one.
            let opened = Packet { selector: 2379, ..sent.clone() };
            // What the door's own connection lacks in answers ends there for the sets, and at the machine for the packet.
            open_alike(model, &said(&ways, &opened), &opened, &tracer.traces(&sent)).map_err(|text| {
                let lines = tracer.traces(&sent);
                let lines = lines.iter().flat_map(Trace::explain).collect::<Vec<_>>().join("\n  ");
                Difference(format!("{from:?} by a door to {to:?}: {text}\n  {lines}"))
            })?;
        }
    }
    Ok(())
}

fn by_door(way: &Way) -> bool {
    way.nodes().any(|node| matches!(node, Node::Endpoint(_)))
}

/// Ways through a load balancer are its own affair, unless it is an end; those through doors too.
fn direct(way: &Way, from: Party, to: Party) -> bool {
    let ends = matches!(from, Party::Balancer(_)) || matches!(to, Party::Balancer(_));
    (ends || way.balancer().is_none()) && !by_door(way)
}

fn packets(graph: &Graph<'_>, from: Party, to: Party) -> Vec<Packet> {
    let name = |party| ringfence_model::ResourceId::new(graph.name(party));
    let start = match from {
        Party::Internet => Start::Internet,
        Party::Outside(..) => Start::Outside(name(from)),
        Party::Machine(_) => Start::Machine(name(from), None),
        _ => return Vec::new(),
    };
    let goal = match to {
        Party::Internet => Goal::Internet,
        Party::Outside(..) => Goal::Outside(name(to)),
        Party::Machine(_) => Goal::Machine(name(to), None),
        Party::Balancer(_) => Goal::Balancer(name(to)),
        _ => return Vec::new(),
    };
    if matches!((from, to), (Party::Internet | Party::Outside(..), Party::Internet | Party::Outside(..))) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (protocol, selector) in PACKETS {
        let packet = Packet::to_goal(start.clone(), goal.clone(), protocol, selector);
        match (from, to) {
            (Party::Internet, _) => {
                found.extend(INTERNET.map(|address| packet.clone().with_source(address.parse().unwrap())));
            }
            (_, Party::Internet) => {
                found.extend(
                    INTERNET.map(|address| packet.clone().with_destination(address.parse().unwrap())),
                );
            }
            (Party::Outside(..), _) => found.push(packet.with_source("172.16.0.1".parse().unwrap())),
            (_, Party::Outside(..)) => found.push(packet.with_destination("172.16.0.1".parse().unwrap())),
            _ => found.push(packet),
        }
    }
    found
}

/// What the sets say of one packet.
struct Said {
    open: Truth,
    silent: Truth,
}

fn said(ways: &[Way], packet: &Packet) -> Said {
    let named: Option<IpAddr> = match (&packet.from, &packet.to) {
        (Start::Internet | Start::Outside(_), _) => packet.source,
        (_, Some(Goal::Internet)) => packet.destination,
        _ => None,
    };
    let has = |set: &FlowSet| match named {
        Some(address) => set.peers_at(packet.protocol, packet.selector).addresses.contains(address),
        None => set.traffic().overlaps(&Traffic::port(packet.protocol, packet.selector)),
    };
    let truth = |bounds: &dyn Fn(&Way, Bound) -> bool| {
        let any = |bound| ways.iter().any(|way| bounds(way, bound));
        if any(Bound::Must) {
            Truth::Yes
        } else if any(Bound::May) {
            Truth::Unknown
        } else {
            Truth::No
        }
    };
    Said {
        open: truth(&|way, bound| has(way.flows.at(bound))),
        silent: truth(&|way, bound| has(way.unanswered.at(bound))),
    }
}

/// A packet to a machine inside is one to each of its private addresses: the sets follow no way over the internet from
/// machine to machine, which is two ways of theirs.
fn to_each_address(model: &Model, packet: &Packet) -> Vec<Packet> {
    let first = |set: &AddressSet| IpAddr::from(Ipv4Addr::from_bits(set.v4.ranges()[0].0));
    if let (Some(Goal::Balancer(id)), true) = (&packet.to, packet.from != Start::Internet) {
        let balancer = model.balancers.iter().find(|balancer| balancer.about.id == *id).unwrap();
        return vec![packet.clone().with_destination(first(&balancer.addresses.as_ref().unwrap().must))];
    }
    let Some(Goal::Machine(id, _)) = &packet.to else { return vec![packet.clone()] };
    let machine = model.machines.iter().find(|machine| machine.about.id == *id).unwrap();
    let interfaces = machine.interfaces.iter().enumerate();
    let each = interfaces.filter_map(|(number, interface)| {
        let address = first(&interface.addresses.as_ref()?.must);
        let to = Some(Goal::Machine(id.clone(), Some(number)));
        let packet = Packet { to, ..packet.clone() };
        // To the internet it has another address.
        Some(if packet.from == Start::Internet { packet } else { packet.with_destination(address) })
    });
    each.collect()
}

/// Whether both say the same of what can be opened.
fn open_alike(model: &Model, sets: &Said, packet: &Packet, traces: &[Trace]) -> Result<Truth, String> {
    // Only TCP needs its answer to be a connection.
    let connected = packet.protocol == Protocol::TCP;
    let opens = traces.iter().map(|trace| if connected { trace.connects() } else { trace.arrives });
    let arrived = opens.max().unwrap_or(Truth::No);
    let opposite = [(Truth::Yes, Truth::No), (Truth::No, Truth::Yes)].contains(&(sets.open, arrived));
    if is_exact(model) && sets.open != arrived || opposite {
        return Err(format!("the sets say {:?}, the packet {arrived:?}", sets.open));
    }
    Ok(arrived)
}

fn compare(model: &Model, ways: &[Way], packet: &Packet, traces: &[Trace]) -> Result<usize, String> {
    let sets = said(ways, packet);
    let arrived = open_alike(model, &sets, packet, traces)?;
    let silent = traces.iter().any(|trace| trace.arrives.certain() && trace.connects() == Truth::No);
    let comes = traces.iter().any(|trace| trace.arrives.possible());
    let exact = is_exact(model);
    if exact && silent && !sets.silent.certain() {
        return Err("the packet arrives without an answer, and the sets do not say so".to_owned());
    }
    if exact && !comes && sets.silent.possible() {
        return Err("the sets say that it arrives without an answer, and it does not arrive".to_owned());
    }
    Ok(match (arrived, silent) {
        (Truth::Yes, _) => 0,
        (Truth::Unknown, _) => 1,
        (Truth::No, true) => 2,
        (Truth::No, false) => 3,
    })
}

/// Whether the subnet of what the internet sends to has no route back through its gateway.
///
/// The sets take it for out of reach whatever the protocol, as the vendor does: a subnet needs a route to the gateway
/// "to enable access to or from the internet" (the vendor's page on internet gateways, read 2026-11-25). The simulator has the packet
/// arrive and its answer stop.
fn is_cut_off(model: &Model, packet: &Packet) -> bool {
    let (Start::Internet, Some(client)) = (&packet.from, packet.source) else { return false };
    let subnet = match &packet.to {
        Some(Goal::Machine(id, Some(number))) => {
            let machine = model.machines.iter().find(|machine| machine.about.id == *id).unwrap();
            &machine.interfaces[*number].subnets[0]
        }
        Some(Goal::Balancer(id)) => {
            &model.balancers.iter().find(|balancer| balancer.about.id == *id).unwrap().subnets[0]
        }
        _ => return false,
    };
    let subnet = model.subnets.iter().find(|other| Some(&other.about.id) == subnet.id()).unwrap();
    let takes = subnet.routes.iter().filter(|route| route.to.may.contains(client));
    let best = takes.min_by_key(|route| route.to.may.size());
    !matches!(best.map(|route| &route.target), Some(RouteTarget::Internet(_) | RouteTarget::Unknown(_)))
}

/// Whether nothing of a model is unknown.
fn is_exact(model: &Model) -> bool {
    let rules = model.filters.iter().flat_map(|filter| &filter.rules);
    let routes = model.subnets.iter().flat_map(|subnet| &subnet.routes);
    let interfaces = model.machines.iter().flat_map(|machine| &machine.interfaces);
    rules.into_iter().all(|rule| rule.peers.is_exact())
        && routes.into_iter().all(|route| route.to.is_exact())
        && interfaces.into_iter().all(|interface| interface.public_v4.gap().is_none())
}
