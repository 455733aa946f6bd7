//! Lines to places outside the cloud: VPN connections, and Direct Connect.
//!
//! Source: `aws_vpn_connection`, `aws_dx_gateway_association` (read 2026-11-25); `aws_vpn_connection_route`,
//! `aws_dx_private_virtual_interface`, `aws_dx_hosted_private_virtual_interface_accepter` (remembered).

use std::collections::BTreeMap;

use ringfence_model::{Evidence, Gap, Link, ResourceId, Source, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, cidrs};
use ringfence_terraform::Record;

use super::line_ranges::VpnRanges;
use crate::links::{ASSOCIATED, CUSTOMER_GATEWAY, DIRECT_CONNECT, PROPOSAL, VPN_GATEWAY};
use crate::stack::{Stack, id, outside, part};

/// One line that ends at a gateway.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The attachment: the connection, association or interface.
    pub(super) id: ResourceId,
    /// What stands for the places outside.
    pub(super) outside: ResourceId,
    pub(super) ranges: Bounds<AddressSet>,
    pub(super) kind: LineKind,
    pub(super) exists: Truth,
    /// The only destinations that places outside are told of.
    pub(super) announced: Option<Bounds<AddressSet>>,
    pub(super) evidence: Vec<Evidence>,
}

/// Kinds of line; of equal routes that of the earlier kind decides.
///
/// Source: VPC User Guide, route priority (read 2026-11-25).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LineKind {
    DirectConnect,
    StaticVpn,
    Vpn,
}

/// Lines by the gateway that they end at.
pub(super) struct Lines {
    by_gateway: BTreeMap<ResourceId, Vec<Line>>,
    /// Why a line may end at any gateway.
    stray: Vec<Gap>,
}

impl Lines {
    pub(super) fn new(stack: &Stack<'_>) -> Self {
        let mut lines = Self { by_gateway: BTreeMap::new(), stray: Vec::new() };
        let vpns = VpnRanges::new(stack);
        for record in stack.records.of_type("aws_vpn_connection").iter().copied() {
            let gateway =
                ["vpn_gateway_id", "transit_gateway_id"].iter().find_map(|name| written(record, name));
            let Some(gateway) = gateway else { continue };
            let (kind, ranges) = vpns.of(record);
            lines.add(stack.link(gateway, &ASSOCIATED), vpn(stack, record, kind, ranges));
        }
        for record in stack.records.of_type("aws_dx_gateway_association").iter().copied() {
            let Some(link) = associated(stack, record) else { continue };
            lines.add(link, association(stack, record, record.exists));
        }
        lines.proposals(stack);
        let interfaces =
            ["aws_dx_private_virtual_interface", "aws_dx_hosted_private_virtual_interface_accepter"];
        for record in stack.records.of_types(&interfaces) {
            let Some(gateway) = written(record, "vpn_gateway_id") else { continue };
            lines.add(stack.link(gateway, &VPN_GATEWAY), interface(record));
        }
        for all in lines.by_gateway.values_mut() {
            all.sort_by_key(|line| line.kind);
        }
        lines
    }

    /// Those of one gateway, in the order in which their routes decide.
    pub(super) fn of(&self, gateway: &ResourceId) -> &[Line] {
        self.by_gateway.get(gateway).map_or(&[], Vec::as_slice)
    }

    /// Every gateway at which one ends.
    pub(super) fn gateways(&self) -> impl Iterator<Item = &ResourceId> {
        self.by_gateway.keys()
    }

    /// Why there may be lines that could not be told.
    pub(super) fn stray(&self) -> &[Gap] {
        &self.stray
    }

    fn add(&mut self, gateway: Link, line: Line) {
        match gateway {
            Link::To { id, .. } => self.by_gateway.entry(id).or_default().push(line),
            Link::Unknown(gap) => self.stray.push(gap),
        }
    }

    /// Proposals that nothing here accepts may be accepted elsewhere.
    fn proposals(&mut self, stack: &Stack<'_>) {
        let accepted =
            stack.naming(&["aws_dx_gateway_association"], &PROPOSAL, |record| record.field("proposal_id"));
        for record in stack.records.of_type("aws_dx_gateway_association_proposal").iter().copied() {
            let Some(gateway) = written(record, "associated_gateway_id") else { continue };
            if accepted.of(&id(record)).is_empty() {
                self.add(stack.link(gateway, &ASSOCIATED), association(stack, record, Truth::Unknown));
            }
        }
    }
}

fn written<'r>(record: &'r Record, name: &str) -> Option<&'r ringfence_terraform::Value> {
    record.field(name).filter(|value| value.as_str() != Some(""))
}

fn vpn(stack: &Stack<'_>, record: &Record, kind: LineKind, ranges: Bounds<AddressSet>) -> Line {
    let at = Source::File(record.header);
    let customer = record.field("customer_gateway_id").map(|value| stack.link(value, &CUSTOMER_GATEWAY));
    let outside =
        customer.and_then(|link| link.id().cloned()).unwrap_or_else(|| part(&id(record), "customer"));
    let fact = match kind {
        LineKind::StaticVpn => "a VPN connection with static routes",
        _ => "a VPN connection whose routes the other side announces",
    };
    Line {
        id: id(record),
        outside,
        ranges,
        kind,
        exists: record.exists,
        announced: None,
        evidence: vec![Evidence::new(&id(record), fact, &at)],
    }
}

/// The gateway of an association: its own attribute, or that of the proposal it accepts.
fn associated(stack: &Stack<'_>, record: &Record) -> Option<Link> {
    let own = ["associated_gateway_id", "vpn_gateway_id"].iter().find_map(|name| written(record, name));
    if let Some(value) = own {
        return Some(stack.link(value, &ASSOCIATED));
    }
    let value = record.field("proposal_id")?;
    let proposal =
        stack.target(value, &PROPOSAL).and_then(|proposal| proposal.field("associated_gateway_id"));
    let unknown =
        || outside(format!("the gateway of `{}`", record.address), Some(Source::File(record.header)));
    Some(proposal.map_or_else(|| Link::Unknown(unknown()), |value| stack.link(value, &ASSOCIATED)))
}

fn association(stack: &Stack<'_>, record: &Record, exists: Truth) -> Line {
    let own = id(record);
    let line = record.field("dx_gateway_id").map(|value| stack.link(value, &DIRECT_CONNECT));
    let prefixes =
        record.field("allowed_prefixes").filter(|v| v.as_list().is_none_or(|items| !items.is_empty()));
    let announced = prefixes.map(|value| cidrs(&own, "allowed_prefixes", value, &AddressSet::all()).set);
    Line {
        outside: line.and_then(|link| link.id().cloned()).unwrap_or_else(|| part(&own, "direct-connect")),
        ranges: Bounds::unknown(),
        kind: LineKind::DirectConnect,
        exists: record.exists.and(exists),
        announced,
        evidence: vec![Evidence::new(
            &own,
            "a Direct Connect gateway is associated",
            &Source::File(record.header),
        )],
        id: own,
    }
}

fn interface(record: &Record) -> Line {
    let own = id(record);
    Line {
        outside: own.clone(),
        ranges: Bounds::unknown(),
        kind: LineKind::DirectConnect,
        exists: record.exists,
        announced: None,
        evidence: vec![Evidence::new(
            &own,
            "a private virtual interface ends here",
            &Source::File(record.header),
        )],
        id: own,
    }
}
