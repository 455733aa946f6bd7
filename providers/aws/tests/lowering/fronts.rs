use ringfence_model::{ListenerSource, Truth};

use crate::harness::{Lowered, TCP, ids, lower};

const PLACE: &str = r#"
variable "x" {}
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "open" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "closed" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.2.0/24"
}
resource "aws_security_group" "alb" { vpc_id = aws_vpc.v.id }
resource "aws_instance" "i" {
  subnet_id  = aws_subnet.closed.id
  private_ip = "10.0.2.5"
}
resource "aws_lb" "alb" {
  internal        = true
  subnets         = [aws_subnet.closed.id]
  security_groups = [aws_security_group.alb.id]
}
resource "aws_lb_target_group" "web" {
  port        = 8080
  protocol    = "HTTP"
  target_type = "ip"
}
resource "aws_lb_listener" "alb" {
  load_balancer_arn = aws_lb.alb.arn
  port              = 80
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
"#;

fn attached(target: &str) -> String {
    format!(
        "resource \"aws_lb_target_group_attachment\" \"web\" {{\n target_group_arn = aws_lb_target_group.web.arn\n target_id = {target}\n}}\n"
    )
}

fn members(lowered: &Lowered, balancer: &str) -> Vec<String> {
    let group = &lowered.balancer(balancer).listeners[0].targets[0];
    group.members.iter().map(|member| ids(std::slice::from_ref(&member.machine)).remove(0)).collect()
}

#[test]
fn targets_named_by_an_address_or_an_interface_are_machines() {
    let interface = "resource \"aws_network_interface\" \"n\" {\n subnet_id = aws_subnet.closed.id\n private_ips = [\"10.0.2.9\"]\n attachment {\n  instance = aws_instance.i.id\n  device_index = 1\n }\n}\n";
    for target in [
        "aws_instance.i.private_ip",
        "\"10.0.2.5\"",
        "\"10.0.2.9\"",
        "aws_network_interface.n.private_ip",
        "aws_instance.i.id",
    ] {
        let lowered = lower(&format!("{PLACE}{interface}{}", attached(target)));
        assert_eq!(members(&lowered, "aws_lb.alb"), ["aws_instance.i"], "{target}");
    }
    let lowered = lower(&format!("{PLACE}{}", attached("\"10.9.9.9\"")));
    assert_eq!(members(&lowered, "aws_lb.alb"), ["10.9.9.9"]);
}

#[test]
fn groups_join_by_traffic_sources_of_their_own() {
    let lowered = lower(&format!(
        "{PLACE}resource \"aws_launch_template\" \"t\" {{}}\nresource \"aws_autoscaling_group\" \"g\" {{\n vpc_zone_identifier = [aws_subnet.closed.id]\n launch_template {{ id = aws_launch_template.t.id }}\n}}\nresource \"aws_autoscaling_traffic_source_attachment\" \"a\" {{\n autoscaling_group_name = aws_autoscaling_group.g.id\n traffic_source {{\n  identifier = aws_lb_target_group.web.arn\n  type = \"elbv2\"\n }}\n}}"
    ));
    assert_eq!(members(&lowered, "aws_lb.alb"), ["aws_autoscaling_group.g"]);
}

const FRONT: &str = r#"
resource "aws_lb" "nlb" {
  load_balancer_type = "network"
  subnet_mapping {
    subnet_id            = aws_subnet.open.id
    private_ipv4_address = "10.0.1.15"
  }
}
resource "aws_lb_target_group" "alb" {
  port        = 80
  protocol    = "TCP"
  target_type = "alb"
}
resource "aws_lb_target_group_attachment" "alb" {
  target_group_arn = aws_lb_target_group.alb.arn
  target_id        = aws_lb.alb.arn
}
resource "aws_lb_listener" "nlb" {
  load_balancer_arn = aws_lb.nlb.arn
  port              = 443
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.alb.arn
  }
}
"#;

#[test]
fn a_balancer_behind_a_balancer_is_there_with_that_front() {
    let lowered = lower(&format!("{PLACE}{FRONT}{}", attached("aws_instance.i.private_ip")));
    let front = lowered.balancer("aws_lb.alb/behind/aws_lb.nlb-0");
    assert!(front.public.truth().certain());
    assert_eq!(front.about.exists, Truth::Unknown, "the front may have filters of its own");
    assert_eq!(ids(&front.subnets), ["aws_subnet.open"]);
    assert_eq!(ids(front.filters.as_ref().unwrap()), ["aws_security_group.alb"]);
    let listener = &front.listeners[0];
    assert!(listener.traffic.must.contains(TCP, 443) && !listener.traffic.may.contains(TCP, 80));
    let group = &listener.targets[0];
    assert_eq!(
        (group.port.value(), members(&lowered, "aws_lb.alb/behind/aws_lb.nlb-0")),
        (Some(&8080), vec!["aws_instance.i".to_owned()])
    );
    let Some(ListenerSource::Ranges(seen)) = group.source.value() else { panic!("{:?}", group.source) };
    assert_eq!(seen.to_string(), "10.0.2.0/24", "the inner balancer's own subnets");
    let addresses = lowered.balancer("aws_lb.nlb").addresses.as_ref().unwrap();
    assert_eq!(addresses.must.to_string(), "10.0.1.15/32");
}

fn accelerator(endpoint: &str, more: &str) -> String {
    format!(
        "resource \"aws_globalaccelerator_accelerator\" \"a\" {{ name = \"a\" }}\nresource \"aws_globalaccelerator_listener\" \"l\" {{\n accelerator_arn = aws_globalaccelerator_accelerator.a.id\n protocol = \"TCP\"\n port_range {{\n  from_port = 80\n  to_port = 80\n }}\n}}\nresource \"aws_globalaccelerator_endpoint_group\" \"e\" {{\n listener_arn = aws_globalaccelerator_listener.l.id\n endpoint_configuration {{ endpoint_id = {endpoint} }}\n {more}\n}}\n"
    )
}

const PUBLISHED: &str = "aws_globalaccelerator_endpoint_group.e/endpoint-0";

#[test]
fn an_accelerator_publishes_internal_balancers_and_instances() {
    let lowered = lower(&format!(
        "{PLACE}{}{}",
        attached("aws_instance.i.private_ip"),
        accelerator("aws_lb.alb.arn", "")
    ));
    let front = lowered.balancer(PUBLISHED);
    assert!(front.public.truth().certain() && front.about.exists.certain());
    assert!(front.subnets.is_empty(), "its front needs no route");
    assert_eq!(ids(front.filters.as_ref().unwrap()), ["aws_security_group.alb"]);
    assert!(front.listeners[0].traffic.must.contains(TCP, 80));
    assert_eq!(members(&lowered, PUBLISHED), ["aws_instance.i"]);
    let mapped = "port_override {\n  listener_port = 80\n  endpoint_port = 8443\n}";
    let lowered = lower(&format!("{PLACE}{}", accelerator("aws_instance.i.id", mapped)));
    let group = &lowered.balancer(PUBLISHED).listeners[0].targets[0];
    assert_eq!((group.source.value(), group.port.value()), (Some(&ListenerSource::Client), Some(&8443)));
    let lowered = lower(&format!("{PLACE}{}", accelerator("aws_lb.alb.arn", mapped)));
    assert!(lowered.balancer(PUBLISHED).listeners.is_empty(), "nothing listens on that port");
    let public = PLACE.replace("internal        = true", "");
    let lowered = lower(&format!("{public}{}", accelerator("aws_lb.alb.arn", "")));
    assert_eq!(lowered.model.balancers.len(), 1, "it is on the internet already");
}

#[test]
fn clients_of_a_vpn_stand_in_its_subnets() {
    let lowered = lower(&format!(
        "{PLACE}resource \"aws_ec2_client_vpn_endpoint\" \"c\" {{\n client_cidr_block = \"10.9.0.0/22\"\n security_group_ids = [aws_security_group.alb.id]\n}}\nresource \"aws_ec2_client_vpn_network_association\" \"a\" {{\n client_vpn_endpoint_id = aws_ec2_client_vpn_endpoint.c.id\n subnet_id = aws_subnet.closed.id\n}}"
    ));
    let machine = lowered.machine("aws_ec2_client_vpn_endpoint.c");
    assert_eq!(machine.about.kind, "client VPN endpoint");
    assert_eq!(ids(&machine.interfaces[0].subnets), ["aws_subnet.closed"]);
    assert_eq!(ids(&machine.interfaces[0].groups), ["aws_security_group.alb"]);
    assert_eq!(machine.interfaces[0].public_v4.truth(), Truth::No);
}
