//! Kinds of reply, by the name that holds the answer.
//!
//! Source: the API references of IAM, EC2, Elastic Load Balancing, Auto Scaling, EKS, RDS, `OpenSearch` and Direct Connect
//! (read 2026-11-25).

/// What is known of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It becomes records; the command of the vendor's that asks for it.
    Read(&'static str),
    /// The same of what belongs to a whole account, and is asked for once.
    OfAccount(&'static str),
    /// It bears on no rule.
    Irrelevant,
}

/// Every kind, sorted by name. Names that begin with a small letter do so in the API too.
const KINDS: &[(&str, Use)] = &[
    ("Addresses", Use::Read("ec2 describe-addresses")),
    ("AutoScalingGroups", Use::Read("autoscaling describe-auto-scaling-groups")),
    ("AvailabilityZones", Use::Irrelevant),
    ("CustomerGateways", Use::Read("ec2 describe-customer-gateways")),
    ("DBInstances", Use::Read("rds describe-db-instances")),
    ("DhcpOptions", Use::Irrelevant),
    (
        "DirectConnectGatewayAssociations",
        Use::Read("directconnect describe-direct-connect-gateway-associations"),
    ),
    ("DirectConnectGateways", Use::Read("directconnect describe-direct-connect-gateways")),
    ("DomainStatusList", Use::Read("opensearch describe-domains")),
    ("EbsEncryptionByDefault", Use::Read("ec2 get-ebs-encryption-by-default")),
    ("EgressOnlyInternetGateways", Use::Read("ec2 describe-egress-only-internet-gateways")),
    ("Entries", Use::Read("ec2 get-managed-prefix-list-entries")),
    ("FlowLogs", Use::Irrelevant),
    // What people may do is no part of what a cluster's identities may.
    ("GroupDetailList", Use::Irrelevant),
    ("Hosts", Use::Irrelevant),
    ("Images", Use::Irrelevant),
    ("InstanceTypes", Use::Irrelevant),
    ("Instances", Use::Read("ec2 describe-instances")),
    ("InternetGateways", Use::Read("ec2 describe-internet-gateways")),
    ("KeyPairs", Use::Irrelevant),
    ("LaunchConfigurations", Use::Read("autoscaling describe-launch-configurations")),
    ("LaunchTemplateVersions", Use::Read("ec2 describe-launch-template-versions")),
    // Names only: what instances get stands in the versions.
    ("LaunchTemplates", Use::Irrelevant),
    ("Listeners", Use::Read("elbv2 describe-listeners")),
    ("LoadBalancerAttributes", Use::Irrelevant),
    ("LoadBalancerDescriptions", Use::Read("elb describe-load-balancers")),
    ("LoadBalancerListeners", Use::Read("elbv2 describe-listeners")),
    ("LoadBalancerTargetHealth", Use::Read("elbv2 describe-target-health")),
    ("LoadBalancers", Use::Read("elbv2 describe-load-balancers")),
    ("NatGateways", Use::Read("ec2 describe-nat-gateways")),
    ("NetworkAcls", Use::Read("ec2 describe-network-acls")),
    ("NetworkInterfaces", Use::Read("ec2 describe-network-interfaces")),
    ("Policies", Use::OfAccount("iam get-account-authorization-details")),
    ("PrefixLists", Use::Read("ec2 describe-managed-prefix-lists")),
    ("Regions", Use::Irrelevant),
    ("Reservations", Use::Read("ec2 describe-instances")),
    ("ReservedInstances", Use::Irrelevant),
    ("RoleDetailList", Use::OfAccount("iam get-account-authorization-details")),
    ("RouteTables", Use::Read("ec2 describe-route-tables")),
    ("Routes", Use::Read("ec2 search-transit-gateway-routes")),
    ("Rules", Use::Read("elbv2 describe-rules")),
    ("SecurityGroupRules", Use::Read("ec2 describe-security-group-rules")),
    ("SecurityGroups", Use::Read("ec2 describe-security-groups")),
    ("ServiceConfigurations", Use::Read("ec2 describe-vpc-endpoint-service-configurations")),
    // The vendor's own services and those of others, which stand behind endpoints that are read.
    ("ServiceDetails", Use::Irrelevant),
    ("Snapshots", Use::Irrelevant),
    ("Subnets", Use::Read("ec2 describe-subnets")),
    ("TagDescriptions", Use::Irrelevant),
    ("TargetGroups", Use::Read("elbv2 describe-target-groups")),
    ("TargetHealthDescriptions", Use::Read("elbv2 describe-target-health")),
    ("TransitGatewayAttachments", Use::Read("ec2 describe-transit-gateway-attachments")),
    ("TransitGatewayPeeringAttachments", Use::Read("ec2 describe-transit-gateway-peering-attachments")),
    ("TransitGatewayPropagations", Use::Read("ec2 get-transit-gateway-route-table-propagations")),
    ("TransitGatewayRouteTablePropagations", Use::Read("ec2 get-transit-gateway-route-table-propagations")),
    ("TransitGatewayRouteTables", Use::Read("ec2 describe-transit-gateway-route-tables")),
    ("TransitGatewayStaticRoutes", Use::Read("ec2 search-transit-gateway-routes")),
    ("TransitGatewayVpcAttachments", Use::Read("ec2 describe-transit-gateway-vpc-attachments")),
    ("TransitGateways", Use::Read("ec2 describe-transit-gateways")),
    ("UserData", Use::Read("ec2 describe-instance-attribute --attribute userData")),
    ("UserDetailList", Use::Irrelevant),
    ("VirtualInterfaces", Use::Read("directconnect describe-virtual-interfaces")),
    ("Volumes", Use::Read("ec2 describe-volumes")),
    ("VpcBlockPublicAccessExclusions", Use::Read("ec2 describe-vpc-block-public-access-exclusions")),
    ("VpcBlockPublicAccessOptions", Use::Read("ec2 describe-vpc-block-public-access-options")),
    ("VpcEndpoints", Use::Read("ec2 describe-vpc-endpoints")),
    ("VpcPeeringConnections", Use::Read("ec2 describe-vpc-peering-connections")),
    ("Vpcs", Use::Read("ec2 describe-vpcs")),
    ("VpnConnections", Use::Read("ec2 describe-vpn-connections")),
    ("VpnGateways", Use::Read("ec2 describe-vpn-gateways")),
    ("cluster", Use::Read("eks describe-cluster")),
    ("nodegroup", Use::Read("eks describe-nodegroup")),
];

/// Kinds of Direct Connect, whose API writes their first letter small.
const SMALL: [&str; 3] = ["DirectConnectGatewayAssociations", "DirectConnectGateways", "VirtualInterfaces"];

/// What the network collector of np-guard calls some of them.
const COLLECTED: [(&str, &str); 6] = [
    ("instances", "Instances"),
    ("internet_gateways", "InternetGateways"),
    ("network_acls", "NetworkAcls"),
    ("security_groups", "SecurityGroups"),
    ("subnets", "Subnets"),
    ("vpcs", "Vpcs"),
];

/// Names beside an answer that are none.
pub(super) const BESIDE: [&str; 9] = [
    "AdditionalRoutesAvailable",
    "IsTruncated",
    "Marker",
    "NextMarker",
    "NextToken",
    "ResponseMetadata",
    "ServiceNames",
    "nextToken",
    "InstanceId",
];

/// The kind of that name, and what is known of it.
pub(super) fn of(name: &str) -> Option<(&'static str, Use)> {
    let small = SMALL.iter().find(|own| lower_first(own) == name);
    let name = small.copied().unwrap_or(name);
    let at = KINDS.binary_search_by(|(own, _)| (*own).cmp(name)).ok()?;
    KINDS.get(at).copied()
}

/// The kind that the collector calls so.
pub(super) fn collected(name: &str) -> Option<&'static str> {
    COLLECTED.iter().find(|(own, _)| *own == name).map(|(_, kind)| *kind)
}

/// The command that asks for a kind.
pub(super) fn command(kind: &str) -> String {
    match of(kind) {
        Some((_, Use::Read(command) | Use::OfAccount(command))) => format!("`aws {command}`"),
        _ => format!("`{kind}`"),
    }
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |first| format!("{}{}", first.to_ascii_lowercase(), letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_sorted_and_found() {
        assert!(KINDS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(KINDS.iter().all(|(name, found)| of(name) == Some((*name, *found))));
        assert_eq!(of("virtualInterfaces").map(|(kind, _)| kind), Some("VirtualInterfaces"));
        assert_eq!((of("vpcs"), of("items"), of("")), (None, None, None));
        assert!(COLLECTED.iter().all(|(_, kind)| of(kind).is_some()));
    }
}
