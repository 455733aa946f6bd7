//! Who stands inside the control plane, and who does not.

use ringfence_model::{Model, Role};
use ringfence_packets::{AddressSet, Bounds};

use crate::reach::{Hosts, Way, ranges};
use crate::roles::{Classification, Subject};

/// Machines outside the control plane that are alike to another one that they can reach.
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

/// Machines by whether they are control planes or etcd members, or neither.
#[derive(Debug)]
pub(crate) struct Roles {
    /// Those that are neither, by cohort.
    pub(crate) outsiders: Vec<Vec<usize>>,
    /// The ranges in which only those stand that are.
    pub(crate) inner_ranges: AddressSet,
}

impl Roles {
    pub(crate) fn new(model: &Model, hosts: &Hosts, classes: &[Classification]) -> Self {
        let machines = classes.iter().filter_map(|class| match class.subject {
            Subject::Machine(at) => Some((at, class.plays(Role::ControlPlane) || class.plays(Role::Etcd))),
            Subject::Balancer(_) | Subject::Cluster(_) => None,
        });
        let mut outsiders: Vec<Vec<usize>> = hosts.cohorts.iter().map(|_| Vec::new()).collect();
        let (mut own, mut others): (Vec<AddressSet>, Vec<AddressSet>) = (Vec::new(), Vec::new());
        for (at, inner) in machines {
            let Some(machine) = model.machines.get(at) else { continue };
            let Bounds { must, may } = ranges(model, &hosts.places, at, machine);
            if inner {
                own.push(must);
                continue;
            }
            others.push(may);
            if let Some(cohort) = hosts.number_of(at).and_then(|number| outsiders.get_mut(number)) {
                cohort.push(at);
            }
        }
        let inner_ranges = AddressSet::union_all(&own).difference(&AddressSet::union_all(&others));
        Self { outsiders, inner_ranges }
    }
}
