use ringfence_packets::{Action, Order};

use crate::harness::lower;

const PLACE: &str = "resource \"aws_vpc\" \"v\" { cidr_block = \"10.0.0.0/16\" }\nresource \"aws_subnet\" \"s\" {\n vpc_id = aws_vpc.v.id\n cidr_block = \"10.0.1.0/24\"\n}\n";

#[test]
fn a_subnet_has_the_open_default_unless_one_names_it() {
    let lowered = lower(PLACE);
    let id = lowered.subnet("aws_subnet.s").filters[0].as_str();
    let acl = lowered.filter(id);
    assert_eq!((id, acl.stateful, acl.order), ("aws_vpc.v/default-network-acl", false, Order::FirstMatch));
    assert!(acl.rules.iter().all(|rule| rule.traffic.must.is_all() && rule.action == Action::Allow));
    let named = format!(
        "{PLACE}resource \"aws_network_acl\" \"a\" {{\n vpc_id = aws_vpc.v.id\n subnet_ids = [aws_subnet.s.id]\n}}"
    );
    let lowered = lower(&named);
    assert_eq!(lowered.subnet("aws_subnet.s").filters[0].as_str(), "aws_network_acl.a");
    let acl = lowered.filter("aws_network_acl.a");
    assert_eq!((acl.rules.len(), acl.default_ingress), (0, Action::Deny));
}

#[test]
fn adopting_the_default_takes_its_rules_away() {
    let lowered = lower(&format!(
        "{PLACE}resource \"aws_default_network_acl\" \"d\" {{ default_network_acl_id = aws_vpc.v.default_network_acl_id }}"
    ));
    assert_eq!(lowered.subnet("aws_subnet.s").filters[0].as_str(), "aws_default_network_acl.d");
    assert!(lowered.filter("aws_default_network_acl.d").rules.is_empty());
}

#[test]
fn rules_stand_in_the_order_of_their_numbers_wherever_they_are_written() {
    let lowered = lower(&format!(
        "{PLACE}resource \"aws_network_acl\" \"a\" {{\n vpc_id = aws_vpc.v.id\n ingress {{\n  rule_no = 200\n  action = \"allow\"\n  protocol = \"tcp\"\n  from_port = 1\n  to_port = 9\n  cidr_block = \"0.0.0.0/0\"\n }}\n}}\n\
         resource \"aws_network_acl_rule\" \"r\" {{\n network_acl_id = aws_network_acl.a.id\n rule_number = 100\n rule_action = \"DENY\"\n protocol = \"6\"\n from_port = 5\n to_port = 5\n cidr_block = \"10.0.0.0/8\"\n}}\n\
         resource \"aws_network_acl_rule\" \"out\" {{\n network_acl_id = aws_network_acl.a.id\n rule_number = 1\n egress = true\n rule_action = \"allow\"\n protocol = \"-1\"\n ipv6_cidr_block = \"::/0\"\n}}"
    ));
    let inbound = lowered.inbounds("aws_network_acl.a");
    let actions: Vec<Action> = inbound.iter().map(|rule| rule.action).collect();
    assert_eq!(actions, [Action::Deny, Action::Allow]);
    assert_eq!(inbound[0].traffic.must.to_string(), "tcp 5");
    let out = lowered
        .filter("aws_network_acl.a")
        .rules
        .iter()
        .find(|r| r.id.as_str() == "aws_network_acl_rule.out")
        .unwrap();
    assert!(out.traffic.must.is_all() && out.peers.must.addresses.v4.is_empty());
}

#[test]
fn a_rule_without_a_known_number_may_overrule_any() {
    let lowered = lower(&format!(
        "variable \"n\" {{}}\n{PLACE}resource \"aws_network_acl\" \"a\" {{\n ingress {{\n  rule_no = 1\n  action = \"allow\"\n  protocol = \"-1\"\n  from_port = 0\n  to_port = 0\n  cidr_block = \"0.0.0.0/0\"\n }}\n ingress {{\n  rule_no = var.n\n  action = \"deny\"\n  protocol = \"-1\"\n  from_port = 0\n  to_port = 0\n  cidr_block = \"0.0.0.0/0\"\n }}\n}}"
    ));
    let inbound = lowered.inbounds("aws_network_acl.a");
    assert_eq!(inbound[0].action, Action::Deny);
    assert!(inbound[0].traffic.must.is_empty() && inbound[0].traffic.may.is_all());
}

#[test]
fn icmp_types_have_attributes_of_their_own() {
    let lowered = lower(
        "resource \"aws_network_acl\" \"a\" {\n ingress {\n  rule_no = 1\n  action = \"allow\"\n  protocol = \"icmp\"\n  from_port = 0\n  to_port = 0\n  icmp_type = 3\n  icmp_code = -1\n  cidr_block = \"0.0.0.0/0\"\n }\n}",
    );
    let traffic = &lowered.inbound("aws_network_acl.a").traffic.must;
    assert!(traffic.contains(ringfence_packets::Protocol::ICMP, 0x0304));
    assert!(!traffic.contains(ringfence_packets::Protocol::ICMP, 0x0800));
}

#[test]
fn families_and_protocols_are_told_apart_however_they_are_written() {
    let lowered = lower(
        "resource \"aws_vpc\" \"v\" { cidr_block = \"10.0.0.0/16\" }\nresource \"aws_network_acl\" \"a\" {\n vpc_id = aws_vpc.v.id\n ingress {\n  rule_no = 10\n  action = \"allow\"\n  protocol = \"6\"\n  from_port = 22\n  to_port = 22\n  ipv6_cidr_block = \"::/0\"\n }\n ingress {\n  rule_no = 20\n  action = \"DENY\"\n  protocol = \"UDP\"\n  from_port = 1024\n  to_port = 65535\n  cidr_block = \"10.0.0.0/8\"\n }\n ingress {\n  rule_no = 30\n  action = \"allow\"\n  protocol = -1\n  from_port = 0\n  to_port = 0\n  cidr_block = \"0.0.0.0/0\"\n }\n ingress {\n  rule_no = 40\n  action = \"allow\"\n  protocol = \"58\"\n  icmp_type = -1\n  icmp_code = -1\n  from_port = 0\n  to_port = 0\n  ipv6_cidr_block = \"2001:db8::/32\"\n }\n}",
    );
    let shown: Vec<String> = lowered
        .inbounds("aws_network_acl.a")
        .iter()
        .map(|rule| format!("{:?} {} {}", rule.action, rule.peers.must.addresses, rule.traffic.must))
        .collect();
    assert_eq!(
        shown,
        [
            "Allow ::/0 tcp 22",
            "Deny 10.0.0.0/8 udp 1024-65535",
            "Allow 0.0.0.0/0 all",
            "Allow 2001:db8::/32 icmpv6 all"
        ]
    );
}
