//! Gateways to the internet, and fixed public addresses.
//!
//! Source: EC2 API `InternetGateway`, `EgressOnlyInternetGateway`, `NatGateway`, `Address`; the provider's pages of the
//! same (read 2026-11-25).

use ringfence_replies::{Body, field, items, text};
use ringfence_terraform::Value;

use super::making::Making;
use super::objects::Object;
use super::shape::{is_gone, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (kind, id, type_name) in [
        ("InternetGateways", "InternetGatewayId", "aws_internet_gateway"),
        ("EgressOnlyInternetGateways", "EgressOnlyInternetGatewayId", "aws_egress_only_internet_gateway"),
    ] {
        for (object, id) in making.each(kind, id) {
            let mut body = Body::default();
            let attached = items(object.value, "Attachments").iter().find(|at| !is_gone(at, "State"));
            body.put("vpc_id", attached.and_then(|at| field(at, "VpcId")));
            body.copy(object.value, &[("OwnerId", "owner_id")]);
            put_tags(&mut body, object.value);
            making.add(type_name, object, id, body);
        }
    }
    for (object, id) in making.each("NatGateways", "NatGatewayId") {
        if !is_gone(object.value, "State") {
            nat_gateway(making, object, id);
        }
    }
    addresses(making);
}

fn nat_gateway<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let mut body = Body::default();
    body.copy(
        object.value,
        &[("SubnetId", "subnet_id"), ("VpcId", "vpc_id"), ("ConnectivityType", "connectivity_type")],
    );
    let list = items(object.value, "NatGatewayAddresses");
    let primary = list.iter().find(|at| field(at, "IsPrimary").and_then(Value::as_bool) == Some(true));
    if let Some(address) = primary.or(list.first()) {
        body.copy(
            address,
            &[
                ("AllocationId", "allocation_id"),
                ("AssociationId", "association_id"),
                ("NetworkInterfaceId", "network_interface_id"),
                ("PrivateIp", "private_ip"),
                ("PublicIp", "public_ip"),
            ],
        );
    }
    put_tags(&mut body, object.value);
    making.add("aws_nat_gateway", object, id, body);
}

fn addresses(making: &mut Making<'_>) {
    for (object, public) in making.each("Addresses", "PublicIp") {
        let mut body = Body::default();
        body.copy(
            object.value,
            &[
                ("PublicIp", "public_ip"),
                ("PrivateIpAddress", "private_ip"),
                ("AllocationId", "allocation_id"),
                ("AssociationId", "association_id"),
                ("InstanceId", "instance"),
                ("NetworkInterfaceId", "network_interface"),
                ("Domain", "domain"),
                ("PublicIpv4Pool", "public_ipv4_pool"),
                ("NetworkBorderGroup", "network_border_group"),
            ],
        );
        put_tags(&mut body, object.value);
        // Those of the time before VPCs have no id.
        let id = field(object.value, "AllocationId").filter(|_| text(object.value, "AllocationId").is_some());
        making.add("aws_eip", object, id.unwrap_or(public), body);
    }
}
