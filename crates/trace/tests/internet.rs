//! Packets to and from the internet, through translations and load balancers, and what is not known.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use ringfence_model::{
    Attr, Behind, Direction, Interface, Link, ListenerSource, ManagedCluster, PublicEndpoint, RouteTarget,
    ServiceEndpoint, Truth,
};
use ringfence_packets::{Action, AddressSet, Bounds, Protocol, Traffic};
use ringfence_trace::{Disposition, Family, Goal, Packet, Start, Tracer, Verdict};
use support::*;

fn public() -> ringfence_model::Model {
    let mut model = world();
    publish(&mut model, "a", "3.3.3.3");
    model
}

#[test]
fn a_public_address_leads_in() {
    let model = public();
    let trace = ask(&model, Start::Internet, "3.3.3.3", 22);
    assert_eq!(way(&trace), "internet > igw > left > front > a");
    assert_eq!((trace.disposition, trace.verdict()), (Disposition::Accepted, Verdict::Open));
    assert_eq!(answer(&trace), "a > front > left > igw > internet");
    let trace = ask(&model, Start::Internet, "3.3.3.3", 23);
    assert_eq!(trace.disposition, Disposition::DeniedIn);
    let trace = ask(&model, Start::Internet, "3.3.3.4", 22);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("internet", Disposition::NullRouted));
    let trace = ask(&model, Start::Internet, "10.1.1.10", 22);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("internet", Disposition::NullRouted));
}

#[test]
fn a_public_address_behind_a_nat_gateway_is_reached_and_cannot_answer() {
    let mut model = world();
    publish(&mut model, "c", "3.3.3.3");
    let trace = ask(&model, Start::Internet, "3.3.3.3", 22);
    assert_eq!(way(&trace), "internet > igw > left > back > c");
    assert_eq!(trace.verdict(), Verdict::AnswerBlocked);
    let answer = trace.answer.unwrap();
    assert_eq!((way(&answer).as_str(), answer.disposition), ("c > back > left > nat", Disposition::DeniedIn));
    subnet_of(&mut model, "front").routes.clear();
    let trace = ask(&model, Start::Internet, "3.3.3.3", 22);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("internet > nat", Disposition::DeniedIn));
    subnet_of(&mut model, "back").routes.clear();
    let trace = ask(&model, Start::Internet, "3.3.3.3", 22);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("internet", Disposition::NoRoute));
}

#[test]
fn out_to_the_internet() {
    let mut model = public();
    let trace = ask(&model, at("a"), "8.8.8.8", 443);
    assert_eq!(way(&trace), "a > front > left > igw > internet");
    assert_eq!((trace.disposition, trace.verdict()), (Disposition::ExitsNetwork, Verdict::Open));
    assert_eq!(answer(&trace), "internet > igw > left > front > a");
    let trace = ask(&model, at("b"), "8.8.8.8", 443);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("b > front > left > igw", Disposition::DeniedIn));
    let trace = ask(&model, at("c"), "8.8.8.8", 443);
    assert_eq!(way(&trace), "c > back > left > nat > internet");
    assert_eq!(
        (answer(&trace).as_str(), trace.verdict()),
        ("internet > nat > left > back > c", Verdict::Open)
    );
    let trace = ask(&model, at("a"), "192.168.1.1", 443);
    assert_eq!(
        (way(&trace).as_str(), trace.disposition),
        ("a > front > left > igw > internet", Disposition::NullRouted)
    );
    acl(&mut model, "acl", &[(Direction::Egress, Action::Allow, "0.0.0.0/0", 443, 443)]);
    subnet_of(&mut model, "back").filters = vec![id("acl")];
    let trace = ask(&model, at("c"), "8.8.8.8", 443);
    assert_eq!(trace.verdict(), Verdict::AnswerBlocked);
    assert_eq!(trace.answer.unwrap().disposition, Disposition::DeniedIn);
}

#[test]
fn own_public_addresses_are_reached_by_way_of_the_internet() {
    let mut model = public();
    group(&mut model, "inner", &[("open", 443, 443), ("0.0.0.0/0", 80, 80)]);
    interface(&mut model, "a").filters = vec![to("inner")];
    let trace = ask(&model, at("c"), "3.3.3.3", 80);
    assert_eq!(way(&trace), "c > back > left > nat > internet > igw > left > front > a");
    assert_eq!(trace.verdict(), Verdict::Open);
    assert_eq!(answer(&trace), "a > front > left > igw > internet > nat > left > back > c");
    assert_eq!(
        ask(&model, at("c"), "3.3.3.3", 443).verdict(),
        Verdict::Blocked,
        "groups mean private addresses"
    );
    assert_eq!(ask(&model, at("c"), "10.1.1.10", 443).verdict(), Verdict::Open);
}

#[test]
fn somebody_in_a_subnet_without_a_public_address() {
    let packet =
        Packet::to_address(Start::Subnet(id("front")), "8.8.8.8".parse().unwrap(), Protocol::TCP, 80)
            .with_source("10.1.1.92".parse().unwrap());
    let model = public();
    let trace = Tracer::new(&model).trace(&packet);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("front > left > igw", Disposition::DeniedIn));
    let trace = Tracer::new(&model).trace(&packet.with_source("10.1.1.10".parse().unwrap()));
    assert_eq!(trace.disposition, Disposition::ExitsNetwork);
    let packet =
        Packet::to_address(Start::Network(id("left")), "10.1.1.11".parse().unwrap(), Protocol::TCP, 22);
    let trace = Tracer::new(&model).trace(&packet);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("left > front > b", Disposition::Accepted));
}

#[test]
fn the_other_family_has_its_own_addresses_and_gateways() {
    let mut model = public();
    model.networks[0].ranges = Bounds::exact(cidr("10.1.0.0/16").union(&cidr("2600:1f00::/56")));
    let front = subnet_of(&mut model, "front");
    front.ranges = Bounds::exact(cidr("10.1.1.0/24").union(&cidr("2600:1f00:0:1::/64")));
    let goal_packet = || Packet::to_goal(Start::Internet, goal("a"), Protocol::TCP, 22).in_family(Family::V6);
    let trace = Tracer::new(&model).trace(&goal_packet());
    assert_eq!(trace.verdict(), Verdict::Blocked, "no IPv6 address");
    let a = interface(&mut model, "a");
    a.addresses = Some(Bounds::exact(cidr("10.1.1.10").union(&cidr("2600:1f00:0:1::a"))));
    a.public_v6 = set(true);
    assert_eq!(ask(&model, Start::Internet, "2600:1f00:0:1::a", 22).verdict(), Verdict::AnswerBlocked);
    let front = subnet_of(&mut model, "front");
    front.routes.push(route("::/0", RouteTarget::Internet(id("igw"))));
    let trace = ask(&model, Start::Internet, "2600:1f00:0:1::a", 22);
    assert_eq!((way(&trace).as_str(), trace.verdict()), ("internet > igw > left > front > a", Verdict::Open));
    subnet_of(&mut model, "front").routes[1].target = RouteTarget::OutboundOnly(id("eigw"));
    let trace = ask(&model, Start::Internet, "2600:1f00:0:1::a", 22);
    assert_eq!(trace.verdict(), Verdict::AnswerBlocked, "in by the one gateway, out by the other");
    subnet_of(&mut model, "front").routes.remove(0);
    let trace = ask(&model, Start::Internet, "2600:1f00:0:1::a", 22);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("internet > eigw", Disposition::DeniedIn));
    let trace = ask(&model, at("a"), "2600::1", 443);
    assert_eq!((trace.disposition, trace.verdict()), (Disposition::ExitsNetwork, Verdict::Open));
    let trace = ask(&model, at("c"), "2600::1", 443);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("c", Disposition::NoRoute));
    assert_eq!(trace.decisions().last().unwrap().in_words(), "`c` has no IPv6 address");
}

#[test]
fn services_behind_a_gateway_answer_and_ask_nothing() {
    let mut model = world();
    let back = subnet_of(&mut model, "back");
    back.routes = vec![route("52.216.0.0/15", RouteTarget::Service(id("vpce")))];
    let trace = ask(&model, at("c"), "52.216.1.1", 443);
    assert_eq!((way(&trace).as_str(), trace.verdict()), ("c > back > left > vpce", Verdict::Open));
    assert_eq!(answer(&trace), "vpce > left > back > c");
    let trace = ask(&model, at("c"), "54.222.1.1", 443);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("c > back", Disposition::NoRoute));
    assert_eq!(ask_goal(&model, at("c"), Goal::Internet, 443).arrives, Truth::No);
}

#[test]
fn a_proxy_is_two_connections() {
    let mut model = world();
    group(&mut model, "front-group", &[("0.0.0.0/0", 443, 443)]);
    group(&mut model, "behind", &[("front-group", 6443, 6443)]);
    interface(&mut model, "c").filters = vec![to("behind")];
    balancer(&mut model, "lb", &["front"], Some("front-group"), (443, 6443), "c", ListenerSource::Balancer);
    let through = || Goal::Through { balancer: id("lb"), machine: id("c") };
    let trace = ask_goal(&model, Start::Internet, through(), 443);
    assert_eq!(way(&trace), "internet > igw > left > front > lb > front > left > back > c");
    assert_eq!(trace.verdict(), Verdict::Open);
    assert_eq!(answer(&trace), "c > back > left > front > lb > front > left > igw > internet");
    let trace = ask_goal(&model, Start::Internet, Goal::Balancer(id("lb")), 443);
    assert_eq!(way(&trace), "internet > igw > left > front > lb");
    let trace = ask_goal(&model, Start::Internet, through(), 80);
    assert_eq!(
        (way(&trace).as_str(), trace.disposition),
        ("internet > igw > left > front > lb", Disposition::DeniedIn)
    );
    assert_eq!(ask_goal(&model, at("c"), through(), 443).verdict(), Verdict::Open, "from inside as well");
    assert_eq!(
        ask_goal(&model, Start::Internet, Goal::Through { balancer: id("lb"), machine: id("a") }, 443)
            .arrives,
        Truth::No
    );
}

#[test]
fn a_balancer_says_which_port_it_does_not_listen_on() {
    let mut model = world();
    balancer(&mut model, "lb", &["front"], None, (443, 6443), "c", ListenerSource::Client);
    let trace = ask_goal(&model, Start::Internet, Goal::Balancer(id("lb")), 80);
    assert_eq!(trace.decisions().last().unwrap().in_words(), "no listener of `lb` takes tcp 80");
    model.balancers[0].clients = Some(Bounds::exact(cidr("8.0.0.0/8")));
    let packet = Packet::to_goal(Start::Internet, Goal::Balancer(id("lb")), Protocol::TCP, 443);
    let from =
        |text: &str| Tracer::new(&model).trace(&packet.clone().with_source(text.parse().unwrap())).verdict();
    assert_eq!((from("8.1.1.1"), from("9.1.1.1")), (Verdict::Open, Verdict::Blocked));
}

#[test]
fn a_target_may_see_the_client_itself() {
    let mut model = world();
    group(&mut model, "behind", &[("8.0.0.0/8", 6443, 6443), ("front-group", 6443, 6443)]);
    interface(&mut model, "c").filters = vec![to("behind")];
    balancer(&mut model, "lb", &["front"], None, (443, 6443), "c", ListenerSource::Client);
    let through = Goal::Through { balancer: id("lb"), machine: id("c") };
    let packet = Packet::to_goal(Start::Internet, through, Protocol::TCP, 443);
    let verdict = |model: &ringfence_model::Model, text: &str| {
        Tracer::new(model).trace(&packet.clone().with_source(text.parse().unwrap())).verdict()
    };
    assert_eq!(verdict(&model, "8.1.1.1"), Verdict::Open);
    assert_eq!(verdict(&model, "9.1.1.1"), Verdict::Blocked);
    model.balancers[0].groups = vec![to("front-group")];
    assert_eq!(verdict(&model, "9.1.1.1"), Verdict::Blocked, "only its addresses count");
    model.balancers[0].listeners[0].targets[0].source = set(ListenerSource::ClientOrBalancer);
    assert_eq!(verdict(&model, "9.1.1.1"), Verdict::Open);
    model.balancers[0].listeners[0].targets[0].source = Attr::Unknown(gap("preserve_client_ip"));
    model.balancers[0].groups = Vec::new();
    assert_eq!(verdict(&model, "8.1.1.1"), Verdict::PossiblyOpen);
    model.balancers[0].listeners[0].targets[0].source = set(ListenerSource::Ranges(cidr("35.191.0.0/16")));
    assert_eq!(verdict(&model, "8.1.1.1"), Verdict::Blocked);
    group(&mut model, "probes", &[("35.191.0.0/16", 6443, 6443)]);
    interface(&mut model, "c").filters = vec![to("probes")];
    assert_eq!(verdict(&model, "8.1.1.1"), Verdict::Open);
}

#[test]
fn a_target_that_sees_the_client_answers_through_the_balancer() {
    let mut model = world();
    balancer(&mut model, "lb", &["front"], None, (22, 22), "c", ListenerSource::Client);
    let through = || Goal::Through { balancer: id("lb"), machine: id("c") };
    let trace = ask_goal(&model, Start::Internet, through(), 22);
    assert_eq!(answer(&trace), "c > back > left > front > lb > front > left > igw > internet");
    assert_eq!(trace.verdict(), Verdict::Open, "though its own route leads to a NAT gateway");
    acl(&mut model, "acl", &[(Direction::Ingress, Action::Allow, "0.0.0.0/0", 22, 22)]);
    subnet_of(&mut model, "back").filters = vec![id("acl")];
    let trace = ask_goal(&model, Start::Internet, through(), 22);
    assert_eq!(trace.verdict(), Verdict::AnswerBlocked);
}

#[test]
fn a_front_outside_any_network_is_on_the_internet_itself() {
    let mut model = world();
    let ranges = ListenerSource::Ranges(cidr("130.211.0.0/22"));
    balancer(&mut model, "lb", &[], None, (443, 22), "c", ranges);
    let trace =
        ask_goal(&model, Start::Internet, Goal::Through { balancer: id("lb"), machine: id("c") }, 443);
    assert!(trace.verdict() == Verdict::Open, "{:#?}", trace.explain());
    assert_eq!((way(&trace).as_str(), trace.verdict()), ("internet > lb > left > back > c", Verdict::Open));
}

#[test]
fn ports_of_targets_that_are_not_known_decide_only_what_all_ports_do() {
    let mut model = world();
    balancer(&mut model, "lb", &["front"], None, (443, 1), "c", ListenerSource::Balancer);
    model.balancers[0].listeners[0].targets[0].port = Attr::Unknown(gap("var.port"));
    let through = || Goal::Through { balancer: id("lb"), machine: id("c") };
    assert_eq!(ask_goal(&model, Start::Internet, through(), 443).verdict(), Verdict::PossiblyOpen);
    interface(&mut model, "c").filters = vec![to("closed")];
    assert_eq!(ask_goal(&model, Start::Internet, through(), 443).verdict(), Verdict::Blocked);
    model.balancers[0].listeners[0].targets[0].members.clear();
    assert_eq!(ask(&model, Start::Internet, "8.8.8.8", 443).arrives, Truth::No, "nobody is behind it");
    model.balancers[0].listeners[0].targets[0].unseen = vec![gap("var.targets")];
    assert_eq!(
        ask(&model, Start::Internet, "8.8.8.8", 443).arrives,
        Truth::Unknown,
        "its address is not known"
    );
}

fn cluster() -> ManagedCluster {
    ManagedCluster {
        about: about("managed"),
        public: PublicEndpoint {
            enabled: set(true),
            clients: Bounds::new(cidr("8.0.0.0/8"), cidr("8.0.0.0/7")),
            gaps: vec![gap("var.clients")],
            evidence: Vec::new(),
        },
        private: set(true),
        network: Some(to("left")),
        subnets: vec![to("back")],
        filters: vec![to("open")],
        private_clients: None,
        private_from_afar: set(false),
        ports: vec![443, 22],
        identity: set(None),
    }
}

#[test]
fn managed_clusters_have_two_doors() {
    let mut model = peered();
    model.clusters.push(cluster());
    let packet = |from: Start, port| Packet::to_goal(from, Goal::Cluster(id("managed")), Protocol::TCP, port);
    let verdict = |packet: Packet| Tracer::new(&model).trace(&packet).verdict();
    let from = |text: &str, port| packet(Start::Internet, port).with_source(text.parse().unwrap());
    assert_eq!(verdict(from("8.1.1.1", 443)), Verdict::Open);
    assert_eq!(verdict(from("9.1.1.1", 443)), Verdict::PossiblyOpen);
    assert_eq!(verdict(from("11.1.1.1", 443)), Verdict::Blocked);
    assert_eq!(verdict(from("8.1.1.1", 10250)), Verdict::Blocked);
    let trace = Tracer::new(&model).trace(&packet(at("a"), 22));
    assert_eq!((way(&trace).as_str(), trace.verdict()), ("a > front > left > back > managed", Verdict::Open));
    model.clusters[0].private = set(false);
    model.clusters[0].public.clients = Bounds::exact(AddressSet::all());
    let trace = Tracer::new(&model).trace(&packet(at("c"), 22));
    assert_eq!(
        (way(&trace).as_str(), trace.verdict()),
        ("c > back > left > nat > internet > managed", Verdict::Open)
    );
    assert_eq!(answer(&trace), "internet > nat > left > back > c");
}

#[test]
fn a_private_endpoint_may_answer_only_nearby() {
    let mut model = peered();
    model.clusters.push(cluster());
    model.clusters[0].public.enabled = set(false);
    subnet_of(&mut model, "back").routes.push(route("10.2.0.0/16", RouteTarget::Router(id("pcx"))));
    assert_eq!(ask_goal(&model, at("d"), Goal::Cluster(id("managed")), 22).verdict(), Verdict::Blocked);
    model.clusters[0].private_from_afar = set(true);
    assert_eq!(ask_goal(&model, at("d"), Goal::Cluster(id("managed")), 22).verdict(), Verdict::Open);
    model.clusters[0].private_clients = Some(Bounds::exact(cidr("10.1.0.0/16")));
    assert_eq!(ask_goal(&model, at("d"), Goal::Cluster(id("managed")), 22).verdict(), Verdict::Blocked);
}

#[test]
fn doors_of_services_stand_in_subnets() {
    let mut model = world();
    let interface = Interface {
        subnets: vec![to("back")],
        addresses: Some(Bounds::exact(cidr("10.1.2.200"))),
        filters: vec![to("open")],
        ..Interface::new(&id("vpce"))
    };
    model.endpoints.push(ServiceEndpoint {
        about: about("vpce"),
        interfaces: vec![interface],
        traffic: Bounds::exact(Traffic::whole(Protocol::TCP)),
        leads_to: set(Vec::new()),
        evidence: Vec::new(),
    });
    let trace = ask(&model, at("c"), "10.1.2.200", 22);
    assert_eq!((way(&trace).as_str(), trace.verdict()), ("c > vpce", Verdict::Open));
    let trace = ask(&model, at("a"), "10.1.2.200", 22);
    assert_eq!((way(&trace).as_str(), trace.verdict()), ("a > front > left > back > vpce", Verdict::Open));
    assert_eq!(ask(&model, at("a"), "10.1.2.200", 443).disposition, Disposition::DeniedIn);
    model.balancers.clear();
    balancer(&mut model, "nlb", &["far"], None, (22, 22), "d", ListenerSource::Balancer);
    let door = |accepted: bool, judged: bool| Behind {
        balancer: to("nlb"),
        accepted: set(accepted),
        judged: set(judged),
        source: set(ListenerSource::Balancer),
    };
    model.endpoints[0].leads_to = set(vec![door(true, true)]);
    let trace = ask(&model, at("a"), "10.1.2.200", 22);
    assert_eq!(way(&trace), "a > front > left > back > vpce > nlb > far > d");
    assert_eq!(trace.verdict(), Verdict::Open);
    model.endpoints[0].leads_to = set(vec![door(false, true)]);
    assert_eq!(ask(&model, at("a"), "10.1.2.200", 22).verdict(), Verdict::Blocked);
    model.endpoints[0].leads_to = set(vec![door(true, true)]);
    let behind = Goal::Behind { door: id("vpce"), machine: id("d") };
    let trace = ask_goal(&model, at("a"), behind, 22);
    assert_eq!(way(&trace), "a > front > left > back > vpce > nlb > far > d");
    // The front judges the client's own address, if at all.
    group(&mut model, "only", &[("10.9.9.9/32", 22, 22)]);
    model.balancers[0].filters = Some(vec![to("only")]);
    for (judged, verdict) in [(true, Verdict::Blocked), (false, Verdict::Open)] {
        model.endpoints[0].leads_to = set(vec![door(true, judged)]);
        assert_eq!(ask(&model, at("a"), "10.1.2.200", 22).verdict(), verdict);
    }
}

#[test]
fn what_is_not_known_may_be() {
    let mut model = world();
    interface(&mut model, "a").public_v4 = Attr::Unknown(gap("var.public"));
    let trace = ask_goal(&model, Start::Internet, goal("a"), 22);
    assert_eq!(trace.verdict(), Verdict::PossiblyOpen);
    assert!(trace.explain().iter().any(|line| line.contains("var.public")), "{:?}", trace.explain());
    let mut model = public();
    model.filters[0].rules.clear();
    model.filters[0].unseen = vec![gap("for_each")];
    assert_eq!(ask(&model, Start::Internet, "3.3.3.3", 22).verdict(), Verdict::PossiblyOpen);
    let mut model = public();
    interface(&mut model, "a").filters = vec![Link::Unknown(gap("var.groups"))];
    assert_eq!(ask(&model, Start::Internet, "3.3.3.3", 22).verdict(), Verdict::PossiblyOpen);
    let mut model = public();
    interface(&mut model, "a").subnets = vec![Link::Unknown(gap("var.subnet"))];
    assert_eq!(ask(&model, Start::Internet, "3.3.3.3", 22).verdict(), Verdict::PossiblyOpen);
    let mut model = public();
    model.machines[0].about.exists = Truth::Unknown;
    assert_eq!(ask(&model, Start::Internet, "3.3.3.3", 22).verdict(), Verdict::PossiblyOpen);
}

#[test]
fn a_route_of_which_nothing_is_known_may_take_the_answer() {
    let mut model = public();
    let front = subnet_of(&mut model, "front");
    front.routes.push(ringfence_model::Route {
        to: Bounds::unknown(),
        target: RouteTarget::Unknown(gap("var.routes")),
        evidence: Vec::new(),
    });
    let trace = ask(&model, Start::Internet, "3.3.3.3", 22);
    assert_eq!((trace.arrives, trace.verdict()), (Truth::Yes, Verdict::PossiblyOpen));
    assert_eq!(
        ask(&model, at("a"), "10.1.2.10", 22).verdict(),
        Verdict::Open,
        "inside, nothing is more specific"
    );
}

#[test]
fn addresses_that_are_not_written_down_are_any_of_the_subnets() {
    let mut model = world();
    interface(&mut model, "c").addresses = None;
    assert_eq!(ask_goal(&model, at("a"), goal("c"), 22).verdict(), Verdict::Open);
    assert_eq!(ask(&model, at("a"), "10.1.2.99", 22).verdict(), Verdict::PossiblyOpen);
    group(&mut model, "half", &[("10.1.2.0/25", 22, 22)]);
    interface(&mut model, "a").filters = vec![to("half")];
    assert_eq!(ask_goal(&model, at("c"), goal("a"), 22).verdict(), Verdict::PossiblyOpen);
    let packet = Packet::to_goal(at("c"), goal("a"), Protocol::TCP, 22);
    let from =
        |text: &str| Tracer::new(&model).trace(&packet.clone().with_source(text.parse().unwrap())).verdict();
    assert_eq!((from("10.1.2.3"), from("10.1.2.200")), (Verdict::Open, Verdict::Blocked));
}

#[test]
fn a_group_of_machines_stands_in_each_of_its_subnets() {
    let mut model = world();
    let c = interface(&mut model, "c");
    c.addresses = None;
    c.subnets = vec![to("front"), to("back")];
    let packet = Packet::to_goal(at("a"), goal("c"), Protocol::TCP, 22);
    let ways: Vec<String> = Tracer::new(&model).traces(&packet).iter().map(way).collect();
    assert_eq!(ways, ["a > c", "a > front > left > back > c"]);
}
