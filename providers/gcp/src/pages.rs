//! The pages that facts about the cloud come from, read 2026-11-23 in stored copies; which of them only in part
//! stands in the README.

/// Firewall rules of a network: order, implied and pre-populated rules.
pub(crate) const FIREWALL_RULES: &str = "https://cloud.google.com/firewall/docs/firewalls";
/// Terraform's firewall resource: defaults of direction, priority, ports, targets.
pub(crate) const TF_FIREWALL: &str =
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_firewall";
/// Networks: auto mode and its range, the default network.
pub(crate) const NETWORKS: &str = "https://cloud.google.com/vpc/docs/vpc";
/// Routes: the default route, order of selection.
pub(crate) const ROUTES: &str = "https://cloud.google.com/vpc/docs/routes";
/// Terraform's instance resource: interfaces, service accounts, disks.
pub(crate) const TF_INSTANCE: &str =
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance";
/// The metadata server and the header it demands.
pub(crate) const METADATA: &str = "https://cloud.google.com/compute/docs/metadata/querying-metadata";
/// Encryption of disks by default.
pub(crate) const DISK_ENCRYPTION: &str = "https://cloud.google.com/compute/docs/disks/disk-encryption";
/// Service accounts of machines: the default one, its role, access scopes.
pub(crate) const SERVICE_ACCOUNTS: &str = "https://cloud.google.com/compute/docs/access/service-accounts";
/// Forwarding rules: ports, schemes, protocols.
pub(crate) const FORWARDING_RULES: &str =
    "https://cloud.google.com/load-balancing/docs/forwarding-rule-concepts";
/// Terraform's forwarding rule: default of the scheme, default network.
pub(crate) const TF_FORWARDING_RULE: &str =
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_forwarding_rule";
/// Clients of other regions.
pub(crate) const GLOBAL_ACCESS: &str = "https://cloud.google.com/dotnet/docs/reference/Google.Cloud.Compute.V1/2.1.0/Google.Cloud.Compute.V1.ForwardingRule";
/// Source addresses that backends of each kind of load balancer see.
pub(crate) const BALANCER_FIREWALLS: &str = "https://cloud.google.com/load-balancing/docs/firewall-rules";
/// Passthrough load balancers keep the client's address.
pub(crate) const PASSTHROUGH: &str =
    "https://cloud.google.com/load-balancing/docs/passthrough-network-load-balancer";
/// Terraform's cluster resource.
pub(crate) const TF_CLUSTER: &str =
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster";
/// Firewall rules that GKE makes by itself.
pub(crate) const GKE_FIREWALLS: &str =
    "https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules";
/// Endpoints of a GKE control plane and who may reach them.
pub(crate) const GKE_ISOLATION: &str =
    "https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation";
/// Access scopes of GKE nodes.
pub(crate) const GKE_SCOPES: &str = "https://cloud.google.com/kubernetes-engine/docs/how-to/access-scopes";
/// Which metadata GKE's workloads see.
pub(crate) const GKE_METADATA: &str =
    "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity";
/// The order in which firewall policies and rules are tried, read 2026-11-25.
pub(crate) const POLICY_ORDER: &str =
    "https://docs.cloud.google.com/firewall/docs/firewall-policies-rule-eval-order";
/// What rules of firewall policies are made of, read 2026-11-25 from its beginning.
pub(crate) const POLICY_RULES: &str =
    "https://docs.cloud.google.com/firewall/docs/firewall-policies-rule-details";
/// Terraform's rule of a firewall policy, read 2026-11-25.
pub(crate) const TF_POLICY_RULE: &str = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_firewall_policy_rule";
/// Peering of networks, read 2026-11-25.
pub(crate) const PEERING: &str = "https://cloud.google.com/vpc/docs/vpc-peering";
/// Terraform's peering, read 2026-11-25.
pub(crate) const TF_PEERING: &str =
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_network_peering";
/// Routers that learn routes, read 2026-11-23 in excerpts.
pub(crate) const ROUTERS: &str =
    "https://cloud.google.com/network-connectivity/docs/router/concepts/overview";
/// Hubs of networks, remembered.
pub(crate) const HUBS: &str = "https://cloud.google.com/network-connectivity/docs/network-connectivity-center/concepts/vpc-spokes-overview";
/// Terraform's policy in front of backend services, read 2026-11-25.
pub(crate) const ARMOR: &str =
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_security_policy";
