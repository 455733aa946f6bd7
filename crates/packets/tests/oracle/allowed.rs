//! What filters allow without a source, against the enumeration.

use std::collections::BTreeSet;

use proptest::prelude::*;
use ringfence_packets::Action;

use crate::naive::{NaiveFilter, Packet, filters};
use crate::universe::{ADDRESSES, Flows, GROUPS, Mask, TRAFFIC, flow_atoms, has};

/// Every way to be a member of a group: any address, any other groups.
fn members(group: usize, traffic: usize) -> impl Iterator<Item = Packet> {
    let memberships = (0..1 << GROUPS).filter(move |&groups: &Mask| has(groups, group));
    memberships.flat_map(move |groups| (0..ADDRESSES).map(move |address| Packet { address, groups, traffic }))
}

fn names(peers: Mask, traffic: Mask, group: usize, atom: usize) -> bool {
    has(peers, ADDRESSES + group) && has(traffic, atom)
}

fn is_certain(filter: &NaiveFilter, group: usize, traffic: usize) -> bool {
    let allows = filter.rules.iter().filter(|rule| rule.action == Action::Allow);
    let named = filter.default == Action::Allow
        || allows.into_iter().any(|rule| names(rule.peers.must, rule.traffic.must, group, traffic));
    named && members(group, traffic).all(|packet| !filter.verdicts(packet).contains(&Action::Deny))
}

fn is_possible(filter: &NaiveFilter, group: usize, traffic: usize) -> bool {
    let order = filter.decision_order();
    let gets_to = |place: usize, packet: Packet| {
        let before = order[..place].iter().map(|&index| &filter.rules[index]);
        !before.into_iter().any(|rule| rule.action == Action::Deny && rule.certain(packet))
    };
    let reached = |place: usize| members(group, traffic).any(|packet| gets_to(place, packet));
    let by_rule = order.iter().enumerate().any(|(place, &index)| {
        let rule = &filter.rules[index];
        let named = names(rule.peers.may, rule.traffic.may, group, traffic);
        rule.action == Action::Allow && named && reached(place)
    });
    let by_default = filter.default == Action::Allow && reached(order.len());
    by_rule || by_default || is_certain(filter, group, traffic)
}

/// The groups that an allow can let in by their name, or by default.
fn let_in_by_name(filter: &NaiveFilter) -> Flows {
    let named = |group, traffic| {
        let by_name = |index: &Option<usize>| match index {
            Some(index) => {
                let rule = &filter.rules[*index];
                rule.action == Action::Allow && names(rule.peers.may, rule.traffic.may, group, traffic)
            }
            None => filter.default == Action::Allow,
        };
        members(group, traffic).any(|packet| filter.deciders(packet).iter().any(by_name))
    };
    let all = (0..TRAFFIC).flat_map(|traffic| (0..GROUPS).map(move |group| (group, traffic)));
    all.filter(|&(group, traffic)| named(group, traffic))
        .map(|(group, traffic)| (ADDRESSES + group, traffic))
        .collect()
}

fn allowed(filter: &NaiveFilter) -> (Flows, Flows) {
    let (mut must, mut may) = (Flows::new(), Flows::new());
    for traffic in 0..TRAFFIC {
        for address in 0..ADDRESSES {
            let verdicts: BTreeSet<Action> = filter.verdicts(Packet { address, groups: 0, traffic });
            if verdicts.contains(&Action::Allow) {
                may.insert((address, traffic));
            }
            if !verdicts.contains(&Action::Deny) {
                must.insert((address, traffic));
            }
        }
        let of = |group: usize| (ADDRESSES + group, traffic);
        must.extend((0..GROUPS).filter(|&group| is_certain(filter, group, traffic)).map(of));
        may.extend((0..GROUPS).filter(|&group| is_possible(filter, group, traffic)).map(of));
    }
    (must, may)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn allowed_agrees_with_the_enumeration(filter in filters()) {
        let found = filter.real().allowed();
        let (must, may) = allowed(&filter);
        prop_assert!(found.must.is_subset(&found.may));
        if filter.leads_on() {
            let (found_must, found_may) = (flow_atoms(&found.must), flow_atoms(&found.may));
            let by_address = |flows: &Flows| flows.iter().copied().filter(|flow| flow.0 < ADDRESSES).collect::<Flows>();
            prop_assert_eq!(by_address(&found_must), by_address(&must));
            prop_assert_eq!(by_address(&found_may), by_address(&may));
            prop_assert!(found_must.is_subset(&must));
            prop_assert!(let_in_by_name(&filter).is_subset(&found_may));
        } else {
            prop_assert_eq!(flow_atoms(&found.must), must);
            prop_assert_eq!(flow_atoms(&found.may), may);
        }
    }
}
