//! `aws_vpc_peering_connection` and its accepter: two VPCs, and nothing behind them.
//!
//! Source: `aws_vpc_peering_connection`, `aws_vpc_peering_connection_accepter` (read 2026-11-25); VPC Peering Guide,
//! limitations (remembered): only what is addressed into the other VPC's own ranges passes.

use std::collections::BTreeSet;

use ringfence_model::{Attached, Attachment, Evidence, Link, ResourceId, Router, Source, Truth};
use ringfence_provider::{Fields, evidence, gap, shown};
use ringfence_terraform::{Record, Value};

use super::ends::{Ends, by, described, router};
use super::peering_region::groups_cross;
use crate::links::{PEERING, VPC};
use crate::stack::{Stack, id, outside, part};

/// All connections that are declared, or whose accepter's side is.
pub(super) fn all(stack: &Stack<'_>, ends: &Ends) -> Vec<Router> {
    let accepters = stack.naming(&["aws_vpc_peering_connection_accepter"], &PEERING, |record| {
        record.field("vpc_peering_connection_id")
    });
    let mut seen: BTreeSet<ResourceId> = BTreeSet::new();
    let mut found = Vec::new();
    for record in stack.records.of_type("aws_vpc_peering_connection") {
        let own = id(record);
        let accepting: Vec<&Record> = accepters.of(&own).iter().map(|naming| naming.record).collect();
        found.push(connection(stack, ends, &own, (Some(record), &accepting)));
        seen.insert(own);
    }
    for record in stack.records.of_type("aws_vpc_peering_connection_accepter") {
        let link = record.field("vpc_peering_connection_id").map(|value| stack.link(value, &PEERING));
        let own = link.and_then(|link| link.id().cloned()).unwrap_or_else(|| id(record));
        if seen.insert(own.clone()) {
            found.push(connection(stack, ends, &own, (None, &[record])));
        }
    }
    found
}

/// One connection; its own record, or an accepter's.
fn connection(
    stack: &Stack<'_>,
    ends: &Ends,
    own: &ResourceId,
    (record, accepters): (Option<&Record>, &[&Record]),
) -> Router {
    let accepter = accepters.first().copied();
    let sides = sides(stack, record, accepter);
    let (active, said) = active(record, accepters);
    let referred = record
        .or(accepter)
        .map_or(Source::Documented { url: crate::pages::VPC }, |record| Source::File(record.header));
    let mut made = router(stack, own, "peering connection", &Link::To { id: own.clone(), source: referred });
    if let Some(record) = accepter.filter(|_| record.is_none()) {
        made.about = ringfence_model::About { id: own.clone(), ..described(record, "peering connection") };
        made.unseen.clear();
    }
    let ids = ["requester", "accepter"].map(|side| part(own, side));
    let exists = active.and(made.about.exists);
    let one = |here: usize, there: usize| -> Option<Attachment> {
        let (other, network) = (sides.get(there)?, sides.get(here)?);
        let at = other.source().cloned().unwrap_or_else(|| made.about.declared_at.clone());
        let to = other.id().map_or_else(|| "a VPC that is not known".to_owned(), |id| format!("`{id}`"));
        let leads = Evidence::new(own, format!("its other side is {to}"), &at);
        let evidence: Vec<Evidence> = said.iter().cloned().chain([leads]).collect();
        Some(Attachment {
            id: ids.get(here)?.clone(),
            exists,
            to: Attached::Network(network.clone()),
            subnets: Vec::new(),
            zonal: false,
            routes: vec![by(ids.get(there)?, exists, ends.of(other), evidence.clone())],
            evidence,
        })
    };
    made.attachments = [one(0, 1), one(1, 0)].into_iter().flatten().collect();
    made.groups_cross = groups_cross(stack, record, accepter, &sides);
    made.groups_cross_outward = true;
    made
}

/// The requester's VPC, then the accepter's.
fn sides(stack: &Stack<'_>, record: Option<&Record>, accepter: Option<&Record>) -> [Link; 2] {
    let named = |record: Option<&Record>, name: &str| -> Option<Link> {
        record?.field(name).map(|value| stack.link(value, &VPC))
    };
    let unknown = |side: &str| {
        let at = record.or(accepter).map(|record| Source::File(record.header));
        Link::Unknown(outside(format!("the VPC of the {side}"), at))
    };
    // The accepter's own side is what the requester calls its peer.
    let requester = named(record, "vpc_id").or_else(|| named(accepter, "peer_vpc_id"));
    let accepting = named(record, "peer_vpc_id").or_else(|| named(accepter, "vpc_id"));
    [requester.unwrap_or_else(|| unknown("requester")), accepting.unwrap_or_else(|| unknown("accepter"))]
}

/// Whether the request has been accepted, with what says so.
///
/// Unknown: a request that nothing here accepts may be accepted elsewhere.
fn active(record: Option<&Record>, accepters: &[&Record]) -> (Truth, Vec<Evidence>) {
    let all = || record.into_iter().chain(accepters.iter().copied());
    let status = all().find_map(|record| Some((record, record.field("accept_status")?)));
    if let Some((record, value)) = status.filter(|(_, value)| value.as_str().is_some()) {
        let truth = match value.as_str() {
            Some("active") => Truth::Yes,
            Some("provisioning" | "pending-acceptance" | "initiating-request") => Truth::Unknown,
            _ => Truth::No,
        };
        return (truth, evidence(&id(record), format!("`accept_status` is {}", shown(value)), value));
    }
    let accepted = |value: &Value| value.as_bool() == Some(true);
    let asked = all().find_map(|record| Some((record, record.field("auto_accept").filter(|v| accepted(v))?)));
    if let Some((record, value)) = asked {
        return (Truth::Yes.and(record.exists), evidence(&id(record), "`auto_accept` is `true`", value));
    }
    let unsure = all().find_map(|record| Some((record, record.field("auto_accept")?)));
    if let Some((record, value)) = unsure.filter(|(_, value)| value.as_bool().is_none()) {
        let fact = format!("`auto_accept` is not known: {}", gap(value).what);
        return (Truth::Unknown, evidence(&id(record), fact, value));
    }
    let said = all().next().map(|record| {
        Evidence::new(&id(record), "nothing here accepts the request", &Source::File(record.header))
    });
    (Truth::Unknown, said.into_iter().collect())
}
