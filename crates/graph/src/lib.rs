//! Roles, ways in and identities: the reachability graph with the evidence of every edge.
//!
//! [`Graph::new`] reads a [`Model`](ringfence_model::Model) once: it decides roles, finds out on which ports API server and etcd
//! listen, and lays the edges that a packet from the internet can take. [`Graph::ways_in`] and
//! [`Graph::between`] answer who can reach what; [`Way::explain`] names the rule that opens each hop.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod api_targets;
mod bootstrap;
mod bulk;
mod circle;
mod cluster;
mod default_filter;
mod etcd_disks;
mod graph;
mod index;
mod kubelet;
mod listening;
mod matrix;
mod outsiders;
mod questions;
mod reach;
mod roles;
mod selector;

pub use bulk::RoleMatrix;
pub use circle::Circle;
pub use cluster::Cluster;
pub use etcd_disks::EtcdDisk;
pub use graph::Graph;
pub use listening::{ListeningPort, Purpose};
pub use matrix::{Peer, Rank, Row};
pub use outsiders::Outsiders;
pub use questions::Reach;
pub use reach::{Because, ExplainedHop, Family, Node, Party, PublicAddress, Way};
pub use roles::{Classification, Subject};
pub use selector::Selected;
