//! What is worked out once for machines that stand alike holds for each of them alone.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use ringfence_graph::{Circle, Graph, Node, Outsiders, Way};
use ringfence_model::{
    Attr, Direction, FilterRule, Link, ListenerSource, Machine, Member, Model, Role, Truth,
};
use ringfence_packets::{Action, Bound, Bounds, GroupSet, Order, Peers, Traffic};
use support::{about, balancer, filter, gap, id, machine, network, rule, tcp, to};

/// What a machine of the test is like; few values, so that many machines are alike.
#[derive(Clone, Debug)]
struct Kind {
    subnets: Vec<usize>,
    filters: Vec<usize>,
    public: usize,
    tag: usize,
    exists: bool,
}

const SUBNETS: [&str; 4] = ["front", "back", "elsewhere", "not-declared"];
const FILTERS: [&str; 4] = ["a", "b", "c", "filter-not-declared"];
const TAGS: [&[&str]; 3] = [&["k8s.io/role/master"], &["k8s.io/role/node"], &[]];
/// The last stands for a group that is not known.
const PEERS: [&str; 9] =
    ["0.0.0.0/0", "10.0.0.0/8", "10.0.2.0/24", "10.0.2.0/25", "10.1.0.0/16", "a", "b", "c", "?"];

fn kinds() -> impl Strategy<Value = Vec<Kind>> {
    let filters = prop::collection::vec(0..=FILTERS.len(), 0..3);
    // Mostly declared ones: what is not known is asked one by one.
    let subnet = prop_oneof![6 => 0..3usize, 1 => 3..=SUBNETS.len()];
    let subnets = prop::collection::vec(subnet, 1..3);
    let kind = (subnets, filters, 0..3usize, 0..TAGS.len(), prop::bool::weighted(0.9));
    let kind = kind.prop_map(|(subnets, filters, public, tag, exists)| Kind {
        subnets,
        filters,
        public,
        tag,
        exists,
    });
    prop::collection::vec(kind, 1..12)
}

/// A rule: filter (the last is that of the subnet `back`), peer, whether inbound, whether of the etcd ports only,
/// whether it denies.
type Sketch = (usize, usize, bool, bool, bool);

fn rules() -> impl Strategy<Value = Vec<Sketch>> {
    let rule =
        (0..4usize, 0..PEERS.len(), prop::bool::weighted(0.7), any::<bool>(), prop::bool::weighted(0.2));
    prop::collection::vec(rule, 0..12)
}

fn of_kind(at: usize, kind: &Kind) -> Machine {
    let mut made = machine(&format!("m{at}"), "", "", false, TAGS[kind.tag]);
    let subnets = kind.subnets.iter().map(|at| SUBNETS.get(*at).map(|name| to(name)));
    made.interfaces[0].subnets =
        subnets.map(|link| link.unwrap_or_else(|| Link::Unknown(gap("var.subnet")))).collect();
    let filters = kind.filters.iter().map(|at| FILTERS.get(*at).map(|name| to(name)));
    made.interfaces[0].filters =
        filters.map(|link| link.unwrap_or_else(|| Link::Unknown(gap("var.group")))).collect();
    let filters = made.interfaces[0].filters.clone();
    made.interfaces[0].groups = filters;
    made.interfaces[0].public_v4 = match kind.public {
        0 => support::set(false),
        1 => support::set(true),
        _ => Attr::Unknown(gap("var.public")),
    };
    made.about.exists = if kind.exists { Truth::Yes } else { Truth::Unknown };
    made
}

fn made(model: &mut Model, at: usize, (_, peer, inward, etcd, deny): Sketch) -> FilterRule {
    let direction = if inward { Direction::Ingress } else { Direction::Egress };
    let traffic = if etcd { tcp(2379, 2380) } else { Traffic::all() };
    let action = if deny { Action::Deny } else { Action::Allow };
    let mut made = rule(model, &format!("rule{at}"), action, direction, PEERS[peer], traffic);
    if PEERS[peer] == "?" {
        made.peers = Bounds::at_most(Peers::groups(GroupSet::all()));
        made.gaps.push(gap("var.peer"));
    }
    made
}

/// Two networks, three filters, another one at the border of a subnet, and a balancer that sends to every machine.
fn model(rules: &[Sketch], machines: Vec<Machine>) -> Model {
    let mut model = network();
    let mut second = model.networks[0].clone();
    second.about = about("second", &[]);
    second.ranges = Bounds::exact(support::cidr("10.1.0.0/16"));
    let mut elsewhere = model.subnets[1].clone();
    elsewhere.about = about("elsewhere", &[]);
    elsewhere.network = to("second");
    elsewhere.ranges = second.ranges.clone();
    model.networks.push(second);
    model.subnets.push(elsewhere);
    for (number, name) in FILTERS.iter().take(3).chain(&["border"]).enumerate() {
        let own = rules.iter().enumerate().filter(|(_, (of, ..))| *of == number);
        let own: Vec<FilterRule> = own.map(|(at, rule)| made(&mut model, at, *rule)).collect();
        // A border without rules stops everything: then there is none.
        if number == 3 && !own.is_empty() {
            model.subnets[1].filters.push(id("border"));
        }
        let order = if number == 3 { Order::FirstMatch } else { Order::Unordered };
        let mut filter = filter(name, order, own);
        if number == 2 && rules.len().is_multiple_of(3) {
            filter.unseen.push(gap("var.rules"));
        }
        model.filters.push(filter);
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
                let mut shapes: Vec<_> = ways.into_iter().map(|way| shape(graph, way)).collect();
                // Ways of one length come in the order in which their places were first met.
                shapes.sort();
                shapes
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
        let circles = [Circle::Nobody, Circle::Etcd, Circle::ControlPlane, Circle::Cluster];
        let asked = (0..model.machines.len()).flat_map(|member| circles.map(|circle| (member, circle)));
        for (member, circle) in asked {
            let mut expected = BTreeMap::new();
            for from in (0..model.machines.len()).filter(|from| *from != member) {
                let class = graph.class_of(from).unwrap();
                let roles = match circle {
                    Circle::Nobody => &[][..],
                    Circle::Etcd => &[Role::Etcd],
                    Circle::ControlPlane => &[Role::ControlPlane, Role::Etcd],
                    _ => &[Role::ControlPlane, Role::Etcd, Role::Node],
                };
                let inner = roles.iter().any(|role| class.plays(*role));
                let ways = graph.between(from, member, &etcd);
                if !inner && !ways.is_empty() {
                    expected.insert(from, meaning(&model, &ways, &etcd));
                }
            }
            let found = graph.outsiders(member, &etcd, circle);
            let heads: Vec<usize> = found.iter().map(|alike| alike.first[0]).collect();
            prop_assert!(heads.is_sorted());
            prop_assert_eq!(found.iter().map(|alike| alike.number).sum::<usize>(), expected.len());
            let mut first: Vec<usize> = found.iter().flat_map(|alike| alike.first.clone()).collect();
            first.sort_unstable();
            first.truncate(Outsiders::NAMED);
            let named: Vec<usize> = expected.keys().copied().take(Outsiders::NAMED).collect();
            prop_assert_eq!(first, named);
            let spoken: Vec<_> = found.iter().map(|alike| meaning(&model, &alike.ways, &etcd)).collect();
            for (alike, spoken) in found.iter().zip(&spoken) {
                prop_assert_eq!(alike.ways[0].from(), &Node::Machine(alike.first[0]));
                for machine in &alike.first {
                    prop_assert_eq!(&expected[machine], spoken);
                }
            }
            for meant in expected.values() {
                prop_assert!(spoken.contains(meant), "{meant:?} is said of nobody");
            }
        }
    }
}

/// All that is said of ways but where they start: how much arrives, what opens them and what is not known.
fn meaning(model: &Model, ways: &[Way], traffic: &Traffic) -> Vec<String> {
    let of_way = |way: &Way| {
        let carried = way.carries(traffic);
        let hops = way.explain(model, traffic, Bound::May);
        let gaps = hops.iter().flat_map(|hop| &hop.gaps).map(|gap| gap.what.clone());
        let because = hops.iter().flat_map(|hop| &hop.because);
        let said = because.filter(|because| because.opens || !because.gaps.is_empty());
        let said = said.map(|because| {
            let opens = because.opens.then_some(&because.evidence);
            format!("{opens:?} {:?}", because.gaps)
        });
        let said: Vec<String> = gaps.chain(said).collect();
        format!("{} / {} / {said:?}", carried.must.traffic(), carried.may.traffic())
    };
    ways.iter().map(of_way).collect()
}

#[test]
fn the_model_of_the_test_reaches_what_it_is_to_compare() {
    let node = Kind { subnets: vec![1], filters: vec![1], public: 0, tag: 1, exists: true };
    let master = Kind { subnets: vec![0], filters: vec![0], public: 1, tag: 0, exists: true };
    let kinds = [master, node.clone(), node];
    let machines = kinds.iter().enumerate().map(|(at, kind)| of_kind(at, kind)).collect();
    let model = model(&[(0, 6, true, true, false), (0, 0, true, false, false)], machines);
    let graph = Graph::new(&model);
    assert!(!graph.ways_in(&Node::Machine(0), &tcp(2379, 2379)).is_empty());
    let found = graph.outsiders(0, &tcp(2379, 2380), Circle::ControlPlane);
    assert_eq!(found.len(), 1, "both nodes stand alike");
    assert_eq!(found[0].first, [1, 2]);
    assert_eq!(id("m1"), model.machines[1].about.id);
}
