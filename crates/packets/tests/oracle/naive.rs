//! Filters by plain enumeration: every rule, membership and unknown, one packet at a time.

use std::collections::BTreeSet;

use proptest::prelude::*;
use ringfence_packets::{Action, Bounds, Filter, Order, Origin, Rule};

use crate::universe::{
    ADDRESSES, GROUPS, Mask, PEERS, TRAFFIC, addresses, groups, has, masks, peers, sparse_masks, traffic,
};

/// A lower and an upper set of atoms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    pub(crate) must: Mask,
    pub(crate) may: Mask,
}

#[derive(Clone, Debug)]
pub(crate) struct NaiveRule {
    pub(crate) action: Action,
    pub(crate) peers: Range,
    pub(crate) traffic: Range,
    pub(crate) level: u16,
}

#[derive(Clone, Debug)]
pub(crate) struct NaiveFilter {
    pub(crate) order: Order,
    pub(crate) default: Action,
    pub(crate) rules: Vec<NaiveRule>,
}

#[derive(Clone, Debug)]
pub(crate) struct NaiveOrigin {
    pub(crate) addresses: Mask,
    pub(crate) groups: Range,
}

/// One packet: an address atom, the groups its sender is in, and a traffic atom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packet {
    pub(crate) address: usize,
    pub(crate) groups: Mask,
    pub(crate) traffic: usize,
}

impl NaiveRule {
    pub(crate) fn real(&self) -> Rule {
        Rule {
            action: self.action,
            peers: Bounds::new(peers(self.peers.must), peers(self.peers.may)),
            traffic: Bounds::new(traffic(self.traffic.must), traffic(self.traffic.may)),
            level: self.level,
        }
    }

    pub(crate) fn certain(&self, packet: Packet) -> bool {
        matches(self.peers.must, self.traffic.must, packet)
    }

    pub(crate) fn possible(&self, packet: Packet) -> bool {
        matches(self.peers.may, self.traffic.may, packet)
    }
}

fn matches(peers: Mask, traffic: Mask, packet: Packet) -> bool {
    let by_group = (peers >> ADDRESSES) & packet.groups != 0;
    (by_group || has(peers, packet.address)) && has(traffic, packet.traffic)
}

impl NaiveFilter {
    pub(crate) fn real(&self) -> Filter {
        let rules = self.rules.iter().map(NaiveRule::real).collect();
        Filter { order: self.order, default: self.default, rules }
    }

    /// The rule that decides about a packet if exactly these rules match it; none: the default does.
    fn decider(&self, matching: &[usize]) -> Option<usize> {
        let action = |index: usize| self.rules[index].action;
        if self.order == Order::Unordered {
            let first = |wanted| matching.iter().copied().find(|&index| action(index) == wanted);
            return first(Action::Deny).or_else(|| first(Action::Allow));
        }
        let levels: BTreeSet<u16> = self.rules.iter().map(|rule| rule.level).collect();
        levels.into_iter().find_map(|level| {
            let first = matching.iter().copied().find(|&index| self.rules[index].level == level);
            first.filter(|&index| action(index) != Action::Next)
        })
    }

    /// What happens to a packet if exactly these rules match it.
    fn verdict(&self, matching: &[usize]) -> Action {
        self.decider(matching).map_or(self.default, |index| self.rules[index].action)
    }

    /// Whether some rule leads to the next level.
    pub(crate) fn leads_on(&self) -> bool {
        self.order == Order::FirstMatch && self.rules.iter().any(|rule| rule.action == Action::Next)
    }

    /// All that can happen to a packet, over everything the rules leave open.
    pub(crate) fn verdicts(&self, packet: Packet) -> BTreeSet<Action> {
        self.settlements(packet).iter().map(|matching| self.verdict(matching)).collect()
    }

    /// The rules that can decide about a packet.
    pub(crate) fn deciders(&self, packet: Packet) -> BTreeSet<Option<usize>> {
        self.settlements(packet).iter().map(|matching| self.decider(matching)).collect()
    }

    /// The rules that match a packet, for every way in which what is open can turn out.
    fn settlements(&self, packet: Packet) -> Vec<Vec<usize>> {
        let open: Vec<usize> = (0..self.rules.len())
            .filter(|&index| self.rules[index].possible(packet) && !self.rules[index].certain(packet))
            .collect();
        let cases = 0..1u32 << open.len();
        cases
            .map(|case| {
                let chosen = |index: usize| {
                    open.iter().position(|&one| one == index).is_some_and(|place| has(case, place))
                };
                (0..self.rules.len())
                    .filter(|&index| self.rules[index].certain(packet) || chosen(index))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// The rules in the order in which they decide: an unordered filter tries denies first, an ordered one level by
    /// level.
    pub(crate) fn decision_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rules.len()).collect();
        match self.order {
            Order::Unordered => order.sort_by_key(|&index| self.rules[index].action == Action::Allow),
            Order::FirstMatch => order.sort_by_key(|&index| self.rules[index].level),
        }
        order
    }
}

impl NaiveOrigin {
    pub(crate) fn real(&self) -> Origin {
        Origin {
            addresses: addresses(self.addresses),
            groups: Bounds::new(groups(self.groups.must), groups(self.groups.may)),
        }
    }

    /// Every set of groups that the source can be in.
    pub(crate) fn memberships(&self) -> impl Iterator<Item = Mask> + '_ {
        let Range { must, may } = self.groups;
        (0..1 << GROUPS).filter(move |groups| groups & must == must && groups & !may == 0)
    }
}

fn ranges(atoms: usize) -> impl Strategy<Value = Range> {
    let exact = sparse_masks(atoms).prop_map(|mask| Range { must: mask, may: mask });
    let open = (masks(atoms), masks(atoms)).prop_map(|(a, b)| Range { must: a & b, may: a | b });
    prop_oneof![2 => exact, 1 => open]
}

fn actions() -> impl Strategy<Value = Action> {
    prop_oneof![Just(Action::Allow), Just(Action::Deny)]
}

fn rules() -> impl Strategy<Value = NaiveRule> {
    // Dense traffic, so that rules meet each other often.
    let dense = ranges(TRAFFIC).prop_map(|range| Range { must: range.must, may: range.may | range.must });
    let actions = prop_oneof![2 => Just(Action::Allow), 2 => Just(Action::Deny), 1 => Just(Action::Next)];
    (actions, ranges(PEERS), dense, 0..3u16).prop_map(|(action, peers, traffic, level)| NaiveRule {
        action,
        peers,
        traffic,
        level,
    })
}

pub(crate) fn filters() -> impl Strategy<Value = NaiveFilter> {
    let order = prop_oneof![Just(Order::Unordered), Just(Order::FirstMatch)];
    (order, actions(), prop::collection::vec(rules(), 0..6)).prop_map(|(order, default, rules)| NaiveFilter {
        order,
        default,
        rules,
    })
}

pub(crate) fn exact_filters() -> impl Strategy<Value = NaiveFilter> {
    filters().prop_map(|mut filter| {
        for rule in &mut filter.rules {
            rule.peers.may = rule.peers.must;
            rule.traffic.may = rule.traffic.must;
        }
        filter
    })
}

pub(crate) fn origins() -> impl Strategy<Value = NaiveOrigin> {
    (masks(ADDRESSES), ranges(GROUPS)).prop_map(|(addresses, groups)| NaiveOrigin { addresses, groups })
}
