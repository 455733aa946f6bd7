//! Network ACLs.
//!
//! Source: EC2 API `NetworkAcl`, `NetworkAclEntry`; `aws_network_acl` (read 2026-11-25).

use ringfence_replies::{Body, field, items};
use ringfence_terraform::Value;

use super::making::Making;
use super::shape::{each, put_tags};

/// The rules at the end, which nobody may change and Terraform does not list.
const LAST: [i64; 2] = [32_767, 32_768];

pub(super) fn make(making: &mut Making<'_>) {
    for (object, id) in making.each("NetworkAcls", "NetworkAclId") {
        let (value, mut body) = (object.value, Body::default());
        body.copy(value, &[("VpcId", "vpc_id"), ("OwnerId", "owner_id")]);
        if let Some(subnets) = each(value, "Associations", "SubnetId") {
            body.set("subnet_ids", subnets);
        }
        if let Some(list) = field(value, "Entries") {
            for (name, egress) in [("ingress", false), ("egress", true)] {
                let of = |entry: &&Value| field(entry, "Egress").and_then(Value::as_bool) == Some(egress);
                let rules = items(value, "Entries").iter().filter(of).filter_map(rule).collect();
                body.set_list(name, rules, list.origin.at);
            }
        } else {
            let why = "the rules of a network ACL, which its description does not list";
            body.set_unknown("ingress", why, id.origin.at);
            body.set_unknown("egress", why, id.origin.at);
        }
        put_tags(&mut body, value);
        making.add("aws_network_acl", object, id, body);
    }
}

fn rule(entry: &Value) -> Option<Value> {
    let number = field(entry, "RuleNumber").and_then(Value::as_i64);
    if number.is_some_and(|number| LAST.contains(&number)) {
        return None;
    }
    let mut body = Body::default();
    body.copy(
        entry,
        &[
            ("RuleNumber", "rule_no"),
            ("RuleAction", "action"),
            ("Protocol", "protocol"),
            ("CidrBlock", "cidr_block"),
            ("Ipv6CidrBlock", "ipv6_cidr_block"),
            ("PortRange.From", "from_port"),
            ("PortRange.To", "to_port"),
            ("IcmpTypeCode.Type", "icmp_type"),
            ("IcmpTypeCode.Code", "icmp_code"),
        ],
    );
    Some(body.block(entry.origin.at))
}
