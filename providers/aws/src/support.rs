//! Which types are read, and which are known not to matter.

use ringfence_provider::Support;

/// The tables.
pub(crate) const SUPPORT: Support = Support { read: READ, irrelevant: IRRELEVANT };

/// Sorted by name.
const READ: &[(&str, &str)] = &[
    ("aws_alb", "front, subnets, security groups"),
    ("aws_alb_listener", "port, protocol, target groups"),
    ("aws_alb_listener_rule", "target groups"),
    ("aws_alb_target_group", "port, client address preservation, health check path"),
    ("aws_alb_target_group_attachment", "target, port"),
    ("aws_autoscaling_attachment", "group, target group or classic load balancer"),
    ("aws_autoscaling_group", "templates, subnets, target groups, tags"),
    ("aws_default_network_acl", "rules, subnets"),
    ("aws_default_route_table", "routes"),
    ("aws_default_security_group", "rules"),
    ("aws_default_subnet", "zone, public addresses"),
    ("aws_default_vpc", "ranges"),
    ("aws_ebs_encryption_by_default", "whether all new disks are encrypted"),
    ("aws_ebs_volume", "encryption, key, tags"),
    ("aws_ec2_instance_metadata_defaults", "session tokens, hop limit"),
    ("aws_ec2_managed_prefix_list", "entries"),
    ("aws_ec2_managed_prefix_list_entry", "prefix"),
    ("aws_egress_only_internet_gateway", "as the target of routes"),
    ("aws_eip", "instance, interface"),
    ("aws_eip_association", "instance, interface"),
    ("aws_eks_cluster", "endpoints, allowed clients, subnets, security groups, role"),
    ("aws_eks_fargate_profile", "cluster, subnets"),
    ("aws_eks_node_group", "subnets, template, remote access, role"),
    ("aws_elb", "front, listeners, instances, health check path"),
    ("aws_elb_attachment", "instance"),
    ("aws_iam_instance_profile", "role"),
    ("aws_instance", "subnet, addresses, security groups, role, user data, disks, metadata service"),
    ("aws_internet_gateway", "as the target of routes"),
    ("aws_internet_gateway_attachment", "as the target of routes"),
    ("aws_kms_key", "as the key of disks"),
    ("aws_launch_configuration", "what instances have"),
    ("aws_launch_template", "what instances have"),
    ("aws_lb", "front, subnets, security groups"),
    ("aws_lb_listener", "port, protocol, target groups"),
    ("aws_lb_listener_rule", "target groups"),
    ("aws_lb_target_group", "port, client address preservation, health check path"),
    ("aws_lb_target_group_attachment", "target, port"),
    ("aws_main_route_table_association", "VPC, route table"),
    ("aws_nat_gateway", "as the target of routes"),
    ("aws_network_acl", "rules, subnets"),
    ("aws_network_acl_association", "subnet"),
    ("aws_network_acl_rule", "rule"),
    ("aws_network_interface", "subnet, addresses, security groups"),
    ("aws_network_interface_attachment", "instance"),
    ("aws_network_interface_sg_attachment", "security group"),
    ("aws_route", "destination, target"),
    ("aws_route_table", "routes"),
    ("aws_route_table_association", "subnet, route table"),
    ("aws_s3_bucket_object", "manifests and cluster configuration"),
    ("aws_s3_object", "manifests and cluster configuration"),
    ("aws_security_group", "rules"),
    ("aws_security_group_rule", "rule"),
    ("aws_spot_instance_request", "as an instance"),
    ("aws_subnet", "VPC, ranges, public addresses"),
    ("aws_volume_attachment", "instance, disk, device"),
    ("aws_vpc", "ranges"),
    ("aws_vpc_block_public_access_exclusion", "VPC, subnet, mode"),
    ("aws_vpc_block_public_access_options", "mode"),
    ("aws_vpc_ipv4_cidr_block_association", "range"),
    ("aws_vpc_ipv6_cidr_block_association", "range"),
    ("aws_vpc_security_group_egress_rule", "rule"),
    ("aws_vpc_security_group_ingress_rule", "rule"),
    ("aws_vpn_gateway", "as the target of routes"),
];

/// Sorted by name.
const IRRELEVANT: &[&str] = &[
    "aws_acm_certificate",
    "aws_acm_certificate_validation",
    "aws_autoscaling_lifecycle_hook",
    "aws_autoscaling_notification",
    "aws_autoscaling_policy",
    "aws_autoscaling_schedule",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_event_target",
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_metric_alarm",
    "aws_customer_gateway",
    "aws_db_instance",
    "aws_db_option_group",
    "aws_db_parameter_group",
    "aws_db_subnet_group",
    "aws_ebs_snapshot",
    "aws_ecr_lifecycle_policy",
    "aws_ecr_repository",
    "aws_eks_addon",
    "aws_eks_identity_provider_config",
    "aws_elasticsearch_domain",
    "aws_elasticsearch_domain_policy",
    "aws_flow_log",
    "aws_key_pair",
    "aws_kms_alias",
    "aws_neptune_cluster",
    "aws_neptune_cluster_instance",
    "aws_neptune_cluster_snapshot",
    "aws_placement_group",
    "aws_rds_cluster",
    "aws_route53_health_check",
    "aws_route53_record",
    "aws_route53_zone",
    "aws_route53_zone_association",
    "aws_s3_bucket",
    "aws_s3_bucket_acl",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_sns_topic",
    "aws_sns_topic_subscription",
    "aws_sqs_queue",
    "aws_sqs_queue_policy",
    "aws_vpc_dhcp_options",
    "aws_vpc_dhcp_options_association",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_disjoint() {
        let read: Vec<&str> = READ.iter().map(|(name, _)| *name).collect();
        assert!(read.is_sorted_by(|a, b| a < b), "read types");
        assert!(IRRELEVANT.is_sorted_by(|a, b| a < b), "irrelevant types");
        assert!(read.iter().all(|name| !IRRELEVANT.contains(name)));
    }
}
