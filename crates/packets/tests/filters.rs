//! What filters mean, by example: the cases that people and clouds mix up.
#![allow(clippy::unwrap_used, missing_docs)]

use ringfence_packets::{
    Action, AddressSet, Bound, Bounds, Filter, FlowSet, GroupId, GroupSet, Order, Origin, Peers, PortSet,
    Protocol, Rule, Traffic,
};

const WEB: GroupId = GroupId(1);
const QUARANTINED: GroupId = GroupId(2);

fn addresses(text: &str) -> AddressSet {
    AddressSet::parse_cidr(text).unwrap()
}

fn tcp(port: u16) -> Traffic {
    Traffic::port(Protocol::TCP, port)
}

fn allow(peers: impl Into<Peers>, traffic: Traffic) -> Rule {
    Rule::exact(Action::Allow, peers.into(), traffic)
}

fn deny(peers: impl Into<Peers>, traffic: Traffic) -> Rule {
    Rule::exact(Action::Deny, peers.into(), traffic)
}

fn group(group: GroupId) -> Peers {
    Peers::group(group)
}

/// A host at 10.0.0.5 that is certainly in some groups and possibly in others.
fn host(must: &[GroupId], may: &[GroupId]) -> Origin {
    let certain = GroupSet::of(must.iter().copied());
    let possible = certain.union(&GroupSet::of(may.iter().copied()));
    Origin { addresses: addresses("10.0.0.5"), groups: Bounds::new(certain, possible) }
}

fn open(flows: &FlowSet, port: u16) -> bool {
    !flows.peers_at(Protocol::TCP, port).is_empty()
}

#[test]
fn no_rules_leave_it_to_the_default() {
    assert!(Filter::always(Action::Deny).admits(&Origin::internet()).is_empty());
    let all = Filter::always(Action::Allow).admits(&Origin::internet());
    assert_eq!(all, Bounds::exact(FlowSet::of(&AddressSet::internet().into(), &Traffic::all())));
    assert_eq!(Filter::always(Action::Allow).allowed(), Bounds::exact(FlowSet::all()));
}

#[test]
fn rules_of_an_unordered_filter_add_up() {
    let filter = Filter::allowing(vec![allow(group(WEB), tcp(443)), allow(addresses("10.0.0.0/8"), tcp(22))]);
    let admitted = filter.admits(&host(&[WEB], &[]));
    assert!(admitted.is_exact() && open(&admitted.must, 443) && open(&admitted.must, 22));
    let allowed = filter.allowed();
    assert_eq!(allowed.must.to_string(), "tcp 22 from 10.0.0.0/8; tcp 443 from group 1");
    assert!(allowed.is_exact());
}

#[test]
fn any_deny_wins_in_an_unordered_filter() {
    let rules = vec![allow(AddressSet::all(), tcp(443)), deny(addresses("10.0.0.0/8"), Traffic::all())];
    let filter = Filter { order: Order::Unordered, default: Action::Allow, rules };
    assert!(filter.admits(&host(&[], &[])).is_empty());
    assert!(open(&filter.admits(&Origin::internet()).must, 443));
}

#[test]
fn the_first_match_decides_in_an_ordered_filter() {
    let rules =
        vec![allow(addresses("10.0.0.0/24"), tcp(443)), deny(addresses("10.0.0.0/8"), Traffic::all())];
    let filter = Filter { order: Order::FirstMatch, default: Action::Allow, rules };
    let admitted = filter.admits(&Origin::stranger(addresses("10.0.0.0/8")));
    assert_eq!(admitted.must.to_string(), "tcp 443 from 10.0.0.0/24");
}

#[test]
fn an_unknown_membership_widens_only_what_is_possible() {
    let filter = Filter::allowing(vec![allow(group(WEB), tcp(443))]);
    let admitted = filter.admits(&host(&[], &[WEB]));
    assert!(admitted.must.is_empty() && open(&admitted.may, 443));
}

#[test]
fn an_unknown_deny_takes_only_from_what_is_certain() {
    let mut maybe = deny(AddressSet::empty(), Traffic::all());
    maybe.peers.may = AddressSet::all().into();
    let filter = Filter::first_match(vec![maybe, allow(AddressSet::all(), tcp(443))]);
    let admitted = filter.admits(&host(&[], &[]));
    assert!(admitted.must.is_empty() && open(&admitted.may, 443));
}

#[test]
fn one_unknown_membership_is_the_same_for_every_rule() {
    // Member: the first rule allows. No member: the second does not match and the third allows.
    let rules =
        vec![allow(group(WEB), tcp(443)), deny(group(WEB), tcp(443)), allow(AddressSet::all(), tcp(443))];
    let admitted = Filter::first_match(rules).admits(&host(&[], &[WEB]));
    assert!(admitted.is_exact() && open(&admitted.must, 443));
}

#[test]
fn a_group_behind_a_deny_of_others_is_only_possibly_allowed() {
    let rules = vec![deny(group(QUARANTINED), Traffic::all()), allow(group(WEB), tcp(443))];
    let allowed = Filter::first_match(rules.clone()).allowed();
    assert!(allowed.must.is_empty(), "a member of both groups is stopped");
    assert_eq!(allowed.may.to_string(), "tcp 443 from group 1");
    let admitted = Filter::first_match(rules).admits(&host(&[WEB], &[]));
    assert!(open(&admitted.must, 443), "but this source is in one of them only");
}

#[test]
fn a_deny_of_a_group_does_not_close_the_door_to_strangers() {
    let rules = vec![deny(group(QUARANTINED), Traffic::all()), allow(AddressSet::all_v4(), tcp(6443))];
    let allowed = Filter::first_match(rules).allowed();
    assert_eq!(allowed.must.to_string(), "tcp 6443 from 0.0.0.0/0");
}

#[test]
fn evidence_names_the_rules_that_decide() {
    let rules = vec![
        deny(addresses("10.0.0.0/30"), tcp(22)),
        allow(addresses("10.0.0.0/24"), tcp(22)),
        allow(addresses("10.0.0.0/8"), Traffic::of(Protocol::TCP, PortSet::of(1, 100))),
    ];
    let ordered = Filter::first_match(rules.clone());
    let source = Origin::stranger(addresses("10.0.0.0/16"));
    assert_eq!(ordered.deciding(&source, Protocol::TCP, 22, Bound::Must), [1, 2]);
    assert_eq!(ordered.deciding(&host(&[], &[]), Protocol::TCP, 22, Bound::Must), [1]);
    let blocking = ordered.blocking(&source, Protocol::TCP, 22, Bound::Must);
    assert_eq!((blocking.rules, blocking.default), (vec![0], false));
    let blocking = ordered.blocking(&source, Protocol::UDP, 22, Bound::Must);
    assert_eq!((blocking.rules, blocking.default), (vec![], true));
    let unordered = Filter { order: Order::Unordered, ..ordered };
    assert_eq!(unordered.deciding(&host(&[], &[]), Protocol::TCP, 22, Bound::Must), [1, 2]);
}

#[test]
fn an_allow_that_a_deny_always_beats_is_no_evidence() {
    let rules = vec![allow(group(WEB), tcp(22)), deny(group(WEB), tcp(22))];
    let filter = Filter { order: Order::Unordered, default: Action::Allow, rules };
    let maybe = host(&[], &[WEB]);
    assert!(open(&filter.admits(&maybe).may, 22), "if it is no member, the default lets it in");
    assert!(filter.deciding(&maybe, Protocol::TCP, 22, Bound::May).is_empty());
    let blocking = filter.blocking(&maybe, Protocol::TCP, 22, Bound::May);
    assert_eq!((blocking.rules, blocking.default), (vec![1], false));
}

#[test]
fn a_group_that_gets_in_by_its_addresses_before_a_deny_stays_allowed() {
    let everywhere = || Peers::addresses(AddressSet::all());
    let rules = vec![allow(everywhere(), tcp(22)), deny(everywhere(), tcp(22)), allow(group(WEB), tcp(22))];
    let allowed = Filter::first_match(rules).allowed();
    assert!(allowed.is_exact());
    assert_eq!(allowed.must.peers_at(Protocol::TCP, 22), everywhere().union(&group(WEB)));
}

fn next(peers: impl Into<Peers>, traffic: Traffic) -> Rule {
    Rule::exact(Action::Next, peers.into(), traffic)
}

#[test]
fn what_leaves_a_level_meets_none_of_its_later_rules() {
    let rules = vec![
        next(addresses("10.0.0.0/24"), tcp(22)),
        deny(addresses("10.0.0.0/8"), tcp(22)),
        allow(addresses("10.0.0.0/25"), tcp(22)).at_level(1),
    ];
    let filter = Filter { order: Order::FirstMatch, default: Action::Deny, rules };
    let admitted = filter.admits(&Origin::stranger(addresses("10.0.0.0/8")));
    assert!(admitted.is_exact());
    assert_eq!(admitted.must.to_string(), "tcp 22 from 10.0.0.0/25");
    let source = Origin::stranger(addresses("10.0.0.200"));
    let blocking = filter.blocking(&source, Protocol::TCP, 22, Bound::Must);
    assert_eq!((blocking.rules, blocking.default), (vec![], true), "the deny of its level was skipped");
    assert_eq!(filter.deciding(&host(&[], &[]), Protocol::TCP, 22, Bound::Must), [2]);
}

#[test]
fn a_rule_that_may_lead_on_helps_and_harms() {
    let mut maybe = next(AddressSet::empty(), Traffic::all());
    maybe.peers.may = AddressSet::all().into();
    let verdict = |first: Action, second: Action| {
        let rule = |action, level| Rule::exact(action, AddressSet::all().into(), tcp(22)).at_level(level);
        let rules = vec![maybe.clone(), rule(first, 0), rule(second, 1)];
        let admitted = Filter::first_match(rules).admits(&host(&[], &[]));
        (open(&admitted.must, 22), open(&admitted.may, 22))
    };
    assert_eq!(verdict(Action::Allow, Action::Deny), (false, true));
    assert_eq!(verdict(Action::Deny, Action::Allow), (false, true));
    assert_eq!(verdict(Action::Allow, Action::Allow), (true, true));
    assert_eq!(verdict(Action::Deny, Action::Deny), (false, false));
}

#[test]
fn one_unknown_membership_is_the_same_in_every_level() {
    // A member of both groups leaves the first level by one and is stopped in the second for the other.
    let rules = vec![
        next(group(WEB), tcp(443)),
        allow(AddressSet::all(), tcp(443)),
        deny(group(QUARANTINED), tcp(443)).at_level(1),
        allow(AddressSet::all(), tcp(443)).at_level(2),
    ];
    let filter = Filter::first_match(rules);
    let admitted = filter.admits(&host(&[], &[WEB, QUARANTINED]));
    assert!(!open(&admitted.must, 443) && open(&admitted.may, 443));
    for known in [&[WEB][..], &[QUARANTINED][..]] {
        assert!(open(&filter.admits(&host(known, &[])).must, 443));
    }
    assert!(filter.admits(&host(&[WEB, QUARANTINED], &[])).is_empty());
}

#[test]
fn a_filter_without_order_has_no_levels() {
    let rules = vec![
        next(AddressSet::all(), Traffic::all()),
        allow(AddressSet::all(), tcp(22)),
        deny(addresses("10.0.0.0/8"), tcp(22)).at_level(1),
    ];
    let filter = Filter::allowing(rules);
    assert!(filter.admits(&host(&[], &[])).is_empty());
    assert!(open(&filter.admits(&Origin::internet()).must, 22));
}

/// Three thousand rules that each name a sliver of everything, and every group in an allow and a deny.
fn slivers() -> Filter {
    let sliver = |index: u32| {
        let port = u16::try_from(index * 13 % 60_000).unwrap();
        let source = AddressSet::from(std::net::IpAddr::from(std::net::Ipv4Addr::from_bits(index * 2)));
        let peers = Peers { addresses: source, groups: GroupSet::of([GroupId(index % 1500)]) };
        let traffic = Traffic::of(Protocol::TCP, PortSet::of(port, port + 5000));
        if index < 1500 { allow(peers, traffic) } else { deny(peers, traffic) }
    };
    Filter::first_match((0..3000).map(sliver).collect())
}

#[test]
fn hostile_filters_are_answered_in_bounded_time() {
    let anybody = Origin { addresses: AddressSet::all(), groups: Bounds::unknown() };
    let started = std::time::Instant::now();
    let admitted = slivers().admits(&anybody);
    assert!(admitted.must.is_subset(&admitted.may) && open(&admitted.may, 443));
    let mut levels = slivers();
    for (at, rule) in levels.rules.iter_mut().enumerate() {
        rule.level = u16::try_from(at % 7).unwrap();
        if at % 5 == 0 {
            rule.action = Action::Next;
        }
    }
    let admitted = levels.admits(&anybody);
    assert!(admitted.must.is_subset(&admitted.may) && open(&admitted.may, 443));
    assert!(started.elapsed().as_secs() < 60, "took {:?}", started.elapsed());
}

#[test]
fn with_too_many_memberships_to_try_bounds_are_wider_but_right() {
    let groups = |range: std::ops::Range<u32>| Peers::groups(GroupSet::of(range.map(GroupId)));
    let filter = |count: u32| {
        let rules = vec![allow(groups(0..count), tcp(443)), deny(groups(0..count), tcp(443))];
        Filter { order: Order::FirstMatch, default: Action::Allow, rules }
    };
    let unknown = Origin { addresses: addresses("10.0.0.5"), groups: Bounds::unknown() };
    let few = filter(10).admits(&unknown);
    assert!(few.is_exact() && open(&few.must, 443));
    let many = filter(1000).admits(&unknown);
    assert!(!open(&many.must, 443) && open(&many.may, 443) && open(&many.must, 444));
}
