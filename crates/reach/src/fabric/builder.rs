//! How a fabric is made.

use std::net::IpAddr;

use ringfence_packets::{AddressSet, Bounds, GroupId, Peers, Traffic};

use super::classes::{Addresses, Arrivals, Classes, Key};
use super::places::{Family, Hull, Outside, Place, spans, widen};
use super::{
    Addressing, Fabric, Factor, FilterRule, FilterSettings, Filters, InterfaceSettings, PeerTable,
    PlaceSettings,
};
use crate::algebra::{ALL, EMPTY, interner_of_sets};
use crate::hash::{IdMap, IdSet, key};
use crate::ids::{number, place_of};
use crate::interner::Interner;
use crate::{AddressesId, Certainty, FilterId, InterfaceId, PeersId, PlaceId, RegionId, TrafficId, Zone};

/// Collects what a [`Fabric`] holds.
///
/// Shape: a number that one method returns is what others take; numbers of another builder mean something else or
/// nothing. Sets are told first and used by number, because a million rules have few different ones.
#[derive(Debug)]
pub struct FabricBuilder {
    addresses: Interner<AddressSet>,
    traffics: Interner<Traffic>,
    peers: PeerTable,
    filters: Filters,
    filter_lists: Interner<Box<[u32]>>,
    group_lists: Interner<Box<[u32]>>,
    gates: IdMap<u64, Certainty>,
    /// Zones between which groups are not known.
    strange: IdSet<u64>,
    places: Vec<Place>,
    regions: Vec<u32>,
    keys: IdMap<Key, u32>,
    /// What a list is put in order in.
    scratch: Vec<u32>,
    arrivals: Arrivals,
    /// Whether anything told so far is not known.
    open: bool,
}

impl Default for FabricBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl FabricBuilder {
    /// A builder of a fabric that holds nothing yet.
    pub fn new() -> Self {
        Self {
            addresses: interner_of_sets(),
            traffics: interner_of_sets(),
            peers: PeerTable::new(),
            filters: Filters::default(),
            filter_lists: Interner::new(),
            group_lists: Interner::new(),
            gates: IdMap::default(),
            strange: IdSet::default(),
            places: Vec::new(),
            regions: Vec::new(),
            keys: IdMap::default(),
            scratch: Vec::new(),
            arrivals: Arrivals::default(),
            open: false,
        }
    }

    /// The number of a set of addresses.
    pub fn addresses(&mut self, addresses: &AddressSet) -> AddressesId {
        AddressesId(self.addresses.add(addresses.clone()))
    }

    /// The number of a set of traffic.
    pub fn traffic(&mut self, traffic: &Traffic) -> TrafficId {
        TrafficId(self.traffics.add(traffic.clone()))
    }

    /// The number of a set of peers.
    pub fn peers(&mut self, peers: &Peers) -> PeersId {
        let addresses = self.addresses(&peers.addresses);
        PeersId(self.peers.of(addresses.0, &peers.groups))
    }

    /// The number of the peers that are members of a group; cheaper than [`FabricBuilder::peers`].
    pub fn group(&mut self, group: GroupId) -> PeersId {
        PeersId(self.peers.group(group))
    }

    /// Adds a filter with its rules.
    pub fn filter(
        &mut self,
        settings: FilterSettings,
        rules: impl IntoIterator<Item = FilterRule>,
    ) -> FilterId {
        let mut open = settings.unseen != super::Unseen::Nothing;
        let noted =
            rules.into_iter().inspect(|rule| open |= !rule.peers.is_exact() || !rule.traffic.is_exact());
        let filter = self.filters.add(settings, noted);
        self.open |= open;
        filter
    }

    /// Adds a place.
    pub fn place(&mut self, settings: PlaceSettings<'_>) -> PlaceId {
        let PlaceSettings { zone, borders } = settings;
        let mut borders = borders.to_vec();
        borders.sort_unstable();
        borders.dedup();
        let borders: Vec<Factor> = self.filters.factors(&borders, true);
        self.places.push(Place { zone, borders, outside: Vec::new(), hull: Hull::default() });
        PlaceId(number(self.places.len() - 1))
    }

    /// Says whether packets get from one zone to another; untold, they do within a zone and between none.
    ///
    /// A connection needs the gate both ways.
    pub fn gate(&mut self, from: Zone, to: Zone, open: Certainty) {
        self.open |= open == Certainty::Possible;
        self.gates.insert(key(from.0, to.0), open);
    }

    /// Says that filters at neither end of a gate know the groups of the other end.
    ///
    /// Shape: it is the gate by which the packet that opens comes that counts, for its answer too.
    pub fn hide_groups(&mut self, from: Zone, to: Zone) {
        self.strange.insert(key(from.0, to.0));
    }

    /// Adds a region outside: addresses whose owners are in no group.
    pub fn region(&mut self, addresses: AddressesId) -> RegionId {
        self.regions.push(addresses.0);
        RegionId(number(self.regions.len() - 1))
    }

    /// Connects a place with a region; untold, nothing crosses. What was told before is replaced.
    pub fn outside(&mut self, place: PlaceId, region: RegionId, outside: Outside) {
        self.open |= !outside.routed_in.is_exact() || !outside.routed_out.is_exact();
        if let Some(place) = self.places.get_mut(place.index()) {
            place.outside.retain(|(other, _)| *other != region.0);
            place.outside.push((region.0, outside));
        }
    }

    /// Adds an interface.
    pub fn interface(&mut self, settings: &InterfaceSettings<'_>) -> InterfaceId {
        let interface = number(self.arrivals.class.len());
        let certainties = [settings.public_v4, settings.public_v6, settings.exists];
        self.open |= settings.more_groups || certainties.contains(&Certainty::Possible);
        let key = Key {
            place: settings.place.0,
            label: settings.label,
            factors: list(
                &mut self.filter_lists,
                &mut self.scratch,
                settings.filters.iter().map(|filter| filter.0),
            ),
            groups: list(
                &mut self.group_lists,
                &mut self.scratch,
                settings.groups.iter().map(|group| group.0),
            ),
            more_groups: settings.more_groups,
            public_v4: settings.public_v4,
            public_v6: settings.public_v6,
            exists: settings.exists,
            addresses: self.address(interface, settings.addressing),
        };
        let next = number(self.arrivals.keys.len());
        let class = *self.keys.entry(key).or_insert(next);
        if class == next {
            self.arrivals.keys.push(key);
        }
        self.arrivals.class.push(class);
        InterfaceId(interface)
    }

    /// Notes known addresses of an interface; others become part of its class.
    fn address(&mut self, interface: u32, addressing: Addressing) -> Addresses {
        let Bounds { must, may } = match addressing {
            Addressing::One(address) => {
                return self.note(interface, address);
            }
            Addressing::Set(bounds) => bounds.map(|id| id.0),
        };
        self.open |= must != may;
        let Some(set) = self.addresses.get(must).filter(|_| must == may) else {
            return Addresses::Loose { must, may };
        };
        let single = |size: u128| size <= 1;
        if !single(set.v4.size()) || !single(set.v6.size()) || set.is_empty() {
            return Addresses::Loose { must, may };
        }
        self.arrivals.v4.extend(set.v4.ranges().iter().map(|&(address, _)| (address, interface)));
        self.arrivals.v6.extend(set.v6.ranges().iter().map(|&(address, _)| (address, interface)));
        Addresses::Known { v4: !set.v4.is_empty(), v6: !set.v6.is_empty() }
    }

    fn note(&mut self, interface: u32, address: IpAddr) -> Addresses {
        let (family, value) = widen(address);
        match family {
            Family::V4 => self.arrivals.v4.push((u32::try_from(value).unwrap_or(u32::MAX), interface)),
            Family::V6 => self.arrivals.v6.push((value, interface)),
        }
        Addresses::Known { v4: family == Family::V4, v6: family == Family::V6 }
    }

    /// The fabric of all that was told.
    pub fn build(self) -> Fabric {
        let Self { addresses, filters, filter_lists, mut places, arrivals, .. } = self;
        let mut classes = Classes::new(arrivals);
        for class in &mut classes.list {
            if let Some(may) = class.loose().and_then(|bounds| addresses.get(bounds.may)) {
                spans(may).for_each(|span| class.hull.add(span));
            }
            if let Some(place) = places.get_mut(place_of(class.place)) {
                for family in [Family::V4, Family::V6] {
                    class.hull.of(family).into_iter().for_each(|span| place.hull.add(span));
                }
            }
        }
        let sets = filter_lists.into_values().into_iter();
        let factor_sets = sets.map(|list| {
            let filters_of: Vec<FilterId> = list.iter().copied().map(FilterId).collect();
            filters.factors(&filters_of, false)
        });
        Fabric {
            factor_sets: factor_sets.collect(),
            addresses,
            filters,
            classes,
            places,
            traffics: self.traffics,
            peers: self.peers,
            group_lists: self.group_lists.into_values(),
            gates: self.gates,
            strange: self.strange,
            regions: self.regions,
            exact: !self.open,
        }
    }
}

/// The number of a list of numbers, as a set.
fn list(lists: &mut Interner<Box<[u32]>>, sorted: &mut Vec<u32>, members: impl Iterator<Item = u32>) -> u32 {
    sorted.clear();
    sorted.extend(members);
    sorted.sort_unstable();
    sorted.dedup();
    let hash = lists.hash_of(sorted.as_slice());
    let known = lists.find(hash, |other| **other == **sorted);
    known.unwrap_or_else(|| lists.push(hash, sorted.as_slice().into()))
}

const _: () = assert!(EMPTY == 0 && ALL == 1, "the numbers that AddressesId and PeersId share");
