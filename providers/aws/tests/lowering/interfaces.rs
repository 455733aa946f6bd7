use ringfence_model::{Interface, Truth};

use crate::harness::{Lowered, ids, lower};

const PLACE: &str = r#"
variable "x" {}
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "open" {
  vpc_id                  = aws_vpc.v.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}
resource "aws_subnet" "closed" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.2.0/24"
}
resource "aws_security_group" "a" { vpc_id = aws_vpc.v.id }
resource "aws_security_group" "b" { vpc_id = aws_vpc.v.id }
"#;

fn interfaces(text: &str) -> (Lowered, Vec<Interface>) {
    let lowered = lower(&format!("{PLACE}{text}"));
    let found = lowered.machine("aws_instance.i").interfaces.clone();
    (lowered, found)
}

fn shown(interfaces: &[Interface]) -> Vec<String> {
    let one = |interface: &Interface| {
        let addresses = interface.addresses.as_ref().map(|set| set.may.to_string()).unwrap_or_default();
        let (subnets, groups) = (ids(&interface.subnets).join("+"), ids(&interface.filters).join("+"));
        format!("{} {subnets} {groups} {addresses}", interface.id)
    };
    interfaces.iter().map(one).collect()
}

const SECOND: &str = r#"
resource "aws_network_interface" "n" {
  subnet_id         = aws_subnet.closed.id
  private_ips       = ["10.0.2.7", "10.0.2.8"]
  security_groups   = [aws_security_group.b.id]
  source_dest_check = false
  ATTACHMENT
}
resource "aws_instance" "i" {
  subnet_id              = aws_subnet.open.id
  vpc_security_group_ids = [aws_security_group.a.id]
  BLOCK
}
"#;

#[test]
fn each_interface_keeps_its_own_place_and_groups() {
    let block =
        "network_interface {\n  device_index = 1\n  network_interface_id = aws_network_interface.n.id\n}";
    let own = "attachment {\n  instance = aws_instance.i.id\n  device_index = 1\n}";
    let apart = "resource \"aws_network_interface_attachment\" \"t\" {\n  instance_id = aws_instance.i.id\n  network_interface_id = aws_network_interface.n.id\n  device_index = 1\n}";
    for (attachment, block, more) in [(own, "", ""), ("", block, ""), ("", "", apart), (own, block, apart)] {
        let text = SECOND.replace("ATTACHMENT", attachment).replace("BLOCK", block);
        let (lowered, found) = interfaces(&format!("{text}{more}"));
        assert_eq!(
            shown(&found),
            [
                "aws_instance.i aws_subnet.open aws_security_group.a ",
                "aws_network_interface.n aws_subnet.closed aws_security_group.b 10.0.2.7-10.0.2.8",
            ]
            .map(|line| line.replace("10.0.2.7-10.0.2.8", "10.0.2.7/32, 10.0.2.8/32")),
            "{more}"
        );
        assert_eq!(lowered.model.machines.len(), 1, "the interface is the machine's");
        let public: Vec<Truth> = found.iter().map(|interface| interface.public_v4.truth()).collect();
        assert_eq!(public, [Truth::Yes, Truth::No], "only the primary one is given a public address");
        let forwards: Vec<Truth> = found.iter().map(|interface| interface.forwards.truth()).collect();
        assert_eq!(forwards, [Truth::No, Truth::Yes]);
    }
}

#[test]
fn an_elastic_address_belongs_to_one_interface() {
    let attached = SECOND
        .replace("ATTACHMENT", "attachment {\n  instance = aws_instance.i.id\n  device_index = 1\n}")
        .replace("BLOCK", "associate_public_ip_address = false");
    for (given, expected) in [
        ("resource \"aws_eip\" \"e\" { instance = aws_instance.i.id }", [true, false]),
        ("resource \"aws_eip\" \"e\" { network_interface = aws_network_interface.n.id }", [false, true]),
        (
            "resource \"aws_eip\" \"e\" {\n network_interface = aws_network_interface.n.id\n instance = aws_instance.i.id\n associate_with_private_ip = \"10.0.2.8\"\n}",
            [false, true],
        ),
        (
            "resource \"aws_eip\" \"e\" { network_interface = aws_instance.i.primary_network_interface_id }",
            [true, false],
        ),
        (
            "resource \"aws_eip\" \"e\" {}\nresource \"aws_eip_association\" \"a\" {\n network_interface_id = aws_network_interface.n.id\n allocation_id = aws_eip.e.id\n}",
            [false, true],
        ),
    ] {
        let (_, found) = interfaces(&format!("{attached}{given}"));
        let public: Vec<bool> = found.iter().map(|interface| interface.public_v4.truth().certain()).collect();
        assert_eq!(public, expected, "{given}");
    }
    let (_, found) = interfaces(&format!(
        "{attached}resource \"aws_eip\" \"e\" {{\n count = var.x\n instance = aws_instance.i.id\n}}"
    ));
    assert_eq!(found[0].public_v4.truth(), Truth::Unknown, "there may be no such address");
}

#[test]
fn a_primary_interface_of_its_own_is_the_only_one() {
    for block in [
        "network_interface {\n  device_index = 0\n  network_interface_id = aws_network_interface.n.id\n}",
        "primary_network_interface { network_interface_id = aws_network_interface.n.id }",
    ] {
        let text = format!(
            "resource \"aws_network_interface\" \"n\" {{\n subnet_id = aws_subnet.open.id\n}}\nresource \"aws_network_interface_sg_attachment\" \"s\" {{\n security_group_id = aws_security_group.b.id\n network_interface_id = aws_network_interface.n.id\n}}\nresource \"aws_instance\" \"i\" {{\n {block}\n}}"
        );
        let (_, found) = interfaces(&text);
        assert_eq!(
            shown(&found),
            ["aws_network_interface.n aws_subnet.open aws_security_group.b "],
            "{block}"
        );
        assert_eq!(found[0].public_v4.truth(), Truth::No, "an address is only given to a new interface");
    }
}

#[test]
fn an_interface_that_is_not_declared_may_stand_anywhere() {
    let (_, found) = interfaces(
        "resource \"aws_instance\" \"i\" {\n network_interface {\n  device_index = 0\n  network_interface_id = \"eni-1\"\n }\n}",
    );
    assert_eq!(shown(&found), ["eni-1 ? ? "]);
}

#[test]
fn a_template_may_describe_several_interfaces() {
    let lowered = lower(&format!(
        "{PLACE}{}",
        r#"
resource "aws_launch_template" "t" {
  network_interfaces {
    device_index    = 1
    security_groups = [aws_security_group.b.id]
    subnet_id       = aws_subnet.closed.id
  }
  network_interfaces {
    device_index                = 0
    associate_public_ip_address = false
    security_groups             = [aws_security_group.a.id]
  }
}
resource "aws_autoscaling_group" "g" {
  vpc_zone_identifier = [aws_subnet.open.id]
  launch_template { id = aws_launch_template.t.id }
}
"#
    ));
    let found = &lowered.machine("aws_autoscaling_group.g").interfaces;
    assert_eq!(
        shown(found),
        [
            "aws_autoscaling_group.g aws_subnet.open aws_security_group.a ",
            "aws_autoscaling_group.g aws_subnet.closed aws_security_group.b ",
        ]
    );
    assert_eq!(found[0].public_v4.truth(), Truth::No);
}

#[test]
fn public_addresses_are_known_where_they_are_written() {
    let (_, found) = interfaces(
        "resource \"aws_instance\" \"i\" {\n subnet_id = aws_subnet.closed.id\n private_ip = \"10.0.2.5\"\n ipv6_addresses = [\"2001:db8::5\"]\n}\nresource \"aws_eip\" \"e\" {\n instance = aws_instance.i.id\n address = \"203.0.113.9\"\n}",
    );
    assert_eq!(found[0].public_addresses.to_string(), "203.0.113.9/32");
    assert_eq!(
        shown(&found),
        ["aws_instance.i aws_subnet.closed aws_vpc.v/default-security-group 10.0.2.5/32, 2001:db8::5/128"]
    );
}

#[test]
fn an_interface_that_no_machine_has_does_not_vanish() {
    let lowered = |more: &str, rest: &str| {
        lower(&format!(
            "{PLACE}resource \"aws_network_interface\" \"n\" {{\n subnet_id = aws_subnet.closed.id\n {more}\n}}\n{rest}"
        ))
    };
    assert!(lowered("", "").model.machines.is_empty(), "nothing is behind it");
    let attached = "attachment {\n  instance = \"i-1\"\n  device_index = 1\n}";
    let made = lowered(attached, "");
    let machine = made.machine("aws_network_interface.n");
    assert_eq!((machine.about.kind, machine.about.exists), ("network interface", Truth::Yes));
    assert_eq!(ids(&machine.interfaces[0].filters), ["aws_vpc.v/default-security-group"]);
    assert!(machine.identity.gap().is_some());
    let elsewhere = "resource \"aws_network_interface_attachment\" \"t\" {\n instance_id = var.x\n network_interface_id = aws_network_interface.n.id\n device_index = 1\n}";
    assert_eq!(lowered("", elsewhere).machine("aws_network_interface.n").about.exists, Truth::Yes);
    let elastic = "resource \"aws_eip\" \"e\" { network_interface = aws_network_interface.n.id }";
    let made = lowered("", elastic);
    assert_eq!(made.machine("aws_network_interface.n").about.exists, Truth::Unknown);
    assert!(made.machine("aws_network_interface.n").interfaces[0].public_v4.truth().certain());
    let service = format!("{attached}\n description = \"ELB net/a/1\"");
    assert!(lowered(&service, "").model.machines.is_empty(), "a load balancer has a resource of its own");
}
