//! Who stands inside the control plane, and who does not.

use std::borrow::Cow;

use ringfence_model::{Model, Role};
use ringfence_packets::{AddressSet, Bounds};

use crate::reach::{Hosts, Way, ranges};
use crate::roles::{Classification, Subject};

/// Machines outside the control plane that stand alike and can reach another one.
#[derive(Clone, Debug)]
pub struct Outsiders<'g> {
    /// Their positions in the model, in order; never empty.
    pub machines: Cow<'g, [usize]>,
    /// The ways of the first of them; those of the others differ in nothing but where they start.
    pub ways: Vec<Way>,
}

/// Machines by whether they are control planes or etcd members, or neither.
#[derive(Debug)]
pub(crate) struct Roles {
    /// Those that are neither, by cohort.
    outsiders: Vec<Vec<usize>>,
    /// The ranges in which only those stand that are.
    inner_ranges: AddressSet,
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

    /// The machines of a cohort that are neither control plane nor etcd members, in order.
    pub(crate) fn outsiders(&self, cohort: usize) -> &[usize] {
        self.outsiders.get(cohort).map_or(&[], Vec::as_slice)
    }

    /// The ranges in which only control planes and etcd members stand.
    pub(crate) fn inner_ranges(&self) -> &AddressSet {
        &self.inner_ranges
    }
}
