//! `aws_networkmanager_core_network`: a router whose policy is not read, so that it may lead from any attachment to any.
//!
//! Source: `aws_networkmanager_vpc_attachment` (remembered): `core_network_id`, `vpc_arn`, `subnet_arns`.

use std::collections::BTreeMap;

use ringfence_model::{
    Attached, Attachment, Evidence, Gap, GapKind, Link, ResourceId, Router, Source, Truth,
};
use ringfence_provider::Fields;
use ringfence_terraform::Record;

use super::super::routes::unknown_route;
use super::ends::router;
use crate::links::{CORE_NETWORK, SUBNET, VPC};
use crate::stack::{Stack, id};

/// All core networks that are declared or that a VPC is attached to.
pub(super) fn all(stack: &Stack<'_>) -> Vec<Router> {
    let mut found: BTreeMap<ResourceId, Router> = BTreeMap::new();
    for record in stack.records.of_type("aws_networkmanager_core_network") {
        let link = Link::To { id: id(record), source: Source::File(record.header) };
        let mut made = router(stack, &id(record), "core network", &link);
        made.unseen.push(policy(record));
        made.groups_cross = ringfence_model::Attr::Unknown(policy(record));
        made.groups_cross_outward = true;
        found.insert(id(record), made);
    }
    for record in stack.records.of_type("aws_networkmanager_vpc_attachment").iter().copied() {
        let Some(link) = record.field("core_network_id").map(|value| stack.link(value, &CORE_NETWORK)) else {
            continue;
        };
        let Link::To { id: core, .. } = &link else { continue };
        let made = found.entry(core.clone()).or_insert_with(|| router(stack, core, "core network", &link));
        made.attachments.push(attachment(stack, record));
    }
    found.into_values().collect()
}

fn attachment(stack: &Stack<'_>, record: &Record) -> Attachment {
    let network = record.field("vpc_arn").map(|value| stack.link(value, &VPC));
    let subnets = record.field("subnet_arns").map(|value| stack.links(value, &SUBNET));
    let at = Source::File(record.header);
    Attachment {
        id: id(record),
        exists: record.exists.and(Truth::Unknown),
        to: Attached::Network(network.unwrap_or_else(|| Link::Unknown(policy(record)))),
        subnets: subnets.unwrap_or_default(),
        zonal: false,
        routes: vec![unknown_route(policy(record))],
        evidence: vec![Evidence::new(&id(record), "a VPC is attached to a core network", &at)],
    }
}

fn policy(record: &Record) -> Gap {
    Gap {
        kind: GapKind::Unsupported,
        what: format!("the policy of the core network of `{}`", record.address),
        source: Some(Source::File(record.header)),
    }
}
