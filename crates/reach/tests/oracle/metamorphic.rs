//! Changes to a network that must not change any answer.

use ringfence_packets::{Action, Order};
use ringfence_reach::{Engine, Matrix};

use crate::compare::{Truth, check, interfaces, masks};
use crate::network::{Addresses, Filter, GROUPS, Network, Range};
use crate::numbers::Numbers;
use crate::simulate::Result;
use crate::universe::{ADDRESSES, Mask};

type Change = fn(&mut Network, &mut Numbers);

const CHANGES: [(&str, Change); 7] = [
    ("reorder rules", reorder_rules),
    ("split rules", split_rules),
    ("add shadowed rules", add_shadowed_rules),
    ("rename groups", rename_groups),
    ("merge twin groups", merge_twin_groups),
    ("reorder filters", reorder_filters),
    ("repeat filters", repeat_filters),
];

pub(crate) fn one_network(numbers: &mut Numbers) {
    let mut network = Network::random(numbers);
    if numbers.once_in(3) {
        make_twins(&mut network);
    }
    let before = answers(&network);
    let mut changed = network.clone();
    let mut names = Vec::new();
    for _ in 0..3 {
        let (name, change) = numbers.pick(&CHANGES);
        change(&mut changed, numbers);
        names.push(name);
        assert!(answers(&changed) == before, "{names:?} {network:?} changed: {changed:?}");
    }
    renumbered(&network, numbers, &before);
    if numbers.once_in(20) {
        check(&changed, &Truth::of(&network), numbers);
    }
}

fn answers(network: &Network) -> (Matrix, Vec<Result>) {
    let fabric = network.fabric();
    let mut engine = Engine::new(&fabric);
    let ids = interfaces(&fabric);
    let pairs = ids.iter().flat_map(|&from| ids.iter().map(move |&to| (from, to)));
    let pairs = pairs.map(|(from, to)| masks(&network.world, &engine.pair(from, to))).collect();
    (engine.matrix(), pairs)
}

/// Interfaces told in another order, and asked on another number of threads.
fn renumbered(network: &Network, numbers: &mut Numbers, before: &(Matrix, Vec<Result>)) {
    let mut turned = network.clone();
    let turn = numbers.below(turned.interfaces.len());
    turned.interfaces.rotate_left(turn);
    let fabric = turned.fabric();
    let matrix = if numbers.once_in(8) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        pool.install(|| Engine::new(&fabric).matrix())
    } else {
        Engine::new(&fabric).matrix()
    };
    assert!(matrix == before.0, "told in another order: {network:?}");
}

fn reorder_rules(network: &mut Network, numbers: &mut Numbers) {
    for filter in network.filters.iter_mut().filter(|filter| filter.order == Order::Unordered) {
        let turn = numbers.below(filter.rules.len().max(1));
        filter.rules.rotate_left(turn);
        if numbers.once_in(2) {
            filter.rules.reverse();
        }
    }
}

fn part(range: Range, mask: Mask) -> Range {
    Range { must: range.must & mask, may: range.may & mask }
}

/// Each rule as two that share its ports, or its addresses, out.
fn split_rules(network: &mut Network, numbers: &mut Numbers) {
    let traffic = network.world.count();
    for filter in &mut network.filters {
        let by_ports = numbers.once_in(2);
        let mask = numbers.mask(traffic.max(ADDRESSES));
        filter.rules = std::mem::take(&mut filter.rules)
            .into_iter()
            .flat_map(|rule| {
                // All traffic is more than all atoms.
                let by_ports = by_ports && rule.traffic.may != (1 << traffic) - 1;
                [mask, !mask].map(|mask| {
                    let mut half = rule.clone();
                    if by_ports {
                        half.traffic = part(half.traffic, mask);
                    } else {
                        half.addresses = part(half.addresses, mask);
                    }
                    half
                })
            })
            .collect();
    }
}

/// Behind a rule of an ordered filter, another for less of what it certainly matches.
fn add_shadowed_rules(network: &mut Network, numbers: &mut Numbers) {
    let shadowing = |filter: &&mut Filter| filter.order == Order::FirstMatch && !filter.rules.is_empty();
    for filter in network.filters.iter_mut().filter(shadowing) {
        let at = numbers.below(filter.rules.len());
        let mut hidden = filter.rules[at].clone();
        let exactly = |range: Range, mask: Mask| {
            let mask = range.must & mask;
            Range { must: mask, may: mask }
        };
        hidden.addresses = exactly(hidden.addresses, numbers.mask(ADDRESSES));
        // The groups that a rule names bring in whoever may be in any other, so they stay out.
        hidden.groups = Range { must: 0, may: 0 };
        hidden.traffic = exactly(hidden.traffic, Mask::MAX);
        hidden.action = numbers.pick(&[Action::Allow, Action::Deny]);
        let end = filter.rules.len();
        let behind = at + 1 + numbers.below(end - at);
        filter.rules.insert(behind, hidden);
    }
}

fn exchange(mask: Mask, a: usize, b: usize) -> Mask {
    let bit = |at: usize| mask >> at & 1;
    mask & !(1 << a) & !(1 << b) | bit(a) << b | bit(b) << a
}

fn rename_groups(network: &mut Network, numbers: &mut Numbers) {
    let (a, b) = (numbers.below(GROUPS), numbers.below(GROUPS));
    if a == b {
        return;
    }
    for rule in network.filters.iter_mut().flat_map(|filter| &mut filter.rules) {
        rule.groups = Range { must: exchange(rule.groups.must, a, b), may: exchange(rule.groups.may, a, b) };
    }
    for interface in &mut network.interfaces {
        interface.groups = exchange(interface.groups, a, b);
    }
}

/// Gives the second group the members of the first.
fn make_twins(network: &mut Network) {
    for interface in &mut network.interfaces {
        interface.groups = interface.groups & !2 | (interface.groups & 1) << 1;
    }
}

/// Names one group where another with the same members was named.
fn merge_twin_groups(network: &mut Network, _: &mut Numbers) {
    let twins = network.interfaces.iter().all(|one| one.groups & 1 == one.groups >> 1 & 1);
    if !twins {
        return;
    }
    for rule in network.filters.iter_mut().flat_map(|filter| &mut filter.rules) {
        let merge = |mask: Mask| mask & !2 | (mask >> 1 & 1);
        rule.groups = Range { must: merge(rule.groups.must), may: merge(rule.groups.may) };
    }
}

fn reorder_filters(network: &mut Network, numbers: &mut Numbers) {
    for interface in &mut network.interfaces {
        let turn = numbers.below(interface.filters.len().max(1));
        interface.filters.rotate_left(turn);
    }
}

/// The same filter twice is the filter, and the same content once more changes nothing either.
fn repeat_filters(network: &mut Network, numbers: &mut Numbers) {
    for interface in &mut network.interfaces {
        if let Addresses::Known(_) = interface.addresses
            && let Some(&first) = interface.filters.first()
        {
            interface.filters.push(first);
        }
    }
    let copied = numbers.below(network.filters.len());
    let copy = network.filters[copied].clone();
    let name = network.filters.len();
    network.filters.push(copy);
    for interface in network.interfaces.iter_mut().filter(|one| one.filters.contains(&copied)) {
        interface.filters.push(name);
    }
}
