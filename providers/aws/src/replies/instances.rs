//! Instances.
//!
//! Source: EC2 API `Instance`; `aws_instance` (read 2026-11-25).

use std::collections::{HashMap, HashSet};

use ringfence_replies::{Body, field, items, path, text};
use ringfence_terraform::Value;

use super::kinds::command;
use super::making::Making;
use super::objects::Object;
use super::shape::{each, is_in, put_tags};
use super::volumes::Volumes;

pub(super) fn make(making: &mut Making<'_>) {
    let beside = Beside { volumes: Volumes::new(making), boots: boots(making), profiles: profiles(making) };
    for (object, id) in making.each("Instances", "InstanceId") {
        if is_there(object) {
            instance(making, object, id, &beside);
        }
    }
}

/// What other replies tell of instances.
struct Beside<'r> {
    volumes: Volumes<'r>,
    /// What they boot from, by their ids.
    boots: HashMap<&'r str, Option<&'r Value>>,
    /// The names of all profiles.
    profiles: HashSet<String>,
}

fn profiles(making: &Making<'_>) -> HashSet<String> {
    let all = making.of_type("aws_iam_instance_profile");
    all.filter_map(|profile| profile.get("name")?.as_str().map(str::to_owned)).collect()
}

/// Whether something describes an instance that is there.
pub(super) fn is_there(object: Object<'_>) -> bool {
    !is_in(object.value, "State.Name", &["terminated"])
}

/// What instances boot from, by their ids; each stands in a reply of its own.
fn boots<'r>(making: &Making<'r>) -> HashMap<&'r str, Option<&'r Value>> {
    let replies = making.objects.of("UserData").into_iter();
    replies
        .filter_map(|object| Some((text(object.value, "InstanceId")?, path(object.value, "UserData.Value"))))
        .collect()
}

fn instance<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value, beside: &Beside<'r>) {
    let (value, mut body) = (object.value, Body::default());
    body.copy(
        value,
        &[
            ("ImageId", "ami"),
            ("InstanceType", "instance_type"),
            ("State.Name", "instance_state"),
            ("SubnetId", "subnet_id"),
            ("VpcId", "vpc_id"),
            ("KeyName", "key_name"),
            ("PrivateIpAddress", "private_ip"),
            ("PublicIpAddress", "public_ip"),
            ("PrivateDnsName", "private_dns"),
            ("PublicDnsName", "public_dns"),
            ("SourceDestCheck", "source_dest_check"),
            ("EbsOptimized", "ebs_optimized"),
            ("Placement.AvailabilityZone", "availability_zone"),
            ("Placement.Tenancy", "tenancy"),
        ],
    );
    if text(value, "SubnetId").is_none() {
        let why = "the subnet of an instance, which its description does not tell";
        body.set_unknown("subnet_id", why, id.origin.at);
    }
    groups(value, id, &mut body);
    interfaces(value, id, &mut body);
    metadata(value, id, &mut body);
    profile(value, beside, &mut body);
    user_data(making, id, &beside.boots, &mut body);
    beside.volumes.of_instance(object, &mut body);
    put_tags(&mut body, value);
    making.add("aws_instance", object, id, body);
}

/// The instance's profile: by its name as in Terraform; by its ARN where one of that name was told of, as names are an
/// account's own.
fn profile(value: &Value, beside: &Beside<'_>, body: &mut Body) {
    let Some(arn) = path(value, "IamInstanceProfile.Arn") else { return };
    let whole = arn.as_str().unwrap_or_default();
    let name = whole.rsplit_once('/').map_or(whole, |(_, name)| name);
    let shown = if beside.profiles.contains(name) { whole } else { name };
    body.set_text("iam_instance_profile", shown, arn.origin.at);
}

/// What follows from the instance's interfaces: whether it has public addresses, and its addresses of IPv6.
fn interfaces(value: &Value, id: &Value, body: &mut Body) {
    let all = items(value, "NetworkInterfaces");
    let primary =
        all.iter().find(|one| path(one, "Attachment.DeviceIndex").and_then(Value::as_i64) == Some(0));
    if let Some(primary) = primary.or(all.first()) {
        body.copy(primary, &[("NetworkInterfaceId", "primary_network_interface_id")]);
    }
    let public = all.iter().find_map(public_address);
    let public = public.or_else(|| field(value, "PublicIpAddress").filter(|at| at.as_str() != Some("")));
    match public {
        Some(address) => body.set_bool("associate_public_ip_address", true, address.origin.at),
        None if is_in(value, "State.Name", &["stopped", "stopping", "pending"]) => {
            let why = "whether an instance gets a public address when it starts";
            body.set_unknown("associate_public_ip_address", why, id.origin.at);
        }
        None => body.set_bool("associate_public_ip_address", false, id.origin.at),
    }
    let v6: Vec<Value> = all
        .iter()
        .flat_map(|one| items(one, "Ipv6Addresses"))
        .filter_map(|one| field(one, "Ipv6Address"))
        .cloned()
        .collect();
    if let Some(first) = v6.first() {
        let at = first.origin.at;
        body.set_list("ipv6_addresses", v6, at);
    }
}

/// The first public address of an interface: each private one may have its own.
fn public_address(interface: &Value) -> Option<&Value> {
    let own = path(interface, "Association.PublicIp");
    let of_each = || items(interface, "PrivateIpAddresses").iter();
    own.or_else(|| of_each().find_map(|address| path(address, "Association.PublicIp")))
}

/// Every instance has groups; those of its first interface where it lists none itself.
fn groups(value: &Value, id: &Value, body: &mut Body) {
    let mut of_interfaces = items(value, "NetworkInterfaces").iter();
    let own = each(value, "SecurityGroups", "GroupId");
    if let Some(groups) = own.or_else(|| of_interfaces.find_map(|one| each(one, "Groups", "GroupId"))) {
        body.set("vpc_security_group_ids", groups);
    } else {
        let why = "the security groups of an instance, which its description does not list";
        body.set_unknown("vpc_security_group_ids", why, id.origin.at);
    }
}

/// An old description does not tell of the metadata service at all.
fn metadata(value: &Value, id: &Value, body: &mut Body) {
    let mut block = Body::default();
    let Some(options) = field(value, "MetadataOptions") else {
        for name in ["http_endpoint", "http_tokens", "http_put_response_hop_limit"] {
            let why = "the metadata service of an instance, which its description does not tell of";
            block.set_unknown(name, why, id.origin.at);
        }
        body.set_block("metadata_options", block, id.origin.at);
        return;
    };
    block.copy(
        options,
        &[
            ("HttpEndpoint", "http_endpoint"),
            ("HttpTokens", "http_tokens"),
            ("HttpPutResponseHopLimit", "http_put_response_hop_limit"),
            ("HttpProtocolIpv6", "http_protocol_ipv6"),
            ("InstanceMetadataTags", "instance_metadata_tags"),
        ],
    );
    body.set_block("metadata_options", block, options.origin.at);
}

/// What an instance boots from is in no description of it: it has to be asked for one by one.
fn user_data<'r>(
    making: &mut Making<'r>,
    id: &Value,
    boots: &HashMap<&'r str, Option<&'r Value>>,
    body: &mut Body,
) {
    let name = id.as_str().unwrap_or_default();
    if let Some(value) = boots.get(name) {
        making.hide(*value);
        body.put("user_data_base64", *value);
    } else {
        let why = format!("what an instance boots from, which no reply tells ({})", command("UserData"));
        body.set_unknown("user_data_base64", &why, id.origin.at);
    }
}
