//! Transit gateways: attachments, route tables, and what these hold.
//!
//! Source: EC2 API `TransitGateway`, `TransitGatewayVpcAttachment`, `TransitGatewayPeeringAttachment`,
//! `TransitGatewayAttachment`, `TransitGatewayRouteTable`; the provider's pages of the same (read 2026-11-25).

use ringfence_replies::{Body, field, text};
use ringfence_terraform::Value;

use super::making::Making;
use super::objects::Object;
use super::shape::{is_gone, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, id) in making.each("TransitGateways", "TransitGatewayId") {
        if !is_gone(object.value, "State") {
            gateway(making, object, id);
        }
    }
    for (object, id) in making.each("TransitGatewayVpcAttachments", "TransitGatewayAttachmentId") {
        if !is_gone(object.value, "State") {
            vpc_attachment(making, object, id);
        }
    }
    for (object, id) in making.each("TransitGatewayPeeringAttachments", "TransitGatewayAttachmentId") {
        if !is_gone(object.value, "State") {
            peering(making, object, id);
        }
    }
    for (object, id) in making.each("TransitGatewayAttachments", "TransitGatewayAttachmentId") {
        if !is_gone(object.value, "State") {
            attachment(making, object, id);
        }
    }
    for (object, id) in making.each("TransitGatewayRouteTables", "TransitGatewayRouteTableId") {
        if is_gone(object.value, "State") {
            continue;
        }
        let mut body = Body::default();
        body.copy(
            object.value,
            &[
                ("TransitGatewayId", "transit_gateway_id"),
                ("DefaultAssociationRouteTable", "default_association_route_table"),
                ("DefaultPropagationRouteTable", "default_propagation_route_table"),
            ],
        );
        put_tags(&mut body, object.value);
        making.add("aws_ec2_transit_gateway_route_table", object, id, body);
    }
}

fn gateway<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let mut body = Body::default();
    body.copy(
        object.value,
        &[
            ("TransitGatewayArn", "arn"),
            ("OwnerId", "owner_id"),
            ("Description", "description"),
            ("Options.AmazonSideAsn", "amazon_side_asn"),
            ("Options.AssociationDefaultRouteTableId", "association_default_route_table_id"),
            ("Options.PropagationDefaultRouteTableId", "propagation_default_route_table_id"),
            ("Options.AutoAcceptSharedAttachments", "auto_accept_shared_attachments"),
            ("Options.DefaultRouteTableAssociation", "default_route_table_association"),
            ("Options.DefaultRouteTablePropagation", "default_route_table_propagation"),
            ("Options.DnsSupport", "dns_support"),
            ("Options.MulticastSupport", "multicast_support"),
            ("Options.SecurityGroupReferencingSupport", "security_group_referencing_support"),
            ("Options.TransitGatewayCidrBlocks", "transit_gateway_cidr_blocks"),
            ("Options.VpnEcmpSupport", "vpn_ecmp_support"),
        ],
    );
    put_tags(&mut body, object.value);
    making.add("aws_ec2_transit_gateway", object, id, body);
}

fn vpc_attachment<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let mut body = Body::default();
    body.copy(
        object.value,
        &[
            ("TransitGatewayId", "transit_gateway_id"),
            ("VpcId", "vpc_id"),
            ("VpcOwnerId", "vpc_owner_id"),
            ("SubnetIds", "subnet_ids"),
            ("State", "state"),
            ("Options.ApplianceModeSupport", "appliance_mode_support"),
            ("Options.DnsSupport", "dns_support"),
            ("Options.Ipv6Support", "ipv6_support"),
            ("Options.SecurityGroupReferencingSupport", "security_group_referencing_support"),
        ],
    );
    put_tags(&mut body, object.value);
    making.add("aws_ec2_transit_gateway_vpc_attachment", object, id, body);
}

fn peering<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let mut body = Body::default();
    body.copy(
        object.value,
        &[
            ("RequesterTgwInfo.TransitGatewayId", "transit_gateway_id"),
            ("AccepterTgwInfo.TransitGatewayId", "peer_transit_gateway_id"),
            ("AccepterTgwInfo.OwnerId", "peer_account_id"),
            ("AccepterTgwInfo.Region", "peer_region"),
            ("State", "state"),
        ],
    );
    put_tags(&mut body, object.value);
    making.add("aws_ec2_transit_gateway_peering_attachment", object, id, body);
}

/// An attachment of any kind, and the route table that it is associated with.
///
/// Those of VPCs and peerings are resources, of which another reply may have told more; of the others, which come to be
/// with a VPN connection or a gateway of Direct Connect, Terraform has a data source.
fn attachment<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let (value, name) = (object.value, id.as_str().unwrap_or_default());
    associate(making, object, id);
    if making.has(name) {
        return;
    }
    let mut body = Body::default();
    body.copy(value, &[("TransitGatewayId", "transit_gateway_id"), ("State", "state")]);
    put_tags(&mut body, value);
    match text(value, "ResourceType") {
        Some("vpc") => {
            body.copy(value, &[("ResourceId", "vpc_id"), ("ResourceOwnerId", "vpc_owner_id")]);
            let why = format!("the subnets of `{name}`, which no reply lists");
            body.set_unknown("subnet_ids", &why, id.origin.at);
            making.add("aws_ec2_transit_gateway_vpc_attachment", object, id, body);
        }
        Some("peering" | "tgw-peering") => {
            body.copy(
                value,
                &[("ResourceId", "peer_transit_gateway_id"), ("ResourceOwnerId", "peer_account_id")],
            );
            making.add("aws_ec2_transit_gateway_peering_attachment", object, id, body);
        }
        _ => {
            body.copy(
                value,
                &[
                    ("TransitGatewayAttachmentId", "transit_gateway_attachment_id"),
                    ("ResourceId", "resource_id"),
                    ("ResourceType", "resource_type"),
                    ("ResourceOwnerId", "resource_owner_id"),
                    ("TransitGatewayOwnerId", "transit_gateway_owner_id"),
                    ("Association.TransitGatewayRouteTableId", "association_transit_gateway_route_table_id"),
                    ("Association.State", "association_state"),
                ],
            );
            making.add_data("aws_ec2_transit_gateway_attachment", object, (name, id.origin.at), body);
        }
    }
}

fn associate<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let Some(association) = field(object.value, "Association").filter(|own| !is_gone(own, "State")) else {
        return;
    };
    let Some(table) = field(association, "TransitGatewayRouteTableId") else { return };
    let mut body = Body::default();
    body.put("transit_gateway_attachment_id", Some(id));
    body.put("transit_gateway_route_table_id", Some(table));
    body.copy(object.value, &[("ResourceId", "resource_id"), ("ResourceType", "resource_type")]);
    let address = format!("{}_{}", table.as_str().unwrap_or_default(), id.as_str().unwrap_or_default());
    making.add_as("aws_ec2_transit_gateway_route_table_association", object, &address, table.origin.at, body);
}
