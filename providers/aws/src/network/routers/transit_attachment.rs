//! What is attached to transit gateways.
//!
//! Source: `aws_ec2_transit_gateway_vpc_attachment`, `aws_ec2_transit_gateway_peering_attachment`,
//! `aws_ec2_transit_gateway` (read 2026-11-25); the accepters, `aws_ec2_transit_gateway_connect` (remembered).

use ringfence_model::{Attached, Evidence, Gap, Link, ResourceId, Source, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, bool_attr, string_attr};
use ringfence_terraform::{Record, RecordKind, Value};

use super::super::lines::{Line, LineKind, Lines};
use super::ends::Ends;
use crate::links::{ATTACHMENT, SUBNET, TRANSIT_GATEWAY, VPC};
use crate::pages;
use crate::stack::{Stack, id, outside, part};

/// Kinds of attachment; of equal routes that propagate from several, that of the earlier kind decides.
///
/// Source: Transit Gateways guide, route evaluation order (remembered, and as quoted by others read 2026-11-25).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Network,
    DirectConnect,
    Connect,
    Vpn,
    Peering,
}

/// One attachment before its table is known.
pub(super) struct Joined {
    pub(super) id: ResourceId,
    pub(super) gateway: ResourceId,
    /// Where the gateway is named.
    pub(super) named_at: Source,
    pub(super) kind: Kind,
    pub(super) to: Attached,
    pub(super) subnets: Vec<Link>,
    pub(super) exists: Truth,
    /// Whether it takes part in the gateway's default association.
    pub(super) associates: Truth,
    /// Whether it takes part in the gateway's default propagation.
    pub(super) propagates: Truth,
    /// What it propagates.
    pub(super) announces: Bounds<AddressSet>,
    /// The only destinations that what stands behind it is told of.
    pub(super) allowed: Option<Bounds<AddressSet>>,
    /// Whether groups of its VPC are known to others.
    pub(super) groups: Truth,
    pub(super) evidence: Vec<Evidence>,
}

/// Every attachment of a stack, and why there may be others of any gateway.
pub(super) fn all(stack: &Stack<'_>, ends: &Ends, lines: &Lines) -> (Vec<Joined>, Vec<Gap>) {
    let mut found = Vec::new();
    let mut stray: Vec<Gap> = lines.stray().to_vec();
    let accepters =
        stack.naming(&["aws_ec2_transit_gateway_vpc_attachment_accepter"], &ATTACHMENT, |record| {
            record.field("transit_gateway_attachment_id")
        });
    for record in stack.records.of_type("aws_ec2_transit_gateway_vpc_attachment").iter().copied() {
        let accepter = accepters.of(&id(record)).first().map(|naming| naming.record);
        keep(network(stack, ends, (id(record), record), accepter), &mut found, &mut stray);
    }
    for record in stack.records.of_type("aws_ec2_transit_gateway_vpc_attachment_accepter").iter().copied() {
        let link = record.field("transit_gateway_attachment_id").map(|value| stack.link(value, &ATTACHMENT));
        let own = link.and_then(|link| link.id().cloned()).unwrap_or_else(|| id(record));
        let managed = stack.record(&own).is_some_and(|record| record.kind == RecordKind::Managed);
        if !managed || own == id(record) {
            keep(network(stack, ends, (own, record), Some(record)), &mut found, &mut stray);
        }
    }
    for record in stack.records.of_type("aws_ec2_transit_gateway_peering_attachment").iter().copied() {
        for made in peering(stack, record) {
            keep(made, &mut found, &mut stray);
        }
    }
    for record in stack.records.of_type("aws_ec2_transit_gateway_connect").iter().copied() {
        keep(connect(stack, record), &mut found, &mut stray);
    }
    for record in stack.records.data("aws_ec2_transit_gateway_attachment").iter().copied() {
        found.extend(of_data(stack, record, lines));
    }
    for gateway in lines.gateways().filter(|gateway| is_transit_gateway(stack, gateway)) {
        found.extend(lines.of(gateway).iter().map(|line| of_line(gateway, line)));
    }
    (found, stray)
}

fn keep(made: Result<Joined, Gap>, found: &mut Vec<Joined>, stray: &mut Vec<Gap>) {
    match made {
        Ok(joined) => found.push(joined),
        Err(gap) => stray.push(gap),
    }
}

/// A gateway that is not declared is told by the form of its id or address.
fn is_transit_gateway(stack: &Stack<'_>, gateway: &ResourceId) -> bool {
    let text = stack.record(gateway).map_or(gateway.as_str(), |record| record.type_name.as_ref());
    text.contains("transit_gateway") || text.contains("tgw-")
}

/// The gateway that a record names.
fn gateway(stack: &Stack<'_>, record: &Record, name: &str) -> Result<(ResourceId, Source), Gap> {
    let unknown =
        || outside(format!("the transit gateway of `{}`", record.address), Some(Source::File(record.header)));
    match record.field(name).map(|value| stack.link(value, &TRANSIT_GATEWAY)) {
        Some(Link::To { id, source }) => Ok((id, source)),
        Some(Link::Unknown(gap)) => Err(gap),
        None => Err(unknown()),
    }
}

/// Whether a request is accepted: within one account it need not be.
///
/// Unknown: a gateway of another account, if nothing here accepts.
fn accepted(stack: &Stack<'_>, record: &Record, gateway: &ResourceId, accepter: Option<&Record>) -> Truth {
    match record.field("state").and_then(Value::as_str) {
        Some("available" | "modifying") => return Truth::Yes,
        Some("rejected" | "rejecting" | "failed" | "failing") => return Truth::No,
        Some(_) => return Truth::Unknown,
        None => {}
    }
    let owner = stack.record(gateway).filter(|owner| owner.kind == RecordKind::Managed);
    let shared = owner.map(|owner| owner.field("auto_accept_shared_attachments").and_then(Value::as_str));
    let same = owner.is_some_and(|owner| owner.provider == record.provider);
    if same || shared == Some(Some("enable")) {
        return Truth::Yes;
    }
    accepter.map_or(Truth::Unknown, |accepter| accepter.exists)
}

fn network(
    stack: &Stack<'_>,
    ends: &Ends,
    (own, record): (ResourceId, &Record),
    accepter: Option<&Record>,
) -> Result<Joined, Gap> {
    let (gateway, named_at) = gateway(stack, record, "transit_gateway_id")?;
    let at = Source::File(record.header);
    let vpc = record.field("vpc_id").map(|value| stack.link(value, &VPC));
    let vpc = vpc.unwrap_or_else(|| Link::Unknown(outside(format!("the VPC of `{own}`"), Some(at.clone()))));
    let exists = record.exists.and(accepted(stack, record, &gateway, accepter));
    // What only the gateway's owner can decide stands with the accepter.
    let decides = |name| {
        let written = accepter.filter(|accepter| accepter.field(name).is_some()).unwrap_or(record);
        bool_attr(written, name, Some((true, pages::TRANSIT_ATTACHMENT))).truth()
    };
    let v6 = switch(record, "ipv6_support", false);
    let ranges = ends.of(&vpc);
    let only = |set: &AddressSet, truth: bool| {
        if truth { set.clone() } else { set.intersection(&AddressSet::all_v4()) }
    };
    let announces = Bounds::new(only(&ranges.must, v6.certain()), only(&ranges.may, v6.possible()));
    let source = vpc.source().cloned().unwrap_or(at);
    let said = vpc.id().map_or_else(|| "a VPC is attached".to_owned(), |vpc| format!("`{vpc}` is attached"));
    Ok(Joined {
        gateway,
        named_at,
        kind: Kind::Network,
        subnets: record.field("subnet_ids").map(|value| stack.links(value, &SUBNET)).unwrap_or_default(),
        exists,
        associates: decides("transit_gateway_default_route_table_association"),
        propagates: decides("transit_gateway_default_route_table_propagation"),
        announces,
        allowed: None,
        groups: switch(record, "security_group_referencing_support", true),
        evidence: vec![Evidence::new(&own, said, &source)],
        to: Attached::Network(vpc),
        id: own,
    })
}

/// An attribute that is `enable` or `disable`.
pub(super) fn switch(record: &Record, name: &str, default: bool) -> Truth {
    let text = if default { "enable" } else { "disable" };
    string_attr(record, name, Some((text, pages::TRANSIT_GATEWAY))).is(|text| text == "enable")
}

/// Both sides of a peering between gateways; only static routes lead over it.
fn peering(stack: &Stack<'_>, record: &Record) -> Vec<Result<Joined, Gap>> {
    let own = id(record);
    let accepters = stack.records.of_type("aws_ec2_transit_gateway_peering_attachment_accepter").iter();
    let accepter = accepters.copied().find(|accepter| {
        let link =
            accepter.field("transit_gateway_attachment_id").map(|value| stack.link(value, &ATTACHMENT));
        link.is_some_and(|link| link.id() == Some(&own))
    });
    let state = record.field("state").and_then(Value::as_str);
    let in_force = match state {
        Some("available") => Truth::Yes,
        Some("rejected" | "failed" | "deleted" | "deleting") => Truth::No,
        _ => accepter.map_or(Truth::Unknown, |accepter| accepter.exists),
    };
    let side = |name: &str| gateway(stack, record, name);
    let made = |here: Result<(ResourceId, Source), Gap>, there: Result<(ResourceId, Source), Gap>| {
        let (gateway, named_at) = here?;
        let to = match there {
            Ok((id, source)) => Link::To { id, source },
            Err(gap) => Link::Unknown(gap),
        };
        let at = to.source().cloned().unwrap_or(Source::File(record.header));
        let fact = to.id().map_or_else(|| "a peer".to_owned(), |id| format!("`{id}`"));
        Ok(Joined {
            id: own.clone(),
            gateway,
            named_at,
            kind: Kind::Peering,
            to: Attached::Router(to),
            subnets: Vec::new(),
            exists: record.exists.and(in_force),
            associates: Truth::Yes,
            propagates: Truth::No,
            announces: Bounds::empty(),
            allowed: None,
            groups: Truth::No,
            evidence: vec![Evidence::new(&own, format!("it is peered with {fact}"), &at)],
        })
    };
    let (local, peer) = ("transit_gateway_id", "peer_transit_gateway_id");
    let mut found = vec![made(side(local), side(peer))];
    if side(peer).is_ok() {
        found.push(made(side(peer), side(local)));
    }
    found
}

/// A tunnel to an appliance, which may stand anywhere.
fn connect(stack: &Stack<'_>, record: &Record) -> Result<Joined, Gap> {
    let (gateway, named_at) = gateway(stack, record, "transit_gateway_id")?;
    let own = id(record);
    let decides = |name| bool_attr(record, name, Some((true, pages::TRANSIT_ATTACHMENT))).truth();
    Ok(Joined {
        gateway,
        named_at,
        kind: Kind::Connect,
        to: Attached::Outside { id: part(&own, "appliance"), ranges: Bounds::unknown() },
        subnets: Vec::new(),
        exists: record.exists,
        associates: decides("transit_gateway_default_route_table_association"),
        propagates: decides("transit_gateway_default_route_table_propagation"),
        announces: Bounds::unknown(),
        allowed: None,
        groups: Truth::No,
        evidence: vec![Evidence::new(&own, "an appliance is connected", &Source::File(record.header))],
        id: own,
    })
}

/// An attachment that only saved replies tell of, and whose own resource was not collected.
fn of_data(stack: &Stack<'_>, record: &Record, lines: &Lines) -> Option<Joined> {
    let own = id(record);
    let (gateway, named_at) = gateway(stack, record, "transit_gateway_id").ok()?;
    let kind = match record.field("resource_type")?.as_str()? {
        "vpn" => Kind::Vpn,
        "direct-connect-gateway" => Kind::DirectConnect,
        _ => Kind::Connect,
    };
    let meant = stack.known.made(own.as_str());
    if lines.of(&gateway).iter().any(|line| Some(&line.id) == meant) {
        return None;
    }
    let behind = record.field("resource_id").and_then(Value::as_str).unwrap_or(own.as_str());
    Some(Joined {
        gateway,
        named_at,
        kind,
        to: Attached::Outside { id: ResourceId::new(behind), ranges: Bounds::unknown() },
        subnets: Vec::new(),
        exists: record.exists,
        associates: Truth::Yes,
        propagates: Truth::Yes,
        announces: Bounds::unknown(),
        allowed: None,
        groups: Truth::No,
        evidence: vec![Evidence::new(&own, format!("`{behind}` is attached"), &Source::File(record.header))],
        id: meant.cloned().unwrap_or(own),
    })
}

/// A VPN connection or Direct Connect gateway. What is reached by static routes propagates nothing.
fn of_line(gateway: &ResourceId, line: &Line) -> Joined {
    let propagates = if line.kind == LineKind::StaticVpn { Truth::No } else { Truth::Yes };
    let said = line.evidence.first().map(|said| said.source.clone());
    Joined {
        id: line.id.clone(),
        gateway: gateway.clone(),
        named_at: said.unwrap_or(Source::Documented { url: pages::TRANSIT_GATEWAY }),
        kind: if line.kind == LineKind::DirectConnect { Kind::DirectConnect } else { Kind::Vpn },
        to: Attached::Outside { id: line.outside.clone(), ranges: line.ranges.clone() },
        subnets: Vec::new(),
        exists: line.exists,
        associates: Truth::Yes,
        propagates,
        announces: Bounds::at_most(line.ranges.may.clone()),
        allowed: line.announced.clone(),
        groups: Truth::No,
        evidence: line.evidence.clone(),
    }
}
