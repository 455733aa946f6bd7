//! `aws_ec2_transit_gateway`: attachments, each with the table it is associated with.
//!
//! Source: `aws_ec2_transit_gateway` (read 2026-11-25): both defaults are on; Transit Gateways guide, VPC attachments
//! (read 2026-11-25).

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::{Attachment, Attr, Gap, GapKind, Link, ResourceId, Route, Router, Source, Truth};
use ringfence_packets::AddressSet;
use ringfence_provider::{Fields, source};
use ringfence_terraform::RecordKind;

use super::super::lines::Lines;
use super::super::routes::unknown_route;
use super::ends::{Ends, router};
use super::transit_attachment::{self, Joined, switch};
use super::transit_table::Tables;
use crate::links::ANY;
use crate::pages;
use crate::stack::{Stack, id};

/// Routes of all attachments of one gateway that are written out; every attachment has a copy of its table.
const MOST_ROUTES: usize = 1 << 18;

/// All gateways that are declared or to which something is attached.
pub(super) fn all(stack: &Stack<'_>, ends: &Ends) -> Vec<Router> {
    let lines = Lines::new(stack);
    let (joined, stray) = transit_attachment::all(stack, ends, &lines);
    let tables = Tables::new(stack);
    let mut by_gateway: BTreeMap<&ResourceId, Vec<&Joined>> = BTreeMap::new();
    for one in &joined {
        by_gateway.entry(&one.gateway).or_default().push(one);
    }
    let declared = stack.records.of_type("aws_ec2_transit_gateway").iter().map(|record| id(record));
    let used = by_gateway.keys().map(|gateway| (*gateway).clone());
    let gateways: BTreeSet<ResourceId> = declared.chain(used).collect();
    let mut found = Vec::new();
    for gateway in &gateways {
        let attached = by_gateway.get(gateway).map_or(&[][..], Vec::as_slice);
        let mut made = one(stack, &tables, gateway, attached);
        made.unseen.extend(stray.iter().cloned());
        found.push(made);
    }
    found
}

fn one(stack: &Stack<'_>, tables: &Tables<'_, '_>, gateway: &ResourceId, attached: &[&Joined]) -> Router {
    let at = attached.first().map(|joined| joined.named_at.clone());
    let at = at.unwrap_or(Source::Documented { url: pages::TRANSIT_GATEWAY });
    let mut made = router(stack, gateway, "transit gateway", &Link::To { id: gateway.clone(), source: at });
    let contents = tables.contents(attached);
    let mut room = MOST_ROUTES;
    for joined in attached {
        let routes = routes(tables, &contents, joined, &mut room);
        made.attachments.push(Attachment {
            id: joined.id.clone(),
            exists: joined.exists.and(made.about.exists),
            to: joined.to.clone(),
            subnets: joined.subnets.clone(),
            zonal: joined.kind == transit_attachment::Kind::Network,
            routes,
            evidence: joined.evidence.clone(),
        });
    }
    made.groups_cross = groups_cross(stack, gateway, attached);
    made.unseen.extend(shared(stack, gateway));
    made
}

/// Where packets go that come in by an attachment.
fn routes(
    tables: &Tables<'_, '_>,
    contents: &BTreeMap<ResourceId, Vec<Route>>,
    joined: &Joined,
    room: &mut usize,
) -> Vec<Route> {
    let used = tables.of_attachment(joined);
    let sure = matches!(used.as_slice(), [(_, Truth::Yes, _)]);
    let mut found = Vec::new();
    for (link, _, said) in used {
        let table = match link {
            Link::Unknown(gap) => {
                found.push(unknown_route(gap));
                continue;
            }
            Link::To { id, .. } => id,
        };
        for route in contents.get(&table).into_iter().flatten() {
            let Some(left) = room.checked_sub(1) else {
                found.push(unknown_route(too_many(joined)));
                return found;
            };
            *room = left;
            let mut route = route.clone();
            route.evidence.splice(0..0, said.iter().cloned());
            if !sure {
                route.to.must = AddressSet::empty();
            }
            if let Some(allowed) = &joined.allowed {
                route.to = route.to.intersection(allowed);
            }
            if !route.to.is_empty() {
                found.push(route);
            }
        }
    }
    found
}

fn too_many(joined: &Joined) -> Gap {
    Gap {
        kind: GapKind::Unsupported,
        what: format!("the routes of `{}` beyond {MOST_ROUTES} of its gateway", joined.gateway),
        source: Some(joined.named_at.clone()),
    }
}

/// Whether inbound rules may name groups of other attached VPCs: both the gateway and the attachments must allow it.
/// Outbound rules may not.
///
/// Source: `aws_ec2_transit_gateway`, `security_group_referencing_support`, default `disable`; EC2 API,
/// `CreateTransitGatewayVpcAttachmentRequestOptions`, default `enable`; AWS networking blog, "Introducing security group
/// referencing for AWS Transit Gateway" ("Outbound security rules referencing over Transit Gateway aren't supported at this
/// time"), all read 2026-11-25.
/// Unknown: attachments that differ.
fn groups_cross(stack: &Stack<'_>, gateway: &ResourceId, attached: &[&Joined]) -> Attr<bool> {
    const NAME: &str = "security_group_referencing_support";
    let unknown = |what: String, at| Attr::Unknown(Gap { kind: GapKind::OutsideInput, what, source: at });
    let Some(record) = stack.record(gateway).filter(|record| record.kind == RecordKind::Managed) else {
        let at = attached.first().map(|joined| joined.named_at.clone());
        return unknown(format!("`{NAME}` of `{gateway}`"), at);
    };
    let written = record.field(NAME);
    let documented = Source::Documented { url: pages::TRANSIT_GATEWAY };
    match (written, switch(record, NAME, false)) {
        (Some(value), Truth::Unknown) => return Attr::Unknown(ringfence_provider::gap(value)),
        (Some(value), Truth::No) => return Attr::Set { value: false, source: source(value) },
        (None, _) => return Attr::Default { value: false, source: documented },
        (Some(_), Truth::Yes) => {}
    }
    let networks: Vec<Truth> = attached
        .iter()
        .filter(|joined| joined.kind == transit_attachment::Kind::Network)
        .map(|joined| joined.groups)
        .collect();
    let at = written.map_or(documented, source);
    if networks.iter().all(|groups| groups.certain()) {
        return Attr::Set { value: true, source: at };
    }
    if !networks.iter().any(|groups| groups.possible()) {
        return Attr::Set { value: false, source: at };
    }
    unknown(format!("`{NAME}`, which differs between the attachments of `{gateway}`"), Some(at))
}

/// A gateway that is shared may have attachments of other accounts.
///
/// Source: `aws_ram_resource_association` (remembered).
fn shared(stack: &Stack<'_>, gateway: &ResourceId) -> Option<Gap> {
    let shares = stack.records.of_type("aws_ram_resource_association").iter().copied();
    let mut values = shares.filter_map(|record| record.field("resource_arn"));
    let ours = values.find(|value| stack.link(value, &ANY).id() == Some(gateway))?;
    Some(Gap {
        kind: GapKind::OutsideInput,
        what: format!("what other accounts attach to `{gateway}`, which is shared"),
        source: Some(Source::File(ours.origin.used_at())),
    })
}
