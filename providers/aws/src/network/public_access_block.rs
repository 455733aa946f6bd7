//! VPC block public access: a switch for the whole region.
//!
//! Source: `aws_vpc_block_public_access_options`, `aws_vpc_block_public_access_exclusion`; VPC User Guide,
//! "Block public access to VPCs and subnets" (read 2026-11-23).

use ringfence_model::{Evidence, Link, ResourceId, Route, RouteTarget};
use ringfence_packets::AddressSet;
use ringfence_provider::{Fields, evidence, gap, shown};
use ringfence_terraform::Record;

use super::routes::unknown_route;
use crate::stack::{Stack, id};

/// What the switch leaves of a subnet's routes to the internet.
pub(super) fn apply(stack: &Stack<'_>, subnet: &Record, network: &Link, routes: &mut Vec<Route>) {
    let Some(option) = stack.public_access_options().get(&subnet.provider) else { return };
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
    !stack.excluded_subnets().of(subnet).is_empty()
        || network.id().is_some_and(|vpc| !stack.excluded_vpcs().of(vpc).is_empty())
}
