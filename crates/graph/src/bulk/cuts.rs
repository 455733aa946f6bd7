//! Addresses that nothing in a model tells apart.

use ringfence_model::{Attached, Model};
use ringfence_packets::{AddressSet, RangeSet, Unit};

/// Where address sets of a model begin and end: between two cuts all addresses are alike to filters and routes.
#[derive(Debug)]
pub(super) struct Cuts {
    v4: Vec<u32>,
    v6: Vec<u128>,
}

/// The stretches between cuts that a set of addresses lies in, the first and the last of each run; those of IPv6 by
/// themselves.
///
/// Shape: sets with equal stretches overlap the same sets of the model, and lie within the same.
pub(super) type Stretches = [Vec<(usize, usize)>; 2];

impl Cuts {
    pub(super) fn new(model: &Model) -> Self {
        let mut cuts = Self { v4: Vec::new(), v6: Vec::new() };
        for rule in model.filters.iter().flat_map(|filter| &filter.rules) {
            cuts.add(&rule.peers.must.addresses);
            cuts.add(&rule.peers.may.addresses);
        }
        let sides = || model.routers.iter().flat_map(|router| &router.attachments);
        let routes = model.networks.iter().flat_map(|network| &network.routes);
        let routes = routes.chain(model.subnets.iter().flat_map(|subnet| &subnet.routes));
        for route in routes.chain(sides().flat_map(|side| &side.routes)) {
            cuts.add(&route.to.must);
            cuts.add(&route.to.may);
        }
        let outside = sides().filter_map(|side| match &side.to {
            Attached::Outside { ranges, .. } => Some(ranges),
            _ => None,
        });
        let ranges = model.networks.iter().map(|network| &network.ranges).chain(outside);
        let clients = model.balancers.iter().filter_map(|balancer| balancer.clients.as_ref());
        let afar = model.clusters.iter().filter_map(|cluster| cluster.private_clients.as_ref());
        for bounds in ranges.chain(clients).chain(afar) {
            cuts.add(&bounds.must);
            cuts.add(&bounds.may);
        }
        cuts.v4.sort_unstable();
        cuts.v4.dedup();
        cuts.v6.sort_unstable();
        cuts.v6.dedup();
        cuts
    }

    fn add(&mut self, set: &AddressSet) {
        let ends = |&(low, high): &(u32, u32)| [Some(low), high.next()];
        self.v4.extend(set.v4.ranges().iter().flat_map(ends).flatten());
        let ends = |&(low, high): &(u128, u128)| [Some(low), high.next()];
        self.v6.extend(set.v6.ranges().iter().flat_map(ends).flatten());
    }

    /// The stretches that a set lies in.
    pub(super) fn stretches(&self, set: &AddressSet) -> Stretches {
        [stretches(&self.v4, &set.v4), stretches(&self.v6, &set.v6)]
    }
}

fn stretches<T: Unit>(cuts: &[T], set: &RangeSet<T>) -> Vec<(usize, usize)> {
    let at = |value: T| cuts.partition_point(|cut| *cut <= value);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for &(low, high) in set.ranges() {
        let (low, high) = (at(low), at(high));
        match found.last_mut() {
            Some(last) if low <= last.1 + 1 => last.1 = last.1.max(high),
            _ => found.push((low, high)),
        }
    }
    found
}
