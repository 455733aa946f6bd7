//! The whole picture of one stack.

use crate::{
    Coverage, Document, Groups, Identity, LoadBalancer, Machine, ManagedCluster, Network, Notice,
    PacketFilter, Provenance, Router, ServiceEndpoint, Subnet, Volume,
};

/// Everything that one stack declares, whatever clouds it uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// Virtual networks.
    pub networks: Vec<Network>,
    /// Subnets.
    pub subnets: Vec<Subnet>,
    /// Routers between networks, and to places outside the cloud.
    pub routers: Vec<Router>,
    /// Doors into networks that services make.
    pub endpoints: Vec<ServiceEndpoint>,
    /// Packet filters.
    pub filters: Vec<PacketFilter>,
    /// Machines and groups of machines.
    pub machines: Vec<Machine>,
    /// Load balancers.
    pub balancers: Vec<LoadBalancer>,
    /// Managed clusters.
    pub clusters: Vec<ManagedCluster>,
    /// Identities.
    pub identities: Vec<Identity>,
    /// Disks.
    pub volumes: Vec<Volume>,
    /// Manifests and configuration that belong to no single machine.
    pub documents: Vec<Document>,
    /// Names of groups in the filters' rules.
    pub groups: Groups,
    /// What could not be read.
    pub notices: Vec<Notice>,
    /// What was read.
    pub coverage: Coverage,
    /// How values came to where they are used.
    pub provenance: Provenance,
}

impl Model {
    /// An empty model for one provider to fill: it shares nothing with this one but the group names, so that no
    /// provider can touch what another has made.
    #[must_use]
    pub fn part(&self) -> Self {
        Self { groups: self.groups.clone(), ..Self::default() }
    }

    /// Takes in what a provider has filled.
    ///
    /// Shape: `part` came from [`Model::part`] of this model, so its group ids are this model's too.
    pub fn absorb(&mut self, part: Self) {
        self.networks.extend(part.networks);
        self.subnets.extend(part.subnets);
        self.routers.extend(part.routers);
        self.endpoints.extend(part.endpoints);
        self.filters.extend(part.filters);
        self.machines.extend(part.machines);
        self.balancers.extend(part.balancers);
        self.clusters.extend(part.clusters);
        self.identities.extend(part.identities);
        self.volumes.extend(part.volumes);
        self.documents.extend(part.documents);
        self.notices.extend(part.notices);
        self.groups = part.groups;
    }
}

#[cfg(test)]
mod tests {
    use crate::{Model, ResourceId};

    #[test]
    fn a_part_continues_the_group_ids_of_the_whole() {
        let mut model = Model::default();
        let first = model.groups.intern(&ResourceId::new("a"));
        let mut part = model.part();
        let second = part.groups.intern(&ResourceId::new("b"));
        model.absorb(part);
        assert_eq!(model.groups.get(&ResourceId::new("a")), Some(first));
        assert_eq!(model.groups.get(&ResourceId::new("b")), Some(second));
        assert_ne!(first, second);
    }
}
