//! Target groups and what they pass traffic on to.
//!
//! Source: Elastic Load Balancing API, version 2015-12-01, `TargetGroup`, `TargetHealthDescription`;
//! `aws_lb_target_group`, `aws_lb_target_group_attachment` (read 2026-11-25).

use std::collections::{BTreeSet, HashMap};

use ringfence_model::NoticeId;
use ringfence_replies::{Body, field, items, text};
use ringfence_terraform::Value;

use super::file_name::mentioned;
use super::kinds::command;
use super::making::Making;
use super::objects::Object;
use super::shape::put_tags;

/// Target groups that are looked for in the names of files, and files in whose names they are.
const MOST_NAMED: usize = 2000;

pub(super) fn make(making: &mut Making<'_>) {
    let groups = making.each("TargetGroups", "TargetGroupArn");
    let members = Members::new(making, &groups);
    for (object, arn) in &groups {
        group(making, *object, arn);
    }
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for (object, arn) in making.each("LoadBalancerTargetHealth", "TargetGroupArn") {
        asked.insert(arn.as_str().unwrap_or_default().to_owned());
        for value in items(object.value, "TargetHealthDescriptions") {
            target(making, Object { value, ..object }, arn, &members);
        }
    }
    let names =
        || groups.iter().take(MOST_NAMED).filter_map(|(object, _)| text(object.value, "TargetGroupName"));
    for (order, reply) in making.objects.replies("TargetHealthDescriptions").into_iter().enumerate() {
        let name = if order < MOST_NAMED { mentioned(&reply.file, names()) } else { None };
        let of = |(object, _): &&(Object<'_>, &Value)| text(object.value, "TargetGroupName") == name;
        let Some((_, arn)) = groups.iter().find(of).filter(|_| name.is_some()) else {
            let message = format!(
                "`{}` does not say which target group its targets belong to, so they were not analysed; put the group's name \
                 into the name of the file",
                reply.file
            );
            making.note(NoticeId::Undecided, message, Some(reply.value.origin.at));
            continue;
        };
        asked.insert(arn.as_str().unwrap_or_default().to_owned());
        for value in reply.value.as_list().unwrap_or_default() {
            target(making, Object { value, reply }, arn, &members);
        }
    }
    for (object, arn) in groups {
        if !arn.as_str().is_some_and(|arn| asked.contains(arn)) {
            unlisted(making, object, arn);
        }
    }
}

fn group<'r>(making: &mut Making<'r>, object: Object<'r>, arn: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.put("arn", Some(arn));
    body.copy(
        value,
        &[
            ("TargetGroupName", "name"),
            ("Port", "port"),
            ("Protocol", "protocol"),
            ("ProtocolVersion", "protocol_version"),
            ("TargetType", "target_type"),
            ("IpAddressType", "ip_address_type"),
            ("VpcId", "vpc_id"),
            ("LoadBalancerArns", "load_balancer_arns"),
        ],
    );
    let mut check = Body::default();
    check.copy(
        value,
        &[
            ("HealthCheckEnabled", "enabled"),
            ("HealthCheckIntervalSeconds", "interval"),
            ("HealthCheckPath", "path"),
            ("HealthCheckPort", "port"),
            ("HealthCheckProtocol", "protocol"),
            ("HealthCheckTimeoutSeconds", "timeout"),
            ("HealthyThresholdCount", "healthy_threshold"),
            ("UnhealthyThresholdCount", "unhealthy_threshold"),
        ],
    );
    if !check.is_empty() {
        body.set_block("health_check", check, value.origin.at);
    }
    put_tags(&mut body, value);
    making.add("aws_lb_target_group", object, arn, body);
}

/// Who has an address in the network of a target group: networks may have the same addresses.
struct Members {
    /// The network of each target group.
    networks: HashMap<String, String>,
    /// The instance, else the interface, that has an address in a network.
    owners: HashMap<(String, String), String>,
}

impl Members {
    fn new(making: &Making<'_>, groups: &[(Object<'_>, &Value)]) -> Self {
        let network = |(object, arn): &(Object<'_>, &Value)| {
            Some((arn.as_str()?.to_owned(), text(object.value, "VpcId")?.to_owned()))
        };
        let mut owners = HashMap::new();
        for record in making.of_type("aws_network_interface") {
            let Some(network) = record.get("vpc_id").and_then(Value::as_str) else { continue };
            let attached =
                record.blocks("attachment").first().and_then(|block| block.get("instance")?.as_str());
            let owner = attached.unwrap_or(&record.address);
            let addresses = record.get("private_ips").and_then(Value::as_list).unwrap_or_default();
            for address in addresses.iter().filter_map(Value::as_str) {
                owners.insert((network.to_owned(), address.to_owned()), owner.to_owned());
            }
        }
        Self { networks: groups.iter().filter_map(network).collect(), owners }
    }

    /// The owner of an address, if the id of a target is one.
    fn owner(&self, group: &str, id: &str) -> Option<&str> {
        let network = self.networks.get(group)?;
        self.owners.get(&(network.clone(), id.to_owned())).map(String::as_str)
    }
}

fn target<'r>(making: &mut Making<'r>, object: Object<'r>, group: &Value, members: &Members) {
    let Some(target) = field(object.value, "Target") else { return };
    let Some(id) = field(target, "Id").filter(|id| id.as_str().is_some()) else { return };
    let mut body = Body::default();
    body.put("target_group_arn", Some(group));
    let owner = members.owner(group.as_str().unwrap_or_default(), id.as_str().unwrap_or_default());
    body.set_text("target_id", owner.or(id.as_str()).unwrap_or_default(), id.origin.at);
    body.copy(target, &[("Port", "port"), ("AvailabilityZone", "availability_zone")]);
    let port =
        field(target, "Port").and_then(Value::as_i64).map_or_else(String::new, |port| format!(":{port}"));
    let (group, of) = (group.as_str().unwrap_or_default(), id.as_str().unwrap_or_default());
    let address = format!("{group}/{of}{port}");
    making.add_as("aws_lb_target_group_attachment", object, &address, id.origin.at, body);
}

/// A group of which no reply lists the targets: it may have any.
fn unlisted<'r>(making: &mut Making<'r>, object: Object<'r>, arn: &Value) {
    let name = arn.as_str().unwrap_or_default();
    let command = command("TargetHealthDescriptions");
    let why = format!("the targets of a target group, which no reply lists ({command})");
    let mut body = Body::default();
    body.put("target_group_arn", Some(arn));
    body.set_unknown("target_id", &why, arn.origin.at);
    making.add_unsure(
        "aws_lb_target_group_attachment",
        object,
        &format!("{name}/targets"),
        arn.origin.at,
        body,
    );
}
