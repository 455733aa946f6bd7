use ringfence_model::{ListenerSource, Truth};

use crate::harness::{ids, lower};

const PLACE: &str = "resource \"aws_vpc\" \"v\" { cidr_block = \"10.0.0.0/16\" }\nresource \"aws_subnet\" \"s\" {\n vpc_id = aws_vpc.v.id\n cidr_block = \"10.0.1.0/24\"\n}\nresource \"aws_security_group\" \"g\" { vpc_id = aws_vpc.v.id }\nresource \"aws_instance\" \"i\" { subnet_id = aws_subnet.s.id }\n";

/// A balancer of these attributes with one listener that forwards to a group of those.
fn balancer(front: &str, group: &str) -> String {
    format!(
        "{PLACE}resource \"aws_lb\" \"b\" {{\n subnets = [aws_subnet.s.id]\n {front}\n}}\nresource \"aws_lb_target_group\" \"t\" {{\n {group}\n}}\nresource \"aws_lb_listener\" \"l\" {{\n load_balancer_arn = aws_lb.b.arn\n port = 443\n protocol = \"TCP\"\n default_action {{\n  type = \"forward\"\n  target_group_arn = aws_lb_target_group.t.arn\n }}\n}}\nresource \"aws_lb_target_group_attachment\" \"a\" {{\n target_group_arn = aws_lb_target_group.t.arn\n target_id = aws_instance.i.private_ip\n port = 6443\n}}\n"
    )
}

#[test]
fn who_the_targets_see_depends_on_kind_type_and_protocol() {
    use ListenerSource::{Balancer, Client, ClientOrBalancer};
    let network = "load_balancer_type = \"network\"";
    let grouped = "load_balancer_type = \"network\"\nsecurity_groups = [aws_security_group.g.id]";
    for (front, group, expected) in [
        ("", "port = 443\nprotocol = \"HTTPS\"", Balancer),
        (network, "port = 443\nprotocol = \"TCP\"", Client),
        (network, "port = 443\nprotocol = \"TCP\"\ntarget_type = \"ip\"", Balancer),
        (network, "port = 443\nprotocol = \"UDP\"\ntarget_type = \"ip\"", Client),
        (
            network,
            "port = 443\nprotocol = \"TCP\"\ntarget_type = \"ip\"\npreserve_client_ip = \"true\"",
            Client,
        ),
        (network, "port = 443\nprotocol = \"TCP\"\npreserve_client_ip = false", Balancer),
        (network, "port = 443\nprotocol = \"TCP_UDP\"\npreserve_client_ip = false", Client),
        (grouped, "port = 443\nprotocol = \"TCP\"", ClientOrBalancer),
    ] {
        let lowered = lower(&balancer(front, group));
        let target = &lowered.balancer("aws_lb.b").listeners[0].targets[0];
        assert_eq!(target.source.value(), Some(&expected), "{front} {group}");
    }
}

#[test]
fn the_path_has_listener_group_and_member() {
    let lowered = lower(&balancer(
        "load_balancer_type = \"network\"",
        "port = 443\nprotocol = \"TCP\"\nhealth_check { path = \"/healthz\" }",
    ));
    let found = lowered.balancer("aws_lb.b");
    assert_eq!((found.public.truth(), found.filters.is_none()), (Truth::Yes, true), "no groups: everybody");
    let listener = &found.listeners[0];
    assert_eq!(listener.traffic.must.to_string(), "tcp 443");
    let target = &listener.targets[0];
    assert_eq!((target.port.value(), target.health_path.as_deref()), (Some(&443), Some("/healthz")));
    let member = &target.members[0];
    assert_eq!(member.machine.id().unwrap().as_str(), "aws_instance.i");
    assert_eq!(member.port.as_ref().and_then(|port| port.value()), Some(&6443));
    assert_eq!(lowered.text(&member.evidence[0].source), "aws_instance.i.private_ip");
    assert_eq!(lowered.text(&target.evidence[0].source), "aws_lb_target_group.t.arn");
}

#[test]
fn an_application_balancer_without_groups_has_the_vpcs() {
    let lowered = lower(&balancer("internal = true", "port = 443"));
    let found = lowered.balancer("aws_lb.b");
    assert_eq!(ids(found.filters.as_ref().unwrap()), ["aws_vpc.v/default-security-group"]);
    assert_eq!(found.public.truth(), Truth::No);
    let unknown = lower(&format!("variable \"x\" {{}}\n{}", balancer("internal = var.x", "port = 443")));
    assert_eq!(unknown.balancer("aws_lb.b").public.truth(), Truth::Unknown);
}

#[test]
fn a_front_without_ipv6_addresses_serves_no_ipv6_client() {
    let clients = |front: &str| lower(&balancer(front, "port = 443")).balancer("aws_lb.b").clients.clone();
    assert!(clients("").unwrap().may.v6.is_empty());
    assert!(clients("ip_address_type = \"dualstack\"").is_none());
}

#[test]
fn rules_of_a_listener_forward_too() {
    let lowered = lower(&format!(
        "{}resource \"aws_lb_target_group\" \"u\" {{\n port = 80\n}}\nresource \"aws_lb_listener_rule\" \"r\" {{\n listener_arn = aws_lb_listener.l.arn\n action {{\n  type = \"forward\"\n  forward {{\n   target_group {{ arn = aws_lb_target_group.u.arn }}\n  }}\n }}\n}}",
        balancer("", "port = 443")
    ));
    let targets = &lowered.balancer("aws_lb.b").listeners[0].targets;
    let names: Vec<&str> = targets.iter().map(|target| target.id.as_str()).collect();
    assert_eq!(names, ["aws_lb_target_group.t", "aws_lb_target_group.u"]);
}

#[test]
fn groups_join_by_attribute_or_attachment() {
    let lowered = lower(&format!(
        "{}resource \"aws_launch_template\" \"t\" {{}}\nresource \"aws_autoscaling_group\" \"x\" {{\n vpc_zone_identifier = [aws_subnet.s.id]\n launch_template {{ id = aws_launch_template.t.id }}\n target_group_arns = [aws_lb_target_group.t.id]\n}}\nresource \"aws_autoscaling_group\" \"y\" {{\n vpc_zone_identifier = [aws_subnet.s.id]\n launch_template {{ id = aws_launch_template.t.id }}\n}}\nresource \"aws_autoscaling_attachment\" \"z\" {{\n autoscaling_group_name = aws_autoscaling_group.y.id\n lb_target_group_arn = aws_lb_target_group.t.arn\n}}",
        balancer("load_balancer_type = \"network\"", "port = 443")
    ));
    let members = &lowered.balancer("aws_lb.b").listeners[0].targets[0].members;
    let names: Vec<&str> = members.iter().map(|member| member.machine.id().unwrap().as_str()).collect();
    assert_eq!(names, ["aws_instance.i", "aws_autoscaling_group.y", "aws_autoscaling_group.x"]);
}

#[test]
fn a_classic_balancer_replaces_the_source() {
    let lowered = lower(&format!(
        "{PLACE}resource \"aws_elb\" \"b\" {{\n subnets = [aws_subnet.s.id]\n security_groups = [aws_security_group.g.id]\n instances = [aws_instance.i.id]\n listener {{\n  lb_port = 443\n  lb_protocol = \"tcp\"\n  instance_port = 6443\n  instance_protocol = \"tcp\"\n }}\n health_check {{ target = \"HTTPS:6443/healthz\" }}\n}}\nresource \"aws_security_group_rule\" \"r\" {{\n type = \"ingress\"\n security_group_id = aws_security_group.g.id\n source_security_group_id = aws_elb.b.source_security_group_id\n protocol = \"-1\"\n from_port = 0\n to_port = 0\n}}"
    ));
    let target = &lowered.balancer("aws_elb.b").listeners[0].targets[0];
    assert_eq!(target.source.value(), Some(&ListenerSource::Balancer));
    assert_eq!((target.port.value(), target.health_path.as_deref()), (Some(&6443), Some("/healthz")));
    assert_eq!(target.members[0].machine.id().unwrap().as_str(), "aws_instance.i");
    let rule = lowered.inbound("aws_security_group.g");
    assert_eq!(lowered.peers(rule, ringfence_packets::Bound::Must), "aws_security_group.g");
}

#[test]
fn members_of_a_balancer_elsewhere_may_be_reached_through_it() {
    let lowered = lower(&format!(
        "{PLACE}resource \"aws_launch_template\" \"t\" {{}}\nresource \"aws_autoscaling_group\" \"x\" {{\n vpc_zone_identifier = [aws_subnet.s.id]\n launch_template {{ id = aws_launch_template.t.id }}\n load_balancers = [\"my-elb\"]\n}}"
    ));
    let found = lowered.balancer("my-elb");
    assert_eq!((found.about.declared, found.public.truth()), (false, Truth::Unknown));
    let listener = &found.listeners[0];
    assert!(listener.traffic.must.is_empty() && listener.traffic.may.is_all());
    assert_eq!(listener.targets[0].members[0].machine.id().unwrap().as_str(), "aws_autoscaling_group.x");
}
