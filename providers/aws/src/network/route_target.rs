//! Where a route leads.

use ringfence_model::{Evidence, Link, ResourceId, RouteTarget, Source};
use ringfence_provider::{Fields, evidence, gap, shown};
use ringfence_terraform::Value;

use super::gateway_endpoints;
use crate::links::{ANY, CORE_NETWORK, ENDPOINT, GATEWAY, PEERING, TRANSIT_GATEWAY, Target};
use crate::stack::{Stack, outside};

/// A route's next hop with what says so.
pub(super) struct Hop {
    pub(super) target: RouteTarget,
    /// The attribute first, the gateway itself last.
    pub(super) evidence: Vec<Evidence>,
}

/// An attribute that may give the next hop, what it names, and what that is.
type Names = (&'static str, &'static Target, fn(ResourceId) -> RouteTarget);

/// All but `gateway_id`. A state names an instance by its interface too: which one it is tells more.
const HOPS: [Names; 11] = [
    ("nat_gateway_id", &ANY, RouteTarget::OutboundOnly),
    ("egress_only_gateway_id", &ANY, RouteTarget::OutboundOnly),
    ("local_gateway_id", &ANY, RouteTarget::Router),
    ("transit_gateway_id", &TRANSIT_GATEWAY, RouteTarget::Router),
    ("vpc_peering_connection_id", &PEERING, RouteTarget::Router),
    ("core_network_arn", &CORE_NETWORK, RouteTarget::Router),
    ("network_interface_id", &ANY, RouteTarget::Middlebox),
    ("instance_id", &ANY, RouteTarget::Middlebox),
    ("vpc_endpoint_id", &ENDPOINT, RouteTarget::Middlebox),
    ("carrier_gateway_id", &ANY, RouteTarget::Middlebox),
    ("odb_network_arn", &ANY, RouteTarget::Middlebox),
];

/// The next hop of a `route` block or an `aws_route`; nothing for the local route.
///
/// Source: `aws_route`, `aws_route_table` (read 2026-11-23).
pub(super) fn hop(stack: &Stack<'_>, subject: &ResourceId, body: &dyn Fields) -> Option<Hop> {
    let used =
        |name: &'static str| Some((name, body.field(name).filter(|value| value.as_str() != Some(""))?));
    if let Some((_, value)) = used("state").filter(|(_, value)| value.as_str() == Some("blackhole")) {
        let said = evidence(subject, "what the route leads to is gone: `state` is `blackhole`", value);
        return Some(Hop { target: RouteTarget::Dropped, evidence: said });
    }
    if let Some((name, value)) = used("gateway_id") {
        return gateway(stack, subject, body, (name, value));
    }
    if body.field("state").and_then(Value::as_str) == Some("blackhole") {
        let said = body.field("state").map(|value| evidence(subject, "`state` is `blackhole`", value));
        return Some(Hop { target: RouteTarget::Dropped, evidence: said.unwrap_or_default() });
    }
    for (name, target, wrap) in HOPS {
        let Some((name, value)) = used(name) else { continue };
        let link = stack.link(value, target);
        let target = match link.id() {
            None => RouteTarget::Unknown(gap(value)),
            Some(id) if name == "vpc_endpoint_id" => gateway_endpoints::target(stack, id, body),
            Some(id) if name == "nat_gateway_id" => nat_gateway(stack, id),
            Some(id) => wrap(id.clone()),
        };
        return Some(Hop { target, evidence: said(stack, subject, name, value, &link) });
    }
    let gap = outside(format!("where the route of `{subject}` leads"), None);
    Some(Hop { target: RouteTarget::Unknown(gap), evidence: Vec::new() })
}

/// An internet or virtual private gateway, by the type of what is referred to or by the form of its id.
fn gateway(
    stack: &Stack<'_>,
    subject: &ResourceId,
    body: &dyn Fields,
    (name, value): (&str, &Value),
) -> Option<Hop> {
    if value.as_str() == Some("local") {
        return None;
    }
    let link = stack.link(value, &GATEWAY);
    let evidence = said(stack, subject, name, value, &link);
    let Link::To { id, .. } = &link else {
        return Some(Hop { target: RouteTarget::Unknown(gap(value)), evidence });
    };
    let kind = stack.record(id).map(|record| record.type_name.as_ref());
    // What is not declared is told by the form of its address or id.
    let text = kind.unwrap_or(id.as_str());
    let has = |names: &[&str]| names.iter().any(|name| text.contains(name));
    let target = if has(&["egress_only", "eigw-"]) {
        RouteTarget::OutboundOnly(id.clone())
    } else if has(&["aws_nat_gateway", "nat-"]) {
        nat_gateway(stack, id)
    } else if has(&["internet_gateway", "igw-"]) {
        RouteTarget::Internet(id.clone())
    } else if has(&["vpn_gateway", "vgw-"]) {
        RouteTarget::Router(id.clone())
    } else if has(&["vpc_endpoint", "vpce-"]) {
        gateway_endpoints::target(stack, id, body)
    } else {
        RouteTarget::Unknown(outside(format!("what kind of gateway `{id}` is"), link.source().cloned()))
    };
    Some(Hop { target, evidence })
}

/// A public NAT gateway lets only answers in; a private one leads to other networks by routes of its own subnet.
///
/// Source: `aws_nat_gateway`, `connectivity_type`, default `public` (read 2026-11-25).
fn nat_gateway(stack: &Stack<'_>, id: &ResourceId) -> RouteTarget {
    let kind = stack.record(id).and_then(|record| record.field("connectivity_type"));
    match kind.map(Value::as_str) {
        Some(Some("private")) => RouteTarget::Middlebox(id.clone()),
        _ => RouteTarget::OutboundOnly(id.clone()),
    }
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
