//! R1: who can reach the API server and its hosts.

pub(crate) mod api_server_open_beyond_allow_list;
pub(crate) mod api_server_open_to_internet;
pub(crate) mod bootstrap_port_open;
pub(crate) mod control_plane_admin_port_open;
pub(crate) mod control_plane_host_public;
pub(crate) mod control_plane_internal_port_open;
pub(crate) mod private_endpoint_disabled;
