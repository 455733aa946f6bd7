//! What workloads on GKE nodes see of the node's metadata.

use ringfence_model::{Attr, MetadataService, Source};
use ringfence_provider::Fields;
use ringfence_terraform::{Record, Value};

use crate::compute::metadata_service;
use crate::list::elements;
use crate::pages::GKE_METADATA;

/// More than one hop: workloads reach the node's own credentials. How many hops an answer survives is not
/// documented.
const REACHES_WORKLOADS: u64 = 2;

/// The metadata service of nodes.
///
/// With `GKE_METADATA` a server on the node answers instead and gives workloads their own credentials only, as
/// on Autopilot and on every node of a cluster with a workload pool that does not say otherwise; else "all
/// Compute Engine metadata" is exposed to pods.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster>
/// (`workload_metadata_config.mode`), <https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity>,
/// read 2026-11-23.
pub(crate) fn of_nodes(cluster: Option<&Record>, config: Option<&Value>) -> MetadataService {
    let hop_limit = match config.and_then(|config| config.block("workload_metadata_config")?.get("mode")) {
        Some(mode) => written(mode),
        None => implied(cluster),
    };
    MetadataService { hop_limit, ..metadata_service() }
}

fn written(mode: &Value) -> Attr<u64> {
    let source = Source::File(mode.origin.at);
    match mode.as_str() {
        Some("GKE_METADATA" | "GKE_METADATA_SERVER" | "SECURE") => Attr::Set { value: 1, source },
        Some(_) => Attr::Set { value: REACHES_WORKLOADS, source },
        None => Attr::Unknown(ringfence_provider::gap(mode)),
    }
}

fn implied(cluster: Option<&Record>) -> Attr<u64> {
    let source = Source::Documented { url: GKE_METADATA };
    let Some(cluster) = cluster else { return Attr::NotApplicable };
    let pool = elements(cluster.get("workload_identity_config"));
    let autopilot = super::pool::autopilot(cluster).truth();
    if autopilot.certain() || pool.certain().next().is_some() {
        return Attr::Default { value: 1, source };
    }
    match pool.gaps.into_iter().next() {
        Some(gap) => Attr::Unknown(gap),
        None => Attr::Default { value: REACHES_WORKLOADS, source },
    }
}
