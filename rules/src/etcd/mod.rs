//! R4 and R5: who can reach etcd, and whether its disks are encrypted.

pub(crate) mod etcd_disk_unencrypted;
pub(crate) mod etcd_open_beyond_control_plane;
pub(crate) mod etcd_open_to_internet;
pub(crate) mod etcd_peer_port_open;
