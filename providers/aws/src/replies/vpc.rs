//! VPCs, subnets, and the region's block on public access.
//!
//! Source: EC2 API `Vpc`, `Subnet`, `VpcBlockPublicAccessOptions`, `VpcBlockPublicAccessExclusion`; `aws_vpc`,
//! `aws_subnet`, `aws_vpc_ipv4_cidr_block_association` (read 2026-11-25).

use ringfence_replies::{Body, field, items, text};
use ringfence_terraform::Value;

use super::making::Making;
use super::objects::Object;
use super::shape::{is_gone, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, id) in making.each("Vpcs", "VpcId") {
        vpc(making, object, id);
    }
    for (object, id) in making.each("Subnets", "SubnetId") {
        subnet(making, object, id);
    }
    public_access(making);
}

fn vpc<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.copy(
        value,
        &[
            ("CidrBlock", "cidr_block"),
            ("InstanceTenancy", "instance_tenancy"),
            ("DhcpOptionsId", "dhcp_options_id"),
            ("OwnerId", "owner_id"),
            ("VpcArn", "arn"),
        ],
    );
    put_tags(&mut body, value);
    let mut v6 = associated(value, "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlockState.State");
    if !v6.is_empty() {
        body.put("ipv6_cidr_block", field(v6.remove(0), "Ipv6CidrBlock"));
    }
    making.add("aws_vpc", object, id, body);
    let primary = text(value, "CidrBlock");
    let v4 = associated(value, "CidrBlockAssociationSet", "CidrBlockState.State").into_iter();
    let further = v4.filter(|range| text(range, "CidrBlock") != primary);
    let all =
        further.map(|range| (range, "aws_vpc_ipv4_cidr_block_association", "CidrBlock", "cidr_block")).chain(
            v6.into_iter().map(|range| {
                (range, "aws_vpc_ipv6_cidr_block_association", "Ipv6CidrBlock", "ipv6_cidr_block")
            }),
        );
    for (range, type_name, theirs, ours) in all.collect::<Vec<_>>() {
        let mut body = Body::default();
        body.put("vpc_id", Some(id));
        body.put(ours, field(range, theirs));
        if let Some(association) = field(range, "AssociationId") {
            making.add(type_name, object, association, body);
        }
    }
}

fn associated<'v>(of: &'v Value, list: &str, state: &str) -> Vec<&'v Value> {
    items(of, list).iter().filter(|range| !is_gone(range, state)).collect()
}

fn subnet<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.copy(
        value,
        &[
            ("VpcId", "vpc_id"),
            ("CidrBlock", "cidr_block"),
            ("AvailabilityZone", "availability_zone"),
            ("AvailabilityZoneId", "availability_zone_id"),
            ("MapPublicIpOnLaunch", "map_public_ip_on_launch"),
            ("AssignIpv6AddressOnCreation", "assign_ipv6_address_on_creation"),
            ("Ipv6Native", "ipv6_native"),
            ("EnableDns64", "enable_dns64"),
            ("OutpostArn", "outpost_arn"),
            ("OwnerId", "owner_id"),
            ("SubnetArn", "arn"),
        ],
    );
    let v6 = associated(value, "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlockState.State");
    body.put("ipv6_cidr_block", v6.first().and_then(|range| field(range, "Ipv6CidrBlock")));
    put_tags(&mut body, value);
    making.add("aws_subnet", object, id, body);
}

fn public_access(making: &mut Making<'_>) {
    for object in making.objects.of("VpcBlockPublicAccessOptions") {
        let Some(mode) = field(object.value, "InternetGatewayBlockMode") else { continue };
        let mut body = Body::default();
        body.copy(
            object.value,
            &[
                ("InternetGatewayBlockMode", "internet_gateway_block_mode"),
                ("AwsAccountId", "aws_account_id"),
                ("AwsRegion", "aws_region"),
            ],
        );
        let scope = making.objects.scope(object);
        let parts = [scope.account.as_deref(), scope.region.as_deref()];
        let place = parts.into_iter().flatten().collect::<Vec<_>>().join("/");
        let address = format!("vpc-block-public-access/{place}");
        making.add_as("aws_vpc_block_public_access_options", object, &address, mode.origin.at, body);
    }
    for (object, id) in making.each("VpcBlockPublicAccessExclusions", "ExclusionId") {
        if is_gone(object.value, "State") || text(object.value, "State") == Some("delete-complete") {
            continue;
        }
        let mut body = Body::default();
        body.copy(
            object.value,
            &[
                ("InternetGatewayExclusionMode", "internet_gateway_exclusion_mode"),
                ("ResourceArn", "resource_arn"),
            ],
        );
        if let Some(arn) = field(object.value, "ResourceArn") {
            let last = arn.as_str().and_then(|arn| arn.rsplit_once('/')).map_or("", |(_, id)| id);
            let name = if last.starts_with("subnet-") { "subnet_id" } else { "vpc_id" };
            body.set_text(name, last, arn.origin.at);
        }
        making.add("aws_vpc_block_public_access_exclusion", object, id, body);
    }
}
