//! Who counts as one of the cluster's own, and where only these stand.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use ringfence_model::Role;
use ringfence_packets::{AddressSet, Bounds};

use crate::graph::Graph;
use crate::reach::Neighbours;
use crate::roles::{Classification, Subject};

/// Whose machines are insiders to a question; all others are outsiders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Circle {
    /// Nobody's: every other machine is an outsider.
    Nobody,
    /// Members of etcd.
    Etcd,
    /// Control planes and etcd members.
    ControlPlane,
    /// Control planes, etcd members and nodes.
    Cluster,
    /// The same; in the ranges of load balancers' fronts stand no outsiders either.
    ClusterAndBalancers,
    /// The same, and bastions.
    ClusterAndBastions,
}

impl Circle {
    const COUNT: usize = 6;

    /// Whether a machine is an insider.
    pub fn has(self, class: &Classification) -> bool {
        let roles: &[Role] = match self {
            Self::Nobody => &[],
            Self::Etcd => &[Role::Etcd],
            Self::ControlPlane => &[Role::ControlPlane, Role::Etcd],
            Self::Cluster | Self::ClusterAndBalancers => &[Role::ControlPlane, Role::Etcd, Role::Node],
            Self::ClusterAndBastions => &[Role::ControlPlane, Role::Etcd, Role::Node, Role::Bastion],
        };
        roles.iter().any(|role| class.plays(*role))
    }

    /// Whether load balancers may too.
    pub fn has_balancers(self) -> bool {
        matches!(self, Self::ClusterAndBalancers | Self::ClusterAndBastions)
    }
}

/// The circles that were asked about: each is drawn when it is first needed.
#[derive(Debug, Default)]
pub(crate) struct Circles([OnceLock<Drawn>; Circle::COUNT]);

/// One circle in one model.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// The outsiders, as those that may reach a machine.
    pub(crate) outsiders: Neighbours,
    /// The ranges in which only insiders stand, by position of the network.
    inner_ranges: HashMap<usize, AddressSet>,
}

/// Addresses in one network: of insiders for certain, of all others at most.
#[derive(Default)]
struct Shares {
    own: Vec<AddressSet>,
    others: Vec<AddressSet>,
}

impl Graph<'_> {
    pub(crate) fn drawn(&self, circle: Circle) -> Option<&Drawn> {
        self.circles.0.get(circle as usize).map(|drawn| drawn.get_or_init(|| self.draw(circle)))
    }

    /// The ranges of a network in which only insiders stand; networks may have ranges in common that have nothing
    /// to do with each other.
    ///
    /// Unknown: a machine whose role is not known is not one of these, and one whose network is not known may
    /// stand in any.
    pub fn inner_ranges(&self, network: &ringfence_model::ResourceId, circle: Circle) -> AddressSet {
        let ranges = self.index.network_at(network).zip(self.drawn(circle));
        let ranges = ranges.and_then(|(at, drawn)| drawn.inner_ranges.get(&at));
        ranges.cloned().unwrap_or_else(AddressSet::empty)
    }

    fn draw(&self, circle: Circle) -> Drawn {
        let hosts = &self.hosts;
        let mut outsiders: Vec<Vec<usize>> = hosts.cohorts.iter().map(|_| Vec::new()).collect();
        let mut shares: BTreeMap<Option<usize>, Shares> = BTreeMap::new();
        for class in &self.classes {
            let Subject::Machine(at) = class.subject else { continue };
            let Some(machine) = self.model.machines.get(at) else { continue };
            let inner = circle.has(class);
            for (interface, place) in hosts.places.of_machine(at) {
                let of_network = shares.entry(place.network).or_default();
                let Some(interface) = machine.interfaces.get(interface) else { continue };
                let Bounds { must, may } = place.addresses_of(self.model, interface);
                if inner {
                    of_network.own.push(must);
                } else {
                    of_network.others.push(may);
                }
            }
            let cohort = hosts.number_of(at).filter(|_| !inner).and_then(|at| outsiders.get_mut(at));
            if let Some(cohort) = cohort {
                cohort.push(at);
            }
        }
        for balancer in 0..if circle.has_balancers() { self.model.balancers.len() } else { 0 } {
            let places = hosts.places.of_balancer(balancer).iter();
            for place in places.filter_map(|number| hosts.places.get(*number)) {
                shares.entry(place.network).or_default().own.push(place.addresses(self.model).must);
            }
        }
        Drawn { outsiders: Neighbours::new(hosts, outsiders), inner_ranges: inner_ranges(&shares) }
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
