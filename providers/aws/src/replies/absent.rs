//! What was not asked for: never taken for what is not there.
//!
//! Where Terraform's words have a place for it, it becomes an unknown there: a subnet of which no reply tells the route
//! table is associated with an unknown one. Where they have none, because it would be a resource of its own, a notice
//! names the command. What was asked for stands in a record of its own: `ringfence_collected`.

use std::collections::BTreeSet;

use ringfence_model::NoticeId;
use ringfence_replies::Body;
use ringfence_terraform::Value;

use super::kinds::{self, Use, command};
use super::making::Making;
use super::objects::{Collected, Object};

/// Kinds whose absence hides something: any of each row will do.
const NEEDED: [&[&str]; 10] = [
    &["Instances", "Reservations"],
    &["Vpcs"],
    &["Subnets"],
    &["SecurityGroups"],
    &["NetworkAcls"],
    &["RouteTables"],
    &["NetworkInterfaces"],
    &["LoadBalancers"],
    &["LoadBalancerDescriptions"],
    &["AutoScalingGroups"],
];

pub(super) fn make(making: &mut Making<'_>) {
    let subnets = making.each("Subnets", "SubnetId");
    let (filtered, routed) = (filtered(making), routed(making));
    for (object, id) in subnets {
        let vpc = ringfence_replies::text(object.value, "VpcId").unwrap_or_default();
        let name = id.as_str().unwrap_or_default();
        if !filtered.contains(name) {
            unfiltered(making, object, id);
        }
        if !routed.contains(name) && !routed.contains(vpc) {
            unrouted(making, object, id);
        }
    }
    missing(making);
    collected(making);
}

/// Subnets that a network ACL names.
fn filtered(making: &Making<'_>) -> BTreeSet<String> {
    let acls = making.of_type("aws_network_acl").filter_map(|acl| acl.get("subnet_ids")?.as_list());
    acls.flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Subnets that have a route table, and VPCs that have a main one.
fn routed(making: &Making<'_>) -> BTreeSet<String> {
    let own = making.of_type("aws_route_table_association").filter_map(|one| one.get("subnet_id"));
    let main = making.of_type("aws_main_route_table_association").filter_map(|one| one.get("vpc_id"));
    own.chain(main).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Every subnet has a network ACL; this one's is not known, and goes by a name of ours.
fn unfiltered<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let name = id.as_str().unwrap_or_default();
    let mut body = Body::default();
    body.put("subnet_id", Some(id));
    body.set_text("network_acl_id", &format!("{name}/network-acl"), id.origin.at);
    let address = format!("{name}/network-acl-association");
    making.add_as("aws_network_acl_association", object, &address, id.origin.at, body);
}

fn unrouted<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let name = id.as_str().unwrap_or_default();
    let why = format!("the route table of a subnet, which no reply tells ({})", command("RouteTables"));
    let mut body = Body::default();
    body.put("subnet_id", Some(id));
    body.set_unknown("route_table_id", &why, id.origin.at);
    let address = format!("{name}/route-table-association");
    making.add_as("aws_route_table_association", object, &address, id.origin.at, body);
}

/// Says what was not asked for, or not to the end, in each account and region of which anything was.
fn missing(making: &mut Making<'_>) {
    let mut found = Vec::new();
    for (path, Collected { kinds: asked, .. }) in making.objects.collected() {
        // What belongs to a whole account says nothing of what else was asked for.
        if !asked.keys().any(|kind| matches!(kinds::of(kind), Some((_, Use::Read(_))))) {
            continue;
        }
        let scope = making.objects.scope_of_path(path);
        let place: Vec<&str> =
            [scope.account.as_deref(), scope.region.as_deref()].into_iter().flatten().collect();
        let place = if place.is_empty() { String::new() } else { format!(" of `{}`", place.join("/")) };
        let missing = NEEDED.iter().filter(|kinds_of| !kinds_of.iter().any(|kind| asked.contains_key(kind)));
        let commands: Vec<String> =
            missing.filter_map(|kinds_of| kinds_of.first()).map(|kind| command(kind)).collect();
        if !commands.is_empty() {
            found.push(format!(
                "no reply{place}, or no last page of one, to {}: what it would tell is unknown, and what exists only there \
                 is not seen",
                commands.join(", ")
            ));
        }
    }
    for message in found {
        making.note(NoticeId::Undecided, message, None);
    }
}

/// What was asked for in each account and region, each kind with the place of its first answer.
fn collected(making: &mut Making<'_>) {
    let places: Vec<_> =
        making.objects.collected().iter().map(|(path, place)| (*path, place.clone())).collect();
    for (path, Collected { first, kinds }) in places {
        let scope = making.objects.scope_of_path(path);
        let at = first.value.origin.at;
        let mut body = Body::default();
        let mut address = "collected".to_owned();
        for (name, text) in [("account", &scope.account), ("region", &scope.region)] {
            if let Some(text) = text {
                body.set_text(name, text, at);
                address = format!("{address}/{text}");
            }
        }
        let listed = kinds.iter().map(|(kind, at)| Value::string(*kind, *at)).collect();
        body.set_list("kinds", listed, at);
        making.add_data("ringfence_collected", first, (&address, at), body);
    }
}
