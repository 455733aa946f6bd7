//! The whole picture of one stack.

use crate::{
    Coverage, Document, Groups, Identity, LoadBalancer, Machine, ManagedCluster, Network, Notice,
    PacketFilter, Subnet, Volume,
};

/// Everything that one stack declares, whatever clouds it uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// Virtual networks.
    pub networks: Vec<Network>,
    /// Subnets.
    pub subnets: Vec<Subnet>,
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
}
