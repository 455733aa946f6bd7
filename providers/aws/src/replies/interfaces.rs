//! Network interfaces: those that were asked for, and those that instances describe.
//!
//! Source: EC2 API `NetworkInterface`, `InstanceNetworkInterface`; `aws_network_interface` (read 2026-11-25).

use ringfence_replies::{Body, field, items, path};
use ringfence_terraform::Value;

use super::instances::is_there;
use super::making::Making;
use super::objects::Object;
use super::shape::{each, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, id) in making.each("NetworkInterfaces", "NetworkInterfaceId") {
        interface(making, object, (object.value, id), path(object.value, "Attachment.InstanceId"));
    }
    for (object, instance) in making.each("Instances", "InstanceId") {
        if !is_there(object) {
            continue;
        }
        for value in items(object.value, "NetworkInterfaces") {
            if let Some(id) = field(value, "NetworkInterfaceId") {
                interface(making, object, (value, id), Some(instance));
            }
        }
    }
}

fn interface<'r>(
    making: &mut Making<'r>,
    object: Object<'r>,
    (value, id): (&'r Value, &'r Value),
    instance: Option<&Value>,
) {
    let mut body = Body::default();
    body.copy(
        value,
        &[
            ("SubnetId", "subnet_id"),
            ("VpcId", "vpc_id"),
            ("Description", "description"),
            ("InterfaceType", "interface_type"),
            ("MacAddress", "mac_address"),
            ("OwnerId", "owner_id"),
            ("PrivateDnsName", "private_dns_name"),
            ("PrivateIpAddress", "private_ip"),
            ("RequesterId", "requester_id"),
            ("RequesterManaged", "requester_managed"),
            ("SourceDestCheck", "source_dest_check"),
            ("Status", "status"),
        ],
    );
    body.put("security_groups", each(value, "Groups", "GroupId").as_ref());
    body.put("private_ips", each(value, "PrivateIpAddresses", "PrivateIpAddress").as_ref());
    body.put("ipv6_addresses", each(value, "Ipv6Addresses", "Ipv6Address").as_ref());
    body.put("ipv4_prefixes", each(value, "Ipv4Prefixes", "Ipv4Prefix").as_ref());
    body.put("ipv6_prefixes", each(value, "Ipv6Prefixes", "Ipv6Prefix").as_ref());
    associations(value, &mut body);
    if let Some(attachment) = field(value, "Attachment") {
        let mut block = Body::default();
        block.put("instance", instance);
        block.copy(
            attachment,
            &[
                ("AttachmentId", "attachment_id"),
                ("DeviceIndex", "device_index"),
                ("InstanceOwnerId", "instance_owner_id"),
            ],
        );
        body.set_block("attachment", block, attachment.origin.at);
    }
    put_tags(&mut body, value);
    making.add("aws_network_interface", Object { value, ..object }, id, body);
}

/// Public addresses, as the data source of that name lists them; each private address may have one.
fn associations(value: &Value, body: &mut Body) {
    let of_addresses = items(value, "PrivateIpAddresses").iter();
    let mut found: Vec<(&Value, Option<&Value>)> = of_addresses
        .filter_map(|address| Some((field(address, "Association")?, field(address, "PrivateIpAddress"))))
        .collect();
    if found.is_empty() {
        found.extend(field(value, "Association").map(|own| (own, field(value, "PrivateIpAddress"))));
    }
    let blocks: Vec<Value> = found
        .iter()
        .map(|(association, private)| {
            let mut block = Body::default();
            block.copy(
                association,
                &[
                    ("AllocationId", "allocation_id"),
                    ("AssociationId", "association_id"),
                    ("CarrierIp", "carrier_ip"),
                    ("IpOwnerId", "ip_owner_id"),
                    ("PublicDnsName", "public_dns_name"),
                    ("PublicIp", "public_ip"),
                ],
            );
            block.put("private_ip", *private);
            block.block(association.origin.at)
        })
        .collect();
    if let Some(first) = blocks.first() {
        let at = first.origin.at;
        body.set_list("association", blocks, at);
    }
}
