//! Changes to a filter that must not change its answer.

use proptest::prelude::*;
use ringfence_packets::{Action, Bounds, Filter, Order, Peers, Rule, Traffic};

use crate::naive::{NaiveFilter, NaiveOrigin, filters, origins};
use crate::universe::{Mask, peers, traffic};

fn same_answer(changed: &Filter, filter: &NaiveFilter, origin: &NaiveOrigin) {
    let original = filter.real();
    assert_eq!(changed.admits(&origin.real()), original.admits(&origin.real()));
    assert_eq!(changed.allowed(), original.allowed());
}

/// A rule as two rules that share its peers out by a mask.
fn split(rule: &Rule, by: Mask) -> [Rule; 2] {
    let part =
        |mask: Mask| Rule { peers: rule.peers.map(|all| all.intersection(&peers(mask))), ..rule.clone() };
    [part(by), part(!by)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn unordered_rules_can_be_reordered(mut filter in filters(), origin in origins(), turn in 0usize..6) {
        filter.order = Order::Unordered;
        let mut changed = filter.real();
        let places = changed.rules.len().max(1);
        changed.rules.rotate_left(turn % places);
        same_answer(&changed, &filter, &origin);
        changed.rules.reverse();
        same_answer(&changed, &filter, &origin);
    }

    #[test]
    fn a_rule_can_be_split(filter in filters(), origin in origins(), by in 0u32..1 << 12) {
        let mut changed = filter.real();
        changed.rules = changed.rules.iter().flat_map(|rule| split(rule, by)).collect();
        same_answer(&changed, &filter, &origin);
    }

    #[test]
    fn without_rules_that_lead_on_levels_are_an_order(mut filter in filters(), origin in origins()) {
        filter.order = Order::FirstMatch;
        filter.rules.retain(|rule| rule.action != Action::Next);
        let mut changed = filter.real();
        changed.rules.sort_by_key(|rule| rule.level);
        for rule in &mut changed.rules {
            rule.level = 7;
        }
        same_answer(&changed, &filter, &origin);
    }

    #[test]
    fn a_rule_that_leads_on_behind_all_others_changes_nothing(mut filter in filters(), origin in origins(), level in 0u16..3) {
        filter.order = Order::FirstMatch;
        let mut changed = filter.real();
        changed.rules.push(Rule::exact(Action::Next, Peers::all(), Traffic::all()).at_level(level));
        prop_assert_eq!(changed.admits(&origin.real()), filter.real().admits(&origin.real()));
    }

    #[test]
    fn a_shadowed_rule_changes_nothing(mut filter in filters(), origin in origins(), at in 0usize..6, by in 0u32..1 << 12) {
        filter.order = Order::FirstMatch;
        let mut changed = filter.real();
        if changed.rules.is_empty() {
            return Ok(());
        }
        let at = at % changed.rules.len();
        let shadow = &changed.rules[at];
        let hidden = Rule {
            action: [Action::Allow, Action::Deny, Action::Next][by as usize % 3],
            level: shadow.level,
            peers: Bounds::exact(shadow.peers.must.intersection(&peers(by))),
            traffic: Bounds::exact(shadow.traffic.must.clone()),
        };
        changed.rules.insert(at + 1, hidden);
        prop_assert_eq!(changed.admits(&origin.real()), filter.real().admits(&origin.real()));
    }

    #[test]
    fn rules_about_other_traffic_change_nothing(filter in filters(), origin in origins(), t in 0u32..1 << 18) {
        let mut narrowed = filter.real();
        for rule in &mut narrowed.rules {
            rule.traffic = rule.traffic.map(|all| all.difference(&traffic(t)));
        }
        let outside = traffic(!t & 0x3_ffff);
        let narrowed = narrowed.admits(&origin.real()).map(|flows| flows.only_traffic(&outside));
        let whole = filter.real().admits(&origin.real()).map(|flows| flows.only_traffic(&outside));
        prop_assert_eq!(narrowed, whole);
    }
}
