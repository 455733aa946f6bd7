use ringfence_model::{Attr, Role, Strength, Truth};

use crate::harness::{ids, lower};

const PLACE: &str = "resource \"aws_vpc\" \"v\" { cidr_block = \"10.0.0.0/16\" }\nresource \"aws_subnet\" \"open\" {\n vpc_id = aws_vpc.v.id\n cidr_block = \"10.0.1.0/24\"\n map_public_ip_on_launch = true\n assign_ipv6_address_on_creation = true\n}\nresource \"aws_subnet\" \"closed\" {\n vpc_id = aws_vpc.v.id\n cidr_block = \"10.0.2.0/24\"\n}\nresource \"aws_security_group\" \"g\" { vpc_id = aws_vpc.v.id }\n";

fn instance(attributes: &str) -> (Truth, Truth) {
    let lowered =
        lower(&format!("variable \"x\" {{}}\n{PLACE}resource \"aws_instance\" \"i\" {{\n{attributes}\n}}"));
    let machine = lowered.machine("aws_instance.i");
    (machine.interfaces[0].public_v4.truth(), machine.interfaces[0].public_v6.truth())
}

#[test]
fn the_machine_decides_over_the_subnet() {
    use Truth::{No, Unknown, Yes};
    for (attributes, expected) in [
        ("subnet_id = aws_subnet.open.id", (Yes, Yes)),
        ("subnet_id = aws_subnet.closed.id", (No, No)),
        ("subnet_id = aws_subnet.closed.id\nassociate_public_ip_address = true", (Yes, No)),
        ("subnet_id = aws_subnet.open.id\nassociate_public_ip_address = false", (No, Yes)),
        ("subnet_id = aws_subnet.open.id\nassociate_public_ip_address = var.x", (Unknown, Yes)),
        ("subnet_id = aws_subnet.closed.id\nipv6_address_count = 1", (No, Yes)),
        ("subnet_id = aws_subnet.closed.id\nipv6_addresses = [\"2001:db8::1\"]", (No, Yes)),
        ("subnet_id = var.x", (Unknown, Unknown)),
        ("subnet_id = \"subnet-1\"", (Unknown, Unknown)),
    ] {
        assert_eq!(instance(attributes), expected, "{attributes}");
    }
}

#[test]
fn an_elastic_address_makes_it_public_however_it_is_given() {
    for more in [
        "resource \"aws_eip\" \"e\" { instance = aws_instance.i.id }",
        "resource \"aws_eip\" \"e\" {}\nresource \"aws_eip_association\" \"a\" {\n instance_id = aws_instance.i.id\n allocation_id = aws_eip.e.id\n}",
        "resource \"aws_eip\" \"e\" { network_interface = aws_network_interface.n.id }",
    ] {
        let lowered = lower(&format!(
            "{PLACE}resource \"aws_network_interface\" \"n\" {{\n subnet_id = aws_subnet.closed.id\n security_groups = [aws_security_group.g.id]\n private_ips = [\"10.0.2.9\"]\n}}\nresource \"aws_instance\" \"i\" {{\n network_interface {{\n  device_index = 0\n  network_interface_id = aws_network_interface.n.id\n }}\n}}\n{more}"
        ));
        let machine = lowered.machine("aws_instance.i");
        assert!(machine.interfaces[0].public_v4.truth().certain(), "{more}");
        assert_eq!(ids(&machine.interfaces[0].subnets), ["aws_subnet.closed"]);
        assert_eq!(ids(&machine.interfaces[0].filters), ["aws_security_group.g"]);
        assert_eq!(machine.interfaces[0].addresses.as_ref().unwrap().must.to_string(), "10.0.2.9/32");
        assert_eq!(machine.parts[0].as_str(), "aws_network_interface.n");
    }
}

#[test]
fn groups_may_be_attached_later() {
    let lowered = lower(&format!(
        "{PLACE}resource \"aws_instance\" \"i\" {{\n subnet_id = aws_subnet.open.id\n vpc_security_group_ids = [\"sg-1\"]\n}}\nresource \"aws_network_interface_sg_attachment\" \"a\" {{\n security_group_id = aws_security_group.g.id\n network_interface_id = aws_instance.i.primary_network_interface_id\n}}"
    ));
    assert_eq!(
        ids(&lowered.machine("aws_instance.i").interfaces[0].filters),
        ["sg-1", "aws_security_group.g"]
    );
}

#[test]
fn a_group_takes_what_its_template_says_and_its_own_subnets() {
    let lowered = lower(&format!(
        "{PLACE}resource \"aws_iam_role\" \"r\" {{ name = \"nodes\" }}\nresource \"aws_iam_instance_profile\" \"p\" {{\n name = \"p\"\n role = aws_iam_role.r.name\n}}\nresource \"aws_launch_template\" \"t\" {{\n name = \"t\"\n iam_instance_profile {{ name = aws_iam_instance_profile.p.name }}\n network_interfaces {{\n  associate_public_ip_address = \"true\"\n  ipv6_address_count = 0\n  security_groups = [aws_security_group.g.id]\n }}\n metadata_options {{\n  http_tokens = \"required\"\n  http_put_response_hop_limit = 3\n }}\n tag_specifications {{\n  resource_type = \"instance\"\n  tags = {{ \"k8s.io/role/node\" = \"1\" }}\n }}\n user_data = base64encode(\"#!/bin/bash\\necho hi\")\n}}\nresource \"aws_autoscaling_group\" \"a\" {{\n name = \"nodes.example\"\n vpc_zone_identifier = [aws_subnet.closed.id, aws_subnet.open.id]\n launch_template {{\n  id = aws_launch_template.t.id\n  version = \"$Latest\"\n }}\n tag {{\n  key = \"Name\"\n  value = \"nodes\"\n  propagate_at_launch = true\n }}\n}}"
    ));
    let machine = lowered.machine("aws_autoscaling_group.a");
    assert_eq!(ids(&machine.interfaces[0].subnets), ["aws_subnet.closed", "aws_subnet.open"]);
    assert_eq!(ids(&machine.interfaces[0].filters), ["aws_security_group.g"]);
    assert!(machine.interfaces[0].public_v4.truth().certain());
    assert_eq!(machine.identity.value().unwrap().as_ref().unwrap().as_str(), "aws_iam_role.r");
    assert!(machine.metadata.session_required.truth().certain());
    assert_eq!(machine.metadata.hop_limit.value(), Some(&3));
    assert_eq!(&*machine.payloads[0].text, "#!/bin/bash\necho hi");
    let keys: Vec<&str> = machine.about.tags.iter().map(|tag| tag.key.as_str()).collect();
    assert_eq!(keys, ["Name", "k8s.io/role/node"]);
    assert_eq!(machine.parts[0].as_str(), "aws_launch_template.t");
}

#[test]
fn mixed_groups_are_a_machine_for_each_template() {
    let lowered = lower(&format!(
        "{PLACE}resource \"aws_launch_template\" \"a\" {{ vpc_security_group_ids = [aws_security_group.g.id] }}\nresource \"aws_launch_template\" \"b\" {{ vpc_security_group_ids = [\"sg-2\"] }}\nresource \"aws_autoscaling_group\" \"g\" {{\n vpc_zone_identifier = [aws_subnet.open.id]\n mixed_instances_policy {{\n  launch_template {{\n   launch_template_specification {{ launch_template_id = aws_launch_template.a.id }}\n   override {{ instance_type = \"m5.large\" }}\n   override {{\n    launch_template_specification {{ launch_template_id = aws_launch_template.b.id }}\n   }}\n  }}\n }}\n}}"
    ));
    assert_eq!(
        ids(&lowered.machine("aws_autoscaling_group.g").interfaces[0].filters),
        ["aws_security_group.g"]
    );
    let other = lowered.machine("aws_autoscaling_group.g/override-1");
    assert_eq!(
        (ids(&other.interfaces[0].filters), other.about.exists),
        (vec!["sg-2".to_owned()], Truth::Unknown)
    );
}

#[test]
fn launch_configurations_are_templates_too() {
    let lowered = lower(&format!(
        "{PLACE}resource \"aws_launch_configuration\" \"c\" {{\n name = \"c\"\n security_groups = [aws_security_group.g.id]\n associate_public_ip_address = true\n iam_instance_profile = \"existing\"\n user_data = \"plain\"\n}}\nresource \"aws_autoscaling_group\" \"a\" {{\n vpc_zone_identifier = [aws_subnet.closed.id]\n launch_configuration = aws_launch_configuration.c.name\n}}"
    ));
    let machine = lowered.machine("aws_autoscaling_group.a");
    assert_eq!(ids(&machine.interfaces[0].filters), ["aws_security_group.g"]);
    assert!(machine.interfaces[0].public_v4.truth().certain());
    assert_eq!(machine.identity.value().unwrap().as_ref().unwrap().as_str(), "existing");
    assert_eq!(&*machine.payloads[0].text, "plain");
}

#[test]
fn a_template_that_is_not_seen_leaves_everything_open() {
    let lowered = lower(&format!(
        "{PLACE}resource \"aws_autoscaling_group\" \"a\" {{\n vpc_zone_identifier = [aws_subnet.closed.id]\n launch_template {{ id = \"lt-1\" }}\n}}"
    ));
    let machine = lowered.machine("aws_autoscaling_group.a");
    assert_eq!(ids(&machine.interfaces[0].filters), ["?"]);
    assert!(machine.identity.gap().is_some());
    assert_eq!(machine.metadata.session_required.truth(), Truth::Unknown);
    assert_eq!(lowered.model.volumes[0].encrypted.truth(), Truth::Unknown);
}

#[test]
fn the_metadata_service_has_documented_defaults() {
    let plain = "resource \"aws_instance\" \"i\" {}\n";
    let metadata = lower(plain).machine("aws_instance.i").metadata.clone();
    assert!(matches!(metadata.session_required, Attr::Default { value: false, .. }));
    assert!(matches!(metadata.enabled, Attr::Default { value: true, .. }));
    assert!(matches!(metadata.hop_limit, Attr::Default { value: 1, .. }));
    let region = format!(
        "{plain}resource \"aws_ec2_instance_metadata_defaults\" \"d\" {{ http_tokens = \"required\" }}"
    );
    let metadata = lower(&region).machine("aws_instance.i").metadata.clone();
    assert!(metadata.session_required.truth().certain());
    assert!(matches!(metadata.hop_limit, Attr::Default { value: 1, .. }));
}

#[test]
fn only_signs_of_this_cloud_are_given() {
    let lowered = lower(
        "resource \"aws_instance\" \"i\" {\n tags = {\n  \"k8s.io/role/master\" = \"1\"\n  \"eks:nodegroup-name\" = \"workers\"\n  \"sigs.k8s.io/cluster-api-provider-aws/role\" = \"node\"\n }\n user_data = <<EOT\nset -e\n/etc/eks/bootstrap.sh main\nEOT\n ami = data.aws_ami.n.id\n}\ndata \"aws_ami\" \"n\" {\n filter {\n  name = \"name\"\n  values = [\"amazon-eks-node-1.31-*\"]\n }\n}",
    );
    let signals = &lowered.machine("aws_instance.i").signals;
    assert!(signals.iter().all(|signal| signal.role == Role::Node));
    let kinds: Vec<(&str, Strength)> = signals.iter().map(|signal| (signal.kind, signal.strength)).collect();
    let definite = Strength::Definite;
    assert_eq!(
        kinds,
        [("tag", definite), ("tag", definite), ("boot payload", definite), ("image", Strength::Strong)]
    );
    assert_eq!(lowered.text(&signals[2].source), "/etc/eks/bootstrap.sh");
}

#[test]
fn boot_texts_that_a_data_source_puts_together_are_still_read() {
    let lowered = lower(
        "data \"cloudinit_config\" \"c\" {\n part {\n  content = \"#!/bin/sh\\nkubeadm init\"\n }\n part {\n  content = \"second\"\n }\n}\nresource \"aws_instance\" \"i\" { user_data_base64 = data.cloudinit_config.c.rendered }",
    );
    let texts: Vec<&str> =
        lowered.machine("aws_instance.i").payloads.iter().map(|p| p.text.as_ref()).collect();
    assert_eq!(texts, ["#!/bin/sh\nkubeadm init", "second"]);
}
