//! VPN connections and the gateways at both ends.
//!
//! Source: EC2 API `VpnGateway`, `VpnConnection`, `CustomerGateway`; the provider's pages of the same (read 2026-11-25).

use std::collections::HashMap;

use ringfence_replies::{Body, field, items, text};
use ringfence_terraform::Value;

use super::making::Making;
use super::objects::Object;
use super::shape::{is_gone, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, id) in making.each("VpnGateways", "VpnGatewayId") {
        if !is_gone(object.value, "State") {
            gateway(making, object, id);
        }
    }
    for (object, id) in making.each("CustomerGateways", "CustomerGatewayId") {
        if is_gone(object.value, "State") {
            continue;
        }
        let mut body = Body::default();
        body.copy(
            object.value,
            &[
                ("BgpAsn", "bgp_asn"),
                ("IpAddress", "ip_address"),
                ("Type", "type"),
                ("DeviceName", "device_name"),
                ("CertificateArn", "certificate_arn"),
            ],
        );
        put_tags(&mut body, object.value);
        making.add("aws_customer_gateway", object, id, body);
    }
    let attachments = attachments(making);
    for (object, id) in making.each("VpnConnections", "VpnConnectionId") {
        hide_keys(making, object);
        if !is_gone(object.value, "State") {
            connection(making, object, id, &attachments);
        }
    }
}

fn gateway<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let attached = items(object.value, "VpcAttachments").iter().find(|at| !is_gone(at, "State"));
    let vpc = attached.and_then(|at| field(at, "VpcId"));
    let mut body = Body::default();
    body.put("vpc_id", vpc);
    body.copy(
        object.value,
        &[("AmazonSideAsn", "amazon_side_asn"), ("AvailabilityZone", "availability_zone")],
    );
    put_tags(&mut body, object.value);
    making.add("aws_vpn_gateway", object, id, body);
    let Some(vpc) = vpc else { return };
    let mut body = Body::default();
    body.put("vpc_id", Some(vpc));
    body.put("vpn_gateway_id", Some(id));
    let address = format!("{}/{}", id.as_str().unwrap_or_default(), vpc.as_str().unwrap_or_default());
    making.add_as("aws_vpn_gateway_attachment", object, &address, vpc.origin.at, body);
}

/// Attachments to transit gateways by what is attached.
fn attachments<'r>(making: &Making<'r>) -> HashMap<&'r str, &'r Value> {
    let all = making.objects.of("TransitGatewayAttachments").into_iter();
    let there = all.filter(|object| !is_gone(object.value, "State"));
    there
        .filter_map(|object| {
            Some((text(object.value, "ResourceId")?, field(object.value, "TransitGatewayAttachmentId")?))
        })
        .collect()
}

fn connection<'r>(
    making: &mut Making<'r>,
    object: Object<'r>,
    id: &Value,
    attachments: &HashMap<&'r str, &'r Value>,
) {
    let (value, mut body) = (object.value, Body::default());
    body.copy(
        value,
        &[
            ("CustomerGatewayId", "customer_gateway_id"),
            ("VpnGatewayId", "vpn_gateway_id"),
            ("TransitGatewayId", "transit_gateway_id"),
            ("CoreNetworkArn", "core_network_arn"),
            ("Type", "type"),
            ("Options.StaticRoutesOnly", "static_routes_only"),
            ("Options.EnableAcceleration", "enable_acceleration"),
            ("Options.LocalIpv4NetworkCidr", "local_ipv4_network_cidr"),
            ("Options.RemoteIpv4NetworkCidr", "remote_ipv4_network_cidr"),
            ("Options.TunnelInsideIpVersion", "tunnel_inside_ip_version"),
        ],
    );
    let attached = id.as_str().and_then(|id| attachments.get(id));
    body.put("transit_gateway_attachment_id", attached.copied());
    let there: Vec<&Value> = items(value, "Routes").iter().filter(|route| !is_gone(route, "State")).collect();
    if let Some(list) = field(value, "Routes") {
        let block = |route: &&Value| {
            let mut block = Body::default();
            block.copy(
                route,
                &[
                    ("DestinationCidrBlock", "destination_cidr_block"),
                    ("Source", "source"),
                    ("State", "state"),
                ],
            );
            block.block(route.origin.at)
        };
        body.set_list("routes", there.iter().map(block).collect(), list.origin.at);
    }
    put_tags(&mut body, value);
    making.add("aws_vpn_connection", object, id, body);
    for to in there.iter().filter_map(|route| field(route, "DestinationCidrBlock")) {
        let mut body = Body::default();
        body.put("destination_cidr_block", Some(to));
        body.put("vpn_connection_id", Some(id));
        let address = format!("{}:{}", to.as_str().unwrap_or_default(), id.as_str().unwrap_or_default());
        making.add_as("aws_vpn_connection_route", object, &address, to.origin.at, body);
    }
}

/// The keys of the tunnels stand in the clear.
fn hide_keys<'r>(making: &mut Making<'r>, object: Object<'r>) {
    making.hide(field(object.value, "CustomerGatewayConfiguration"));
    for tunnel in ringfence_replies::items(object.value, "Options.TunnelOptions") {
        making.hide(field(tunnel, "PreSharedKey"));
    }
}
