//! Clusters whose control plane GKE runs.

use ringfence_model::{Attr, Link, ManagedCluster, ResourceId, Source};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, about, bool_attr, tags};
use ringfence_terraform::{Record, Value};

use super::firewall::pods;
use super::{endpoint, pool};
use crate::compute::auto_subnet;
use crate::kinds::{CLUSTER, NETWORK};
use crate::network::{private as private_ranges, subnet_link};
use crate::pages::{GKE_ISOLATION, TF_CLUSTER};
use crate::stack::{Lowered, Stack};

/// The port of every endpoint.
///
/// Source: <https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules> ("control plane endpoints
/// always uses TCP destination port 443"), read 2026-11-23.
const API_PORT: u16 = 443;

/// Lowers every cluster with its nodes.
pub(crate) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    for record in stack.records.of_types(CLUSTER.types) {
        let mut header = about(record, "GKE cluster");
        header.name = record.get("name").and_then(Value::as_str).map(str::to_owned);
        header.tags = tags(record.get("resource_labels"));
        let network = network(stack, record);
        out.model.notices.extend(endpoint::notices(record));
        out.model.clusters.push(ManagedCluster {
            about: header,
            public: endpoint::public(record),
            private: private(record),
            subnets: endpoint_subnet(stack, record, &network).into_iter().collect(),
            private_clients: endpoint::private_clients(record, &inside(stack, out, record, &network)),
            private_from_afar: endpoint::from_afar(record),
            network: Some(network),
            filters: Vec::new(),
            ports: vec![API_PORT],
            identity: Attr::NotApplicable,
        });
        pool::of_cluster(stack, out, record);
    }
    for record in stack.records.of_type("google_container_node_pool") {
        pool::standalone(stack, out, record);
    }
}

/// The network of a cluster: the default one unless it names another.
///
/// Source: `google/services/container/resource_container_cluster.go` of terraform-provider-google e03b7622
/// (`network`, default `default`), read 2026-11-23.
pub(crate) fn network(stack: &Stack<'_>, record: &Record) -> Link {
    match record.get("network") {
        Some(value) => NETWORK.link(&stack.records, value),
        None => NETWORK.by_name(&stack.records, "default", Source::Documented { url: TF_CLUSTER }),
    }
}

/// The subnet of a cluster's nodes.
pub(crate) fn subnet(stack: &Stack<'_>, record: &Record, network: &Link) -> Option<Link> {
    let named = record.get("subnetwork").map(|value| subnet_link(stack, value));
    named.or_else(|| auto_subnet(stack, network))
}

/// The subnet of a cluster's private endpoint: one of its own, or that of the nodes.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster>
/// (`private_endpoint_subnetwork`), read 2026-11-25.
fn endpoint_subnet(stack: &Stack<'_>, record: &Record, network: &Link) -> Option<Link> {
    let config = record.block("private_cluster_config");
    let own = config.and_then(|config| config.get("private_endpoint_subnetwork"));
    let own = own.filter(|value| value.as_str() != Some("")).map(|value| subnet_link(stack, value));
    own.or_else(|| subnet(stack, record, network))
}

/// The addresses of a cluster's nodes and pods, as far as they are known here.
fn inside(stack: &Stack<'_>, out: &Lowered<'_>, record: &Record, network: &Link) -> Bounds<AddressSet> {
    let nodes = subnet(stack, record, network);
    let known = nodes.as_ref().and_then(Link::id);
    let known = known.and_then(|id| out.model.subnets.iter().find(|subnet| subnet.about.id == *id));
    let nodes = known.map_or_else(|| Bounds::at_most(private_ranges()), |subnet| subnet.ranges.clone());
    nodes.union(&pods(stack, record))
}

/// The group that a cluster's nodes are in, which the rules that GKE makes name: `gke-CLUSTER-HASH-node`, of
/// which only the cloud knows the hash.
///
/// Source: <https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules>, read 2026-11-23.
pub(crate) fn node_group(network: &ResourceId, cluster: &str) -> ResourceId {
    let tag = crate::symbol::Symbol::known(&format!("gke-{cluster}-node"));
    crate::network::tag_group(network, &tag)
}

/// Whether the nodes of a cluster have no public addresses.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster>
/// (`enable_private_nodes`; without it nodes have external addresses), read 2026-11-23.
pub(crate) fn private_nodes(record: &Record) -> Attr<bool> {
    match record.block("private_cluster_config") {
        Some(config) => bool_attr(config, "enable_private_nodes", Some((false, TF_CLUSTER))),
        None => Attr::Default { value: false, source: Source::Documented { url: TF_CLUSTER } },
    }
}

/// Every cluster can be reached from inside its network, unless it has no addresses.
///
/// Source: <https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation> (internal endpoint), read
/// 2026-11-23.
fn private(record: &Record) -> Attr<bool> {
    match endpoint::by_address(record) {
        Attr::Default { .. } => {
            Attr::Default { value: true, source: Source::Documented { url: GKE_ISOLATION } }
        }
        written => written,
    }
}
