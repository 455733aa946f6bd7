//! Finding model entries by address.

use std::collections::HashMap;

use ringfence_model::{Link, Model, ResourceId};

/// Positions in the model's lists, by address.
#[derive(Debug, Default)]
pub(crate) struct Index {
    networks: HashMap<ResourceId, usize>,
    subnets: HashMap<ResourceId, usize>,
    filters: HashMap<ResourceId, usize>,
    machines: HashMap<ResourceId, usize>,
    identities: HashMap<ResourceId, usize>,
    volumes: HashMap<ResourceId, usize>,
    routers: HashMap<ResourceId, usize>,
    balancers: HashMap<ResourceId, usize>,
}

impl Index {
    pub(crate) fn new(model: &Model) -> Self {
        let mut machines = positions(model.machines.iter().map(|m| &m.about.id));
        for (at, machine) in model.machines.iter().enumerate() {
            for part in &machine.parts {
                machines.entry(part.clone()).or_insert(at);
            }
        }
        Self {
            networks: positions(model.networks.iter().map(|n| &n.about.id)),
            subnets: positions(model.subnets.iter().map(|s| &s.about.id)),
            filters: positions(model.filters.iter().map(|f| &f.about.id)),
            machines,
            identities: positions(model.identities.iter().map(|i| &i.about.id)),
            volumes: positions(model.volumes.iter().map(|v| &v.about.id)),
            routers: positions(model.routers.iter().map(|r| &r.about.id)),
            balancers: positions(model.balancers.iter().map(|b| &b.about.id)),
        }
    }

    pub(crate) fn network(&self, link: &Link) -> Option<usize> {
        self.networks.get(link.id()?).copied()
    }

    pub(crate) fn network_at(&self, id: &ResourceId) -> Option<usize> {
        self.networks.get(id).copied()
    }

    pub(crate) fn subnet(&self, link: &Link) -> Option<usize> {
        self.subnets.get(link.id()?).copied()
    }

    pub(crate) fn filter(&self, id: &ResourceId) -> Option<usize> {
        self.filters.get(id).copied()
    }

    /// A machine by its own address or that of one of its parts (template, attachment).
    pub(crate) fn machine(&self, id: &ResourceId) -> Option<usize> {
        self.machines.get(id).copied()
    }

    pub(crate) fn identity(&self, id: &ResourceId) -> Option<usize> {
        self.identities.get(id).copied()
    }

    pub(crate) fn balancer(&self, id: &ResourceId) -> Option<usize> {
        self.balancers.get(id).copied()
    }

    pub(crate) fn router(&self, id: &ResourceId) -> Option<usize> {
        self.routers.get(id).copied()
    }

    pub(crate) fn volume(&self, id: &ResourceId) -> Option<usize> {
        self.volumes.get(id).copied()
    }
}

fn positions<'a>(ids: impl Iterator<Item = &'a ResourceId>) -> HashMap<ResourceId, usize> {
    let mut found = HashMap::with_capacity(ids.size_hint().0);
    for (at, id) in ids.enumerate() {
        found.entry(id.clone()).or_insert(at);
    }
    found
}
