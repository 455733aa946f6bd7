//! Security groups with their rules.
//!
//! A group of another account goes by its id alone where it was collected too, since ids are unique; else by
//! `account/id`, as Terraform writes it.
//!
//! Source: EC2 API `SecurityGroup`, `IpPermission`, `SecurityGroupRule`; `aws_security_group`,
//! `aws_security_group_rule` (read 2026-11-25).

use std::collections::BTreeSet;

use ringfence_replies::{Body, field, items, text};
use ringfence_terraform::{Number, Value};

use super::making::Making;
use super::objects::Object;
use super::shape::{each, put_tags};

/// The groups that were collected, and the one whose rules are read.
struct Groups<'r> {
    known: BTreeSet<&'r str>,
}

pub(super) fn make(making: &mut Making<'_>) {
    let all = making.each("SecurityGroups", "GroupId");
    let groups = Groups { known: all.iter().filter_map(|(_, id)| id.as_str()).collect() };
    for (object, id) in all {
        group(making, object, id, &groups);
    }
    for (object, id) in making.each("SecurityGroupRules", "SecurityGroupRuleId") {
        // Where the groups list their rules themselves they would be there twice.
        let of = text(object.value, "GroupId").and_then(|id| making.record(id));
        let listed = of.is_some_and(|group| {
            let own = if is_egress(object.value) { "egress" } else { "ingress" };
            group.get(own).is_some_and(Value::is_known)
        });
        if !listed {
            rule(making, object, id, &groups);
        }
    }
}

fn group<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value, groups: &Groups<'_>) {
    let (value, mut body) = (object.value, Body::default());
    body.copy(
        value,
        &[
            ("GroupName", "name"),
            ("Description", "description"),
            ("VpcId", "vpc_id"),
            ("OwnerId", "owner_id"),
            ("SecurityGroupArn", "arn"),
        ],
    );
    put_tags(&mut body, value);
    let separate = making.objects.has(object, &["SecurityGroupRules"]);
    for (theirs, ours) in [("IpPermissions", "ingress"), ("IpPermissionsEgress", "egress")] {
        if let Some(list) = field(value, theirs) {
            let rules = items(value, theirs).iter().map(|rule| permission(rule, value, groups)).collect();
            body.set_list(ours, rules, list.origin.at);
        } else if !separate {
            let why = "the rules of a security group, which its description does not list";
            body.set_unknown(ours, why, id.origin.at);
        }
    }
    let is_default = text(value, "GroupName") == Some("default") && text(value, "VpcId").is_some();
    let type_name = if is_default { "aws_default_security_group" } else { "aws_security_group" };
    making.add(type_name, object, id, body);
}

/// One rule of a group as a block.
fn permission(rule: &Value, group: &Value, groups: &Groups<'_>) -> Value {
    let at = rule.origin.at;
    let mut body = Body::default();
    body.copy(rule, &[("IpProtocol", "protocol"), ("FromPort", "from_port"), ("ToPort", "to_port")]);
    // All ports of all protocols are 0 to 0 in Terraform.
    if let Some(protocol) = field(rule, "IpProtocol").filter(|protocol| protocol.as_str() == Some("-1")) {
        for ours in ["from_port", "to_port"] {
            body.set(ours, Value::number(Number::from_u64(0), protocol.origin.at));
        }
    }
    for (list, name, ours) in [
        ("IpRanges", "CidrIp", "cidr_blocks"),
        ("Ipv6Ranges", "CidrIpv6", "ipv6_cidr_blocks"),
        ("PrefixListIds", "PrefixListId", "prefix_list_ids"),
    ] {
        if let Some(values) = each(rule, list, name).filter(|values| !is_empty(values)) {
            body.set(ours, values);
        }
    }
    let own = text(group, "GroupId");
    let pairs = items(rule, "UserIdGroupPairs");
    let others = pairs.iter().filter(|pair| text(pair, "GroupId") != own || own.is_none());
    let others: Vec<Value> = others.filter_map(|pair| other(pair, group, groups)).collect();
    if let (Some(list), false) = (field(rule, "UserIdGroupPairs"), others.is_empty()) {
        body.set_list("security_groups", others, list.origin.at);
    }
    if let Some(pair) = pairs.iter().find(|pair| own.is_some() && text(pair, "GroupId") == own) {
        body.set_bool("self", true, field(pair, "GroupId").map_or(pair.origin.at, |id| id.origin.at));
    }
    body.block(at)
}

fn is_empty(list: &Value) -> bool {
    list.as_list().is_some_and(<[Value]>::is_empty)
}

/// The group at the other side, by the name that the rule's own account has for it.
fn other(pair: &Value, group: &Value, groups: &Groups<'_>) -> Option<Value> {
    let id = field(pair, "GroupId").or_else(|| field(pair, "GroupName"))?;
    let name = id.as_str()?;
    let owner = text(pair, "UserId").filter(|owner| Some(*owner) != text(group, "OwnerId"));
    match owner.filter(|_| !groups.known.contains(name)) {
        Some(owner) if text(group, "OwnerId").is_some() => {
            Some(Value::string(format!("{owner}/{name}"), id.origin.at))
        }
        _ => Some(id.clone()),
    }
}

fn is_egress(rule: &Value) -> bool {
    field(rule, "IsEgress").and_then(Value::as_bool) == Some(true)
}

/// A rule that goes by an id of its own.
fn rule<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value, groups: &Groups<'_>) {
    let (value, mut body) = (object.value, Body::default());
    let at = field(value, "IsEgress").map_or(id.origin.at, |flag| flag.origin.at);
    body.set_text("type", if is_egress(value) { "egress" } else { "ingress" }, at);
    body.copy(
        value,
        &[
            ("GroupId", "security_group_id"),
            ("IpProtocol", "protocol"),
            ("FromPort", "from_port"),
            ("ToPort", "to_port"),
            ("Description", "description"),
        ],
    );
    for (theirs, ours) in
        [("CidrIpv4", "cidr_blocks"), ("CidrIpv6", "ipv6_cidr_blocks"), ("PrefixListId", "prefix_list_ids")]
    {
        if let Some(one) = field(value, theirs) {
            body.set_list(ours, vec![one.clone()], one.origin.at);
        }
    }
    if let Some(pair) = field(value, "ReferencedGroupInfo") {
        if text(pair, "GroupId") == text(value, "GroupId") {
            body.set_bool("self", true, pair.origin.at);
        } else {
            let owner = field(value, "GroupOwnerId").cloned();
            let own = owner.map(|owner| ("OwnerId".into(), owner)).into_iter().collect();
            let group = Value::object(own, pair.origin.at);
            body.put("source_security_group_id", other(pair, &group, groups).as_ref());
        }
    }
    making.add("aws_security_group_rule", object, id, body);
}
