//! Whatever the unknowns turn out to be, `must` holds and nothing is beyond `may`.

use ringfence_packets::Action;
use ringfence_reach::{Certainty, Unseen};

use crate::compare::{interfaces, masks};
use crate::network::{Addresses, Filter, GROUPS, Network, Range, Rule};
use crate::numbers::Numbers;
use crate::simulate::{Result, Simulator};
use crate::universe::{ADDRESSES, Mask};

pub(crate) fn one_network(numbers: &mut Numbers) {
    let network = Network::random(numbers);
    let fabric = network.fabric();
    let mut engine = ringfence_reach::Engine::new(&fabric);
    let ids = interfaces(&fabric);
    for _ in 0..2 {
        let settled = settle(&network, numbers);
        let simulator = Simulator::new(&settled);
        for (from, &source) in ids.iter().enumerate() {
            for (to, &target) in ids.iter().enumerate().filter(|&(to, _)| to != from) {
                let bounds = masks(&network.world, &engine.pair(source, target));
                within(bounds, simulator.pair(from, to), &network, &settled);
            }
        }
        for region in fabric.regions() {
            for (index, &interface) in ids.iter().enumerate() {
                let all =
                    (0..ADDRESSES).map(|address| simulator.outside(region.index(), address, index, true));
                let all = all.fold(Result::default(), Result::union);
                let everybody = ringfence_packets::AddressSet::all();
                let bounds = masks(&network.world, &engine.from_outside(region, &everybody, interface));
                within(bounds, all, &network, &settled);
            }
        }
    }
}

fn within(bounds: Result, real: Result, network: &Network, settled: &Network) {
    for (bounds, real) in [(bounds.open, real.open), (bounds.blocked, real.blocked)] {
        assert_eq!(real[0], real[1], "a settled network has no unknowns");
        assert!(bounds[0] & !real[0] == 0, "must is too large: {network:?} settled: {settled:?}");
        assert!(real[0] & !bounds[1] == 0, "may is too small: {network:?} settled: {settled:?}");
    }
}

fn exactly(mask: Mask) -> Range {
    Range { must: mask, may: mask }
}

fn some(range: Range, numbers: &mut Numbers) -> Mask {
    range.must | range.may & numbers.mask(24)
}

fn either(certainty: Certainty, numbers: &mut Numbers) -> Certainty {
    match certainty {
        Certainty::Possible => numbers.pick(&[Certainty::No, Certainty::Certain]),
        known => known,
    }
}

/// The network with every unknown replaced by something that it may be.
fn settle(network: &Network, numbers: &mut Numbers) -> Network {
    let mut settled = network.clone();
    let traffic = network.world.count();
    for filter in &mut settled.filters {
        settle_rules(filter, traffic, numbers);
    }
    for gate in &mut settled.gates {
        gate.2 = either(gate.2, numbers);
    }
    for outside in settled.places.iter_mut().flat_map(|place| &mut place.outside).flatten() {
        outside.routed_in = exactly(some(outside.routed_in, numbers));
        outside.routed_out = exactly(some(outside.routed_out, numbers));
    }
    for interface in &mut settled.interfaces {
        if interface.more_groups {
            interface.groups |= numbers.mask(GROUPS);
            interface.more_groups = false;
        }
        if let Addresses::Open(range) = &mut interface.addresses {
            let mut chosen = some(*range, numbers);
            if chosen == 0 {
                chosen = range.may;
            }
            *range = exactly(chosen);
        }
        interface.public_v4 = either(interface.public_v4, numbers);
        interface.public_v6 = either(interface.public_v6, numbers);
        interface.exists = either(interface.exists, numbers);
    }
    settled
}

/// Settles what a filter's rules match, and which there are besides those that are seen.
fn settle_rules(filter: &mut Filter, traffic: usize, numbers: &mut Numbers) {
    for rule in &mut filter.rules {
        for range in [&mut rule.addresses, &mut rule.groups, &mut rule.traffic] {
            *range = exactly(some(*range, numbers));
        }
    }
    if filter.unseen != Unseen::Nothing {
        let actions: &[Action] =
            if filter.unseen == Unseen::Allows { &[Action::Allow] } else { &[Action::Allow, Action::Deny] };
        for _ in 0..numbers.below(3) {
            let hidden = Rule {
                direction: numbers
                    .pick(&[ringfence_reach::Direction::Ingress, ringfence_reach::Direction::Egress]),
                action: numbers.pick(actions),
                addresses: exactly(numbers.mask(ADDRESSES)),
                groups: exactly(numbers.mask(GROUPS + 1)),
                traffic: exactly(numbers.mask(traffic)),
            };
            let place = numbers.below(filter.rules.len() + 1);
            filter.rules.insert(place, hidden);
        }
        filter.unseen = Unseen::Nothing;
    }
}
