//! Which rules decide, against the enumeration.

use std::collections::BTreeSet;

use proptest::prelude::*;
use ringfence_packets::{Action, Bound, Order};

use crate::admits::admitted;
use crate::naive::{NaiveFilter, NaiveOrigin, Packet, exact_filters, filters, origins};
use crate::universe::{ADDRESSES, TRAFFIC, has, samples};

/// The rules that decide about packets of the source that meet this end, and whether the default does.
fn deciders(
    filter: &NaiveFilter,
    origin: &NaiveOrigin,
    traffic: usize,
    end: Action,
) -> (BTreeSet<usize>, bool) {
    let (mut rules, mut default) = (BTreeSet::new(), false);
    for address in (0..ADDRESSES).filter(|&address| has(origin.addresses, address)) {
        let packet = Packet { address, groups: origin.groups.must, traffic };
        if filter.verdicts(packet) != BTreeSet::from([end]) {
            continue;
        }
        let matching = (0..filter.rules.len()).filter(|&index| filter.rules[index].certain(packet));
        let first = filter.deciders(packet);
        default |= first.contains(&None);
        match filter.order {
            Order::FirstMatch => rules.extend(first.into_iter().flatten()),
            Order::Unordered => rules.extend(matching.filter(|&index| filter.rules[index].action == end)),
        }
    }
    (rules, default)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn deciders_are_those_of_the_enumeration(
        filter in exact_filters(), mut origin in origins(), traffic in 0..TRAFFIC,
    ) {
        origin.groups.may = origin.groups.must;
        let (protocol, selector) = samples(traffic)[0];
        for bound in [Bound::Must, Bound::May] {
            let found = filter.real().deciding(&origin.real(), protocol, selector, bound);
            let (rules, _) = deciders(&filter, &origin, traffic, Action::Allow);
            prop_assert_eq!(found, rules.into_iter().collect::<Vec<_>>());
            let found = filter.real().blocking(&origin.real(), protocol, selector, bound);
            let (rules, default) = deciders(&filter, &origin, traffic, Action::Deny);
            prop_assert_eq!(found.rules, rules.into_iter().collect::<Vec<_>>());
            prop_assert_eq!(found.default, default);
        }
    }

    /// With unknowns: something decides exactly if there is something to decide about, and each rule
    /// named can match such a packet.
    #[test]
    fn there_is_always_a_reason(filter in filters(), origin in origins(), traffic in 0..TRAFFIC) {
        let (protocol, selector) = samples(traffic)[0];
        let (must, may) = admitted(&filter, &origin);
        let real = filter.real();
        for (bound, let_in, stopped) in [
            (Bound::Must, &must, origin_flows(&origin, traffic, &may)),
            (Bound::May, &may, origin_flows(&origin, traffic, &must)),
        ] {
            let let_in: BTreeSet<usize> = let_in.iter().filter(|flow| flow.1 == traffic).map(|flow| flow.0).collect();
            let found = real.deciding(&origin.real(), protocol, selector, bound);
            prop_assert!(found.is_empty() || !let_in.is_empty());
            prop_assert!(!found.is_empty() || let_in.is_empty() || filter.default == Action::Allow);
            prop_assert!(found.iter().all(|&index| concerns(&filter, &origin, index, Action::Allow, &let_in, traffic)));
            let found = real.blocking(&origin.real(), protocol, selector, bound);
            prop_assert_eq!(!found.rules.is_empty() || found.default, !stopped.is_empty());
            prop_assert!(!found.default || filter.default == Action::Deny);
            prop_assert!(found.rules.iter().all(|&index| concerns(&filter, &origin, index, Action::Deny, &stopped, traffic)));
        }
    }
}

/// The source's addresses that are not among these flows.
fn origin_flows(origin: &NaiveOrigin, traffic: usize, without: &crate::universe::Flows) -> BTreeSet<usize> {
    let addresses = (0..ADDRESSES).filter(|&address| has(origin.addresses, address));
    addresses.filter(|&address| !without.contains(&(address, traffic))).collect()
}

/// Whether the rule has the action and can match a packet from one of the addresses that can meet that end.
fn concerns(
    filter: &NaiveFilter,
    origin: &NaiveOrigin,
    index: usize,
    action: Action,
    addresses: &BTreeSet<usize>,
    traffic: usize,
) -> bool {
    let rule = &filter.rules[index];
    let mut packets = addresses
        .iter()
        .flat_map(|&address| origin.memberships().map(move |groups| Packet { address, groups, traffic }));
    rule.action == action
        && packets.any(|packet| rule.possible(packet) && filter.verdicts(packet).contains(&action))
}
