//! Endpoints of services in a VPC, and services of the account's own that others reach through one.
//!
//! Source: EC2 API `VpcEndpoint`, `ServiceConfiguration`; `aws_vpc_endpoint`, `aws_vpc_endpoint_service`
//! (read 2026-11-25).

use ringfence_replies::{Body, field, items};
use ringfence_terraform::Value;

use super::making::Making;
use super::objects::Object;
use super::shape::{each, is_gone, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, id) in making.each("VpcEndpoints", "VpcEndpointId") {
        if !is_gone(object.value, "State") {
            endpoint(making, object, id);
        }
    }
    for (object, id) in making.each("ServiceConfigurations", "ServiceId") {
        if is_gone(object.value, "ServiceState") {
            continue;
        }
        let mut body = Body::default();
        body.copy(
            object.value,
            &[
                ("ServiceName", "service_name"),
                ("AcceptanceRequired", "acceptance_required"),
                ("NetworkLoadBalancerArns", "network_load_balancer_arns"),
                ("GatewayLoadBalancerArns", "gateway_load_balancer_arns"),
                ("AvailabilityZones", "availability_zones"),
                ("ServiceState", "state"),
            ],
        );
        put_tags(&mut body, object.value);
        making.add("aws_vpc_endpoint_service", object, id, body);
    }
}

fn endpoint<'r>(making: &mut Making<'r>, object: Object<'r>, id: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.copy(
        value,
        &[
            ("VpcId", "vpc_id"),
            ("ServiceName", "service_name"),
            ("VpcEndpointType", "vpc_endpoint_type"),
            ("RouteTableIds", "route_table_ids"),
            ("SubnetIds", "subnet_ids"),
            ("NetworkInterfaceIds", "network_interface_ids"),
            ("PrivateDnsEnabled", "private_dns_enabled"),
            ("IpAddressType", "ip_address_type"),
            ("PolicyDocument", "policy"),
            ("RequesterManaged", "requester_managed"),
            ("OwnerId", "owner_id"),
            ("State", "state"),
        ],
    );
    body.put("security_group_ids", each(value, "Groups", "GroupId").as_ref());
    if let Some(list) = field(value, "DnsEntries") {
        let entry = |entry: &Value| {
            let mut block = Body::default();
            block.copy(entry, &[("DnsName", "dns_name"), ("HostedZoneId", "hosted_zone_id")]);
            block.block(entry.origin.at)
        };
        body.set_list("dns_entry", items(value, "DnsEntries").iter().map(entry).collect(), list.origin.at);
    }
    put_tags(&mut body, value);
    making.add("aws_vpc_endpoint", object, id, body);
}
