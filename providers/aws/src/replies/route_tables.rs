//! Route tables with their routes, and what they hold for.
//!
//! Routes that Terraform leaves out of its state, because it does not manage them, are here: those that a virtual private
//! gateway propagates, and those to gateway endpoints. The local route is left out, as every table has it.
//!
//! Source: EC2 API `RouteTable`, `Route`, `RouteTableAssociation`; `aws_route_table`, `aws_route` (read 2026-11-25).

use ringfence_replies::{Body, field, items, text};
use ringfence_terraform::Value;

use super::making::Making;
use super::objects::Object;
use super::shape::{each, is_gone, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, id) in making.each("RouteTables", "RouteTableId") {
        table(making, object, id);
        for association in items(object.value, "Associations") {
            if !is_gone(association, "AssociationState.State") {
                associate(making, object, id, association);
            }
        }
        for gateway in items(object.value, "PropagatingVgws").iter().filter_map(|at| field(at, "GatewayId")) {
            propagate(making, object, id, gateway);
        }
    }
}

fn table<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.copy(value, &[("VpcId", "vpc_id"), ("OwnerId", "owner_id")]);
    put_tags(&mut body, value);
    if let Some(list) = field(value, "Routes") {
        let routes = list.as_list().unwrap_or_default().iter().filter_map(route).collect();
        body.set_list("route", routes, list.origin.at);
    } else {
        let why = "the routes of a table, which its description does not list";
        body.set_unknown("route", why, id.origin.at);
    }
    if let Some(gateways) = each(value, "PropagatingVgws", "GatewayId") {
        body.set("propagating_vgws", gateways);
    }
    making.add("aws_route_table", object, id, body);
}

/// One route; nothing for the local one.
fn route(route: &Value) -> Option<Value> {
    let mut body = Body::default();
    let gateway = field(route, "GatewayId");
    match gateway.and_then(Value::as_str) {
        Some("local") => return None,
        // The API has endpoints of gateway load balancers there too.
        Some(id) if id.starts_with("vpce-") => body.put("vpc_endpoint_id", gateway),
        _ => body.put("gateway_id", gateway),
    }
    body.copy(
        route,
        &[
            ("DestinationCidrBlock", "cidr_block"),
            ("DestinationIpv6CidrBlock", "ipv6_cidr_block"),
            ("DestinationPrefixListId", "destination_prefix_list_id"),
            ("NatGatewayId", "nat_gateway_id"),
            ("TransitGatewayId", "transit_gateway_id"),
            ("VpcPeeringConnectionId", "vpc_peering_connection_id"),
            ("NetworkInterfaceId", "network_interface_id"),
            ("InstanceId", "instance_id"),
            ("EgressOnlyInternetGatewayId", "egress_only_gateway_id"),
            ("CarrierGatewayId", "carrier_gateway_id"),
            ("LocalGatewayId", "local_gateway_id"),
            ("CoreNetworkArn", "core_network_arn"),
            ("OdbNetworkArn", "odb_network_arn"),
            ("Origin", "origin"),
            ("State", "state"),
        ],
    );
    Some(body.block(route.origin.at))
}

fn associate<'r>(making: &mut Making<'r>, object: Object<'r>, table: &Value, association: &Value) {
    let Some(id) = field(association, "RouteTableAssociationId") else { return };
    let mut body = Body::default();
    body.put("route_table_id", field(association, "RouteTableId").or(Some(table)));
    if field(association, "Main").and_then(Value::as_bool) == Some(true) {
        body.put("vpc_id", field(object.value, "VpcId"));
        making.add("aws_main_route_table_association", object, id, body);
        return;
    }
    body.copy(association, &[("SubnetId", "subnet_id"), ("GatewayId", "gateway_id")]);
    making.add("aws_route_table_association", object, id, body);
}

fn propagate<'r>(making: &mut Making<'r>, object: Object<'r>, table: &Value, gateway: &Value) {
    let (Some(from), Some(to)) = (gateway.as_str(), text(object.value, "RouteTableId")) else { return };
    let mut body = Body::default();
    body.put("vpn_gateway_id", Some(gateway));
    body.put("route_table_id", Some(table));
    let address = format!("{from}_{to}");
    making.add_as("aws_vpn_gateway_route_propagation", object, &address, gateway.origin.at, body);
}
