//! Where a route leads.

use ringfence_model::{Evidence, Link, ResourceId, RouteTarget, Source};
use ringfence_provider::{Fields, evidence, gap, shown};
use ringfence_terraform::Value;

use crate::links::ANY;
use crate::stack::{Stack, outside};

/// A route's next hop with what says so.
pub(super) struct Hop {
    pub(super) target: RouteTarget,
    /// The attribute first, the gateway itself last.
    pub(super) evidence: Vec<Evidence>,
}

/// Attributes that name something which is neither a gateway nor known to let connections in.
const NETWORKS: [&str; 3] = ["transit_gateway_id", "vpc_peering_connection_id", "core_network_arn"];
const BOXES: [&str; 5] =
    ["instance_id", "network_interface_id", "vpc_endpoint_id", "carrier_gateway_id", "odb_network_arn"];

/// The next hop of a `route` block or an `aws_route`; nothing for the local route.
///
/// Source: `aws_route`, `aws_route_table` (read 2026-11-23).
pub(super) fn hop(stack: &Stack<'_>, subject: &ResourceId, body: &dyn Fields) -> Option<Hop> {
    let used =
        |name: &'static str| Some((name, body.field(name).filter(|value| value.as_str() != Some(""))?));
    let make = |(name, value): (&str, &Value), wrap: fn(ResourceId) -> RouteTarget| {
        let link = stack.link(value, &ANY);
        let target = link.id().map_or_else(|| RouteTarget::Unknown(gap(value)), |id| wrap(id.clone()));
        Hop { target, evidence: said(stack, subject, name, value, &link) }
    };
    if let Some((_, value)) = used("state").filter(|(_, value)| value.as_str() == Some("blackhole")) {
        let said = evidence(subject, "what the route leads to is gone: `state` is `blackhole`", value);
        return Some(Hop { target: RouteTarget::Dropped, evidence: said });
    }
    if let Some((name, value)) = used("gateway_id") {
        return gateway(stack, subject, name, value);
    }
    for (name, wrap) in [
        ("nat_gateway_id", RouteTarget::OutboundOnly as fn(ResourceId) -> RouteTarget),
        ("egress_only_gateway_id", RouteTarget::OutboundOnly),
        ("local_gateway_id", RouteTarget::Router),
    ] {
        if let Some(found) = used(name) {
            return Some(make(found, wrap));
        }
    }
    if let Some(found) = NETWORKS.iter().find_map(|name| used(name)) {
        return Some(make(found, RouteTarget::Router));
    }
    if let Some(found) = BOXES.iter().find_map(|name| used(name)) {
        return Some(make(found, RouteTarget::Middlebox));
    }
    let gap = outside(format!("where the route of `{subject}` leads"), None);
    Some(Hop { target: RouteTarget::Unknown(gap), evidence: Vec::new() })
}

/// An internet or virtual private gateway, by the type of what is referred to or by the form of its id.
fn gateway(stack: &Stack<'_>, subject: &ResourceId, name: &str, value: &Value) -> Option<Hop> {
    if value.as_str() == Some("local") {
        return None;
    }
    let link = stack.link(value, &ANY);
    let evidence = said(stack, subject, name, value, &link);
    let Link::To { id, .. } = &link else {
        return Some(Hop { target: RouteTarget::Unknown(gap(value)), evidence });
    };
    let kind = stack.record(id).map(|record| record.type_name.as_ref());
    // What is not declared is told by the form of its address or id.
    let text = kind.unwrap_or(id.as_str());
    let has = |names: &[&str]| names.iter().any(|name| text.contains(name));
    let target = if has(&["egress_only", "eigw-", "aws_nat_gateway", "nat-"]) {
        RouteTarget::OutboundOnly(id.clone())
    } else if has(&["internet_gateway", "igw-"]) {
        RouteTarget::Internet(id.clone())
    } else if has(&["vpn_gateway", "vgw-"]) {
        RouteTarget::Router(id.clone())
    } else if has(&["vpc_endpoint", "vpce-"]) {
        RouteTarget::Middlebox(id.clone())
    } else {
        RouteTarget::Unknown(outside(format!("what kind of gateway `{id}` is"), link.source().cloned()))
    };
    Some(Hop { target, evidence })
}

fn said(stack: &Stack<'_>, subject: &ResourceId, name: &str, value: &Value, link: &Link) -> Vec<Evidence> {
    let text = value.reference().map_or_else(|| shown(value), |at| format!("`{at}`"));
    let mut all = match link {
        Link::To { source, .. } => vec![Evidence::new(subject, format!("`{name}` is {text}"), source)],
        Link::Unknown(gap) => evidence(subject, format!("`{name}` is not known: {}", gap.what), value),
    };
    if let Some(record) = link.id().and_then(|id| stack.record(id)) {
        let id = crate::stack::id(record);
        let attached = record.field("vpc_id");
        let at = attached.map_or(Source::File(record.header), |vpc| Source::File(vpc.origin.used_at()));
        let fact = match attached {
            Some(_) => format!("`{id}` is attached to the VPC"),
            None => format!("`{id}` is the gateway"),
        };
        all.push(Evidence::new(&id, fact, &at));
    }
    all
}
