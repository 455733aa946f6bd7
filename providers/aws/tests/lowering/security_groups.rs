use ringfence_model::{GapKind, Truth};
use ringfence_packets::Bound;

use crate::harness::{TCP, ids, lower, world};

/// A group with one standalone rule of these attributes.
fn rule(attributes: &str) -> String {
    format!(
        "resource \"aws_security_group\" \"g\" {{ vpc_id = \"vpc-1\" }}\n\
         resource \"aws_security_group_rule\" \"r\" {{\n  type = \"ingress\"\n  \
         security_group_id = aws_security_group.g.id\n  {attributes}\n}}\n"
    )
}

fn traffic(attributes: &str) -> (String, String) {
    lower(&rule(&format!("cidr_blocks = [\"0.0.0.0/0\"]\n{attributes}"))).traffic()
}

fn exactly(text: &str) -> (String, String) {
    (text.to_owned(), text.to_owned())
}

#[test]
fn protocols_are_read_as_the_cloud_reads_them() {
    assert_eq!(traffic("protocol = \"tcp\"\nfrom_port = 22\nto_port = 22"), exactly("tcp 22"));
    assert_eq!(traffic("protocol = \"TCP\"\nfrom_port = 22\nto_port = 22"), exactly("tcp 22"));
    assert_eq!(traffic("protocol = \"6\"\nfrom_port = \"22\"\nto_port = \"23\""), exactly("tcp 22-23"));
    assert_eq!(traffic("protocol = 17\nfrom_port = 53\nto_port = 53"), exactly("udp 53"));
    assert_eq!(traffic("protocol = \"-1\"\nfrom_port = 0\nto_port = 0"), exactly("all"));
    assert_eq!(traffic("protocol = -1\nfrom_port = 0\nto_port = 65535"), exactly("all"));
    assert_eq!(
        traffic("protocol = \"all\"\nfrom_port = 22\nto_port = 22"),
        exactly("all"),
        "ports say nothing"
    );
    assert_eq!(traffic("protocol = \"4\"\nfrom_port = 0\nto_port = 65535"), exactly("ipip"), "not TCP");
    assert_eq!(traffic("protocol = \"tcp\"\nfrom_port = 0\nto_port = 0"), exactly("tcp 0"), "port 0 only");
}

#[test]
fn icmp_has_type_and_code_in_the_ports() {
    assert_eq!(traffic("protocol = \"icmp\"\nfrom_port = 3\nto_port = 4"), exactly("icmp 3/4"));
    assert_eq!(traffic("protocol = \"icmp\"\nfrom_port = -1\nto_port = -1"), exactly("icmp all"));
    let any_code =
        lower(&rule("cidr_blocks = [\"0.0.0.0/0\"]\nprotocol = \"icmp\"\nfrom_port = 8\nto_port = -1"));
    let allowed = &any_code.inbound("aws_security_group.g").traffic.must;
    assert!(allowed.contains(ringfence_packets::Protocol::ICMP, 0x0805));
    assert!(!allowed.contains(ringfence_packets::Protocol::ICMP, 0x0900));
    assert!(!allowed.contains(TCP, 22), "an ICMP rule opens no SSH");
}

#[test]
fn what_the_cloud_would_refuse_is_certain_of_nothing_and_noticed() {
    for attributes in [
        "protocol = \"tcp\"\nfrom_port = 443\nto_port = 80",
        "protocol = \"tcp\"\nfrom_port = -1\nto_port = 70000",
        "protocol = \"quic-over-pigeon\"\nfrom_port = 1\nto_port = 1",
        "protocol = \"tcp\"\nfrom_port = 443",
    ] {
        let lowered = lower(&rule(&format!("cidr_blocks = [\"0.0.0.0/0\"]\n{attributes}")));
        let found = lowered.inbound("aws_security_group.g");
        assert!(found.traffic.must.is_empty(), "{attributes}");
        assert!(!found.traffic.may.is_empty(), "{attributes}");
        assert_eq!(found.gaps[0].kind, GapKind::Invalid, "{attributes}");
        assert_eq!(lowered.model.notices.len(), 1, "{attributes}");
    }
    let lowered =
        lower(&rule("protocol = \"-1\"\nfrom_port = 0\nto_port = 0\ncidr_blocks = [\"10.0.0.0/33\"]"));
    let found = lowered.inbound("aws_security_group.g");
    assert!(found.peers.must.is_empty() && found.peers.may.addresses == world());
    assert!(lowered.model.notices[0].message.contains("10.0.0.0/33"), "{:?}", lowered.model.notices);
}

#[test]
fn every_literal_of_a_list_keeps_its_place() {
    let text = rule(
        "protocol = \"tcp\"\nfrom_port = 22\nto_port = 22\ncidr_blocks = [\"10.0.0.0/8\", \"0.0.0.0/0\"]\nipv6_cidr_blocks = [\"::/0\"]",
    );
    let lowered = lower(&text);
    let rules = lowered.inbounds("aws_security_group.g");
    let literals: Vec<String> = rules.iter().map(|rule| lowered.text(&rule.evidence[0].source)).collect();
    assert_eq!(literals, ["\"10.0.0.0/8\"", "\"0.0.0.0/0\"", "\"::/0\""]);
    let last = rules[0].evidence.last().unwrap();
    assert!(lowered.text(&last.source).starts_with("resource \"aws_security_group_rule\" \"r\""));
}

#[test]
fn a_value_through_a_variable_shows_the_literal_first_and_then_its_use() {
    let text = format!(
        "variable \"open\" {{ default = [\"0.0.0.0/0\"] }}\n{}",
        rule("protocol = \"-1\"\nfrom_port = 0\nto_port = 0\ncidr_blocks = var.open")
    );
    let lowered = lower(&text);
    let evidence = &lowered.inbound("aws_security_group.g").evidence;
    assert_eq!(lowered.text(&evidence[0].source), "\"0.0.0.0/0\"");
    assert_eq!(lowered.text(&evidence[1].source), "var.open");
}

#[test]
fn without_an_egress_block_nothing_goes_out() {
    let lowered = lower(
        "resource \"aws_security_group\" \"g\" {\n  ingress {\n    protocol = \"tcp\"\n    from_port = 1\n    to_port = 2\n    self = true\n  }\n}",
    );
    let filter = lowered.filter("aws_security_group.g");
    assert_eq!(filter.rules.len(), 1);
    assert!(filter.unseen.is_empty());
    assert_eq!(lowered.peers(&filter.rules[0], Bound::Must), "aws_security_group.g", "self");
}

#[test]
fn blocks_may_be_written_as_an_attribute() {
    let lowered = lower(
        "resource \"aws_security_group\" \"g\" {\n  ingress = [{ protocol = \"tcp\", from_port = 1, to_port = 1, cidr_blocks = [\"10.0.0.0/8\"], self = false, security_groups = null }]\n  egress = []\n}",
    );
    assert_eq!(lowered.traffic(), exactly("tcp 1"));
    assert_eq!(lowered.filter("aws_security_group.g").rules.len(), 1);
}

#[test]
fn rules_of_the_newer_kind_name_one_source() {
    let lowered = lower(
        "resource \"aws_security_group\" \"g\" {}\nresource \"aws_security_group\" \"h\" {}\n\
         resource \"aws_vpc_security_group_ingress_rule\" \"a\" {\n security_group_id = aws_security_group.g.id\n referenced_security_group_id = aws_security_group.h.id\n ip_protocol = \"-1\"\n}\n\
         resource \"aws_vpc_security_group_egress_rule\" \"b\" {\n security_group_id = aws_security_group.h.id\n cidr_ipv6 = \"::/0\"\n ip_protocol = \"tcp\"\n from_port = 443\n to_port = 443\n}",
    );
    assert_eq!(lowered.peers(lowered.inbound("aws_security_group.g"), Bound::Must), "aws_security_group.h");
    let out = &lowered.filter("aws_security_group.h").rules[0];
    assert_eq!((out.traffic.must.to_string(), out.peers.must.to_string()), ("tcp 443".into(), "::/0".into()));
}

#[test]
fn a_group_that_is_not_declared_has_rules_that_are_not_seen() {
    let lowered = lower(
        "resource \"aws_security_group_rule\" \"r\" {\n type = \"ingress\"\n security_group_id = \"sg-master-1a\"\n source_security_group_id = \"sg-nodes\"\n protocol = \"tcp\"\n from_port = 1\n to_port = 2379\n}",
    );
    let filter = lowered.filter("sg-master-1a");
    assert!(!filter.about.declared);
    assert_eq!(filter.unseen[0].what, "the rules of `sg-master-1a`");
    assert_eq!(lowered.peers(&filter.rules[0], Bound::Must), "sg-nodes");
}

#[test]
fn an_unknown_source_may_be_anything_and_says_why() {
    let lowered = lower(&format!(
        "variable \"admins\" {{}}\n{}",
        rule("protocol = \"tcp\"\nfrom_port = 22\nto_port = 22\ncidr_blocks = var.admins")
    ));
    let found = lowered.inbound("aws_security_group.g");
    assert!(found.peers.must.is_empty());
    assert_eq!(found.peers.may.addresses, world());
    assert_eq!(found.gaps[0].what, "var.admins");
    assert_eq!(found.gaps[0].kind, GapKind::UnresolvedVariable);
    let lowered = lower(&format!(
        "variable \"group\" {{}}\n{}",
        rule("protocol = \"tcp\"\nfrom_port = 22\nto_port = 22\nsource_security_group_id = var.group")
    ));
    let found = lowered.inbound("aws_security_group.g");
    assert!(found.peers.must.is_empty() && found.peers.may.groups.is_all());
}

#[test]
fn a_rule_that_may_not_exist_or_belong_here_is_only_possible() {
    let counted =
        rule("count = var.n\nprotocol = \"-1\"\nfrom_port = 0\nto_port = 0\ncidr_blocks = [\"0.0.0.0/0\"]");
    let lowered = lower(&format!("variable \"n\" {{}}\n{counted}"));
    let found = lowered.inbound("aws_security_group.g");
    assert!(found.traffic.must.is_empty() && found.traffic.may.is_all());
    let lowered = lower(
        "variable \"g\" {}\nresource \"aws_security_group\" \"g\" {}\nresource \"aws_security_group_rule\" \"r\" {\n type = \"ingress\"\n security_group_id = var.g\n protocol = \"-1\"\n from_port = 0\n to_port = 0\n cidr_blocks = [\"0.0.0.0/0\"]\n}",
    );
    let found = lowered.inbound("aws_security_group.g");
    assert!(found.traffic.must.is_empty() && found.traffic.may.is_all());
}

#[test]
fn blocks_of_an_unknown_number_are_not_taken_for_none() {
    let lowered = lower(
        "variable \"rules\" {}\nresource \"aws_security_group\" \"g\" {\n  dynamic \"ingress\" {\n    for_each = var.rules\n    content {\n      protocol = \"tcp\"\n      from_port = ingress.value\n      to_port = ingress.value\n      cidr_blocks = [\"0.0.0.0/0\"]\n    }\n  }\n}",
    );
    let filter = lowered.filter("aws_security_group.g");
    let possible =
        filter.rules.iter().any(|rule| rule.traffic.must.is_empty() && !rule.traffic.may.is_empty());
    assert!(possible || !filter.unseen.is_empty(), "{filter:#?}");
}

#[test]
fn declared_prefix_lists_are_resolved_and_others_stay_open() {
    let lowered = lower(&format!(
        "resource \"aws_ec2_managed_prefix_list\" \"p\" {{\n  entry {{ cidr = \"10.1.0.0/16\" }}\n}}\nresource \"aws_ec2_managed_prefix_list_entry\" \"e\" {{\n prefix_list_id = aws_ec2_managed_prefix_list.p.id\n cidr = \"10.2.0.0/16\"\n}}\n{}",
        rule(
            "protocol = \"-1\"\nfrom_port = 0\nto_port = 0\nprefix_list_ids = [aws_ec2_managed_prefix_list.p.id]"
        )
    ));
    let found = lowered.inbound("aws_security_group.g");
    assert!(found.peers.is_exact());
    assert_eq!(found.peers.must.addresses.to_string(), "10.1.0.0/16, 10.2.0.0/16");
    let lowered =
        lower(&rule("protocol = \"-1\"\nfrom_port = 0\nto_port = 0\nprefix_list_ids = [\"pl-66666666\"]"));
    let found = lowered.inbound("aws_security_group.g");
    assert!(found.peers.must.is_empty() && found.peers.may.addresses.is_all());
    assert_eq!(found.gaps[0].what, "the prefixes of `pl-66666666`");
}

#[test]
fn adopting_a_default_group_takes_its_rules_away() {
    let vpc = "resource \"aws_vpc\" \"v\" { cidr_block = \"10.0.0.0/16\" }\nresource \"aws_subnet\" \"s\" {\n vpc_id = aws_vpc.v.id\n cidr_block = \"10.0.1.0/24\"\n}\nresource \"aws_instance\" \"i\" { subnet_id = aws_subnet.s.id }\n";
    let lowered = lower(vpc);
    let own = lowered.filter("aws_vpc.v/default-security-group");
    assert_eq!(own.rules.len(), 2);
    assert_eq!(own.about.exists, Truth::Yes);
    let inward = lowered.inbound("aws_vpc.v/default-security-group");
    assert_eq!(lowered.peers(inward, Bound::Must), "aws_vpc.v/default-security-group");
    let lowered =
        lower(&format!("{vpc}resource \"aws_default_security_group\" \"d\" {{ vpc_id = aws_vpc.v.id }}"));
    assert!(lowered.filter("aws_default_security_group.d").rules.is_empty());
    assert!(!lowered.filters().contains(&"aws_vpc.v/default-security-group"));
}

const LISTED: &str = r#"
resource "aws_security_group" "g" {}
resource "aws_vpc_security_group_ingress_rule" "in" {
  security_group_id = aws_security_group.g.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
resource "aws_vpc_security_group_ingress_rule" "out" {
  security_group_id = aws_security_group.g.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}
resource "aws_vpc_security_group_rules_exclusive" "x" {
  security_group_id = aws_security_group.g.id
  ingress_rule_ids  = [aws_vpc_security_group_ingress_rule.in.id]
  egress_rule_ids   = []
}
"#;

#[test]
fn rules_that_an_exclusive_list_does_not_name_are_not_certain() {
    let lowered = lower(LISTED);
    let must: Vec<String> =
        lowered.inbounds("aws_security_group.g").iter().map(|rule| rule.traffic.must.to_string()).collect();
    let may: Vec<String> =
        lowered.inbounds("aws_security_group.g").iter().map(|rule| rule.traffic.may.to_string()).collect();
    assert_eq!((must.len(), may.len()), (2, 2));
    assert_eq!((must[0].as_str(), may[0].as_str()), ("tcp 443", "tcp 443"));
    assert_ne!(must[1], may[1]);
    let elsewhere = LISTED.replace("aws_security_group.g.id", "\"sg-1\"");
    assert!(lower(&elsewhere).filter("sg-1").unseen.is_empty(), "everything the group has is listed");
}

#[test]
fn groups_of_other_accounts_are_found_where_they_are_declared() {
    let text = |id: &str| {
        format!(
            "resource \"aws_security_group\" \"g\" {{\n ingress {{\n  protocol = \"-1\"\n  from_port = 0\n  to_port = 0\n  security_groups = [\"123456789012/sg-9\"]\n }}\n}}\nresource \"aws_security_group\" \"other\" {{ id = \"{id}\" }}"
        )
    };
    let peers = |id: &str| {
        let lowered = lower(&text(id));
        lowered.peers(lowered.inbound("aws_security_group.g"), Bound::Must)
    };
    assert_eq!(peers("sg-9"), "aws_security_group.other");
    assert_eq!(peers("sg-8"), "123456789012/sg-9");
}

#[test]
fn instances_may_name_the_default_group() {
    let lowered = lower("resource \"aws_instance\" \"i\" { security_groups = [\"default\"] }");
    assert_eq!(
        ids(&lowered.machine("aws_instance.i").interfaces[0].filters),
        ["default-vpc/default-security-group"]
    );
}
