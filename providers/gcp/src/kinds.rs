//! The kinds of resource that this provider follows references to.

use crate::kind::Kind;

/// Networks.
pub(crate) const NETWORK: Kind =
    Kind { types: &["google_compute_network"], data: &["google_compute_network"], collection: "networks" };
/// Subnets.
pub(crate) const SUBNET: Kind = Kind {
    types: &["google_compute_subnetwork"],
    data: &["google_compute_subnetwork"],
    collection: "subnetworks",
};
/// Single machines.
pub(crate) const INSTANCE: Kind = Kind {
    types: &["google_compute_instance", "google_compute_instance_from_template"],
    data: &["google_compute_instance"],
    collection: "instances",
};
/// What machines are made from.
pub(crate) const TEMPLATE: Kind = Kind {
    types: &["google_compute_instance_template", "google_compute_region_instance_template"],
    data: &["google_compute_instance_template", "google_compute_region_instance_template"],
    collection: "instanceTemplates",
};
/// Groups of machines, managed or not, and what makes them.
pub(crate) const GROUP: Kind = Kind {
    types: &[
        "google_compute_instance_group",
        "google_compute_instance_group_manager",
        "google_compute_region_instance_group_manager",
        "google_container_node_pool",
    ],
    data: &["google_compute_instance_group", "google_compute_region_instance_group"],
    collection: "instanceGroups",
};
/// Disks.
pub(crate) const DISK: Kind = Kind {
    types: &["google_compute_disk", "google_compute_region_disk"],
    data: &["google_compute_disk", "google_compute_region_disk"],
    collection: "disks",
};
/// Pools of machines behind forwarding rules.
pub(crate) const TARGET_POOL: Kind =
    Kind { types: &["google_compute_target_pool"], data: &[], collection: "targetPools" };
/// Single machines behind forwarding rules.
pub(crate) const TARGET_INSTANCE: Kind =
    Kind { types: &["google_compute_target_instance"], data: &[], collection: "targetInstances" };
/// Proxies in front of backend services.
pub(crate) const PROXY: Kind = Kind {
    types: &[
        "google_compute_region_target_http_proxy",
        "google_compute_region_target_https_proxy",
        "google_compute_region_target_tcp_proxy",
        "google_compute_target_grpc_proxy",
        "google_compute_target_http_proxy",
        "google_compute_target_https_proxy",
        "google_compute_target_ssl_proxy",
        "google_compute_target_tcp_proxy",
    ],
    data: &[],
    collection: "targetProxies",
};
/// Maps from paths to backend services.
pub(crate) const URL_MAP: Kind = Kind {
    types: &["google_compute_region_url_map", "google_compute_url_map"],
    data: &[],
    collection: "urlMaps",
};
/// Backend services.
pub(crate) const BACKEND_SERVICE: Kind = Kind {
    types: &["google_compute_backend_service", "google_compute_region_backend_service"],
    data: &["google_compute_backend_service", "google_compute_region_backend_service"],
    collection: "backendServices",
};
/// Health checks.
pub(crate) const HEALTH_CHECK: Kind = Kind {
    types: &[
        "google_compute_health_check",
        "google_compute_http_health_check",
        "google_compute_https_health_check",
        "google_compute_region_health_check",
    ],
    data: &["google_compute_health_check", "google_compute_region_health_check"],
    collection: "healthChecks",
};
/// Routers.
pub(crate) const ROUTER: Kind =
    Kind { types: &["google_compute_router"], data: &["google_compute_router"], collection: "routers" };
/// Clusters.
pub(crate) const CLUSTER: Kind = Kind {
    types: &["google_container_cluster"],
    data: &["google_container_cluster"],
    collection: "clusters",
};
/// Firewall policies of folders and organizations.
pub(crate) const FIREWALL_POLICY: Kind = Kind {
    types: &["google_compute_firewall_policy", "google_compute_firewall_policy_with_rules"],
    data: &[],
    collection: "firewallPolicies",
};
/// The oldest kind of firewall policy, of organizations and folders.
pub(crate) const OLD_POLICY: Kind = Kind {
    types: &["google_compute_organization_security_policy"],
    data: &[],
    collection: "securityPolicies",
};
/// Firewall policies of networks.
pub(crate) const NETWORK_POLICY: Kind = Kind {
    types: &["google_compute_network_firewall_policy", "google_compute_network_firewall_policy_with_rules"],
    data: &[],
    collection: "firewallPolicies",
};
/// Firewall policies of networks in one region.
pub(crate) const REGION_POLICY: Kind = Kind {
    types: &[
        "google_compute_region_network_firewall_policy",
        "google_compute_region_network_firewall_policy_with_rules",
    ],
    data: &[],
    collection: "firewallPolicies",
};
/// Lists of addresses that rules of policies name.
pub(crate) const ADDRESS_GROUP: Kind =
    Kind { types: &["google_network_security_address_group"], data: &[], collection: "addressGroups" };
/// Values of tags that the resource manager keeps.
pub(crate) const TAG_VALUE: Kind =
    Kind { types: &["google_tags_tag_value"], data: &["google_tags_tag_value"], collection: "tagValues" };
/// Folders.
pub(crate) const FOLDER: Kind =
    Kind { types: &["google_folder"], data: &["google_folder"], collection: "folders" };
/// Projects.
pub(crate) const PROJECT: Kind =
    Kind { types: &["google_project"], data: &["google_project"], collection: "projects" };
/// Addresses that are kept.
pub(crate) const ADDRESS: Kind = Kind {
    types: &["google_compute_address", "google_compute_global_address"],
    data: &["google_compute_address", "google_compute_global_address"],
    collection: "addresses",
};
/// Tunnels.
pub(crate) const VPN_TUNNEL: Kind =
    Kind { types: &["google_compute_vpn_tunnel"], data: &[], collection: "vpnTunnels" };
/// Gateways that tunnels start at.
pub(crate) const VPN_GATEWAY: Kind = Kind {
    types: &["google_compute_ha_vpn_gateway", "google_compute_vpn_gateway"],
    data: &["google_compute_ha_vpn_gateway", "google_compute_vpn_gateway"],
    collection: "vpnGateways",
};
/// Hubs that networks are spokes of.
pub(crate) const HUB: Kind =
    Kind { types: &["google_network_connectivity_hub"], data: &[], collection: "hubs" };
/// Forwarding rules.
pub(crate) const FORWARDING_RULE: Kind = Kind {
    types: &["google_compute_forwarding_rule", "google_compute_global_forwarding_rule"],
    data: &["google_compute_forwarding_rule", "google_compute_global_forwarding_rule"],
    collection: "forwardingRules",
};
/// Policies in front of backend services.
pub(crate) const SECURITY_POLICY: Kind = Kind {
    types: &["google_compute_region_security_policy", "google_compute_security_policy"],
    data: &["google_compute_security_policy"],
    collection: "securityPolicies",
};
/// Groups of addresses and ports behind load balancers.
pub(crate) const ENDPOINT_GROUP: Kind = Kind {
    types: &[
        "google_compute_global_network_endpoint_group",
        "google_compute_network_endpoint_group",
        "google_compute_region_network_endpoint_group",
    ],
    data: &["google_compute_network_endpoint_group", "google_compute_region_network_endpoint_group"],
    collection: "networkEndpointGroups",
};
/// Services that are published to other networks.
pub(crate) const SERVICE_ATTACHMENT: Kind =
    Kind { types: &["google_compute_service_attachment"], data: &[], collection: "serviceAttachments" };
