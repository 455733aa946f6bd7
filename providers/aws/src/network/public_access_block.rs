//! VPC block public access: a switch for the whole region, with exclusions.
//!
//! Source: `aws_vpc_block_public_access_options`, `aws_vpc_block_public_access_exclusion` (read 2026-11-23); EC2 API,
//! `BlockPublicAccessStates`, `VpcBlockPublicAccessExclusion`; VPC User Guide, VPC BPA basics (read 2026-11-25):
//! `block-bidirectional` stops everything through internet gateways and egress-only gateways, `block-ingress` leaves NAT
//! and egress-only gateways; an exclusion `allow-egress` counts in the first mode only.

use ringfence_model::{Evidence, Gap, Link, ResourceId, Route, RouteTarget, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, Mention, evidence, gap, shown};
use ringfence_terraform::{Record, Value};

use super::places::vpc_of;
use crate::stack::{Stack, id, may_not_exist};

/// What a subnet is excluded from: certain or possible, for both directions and for the way out.
#[derive(Clone, Copy)]
struct Excluded {
    both: Truth,
    out: Truth,
}

/// What the switch leaves of a subnet's routes to the internet.
pub(super) fn apply(stack: &Stack<'_>, subnet: &Record, network: &Link, routes: &mut Vec<Route>) {
    let Some(option) = stack.public_access_options().get(&subnet.provider) else { return };
    let Some(value) = option.field("internet_gateway_block_mode") else { return };
    let said = evidence(&id(option), format!("`internet_gateway_block_mode` is {}", shown(value)), value);
    let own = excluded(stack, &id(subnet), network);
    let bidirectional = match value.as_str() {
        Some("off") => return,
        Some("block-bidirectional") if option.exists.certain() => true,
        Some("block-ingress") if option.exists.certain() => false,
        known => {
            let why = if known.is_some() { may_not_exist(option) } else { gap(value) };
            return doubt(routes, &why);
        }
    };
    for route in routes.iter_mut() {
        let left = match &route.target {
            RouteTarget::Internet(gateway) if !bidirectional => {
                one_of(own.both, &route.target, Truth::No, RouteTarget::OutboundOnly(gateway.clone()))
            }
            RouteTarget::Internet(gateway) => {
                one_of(own.both, &route.target, own.out, RouteTarget::OutboundOnly(gateway.clone()))
            }
            RouteTarget::OutboundOnly(gateway) if bidirectional => {
                let there = of_gateway(stack, gateway).unwrap_or(own);
                one_of(there.out, &route.target, Truth::No, route.target.clone())
            }
            _ => continue,
        };
        close(route, left, &said);
    }
}

/// What is left: the whole, a part, or nothing; with whether that is certain.
fn one_of(whole: Truth, all: &RouteTarget, part: Truth, some: RouteTarget) -> (RouteTarget, bool) {
    match (whole, part) {
        (Truth::Yes, _) => (all.clone(), true),
        (Truth::Unknown, _) => (all.clone(), false),
        (Truth::No, Truth::No) => (RouteTarget::Dropped, true),
        (Truth::No, part) => (some, part.certain()),
    }
}

fn close(route: &mut Route, (left, certain): (RouteTarget, bool), said: &[Evidence]) {
    if !certain {
        route.to.must = AddressSet::empty();
    }
    if route.target != left || !certain {
        route.target = left;
        route.evidence.extend(said.iter().cloned());
    }
}

/// Whether the switch is on is not known: what leads to the internet does so perhaps, for that reason.
fn doubt(routes: &mut Vec<Route>, why: &Gap) {
    let mut more = Vec::new();
    for route in routes.iter_mut() {
        if matches!(route.target, RouteTarget::Internet(_) | RouteTarget::OutboundOnly(_)) {
            route.to.must = AddressSet::empty();
        }
        if matches!(route.target, RouteTarget::Internet(_)) {
            let to = Bounds::at_most(route.to.may.clone());
            let target = RouteTarget::Unknown(why.clone());
            more.push(Route { to, target, evidence: route.evidence.clone() });
        }
    }
    routes.extend(more);
}

/// What the subnet of a NAT gateway is excluded from; nothing for other gateways.
fn of_gateway(stack: &Stack<'_>, gateway: &ResourceId) -> Option<Excluded> {
    let record = stack.record(gateway).filter(|record| record.type_name.as_ref() == "aws_nat_gateway")?;
    let unknown = Excluded { both: Truth::Unknown, out: Truth::Unknown };
    let Some(value) = record.field("subnet_id") else { return Some(unknown) };
    let subnet = stack.link(value, &crate::links::SUBNET);
    let Some(subnet) = subnet.id().and_then(|id| stack.record(id)) else { return Some(unknown) };
    Some(excluded(stack, &id(subnet), &vpc_of(stack, subnet)))
}

/// What the subnet or its VPC is excluded from.
fn excluded(stack: &Stack<'_>, subnet: &ResourceId, network: &Link) -> Excluded {
    let own = stack.excluded_subnets().of(subnet).iter();
    let of_vpc = network.id().map(|vpc| stack.excluded_vpcs().of(vpc)).unwrap_or_default();
    let mut found = Excluded { both: Truth::No, out: Truth::No };
    for Mention { record, .. } in own.chain(of_vpc) {
        let mode = record.field("internet_gateway_exclusion_mode").map(Value::as_str);
        let (both, out) = match mode {
            Some(Some("allow-egress")) => (Truth::No, Truth::Yes),
            Some(Some("allow-bidirectional")) => (Truth::Yes, Truth::Yes),
            _ => (Truth::Unknown, Truth::Yes),
        };
        found.both = found.both.or(both.and(record.exists));
        found.out = found.out.or(out.and(record.exists));
    }
    let unknown = stack.excluded_subnets().unknown().chain(stack.excluded_vpcs().unknown()).next();
    if unknown.is_some() {
        found.both = found.both.or(Truth::Unknown);
        found.out = found.out.or(Truth::Unknown);
    }
    found
}
