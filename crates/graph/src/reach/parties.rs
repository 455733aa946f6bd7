//! Who can send and be sent to, and where each of them stands.

use std::sync::Arc;

use ringfence_model::{Attached, Attr, Gap, ManagedCluster, Model, ResourceId, Truth};
use ringfence_packets::{Bounds, GroupSet, Origin};

use super::edge::Pass;
use super::hosts::{Hosts, Stand};
use super::roads::Spot;
use super::sieve::Sieve;
use super::{Node, inbound};

/// Somebody who can open connections, or to whom they can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// Everybody on the public internet.
    Internet,
    /// Places outside the cloud behind an attachment of a router; positions in the model and in the router.
    Outside(usize, usize),
    /// A machine; position in the model.
    Machine(usize),
    /// The front of a load balancer; position in the model.
    Balancer(usize),
    /// The API endpoint of a managed cluster; position in the model.
    Cluster(usize),
    /// A door of a service into a network; position in the model.
    Endpoint(usize),
    /// Whoever stands in a subnet, as far as its border and routes decide; position in the model.
    Subnet(usize),
}

impl Party {
    /// Its node.
    pub(crate) fn node(self, model: &Model) -> Node {
        match self {
            Self::Internet => Node::Internet,
            Self::Outside(router, attachment) => Node::Outside(router, attachment),
            Self::Machine(at) => Node::Machine(at),
            Self::Balancer(at) => Node::Balancer(at),
            Self::Cluster(at) => Node::Cluster(at),
            Self::Endpoint(at) => Node::Endpoint(at),
            Self::Subnet(at) => {
                let id = model.subnets.get(at).map(|subnet| subnet.about.id.clone());
                Node::Subnet(id.unwrap_or_else(|| ResourceId::new("")))
            }
        }
    }
}

/// A party at one of its places.
pub(crate) struct End<'g> {
    pub(crate) spot: Spot,
    /// Its node, and the node of its place.
    pub(crate) node: Node,
    pub(crate) stands_at: Node,
    pub(crate) origin: Origin,
    pub(crate) ingress: &'g [Arc<Sieve>],
    pub(crate) egress: &'g [Arc<Sieve>],
    /// Whether it certainly is there.
    pub(crate) there: Truth,
    /// Why that is not certain.
    pub(crate) gaps: Vec<Gap>,
    /// What else a packet to it must pass.
    pub(crate) entry: Vec<Pass>,
    /// Whether packets that came through a router are let in at all.
    pub(crate) from_afar: Truth,
}

/// Where parties stand inside networks.
pub(crate) fn ends<'g>(model: &Model, hosts: &'g Hosts, party: Party) -> Vec<End<'g>> {
    let node = party.node(model);
    match party {
        Party::Internet => Vec::new(),
        Party::Outside(router, attachment) => outside(model, router, attachment).into_iter().collect(),
        Party::Subnet(at) => of_subnet(model, hosts, at).into_iter().collect(),
        Party::Machine(at) => hosts
            .of_machine(at)
            .map_or_else(Vec::new, |cohort| all(hosts, &node, &cohort.stands, cohort.exists, &[])),
        Party::Balancer(at) => {
            let Some((balancer, stands)) = model.balancers.get(at).zip(hosts.fronts.balancers.get(at)) else {
                return Vec::new();
            };
            let entry: Vec<Pass> = balancer.clients.clone().map(Pass::From).into_iter().collect();
            all(hosts, &node, stands, balancer.about.exists, &entry)
        }
        Party::Endpoint(at) => {
            let Some((endpoint, stands)) = model.endpoints.get(at).zip(hosts.fronts.endpoints.get(at)) else {
                return Vec::new();
            };
            all(hosts, &node, stands, endpoint.about.exists, &[Pass::Only(endpoint.traffic.clone())])
        }
        Party::Cluster(at) => {
            let Some((cluster, stands)) = model.clusters.get(at).zip(hosts.fronts.clusters.get(at)) else {
                return Vec::new();
            };
            of_cluster(hosts, &node, cluster, stands)
        }
    }
}

fn of_cluster<'g>(hosts: &Hosts, node: &Node, cluster: &ManagedCluster, stands: &'g [Stand]) -> Vec<End<'g>> {
    let there = cluster.private.truth().and(cluster.about.exists);
    if !there.possible() {
        return Vec::new();
    }
    let mut entry = vec![Pass::Only(Bounds::exact(inbound::tcp(&cluster.ports)))];
    entry.extend(cluster.private_clients.clone().map(Pass::From));
    let mut ends = all(hosts, node, stands, there, &entry);
    for end in &mut ends {
        end.gaps.extend(cluster.private.gap().cloned());
        if !matches!(cluster.private_from_afar, Attr::NotApplicable) {
            end.from_afar = cluster.private_from_afar.truth();
        }
    }
    ends
}

/// The ends at all stands.
fn all<'g>(hosts: &Hosts, node: &Node, stands: &'g [Stand], there: Truth, entry: &[Pass]) -> Vec<End<'g>> {
    stands.iter().filter_map(|stand| end(hosts, node.clone(), stand, there, entry.to_vec())).collect()
}

fn end<'g>(hosts: &Hosts, node: Node, stand: &'g Stand, there: Truth, entry: Vec<Pass>) -> Option<End<'g>> {
    let place = hosts.places.get(stand.place)?;
    Some(End {
        spot: Spot::Place(stand.place),
        node,
        stands_at: place.node.clone(),
        origin: stand.origin.clone(),
        ingress: &stand.ingress,
        egress: &stand.egress,
        there: if place.certain { there } else { there.and(Truth::Unknown) },
        gaps: place.gap.iter().cloned().collect(),
        entry,
        from_afar: Truth::Yes,
    })
}

/// Somebody in a subnet of whom nothing is known but that.
fn of_subnet<'g>(model: &Model, hosts: &'g Hosts, at: usize) -> Option<End<'g>> {
    let subnet = model.subnets.get(at)?;
    let number = hosts.places.of_subnet(&subnet.about.id)?;
    let place = hosts.places.get(number)?;
    Some(End {
        spot: Spot::Place(number),
        node: place.node.clone(),
        stands_at: place.node.clone(),
        origin: Origin { addresses: place.addresses(model).may, groups: Bounds::exact(GroupSet::empty()) },
        ingress: &[],
        egress: &[],
        there: subnet.about.exists,
        gaps: place.gap.iter().cloned().collect(),
        entry: Vec::new(),
        from_afar: Truth::Yes,
    })
}

fn outside<'g>(model: &Model, router: usize, attachment: usize) -> Option<End<'g>> {
    let side = model.routers.get(router)?.attachments.get(attachment)?;
    let Attached::Outside { ranges, .. } = &side.to else { return None };
    let node = Node::Outside(router, attachment);
    Some(End {
        spot: Spot::Outside(router, attachment),
        node: node.clone(),
        stands_at: node,
        origin: Origin { addresses: ranges.may.clone(), groups: Bounds::exact(GroupSet::empty()) },
        ingress: &[],
        egress: &[],
        there: side.exists,
        gaps: Vec::new(),
        entry: Vec::new(),
        from_afar: Truth::Yes,
    })
}
