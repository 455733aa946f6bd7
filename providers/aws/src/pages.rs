//! Pages of the vendors' documentation that facts are taken from, read 2026-11-23 and 2026-11-25 in stored copies, which
//! may be older than the live pages.
//!
//! Not opened that day, and to be read again before a release: load balancer defaults (`ip_address_type`, client
//! addresses), Fargate, node images and bootstrap of EKS, the range of a default VPC, the default of
//! `aws_default_subnet`, root device names, exclusions from block public access, account-wide metadata defaults.
//!
//! The provider's pages were read as `website/docs/r/*.html.markdown` of hashicorp/terraform-provider-aws.

macro_rules! resource_page {
    ($name:literal) => {
        concat!("https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/", $name)
    };
}

pub(crate) const VPC: &str = resource_page!("vpc");
pub(crate) const SUBNET: &str = resource_page!("subnet");
pub(crate) const DEFAULT_SUBNET: &str = resource_page!("default_subnet");
pub(crate) const NETWORK_ACL_RULE: &str = resource_page!("network_acl_rule");
pub(crate) const INSTANCE: &str = resource_page!("instance");
pub(crate) const NETWORK_INTERFACE: &str = resource_page!("network_interface");
pub(crate) const LAUNCH_TEMPLATE: &str = resource_page!("launch_template");
pub(crate) const EBS_VOLUME: &str = resource_page!("ebs_volume");
pub(crate) const EBS_ENCRYPTION_BY_DEFAULT: &str = resource_page!("ebs_encryption_by_default");
pub(crate) const LB: &str = resource_page!("lb");
pub(crate) const LB_TARGET_GROUP: &str = resource_page!("lb_target_group");
pub(crate) const ELB: &str = resource_page!("elb");
pub(crate) const TRANSIT_GATEWAY: &str = resource_page!("ec2_transit_gateway");
pub(crate) const TRANSIT_ATTACHMENT: &str = resource_page!("ec2_transit_gateway_vpc_attachment");
pub(crate) const ACCELERATOR: &str = resource_page!("globalaccelerator_accelerator");
pub(crate) const CLIENT_VPN: &str = resource_page!("ec2_client_vpn_endpoint");
pub(crate) const VPN_CONNECTION: &str = resource_page!("vpn_connection");
pub(crate) const EKS_CLUSTER: &str = resource_page!("eks_cluster");
pub(crate) const EKS_NODE_GROUP: &str = resource_page!("eks_node_group");

/// Which interfaces get a public address at launch.
pub(crate) const INTERFACE_SPECIFICATION: &str =
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html";
/// The region of a peering connection's other side.
pub(crate) const PEERING_REGION: &str =
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcPeeringConnection.html";
/// What a default VPC holds: a /16, a public subnet in each zone, an internet gateway, a main route to it.
pub(crate) const DEFAULT_VPC: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html";
/// A VPC's own security group: everything from itself in, everything out.
pub(crate) const DEFAULT_SECURITY_GROUP: &str =
    "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html";
/// A VPC's own network ACL: everything in, everything out.
pub(crate) const DEFAULT_NETWORK_ACL: &str =
    "https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html";
/// When client addresses are preserved.
pub(crate) const CLIENT_IP_PRESERVATION: &str =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html";
/// The security group that EKS makes for a cluster.
pub(crate) const EKS_SECURITY_GROUPS: &str =
    "https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html";
/// Who reaches the private endpoint of a cluster: the VPC, and networks that are connected with it.
pub(crate) const EKS_ENDPOINT: &str =
    "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html";
/// Pods on Fargate.
pub(crate) const EKS_FARGATE: &str = "https://docs.aws.amazon.com/eks/latest/userguide/fargate.html";
