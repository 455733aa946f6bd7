//! Who stands inside the control plane, and who does not.

use std::collections::{BTreeMap, HashMap};

use ringfence_model::{Model, Role};
use ringfence_packets::{AddressSet, Bounds};

use crate::reach::{Hosts, Way};
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
    /// The ranges in which only those stand that are, by position of the network.
    pub(crate) inner_ranges: HashMap<usize, AddressSet>,
}

/// Addresses in one network: of control planes and etcd members for certain, of all others at most.
#[derive(Default)]
struct Shares {
    own: Vec<AddressSet>,
    others: Vec<AddressSet>,
}

impl Roles {
    pub(crate) fn new(model: &Model, hosts: &Hosts, classes: &[Classification]) -> Self {
        let machines = classes.iter().filter_map(|class| match class.subject {
            Subject::Machine(at) => Some((at, class.plays(Role::ControlPlane) || class.plays(Role::Etcd))),
            Subject::Balancer(_) | Subject::Cluster(_) => None,
        });
        let mut outsiders: Vec<Vec<usize>> = hosts.cohorts.iter().map(|_| Vec::new()).collect();
        let mut shares: BTreeMap<Option<usize>, Shares> = BTreeMap::new();
        for (at, inner) in machines {
            let Some(machine) = model.machines.get(at) else { continue };
            for (interface, place) in hosts.places.of_machine(at) {
                let of_network = shares.entry(place.network).or_default();
                let Some(interface) = machine.interfaces.get(interface) else { continue };
                let Bounds { must, may } = place.addresses_of(model, interface);
                if inner {
                    of_network.own.push(must);
                } else {
                    of_network.others.push(may);
                }
            }
            if let Some(cohort) = hosts.number_of(at).filter(|_| !inner).and_then(|at| outsiders.get_mut(at))
            {
                cohort.push(at);
            }
        }
        Self { outsiders, inner_ranges: inner_ranges(&shares) }
    }
}

/// Unknown: a machine whose network is not known may stand in any.
fn inner_ranges(shares: &BTreeMap<Option<usize>, Shares>) -> HashMap<usize, AddressSet> {
    let anywhere = shares.get(&None).map(|shares| AddressSet::union_all(&shares.others));
    let anywhere = anywhere.unwrap_or_else(AddressSet::empty);
    let known = shares.iter().filter_map(|(network, shares)| Some((*network.as_ref()?, shares)));
    let ranges = known.map(|(network, shares)| {
        let others = AddressSet::union_all(&shares.others).union(&anywhere);
        (network, AddressSet::union_all(&shares.own).difference(&others))
    });
    ranges.collect()
}
