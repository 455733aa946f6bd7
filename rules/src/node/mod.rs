//! R2: who can reach worker nodes.

pub(crate) mod cross_cluster_access;
pub(crate) mod default_firewall_in_use;
pub(crate) mod kubelet_open;
pub(crate) mod kubelet_read_only_port_open;
pub(crate) mod node_accepts_foreign_traffic;
pub(crate) mod node_admin_port_open;
pub(crate) mod node_open_to_internet;
pub(crate) mod node_port_range_open;
pub(crate) mod node_public_address;
pub(crate) mod overlay_port_open;
