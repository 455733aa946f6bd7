//! Kinds of resource, as the API calls them, and the types of Terraform that they are.

/// What is known of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It becomes records of one of these types: of a zone or global, and of a region.
    Read([&'static str; 2]),
    /// A file of its own makes its records.
    Special,
    /// It bears on no rule.
    Irrelevant,
}

/// The reply that says which rules and policies hold for a network.
pub(super) const EFFECTIVE: &str = "effectiveFirewalls";

const fn both(name: &'static str) -> Use {
    Use::Read([name, name])
}

/// Every kind, sorted by name.
///
/// Source: <https://cloud.google.com/compute/docs/reference/rest/v1> (names of resources and their attributes),
/// remembered; checked against saved replies.
#[rustfmt::skip]
const KINDS: &[(&str, Use)] = &[
    ("address", Use::Read(["google_compute_global_address", "google_compute_address"])),
    ("backendService", Use::Read(["google_compute_backend_service", "google_compute_region_backend_service"])),
    ("backendServiceGroupHealth", Use::Irrelevant),
    ("cluster", Use::Special),
    ("disk", Use::Read(["google_compute_disk", "google_compute_region_disk"])),
    ("diskType", Use::Irrelevant),
    (EFFECTIVE, Use::Special),
    ("firewall", Use::Special),
    ("forwardingRule", Use::Read(["google_compute_global_forwarding_rule", "google_compute_forwarding_rule"])),
    ("healthCheck", Use::Read(["google_compute_health_check", "google_compute_region_health_check"])),
    ("httpHealthCheck", both("google_compute_http_health_check")),
    ("httpsHealthCheck", both("google_compute_https_health_check")),
    ("iamPolicy", Use::Special),
    ("image", Use::Irrelevant),
    ("instance", Use::Special),
    ("instanceGroup", Use::Special),
    ("instanceGroupManager", Use::Irrelevant),
    ("instanceTemplate", Use::Special),
    ("interconnect", Use::Irrelevant),
    ("interconnectAttachment", both("google_compute_interconnect_attachment")),
    ("license", Use::Irrelevant),
    ("machineType", Use::Irrelevant),
    ("network", Use::Special),
    ("networkEndpointGroup", Use::Read(["google_compute_network_endpoint_group", "google_compute_region_network_endpoint_group"])),
    ("project", Use::Irrelevant),
    ("region", Use::Irrelevant),
    ("route", Use::Special),
    ("router", Use::Special),
    ("routerStatusResponse", Use::Irrelevant),
    ("securityPolicy", Use::Read(["google_compute_security_policy", "google_compute_region_security_policy"])),
    ("serialPortOutput", Use::Irrelevant),
    ("serviceAccount", Use::Special),
    ("serviceAttachment", both("google_compute_service_attachment")),
    ("snapshot", Use::Irrelevant),
    ("subnetwork", Use::Special),
    ("targetGrpcProxy", both("google_compute_target_grpc_proxy")),
    ("targetHttpProxy", Use::Read(["google_compute_target_http_proxy", "google_compute_region_target_http_proxy"])),
    ("targetHttpsProxy", Use::Read(["google_compute_target_https_proxy", "google_compute_region_target_https_proxy"])),
    ("targetInstance", both("google_compute_target_instance")),
    ("targetPool", both("google_compute_target_pool")),
    ("targetSslProxy", both("google_compute_target_ssl_proxy")),
    ("targetTcpProxy", Use::Read(["google_compute_target_tcp_proxy", "google_compute_region_target_tcp_proxy"])),
    ("targetVpnGateway", both("google_compute_vpn_gateway")),
    ("urlMap", Use::Read(["google_compute_url_map", "google_compute_region_url_map"])),
    ("vmEndpointNatMappings", Use::Irrelevant),
    ("vpnGateway", both("google_compute_ha_vpn_gateway")),
    ("vpnTunnel", both("google_compute_vpn_tunnel")),
    ("zone", Use::Irrelevant),
];

/// What is known of a kind.
pub(super) fn of(kind: &str) -> Option<Use> {
    KINDS.iter().find(|(name, _)| *name == kind).map(|(_, known)| *known)
}

/// The kinds that are read as they are, with their types.
pub(super) fn plain() -> impl Iterator<Item = (&'static str, [&'static str; 2])> {
    KINDS.iter().filter_map(|(kind, known)| match known {
        Use::Read(types) => Some((*kind, *types)),
        _ => None,
    })
}
