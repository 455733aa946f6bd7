//! GKE clusters, and their node pools where no instances were listed.

use ringfence_replies::{Body, field, items, path as along, text};
use ringfence_terraform::Value;

use super::making::Making;
use super::shape::{after, body};

/// Attributes that become others.
const PARTS: [(&str, &str); 4] = [
    ("privateClusterConfig", "private_cluster_config"),
    ("controlPlaneEndpointsConfig", "control_plane_endpoints_config"),
    ("ipAllocationPolicy", "ip_allocation_policy"),
    ("workloadIdentityConfig", "workload_identity_config"),
];

/// Makes them.
pub(super) fn make(making: &mut Making<'_>) {
    let with_instances = making.projects("instance");
    for (object, address) in making.each("cluster") {
        let at = object.origin.at;
        let mut own = Body::default();
        own.copy(
            object,
            &[
                ("name", "name"),
                ("location", "location"),
                ("resourceLabels", "resource_labels"),
                ("clusterIpv4Cidr", "cluster_ipv4_cidr"),
                ("autopilot.enabled", "enable_autopilot"),
            ],
        );
        for name in ["network", "subnetwork"] {
            own.put(name, along(object, &format!("networkConfig.{name}")).or_else(|| field(object, name)));
        }
        for (theirs, ours) in PARTS {
            if let Some(part) = field(object, theirs) {
                own.set_block(ours, body(part, &[]), part.origin.at);
            }
        }
        own.set_bool("remove_default_node_pool", true, at);
        authorized(object, &mut own);
        making.add("google_container_cluster", address, at, own);
        let listed = after(address, "projects").is_some_and(|project| with_instances.contains(project));
        for pool in items(object, "nodePools").iter().filter(|_| !listed) {
            let Some(name) = text(pool, "name") else { continue };
            let mut own = Body::default();
            own.copy(pool, &[("name", "name")]);
            own.set_text("cluster", address, at);
            for (theirs, ours) in [("config", "node_config"), ("networkConfig", "network_config")] {
                if let Some(part) = field(pool, theirs) {
                    own.set_block(ours, body(part, &[]), part.origin.at);
                }
            }
            making.add(
                "google_container_node_pool",
                &format!("{address}/nodePools/{name}"),
                pool.origin.at,
                own,
            );
        }
    }
}

/// Authorized networks, where they are on.
fn authorized(object: &Value, own: &mut Body) {
    let newer = along(object, "controlPlaneEndpointsConfig.ipEndpointsConfig.authorizedNetworksConfig");
    let is_on = |config: &&Value| field(config, "enabled").and_then(Value::as_bool) == Some(true);
    let config =
        newer.filter(is_on).or_else(|| field(object, "masterAuthorizedNetworksConfig").filter(is_on));
    if let Some(config) = config {
        own.set_block("master_authorized_networks_config", body(config, &[]), config.origin.at);
    }
}
