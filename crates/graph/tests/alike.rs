//! What is worked out once for machines that stand alike holds for each of them alone.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use ringfence_graph::{Graph, Node, Way};
use ringfence_model::{Attr, Direction, Link, ListenerSource, Machine, Member, Model, Role, Truth};
use ringfence_packets::{Action, Order, Traffic};
use support::{about, balancer, filter, gap, id, machine, network, rule, tcp, to};

/// What a machine of the test is like; few values, so that many machines are alike.
#[derive(Clone, Debug)]
struct Kind {
    subnet: usize,
    filters: Vec<usize>,
    public: usize,
    tag: usize,
    exists: bool,
}

const SUBNETS: [&str; 4] = ["front", "back", "elsewhere", "not-declared"];
const FILTERS: [&str; 4] = ["a", "b", "c", "filter-not-declared"];
const TAGS: [&[&str]; 3] = [&["k8s.io/role/master"], &["k8s.io/role/node"], &[]];
const PEERS: [&str; 7] = ["0.0.0.0/0", "10.0.0.0/8", "10.0.2.0/24", "10.1.0.0/16", "a", "b", "c"];

fn kinds() -> impl Strategy<Value = Vec<Kind>> {
    let filters = prop::collection::vec(0..=FILTERS.len(), 0..3);
    let kind = (0..=SUBNETS.len(), filters, 0..3usize, 0..TAGS.len(), prop::bool::weighted(0.9));
    let kind =
        kind.prop_map(|(subnet, filters, public, tag, exists)| Kind { subnet, filters, public, tag, exists });
    prop::collection::vec(kind, 1..9)
}

/// Rules: filter, peer, whether inbound, whether of the etcd ports only.
fn rules() -> impl Strategy<Value = Vec<(usize, usize, bool, bool)>> {
    prop::collection::vec((0..3usize, 0..PEERS.len(), prop::bool::weighted(0.7), any::<bool>()), 0..10)
}

fn of_kind(at: usize, kind: &Kind) -> Machine {
    let mut made = machine(&format!("m{at}"), "", "", false, TAGS[kind.tag]);
    let subnet = SUBNETS.get(kind.subnet).map(|name| to(name));
    made.subnets = vec![subnet.unwrap_or_else(|| Link::Unknown(gap("var.subnet")))];
    let filters = kind.filters.iter().map(|at| FILTERS.get(*at).map(|name| to(name)));
    made.filters = filters.map(|link| link.unwrap_or_else(|| Link::Unknown(gap("var.group")))).collect();
    made.groups = made.filters.clone();
    made.public_v4 = match kind.public {
        0 => support::set(false),
        1 => support::set(true),
        _ => Attr::Unknown(gap("var.public")),
    };
    made.about.exists = if kind.exists { Truth::Yes } else { Truth::Unknown };
    made
}

/// Two networks, three filters, and a balancer that sends to every machine.
fn model(rules: &[(usize, usize, bool, bool)], machines: Vec<Machine>) -> Model {
    let mut model = network();
    let mut second = model.networks[0].clone();
    second.about = about("second", &[]);
    second.ranges = ringfence_packets::Bounds::exact(support::cidr("10.1.0.0/16"));
    let mut elsewhere = model.subnets[1].clone();
    elsewhere.about = about("elsewhere", &[]);
    elsewhere.network = to("second");
    elsewhere.ranges = second.ranges.clone();
    model.networks.push(second);
    model.subnets.push(elsewhere);
    for (number, name) in FILTERS.iter().take(3).enumerate() {
        let own = rules.iter().enumerate().filter(|(_, (of, ..))| *of == number);
        let own = own.map(|(at, (_, peer, inward, etcd))| {
            let direction = if *inward { Direction::Ingress } else { Direction::Egress };
            let traffic = if *etcd { tcp(2379, 2380) } else { Traffic::all() };
            rule(&mut model, &format!("rule{at}"), Action::Allow, direction, PEERS[*peer], traffic)
        });
        let own = own.collect();
        model.filters.push(filter(name, Order::Unordered, own));
    }
    let mut front = balancer("lb", "front", Some("a"), "", (443, 2379), ListenerSource::ClientOrBalancer);
    let member = |machine: &Machine| Member {
        machine: to(machine.about.id.as_str()),
        port: None,
        evidence: Vec::new(),
    };
    front.listeners[0].targets[0].members = machines.iter().map(member).collect();
    model.balancers.push(front);
    model.machines = machines;
    model
}

/// A way as far as it does not depend on where in the model its ends stand.
fn shape(graph: &Graph<'_>, way: &Way) -> (Vec<String>, String) {
    let nodes = way.nodes().map(|node| graph.label(node).to_string());
    (nodes.collect(), format!("{} / {}", way.flows.must, way.flows.may))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn ways_in_are_those_of_a_machine_alone(rules in rules(), kinds in kinds()) {
        let machines: Vec<Machine> = kinds.iter().enumerate().map(|(at, kind)| of_kind(at, kind)).collect();
        let whole = model(&rules, machines.clone());
        let graph = Graph::new(&whole);
        for (at, machine) in machines.iter().enumerate() {
            let single = model(&rules, vec![machine.clone()]);
            let alone = Graph::new(&single);
            let ways = |graph: &Graph<'_>, at| -> Vec<_> {
                let ways = graph.ways_in(&Node::Machine(at), &Traffic::all());
                ways.into_iter().map(|way| shape(graph, way)).collect()
            };
            prop_assert_eq!(ways(&graph, at), ways(&alone, 0));
        }
    }

    #[test]
    fn outsiders_are_the_machines_that_reach_it_one_by_one(rules in rules(), kinds in kinds()) {
        let machines: Vec<Machine> = kinds.iter().enumerate().map(|(at, kind)| of_kind(at, kind)).collect();
        let model = model(&rules, machines);
        let graph = Graph::new(&model);
        let etcd = tcp(2379, 2380);
        for member in 0..model.machines.len() {
            let mut expected = BTreeMap::new();
            for from in (0..model.machines.len()).filter(|from| *from != member) {
                let class = graph.class_of(from).unwrap();
                let inner = class.plays(Role::ControlPlane) || class.plays(Role::Etcd);
                let ways = graph.between(from, member, &etcd);
                if !inner && !ways.is_empty() {
                    let flows: Vec<_> = ways.iter().map(|way| shape(&graph, way)).collect();
                    let flows: Vec<_> = flows.into_iter().map(|(nodes, flows)| (nodes[1..].to_vec(), flows)).collect();
                    expected.insert(from, flows);
                }
            }
            let found = graph.outsiders(member, &etcd);
            let firsts: Vec<usize> = found.iter().map(|alike| alike.machines[0]).collect();
            prop_assert!(firsts.is_sorted());
            let mut actual = BTreeMap::new();
            for alike in &found {
                prop_assert_eq!(alike.ways[0].from(), &Node::Machine(alike.machines[0]));
                for machine in alike.machines.iter() {
                    let flows = alike.ways.iter().map(|way| shape(&graph, way));
                    let flows: Vec<_> = flows.map(|(nodes, flows)| (nodes[1..].to_vec(), flows)).collect();
                    prop_assert!(actual.insert(*machine, flows).is_none(), "listed twice");
                }
            }
            prop_assert_eq!(actual, expected);
        }
    }
}

#[test]
fn the_model_of_the_test_reaches_what_it_is_to_compare() {
    let node = Kind { subnet: 1, filters: vec![1], public: 0, tag: 1, exists: true };
    let master = Kind { subnet: 0, filters: vec![0], public: 1, tag: 0, exists: true };
    let kinds = [master, node.clone(), node];
    let machines = kinds.iter().enumerate().map(|(at, kind)| of_kind(at, kind)).collect();
    let model = model(&[(0, 5, true, true), (0, 0, true, false)], machines);
    let graph = Graph::new(&model);
    assert!(!graph.ways_in(&Node::Machine(0), &tcp(2379, 2379)).is_empty());
    let found = graph.outsiders(0, &tcp(2379, 2380));
    assert_eq!(found.len(), 1, "both nodes stand alike");
    assert_eq!(found[0].machines.as_ref(), [1, 2]);
    assert_eq!(id("m1"), model.machines[1].about.id);
}
