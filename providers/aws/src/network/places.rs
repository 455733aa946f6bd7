//! VPCs and subnets with the routes and filters that hold in them.

use std::collections::HashMap;

use ringfence_model::{Link, Model, Network, ResourceId, Subnet};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, about, tags};
use ringfence_terraform::Record;

use super::public_access_block;
use super::ranges;
use super::routes::Tables;
use crate::links::{NETWORK_ACL, VPC};
use crate::stack::{Stack, id, name, outside};

/// Every VPC and subnet that is declared.
pub(crate) fn places(stack: &Stack<'_>, model: &mut Model) {
    for record in stack.records.of_types(&["aws_vpc", "aws_default_vpc"]) {
        let mut header = about(record, "VPC");
        header.name = name(record);
        header.tags = tags(record.field("tags"));
        let ranges = ranges::of_vpc(stack, record);
        model.networks.push(Network { about: header, ranges, routes: Vec::new(), filters: Vec::new() });
    }
    let positions: HashMap<ResourceId, usize> =
        model.networks.iter().enumerate().map(|(at, network)| (network.about.id.clone(), at)).collect();
    let tables = Tables::new(stack);
    for record in stack.records.of_types(&["aws_subnet", "aws_default_subnet"]) {
        let network = vpc_of(stack, record);
        let vpc = network.id().and_then(|id| model.networks.get(*positions.get(id)?));
        let vpc_ranges = vpc.map_or_else(Bounds::<AddressSet>::unknown, |vpc| vpc.ranges.clone());
        let mut header = about(record, "subnet");
        header.name = name(record);
        header.tags = tags(record.field("tags"));
        let mut routes = tables.of_subnet(record, &network);
        let ranges = ranges::of_subnet(record, &vpc_ranges);
        tables.divert(&ranges.may, &mut routes);
        public_access_block::apply(stack, record, &network, &mut routes);
        model.subnets.push(Subnet {
            about: header,
            zone: record.field("availability_zone").and_then(|zone| zone.as_str()).map(str::to_owned),
            ranges,
            routes,
            filters: acls(stack, record, &network),
            network,
        });
    }
}

/// The VPC that a subnet lies in.
pub(crate) fn vpc_of(stack: &Stack<'_>, subnet: &Record) -> Link {
    let at = ringfence_model::Source::File(subnet.header);
    match subnet.field("vpc_id") {
        Some(value) => stack.link(value, &VPC),
        None if subnet.type_name.as_ref() == "aws_default_subnet" => {
            Link::To { id: stack.default_vpc(), source: at }
        }
        None => Link::Unknown(outside(format!("the VPC of `{}`", subnet.address), Some(at))),
    }
}

/// The network ACL at a subnet's border: one that names it, else the VPC's own.
///
/// Source: `aws_network_acl`, `aws_network_acl_association`, `aws_default_network_acl` (read 2026-11-23).
fn acls(stack: &Stack<'_>, subnet: &Record, network: &Link) -> Vec<ResourceId> {
    let own = id(subnet);
    let mut found: Vec<ResourceId> = stack.acls().of(&own).iter().map(|naming| id(naming.record)).collect();
    for association in stack.acl_associations().of(&own) {
        let acl = association.record.field("network_acl_id").map(|value| stack.link(value, &NETWORK_ACL));
        found.extend(acl.and_then(|link| link.id().cloned()));
    }
    // There is one at a time; where two claim the subnet, the order of creation decides, so both are kept.
    found.dedup();
    if found.is_empty() {
        found.extend(network.id().map(|vpc| stack.default_acl(vpc)));
    }
    found
}
