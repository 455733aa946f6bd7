//! Who can reach a machine and is none of the cluster's own.

use std::collections::BTreeSet;

use ringfence_packets::Traffic;

use crate::circle::Circle;
use crate::graph::Graph;
use crate::reach::{Near, Neighbours, Strangers, Way};

/// Machines that are alike to another one that they can reach.
#[derive(Clone, Debug)]
pub struct Outsiders {
    /// How many they are; at least one.
    pub number: usize,
    /// The first of them, at most [`Outsiders::NAMED`]: positions in the model, in order.
    pub first: Vec<usize>,
    /// The ways of the very first; those of the others differ only in where they start, and in the places and
    /// addresses that they come from.
    pub ways: Vec<Way>,
}

impl Outsiders {
    /// So many of them are named.
    pub const NAMED: usize = 3;
}

impl Graph<'_> {
    /// The machines outside a circle that can send some of this traffic to a machine inside their network, with the
    /// ways on which they can.
    ///
    /// Shape: machines that are alike to the filters on the way are one entry; entries in the order of their
    /// first machines.
    pub fn outsiders(&self, to: usize, traffic: &Traffic, circle: Circle) -> Vec<Outsiders> {
        let drawn = self.drawn(circle);
        drawn.map(|drawn| self.reaching(to, traffic, &drawn.outsiders)).unwrap_or_default()
    }

    /// Machines that stand alike have the same number: what reaches one of them inside the network reaches all.
    /// The machine by its position in the model.
    pub fn standing(&self, machine: usize) -> Option<usize> {
        self.hosts.number_of(machine)
    }

    /// Those of some machines that can send some of this traffic to a machine.
    pub(crate) fn reaching(&self, to: usize, traffic: &Traffic, from: &Neighbours) -> Vec<Outsiders> {
        let near = from.of(&self.hosts, to, traffic);
        let single = near.single.iter().filter_map(|cohort| {
            let machines = from.machines(*cohort);
            let others = machines.len() - usize::from(machines.binary_search(&to).is_ok());
            self.alike(to, traffic, others, machines.iter().copied().filter(|machine| *machine != to))
        });
        let strangers = near.strangers.iter().flat_map(|all| all.iter());
        let strangers = strangers.flat_map(|alike| self.strangers((to, traffic), from, &near, alike));
        let mut found: Vec<Outsiders> = single.chain(strangers).collect();
        found.sort_by_key(|outsiders| outsiders.first.first().copied());
        found
    }

    /// Strangers that have ways to a machine: those that stand in the same place as it does, and the others.
    fn strangers(
        &self,
        (to, traffic): (usize, &Traffic),
        from: &Neighbours,
        near: &Near,
        all: &Strangers,
    ) -> Vec<Outsiders> {
        let parts = all.at_nodes(&near.nodes);
        let number = |cohorts: &BTreeSet<usize>, machines: &[usize]| {
            let apart = near.single.intersection(cohorts);
            machines.len() - apart.map(|cohort| from.machines(*cohort).len()).sum::<usize>()
        };
        let cohort = |machine: &usize| self.hosts.number_of(*machine);
        let is_single = |machine: &usize| cohort(machine).is_some_and(|at| near.single.contains(&at));
        let near_by: Vec<Option<Outsiders>> = parts
            .iter()
            .map(|part| {
                let others = part.machines.iter().copied().filter(|machine| !is_single(machine));
                self.alike(to, traffic, number(&part.cohorts, &part.machines), others)
            })
            .collect();
        let taken: usize = parts.iter().map(|part| number(&part.cohorts, &part.machines)).sum();
        let is_near = |machine: &usize| {
            cohort(machine).is_some_and(|at| parts.iter().any(|part| part.cohorts.contains(&at)))
        };
        let far = number(&all.cohorts, &all.machines) - taken;
        let others = all.machines.iter().copied();
        let others = others.filter(|machine| !is_single(machine) && !is_near(machine)).take(far);
        near_by.into_iter().chain([self.alike(to, traffic, far, others)]).flatten().collect()
    }

    /// Some machines that are alike, if the first of them has ways to a machine.
    fn alike(
        &self,
        to: usize,
        traffic: &Traffic,
        number: usize,
        machines: impl Iterator<Item = usize>,
    ) -> Option<Outsiders> {
        let first: Vec<usize> = machines.take(Outsiders::NAMED.min(number)).collect();
        let ways = self.between(*first.first()?, to, traffic);
        (!ways.is_empty()).then_some(Outsiders { number, first, ways })
    }
}
