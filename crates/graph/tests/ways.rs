//! Ways in and between machines: what opens them, what blocks them, what is only possible.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod support;

use ringfence_graph::{Family, Graph, Node};
use ringfence_model::{Attr, Direction, Link, ListenerSource, Model, RouteTarget, Truth};
use ringfence_packets::{Action, Bound, Bounds, Order, Protocol, Traffic};
use support::{balancer, cidr, filter, gap, id, machine, network, rule, tcp, to};

const ANY: &str = "0.0.0.0/0";

/// A model with one machine in a subnet behind a filter that lets these peers in on tcp 1-65535.
fn one(subnet: &str, public: bool, peers: &[&str]) -> Model {
    let mut model = network();
    let rules = peers
        .iter()
        .map(|peer| rule(&mut model, peer, Action::Allow, Direction::Ingress, peer, tcp(1, 65535)));
    let rules = rules.collect();
    model.filters.push(filter("sg", Order::Unordered, rules));
    model.machines.push(machine("m", subnet, "sg", public, &[]));
    model
}

/// What certainly and possibly reaches machine 0 from the internet on a TCP port.
fn reach(model: &Model, port: u16) -> (bool, bool) {
    let graph = Graph::new(model);
    let traffic = tcp(port, port);
    let ways = graph.ways_in(&Node::Machine(0), &traffic);
    let certain = ways.iter().any(|way| !way.carries(&traffic).must.is_empty());
    (certain, !ways.is_empty())
}

const OPEN: (bool, bool) = (true, true);
const MAYBE: (bool, bool) = (false, true);
const CLOSED: (bool, bool) = (false, false);

#[test]
fn address_route_and_filter_are_all_needed() {
    assert_eq!(reach(&one("front", true, &[ANY]), 443), OPEN);
    assert_eq!(reach(&one("front", false, &[ANY]), 443), CLOSED, "no public address");
    assert_eq!(reach(&one("back", true, &[ANY]), 443), CLOSED, "no route from the internet");
    assert_eq!(reach(&one("front", true, &["10.0.0.0/8"]), 443), CLOSED, "only private sources");
    assert_eq!(reach(&one("front", true, &[]), 443), CLOSED, "no rule");
    assert_eq!(reach(&one("front", true, &["0.0.0.0/1", "128.0.0.0/1"]), 443), OPEN, "two halves");
}

#[test]
fn unknowns_make_ways_possible_never_closed_and_never_certain() {
    let mut address = one("front", false, &[ANY]);
    address.machines[0].interfaces[0].public_v4 = Attr::Unknown(gap("var.public"));
    assert_eq!(reach(&address, 443), MAYBE);

    let mut elsewhere = one("front", true, &[ANY]);
    elsewhere.machines[0].interfaces[0].subnets = vec![to("subnet-not-here")];
    assert_eq!(reach(&elsewhere, 443), MAYBE);

    let mut nowhere = one("front", true, &[ANY]);
    nowhere.machines[0].interfaces[0].subnets = vec![Link::Unknown(gap("var.subnet"))];
    assert_eq!(reach(&nowhere, 443), MAYBE);

    let mut filters = one("front", true, &[]);
    filters.machines[0].interfaces[0].filters.push(Link::Unknown(gap("var.group")));
    assert_eq!(reach(&filters, 443), MAYBE);

    let mut rules = one("front", true, &[]);
    rules.filters[0].unseen.push(gap("var.rules"));
    assert_eq!(reach(&rules, 443), MAYBE);

    let mut route = one("back", true, &[ANY]);
    route.subnets[1].routes[0].target = RouteTarget::Unknown(gap("var.gateway"));
    assert_eq!(reach(&route, 443), MAYBE);

    let mut exists = one("front", true, &[ANY]);
    exists.machines[0].about.exists = Truth::Unknown;
    assert_eq!(reach(&exists, 443), MAYBE);
}

#[test]
fn a_more_specific_route_takes_its_destinations_away() {
    let mut model = one("front", true, &[ANY]);
    let mut halves = model.subnets[0].routes[0].clone();
    halves.target = RouteTarget::Dropped;
    for half in ["0.0.0.0/1", "128.0.0.0/1"] {
        halves.to = Bounds::exact(cidr(half));
        model.subnets[0].routes.push(halves.clone());
    }
    assert_eq!(reach(&model, 443), CLOSED, "answers would be dropped");
    model.subnets[0].routes.pop();
    assert_eq!(reach(&model, 443), OPEN, "the other half still has its way");
}

/// A stateless border that lets tcp 443 in and answers out to these ports.
fn with_border(answers: Option<(u16, u16)>) -> Model {
    let mut model = one("front", true, &[ANY]);
    let mut rules = vec![rule(&mut model, "in", Action::Allow, Direction::Ingress, ANY, tcp(443, 443))];
    if let Some((low, high)) = answers {
        rules.push(rule(&mut model, "out", Action::Allow, Direction::Egress, ANY, tcp(low, high)));
    }
    model.filters.push(filter("acl", Order::FirstMatch, rules));
    model.subnets[0].filters.push(id("acl"));
    model
}

#[test]
fn a_stateless_border_must_let_the_answer_out() {
    assert_eq!(reach(&with_border(Some((1024, 65535))), 443), OPEN);
    assert_eq!(reach(&with_border(Some((1024, 65535))), 22), CLOSED, "not let in");
    assert_eq!(reach(&with_border(None), 443), CLOSED, "no answer");
    assert_eq!(reach(&with_border(Some((443, 443))), 443), CLOSED, "answers go to clients' own ports");
}

/// A private machine behind a balancer on 443 that sends to 6443.
fn balanced(front_filter: Option<&str>, back_peer: &str, seen: ListenerSource) -> Model {
    let mut model = one("back", false, &[back_peer]);
    if let Some(name) = front_filter {
        let open = rule(&mut model, "front-rule", Action::Allow, Direction::Ingress, ANY, tcp(443, 443));
        model.filters.push(filter(name, Order::Unordered, vec![open]));
    }
    model.groups.intern(&id("lb-sg"));
    model.balancers.push(balancer("lb", "front", front_filter, "m", (443, 6443), seen));
    model
}

#[test]
fn a_balancer_leads_in_on_the_targets_port() {
    let through = balanced(Some("lb-sg"), "lb-sg", ListenerSource::Balancer);
    assert_eq!(reach(&through, 6443), OPEN);
    assert_eq!(reach(&through, 443), CLOSED, "the target does not get the listener's port");
    let by_range = balanced(Some("lb-sg"), "10.0.1.0/24", ListenerSource::Balancer);
    assert_eq!(reach(&by_range, 6443), OPEN, "the balancer's own addresses");
    let keeps = balanced(Some("lb-sg"), "10.0.1.0/24", ListenerSource::Client);
    assert_eq!(reach(&keeps, 6443), CLOSED, "the target sees the client");
    assert_eq!(reach(&balanced(None, ANY, ListenerSource::Client), 6443), OPEN);
    let either = balanced(Some("lb-sg"), "lb-sg", ListenerSource::ClientOrBalancer);
    assert_eq!(reach(&either, 6443), OPEN, "a rule may name the balancer's group");
    let mut inner = balanced(None, ANY, ListenerSource::Client);
    inner.balancers[0].public = support::set(false);
    assert_eq!(reach(&inner, 6443), CLOSED);
    let mut misplaced = balanced(None, ANY, ListenerSource::Client);
    misplaced.balancers[0].subnets = vec![to("back")];
    assert_eq!(reach(&misplaced, 6443), CLOSED, "no route to the balancer's front");
}

#[test]
fn a_way_names_the_rule_that_opens_each_hop() {
    let model = balanced(Some("lb-sg"), "lb-sg", ListenerSource::Balancer);
    let graph = Graph::new(&model);
    let traffic = tcp(6443, 6443);
    let ways = graph.ways_in(&Node::Machine(0), &traffic);
    let hops = ways[0].explain(&model, &traffic, Bound::Must);
    let labels: Vec<&str> = ways[0].nodes().map(|node| graph.label(node).as_ref()).collect();
    assert_eq!(labels, ["internet", "gateway", "front", "lb", "listener", "m"]);
    assert!(hops.windows(2).all(|pair| pair[0].to == pair[1].from), "hops join end to end");
    assert!(hops.iter().all(|hop| hop.from != hop.to));
    let opening: Vec<&str> = hops
        .iter()
        .flat_map(|hop| &hop.because)
        .filter(|b| b.opens)
        .map(|b| b.evidence.subject.as_str())
        .collect();
    assert_eq!(opening, ["front-rule"], "the rule that lets the internet in, at the front");
    let last = &hops.last().unwrap().because;
    assert!(last.iter().any(|because| because.evidence.subject.as_str() == "lb-sg"), "{last:?}");
}

#[test]
fn public_addresses_count_whatever_the_filters_say() {
    let model = one("front", true, &[]);
    let found = Graph::new(&model).public_addresses(0);
    assert_eq!(found.iter().map(|a| (a.family, a.truth)).collect::<Vec<_>>(), [(Family::V4, Truth::Yes)]);
    assert!(Graph::new(&one("back", true, &[])).public_addresses(0).is_empty(), "not routed");
}

/// Two machines in the two subnets; the second lets this peer in on tcp 2379.
fn pair(peer: &str) -> Model {
    let mut model = network();
    let open = rule(&mut model, "etcd", Action::Allow, Direction::Ingress, peer, tcp(2379, 2379));
    model.groups.intern(&id("nodes"));
    model.filters.push(filter("members", Order::Unordered, vec![open]));
    model.filters.push(filter("nodes", Order::Unordered, Vec::new()));
    model.machines.push(machine("member", "back", "members", false, &["k8s.io/role/control-plane"]));
    model.machines.push(machine("node", "front", "nodes", false, &["k8s.io/role/node"]));
    model
}

fn crosses(model: &Model, traffic: &Traffic) -> bool {
    let ways = Graph::new(model).between(1, 0, traffic);
    ways.iter().any(|way| !way.carries(traffic).must.is_empty())
}

#[test]
fn machines_reach_each_other_by_group_and_by_range() {
    let etcd = tcp(2379, 2379);
    assert!(crosses(&pair("nodes"), &etcd));
    assert!(crosses(&pair("10.0.0.0/16"), &etcd));
    assert!(crosses(&pair("10.0.1.0/24"), &etcd));
    assert!(!crosses(&pair("members"), &etcd), "another group");
    assert!(!crosses(&pair("10.0.2.0/24"), &etcd), "another range");
    assert!(!crosses(&pair("10.0.1.0/25"), &etcd), "only some addresses of the subnet: not certain");
    assert!(!Graph::new(&pair("10.0.1.0/25")).between(1, 0, &etcd).is_empty(), "but possible");
    assert!(!crosses(&pair("nodes"), &tcp(2380, 2380)));
    let mut silent = pair("nodes");
    silent.filters[1].default_egress = Action::Deny;
    assert!(!crosses(&silent, &etcd), "the sender's own filter");
}

#[test]
fn other_networks_are_not_reached() {
    let mut model = pair("0.0.0.0/0");
    let mut other = model.networks[0].clone();
    other.about.id = id("other");
    model.networks.push(other);
    model.subnets[0].network = to("other");
    assert!(Graph::new(&model).between(1, 0, &Traffic::whole(Protocol::TCP)).is_empty());
}
