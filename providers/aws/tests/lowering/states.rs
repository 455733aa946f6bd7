//! States have ids as text where configuration has references.

use ringfence_model::Truth;

use crate::harness::{ids, lower_state};

const VPC: (&str, &str, &str) = (
    "aws_vpc",
    "v",
    r#"{"id":"vpc-1","cidr_block":"10.0.0.0/16","default_security_group_id":"sg-d","main_route_table_id":"rtb-m","default_network_acl_id":"acl-d"}"#,
);
const SUBNET: (&str, &str, &str) = (
    "aws_subnet",
    "s",
    r#"{"id":"subnet-1","vpc_id":"vpc-1","cidr_block":"10.0.1.0/24","map_public_ip_on_launch":false}"#,
);

#[test]
fn interfaces_and_addresses_are_found_by_their_ids() {
    let lowered = lower_state(&[
        VPC,
        SUBNET,
        (
            "aws_instance",
            "i",
            r#"{"id":"i-1","subnet_id":"subnet-1","private_ip":"10.0.1.5","public_ip":"203.0.113.5","associate_public_ip_address":true,"primary_network_interface_id":"eni-1","vpc_security_group_ids":["sg-d"],"source_dest_check":true,"ipv6_addresses":[],"ipv6_address_count":0,"secondary_private_ips":[]}"#,
        ),
        (
            "aws_network_interface",
            "n",
            r#"{"id":"eni-2","subnet_id":"subnet-1","private_ips":["10.0.1.6"],"private_ips_count":0,"security_groups":["sg-2"],"source_dest_check":false,"attachment":[{"instance":"i-1","device_index":1,"attachment_id":"eni-attach-1"}],"ipv6_addresses":[]}"#,
        ),
        (
            "aws_eip",
            "e",
            r#"{"id":"eipalloc-1","allocation_id":"eipalloc-1","public_ip":"203.0.113.6","instance":"i-1","network_interface":"eni-2","private_ip":"10.0.1.6"}"#,
        ),
        (
            "aws_eip",
            "f",
            r#"{"id":"eipalloc-2","public_ip":"203.0.113.7","instance":"i-1","network_interface":"eni-1"}"#,
        ),
    ]);
    let found = &lowered.machine("aws_instance.i").interfaces;
    let shown: Vec<String> = found
        .iter()
        .map(|one| {
            let (inside, public) = (one.addresses.as_ref().unwrap().must.to_string(), &one.public_addresses);
            format!("{} {} {inside} {public}", ids(&one.subnets).join("+"), ids(&one.filters).join("+"))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "aws_subnet.s aws_vpc.v/default-security-group 10.0.1.5/32 203.0.113.5/32, 203.0.113.7/32",
            "aws_subnet.s sg-2 10.0.1.6/32 203.0.113.6/32"
        ]
    );
    let forwards: Vec<Truth> = found.iter().map(|interface| interface.forwards.truth()).collect();
    assert_eq!(forwards, [Truth::No, Truth::Yes]);
    assert_eq!(lowered.model.machines.len(), 1);
}

const ROUTED: [(&str, &str, &str); 10] = [
    VPC,
    SUBNET,
    (
        "aws_ec2_transit_gateway",
        "t",
        r#"{"id":"tgw-1","association_default_route_table_id":"tgw-rtb-1","propagation_default_route_table_id":"tgw-rtb-1","default_route_table_association":"enable","default_route_table_propagation":"enable"}"#,
    ),
    (
        "aws_ec2_transit_gateway_vpc_attachment",
        "a",
        r#"{"id":"tgw-attach-1","transit_gateway_id":"tgw-1","vpc_id":"vpc-1","subnet_ids":["subnet-1"],"transit_gateway_default_route_table_association":true,"transit_gateway_default_route_table_propagation":true}"#,
    ),
    (
        "aws_vpn_connection",
        "v",
        r#"{"id":"vpn-1","transit_gateway_id":"tgw-1","vpn_gateway_id":"","customer_gateway_id":"cgw-1","transit_gateway_attachment_id":"tgw-attach-2","static_routes_only":true,"local_ipv4_network_cidr":"0.0.0.0/0","tunnel_inside_ip_version":"ipv4","routes":[]}"#,
    ),
    (
        "aws_ec2_transit_gateway_route",
        "r",
        r#"{"id":"x","destination_cidr_block":"192.168.0.0/16","transit_gateway_attachment_id":"tgw-attach-2","transit_gateway_route_table_id":"tgw-rtb-1","blackhole":false}"#,
    ),
    ("aws_vpn_gateway", "w", r#"{"id":"vgw-1","vpc_id":"vpc-1"}"#),
    (
        "aws_route_table",
        "m",
        r#"{"id":"rtb-1","vpc_id":"vpc-1","propagating_vgws":["vgw-1"],"route":[{"cidr_block":"192.168.0.0/16","transit_gateway_id":"tgw-1","gateway_id":"","nat_gateway_id":"","ipv6_cidr_block":""}]}"#,
    ),
    (
        "aws_vpn_connection",
        "w",
        r#"{"id":"vpn-2","vpn_gateway_id":"vgw-1","transit_gateway_id":"","customer_gateway_id":"cgw-2","static_routes_only":true,"routes":[{"destination_cidr_block":"172.16.0.0/12","source":"Static","state":"available"}]}"#,
    ),
    (
        "aws_route_table_association",
        "s",
        r#"{"id":"rtbassoc-1","subnet_id":"subnet-1","route_table_id":"rtb-1","gateway_id":""}"#,
    ),
];

#[test]
fn routers_are_found_by_their_ids() {
    let lowered = lower_state(&ROUTED);
    assert_eq!(
        lowered.targets("aws_subnet.s"),
        ["192.168.0.0/16 aws_ec2_transit_gateway.t", "172.16.0.0/12 aws_vpn_gateway.w"]
    );
    let (to, exists, routes) =
        lowered.attachment("aws_ec2_transit_gateway.t", "aws_ec2_transit_gateway_vpc_attachment.a");
    assert_eq!((to.as_str(), exists), ("aws_vpc.v", Truth::Yes));
    assert_eq!(
        routes,
        ["192.168.0.0/16 aws_vpn_connection.v", "10.0.0.0/16 aws_ec2_transit_gateway_vpc_attachment.a"]
    );
    assert_eq!(
        lowered.attachment("aws_vpn_gateway.w", "aws_vpn_connection.w").0,
        "cgw-2 172.16.0.0/12..172.16.0.0/12"
    );
}

#[test]
fn what_a_vpc_comes_with_goes_by_the_name_of_what_adopts_it() {
    let lowered = lower_state(&[
        VPC,
        SUBNET,
        ("aws_default_security_group", "d", r#"{"id":"sg-d","vpc_id":"vpc-1","ingress":[],"egress":[]}"#),
        (
            "aws_instance",
            "i",
            r#"{"id":"i-1","subnet_id":"subnet-1","private_ip":"10.0.1.5","vpc_security_group_ids":["sg-d"]}"#,
        ),
    ]);
    let filters = ids(&lowered.machine("aws_instance.i").interfaces[0].filters);
    assert_eq!(filters, ["aws_default_security_group.d"]);
}
