//! Transit gateways, VPN, Direct Connect.

use ringfence_model::Truth;
use ringfence_terraform::RecordKind;

use crate::support::{addresses, known, notices, read, record, why};

pub(crate) const TABLES: &str = r#"{"TransitGatewayRouteTables": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available"}]}"#;

pub(crate) const ROUTES: &str = r#"{"Routes": [
    {"DestinationCidrBlock": "10.1.0.0/16", "Type": "static", "State": "active", "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1", "ResourceType": "vpc"}]},
    {"DestinationCidrBlock": "10.9.0.0/16", "Type": "static", "State": "blackhole"},
    {"DestinationCidrBlock": "10.2.0.0/16", "Type": "propagated", "State": "active", "TransitGatewayAttachments": [
        {"TransitGatewayAttachmentId": "tgw-attach-2"}, {"TransitGatewayAttachmentId": "tgw-attach-3"}]}], "AdditionalRoutesAvailable": false}"#;

pub(crate) const PROPAGATIONS: &str = r#"{"TransitGatewayPropagations": [{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayRouteTablePropagations": [
    {"TransitGatewayAttachmentId": "tgw-attach-1", "ResourceId": "vpc-1", "ResourceType": "vpc", "State": "enabled"}]}]}"#;

#[test]
fn routes_are_of_the_table_in_the_name_of_their_file() {
    let (stack, _) = read(&[("a.json", TABLES), ("routes-tgw-rtb-1.json", ROUTES), ("p.json", PROPAGATIONS)]);
    let route = record(&stack, "tgw-rtb-1_10.1.0.0/16");
    assert_eq!(known(route, "transit_gateway_attachment_id"), r#""tgw-attach-1""#);
    assert_eq!((known(route, "blackhole"), known(route, "type")), ("false".into(), r#""static""#.into()));
    assert_eq!(known(record(&stack, "tgw-rtb-1_10.9.0.0/16"), "blackhole"), "true");
    let spread = record(&stack, "tgw-rtb-1_10.2.0.0/16");
    assert_eq!(known(spread, "transit_gateway_attachment_ids"), r#"["tgw-attach-2","tgw-attach-3"]"#);
    assert_eq!(known(record(&stack, "tgw-rtb-1_propagates_tgw-attach-1"), "resource_id"), r#""vpc-1""#);
    assert!(!addresses(&stack).contains(&"tgw-rtb-1/routes"));
}

#[test]
fn a_table_of_which_no_routes_are_told_may_have_any() {
    let more = ROUTES.replace("\"AdditionalRoutesAvailable\": false", "\"AdditionalRoutesAvailable\": true");
    for (name, routes, told) in [("routes.json", ROUTES, true), ("tgw-rtb-1.json", more.as_str(), false)] {
        let (stack, _) = read(&[("a.json", TABLES), (name, routes)]);
        let unknown = record(&stack, "tgw-rtb-1/routes");
        assert!(why(unknown, "destination_cidr_block").contains("search-transit-gateway-routes"), "{name}");
        assert_eq!(unknown.exists, Truth::Unknown);
        assert_eq!(notices(&stack).contains("does not say which route table"), told, "{name}");
    }
}

#[test]
fn attachments_of_every_kind_are_told_apart() {
    let (stack, _) = read(&[
        (
            "all.json",
            r#"{"TransitGatewayAttachments": [
            {"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "tgw-1", "ResourceType": "vpc", "ResourceId": "vpc-1", "State": "available",
             "Association": {"TransitGatewayRouteTableId": "tgw-rtb-1", "State": "associated"}},
            {"TransitGatewayAttachmentId": "tgw-attach-2", "TransitGatewayId": "tgw-1", "ResourceType": "vpc", "ResourceId": "vpc-2", "State": "available"},
            {"TransitGatewayAttachmentId": "tgw-attach-3", "TransitGatewayId": "tgw-1", "ResourceType": "vpn", "ResourceId": "vpn-1", "State": "available"},
            {"TransitGatewayAttachmentId": "tgw-attach-4", "TransitGatewayId": "tgw-1", "ResourceType": "peering", "ResourceId": "tgw-2", "State": "available"},
            {"TransitGatewayAttachmentId": "tgw-attach-5", "ResourceType": "vpc", "State": "deleted"}]}"#,
        ),
        (
            "vpcs.json",
            r#"{"TransitGatewayVpcAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "tgw-1", "VpcId": "vpc-1",
            "SubnetIds": ["subnet-1"], "State": "available", "Options": {"ApplianceModeSupport": "disable"}}]}"#,
        ),
        (
            "vpn.json",
            r#"{"VpnConnections": [{"VpnConnectionId": "vpn-1", "CustomerGatewayId": "cgw-1", "TransitGatewayId": "tgw-1", "State": "available"}]}"#,
        ),
    ]);
    assert_eq!(known(record(&stack, "tgw-attach-1"), "subnet_ids"), r#"["subnet-1"]"#);
    assert!(why(record(&stack, "tgw-attach-2"), "subnet_ids").contains("no reply lists"));
    let vpn = record(&stack, "tgw-attach-3");
    assert_eq!((vpn.kind, known(vpn, "resource_id")), (RecordKind::Data, r#""vpn-1""#.into()));
    assert_eq!(known(record(&stack, "vpn-1"), "transit_gateway_attachment_id"), r#""tgw-attach-3""#);
    assert_eq!(known(record(&stack, "tgw-attach-4"), "peer_transit_gateway_id"), r#""tgw-2""#);
    let association = record(&stack, "tgw-rtb-1_tgw-attach-1");
    assert_eq!(association.type_name.as_ref(), "aws_ec2_transit_gateway_route_table_association");
    assert!(!addresses(&stack).contains(&"tgw-attach-5"));
}

#[test]
fn keys_of_tunnels_are_hidden() {
    let text = r#"{"VpnConnections": [{"VpnConnectionId": "vpn-1", "CustomerGatewayId": "cgw-1", "VpnGatewayId": "vgw-1", "State": "available", "Type": "ipsec.1",
        "CustomerGatewayConfiguration": "<pre_shared_key>SECRET</pre_shared_key>",
        "Options": {"StaticRoutesOnly": true, "TunnelOptions": [{"PreSharedKey": "SECRET", "OutsideIpAddress": "203.0.113.1"}]},
        "Routes": [{"DestinationCidrBlock": "192.168.0.0/16", "State": "available"}, {"DestinationCidrBlock": "192.169.0.0/16", "State": "deleted"}]}]}"#;
    let (stack, sources) = read(&[("vpn.json", text)]);
    let connection = record(&stack, "vpn-1");
    assert_eq!(known(connection, "static_routes_only"), "true");
    assert_eq!(
        known(connection, "routes"),
        r#"[{"destination_cidr_block":"192.168.0.0/16","state":"available"}]"#
    );
    assert_eq!(known(record(&stack, "192.168.0.0/16:vpn-1"), "vpn_connection_id"), r#""vpn-1""#);
    let file = sources.get(connection.header.file).unwrap();
    for (at, _) in text.match_indices("SECRET") {
        let at = u32::try_from(at).unwrap();
        assert!(file.is_hidden(&(at..at + 6)));
    }
    assert!(
        stack
            .records
            .iter()
            .all(|record| record.body.values().all(|value| !value.to_json(true).contains("SECRET")))
    );
}

#[test]
fn direct_connect_writes_its_names_small() {
    let (stack, _) = read(&[
        (
            "a.json",
            r#"{"directConnectGateways": [{"directConnectGatewayId": "dx-1", "directConnectGatewayName": "line", "amazonSideAsn": 64512, "directConnectGatewayState": "available"}]}"#,
        ),
        (
            "b.json",
            r#"{"directConnectGatewayAssociations": [{"associationId": "assoc-1", "directConnectGatewayId": "dx-1", "associationState": "associated",
            "associatedGateway": {"id": "tgw-1", "type": "transitGateway"}, "allowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}]}]}"#,
        ),
        (
            "c.json",
            r#"{"virtualInterfaces": [{"virtualInterfaceId": "dxvif-1", "virtualInterfaceType": "transit", "directConnectGatewayId": "dx-1", "vlan": 7,
            "virtualInterfaceState": "available", "bgpPeers": [{"authKey": "SECRET"}]}]}"#,
        ),
    ]);
    assert_eq!(known(record(&stack, "dx-1"), "name"), r#""line""#);
    assert_eq!(known(record(&stack, "assoc-1"), "allowed_prefixes"), r#"["10.0.0.0/8"]"#);
    let interface = record(&stack, "dxvif-1");
    assert_eq!(
        (interface.type_name.as_ref(), known(interface, "vlan")),
        ("aws_dx_transit_virtual_interface", "7".into())
    );
}
