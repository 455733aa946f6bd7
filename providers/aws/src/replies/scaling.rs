//! Auto Scaling groups, and what their instances are made from.
//!
//! Source: Auto Scaling API `AutoScalingGroup`, `LaunchConfiguration`; EC2 API `LaunchTemplateVersion`; the provider's
//! pages of the same (read 2026-11-25).

use std::collections::BTreeMap;

use ringfence_replies::{Body, field, items, path, text};
use ringfence_terraform::Value;

use super::launch_template::content;
use super::making::Making;
use super::objects::Object;

pub(super) fn make(making: &mut Making<'_>) {
    templates(making);
    for (object, arn) in making.each("LaunchConfigurations", "LaunchConfigurationARN") {
        configuration(making, object, arn);
    }
    for (object, arn) in making.each("AutoScalingGroups", "AutoScalingGroupARN") {
        group(making, object, arn);
    }
}

/// Each template by its newest version, as Terraform has it.
fn templates(making: &mut Making<'_>) {
    let mut newest: BTreeMap<String, (i64, Object<'_>, &Value)> = BTreeMap::new();
    for (object, id) in making.each("LaunchTemplateVersions", "LaunchTemplateId") {
        let number = field(object.value, "VersionNumber").and_then(Value::as_i64).unwrap_or(0);
        let name = id.as_str().unwrap_or_default().to_owned();
        let known = newest.entry(name).or_insert((number, object, id));
        if known.0 < number {
            *known = (number, object, id);
        }
    }
    for (_, object, id) in newest.into_values() {
        let mut body = Body::default();
        body.copy(
            object.value,
            &[
                ("LaunchTemplateName", "name"),
                ("VersionNumber", "latest_version"),
                ("VersionDescription", "description"),
            ],
        );
        if let Some(made) = field(object.value, "LaunchTemplateData") {
            making.hide(field(made, "UserData"));
            content(made, &mut body);
        }
        making.add("aws_launch_template", object, id, body);
    }
}

fn configuration<'r>(making: &mut Making<'r>, object: Object<'r>, arn: &Value) {
    let (value, mut body) = (object.value, Body::default());
    making.hide(field(value, "UserData"));
    body.put("arn", Some(arn));
    body.copy(
        value,
        &[
            ("LaunchConfigurationName", "name"),
            ("ImageId", "image_id"),
            ("InstanceType", "instance_type"),
            ("KeyName", "key_name"),
            ("SecurityGroups", "security_groups"),
            ("AssociatePublicIpAddress", "associate_public_ip_address"),
            ("IamInstanceProfile", "iam_instance_profile"),
            ("UserData", "user_data_base64"),
            ("EbsOptimized", "ebs_optimized"),
        ],
    );
    if let Some(options) = field(value, "MetadataOptions") {
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
    making.add("aws_launch_configuration", object, arn, body);
}

fn group<'r>(making: &mut Making<'r>, object: Object<'r>, arn: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.put("arn", Some(arn));
    body.copy(
        value,
        &[
            ("AutoScalingGroupName", "name"),
            ("LaunchConfigurationName", "launch_configuration"),
            ("MinSize", "min_size"),
            ("MaxSize", "max_size"),
            ("DesiredCapacity", "desired_capacity"),
            ("AvailabilityZones", "availability_zones"),
            ("LoadBalancerNames", "load_balancers"),
            ("TargetGroupARNs", "target_group_arns"),
            ("HealthCheckType", "health_check_type"),
            ("ServiceLinkedRoleARN", "service_linked_role_arn"),
        ],
    );
    if let Some(zones) = field(value, "VPCZoneIdentifier") {
        let ids = zones.as_str().unwrap_or_default().split(',').filter(|id| !id.is_empty());
        let subnets: Vec<Value> = ids.map(|id| Value::string(id.trim(), zones.origin.at)).collect();
        body.set_list("vpc_zone_identifier", subnets, zones.origin.at);
    }
    if let Some(template) = field(value, "LaunchTemplate") {
        let mut block = Body::default();
        block.copy(
            template,
            &[("LaunchTemplateId", "id"), ("LaunchTemplateName", "name"), ("Version", "version")],
        );
        body.set_block("launch_template", block, template.origin.at);
    }
    mixed(value, &mut body);
    if let Some(list) = field(value, "Tags").filter(|_| text(value, "Tags").is_none()) {
        let tag = |tag: &Value| {
            let mut block = Body::default();
            block.copy(
                tag,
                &[("Key", "key"), ("Value", "value"), ("PropagateAtLaunch", "propagate_at_launch")],
            );
            block.block(tag.origin.at)
        };
        body.set_list("tag", items(value, "Tags").iter().map(tag).collect(), list.origin.at);
    }
    making.add("aws_autoscaling_group", object, arn, body);
}

/// A group of several kinds of instance.
fn mixed(value: &Value, body: &mut Body) {
    let Some(policy) = path(value, "MixedInstancesPolicy.LaunchTemplate") else { return };
    let specification = |of: &Value| {
        let mut block = Body::default();
        let found = field(of, "LaunchTemplateSpecification")?;
        block.copy(
            found,
            &[
                ("LaunchTemplateId", "launch_template_id"),
                ("LaunchTemplateName", "launch_template_name"),
                ("Version", "version"),
            ],
        );
        Some((block, found.origin.at))
    };
    let mut template = Body::default();
    if let Some((block, at)) = specification(policy) {
        template.set_block("launch_template_specification", block, at);
    }
    let overrides = items(policy, "Overrides").iter().map(|one| {
        let mut block = Body::default();
        block.copy(one, &[("InstanceType", "instance_type"), ("WeightedCapacity", "weighted_capacity")]);
        if let Some((inner, at)) = specification(one) {
            block.set_block("launch_template_specification", inner, at);
        }
        block.block(one.origin.at)
    });
    template.set_list("override", overrides.collect(), policy.origin.at);
    let mut outer = Body::default();
    outer.set_block("launch_template", template, policy.origin.at);
    body.set_block("mixed_instances_policy", outer, policy.origin.at);
}
