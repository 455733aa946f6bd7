//! EKS clusters and node groups.
//!
//! Source: EKS API `Cluster`, `Nodegroup`; `aws_eks_cluster`, `aws_eks_node_group` (read 2026-11-25).

use ringfence_replies::{Body, field, path};
use ringfence_terraform::Value;

use super::making::Making;
use super::objects::Object;
use super::shape::{is_in, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, arn) in making.each("cluster", "arn") {
        if !is_in(object.value, "status", &["DELETING"]) {
            cluster(making, object, arn);
        }
    }
    for (object, arn) in making.each("nodegroup", "nodegroupArn") {
        if !is_in(object.value, "status", &["DELETING"]) {
            node_group(making, object, arn);
        }
    }
}

fn cluster<'r>(making: &mut Making<'r>, object: Object<'r>, arn: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.put("arn", Some(arn));
    body.copy(
        value,
        &[
            ("name", "name"),
            ("version", "version"),
            ("endpoint", "endpoint"),
            ("roleArn", "role_arn"),
            ("status", "status"),
            ("platformVersion", "platform_version"),
        ],
    );
    if let Some(config) = field(value, "resourcesVpcConfig") {
        let mut block = Body::default();
        block.copy(
            config,
            &[
                ("endpointPublicAccess", "endpoint_public_access"),
                ("endpointPrivateAccess", "endpoint_private_access"),
                ("publicAccessCidrs", "public_access_cidrs"),
                ("subnetIds", "subnet_ids"),
                ("vpcId", "vpc_id"),
                ("clusterSecurityGroupId", "cluster_security_group_id"),
            ],
        );
        block.put("security_group_ids", groups(config).as_ref());
        body.set_block("vpc_config", block, config.origin.at);
    }
    if let Some(network) = field(value, "kubernetesNetworkConfig") {
        let mut block = Body::default();
        block.copy(network, &[("serviceIpv4Cidr", "service_ipv4_cidr"), ("ipFamily", "ip_family")]);
        body.set_block("kubernetes_network_config", block, network.origin.at);
    }
    put_tags(&mut body, value);
    body.put("tags", field(value, "tags"));
    making.add("aws_eks_cluster", object, arn, body);
}

/// The cluster's further groups, and the one that the service makes with it, which holds just as they do.
fn groups(config: &Value) -> Option<Value> {
    let further = field(config, "securityGroupIds");
    let own = field(config, "clusterSecurityGroupId").filter(|id| id.as_str() != Some(""));
    let at = further.or(own)?.origin.at;
    let listed = further.and_then(Value::as_list).unwrap_or_default().iter();
    let extra = own.filter(|own| listed.clone().all(|id| id.as_str() != own.as_str()));
    Some(Value::tuple(listed.cloned().chain(extra.cloned()).collect(), at))
}

fn node_group<'r>(making: &mut Making<'r>, object: Object<'r>, arn: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.put("arn", Some(arn));
    body.copy(
        value,
        &[
            ("nodegroupName", "node_group_name"),
            ("clusterName", "cluster_name"),
            ("version", "version"),
            ("nodeRole", "node_role_arn"),
            ("subnets", "subnet_ids"),
            ("amiType", "ami_type"),
            ("capacityType", "capacity_type"),
            ("instanceTypes", "instance_types"),
            ("labels", "labels"),
            ("status", "status"),
        ],
    );
    for (theirs, ours, names) in [
        (
            "launchTemplate",
            "launch_template",
            [("id", "id"), ("name", "name"), ("version", "version")].as_slice(),
        ),
        (
            "remoteAccess",
            "remote_access",
            [("ec2SshKey", "ec2_ssh_key"), ("sourceSecurityGroups", "source_security_group_ids")].as_slice(),
        ),
        (
            "scalingConfig",
            "scaling_config",
            [("minSize", "min_size"), ("maxSize", "max_size"), ("desiredSize", "desired_size")].as_slice(),
        ),
    ] {
        if let Some(inner) = path(value, theirs) {
            let mut block = Body::default();
            block.copy(inner, names);
            body.set_block(ours, block, inner.origin.at);
        }
    }
    put_tags(&mut body, value);
    body.put("tags", field(value, "tags"));
    making.add("aws_eks_node_group", object, arn, body);
}
