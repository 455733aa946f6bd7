//! The addresses at the other side of VPN connections.
//!
//! Source: `aws_vpn_connection` (read 2026-11-25): `static_routes_only`, default false; `local_ipv4_network_cidr`, default
//! 0.0.0.0/0; `tunnel_inside_ip_version`, default `ipv4`.

use ringfence_model::ResourceId;
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, Naming, bool_attr, cidrs};
use ringfence_terraform::{Record, Value};

use super::lines::LineKind;
use crate::links::{ATTACHMENT, VPN};
use crate::pages;
use crate::stack::{Stack, id};

/// Static routes by connection.
pub(super) struct VpnRanges<'a> {
    /// Routes of connections that end at a virtual private gateway.
    own: Naming<'a>,
    /// Routes of transit gateways' tables.
    transit: Naming<'a>,
}

impl<'a> VpnRanges<'a> {
    pub(super) fn new(stack: &Stack<'a>) -> Self {
        let own =
            stack.naming(&["aws_vpn_connection_route"], &VPN, |record| record.field("vpn_connection_id"));
        let transit = stack.naming(&["aws_ec2_transit_gateway_route"], &ATTACHMENT, |record| {
            record.field("transit_gateway_attachment_id")
        });
        Self { own, transit }
    }

    /// The kind of a connection, and what is known of the addresses behind it.
    ///
    /// Unknown: what the other side announces may be anything within the connection's own bounds.
    pub(super) fn of(&self, record: &Record) -> (LineKind, Bounds<AddressSet>) {
        let own = id(record);
        let within = within(&own, record);
        let is_static = bool_attr(record, "static_routes_only", Some((false, pages::VPN_CONNECTION))).truth();
        let kind = if is_static.certain() { LineKind::StaticVpn } else { LineKind::Vpn };
        let mut routes = self.routes(&own, record);
        if !is_static.certain() {
            return (kind, Bounds::at_most(within.union(&routes.may)));
        }
        if record.field("transit_gateway_id").is_some_and(|value| value.as_str() != Some("")) {
            // A default route says where packets go, and not that somebody has every address.
            let all = |set: &AddressSet| AddressSet::all_v4().is_subset(set);
            routes.must = if all(&routes.must) { AddressSet::empty() } else { routes.must };
            routes.may = routes.may.union(&within);
        }
        (kind, routes)
    }

    fn routes(&self, own: &ResourceId, record: &Record) -> Bounds<AddressSet> {
        let mut found = Bounds::empty();
        let named =
            self.own.of_or_unknown(own).into_iter().map(|naming| (naming.record, naming.link.id().is_some()));
        let transit = self.transit.of(own).iter().map(|naming| (naming.record, true));
        for (route, sure) in named.chain(transit) {
            let Some(value) = route.field("destination_cidr_block") else { continue };
            let mut set = cidrs(own, "destination_cidr_block", value, &AddressSet::all()).set;
            if !sure || !route.exists.certain() {
                set.must = AddressSet::empty();
            }
            found = found.union(&set);
        }
        for value in record.nested("routes").iter().filter_map(|block| block.field("destination_cidr_block"))
        {
            found = found.union(&cidrs(own, "destination_cidr_block", value, &AddressSet::all()).set);
        }
        found
    }
}

/// What can be behind a connection at most.
fn within(own: &ResourceId, record: &Record) -> AddressSet {
    let read = |name: &str, all: AddressSet| match record.field(name).filter(|v| v.as_str() != Some("")) {
        Some(value) => cidrs(own, name, value, &all).set.may,
        None => all,
    };
    let v4 = || read("local_ipv4_network_cidr", AddressSet::all_v4());
    let v6 = || read("local_ipv6_network_cidr", AddressSet::all_v6());
    match record.field("tunnel_inside_ip_version").map(Value::as_str) {
        None | Some(Some("ipv4" | "")) => v4(),
        Some(Some("ipv6")) => v6(),
        Some(_) => v4().union(&v6()),
    }
}
