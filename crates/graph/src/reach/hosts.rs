//! Machines that stand alike: in the same places, behind the same filters, in the same groups.
//!
//! Whatever a packet meets in front of one of them it meets in front of all of them, so it is worked out once.

use std::collections::HashMap;
use std::sync::Arc;

use ringfence_model::{Direction, Model, Truth};
use ringfence_packets::{AddressSet, Bounds, Origin};

use super::fronts::Fronts;
use super::linked::Linked;
use super::place::{Place, Places};
use super::sieve::Sieve;
use super::sieves::{Membership, Named, Sieves};
use crate::index::Index;

/// Every machine of a model by what it is like.
#[derive(Debug)]
pub(crate) struct Hosts {
    pub(crate) places: Places,
    /// Which networks packets may come from into others.
    pub(crate) linked: Linked,
    /// The filters at the border of each place.
    borders: Vec<Vec<Border>>,
    pub(crate) cohorts: Vec<Cohort>,
    /// The cohort of each machine.
    of_machines: Vec<usize>,
    /// Where what is no machine stands inside networks.
    pub(crate) fronts: Fronts,
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
        let fronts = Fronts::new(model, &places, sieves);
        Self { places, linked, borders, cohorts, of_machines, fronts }
    }

    /// The cohort of a machine, by its position in the model.
    pub(crate) fn number_of(&self, machine: usize) -> Option<usize> {
        self.of_machines.get(machine).copied()
    }

    /// What holds for a machine and those that stand like it, by its position in the model.
    pub(crate) fn of_machine(&self, machine: usize) -> Option<&Cohort> {
        self.cohorts.get(self.number_of(machine)?)
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

fn borders(model: &Model, index: &Index, place: &Place, sieves: &mut Sieves<'_>) -> Vec<Border> {
    let filters = place.border(model, index).into_iter();
    let border = |at| Border {
        inward: sieves.whole(at, Direction::Ingress),
        outward: sieves.whole(at, Direction::Egress),
        stateful: model.filters.get(at).is_none_or(|filter| filter.stateful),
    };
    filters.map(border).collect()
}
