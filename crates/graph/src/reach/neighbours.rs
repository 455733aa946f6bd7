//! Which machines may reach another one inside their network, without asking each of them.
//!
//! Most machines of a network are nothing to a filter but an address: they are in no group that it names. Of those
//! whose addresses it takes alike, one speaks for all.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use ringfence_packets::{AddressSet, Traffic};

use super::crowd::Crowd;
use super::hosts::{Cohort, Hosts, Stand};
use super::strangers::{Look, Strangers};
use super::view::View;

/// Cohorts of machines that may be sources, by where they stand, and there by what filters know them by.
#[derive(Debug, Default)]
pub(crate) struct Neighbours {
    /// The machines of each cohort that may be sources, in order.
    machines: Vec<Vec<usize>>,
    /// By position of the network; nothing where that is not known.
    networks: BTreeMap<Option<usize>, Vicinity>,
    /// Strangers of a network as some address sets tell them apart: many machines are asked about with the same.
    strangers: RwLock<HashMap<Question, Arc<Vec<Strangers>>>>,
}

/// Position of a network, and address sets that tell strangers in it apart.
type Question = (usize, Vec<AddressSet>);

/// The cohorts in one network, by number.
#[derive(Debug, Default)]
struct Vicinity {
    everyone: Crowd,
    /// Those of which not all is known, or that stand in several networks.
    odd: Crowd,
    /// Those that are known by nothing but their addresses, where they are in no group that is named.
    plain: Vec<(usize, Look)>,
    /// The address sets that looks refer to.
    addresses: Vec<AddressSet>,
    numbers: HashMap<AddressSet, usize>,
}

/// Who may be able to send something to a machine.
#[derive(Debug, Default)]
pub(crate) struct Near {
    /// Cohorts to be asked one by one.
    pub(crate) single: BTreeSet<usize>,
    /// Cohorts of which, but for those in `single`, one speaks for all that stand in or out of `places` alike.
    pub(crate) strangers: Vec<Arc<Vec<Strangers>>>,
    /// Numbers of the machine's own places.
    pub(crate) places: BTreeSet<usize>,
}

impl Neighbours {
    /// `machines` are those of each cohort that may be sources; cohorts without any are left out.
    pub(crate) fn new(hosts: &Hosts, machines: Vec<Vec<usize>>) -> Self {
        let mut found = Self::default();
        for (number, cohort) in hosts.cohorts.iter().enumerate() {
            if machines.get(number).is_some_and(|machines| !machines.is_empty()) {
                found.add(hosts, number, cohort);
            }
        }
        Self { machines, ..found }
    }

    fn add(&mut self, hosts: &Hosts, number: usize, cohort: &Cohort) {
        let network = |stand: &Stand| hosts.places.get(stand.place).and_then(|place| place.network);
        let networks: BTreeSet<Option<usize>> = cohort.stands.iter().map(network).collect();
        let one = networks.len() == 1 && !networks.contains(&None);
        let plain = one && cohort.stands.iter().all(|stand| is_plain(hosts, stand));
        for network in networks {
            let vicinity = self.networks.entry(network).or_default();
            vicinity.everyone.add(number, cohort);
            if plain {
                let look = vicinity.look(hosts, cohort);
                vicinity.plain.push((number, look));
            } else {
                vicinity.odd.add(number, cohort);
            }
        }
    }

    /// The machines of a cohort that may be sources, in order.
    pub(crate) fn machines(&self, cohort: usize) -> &[usize] {
        self.machines.get(cohort).map_or(&[], Vec::as_slice)
    }

    /// The cohorts of which a machine may be able to send some of the traffic to a machine.
    ///
    /// Shape: every cohort that can, and perhaps others.
    /// Unknown: one whose network is not known may share it with any other.
    pub(crate) fn of(&self, hosts: &Hosts, machine: usize, traffic: &Traffic) -> Near {
        let mut near = Near::default();
        // Its own are asked apart: it is none of those that reach it.
        near.single.extend(hosts.number_of(machine).filter(|cohort| !self.machines(*cohort).is_empty()));
        let mut views: BTreeMap<usize, View> = BTreeMap::new();
        for stand in hosts.of_machine(machine).into_iter().flat_map(|cohort| &cohort.stands) {
            let limit = View::limit(stand, traffic);
            let network = hosts.places.get(stand.place).and_then(|place| place.network);
            near.places.insert(stand.place);
            let Some(network) = network else {
                for all in self.networks.values() {
                    all.everyone.among(limit.as_ref(), &mut near.single);
                }
                continue;
            };
            if let Some(unplaced) = self.networks.get(&None) {
                unplaced.everyone.among(limit.as_ref(), &mut near.single);
            }
            if let Some(vicinity) = self.networks.get(&Some(network)) {
                vicinity.odd.among(limit.as_ref(), &mut near.single);
            }
            views.entry(network).or_default().add(hosts, stand, traffic);
        }
        for (network, view) in views {
            if let Some(vicinity) = self.networks.get(&Some(network)) {
                vicinity.everyone.in_groups(&view.groups, &mut near.single);
                near.strangers.push(self.strangers(network, vicinity, view.sets()));
            }
        }
        near
    }

    fn strangers(&self, network: usize, vicinity: &Vicinity, sets: Vec<AddressSet>) -> Arc<Vec<Strangers>> {
        let key = (network, sets);
        let known = self.strangers.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let found = Strangers::told_apart(&vicinity.plain, &vicinity.addresses, &key.1, &self.machines);
            let mut all = self.strangers.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(key).or_insert_with(|| Arc::new(found)))
        })
    }
}

/// Whether all is known of a machine at a place.
fn is_plain(hosts: &Hosts, stand: &Stand) -> bool {
    let place = hosts.places.get(stand.place);
    place.is_some_and(|place| place.certain && place.gap.is_none()) && stand.origin.groups.is_exact()
}

impl Vicinity {
    fn look(&mut self, hosts: &Hosts, cohort: &Cohort) -> Look {
        Look::of(hosts, cohort, |addresses| {
            *self.numbers.entry(addresses.clone()).or_insert_with_key(|addresses| {
                self.addresses.push(addresses.clone());
                self.addresses.len() - 1
            })
        })
    }
}
