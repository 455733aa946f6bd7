//! Signs of roles that name this cloud.

use ringfence_model::{Role, RoleSignal, Strength, Tag};

/// Signs in labels and network tags that GKE gives to the nodes of its clusters.
///
/// Source: <https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules> (the node tag
/// `gke-CLUSTER-HASH-node`), <https://cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels>
/// (`goog-gke-node`), read 2026-11-23.
pub(crate) fn of_tags(tags: &[Tag]) -> Vec<RoleSignal> {
    let is_sign = |tag: &&Tag| tag.key == "goog-gke-node" || is_node_tag(tag);
    tags.iter()
        .filter(is_sign)
        .map(|tag| RoleSignal {
            role: Role::Node,
            strength: Strength::Definite,
            kind: "tag",
            why: format!("`{}` marks nodes of GKE clusters", tag.key),
            source: tag.source.clone(),
        })
        .collect()
}

/// `gke-CLUSTER-HASH-node`: a network tag, which has no value.
fn is_node_tag(tag: &Tag) -> bool {
    let inner = tag.key.strip_prefix("gke-").and_then(|rest| rest.strip_suffix("-node"));
    tag.value.as_deref() == Some("") && inner.is_some_and(|inner| inner.contains('-'))
}
