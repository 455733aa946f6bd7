//! R2: who can reach worker nodes.

pub(crate) mod node_admin_port_open;
pub(crate) mod node_open_to_internet;
pub(crate) mod node_port_range_open;
pub(crate) mod node_public_address;
