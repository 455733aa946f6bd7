//! Google Kubernetes Engine: clusters, node pools, and what the service makes by itself.

mod cluster;
mod endpoint;
mod firewall;
mod metadata;
mod pool;

pub(crate) use cluster::lower;
pub(crate) use firewall::rules as firewall_rules;
