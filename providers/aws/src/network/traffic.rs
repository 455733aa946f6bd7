//! Protocols and ports of security group and network ACL rules.

use ringfence_model::{Evidence, Gap, ResourceId};
use ringfence_packets::{Bounds, PortSet, Protocol, SelectorKind, Traffic};
use ringfence_provider::{Fields, evidence, gap, invalid, shown};
use ringfence_terraform::Value;

/// What a rule lets through.
pub(crate) struct TrafficRead {
    pub(super) traffic: Bounds<Traffic>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) gap: Option<Gap>,
}

/// The attributes that say so: they differ between resources.
#[derive(Clone, Copy)]
pub(crate) struct Names {
    pub(super) protocol: &'static str,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    /// ICMP type and code where they have attributes of their own (network ACLs), else they stand in the
    /// ports.
    pub(super) icmp: Option<(&'static str, &'static str)>,
}

/// Names in the `ingress` and `egress` blocks of groups, and in `aws_security_group_rule`.
pub(crate) const SECURITY_GROUP_BLOCK: Names =
    Names { protocol: "protocol", from: "from_port", to: "to_port", icmp: None };
/// Names in `aws_vpc_security_group_*_rule`.
pub(crate) const SECURITY_GROUP_RULE: Names = Names { protocol: "ip_protocol", ..SECURITY_GROUP_BLOCK };
/// Names in network ACLs.
pub(crate) const NETWORK_ACL: Names =
    Names { icmp: Some(("icmp_type", "icmp_code")), ..SECURITY_GROUP_BLOCK };

/// The traffic of a rule.
///
/// `-1` and `all` are every protocol, whatever the ports say; a protocol other than TCP, UDP and ICMP is taken
/// whole, whatever the ports say; for ICMP the ports are type and code, `-1` for all.
///
/// Source: EC2 API `IpPermission` (read 2026-11-23).
/// Unknown: an unknown protocol may be all traffic, unknown ports may be all ports. A port range that the cloud
/// would refuse is certain of nothing.
pub(crate) fn traffic(subject: &ResourceId, body: &dyn Fields, names: Names) -> TrafficRead {
    let Some(protocol) = body.field(names.protocol) else {
        return all(Vec::new());
    };
    let seen = evidence(subject, format!("`{}` is {}", names.protocol, shown(protocol)), protocol);
    let Some(text) = text(protocol) else {
        return TrafficRead { traffic: Bounds::unknown(), evidence: seen, gap: Some(gap(protocol)) };
    };
    if text == "-1" || text.eq_ignore_ascii_case("all") {
        return all(seen);
    }
    let Some(parsed) = Protocol::parse(&text) else {
        let gap = invalid(format!("{} is no protocol", shown(protocol)), protocol.origin.at);
        return TrafficRead { traffic: Bounds::unknown(), evidence: seen, gap: Some(gap) };
    };
    let mut read = match (parsed, names.icmp) {
        (Protocol::TCP | Protocol::UDP, _) => ports(subject, body, names, parsed),
        (Protocol::ICMP | Protocol::ICMPV6, Some((kind, code))) => {
            icmp(subject, body, parsed, kind, code, Some(0))
        }
        (Protocol::ICMP | Protocol::ICMPV6, None) => icmp(subject, body, parsed, names.from, names.to, None),
        _ => exact(Traffic::whole(parsed), Vec::new()),
    };
    read.evidence.extend(seen);
    read
}

fn all(evidence: Vec<Evidence>) -> TrafficRead {
    exact(Traffic::all(), evidence)
}

fn exact(traffic: Traffic, evidence: Vec<Evidence>) -> TrafficRead {
    TrafficRead { traffic: Bounds::exact(traffic), evidence, gap: None }
}

/// A protocol as text: it may be written as a number.
fn text(value: &Value) -> Option<String> {
    let written = value.as_str().map(|text| text.trim().to_owned());
    written.or_else(|| value.as_i64().map(|number| number.to_string()))
}

fn ports(subject: &ResourceId, body: &dyn Fields, names: Names, protocol: Protocol) -> TrafficRead {
    debug_assert_eq!(protocol.selector_kind(), SelectorKind::Port);
    let (from, to) = (body.field(names.from), body.field(names.to));
    let mut seen = Vec::new();
    for (name, value) in [(names.from, from), (names.to, to)] {
        seen.extend(
            value.into_iter().flat_map(|v| evidence(subject, format!("`{name}` is {}", shown(v)), v)),
        );
    }
    let may = |traffic, gap| TrafficRead {
        traffic: Bounds::at_most(traffic),
        evidence: seen.clone(),
        gap: Some(gap),
    };
    let whole = Traffic::whole(protocol);
    let (Some(from), Some(to)) = (from, to) else {
        let at = from.or(to).map(|value| value.origin.at);
        let what = format!("`{}` and `{}` are both needed for {protocol}", names.from, names.to);
        let gap = Gap {
            kind: ringfence_model::GapKind::Invalid,
            what,
            source: at.map(ringfence_model::Source::File),
        };
        return may(whole, gap);
    };
    let (low, high) = match (from.as_i64(), to.as_i64()) {
        (Some(low), Some(high)) => (low, high),
        (None, _) => return may(whole, gap(from)),
        (_, None) => return may(whole, gap(to)),
    };
    match (u16::try_from(low), u16::try_from(high)) {
        (Ok(low), Ok(high)) if low <= high => exact(Traffic::of(protocol, PortSet::of(low, high)), seen),
        (Ok(low), Ok(high)) => {
            let gap = invalid(format!("ports {low} to {high} run backwards"), from.origin.at);
            may(Traffic::of(protocol, PortSet::of(high, low)), gap)
        }
        _ => may(whole, invalid(format!("ports {low} to {high} are not ports"), from.origin.at)),
    }
}

/// `absent`: what an absent attribute stands for; all types, or all codes, if nothing.
fn icmp(
    subject: &ResourceId,
    body: &dyn Fields,
    protocol: Protocol,
    kind: &'static str,
    code: &'static str,
    absent: Option<i64>,
) -> TrafficRead {
    let mut seen = Vec::new();
    let mut unknown = None;
    let mut number = |name: &str| match body.field(name) {
        None => absent.unwrap_or(-1),
        Some(value) => {
            seen.extend(evidence(subject, format!("`{name}` is {}", shown(value)), value));
            value.as_i64().unwrap_or_else(|| {
                unknown.get_or_insert_with(|| gap(value));
                -1
            })
        }
    };
    let (kind, code) = (number(kind), number(code));
    let traffic = match (u8::try_from(kind), u8::try_from(code)) {
        (Err(_), _) => Traffic::whole(protocol),
        (Ok(kind), code) => Traffic::icmp(protocol, kind, code.ok()),
    };
    match unknown {
        Some(gap) => TrafficRead { traffic: Bounds::at_most(traffic), evidence: seen, gap: Some(gap) },
        None => exact(traffic, seen),
    }
}
