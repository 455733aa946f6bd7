//! Direct Connect: gateways, what they join, and the interfaces to it.
//!
//! Source: Direct Connect API `DirectConnectGateway`, `DirectConnectGatewayAssociation`, `VirtualInterface`; the
//! provider's pages of the same (read 2026-11-25).

use ringfence_replies::{Body, field, items, text};
use ringfence_terraform::Value;

use super::making::Making;
use super::objects::Object;
use super::shape::{each, is_gone, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, id) in making.each("DirectConnectGateways", "DirectConnectGatewayId") {
        if is_gone(object.value, "DirectConnectGatewayState") {
            continue;
        }
        let mut body = Body::default();
        body.copy(
            object.value,
            &[
                ("DirectConnectGatewayName", "name"),
                ("AmazonSideAsn", "amazon_side_asn"),
                ("OwnerAccount", "owner_account_id"),
            ],
        );
        put_tags(&mut body, object.value);
        making.add("aws_dx_gateway", object, id, body);
    }
    for (object, id) in making.each("DirectConnectGatewayAssociations", "AssociationId") {
        if !is_gone(object.value, "AssociationState") {
            association(making, object, id);
        }
    }
    for (object, id) in making.each("VirtualInterfaces", "VirtualInterfaceId") {
        for peer in items(object.value, "BgpPeers") {
            making.hide(field(peer, "AuthKey"));
        }
        making.hide(field(object.value, "AuthKey"));
        making.hide(field(object.value, "CustomerRouterConfig"));
        if !is_gone(object.value, "VirtualInterfaceState") {
            interface(making, object, id);
        }
    }
}

fn association<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.copy(
        value,
        &[
            ("DirectConnectGatewayId", "dx_gateway_id"),
            ("DirectConnectGatewayOwnerAccount", "dx_gateway_owner_account_id"),
            ("AssociatedGateway.Id", "associated_gateway_id"),
            ("AssociatedGateway.Type", "associated_gateway_type"),
            ("AssociatedGateway.OwnerAccount", "associated_gateway_owner_account_id"),
        ],
    );
    // Associations of the time before they could have prefixes name their gateway here.
    if field(value, "AssociatedGateway").is_none() {
        body.copy(value, &[("VirtualGatewayId", "associated_gateway_id")]);
    }
    let prefixes = each(value, "AllowedPrefixesToDirectConnectGateway", "Cidr");
    body.put("allowed_prefixes", prefixes.as_ref());
    making.add("aws_dx_gateway_association", object, id, body);
}

fn interface<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let (value, mut body) = (object.value, Body::default());
    let type_name = match text(value, "VirtualInterfaceType") {
        Some("public") => "aws_dx_public_virtual_interface",
        Some("transit") => "aws_dx_transit_virtual_interface",
        _ => "aws_dx_private_virtual_interface",
    };
    body.copy(
        value,
        &[
            ("ConnectionId", "connection_id"),
            ("VirtualInterfaceName", "name"),
            ("VirtualGatewayId", "vpn_gateway_id"),
            ("DirectConnectGatewayId", "dx_gateway_id"),
            ("Vlan", "vlan"),
            ("Asn", "bgp_asn"),
            ("AddressFamily", "address_family"),
            ("AmazonAddress", "amazon_address"),
            ("CustomerAddress", "customer_address"),
            ("Mtu", "mtu"),
        ],
    );
    body.put("route_filter_prefixes", each(value, "RouteFilterPrefixes", "Cidr").as_ref());
    put_tags(&mut body, value);
    making.add(type_name, object, id, body);
}
