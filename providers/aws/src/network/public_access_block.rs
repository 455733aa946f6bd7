//! VPC block public access: a switch for the whole region.
//!
//! Source: `aws_vpc_block_public_access_options`, `aws_vpc_block_public_access_exclusion`; VPC User Guide,
//! "Block public access to VPCs and subnets" (read 2026-11-23).

use ringfence_model::{Evidence, Link, ResourceId, Route, RouteTarget};
use ringfence_packets::AddressSet;
use ringfence_provider::{Fields, evidence, gap, shown};
use ringfence_terraform::Record;

use super::routes::unknown_route;
use crate::links::{SUBNET, VPC};
use crate::stack::{Stack, id};

/// What the switch leaves of a subnet's routes to the internet.
pub(super) fn apply(stack: &Stack<'_>, subnet: &Record, network: &Link, routes: &mut Vec<Route>) {
    let same_region = |record: &&&Record| record.provider == subnet.provider;
    let options = stack.records.of_type("aws_vpc_block_public_access_options");
    let Some(option) = options.iter().find(same_region) else { return };
    let Some(value) = option.field("internet_gateway_block_mode") else { return };
    if excluded(stack, &id(subnet), network) {
        return;
    }
    let said = evidence(&id(option), format!("`internet_gateway_block_mode` is {}", shown(value)), value);
    match value.as_str() {
        Some("off") => {}
        Some("block-ingress" | "block-bidirectional") if option.exists.certain() => {
            let outbound = value.as_str() == Some("block-ingress");
            for route in routes {
                close(route, &said, outbound);
            }
        }
        _ => {
            for route in routes.iter_mut() {
                route.to.must = AddressSet::empty();
            }
            routes.push(unknown_route(gap(value)));
        }
    }
}

fn close(route: &mut Route, said: &[Evidence], outbound: bool) {
    if let RouteTarget::Internet(gateway) = &route.target {
        route.target =
            if outbound { RouteTarget::OutboundOnly(gateway.clone()) } else { RouteTarget::Dropped };
        route.evidence.extend(said.iter().cloned());
    }
}

/// Whether the subnet or its VPC is excluded with both directions open.
fn excluded(stack: &Stack<'_>, subnet: &ResourceId, network: &Link) -> bool {
    stack.records.of_type("aws_vpc_block_public_access_exclusion").iter().any(|record| {
        let open = record.field("internet_gateway_exclusion_mode").and_then(|value| value.as_str());
        let names_subnet = record.field("subnet_id").map(|value| stack.link(value, &SUBNET));
        let names_vpc = record.field("vpc_id").map(|value| stack.link(value, &VPC));
        let covers = names_subnet.is_some_and(|link| link.id() == Some(subnet))
            || names_vpc.is_some_and(|link| link.id() == network.id() && link.id().is_some());
        covers && open != Some("allow-egress")
    })
}
