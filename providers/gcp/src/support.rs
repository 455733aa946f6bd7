//! The types that are read, and those that bear on no rule.

use ringfence_provider::Support;

/// What is read of each type.
pub(crate) const SUPPORT: Support = Support { read: &READ, irrelevant: &IRRELEVANT };

#[rustfmt::skip]
const READ: [(&str, &str); 87] = [
    ("google_compute_address", "address"),
    ("google_compute_attached_disk", "disk, instance"),
    ("google_compute_backend_service", "backends, port name, health check; a security policy makes its clients unknown"),
    ("google_compute_disk", "labels, keys"),
    ("google_compute_firewall", "network, direction, priority, allow, deny, sources, destinations, targets, disabled"),
    ("google_compute_firewall_policy", "rules by name"),
    ("google_compute_firewall_policy_association", "policy, target"),
    ("google_compute_firewall_policy_rule", "action, direction, priority, match, targets, disabled"),
    ("google_compute_firewall_policy_with_rules", "its rules"),
    ("google_compute_forwarding_rule", "scheme, ports, network, target, backend service"),
    ("google_compute_global_address", "address"),
    ("google_compute_global_forwarding_rule", "scheme, ports, target"),
    ("google_compute_ha_vpn_gateway", "network"),
    ("google_compute_health_check", "port and path"),
    ("google_compute_http_health_check", "port and path"),
    ("google_compute_https_health_check", "port and path"),
    ("google_compute_instance", "interfaces with addresses, tags, secure tags, labels, metadata, service account, disks"),
    ("google_compute_instance_from_template", "as an instance, over its template"),
    ("google_compute_instance_group", "instances, named ports"),
    ("google_compute_instance_group_manager", "templates, target pools, named ports"),
    ("google_compute_instance_template", "as an instance"),
    ("google_compute_interconnect_attachment", "network of its router"),
    ("google_compute_network", "auto mode, default routes, order of its policies"),
    ("google_compute_network_firewall_policy", "rules by name"),
    ("google_compute_network_firewall_policy_association", "policy, network"),
    ("google_compute_network_firewall_policy_rule", "as of a hierarchical policy, secure tags"),
    ("google_compute_network_firewall_policy_with_rules", "its rules"),
    ("google_compute_network_peering", "both sides, state, custom routes"),
    ("google_compute_organization_security_policy", "rules by name"),
    ("google_compute_organization_security_policy_association", "policy, target"),
    ("google_compute_organization_security_policy_rule", "action, direction, priority, match, targets"),
    ("google_compute_region_backend_service", "as a backend service"),
    ("google_compute_region_disk", "labels, keys"),
    ("google_compute_region_health_check", "port and path"),
    ("google_compute_region_instance_group_manager", "as a zonal one"),
    ("google_compute_region_instance_template", "as an instance"),
    ("google_compute_region_network_firewall_policy", "region, rules by name"),
    ("google_compute_region_network_firewall_policy_association", "policy, network, region"),
    ("google_compute_region_network_firewall_policy_rule", "as of a global one"),
    ("google_compute_region_network_firewall_policy_with_rules", "its rules"),
    ("google_compute_region_target_http_proxy", "URL map"),
    ("google_compute_region_target_https_proxy", "URL map"),
    ("google_compute_region_target_tcp_proxy", "backend service"),
    ("google_compute_region_url_map", "backend services"),
    ("google_compute_route", "destination, next hop, priority, tags"),
    ("google_compute_router", "network"),
    ("google_compute_router_nat", "translates outbound connections only: lets nobody in"),
    ("google_compute_router_peer", "that its router learns routes, if it has no tunnel"),
    ("google_compute_subnetwork", "network, ranges, purpose"),
    ("google_compute_target_grpc_proxy", "URL map"),
    ("google_compute_target_http_proxy", "URL map"),
    ("google_compute_target_https_proxy", "URL map"),
    ("google_compute_target_instance", "instance"),
    ("google_compute_target_pool", "instances, health check"),
    ("google_compute_target_ssl_proxy", "backend service"),
    ("google_compute_target_tcp_proxy", "backend service"),
    ("google_compute_url_map", "backend services"),
    ("google_compute_vpn_gateway", "network"),
    ("google_compute_vpn_tunnel", "network of its router or gateway, selectors"),
    ("google_container_cluster", "endpoints, authorized networks, node pools, service account, metadata"),
    ("google_container_node_pool", "tags, service account, scopes, metadata, private nodes"),
    ("google_folder", "parent"),
    ("google_folder_iam_binding", "role, members"),
    ("google_folder_iam_member", "role, member"),
    ("google_folder_iam_policy", "bindings of its `google_iam_policy`"),
    ("google_network_connectivity_hub", "that its spokes may reach each other"),
    ("google_network_connectivity_spoke", "hub, network"),
    ("google_network_security_address_group", "items"),
    ("google_organization_iam_binding", "role, members"),
    ("google_organization_iam_custom_role", "permissions"),
    ("google_organization_iam_member", "role, member"),
    ("google_organization_iam_policy", "bindings of its `google_iam_policy`"),
    ("google_project", "folder, organization"),
    ("google_project_default_service_accounts", "that the default account has lost its role"),
    ("google_project_iam_binding", "role, members"),
    ("google_project_iam_custom_role", "permissions"),
    ("google_project_iam_member", "role, member"),
    ("google_project_iam_policy", "bindings of its `google_iam_policy`"),
    ("google_service_account", "account id"),
    ("google_service_account_iam_binding", "role, members"),
    ("google_service_account_iam_member", "role, member"),
    ("google_service_account_iam_policy", "bindings of its `google_iam_policy`"),
    ("google_storage_bucket_iam_binding", "that the role is held on one bucket"),
    ("google_storage_bucket_iam_member", "that the role is held on one bucket"),
    ("google_storage_bucket_iam_policy", "that the role is held on one bucket"),
    ("google_tags_location_tag_binding", "tag, machine"),
    ("google_tags_tag_value", "that rules and machines name it"),
];

#[rustfmt::skip]
const IRRELEVANT: [&str; 13] = [
    "google_bigquery_dataset",
    "google_compute_autoscaler",
    "google_compute_external_vpn_gateway",
    "google_compute_managed_ssl_certificate",
    "google_compute_region_autoscaler",
    "google_compute_router_interface",
    "google_compute_shared_vpc_host_project",
    "google_compute_shared_vpc_service_project",
    "google_compute_ssl_certificate",
    "google_dns_managed_zone",
    "google_dns_record_set",
    "google_storage_bucket",
    "google_tags_tag_key",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_are_sorted_and_share_no_type() {
        assert!(READ.is_sorted_by(|a, b| a.0 < b.0));
        assert!(IRRELEVANT.is_sorted_by(|a, b| a < b));
        assert!(!READ.iter().any(|(name, _)| IRRELEVANT.contains(name)));
    }
}
