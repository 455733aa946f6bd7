//! The content of a launch template.
//!
//! Source: EC2 API `ResponseLaunchTemplateData`; `aws_launch_template` (read 2026-11-25).

use ringfence_replies::{Body, field, items};
use ringfence_terraform::Value;

use super::shape::{each, put_tags};

/// Attributes and blocks of a template.
pub(super) fn content(made: &Value, body: &mut Body) {
    body.copy(
        made,
        &[
            ("ImageId", "image_id"),
            ("InstanceType", "instance_type"),
            ("KeyName", "key_name"),
            ("UserData", "user_data"),
            ("EbsOptimized", "ebs_optimized"),
            ("SecurityGroupIds", "vpc_security_group_ids"),
            ("SecurityGroups", "security_group_names"),
        ],
    );
    if let Some(profile) = field(made, "IamInstanceProfile") {
        let mut block = Body::default();
        block.copy(profile, &[("Arn", "arn"), ("Name", "name")]);
        body.set_block("iam_instance_profile", block, profile.origin.at);
    }
    if let Some(options) = field(made, "MetadataOptions") {
        let mut block = Body::default();
        block.copy(
            options,
            &[
                ("HttpEndpoint", "http_endpoint"),
                ("HttpTokens", "http_tokens"),
                ("HttpPutResponseHopLimit", "http_put_response_hop_limit"),
            ],
        );
        body.set_block("metadata_options", block, options.origin.at);
    }
    list(made, "NetworkInterfaces", "network_interfaces", interface, body);
    list(made, "BlockDeviceMappings", "block_device_mappings", disk, body);
    list(made, "TagSpecifications", "tag_specifications", tags_of, body);
}

fn list(made: &Value, theirs: &str, ours: &str, block: impl Fn(&Value) -> Body, body: &mut Body) {
    if let Some(list) = field(made, theirs) {
        let blocks = items(made, theirs).iter().map(|one| block(one).block(one.origin.at)).collect();
        body.set_list(ours, blocks, list.origin.at);
    }
}

fn interface(one: &Value) -> Body {
    let mut block = Body::default();
    block.copy(
        one,
        &[
            ("AssociatePublicIpAddress", "associate_public_ip_address"),
            ("DeviceIndex", "device_index"),
            ("Groups", "security_groups"),
            ("Ipv6AddressCount", "ipv6_address_count"),
            ("NetworkInterfaceId", "network_interface_id"),
            ("PrivateIpAddress", "private_ip_address"),
            ("SubnetId", "subnet_id"),
        ],
    );
    block.put("ipv6_addresses", each(one, "Ipv6Addresses", "Ipv6Address").as_ref());
    block
}

fn disk(one: &Value) -> Body {
    let mut block = Body::default();
    block.copy(one, &[("DeviceName", "device_name")]);
    if let Some(disk) = field(one, "Ebs") {
        let mut inner = Body::default();
        inner.copy(
            disk,
            &[
                ("Encrypted", "encrypted"),
                ("KmsKeyId", "kms_key_id"),
                ("SnapshotId", "snapshot_id"),
                ("VolumeSize", "volume_size"),
                ("VolumeType", "volume_type"),
                ("DeleteOnTermination", "delete_on_termination"),
            ],
        );
        block.set_block("ebs", inner, disk.origin.at);
    }
    block
}

fn tags_of(one: &Value) -> Body {
    let mut block = Body::default();
    block.copy(one, &[("ResourceType", "resource_type")]);
    put_tags(&mut block, one);
    block
}
