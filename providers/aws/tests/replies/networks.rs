//! VPCs, subnets, routes, network ACLs, gateways.

use ringfence_model::Truth;

use crate::support::{addresses, known, notices, read, record, why};

#[test]
fn every_range_of_a_vpc_is_one_of_its_own() {
    let (stack, _) = read(&[(
        "vpcs.json",
        r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": "111122223333",
            "CidrBlockAssociationSet": [
                {"AssociationId": "vpc-cidr-assoc-1", "CidrBlock": "10.0.0.0/16", "CidrBlockState": {"State": "associated"}},
                {"AssociationId": "vpc-cidr-assoc-2", "CidrBlock": "10.1.0.0/16", "CidrBlockState": {"State": "associated"}},
                {"AssociationId": "vpc-cidr-assoc-3", "CidrBlock": "10.2.0.0/16", "CidrBlockState": {"State": "disassociated"}}],
            "Ipv6CidrBlockAssociationSet": [
                {"AssociationId": "vpc-cidr-assoc-4", "Ipv6CidrBlock": "2001:db8::/56", "Ipv6CidrBlockState": {"State": "associated"}},
                {"AssociationId": "vpc-cidr-assoc-5", "Ipv6CidrBlock": "2001:db8:1::/56", "Ipv6CidrBlockState": {"State": "associated"}}],
            "Tags": [{"Key": "Name", "Value": "main"}, {"Key": "empty", "Value": ""}]}]}"#,
    )]);
    let vpc = record(&stack, "vpc-1");
    assert_eq!(
        (known(vpc, "cidr_block"), known(vpc, "ipv6_cidr_block")),
        (r#""10.0.0.0/16""#.into(), r#""2001:db8::/56""#.into())
    );
    assert_eq!(known(vpc, "tags"), r#"{"Name":"main","empty":""}"#);
    let v4 = record(&stack, "vpc-cidr-assoc-2");
    assert_eq!(v4.type_name.as_ref(), "aws_vpc_ipv4_cidr_block_association");
    assert_eq!(known(v4, "vpc_id"), r#""vpc-1""#);
    assert_eq!(known(record(&stack, "vpc-cidr-assoc-5"), "ipv6_cidr_block"), r#""2001:db8:1::/56""#);
    let gone = ["vpc-cidr-assoc-1", "vpc-cidr-assoc-3", "vpc-cidr-assoc-4"];
    assert!(addresses(&stack).iter().all(|address| !gone.contains(address)));
}

pub(crate) const ROUTES: &str = r#"{"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1",
    "Associations": [
        {"Main": true, "RouteTableAssociationId": "rtbassoc-1", "RouteTableId": "rtb-1"},
        {"Main": false, "RouteTableAssociationId": "rtbassoc-2", "RouteTableId": "rtb-1", "SubnetId": "subnet-1"},
        {"Main": false, "RouteTableAssociationId": "rtbassoc-3", "RouteTableId": "rtb-1", "GatewayId": "igw-1"},
        {"Main": false, "RouteTableAssociationId": "rtbassoc-4", "RouteTableId": "rtb-1", "SubnetId": "subnet-9",
         "AssociationState": {"State": "disassociated"}}],
    "PropagatingVgws": [{"GatewayId": "vgw-1"}],
    "Routes": [
        {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"},
        {"DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": "eigw-1", "Origin": "CreateRoute", "State": "active"},
        {"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1", "Origin": "CreateRoute", "State": "active"},
        {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "Origin": "CreateRoute", "State": "blackhole"},
        {"DestinationCidrBlock": "192.168.0.0/16", "GatewayId": "vgw-1", "Origin": "EnableVgwRoutePropagation", "State": "active"}]}]}"#;

#[test]
fn routes_and_associations_are_those_of_the_state_and_more() {
    let (stack, _) = read(&[("tables.json", ROUTES)]);
    let table = record(&stack, "rtb-1");
    assert_eq!(
        known(table, "route"),
        concat!(
            r#"[{"egress_only_gateway_id":"eigw-1","ipv6_cidr_block":"::/0","origin":"CreateRoute","state":"active"},"#,
            r#"{"destination_prefix_list_id":"pl-1","origin":"CreateRoute","state":"active","vpc_endpoint_id":"vpce-1"},"#,
            r#"{"cidr_block":"0.0.0.0/0","nat_gateway_id":"nat-1","origin":"CreateRoute","state":"blackhole"},"#,
            r#"{"cidr_block":"192.168.0.0/16","gateway_id":"vgw-1","origin":"EnableVgwRoutePropagation","state":"active"}]"#
        )
    );
    let main = record(&stack, "rtbassoc-1");
    assert_eq!(
        (main.type_name.as_ref(), known(main, "vpc_id")),
        ("aws_main_route_table_association", r#""vpc-1""#.into())
    );
    assert_eq!(known(record(&stack, "rtbassoc-2"), "subnet_id"), r#""subnet-1""#);
    assert_eq!(known(record(&stack, "rtbassoc-3"), "gateway_id"), r#""igw-1""#);
    assert_eq!(known(record(&stack, "vgw-1_rtb-1"), "route_table_id"), r#""rtb-1""#);
    assert!(!addresses(&stack).contains(&"rtbassoc-4"));
}

#[test]
fn a_subnet_of_which_no_table_and_no_acl_is_told_has_unknown_ones() {
    let subnet = r#"{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1"}, {"SubnetId": "subnet-8", "VpcId": "vpc-8"}]}"#;
    let (stack, _) = read(&[("subnets.json", subnet), ("tables.json", ROUTES)]);
    // The first has a table of its own, the other's VPC has none that was listed.
    assert!(!addresses(&stack).contains(&"subnet-1/route-table-association"));
    let unknown = record(&stack, "subnet-8/route-table-association");
    assert!(why(unknown, "route_table_id").contains("aws ec2 describe-route-tables"));
    let acl = record(&stack, "subnet-1/network-acl-association");
    assert_eq!((known(acl, "network_acl_id"), acl.exists), (r#""subnet-1/network-acl""#.into(), Truth::Yes));
}

#[test]
fn acls_have_their_rules_without_the_last_one() {
    let (stack, _) = read(&[(
        "acls.json",
        r#"{"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{"SubnetId": "subnet-1"}], "Entries": [
            {"RuleNumber": 100, "RuleAction": "deny", "Egress": false, "Protocol": "6", "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 22, "To": 23}},
            {"RuleNumber": 101, "RuleAction": "allow", "Egress": false, "Protocol": "58", "Ipv6CidrBlock": "::/0", "IcmpTypeCode": {"Type": -1, "Code": -1}},
            {"RuleNumber": 32767, "RuleAction": "deny", "Egress": false, "Protocol": "-1", "CidrBlock": "0.0.0.0/0"},
            {"RuleNumber": 32768, "RuleAction": "deny", "Egress": true, "Protocol": "-1", "Ipv6CidrBlock": "::/0"}]},
            {"NetworkAclId": "acl-2", "VpcId": "vpc-1"}]}"#,
    )]);
    let acl = record(&stack, "acl-1");
    assert_eq!(
        known(acl, "ingress"),
        concat!(
            r#"[{"action":"deny","cidr_block":"0.0.0.0/0","from_port":22,"protocol":"6","rule_no":100,"to_port":23},"#,
            r#"{"action":"allow","icmp_code":-1,"icmp_type":-1,"ipv6_cidr_block":"::/0","protocol":"58","rule_no":101}]"#
        )
    );
    assert_eq!((known(acl, "egress"), known(acl, "subnet_ids")), ("[]".into(), r#"["subnet-1"]"#.into()));
    assert!(!why(record(&stack, "acl-2"), "ingress").is_empty());
}

#[test]
fn gateways_peerings_and_endpoints_that_are_gone_are_left_out() {
    let (stack, _) = read(&[
        (
            "nat.json",
            r#"{"NatGateways": [
            {"NatGatewayId": "nat-1", "State": "available", "SubnetId": "subnet-1", "ConnectivityType": "public",
             "NatGatewayAddresses": [{"AllocationId": "eipalloc-1", "PublicIp": "203.0.113.1", "NetworkInterfaceId": "eni-1", "IsPrimary": true}]},
            {"NatGatewayId": "nat-2", "State": "deleted"}]}"#,
        ),
        (
            "pcx.json",
            r#"{"VpcPeeringConnections": [
            {"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "active"}, "RequesterVpcInfo": {"VpcId": "vpc-1", "OwnerId": "1"},
             "AccepterVpcInfo": {"VpcId": "vpc-2", "OwnerId": "111122223333", "Region": "eu-west-1", "PeeringOptions": {"AllowDnsResolutionFromRemoteVpc": true}}},
            {"VpcPeeringConnectionId": "pcx-2", "Status": {"Code": "deleted"}}]}"#,
        ),
        (
            "vpce.json",
            r#"{"VpcEndpoints": [
            {"VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "State": "available", "VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.eu-west-1.sts",
             "Groups": [{"GroupId": "sg-1", "GroupName": "a"}], "SubnetIds": ["subnet-1"], "RouteTableIds": []},
            {"VpcEndpointId": "vpce-2", "State": "deleting"}]}"#,
        ),
        ("igw.json", r#"{"InternetGateways": [{"InternetGatewayId": "igw-1", "Attachments": []}]}"#),
    ]);
    let nat = record(&stack, "nat-1");
    assert_eq!(
        (known(nat, "allocation_id"), known(nat, "public_ip")),
        (r#""eipalloc-1""#.into(), r#""203.0.113.1""#.into())
    );
    let peering = record(&stack, "pcx-1");
    assert_eq!(
        (known(peering, "vpc_id"), known(peering, "peer_vpc_id")),
        (r#""vpc-1""#.into(), r#""vpc-2""#.into())
    );
    assert_eq!(known(peering, "accepter"), r#"[{"allow_remote_vpc_dns_resolution":true}]"#);
    assert_eq!(known(record(&stack, "vpce-1"), "security_group_ids"), r#"["sg-1"]"#);
    assert_eq!(known(record(&stack, "igw-1"), "vpc_id"), "-");
    assert!(addresses(&stack).iter().all(|address| !["nat-2", "pcx-2", "vpce-2"].contains(address)));
}

#[test]
fn the_same_thing_told_twice_is_one_record() {
    let vpcs = r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}"#;
    let (stack, _) = read(&[("a/Vpcs.json", vpcs), ("b/Vpcs.json", vpcs)]);
    assert_eq!(addresses(&stack), ["collected", "vpc-1"]);
}

#[test]
fn block_public_access_has_the_provider_of_the_subnets_that_it_holds_for() {
    let (stack, _) = read(&[
        (
            "bpa.json",
            r#"{"VpcBlockPublicAccessOptions": {"AwsAccountId": "111122223333", "AwsRegion": "eu-west-1", "InternetGatewayBlockMode": "block-bidirectional"}}"#,
        ),
        (
            "exclusions.json",
            r#"{"VpcBlockPublicAccessExclusions": [{"ExclusionId": "vpcbpa-exclude-1", "State": "create-complete",
            "InternetGatewayExclusionMode": "allow-bidirectional", "ResourceArn": "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1"}]}"#,
        ),
        (
            "subnets.json",
            r#"{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "OwnerId": "111122223333", "AvailabilityZone": "eu-west-1b"}]}"#,
        ),
    ]);
    let options = record(&stack, "vpc-block-public-access/111122223333/eu-west-1");
    assert_eq!(options.provider, record(&stack, "subnet-1").provider);
    assert_eq!(known(options, "internet_gateway_block_mode"), r#""block-bidirectional""#);
    assert_eq!(known(record(&stack, "vpcbpa-exclude-1"), "subnet_id"), r#""subnet-1""#);
    let provider =
        stack.providers.iter().find(|provider| Some(&provider.name) == options.provider.as_ref()).unwrap();
    assert_eq!(provider.body.get("region").and_then(|region| region.as_str()), Some("eu-west-1"));
}

#[test]
fn kinds_that_are_not_read_are_told() {
    let (stack, _) = read(&[
        ("a.json", r#"{"Vpcs": [{"VpcId": "vpc-1"}, {"Name": "x"}, 7]}"#),
        ("b.json", r#"{"Snapshots": [{"SnapshotId": "snap-1"}]}"#),
        ("c.json", r#"{"CacheClusters": [{"CacheClusterId": "x"}]}"#),
    ]);
    let said = notices(&stack);
    for words in ["a part of `Vpcs` is no object with a text `VpcId`", "1 of `Snapshots`", "`CacheClusters`"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
}
