//! Security groups and prefix lists.

use crate::support::{addresses, known, notices, read, record, why};

#[test]
fn rules_name_every_kind_of_other_side() {
    let (stack, sources) = read(&[(
        "groups.json",
        r#"{"SecurityGroups": [
            {"GroupId": "sg-1", "GroupName": "api", "OwnerId": "111122223333", "VpcId": "vpc-1",
             "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
                "IpRanges": [{"CidrIp": "198.51.100.0/24"}, {"CidrIp": "203.0.113.0/24"}], "Ipv6Ranges": [{"CidrIpv6": "2001:db8::/32"}],
                "PrefixListIds": [{"PrefixListId": "pl-1"}],
                "UserIdGroupPairs": [{"GroupId": "sg-1", "UserId": "111122223333"}, {"GroupId": "sg-2", "UserId": "444455556666"},
                                     {"GroupId": "sg-9", "UserId": "444455556666", "VpcPeeringConnectionId": "pcx-1"}]}],
             "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]},
            {"GroupId": "sg-2", "GroupName": "other", "OwnerId": "444455556666", "IpPermissions": [], "IpPermissionsEgress": []}]}"#,
    )]);
    let group = record(&stack, "sg-1");
    // A group that was collected goes by its id, whoever owns it; another by its owner too.
    assert_eq!(
        known(group, "ingress"),
        concat!(
            r#"[{"cidr_blocks":["198.51.100.0/24","203.0.113.0/24"],"from_port":443,"ipv6_cidr_blocks":["2001:db8::/32"],"#,
            r#""prefix_list_ids":["pl-1"],"protocol":"tcp","security_groups":["sg-2","444455556666/sg-9"],"self":true,"to_port":443}]"#
        )
    );
    assert_eq!(
        known(group, "egress"),
        r#"[{"cidr_blocks":["0.0.0.0/0"],"from_port":0,"protocol":"-1","to_port":0}]"#
    );
    assert_eq!(known(record(&stack, "sg-2"), "ingress"), "[]");
    // Every literal has its own place.
    let second = group.blocks("ingress")[0].get("cidr_blocks").unwrap().as_list().unwrap()[1].clone();
    assert_eq!(sources.text(second.origin.at), r#""203.0.113.0/24""#);
}

#[test]
fn rules_of_their_own_count_where_the_groups_list_none() {
    let rules = r#"{"SecurityGroupRules": [
        {"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-1", "GroupOwnerId": "111122223333", "IsEgress": false, "IpProtocol": "tcp",
         "FromPort": 22, "ToPort": 22, "CidrIpv4": "0.0.0.0/0"},
        {"SecurityGroupRuleId": "sgr-2", "GroupId": "sg-1", "GroupOwnerId": "111122223333", "IsEgress": true, "IpProtocol": "-1",
         "FromPort": -1, "ToPort": -1, "ReferencedGroupInfo": {"GroupId": "sg-7", "UserId": "444455556666"}},
        {"SecurityGroupRuleId": "sgr-3", "GroupId": "sg-2", "IsEgress": false, "IpProtocol": "-1", "CidrIpv6": "::/0"}]}"#;
    let groups = r#"{"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "a"},
        {"GroupId": "sg-2", "GroupName": "b", "IpPermissions": [{"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}], "IpPermissionsEgress": []}]}"#;
    let (stack, _) = read(&[("rules.json", rules), ("groups.json", groups)]);
    let first = record(&stack, "sgr-1");
    assert_eq!(
        (known(first, "type"), known(first, "cidr_blocks")),
        (r#""ingress""#.into(), r#"["0.0.0.0/0"]"#.into())
    );
    assert_eq!(known(record(&stack, "sgr-2"), "source_security_group_id"), r#""444455556666/sg-7""#);
    assert!(!addresses(&stack).contains(&"sgr-3"), "the group lists it itself");
    // Without them, a group that lists no rules may have any.
    let (alone, _) = read(&[("groups.json", groups)]);
    assert!(why(record(&alone, "sg-1"), "ingress").contains("rules of a security group"));
}

#[test]
fn default_groups_are_those_that_a_vpc_comes_with() {
    let (stack, _) = read(&[(
        "groups.json",
        r#"{"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "default", "VpcId": "vpc-1", "IpPermissions": []}]}"#,
    )]);
    assert_eq!(record(&stack, "sg-1").type_name.as_ref(), "aws_default_security_group");
}

#[test]
fn prefix_lists_have_entries_from_wherever_they_stand() {
    let lists = r#"{"PrefixLists": [{"PrefixListId": "pl-1", "PrefixListName": "admins", "State": "create-complete"},
                                    {"PrefixListId": "pl-2"}, {"PrefixListId": "pl-3"}]}"#;
    let (stack, _) = read(&[
        ("1-managed.json", lists),
        (
            "2-old.json",
            r#"{"PrefixLists": [{"PrefixListId": "pl-2", "Cidrs": ["52.92.0.0/22", "3.5.80.0/21"]}]}"#,
        ),
        ("entries-pl-1.json", r#"{"Entries": [{"Cidr": "198.51.100.0/24", "Description": "office"}]}"#),
        ("entries.json", r#"{"Entries": [{"Cidr": "192.0.2.0/24"}]}"#),
    ]);
    assert_eq!(known(record(&stack, "pl-1"), "entry"), r#"[{"cidr":"198.51.100.0/24"}]"#);
    assert_eq!(known(record(&stack, "pl-2"), "entry"), r#"[{"cidr":"52.92.0.0/22"},{"cidr":"3.5.80.0/21"}]"#);
    assert!(why(record(&stack, "pl-3"), "entry").contains("get-managed-prefix-list-entries"));
    assert!(notices(&stack).contains("`entries.json` does not say which prefix list"), "{}", notices(&stack));
}
