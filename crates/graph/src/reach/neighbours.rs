//! Which machines may reach another one inside their network, without asking each of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ringfence_packets::{AddressSet, GroupId, GroupSet, Peers, Traffic};

use super::hosts::{Hosts, Stand};

/// Cohorts of machines by where they stand, and there by what filters know them by.
#[derive(Debug, Default)]
pub(crate) struct Neighbours {
    /// By position of the network; nothing where that is not known.
    networks: BTreeMap<Option<usize>, Vicinity>,
}

/// The cohorts in one network, by number.
#[derive(Debug, Default)]
struct Vicinity {
    all: Vec<usize>,
    groups: HashMap<GroupId, Vec<usize>>,
    /// Those that may be in any group.
    any_group: Vec<usize>,
    addresses: HashMap<AddressSet, usize>,
    /// Those that have these addresses, in the order found.
    by_addresses: Vec<(AddressSet, Vec<usize>)>,
}

impl Neighbours {
    pub(crate) fn new(hosts: &Hosts) -> Self {
        let mut found = Self::default();
        for (number, cohort) in hosts.cohorts.iter().enumerate() {
            for stand in &cohort.stands {
                let Some(place) = hosts.places.get(stand.place) else { continue };
                found.networks.entry(place.network).or_default().add(number, stand);
            }
        }
        found
    }

    /// The cohorts of which a machine may be able to send some of the traffic to a machine.
    ///
    /// Shape: every cohort that can, and perhaps others.
    /// Unknown: one whose network is not known may share it with any other.
    pub(crate) fn of(&self, hosts: &Hosts, machine: usize, traffic: &Traffic) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for stand in hosts.of_machine(machine).into_iter().flat_map(|cohort| &cohort.stands) {
            let Some(place) = hosts.places.get(stand.place) else { continue };
            let limited = stand.ingress.iter().find_map(|sieve| sieve.lets_in_at_most(traffic));
            let limited = limited.as_ref();
            if place.network.is_none() {
                self.networks.values().for_each(|vicinity| vicinity.candidates(limited, &mut found));
                continue;
            }
            for network in [place.network, None] {
                if let Some(vicinity) = self.networks.get(&network) {
                    vicinity.candidates(limited, &mut found);
                }
            }
        }
        found
    }
}

impl Vicinity {
    fn add(&mut self, cohort: usize, stand: &Stand) {
        self.all.push(cohort);
        match &stand.origin.groups.may {
            GroupSet::Only(groups) => {
                for group in groups {
                    self.groups.entry(*group).or_default().push(cohort);
                }
            }
            GroupSet::AllBut(_) => self.any_group.push(cohort),
        }
        let addresses = &stand.origin.addresses;
        let at = *self.addresses.entry(addresses.clone()).or_insert_with_key(|addresses| {
            self.by_addresses.push((addresses.clone(), Vec::new()));
            self.by_addresses.len() - 1
        });
        if let Some((_, cohorts)) = self.by_addresses.get_mut(at) {
            cohorts.push(cohort);
        }
    }

    /// Adds those that are among these; all, if there is no limit.
    fn candidates(&self, limit: Option<&Peers>, found: &mut BTreeSet<usize>) {
        let Some(Peers { addresses, groups }) = limit else {
            found.extend(&self.all);
            return;
        };
        found.extend(groups.named().filter_map(|group| self.groups.get(&group)).flatten());
        if !groups.is_empty() {
            found.extend(&self.any_group);
        }
        if !addresses.is_empty() {
            let own = self.by_addresses.iter().filter(|(own, _)| own.overlaps(addresses));
            found.extend(own.flat_map(|(_, cohorts)| cohorts));
        }
    }
}
