//! Packets inside a network, and between networks.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use ringfence_model::{Attached, Direction, RouteTarget, Truth};
use ringfence_packets::{Action, Bounds, Protocol};
use ringfence_trace::{Disposition, Packet, Start, Tracer, Verdict, What};
use support::*;

#[test]
fn neighbours_meet_no_border() {
    let mut model = world();
    acl(&mut model, "acl", &[]);
    subnet_of(&mut model, "front").filters = vec![id("acl")];
    let trace = ask(&model, at("a"), "10.1.1.11", 22);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("a > b", Disposition::Accepted));
    assert_eq!((trace.arrives, trace.verdict()), (Truth::Yes, Verdict::Open));
    assert_eq!(answer(&trace), "b > a");
}

#[test]
fn other_subnets_are_reached_through_the_network() {
    let trace = ask(&world(), at("a"), "10.1.2.10", 22);
    assert_eq!(way(&trace), "a > front > left > back > c");
    assert_eq!(answer(&trace), "c > back > left > front > a");
    assert_eq!(trace.verdict(), Verdict::Open);
    assert!(trace.certain);
}

#[test]
fn what_no_rule_allows_is_denied_in_at_the_last_hop() {
    let trace = ask(&world(), at("a"), "10.1.2.10", 23);
    assert_eq!(
        (way(&trace).as_str(), trace.disposition),
        ("a > front > left > back > c", Disposition::DeniedIn)
    );
    let decision = trace.decisions().last().unwrap();
    assert_eq!((decision.what, decision.truth), (What::Filter, Truth::No));
    assert_eq!(decision.in_words(), "no rule of `open` allows tcp 23 from 10.1.1.10");
    assert_eq!(trace.answer, None);
}

#[test]
fn a_filter_at_the_sender_denies_out() {
    let mut model = world();
    model.filters[0].rules.retain(|rule| rule.direction == Direction::Ingress);
    let trace = ask(&model, at("a"), "10.1.2.10", 22);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("a", Disposition::DeniedOut));
    let mut model = world();
    acl(&mut model, "acl", &[(Direction::Egress, Action::Deny, "10.1.2.0/24", 0, 65535)]);
    subnet_of(&mut model, "front").filters = vec![id("acl")];
    let trace = ask(&model, at("a"), "10.1.2.10", 22);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("a > front", Disposition::DeniedOut));
    assert_eq!(
        trace.decisions().last().unwrap().in_words(),
        "rule `acl/0` of `acl` denies tcp 22 to 10.1.2.10"
    );
}

#[test]
fn nobody_has_the_address() {
    let model = world();
    let trace = ask(&model, at("a"), "10.1.2.99", 22);
    assert_eq!(
        (way(&trace).as_str(), trace.disposition),
        ("a > front > left > back", Disposition::NeighborUnreachable)
    );
    let trace = ask(&model, at("a"), "10.1.77.1", 22);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("a > front > left", Disposition::NullRouted));
    let trace = ask(&model, at("d"), "10.1.1.10", 22);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("d > far", Disposition::NoRoute));
    let trace = ask(&model, at("nobody"), "10.1.1.10", 22);
    assert_eq!((way(&trace).as_str(), trace.arrives), ("", Truth::No));
}

#[test]
fn a_sender_sends_only_what_is_its_own_unless_it_forwards() {
    let mut model = world();
    let packet = Packet::to_address(at("a"), "10.1.2.10".parse().unwrap(), Protocol::TCP, 22)
        .with_source("10.9.9.9".parse().unwrap());
    assert_eq!(Tracer::new(&model).trace(&packet).disposition, Disposition::DeniedOut);
    interface(&mut model, "a").forwards = set(true);
    let trace = Tracer::new(&model).trace(&packet);
    assert_eq!((trace.disposition, trace.verdict()), (Disposition::Accepted, Verdict::AnswerBlocked));
}

#[test]
fn groups_mean_their_members() {
    let mut model = world();
    group(&mut model, "inner", &[("open", 443, 443)]);
    interface(&mut model, "c").filters = vec![to("inner")];
    assert_eq!(ask(&model, at("a"), "10.1.2.10", 443).verdict(), Verdict::Open);
    interface(&mut model, "a").groups = Vec::new();
    assert_eq!(ask(&model, at("a"), "10.1.2.10", 443).verdict(), Verdict::Blocked);
    interface(&mut model, "a").groups = vec![ringfence_model::Link::Unknown(gap("var.groups"))];
    assert_eq!(ask(&model, at("a"), "10.1.2.10", 443).verdict(), Verdict::PossiblyOpen);
}

#[test]
fn groups_cross_a_router_only_if_it_says_so() {
    let mut model = peered();
    group(&mut model, "inner", &[("open", 443, 443)]);
    interface(&mut model, "d").filters = vec![to("inner")];
    assert_eq!(ask(&model, at("a"), "10.2.1.10", 443).verdict(), Verdict::Open);
    model.routers[0].groups_cross = set(false);
    assert_eq!(ask(&model, at("a"), "10.2.1.10", 443).verdict(), Verdict::Blocked);
    model.routers[0].groups_cross = ringfence_model::Attr::Unknown(gap("the region"));
    assert_eq!(ask(&model, at("a"), "10.2.1.10", 443).verdict(), Verdict::PossiblyOpen);
}

#[test]
fn stateless_borders_are_asked_for_the_answer_at_the_clients_port() {
    let mut model = world();
    let entries = [
        (Direction::Ingress, Action::Allow, "10.1.0.0/16", 22, 22),
        (Direction::Egress, Action::Allow, "10.1.0.0/16", 32768, 60999),
    ];
    acl(&mut model, "acl", &entries);
    subnet_of(&mut model, "back").filters = vec![id("acl")];
    let trace = ask(&model, at("a"), "10.1.2.10", 22);
    assert_eq!(trace.verdict(), Verdict::Open, "some client port is answered");
    let packet = Packet::to_address(at("a"), "10.1.2.10".parse().unwrap(), Protocol::TCP, 22);
    let tracer = Tracer::new(&model);
    assert_eq!(tracer.trace(&packet.clone().with_source_port(40000)).verdict(), Verdict::Open);
    let trace = tracer.trace(&packet.with_source_port(1024));
    assert_eq!(trace.verdict(), Verdict::AnswerBlocked);
    assert_eq!(answer(&trace), "c > back");
    assert_eq!(trace.answer.unwrap().disposition, Disposition::DeniedOut);
}

#[test]
fn one_client_port_has_to_do_for_all_borders() {
    let mut model = world();
    let both = |low, high| {
        [
            (Direction::Ingress, Action::Allow, "0.0.0.0/0", 0, 1023),
            (Direction::Egress, Action::Allow, "0.0.0.0/0", 0, 1023),
            (Direction::Ingress, Action::Allow, "0.0.0.0/0", low, high),
            (Direction::Egress, Action::Allow, "0.0.0.0/0", low, high),
        ]
    };
    acl(&mut model, "low", &both(2000, 3000));
    acl(&mut model, "high", &both(3001, 4000));
    subnet_of(&mut model, "front").filters = vec![id("low")];
    subnet_of(&mut model, "back").filters = vec![id("high")];
    assert_eq!(ask(&model, at("a"), "10.1.2.10", 22).verdict(), Verdict::AnswerBlocked);
    let last = model.filters.len() - 1;
    model.filters[last].rules[3].traffic = Bounds::exact(tcp(3000, 4000));
    assert_eq!(ask(&model, at("a"), "10.1.2.10", 22).verdict(), Verdict::Open, "3000 does for both");
}

#[test]
fn answers_of_icmp_are_those_that_it_has() {
    let mut model = world();
    for rule in model.filters[0].rules.iter_mut().filter(|rule| rule.direction == Direction::Ingress) {
        rule.traffic = Bounds::exact(ringfence_packets::Traffic::all());
    }
    let packet = |kind: u8| {
        let to = "10.1.2.10".parse().unwrap();
        Packet::to_address(at("a"), to, Protocol::ICMP, u16::from_be_bytes([kind, 0]))
    };
    let tracer = Tracer::new(&model);
    assert_eq!(answer(&tracer.trace(&packet(8))), "c > back > left > front > a");
    assert_eq!(tracer.trace(&packet(3)).answer, None);
}

#[test]
fn a_peering_without_a_route_back_blocks_the_answer() {
    let mut model = peered();
    let trace = ask(&model, at("a"), "10.2.1.10", 22);
    assert_eq!(way(&trace), "a > front > left > pcx > right > far > d");
    assert_eq!(trace.verdict(), Verdict::Open);
    assert_eq!(answer(&trace), "d > far > right > pcx > left > front > a");
    subnet_of(&mut model, "far").routes.clear();
    let trace = ask(&model, at("a"), "10.2.1.10", 22);
    assert_eq!((trace.disposition, trace.verdict()), (Disposition::Accepted, Verdict::AnswerBlocked));
    assert_eq!(trace.answer.unwrap().disposition, Disposition::NoRoute);
}

#[test]
fn a_peering_passes_nothing_on() {
    let mut model = peered();
    let routes = &mut subnet_of(&mut model, "far").routes;
    routes.push(route("0.0.0.0/0", RouteTarget::Router(id("pcx"))));
    let trace = ask(&model, at("d"), "8.8.8.8", 443);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("d > far > right > pcx", Disposition::NoRoute));
    let back = route("0.0.0.0/0", RouteTarget::Attachment(id("pcx/left")));
    model.routers[0].attachments[1].routes.push(back);
    let trace = ask(&model, at("d"), "8.8.8.8", 443);
    assert_eq!(
        (way(&trace).as_str(), trace.disposition),
        ("d > far > right > pcx > left", Disposition::NullRouted)
    );
}

#[test]
fn attachments_that_are_not_in_force_carry_nothing() {
    let mut model = peered();
    model.routers[0].attachments[0].exists = Truth::No;
    assert_eq!(ask(&model, at("a"), "10.2.1.10", 22).disposition, Disposition::NullRouted);
    model.routers[0].attachments[0].exists = Truth::Unknown;
    assert_eq!(ask(&model, at("a"), "10.2.1.10", 22).verdict(), Verdict::PossiblyOpen);
    let away = route("10.9.0.0/16", RouteTarget::Router(id("elsewhere")));
    subnet_of(&mut model, "front").routes.push(away);
    let trace = ask(&model, at("a"), "10.9.0.1", 22);
    assert_eq!((trace.disposition, trace.arrives), (Disposition::ExitsNetwork, Truth::Unknown));
}

#[test]
fn the_most_specific_route_wins_then_the_earlier_one() {
    let mut model = peered();
    let front = subnet_of(&mut model, "front");
    front.routes.push(route("10.2.1.0/24", RouteTarget::Dropped));
    assert_eq!(ask(&model, at("a"), "10.2.1.10", 22).disposition, Disposition::NullRouted);
    let front = subnet_of(&mut model, "front");
    front.routes.pop();
    front.routes.push(route("10.2.0.0/16", RouteTarget::Dropped));
    assert_eq!(ask(&model, at("a"), "10.2.1.10", 22).verdict(), Verdict::Open);
    subnet_of(&mut model, "front").routes.reverse();
    assert_eq!(ask(&model, at("a"), "10.2.1.10", 22).disposition, Disposition::NullRouted);
    let front = subnet_of(&mut model, "front");
    front.routes = vec![route("10.1.0.0/16", RouteTarget::Dropped)];
    assert_eq!(ask(&model, at("a"), "10.1.2.10", 22).verdict(), Verdict::Open, "its own route wins a tie");
    let front = subnet_of(&mut model, "front");
    front.routes = vec![route("10.1.2.0/24", RouteTarget::Middlebox(id("box")))];
    let trace = ask(&model, at("a"), "10.1.2.10", 22);
    assert_eq!(trace.verdict(), Verdict::PossiblyOpen);
    assert!(way(&trace).contains("box"), "{}", way(&trace));
}

/// A transit gateway between both networks and an outside place, each side with a table of its own.
fn transit(left: Vec<(&str, &str)>, right: Vec<(&str, &str)>) -> ringfence_model::Model {
    let mut model = world();
    let table = |routes: Vec<(&str, &str)>| {
        let to = |side: &str| match side {
            "" => RouteTarget::Dropped,
            side => RouteTarget::Attachment(id(side)),
        };
        routes.into_iter().map(|(range, side)| route(range, to(side))).collect::<Vec<_>>()
    };
    let office = Attached::Outside { id: id("office"), ranges: Bounds::exact(cidr("192.168.0.0/16")) };
    let sides = vec![
        attachment("to-left", Attached::Network(to("left")), &["back"], table(left)),
        attachment("to-right", Attached::Network(to("right")), &["far"], table(right)),
        attachment("vpn", office, &[], table(vec![("10.1.0.0/16", "to-left"), ("10.2.0.0/16", "to-right")])),
    ];
    router(&mut model, "tgw", false, sides);
    for name in ["front", "far"] {
        let routes = &mut subnet_of(&mut model, name).routes;
        routes.push(route("10.0.0.0/8", RouteTarget::Router(id("tgw"))));
        routes.push(route("192.168.0.0/16", RouteTarget::Router(id("tgw"))));
    }
    model
}

#[test]
fn a_transit_gateway_asks_the_table_of_the_side_that_a_packet_comes_in_by() {
    let model = transit(vec![("10.2.0.0/16", "to-right")], vec![("10.1.0.0/16", "to-left")]);
    let trace = ask(&model, at("a"), "10.2.1.10", 22);
    assert_eq!(way(&trace), "a > front > left > tgw > right > far > d");
    assert_eq!(trace.verdict(), Verdict::Open);
    let model = transit(vec![("10.2.0.0/16", "to-right")], vec![]);
    let trace = ask(&model, at("a"), "10.2.1.10", 22);
    assert_eq!(trace.verdict(), Verdict::AnswerBlocked);
    assert_eq!(answer(&trace), "d > far > right > tgw");
    let model = transit(vec![("10.2.0.0/16", "to-right"), ("10.2.1.0/24", "")], vec![]);
    let trace = ask(&model, at("a"), "10.2.1.10", 22);
    assert_eq!(
        (way(&trace).as_str(), trace.disposition),
        ("a > front > left > tgw", Disposition::NullRouted)
    );
}

#[test]
fn borders_of_a_transit_gateways_subnets_are_met_on_the_way() {
    let both = || transit(vec![("10.2.0.0/16", "to-right")], vec![("10.1.0.0/16", "to-left")]);
    let mut model = both();
    acl(&mut model, "acl", &[(Direction::Ingress, Action::Allow, "0.0.0.0/0", 23, 23)]);
    subnet_of(&mut model, "back").filters = vec![id("acl")];
    let trace = ask(&model, at("a"), "10.2.1.10", 22);
    assert_eq!((way(&trace).as_str(), trace.disposition), ("a > front > left", Disposition::DeniedIn));
    let mut model = both();
    acl(&mut model, "acl", &[(Direction::Egress, Action::Allow, "0.0.0.0/0", 0, 65535)]);
    acl(&mut model, "all", &[(Direction::Ingress, Action::Allow, "0.0.0.0/0", 0, 65535)]);
    model.filters.last_mut().unwrap().default_egress = Action::Allow;
    subnet_of(&mut model, "far").filters = vec![id("acl")];
    // The gateway stands in the goal's own subnet: what it brings meets no filter there, what leaves does.
    let trace = ask(&model, at("a"), "10.2.1.10", 22);
    assert_eq!(trace.disposition, Disposition::Accepted);
    let answer = trace.answer.unwrap();
    assert_eq!((way(&answer).as_str(), answer.disposition), ("d > far > right", Disposition::DeniedIn));
}

#[test]
fn places_outside_the_cloud_are_reached_both_ways() {
    let all = || vec![("10.0.0.0/8", "to-right"), ("192.168.0.0/16", "vpn")];
    let model = transit(all(), vec![("10.1.0.0/16", "to-left"), ("192.168.0.0/16", "vpn")]);
    let trace = ask(&model, at("a"), "192.168.7.7", 443);
    assert_eq!(way(&trace), "a > front > left > tgw > office");
    assert_eq!((trace.disposition, trace.verdict()), (Disposition::ExitsNetwork, Verdict::Open));
    let trace = ask(&model, Start::Outside(id("office")), "10.2.1.10", 22);
    assert_eq!(way(&trace), "office > tgw > right > far > d");
    assert_eq!(trace.verdict(), Verdict::Open);
    let model = transit(all(), vec![("10.1.0.0/16", "to-left")]);
    let trace = ask(&model, Start::Outside(id("office")), "10.2.1.10", 22);
    assert_eq!((trace.disposition, trace.verdict()), (Disposition::Accepted, Verdict::AnswerBlocked));
}

#[test]
fn transit_gateways_that_are_peered_pass_packets_on() {
    let mut model = world();
    let left = vec![
        attachment(
            "one/left",
            Attached::Network(to("left")),
            &[],
            vec![route("10.2.0.0/16", RouteTarget::Attachment(id("one/two")))],
        ),
        attachment(
            "one/two",
            Attached::Router(to("two")),
            &[],
            vec![route("10.1.0.0/16", RouteTarget::Attachment(id("one/left")))],
        ),
    ];
    let right = vec![
        attachment(
            "two/right",
            Attached::Network(to("right")),
            &[],
            vec![route("10.1.0.0/16", RouteTarget::Attachment(id("two/one")))],
        ),
        attachment(
            "two/one",
            Attached::Router(to("one")),
            &[],
            vec![route("10.2.0.0/16", RouteTarget::Attachment(id("two/right")))],
        ),
    ];
    router(&mut model, "one", false, left);
    router(&mut model, "two", false, right);
    subnet_of(&mut model, "front").routes.push(route("10.2.0.0/16", RouteTarget::Router(id("one"))));
    subnet_of(&mut model, "far").routes.push(route("10.1.0.0/16", RouteTarget::Router(id("two"))));
    let trace = ask(&model, at("a"), "10.2.1.10", 22);
    assert_eq!(way(&trace), "a > front > left > one > two > right > far > d");
    assert_eq!(trace.verdict(), Verdict::Open);
    // Each sends it back to the other: a circle ends.
    model.routers[1].attachments[1].routes = vec![route("0.0.0.0/0", RouteTarget::Attachment(id("two/one")))];
    model.routers[0].attachments[1].routes = vec![route("0.0.0.0/0", RouteTarget::Attachment(id("one/two")))];
    let trace = ask(&model, at("a"), "10.2.1.10", 22);
    assert_eq!((trace.disposition, trace.arrives), (Disposition::NoRoute, Truth::No));
}

#[test]
fn routers_that_know_nothing_and_lead_everywhere_are_left_in_time() {
    let mut model = world();
    for at in 0..12 {
        let unknown = || ringfence_model::Route {
            to: Bounds::unknown(),
            target: RouteTarget::Unknown(gap("the table")),
            evidence: Vec::new(),
        };
        let sides = (0..12).filter(|other| *other != at).map(|other| {
            let to = Attached::Router(to(&format!("r{other}")));
            attachment(&format!("r{at}/{other}"), to, &[], vec![unknown()])
        });
        let own = attachment(&format!("r{at}/left"), Attached::Network(to("left")), &[], vec![unknown()]);
        let sides = sides.chain([own]).collect();
        router(&mut model, &format!("r{at}"), false, sides);
    }
    subnet_of(&mut model, "front").routes.push(route("10.2.0.0/16", RouteTarget::Router(id("r0"))));
    let trace = ask(&model, at("a"), "10.2.1.10", 22);
    assert_ne!(trace.arrives, Truth::Yes);
    let blockers = Tracer::new(&model).blockers(&Packet::to_goal(at("a"), goal("d"), Protocol::TCP, 22));
    assert_ne!(blockers.suffices, Truth::Yes);
}

#[test]
fn levels_of_a_filter_are_tried_in_turn() {
    let mut model = world();
    let entries = [
        (Direction::Ingress, Action::Deny, "0.0.0.0/0", 22, 22),
        (Direction::Ingress, Action::Next, "10.1.0.0/16", 22, 22),
        (Direction::Ingress, Action::Allow, "0.0.0.0/0", 0, 65535),
    ];
    acl(&mut model, "policy", &entries);
    let policy = model.filters.last_mut().unwrap();
    (policy.stateful, policy.default_egress) = (true, Action::Allow);
    // In order of levels: `Next` leads past the deny of its own level.
    policy.rules.swap(0, 1);
    policy.rules[2].level = 1;
    model.networks[0].filters = vec![id("policy")];
    assert_eq!(ask(&model, at("a"), "10.1.2.10", 22).verdict(), Verdict::Open);
    let policy = model.filters.last_mut().unwrap();
    policy.rules.swap(0, 1);
    let trace = ask(&model, at("a"), "10.1.2.10", 22);
    assert_eq!(trace.disposition, Disposition::DeniedIn);
    assert_eq!(
        trace.decisions().last().unwrap().in_words(),
        "rule `policy/0` of `policy` denies tcp 22 from 10.1.1.10"
    );
}

#[test]
fn rules_of_a_network_concern_whom_they_name() {
    let mut model = world();
    acl(&mut model, "firewall", &[(Direction::Ingress, Action::Deny, "0.0.0.0/0", 22, 22)]);
    let firewall = model.filters.last_mut().unwrap();
    (firewall.stateful, firewall.default_ingress, firewall.default_egress) =
        (true, Action::Allow, Action::Allow);
    firewall.rules[0].applies_to = ringfence_model::AppliesTo::Groups(vec![id("tagged")]);
    model.networks[0].filters = vec![id("firewall")];
    assert_eq!(ask(&model, at("a"), "10.1.2.10", 22).verdict(), Verdict::Open);
    interface(&mut model, "c").groups.push(to("tagged"));
    assert_eq!(ask(&model, at("a"), "10.1.2.10", 22).verdict(), Verdict::Blocked);
    let unknown = ringfence_model::AppliesTo::Unknown(gap("var.tags"));
    model.filters.last_mut().unwrap().rules[0].applies_to = unknown;
    assert_eq!(ask(&model, at("a"), "10.1.2.10", 22).verdict(), Verdict::PossiblyOpen);
}
