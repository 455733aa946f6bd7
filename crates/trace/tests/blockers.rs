//! What would have to change for a packet to come through.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use ringfence_model::{Direction, Model, RouteTarget, Truth};
use ringfence_packets::{Action, Protocol};
use ringfence_trace::{Blockers, Goal, Packet, Start, Tracer, Verdict};
use support::*;

fn blockers(model: &Model, from: Start, to: Goal, port: u16) -> Blockers {
    Tracer::new(model).blockers(&Packet::to_goal(from, to, Protocol::TCP, port))
}

fn told(model: &Model, from: Start, to: Goal, port: u16) -> Vec<String> {
    blockers(model, from, to, port).explain()
}

#[test]
fn nothing_has_to_change_for_what_is_open() {
    let found = blockers(&world(), at("a"), goal("c"), 22);
    assert_eq!((found.changes.len(), found.suffices, found.trace.verdict()), (0, Truth::Yes, Verdict::Open));
}

#[test]
fn every_filter_that_denies_has_to_change() {
    let mut model = world();
    let entries = [
        (Direction::Ingress, Action::Deny, "10.1.1.0/24", 0, 65535),
        (Direction::Egress, Action::Allow, "0.0.0.0/0", 0, 65535),
    ];
    acl(&mut model, "acl", &entries);
    subnet_of(&mut model, "back").filters = vec![id("acl")];
    interface(&mut model, "c").filters = vec![to("closed")];
    let found = blockers(&model, at("a"), goal("c"), 22);
    let expected = [
        "rule `acl/0` of `acl` denies tcp 22 from 10.1.1.10",
        "no rule of `closed` allows tcp 22 from 10.1.1.10",
    ];
    assert_eq!(found.explain(), expected);
    assert_eq!(found.suffices, Truth::Yes);
    assert_eq!(found.changes[0].evidence.len(), 1, "the rule's place");
    // Making these changes opens it.
    model.filters.iter_mut().find(|filter| filter.about.id == id("acl")).unwrap().rules[0].action =
        Action::Allow;
    interface(&mut model, "c").filters = vec![to("open")];
    assert_eq!(ask_goal(&model, at("a"), goal("c"), 22).verdict(), Verdict::Open);
}

#[test]
fn an_answer_that_is_stopped_has_to_change_too() {
    let mut model = world();
    acl(&mut model, "acl", &[(Direction::Ingress, Action::Allow, "0.0.0.0/0", 0, 65535)]);
    subnet_of(&mut model, "back").filters = vec![id("acl")];
    let told = told(&model, at("a"), goal("c"), 22);
    assert_eq!(told, ["no rule of `acl` allows tcp 49152 to 10.1.1.10"]);
}

#[test]
fn a_public_address_and_a_route_may_be_missing() {
    let model = world();
    assert_eq!(told(&model, Start::Internet, goal("a"), 22), ["`a` has no public IPv4 address"]);
    let both = told(&model, Start::Internet, goal("c"), 22);
    assert_eq!(both, ["`c` has no public IPv4 address", "`nat` lets only answers in"]);
    let far = told(&model, Start::Internet, goal("d"), 23);
    let expected = [
        "`d` has no public IPv4 address",
        "`far` has no route to an internet gateway",
        "no rule of `open` allows tcp 23 from a public IPv4 address",
    ];
    assert_eq!(far, expected);
    assert_eq!(told(&model, at("d"), Goal::Internet, 443).len(), 2);
}

#[test]
fn a_route_back_may_be_missing() {
    let mut model = peered();
    subnet_of(&mut model, "far").routes.clear();
    let found = told(&model, at("a"), goal("d"), 22);
    assert_eq!(found, ["`far` has no route for 10.1.1.10 to the router `pcx`"]);
    let found = told(&model, at("d"), goal("a"), 22);
    assert_eq!(found, ["`far` has no route for 10.1.1.10 to the router `pcx`"]);
    let mut model = peered();
    model.routers[0].attachments[0].routes = vec![route("10.2.0.0/16", RouteTarget::Dropped)];
    let found = told(&model, at("a"), goal("d"), 22);
    assert_eq!(found, ["`pcx` has no route for 10.2.1.10 out by `pcx/right`"]);
    model.routers[0].attachments[0].routes.clear();
    model.routers[0].attachments[1].exists = Truth::No;
    let found = told(&model, at("a"), goal("d"), 22);
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn without_a_way_nothing_is_known_that_would_do() {
    let found = blockers(&world(), at("a"), goal("d"), 22);
    assert_eq!(found.trace.verdict(), Verdict::Blocked);
    // Nothing joins the networks; a public address and routes on both sides would.
    assert!(found.changes.len() > 1, "{:?}", found.explain());
    let found = blockers(&world(), at("a"), goal("nobody"), 22);
    assert_eq!((found.changes.len(), found.suffices), (0, Truth::No));
}
