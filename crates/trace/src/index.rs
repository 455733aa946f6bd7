//! Finding model entries by id, and who stands where.

use std::collections::HashMap;

use ringfence_model::{Model, ResourceId};

use crate::party::Body;
use crate::place::places;

/// Positions in the model's lists by id, and who may stand in each subnet and network.
#[derive(Debug, Default)]
pub(crate) struct Index {
    networks: HashMap<ResourceId, usize>,
    subnets: HashMap<ResourceId, usize>,
    routers: HashMap<ResourceId, usize>,
    filters: HashMap<ResourceId, usize>,
    machines: HashMap<ResourceId, usize>,
    balancers: HashMap<ResourceId, usize>,
    clusters: HashMap<ResourceId, usize>,
    endpoints: HashMap<ResourceId, usize>,
    subnets_of: HashMap<usize, Vec<usize>>,
    in_subnet: HashMap<usize, Vec<Body>>,
    /// Those whose network is known and whose subnet is not.
    in_network: HashMap<usize, Vec<Body>>,
}

impl Index {
    pub(crate) fn new(model: &Model) -> Self {
        let mut machines = positions(model.machines.iter().map(|m| &m.about.id));
        for (at, machine) in model.machines.iter().enumerate() {
            let interfaces = machine.interfaces.iter().map(|interface| &interface.id);
            for id in machine.parts.iter().chain(interfaces) {
                machines.entry(id.clone()).or_insert(at);
            }
        }
        let mut index = Self {
            networks: positions(model.networks.iter().map(|n| &n.about.id)),
            subnets: positions(model.subnets.iter().map(|s| &s.about.id)),
            routers: positions(model.routers.iter().map(|r| &r.about.id)),
            filters: positions(model.filters.iter().map(|f| &f.about.id)),
            machines,
            balancers: positions(model.balancers.iter().map(|b| &b.about.id)),
            clusters: positions(model.clusters.iter().map(|c| &c.about.id)),
            endpoints: positions(model.endpoints.iter().map(|e| &e.about.id)),
            ..Self::default()
        };
        for (at, subnet) in model.subnets.iter().enumerate() {
            if let Some(network) = subnet.network.id().and_then(|id| index.network(id)) {
                index.subnets_of.entry(network).or_default().push(at);
            }
        }
        for body in Body::all(model) {
            index.place(model, body);
        }
        index
    }

    fn place(&mut self, model: &Model, body: Body) {
        let (subnets, network) = body.links(model);
        for place in places(model, self, subnets, network) {
            match (place.subnet, place.network) {
                (Some(subnet), _) => self.in_subnet.entry(subnet).or_default().push(body),
                (None, Some(network)) => self.in_network.entry(network).or_default().push(body),
                (None, None) => {}
            }
        }
    }

    pub(crate) fn network(&self, id: &ResourceId) -> Option<usize> {
        self.networks.get(id).copied()
    }

    pub(crate) fn subnet(&self, id: &ResourceId) -> Option<usize> {
        self.subnets.get(id).copied()
    }

    pub(crate) fn router(&self, id: &ResourceId) -> Option<usize> {
        self.routers.get(id).copied()
    }

    pub(crate) fn filter(&self, id: &ResourceId) -> Option<usize> {
        self.filters.get(id).copied()
    }

    /// A machine by its own id or that of one of its parts or interfaces.
    pub(crate) fn machine(&self, id: &ResourceId) -> Option<usize> {
        self.machines.get(id).copied()
    }

    pub(crate) fn balancer(&self, id: &ResourceId) -> Option<usize> {
        self.balancers.get(id).copied()
    }

    pub(crate) fn cluster(&self, id: &ResourceId) -> Option<usize> {
        self.clusters.get(id).copied()
    }

    pub(crate) fn endpoint(&self, id: &ResourceId) -> Option<usize> {
        self.endpoints.get(id).copied()
    }

    /// The subnets of a network, in the model's order.
    pub(crate) fn subnets_of(&self, network: usize) -> &[usize] {
        self.subnets_of.get(&network).map_or(&[], Vec::as_slice)
    }

    /// Who may stand in a subnet.
    pub(crate) fn in_subnet(&self, subnet: usize) -> &[Body] {
        self.in_subnet.get(&subnet).map_or(&[], Vec::as_slice)
    }

    /// Who stands in a network, in a subnet that is not known.
    pub(crate) fn in_network(&self, network: usize) -> &[Body] {
        self.in_network.get(&network).map_or(&[], Vec::as_slice)
    }
}

fn positions<'a>(ids: impl Iterator<Item = &'a ResourceId>) -> HashMap<ResourceId, usize> {
    let mut found = HashMap::with_capacity(ids.size_hint().0);
    for (at, id) in ids.enumerate() {
        found.entry(id.clone()).or_insert(at);
    }
    found
}
