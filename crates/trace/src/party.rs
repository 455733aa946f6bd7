//! Who sends and receives packets.

use ringfence_model::{About, Attr, Gap, GapKind, Interface, Link, Model, ResourceId};
use ringfence_packets::{AddressSet, Bounds, GroupId};

use crate::index::Index;
use crate::place::{Place, places};
use crate::trace::NodeKind;
use crate::{Address, Family};

/// Something with an interface in a network: positions in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Body {
    /// A machine and one of its interfaces.
    Machine(usize, usize),
    /// A service endpoint and one of its interfaces.
    Endpoint(usize, usize),
    Balancer(usize),
    Cluster(usize),
}

/// Somebody at one of the places where it may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Party {
    pub(crate) body: Body,
    pub(crate) place: Place,
}

/// Groups that somebody is in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Membership {
    pub(crate) known: Vec<GroupId>,
    /// It may be in others.
    pub(crate) others: bool,
}

/// Stands for every group that no rule names.
const UNNAMED: GroupId = GroupId(u32::MAX);

impl Body {
    /// Everybody, in the model's order.
    pub(crate) fn all(model: &Model) -> impl Iterator<Item = Self> + '_ {
        let machines = model.machines.iter().enumerate();
        let machines =
            machines.flat_map(|(at, m)| (0..m.interfaces.len()).map(move |i| Self::Machine(at, i)));
        let endpoints = model.endpoints.iter().enumerate();
        let endpoints =
            endpoints.flat_map(|(at, e)| (0..e.interfaces.len()).map(move |i| Self::Endpoint(at, i)));
        let balancers = (0..model.balancers.len()).map(Self::Balancer);
        machines.chain(endpoints).chain(balancers).chain((0..model.clusters.len()).map(Self::Cluster))
    }

    pub(crate) fn interface(self, model: &Model) -> Option<&Interface> {
        match self {
            Self::Machine(at, interface) => model.machines.get(at)?.interfaces.get(interface),
            Self::Endpoint(at, interface) => model.endpoints.get(at)?.interfaces.get(interface),
            Self::Balancer(_) | Self::Cluster(_) => None,
        }
    }

    pub(crate) fn about(self, model: &Model) -> Option<&About> {
        match self {
            Self::Machine(at, _) => model.machines.get(at).map(|m| &m.about),
            Self::Endpoint(at, _) => model.endpoints.get(at).map(|e| &e.about),
            Self::Balancer(at) => model.balancers.get(at).map(|b| &b.about),
            Self::Cluster(at) => model.clusters.get(at).map(|c| &c.about),
        }
    }

    pub(crate) fn id(self, model: &Model) -> ResourceId {
        self.about(model).map_or_else(|| ResourceId::new("unknown"), |about| about.id.clone())
    }

    pub(crate) fn kind(self) -> NodeKind {
        match self {
            Self::Machine(..) => NodeKind::Machine,
            Self::Endpoint(..) => NodeKind::Endpoint,
            Self::Balancer(_) => NodeKind::Balancer,
            Self::Cluster(_) => NodeKind::Cluster,
        }
    }

    /// What says where it stands: subnets, and the network.
    pub(crate) fn links(self, model: &Model) -> (&[Link], Option<&Link>) {
        match self {
            Self::Balancer(at) => {
                model.balancers.get(at).map_or((&[], None), |b| (&b.subnets[..], b.network.as_ref()))
            }
            Self::Cluster(at) => {
                model.clusters.get(at).map_or((&[], None), |c| (&c.subnets[..], c.network.as_ref()))
            }
            _ => self.interface(model).map_or((&[], None), |i| (&i.subnets[..], i.network.as_ref())),
        }
    }

    /// The filters at its interface; nothing if its kind has none.
    pub(crate) fn filters(self, model: &Model) -> Option<&[Link]> {
        match self {
            Self::Balancer(at) => model.balancers.get(at)?.filters.as_deref(),
            Self::Cluster(at) => model.clusters.get(at).map(|c| &c.filters[..]),
            _ => self.interface(model).map(|i| &i.filters[..]),
        }
    }

    /// The groups that it is in.
    pub(crate) fn groups(self, model: &Model) -> &[Link] {
        match self {
            Self::Balancer(at) => model.balancers.get(at).map_or(&[], |b| &b.groups),
            Self::Cluster(at) => model.clusters.get(at).map_or(&[], |c| &c.filters),
            _ => self.interface(model).map_or(&[], |i| &i.groups),
        }
    }

    /// Numbers of the groups that it is in.
    pub(crate) fn membership(self, model: &Model) -> Membership {
        let groups = self.groups(model);
        let known = groups.iter().filter_map(Link::id).map(|id| model.groups.get(id).unwrap_or(UNNAMED));
        Membership { known: known.collect(), others: groups.iter().any(|link| link.id().is_none()) }
    }

    /// Whether it has a public address of the family.
    pub(crate) fn public(self, model: &Model, family: Family) -> Attr<bool> {
        match (self, family) {
            (Self::Balancer(at), _) => {
                model.balancers.get(at).map_or(Attr::NotApplicable, |b| b.public.clone())
            }
            (Self::Cluster(at), _) => {
                model.clusters.get(at).map_or(Attr::NotApplicable, |c| c.public.enabled.clone())
            }
            (_, Family::V4) => self.interface(model).map_or(Attr::NotApplicable, |i| i.public_v4.clone()),
            (_, Family::V6) => self.interface(model).map_or(Attr::NotApplicable, |i| i.public_v6.clone()),
        }
    }

    /// The addresses that are written down.
    fn written(self, model: &Model) -> Option<&Bounds<AddressSet>> {
        match self {
            Self::Balancer(at) => model.balancers.get(at)?.addresses.as_ref(),
            Self::Cluster(_) => None,
            _ => self.interface(model)?.addresses.as_ref(),
        }
    }

    /// The places where it may stand; one of which nothing is known if its links name none.
    pub(crate) fn parties(self, model: &Model, index: &Index) -> Vec<Party> {
        let (subnets, network) = self.links(model);
        let mut places = places(model, index, subnets, network);
        if places.is_empty() {
            places.push(self.nowhere(model));
        }
        places.into_iter().map(|place| Party { body: self, place }).collect()
    }

    /// The place of something whose links name none: a front outside any network, or nobody knows where.
    fn nowhere(self, model: &Model) -> Place {
        match self {
            Self::Balancer(_) | Self::Cluster(_) => {
                Place { subnet: None, subnet_id: None, network: None, gap: None }
            }
            _ => Place::unknown(Gap {
                kind: GapKind::OutsideInput,
                what: format!("where `{}` stands is not known", self.id(model)),
                source: self.about(model).map(|about| about.declared_at.clone()),
            }),
        }
    }
}

impl Party {
    /// The addresses that it may have inside its network.
    ///
    /// Unknown: `must` holds what is written down.
    pub(crate) fn addresses(&self, model: &Model) -> Bounds<AddressSet> {
        if let Some(written) = self.body.written(model) {
            let spread = self.body.links(model).0.len() > 1;
            let here = self.ranges(model).filter(|_| spread);
            // Of the addresses of a front that stands in several subnets, those that lie here.
            return here.map_or_else(|| written.clone(), |here| written.map(|set| set.intersection(&here)));
        }
        let inside = || AddressSet::internet().complement();
        Bounds::at_most(self.ranges(model).unwrap_or_else(inside))
    }

    fn ranges(&self, model: &Model) -> Option<AddressSet> {
        let subnet = self.place.subnet.and_then(|at| model.subnets.get(at)).map(|s| s.ranges.may.clone());
        let network =
            || self.place.network.and_then(|at| model.networks.get(at)).map(|n| n.ranges.may.clone());
        subnet.filter(|set| !set.is_empty()).or_else(network).filter(|set| !set.is_empty())
    }

    /// An address of the family that it has inside its network.
    pub(crate) fn address(&self, model: &Model, family: Family) -> Option<Address> {
        Address::of(&self.addresses(model).may, family)
    }

    /// A public address that leads to it, known or not.
    pub(crate) fn public_address(&self, model: &Model, family: Family) -> Address {
        let inside = || self.address(model, family).unwrap_or_else(|| Address::public(family));
        match family {
            Family::V6 => inside(),
            Family::V4 => {
                let written = self.body.interface(model).map(|i| &i.public_addresses);
                written.and_then(|set| Address::of(set, family)).unwrap_or_else(|| Address::public(family))
            }
        }
    }
}
