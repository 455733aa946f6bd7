//! Machines that stand alike: in the same places, behind the same filters, in the same groups.
//!
//! Whatever a packet meets in front of one of them it meets in front of all of them, so it is worked out once.

use std::collections::HashMap;
use std::sync::Arc;

use ringfence_model::{Direction, Link, Model, Truth};
use ringfence_packets::{AddressSet, Bounds, Origin};

use super::linked::Linked;
use super::place::{Place, Places};
use super::sieve::Sieve;
use super::sieves::{Membership, Named, Sieves, groups};
use crate::index::Index;

/// Every machine of a model by what it is like.
#[derive(Debug)]
pub(crate) struct Hosts {
    pub(crate) places: Places,
    /// Which networks packets may come from into others.
    pub(crate) linked: Linked,
    /// A number for the routes of each place, the same where they are; 0 for all where no two networks are linked.
    roads: Vec<usize>,
    /// The destinations of the routes of each place, where networks are linked.
    destinations: Vec<Vec<AddressSet>>,
    /// The filters at the border of each place.
    borders: Vec<Vec<Border>>,
    pub(crate) cohorts: Vec<Cohort>,
    /// The cohort of each machine.
    of_machines: Vec<usize>,
    /// Where the front of each balancer stands inside networks.
    pub(crate) balancers: Vec<Vec<Stand>>,
    /// Where the private endpoint of each managed cluster stands.
    pub(crate) clusters: Vec<Vec<Stand>>,
    /// Where the interfaces of each service endpoint stand.
    pub(crate) endpoints: Vec<Vec<Stand>>,
}

/// Machines that stand alike.
#[derive(Debug)]
pub(crate) struct Cohort {
    /// Whether they exist.
    pub(crate) exists: Truth,
    /// Where they may stand.
    pub(crate) stands: Vec<Stand>,
}

/// One place of an interface of a machine, with all that lies between both.
#[derive(Debug)]
pub(crate) struct Stand {
    /// Which of the machine's interfaces it is, in their order.
    pub(crate) interface: usize,
    /// Number of the place.
    pub(crate) place: usize,
    /// The filters towards the machine, those of its network first.
    pub(crate) ingress: Vec<Arc<Sieve>>,
    /// The filters away from it.
    pub(crate) egress: Vec<Arc<Sieve>>,
    /// The machine as filters elsewhere see it: its addresses inside the network, and its groups.
    pub(crate) origin: Origin,
}

/// A filter at the border of a subnet.
#[derive(Debug)]
pub(crate) struct Border {
    pub(crate) inward: Arc<Sieve>,
    pub(crate) outward: Arc<Sieve>,
    pub(crate) stateful: bool,
}

/// All that decides what a packet meets in front of a machine.
#[derive(PartialEq, Eq, Hash)]
struct Likeness<'m> {
    interfaces: Vec<LikeInterface<'m>>,
    exists: Truth,
}

/// All that decides what a packet meets in front of one interface.
#[derive(PartialEq, Eq, Hash)]
struct LikeInterface<'m> {
    places: Vec<usize>,
    filters: Vec<Named<'m>>,
    membership: Membership<'m>,
    addresses: Option<&'m Bounds<AddressSet>>,
}

impl Hosts {
    /// Works it out.
    pub(super) fn new<'m>(model: &'m Model, index: &Index, sieves: &mut Sieves<'m>) -> Self {
        let places = Places::new(model, index);
        let linked = Linked::new(model, index, &places);
        let mut tables: HashMap<Vec<String>, usize> = HashMap::new();
        let mut road = |place: &Place| {
            let routes =
                place.routes(model).into_iter().map(|route| format!("{:?} {:?}", route.to, route.target));
            let next = tables.len();
            *tables.entry(routes.collect()).or_insert(next)
        };
        let roads = places.all.iter().map(|place| if linked.any() { road(place) } else { 0 }).collect();
        let destinations = places.all.iter().map(|place| {
            let routes = if linked.any() { place.routes(model) } else { Vec::new() };
            routes.into_iter().map(|route| route.to.may.clone()).collect()
        });
        let destinations = destinations.collect();
        let borders = places.all.iter().map(|place| borders(model, index, place, sieves)).collect();
        let mut cohorts: Vec<Cohort> = Vec::new();
        let mut known: HashMap<Likeness<'m>, usize> = HashMap::new();
        let mut of_machines = Vec::with_capacity(model.machines.len());
        for (machine, stands) in model.machines.iter().zip(&places.of_machines) {
            let interfaces = machine.interfaces.iter().zip(stands).map(|(interface, places)| LikeInterface {
                places: places.clone(),
                filters: sieves.named(&interface.filters),
                membership: sieves.membership(&interface.groups),
                addresses: interface.addresses.as_ref(),
            });
            let likeness = Likeness { interfaces: interfaces.collect(), exists: machine.about.exists };
            let cohort = *known.entry(likeness).or_insert_with_key(|likeness| {
                let stands = likeness.stands(model, &places, sieves);
                cohorts.push(Cohort { exists: machine.about.exists, stands });
                cohorts.len() - 1
            });
            of_machines.push(cohort);
        }
        let balancers = model.balancers.iter().zip(&places.of_balancers).map(|(balancer, numbers)| {
            let front = Front {
                filters: balancer.filters.as_deref(),
                groups: &balancer.groups,
                addresses: balancer.addresses.as_ref(),
            };
            front.stands(0, numbers, (model, &places), sieves)
        });
        let balancers = balancers.collect();
        let clusters = model.clusters.iter().zip(&places.of_clusters).map(|(cluster, numbers)| {
            let guarded = (!cluster.filters.is_empty()).then_some(cluster.filters.as_slice());
            let front = Front { filters: guarded, groups: &cluster.filters, addresses: None };
            front.stands(0, numbers, (model, &places), sieves)
        });
        let clusters = clusters.collect();
        let endpoints = model.endpoints.iter().zip(&places.of_endpoints).map(|(endpoint, interfaces)| {
            let interfaces = endpoint.interfaces.iter().zip(interfaces).enumerate();
            let stands = interfaces.flat_map(|(at, (interface, numbers))| {
                let guarded = (!interface.filters.is_empty()).then_some(interface.filters.as_slice());
                let (groups, addresses) = (interface.groups.as_slice(), interface.addresses.as_ref());
                Front { filters: guarded, groups, addresses }.stands(at, numbers, (model, &places), sieves)
            });
            stands.collect()
        });
        let endpoints = endpoints.collect();
        Self {
            places,
            linked,
            roads,
            destinations,
            borders,
            cohorts,
            of_machines,
            balancers,
            clusters,
            endpoints,
        }
    }

    /// The cohort of a machine, by its position in the model.
    pub(crate) fn number_of(&self, machine: usize) -> Option<usize> {
        self.of_machines.get(machine).copied()
    }

    /// What holds for a machine and those that stand like it, by its position in the model.
    pub(crate) fn of_machine(&self, machine: usize) -> Option<&Cohort> {
        self.cohorts.get(self.number_of(machine)?)
    }

    /// The destinations of the routes of a place, by its number, where networks are linked.
    pub(crate) fn routes(&self, place: usize) -> &[AddressSet] {
        self.destinations.get(place).map_or(&[], Vec::as_slice)
    }

    /// The number of the routes of a place, by its number.
    pub(crate) fn road(&self, place: usize) -> usize {
        self.roads.get(place).copied().unwrap_or_default()
    }

    /// The filters at the border of a place, by its number.
    pub(crate) fn border(&self, place: usize) -> &[Border] {
        self.borders.get(place).map_or(&[], Vec::as_slice)
    }
}

impl<'m> Likeness<'m> {
    fn stands(&self, model: &Model, places: &Places, sieves: &mut Sieves<'m>) -> Vec<Stand> {
        let interfaces = self.interfaces.iter().enumerate();
        interfaces.flat_map(|(number, interface)| interface.stands(number, model, places, sieves)).collect()
    }
}

impl<'m> LikeInterface<'m> {
    fn stands(
        &self,
        interface: usize,
        model: &Model,
        places: &Places,
        sieves: &mut Sieves<'m>,
    ) -> Vec<Stand> {
        let stand = |number: usize| {
            let place = places.get(number)?;
            let mut guards = |direction| {
                let mut found = sieves.of_network(place, &self.membership, direction);
                if !self.filters.is_empty() {
                    found.push(sieves.any_of(self.filters.clone(), direction));
                }
                found
            };
            let (ingress, egress) = (guards(Direction::Ingress), guards(Direction::Egress));
            let addresses = self.addresses.cloned().unwrap_or_else(|| place.addresses(model)).may;
            let origin = Origin { addresses, groups: self.membership.groups(model) };
            Some(Stand { interface, place: number, ingress, egress, origin })
        };
        self.places.iter().copied().filter_map(stand).collect()
    }
}

/// What stands in a network and is no machine: the filters of the network do not concern it, only its own.
struct Front<'m> {
    /// Nothing if everything passes.
    filters: Option<&'m [Link]>,
    groups: &'m [Link],
    addresses: Option<&'m Bounds<AddressSet>>,
}

impl<'m> Front<'m> {
    fn stands(
        &self,
        interface: usize,
        numbers: &[usize],
        (model, places): (&Model, &Places),
        sieves: &mut Sieves<'m>,
    ) -> Vec<Stand> {
        let groups = groups(self.groups, model);
        let stand = |number: &usize| {
            let place = places.get(*number)?;
            let mut guards = |direction| {
                let named = self.filters.map(|filters| sieves.named(filters));
                named.map(|named| sieves.any_of(named, direction)).into_iter().collect()
            };
            let (ingress, egress) = (guards(Direction::Ingress), guards(Direction::Egress));
            let addresses = self.addresses.cloned().unwrap_or_else(|| place.addresses(model)).may;
            let origin = Origin { addresses, groups: groups.clone() };
            Some(Stand { interface, place: *number, ingress, egress, origin })
        };
        numbers.iter().filter_map(stand).collect()
    }
}

fn borders(model: &Model, index: &Index, place: &Place, sieves: &mut Sieves<'_>) -> Vec<Border> {
    let filters = place.border(model, index).into_iter();
    let border = |at| Border {
        inward: sieves.whole(at, Direction::Ingress),
        outward: sieves.whole(at, Direction::Egress),
        stateful: model.filters.get(at).is_none_or(|filter| filter.stateful),
    };
    filters.map(border).collect()
}
