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
    vicinities: BTreeMap<Area, Vicinity>,
    /// Strangers as some address sets tell them apart: many machines are asked about with the same.
    strangers: RwLock<HashMap<Question, Arc<Vec<Strangers>>>>,
}

/// Where machines are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Area {
    /// In a network, by its position.
    Network(usize),
    /// In a network that is not known.
    Unknown,
    /// Anywhere.
    All,
}

/// Where, and by which address sets strangers there are told apart.
type Question = (Area, Vec<AddressSet>);

/// The cohorts in one area, by number.
#[derive(Debug, Default)]
struct Vicinity {
    everyone: Crowd,
    /// Those that stand in several networks.
    scattered: Crowd,
    /// The others: known by nothing but their addresses, where they are in no group that is named.
    looks: Vec<(usize, Look)>,
    /// The address sets that looks refer to.
    addresses: Vec<AddressSet>,
    numbers: HashMap<AddressSet, usize>,
}

/// Who may be able to send something to a machine.
#[derive(Debug, Default)]
pub(crate) struct Near {
    /// Cohorts to be asked one by one.
    pub(crate) single: BTreeSet<usize>,
    /// Cohorts of which, but for those in `single`, one speaks for all that stand in or out of `nodes` alike.
    pub(crate) strangers: Vec<Arc<Vec<Strangers>>>,
    /// Numbers of the nodes at which the machine itself stands.
    pub(crate) nodes: BTreeSet<usize>,
}

impl Neighbours {
    /// `machines` are those of each cohort that may be sources; cohorts without any are left out.
    pub(crate) fn new(hosts: &Hosts, machines: Vec<Vec<usize>>) -> Self {
        let mut found = Self::default();
        let anywhere = hosts.places.all.iter().any(|place| place.network.is_none());
        for (number, cohort) in hosts.cohorts.iter().enumerate() {
            if machines.get(number).is_some_and(|machines| !machines.is_empty()) {
                found.add(hosts, number, cohort);
                if anywhere {
                    found.vicinities.entry(Area::All).or_default().add(hosts, number, cohort, true);
                }
            }
        }
        Self { machines, ..found }
    }

    fn add(&mut self, hosts: &Hosts, number: usize, cohort: &Cohort) {
        let areas: BTreeSet<Area> = cohort.stands.iter().map(|stand| area(hosts, stand)).collect();
        for area in &areas {
            self.vicinities.entry(*area).or_default().add(hosts, number, cohort, areas.len() == 1);
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
        let stands = hosts.of_machine(machine).map(|cohort| cohort.stands.as_slice()).unwrap_or_default();
        near.nodes.extend(stands.iter().map(|stand| hosts.places.node(stand.place)));
        let mut views: BTreeMap<Area, View> = BTreeMap::new();
        let own: BTreeSet<Area> = stands.iter().map(|stand| area(hosts, stand)).collect();
        for stand in stands {
            let limit = View::limit(stand, traffic);
            for area in self.areas(hosts, &own, area(hosts, stand)) {
                if let Some(vicinity) = self.vicinities.get(&area) {
                    vicinity.scattered.among(limit.as_ref(), &mut near.single);
                    let view = views.entry(area).or_default();
                    view.add(hosts, stand, traffic);
                    if hosts.linked.any() {
                        view.add_roads(hosts.linked.routes(stand.place).iter().chain(&hosts.linked.tables));
                    }
                }
            }
        }
        for (area, view) in views {
            if let Some(vicinity) = self.vicinities.get(&area) {
                vicinity.everyone.in_groups(&view.groups, &mut near.single);
                near.strangers.push(self.strangers(area, vicinity, view.sets()));
            }
        }
        near
    }

    /// Where those may stand that reach a machine at one of its places; `own` are the areas of all of them.
    fn areas(&self, hosts: &Hosts, own: &BTreeSet<Area>, here: Area) -> Vec<Area> {
        if !own.contains(&Area::Unknown) {
            let linked = if let Area::Network(at) = here { Some(hosts.linked.sources_of(at)) } else { None };
            let linked = linked.into_iter().flatten().map(Area::Network);
            return [here, Area::Unknown].into_iter().chain(linked).collect();
        }
        // What may stand anywhere is compared with all at once, if that is all that is known of it.
        let all = || self.vicinities.keys().copied().filter(|area| *area != Area::All).collect();
        if own.len() == 1 { vec![Area::All] } else { all() }
    }

    fn strangers(&self, area: Area, vicinity: &Vicinity, sets: Vec<AddressSet>) -> Arc<Vec<Strangers>> {
        let key = (area, sets);
        let known = self.strangers.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let found = Strangers::told_apart(&vicinity.looks, &vicinity.addresses, &key.1, &self.machines);
            let mut all = self.strangers.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(key).or_insert_with(|| Arc::new(found)))
        })
    }
}

fn area(hosts: &Hosts, stand: &Stand) -> Area {
    let network = hosts.places.get(stand.place).and_then(|place| place.network);
    network.map_or(Area::Unknown, Area::Network)
}

impl Vicinity {
    /// `together`: all places of the cohort are in this area.
    fn add(&mut self, hosts: &Hosts, number: usize, cohort: &Cohort, together: bool) {
        self.everyone.add(number, cohort);
        if !together {
            self.scattered.add(number, cohort);
            return;
        }
        let look = Look::of(hosts, cohort, |addresses| {
            *self.numbers.entry(addresses.clone()).or_insert_with_key(|addresses| {
                self.addresses.push(addresses.clone());
                self.addresses.len() - 1
            })
        });
        self.looks.push((number, look));
    }
}
