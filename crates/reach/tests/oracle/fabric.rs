//! A plain network as a fabric of the crate.

use std::collections::BTreeSet;

use ringfence_packets::{Bounds, GroupId, GroupSet, Peers};
use ringfence_reach::{
    Addressing, Fabric, FabricBuilder, FilterId, FilterRule, FilterSettings, InterfaceSettings, Label,
    Outside, PlaceId, PlaceSettings, RegionId, Zone,
};

use crate::network::{Addresses, Filter, GROUPS, Interface, Network, Place, Range, Rule};
use crate::universe::{Mask, World, address_in, addresses, atoms, has};

/// The name of a group; they need not be small.
fn group(index: usize) -> GroupId {
    GroupId([7, 4_000_000_000, 0][index])
}

fn groups(mask: Mask) -> GroupSet {
    let named = |wanted: bool| (0..GROUPS).filter(move |&index| has(mask, index) == wanted).map(group);
    if has(mask, GROUPS) {
        GroupSet::AllBut(named(false).collect::<BTreeSet<_>>())
    } else {
        GroupSet::of(named(true))
    }
}

impl Network {
    pub(crate) fn fabric(&self) -> Fabric {
        let mut builder = FabricBuilder::new();
        let filters: Vec<FilterId> =
            self.filters.iter().map(|filter| filter.add(&mut builder, &self.world)).collect();
        for &(from, to, open) in &self.gates {
            builder.gate(Zone(from), Zone(to), open);
        }
        for &(from, to) in &self.strange {
            builder.hide_groups(Zone(from), Zone(to));
        }
        let regions: Vec<RegionId> = self
            .regions
            .iter()
            .map(|&mask| {
                let set = builder.addresses(&addresses(mask));
                builder.region(set)
            })
            .collect();
        let places: Vec<PlaceId> =
            self.places.iter().map(|place| place.add(&mut builder, &filters, &regions)).collect();
        for interface in &self.interfaces {
            interface.add(&mut builder, &filters, &places);
        }
        builder.build()
    }
}

fn bounds<T: Copy>(range: Range, mut number: impl FnMut(Mask) -> T) -> Bounds<T> {
    Bounds { must: number(range.must), may: number(range.may) }
}

impl Filter {
    fn add(&self, builder: &mut FabricBuilder, world: &World) -> FilterId {
        let settings = FilterSettings {
            order: self.order,
            stateful: self.stateful,
            default_ingress: self.default_ingress,
            default_egress: self.default_egress,
            unseen: self.unseen,
        };
        let rules: Vec<FilterRule> = self.rules.iter().map(|rule| rule.told(builder, world)).collect();
        builder.filter(settings, rules)
    }
}

impl Rule {
    fn told(&self, builder: &mut FabricBuilder, world: &World) -> FilterRule {
        let mut peers = |addresses_of: Mask, groups_of: Mask| {
            builder.peers(&Peers { addresses: addresses(addresses_of), groups: groups(groups_of) })
        };
        let peers = Bounds {
            must: peers(self.addresses.must, self.groups.must),
            may: peers(self.addresses.may, self.groups.may),
        };
        let traffic = bounds(self.traffic, |mask| builder.traffic(&world.set(mask)));
        FilterRule { direction: self.direction, action: self.action, peers, traffic }
    }
}

impl Place {
    fn add(&self, builder: &mut FabricBuilder, filters: &[FilterId], regions: &[RegionId]) -> PlaceId {
        let borders: Vec<FilterId> = self.borders.iter().map(|&filter| filters[filter]).collect();
        let place = builder.place(PlaceSettings { zone: Zone(self.zone), borders: &borders });
        for (outside, &region) in self.outside.iter().zip(regions) {
            if let Some(outside) = outside {
                let mut set = |range| bounds(range, |mask| builder.addresses(&addresses(mask)));
                let (routed_in, routed_out) = (set(outside.routed_in), set(outside.routed_out));
                builder.outside(
                    place,
                    region,
                    Outside { routed_in, routed_out, v4: outside.v4, v6: outside.v6 },
                );
            }
        }
        place
    }
}

impl Interface {
    fn add(&self, builder: &mut FabricBuilder, filters: &[FilterId], places: &[PlaceId]) {
        let addressing = match &self.addresses {
            Addresses::Known(known) if known.len() == 1 => {
                Addressing::One(address_in(known[0].0, known[0].1))
            }
            Addresses::Known(known) => {
                let sets = known.iter().map(|&(atom, step)| address_in(atom, step).into());
                let set = sets.reduce(|all: ringfence_packets::AddressSet, one| all.union(&one)).unwrap();
                Addressing::Set(Bounds::exact(builder.addresses(&set)))
            }
            Addresses::Open(range) => {
                Addressing::Set(bounds(*range, |mask| builder.addresses(&addresses(mask))))
            }
        };
        let filters: Vec<FilterId> = self.filters.iter().map(|&filter| filters[filter]).collect();
        let groups: Vec<GroupId> = atoms(self.groups, GROUPS).map(group).collect();
        builder.interface(&InterfaceSettings {
            place: places[self.place],
            filters: &filters,
            groups: &groups,
            more_groups: self.more_groups,
            addressing,
            public_v4: self.public_v4,
            public_v6: self.public_v6,
            label: Label(self.label),
            exists: self.exists,
        });
    }
}
