use ringfence_model::{Attr, ListenerSource, ServiceEndpoint, Truth};

use crate::harness::{Lowered, TCP, ids, lower};

const PLACE: &str = r#"
variable "x" {}
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "b" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.2.0/24"
}
resource "aws_security_group" "g" { vpc_id = aws_vpc.v.id }
"#;

fn lowered(attributes: &str, more: &str) -> Lowered {
    lower(&format!(
        "{PLACE}resource \"aws_vpc_endpoint\" \"e\" {{\n vpc_id = aws_vpc.v.id\n vpc_endpoint_type = \"Interface\"\n {attributes}\n}}\n{more}"
    ))
}

fn endpoint(attributes: &str, more: &str) -> ServiceEndpoint {
    lowered(attributes, more).model.endpoints[0].clone()
}

const SECRETS: &str = "service_name = \"com.amazonaws.us-west-2.secretsmanager\"";

#[test]
fn an_endpoint_has_an_interface_in_each_subnet() {
    let found = endpoint(
        &format!(
            "{SECRETS}\n subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]\n security_group_ids = [aws_security_group.g.id]\n subnet_configuration {{\n  subnet_id = aws_subnet.b.id\n  ipv4 = \"10.0.2.10\"\n }}"
        ),
        "",
    );
    let placed: Vec<String> = found
        .interfaces
        .iter()
        .map(|interface| {
            let at = interface.addresses.as_ref().map(|set| set.must.to_string()).unwrap_or_default();
            format!("{} {} {at}", ids(&interface.subnets).join("+"), ids(&interface.filters).join("+"))
        })
        .collect();
    assert_eq!(
        placed,
        ["aws_subnet.a aws_security_group.g ", "aws_subnet.b aws_security_group.g 10.0.2.10/32"]
    );
    assert_eq!(found.leads_to.value(), Some(&Vec::new()), "a service of the vendor");
    assert!(found.traffic.must.is_empty() && found.traffic.may.is_all());
}

#[test]
fn groups_may_be_the_default_one_or_associated() {
    let subnets = format!("{SECRETS}\n subnet_ids = [aws_subnet.a.id]");
    let groups = |more: &str| ids(&endpoint(&subnets, more).interfaces[0].filters);
    assert_eq!(groups(""), ["aws_vpc.v/default-security-group"]);
    let added = |replace: bool| {
        format!(
            "resource \"aws_vpc_endpoint_security_group_association\" \"s\" {{\n vpc_endpoint_id = aws_vpc_endpoint.e.id\n security_group_id = aws_security_group.g.id\n replace_default_association = {replace}\n}}"
        )
    };
    assert_eq!(groups(&added(false)), ["aws_vpc.v/default-security-group", "aws_security_group.g"]);
    assert_eq!(groups(&added(true)), ["aws_security_group.g"]);
    assert!(
        lowered(&subnets, "").filters().contains(&"aws_vpc.v/default-security-group"),
        "the filter is in the model"
    );
    let subnet = "resource \"aws_vpc_endpoint_subnet_association\" \"s\" {\n vpc_endpoint_id = aws_vpc_endpoint.e.id\n subnet_id = aws_subnet.b.id\n}";
    let found = endpoint(&subnets, subnet);
    assert_eq!(ids(&found.interfaces[1].subnets), ["aws_subnet.b"]);
}

const SERVICE: &str = r#"
resource "aws_lb" "n" {
  internal           = true
  load_balancer_type = "network"
  subnets            = [aws_subnet.b.id]
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.n.arn
  port              = 443
  protocol          = "TCP"
}
resource "aws_vpc_endpoint_service" "s" {
  acceptance_required        = false
  network_load_balancer_arns = [aws_lb.n.arn]
  PRINCIPALS
}
"#;

#[test]
fn a_service_of_ones_own_leads_to_its_balancer() {
    let found = endpoint(
        "service_name = aws_vpc_endpoint_service.s.service_name\n subnet_ids = [aws_subnet.a.id]",
        &SERVICE.replace("PRINCIPALS", ""),
    );
    let [behind] = found.leads_to.value().unwrap().as_slice() else { panic!("{:?}", found.leads_to) };
    assert_eq!(behind.balancer.id().unwrap().as_str(), "aws_lb.n");
    assert_eq!((behind.accepted.truth(), behind.judged.truth()), (Truth::Yes, Truth::Yes));
    assert_eq!(behind.source.value(), Some(&ListenerSource::Balancer), "whatever the group preserves");
    assert!(found.traffic.must.contains(TCP, 443) && !found.traffic.may.contains(TCP, 80));
    let unknown = endpoint("service_name = var.x\n subnet_ids = [aws_subnet.a.id]", "");
    assert!(matches!(unknown.leads_to, Attr::Unknown(_)));
}

#[test]
fn an_endpoint_may_have_to_be_accepted_and_a_front_may_judge_its_clients() {
    let own = "service_name = aws_vpc_endpoint_service.s.service_name\n subnet_ids = [aws_subnet.a.id]";
    let required = SERVICE
        .replace("PRINCIPALS", "")
        .replace("acceptance_required        = false", "acceptance_required = true");
    let accepted = |attributes: &str, more: &str| {
        let found = endpoint(&format!("{own}\n {attributes}"), &format!("{required}{more}"));
        found.leads_to.value().unwrap()[0].accepted.truth()
    };
    assert_eq!(accepted("", ""), Truth::Unknown);
    assert_eq!(accepted("auto_accept = true", ""), Truth::Yes);
    let hand = "resource \"aws_vpc_endpoint_connection_accepter\" \"a\" {\n vpc_endpoint_service_id = aws_vpc_endpoint_service.s.id\n vpc_endpoint_id = aws_vpc_endpoint.e.id\n}";
    assert_eq!(accepted("", hand), Truth::Yes);
    let judged = |value: &str| {
        let switch =
            format!("enforce_security_group_inbound_rules_on_private_link_traffic = {value}\n  subnets ");
        let found = endpoint(own, &SERVICE.replace("PRINCIPALS", "").replacen("subnets ", &switch, 1));
        found.leads_to.value().unwrap()[0].judged.truth()
    };
    assert_eq!(judged("\"on\""), Truth::Yes);
    assert_eq!(judged("\"off\""), Truth::No);
    assert_eq!(judged("var.x"), Truth::Unknown);
}

#[test]
fn who_may_connect_from_elsewhere_is_said() {
    let notices = |principals: &str| {
        let lowered = lower(&format!("{PLACE}{}", SERVICE.replace("PRINCIPALS", principals)));
        lowered
            .model
            .notices
            .iter()
            .filter(|notice| notice.message.contains("aws_vpc_endpoint_service.s"))
            .count()
    };
    assert_eq!(notices(""), 0);
    assert_eq!(notices("allowed_principals = [\"*\"]"), 1);
}

#[test]
fn gateways_and_appliances_are_no_doors() {
    for kind in ["Gateway", "GatewayLoadBalancer"] {
        let lowered = lower(&format!(
            "{PLACE}resource \"aws_vpc_endpoint\" \"e\" {{\n vpc_id = aws_vpc.v.id\n vpc_endpoint_type = \"{kind}\"\n subnet_ids = [aws_subnet.a.id]\n}}"
        ));
        assert!(lowered.model.endpoints.is_empty(), "{kind}");
    }
}
