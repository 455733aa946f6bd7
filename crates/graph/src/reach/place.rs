//! Where machines and balancers stand: subnet, network, and the routes that hold there.

use std::collections::HashMap;

use ringfence_model::{Gap, GapKind, Interface, Link, Machine, Model, ResourceId, Route};
use ringfence_packets::{AddressSet, Bounds};

use super::Node;
use crate::index::Index;

/// A place where something stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) node: Node,
    /// Position in the model, if it is declared.
    pub(crate) subnet: Option<usize>,
    /// Position in the model, if it is declared.
    pub(crate) network: Option<usize>,
    /// The link that says so is certain.
    pub(crate) certain: bool,
    /// What is not known about it.
    pub(crate) gap: Option<Gap>,
}

/// Every place of a model, each once, and who stands there.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) all: Vec<Place>,
    /// Number of the node of each place: several places may be one node.
    nodes: Vec<usize>,
    /// Numbers of the places of each interface of each machine.
    pub(crate) of_machines: Vec<Vec<Vec<usize>>>,
    /// Numbers of the places of the front of each balancer.
    pub(crate) of_balancers: Vec<Vec<usize>>,
    /// Numbers of the places of the private endpoint of each managed cluster.
    pub(crate) of_clusters: Vec<Vec<usize>>,
    /// Numbers of the places of each interface of each service endpoint.
    pub(crate) of_endpoints: Vec<Vec<Vec<usize>>>,
    /// Numbers of the places of subnets.
    subnets: HashMap<ResourceId, usize>,
}

impl Places {
    /// Works them out.
    pub(crate) fn new(model: &Model, index: &Index) -> Self {
        let mut all = Vec::new();
        let mut numbers: HashMap<Place, usize> = HashMap::new();
        let mut number = |place: Place| {
            *numbers.entry(place).or_insert_with_key(|place| {
                all.push(place.clone());
                all.len() - 1
            })
        };
        let mut numbered = |found: Vec<Place>| found.into_iter().map(&mut number).collect();
        let mut of_machine = |machine: &Machine| {
            let interfaces = machine.interfaces.iter();
            interfaces.map(|interface| numbered(of_interface(model, index, interface))).collect()
        };
        let of_machines = model.machines.iter().map(&mut of_machine).collect();
        let of_balancers = model
            .balancers
            .iter()
            .map(|balancer| numbered(places(model, index, &balancer.subnets, balancer.network.as_ref())))
            .collect();
        let of_clusters = model
            .clusters
            .iter()
            .map(|cluster| numbered(places(model, index, &cluster.subnets, cluster.network.as_ref())))
            .collect();
        let of_endpoints = model
            .endpoints
            .iter()
            .map(|endpoint| {
                let interfaces = endpoint.interfaces.iter();
                interfaces.map(|interface| numbered(of_interface(model, index, interface))).collect()
            })
            .collect();
        for subnet in &model.subnets {
            let link = Link::To { id: subnet.about.id.clone(), source: subnet.about.declared_at.clone() };
            let _: Vec<usize> = numbered(vec![of_subnet(model, index, &link, None)]);
        }
        for link in model.routers.iter().flat_map(|router| &router.attachments).flat_map(|a| &a.subnets) {
            let _: Vec<usize> = numbered(vec![of_subnet(model, index, link, None)]);
        }
        let (nodes, subnets) = (nodes(&all), subnets(&all));
        Self { all, nodes, of_machines, of_balancers, of_clusters, of_endpoints, subnets }
    }

    /// The place of that number.
    pub(crate) fn get(&self, number: usize) -> Option<&Place> {
        self.all.get(number)
    }

    /// The number of the place of a subnet.
    pub(crate) fn of_subnet(&self, subnet: &ResourceId) -> Option<usize> {
        self.subnets.get(subnet).copied()
    }

    /// The number of the node of a place.
    pub(crate) fn node(&self, number: usize) -> usize {
        self.nodes.get(number).copied().unwrap_or(usize::MAX)
    }

    /// The places of a machine's interfaces with the numbers of these, by its position in the model.
    pub(crate) fn of_machine(&self, at: usize) -> impl Iterator<Item = (usize, &Place)> {
        let interfaces = self.of_machines.get(at).into_iter().flatten().enumerate();
        let numbers =
            interfaces.flat_map(|(interface, places)| places.iter().map(move |at| (interface, *at)));
        numbers.filter_map(|(interface, number)| Some((interface, self.get(number)?)))
    }

    /// The numbers of the places of a balancer's front, by its position in the model.
    pub(crate) fn of_balancer(&self, at: usize) -> &[usize] {
        self.of_balancers.get(at).map_or(&[], Vec::as_slice)
    }
}

/// The number of the node of each place.
fn nodes(places: &[Place]) -> Vec<usize> {
    let mut known: HashMap<&Node, usize> = HashMap::new();
    let mut numbers = Vec::with_capacity(places.len());
    for place in places {
        let next = known.len();
        numbers.push(*known.entry(&place.node).or_insert(next));
    }
    numbers
}

/// The numbers of the places that are subnets.
fn subnets(places: &[Place]) -> HashMap<ResourceId, usize> {
    let subnets = places.iter().enumerate().filter_map(|(number, place)| match &place.node {
        Node::Subnet(id) => Some((id.clone(), number)),
        _ => None,
    });
    subnets.collect()
}

fn of_interface(model: &Model, index: &Index, interface: &Interface) -> Vec<Place> {
    places(model, index, &interface.subnets, interface.network.as_ref())
}

/// The places where something with these links may stand.
///
/// Unknown: a subnet that is not declared, or not known, is a place without known routes.
fn places(model: &Model, index: &Index, subnets: &[Link], network: Option<&Link>) -> Vec<Place> {
    let network = network.and_then(|link| index.network(link).map(|at| (at, link)));
    if subnets.is_empty() {
        return network.map(|(at, link)| of_network(model, at, link)).into_iter().collect();
    }
    subnets.iter().map(|link| of_subnet(model, index, link, network.map(|(at, _)| at))).collect()
}

fn of_network(model: &Model, at: usize, link: &Link) -> Place {
    let id = model.networks.get(at).map_or_else(|| unknown_id(link), |network| network.about.id.clone());
    Place { node: Node::Network(id), subnet: None, network: Some(at), certain: true, gap: None }
}

fn of_subnet(model: &Model, index: &Index, link: &Link, network: Option<usize>) -> Place {
    let at = index.subnet(link);
    let subnet = at.and_then(|at| model.subnets.get(at));
    let gap = match (link, subnet) {
        (Link::Unknown(gap), _) => Some(gap.clone()),
        (Link::To { id, source }, None) => Some(outside(id, source)),
        (Link::To { id, source }, Some(subnet)) if !subnet.about.declared => Some(outside(id, source)),
        _ => None,
    };
    Place {
        node: Node::Subnet(unknown_id(link)),
        subnet: at,
        network: subnet.and_then(|subnet| index.network(&subnet.network)).or(network),
        certain: matches!(link, Link::To { .. }),
        gap,
    }
}

fn outside(id: &ResourceId, source: &ringfence_model::Source) -> Gap {
    let what = format!("`{id}` is not declared here, so its routes and filters are unknown");
    Gap { kind: GapKind::OutsideInput, what, source: Some(source.clone()) }
}

fn unknown_id(link: &Link) -> ResourceId {
    match link {
        Link::To { id, .. } => id.clone(),
        Link::Unknown(gap) => ResourceId::new(gap.what.as_str()),
    }
}

impl Place {
    /// The routes that hold here, the subnet's own first.
    pub(crate) fn routes<'m>(&self, model: &'m Model) -> Vec<&'m Route> {
        let subnet = self.subnet.and_then(|at| model.subnets.get(at)).into_iter().flat_map(|s| &s.routes);
        let network = self.network.and_then(|at| model.networks.get(at)).into_iter().flat_map(|n| &n.routes);
        subnet.chain(network).collect()
    }

    /// The filters at the border of the subnet: positions in the model.
    pub(crate) fn border(&self, model: &Model, index: &Index) -> Vec<usize> {
        let subnet = self.subnet.and_then(|at| model.subnets.get(at));
        subnet.into_iter().flat_map(|s| &s.filters).filter_map(|id| index.filter(id)).collect()
    }

    /// The filters of the whole network: positions in the model.
    pub(crate) fn network_filters(&self, model: &Model, index: &Index) -> Vec<usize> {
        let network = self.network.and_then(|at| model.networks.get(at));
        network.into_iter().flat_map(|n| &n.filters).filter_map(|id| index.filter(id)).collect()
    }

    /// The addresses that an interface here may have inside the network: those that are written down, else any of
    /// the place.
    pub(crate) fn addresses_of(&self, model: &Model, interface: &Interface) -> Bounds<AddressSet> {
        interface.addresses.clone().unwrap_or_else(|| self.addresses(model))
    }

    /// The addresses that something here may have inside the network.
    pub(crate) fn addresses(&self, model: &Model) -> Bounds<AddressSet> {
        let subnet = self.subnet.and_then(|at| model.subnets.get(at)).map(|s| s.ranges.clone());
        let network = || self.network.and_then(|at| model.networks.get(at)).map(|n| n.ranges.clone());
        let unknown = || Bounds::at_most(AddressSet::internet().complement());
        subnet
            .filter(|s| !s.may.is_empty())
            .or_else(network)
            .filter(|s| !s.may.is_empty())
            .unwrap_or_else(unknown)
    }
}
