//! What stands in front of backend services, endpoint groups, private services.

use ringfence_model::{ListenerSource, Truth};
use ringfence_packets::{AddressSet, Bounds, Protocol};

use crate::harness::{Lowered, cidr, lower};

const FRONT: &str = "google_compute_global_forwarding_rule.f";

/// A global proxy in front of a service of an endpoint group, and what a test adds.
fn stack(service: &str, rest: &str) -> Lowered {
    lower(&format!(
        r#"
        variable "unknown" {{}}
        resource "google_compute_network" "main" {{ name = "main" }}
        resource "google_compute_instance" "a" {{
          name = "a"
          network_interface {{ network = google_compute_network.main.id }}
        }}
        resource "google_compute_network_endpoint_group" "n" {{
          name    = "n"
          network = google_compute_network.main.id
        }}
        resource "google_compute_backend_service" "s" {{
          name = "s"
          {service}
          backend {{ group = google_compute_network_endpoint_group.n.id }}
        }}
        resource "google_compute_target_tcp_proxy" "p" {{
          name            = "p"
          backend_service = google_compute_backend_service.s.id
        }}
        resource "google_compute_global_forwarding_rule" "f" {{
          name       = "f"
          target     = google_compute_target_tcp_proxy.p.id
          port_range = "443"
        }}
        {rest}"#
    ))
}

fn clients(rules: &str, rest: &str) -> Bounds<AddressSet> {
    let policy = format!(
        "resource \"google_compute_security_policy\" \"g\" {{\n name = \"g\"\n {rules}\n }}\n {rest}"
    );
    let lowered = stack("security_policy = google_compute_security_policy.g.id", &policy);
    lowered.balancer(FRONT).clients.clone().unwrap()
}

fn rule(action: &str, priority: u32, range: &str) -> String {
    format!(
        "rule {{\n action = \"{action}\"\n priority = {priority}\n match {{\n versioned_expr = \"SRC_IPS_V1\"\n config {{\n src_ip_ranges = [{range}]\n }}\n }}\n }}\n"
    )
}

#[test]
fn a_security_policy_by_ranges_says_who_may_pass() {
    let office = "\"198.51.100.0/24\"";
    let only = clients(&(rule("allow", 10, office) + &rule("deny(403)", 2_147_483_647, "\"*\"")), "");
    assert_eq!(only, Bounds::exact(cidr("198.51.100.0/24")));
    let but = clients(&(rule("allow", 2_147_483_647, "\"*\"") + &rule("deny(403)", 10, office)), "");
    assert_eq!(
        but,
        Bounds::exact(AddressSet::all().difference(&cidr("198.51.100.0/24"))),
        "order is by priority"
    );
    let limited = clients(&(rule("throttle", 10, office) + &rule("deny(403)", 2_147_483_647, "\"*\"")), "");
    assert_eq!(limited, Bounds::exact(cidr("198.51.100.0/24")), "who keeps the limit gets in");
    assert_eq!(clients("", ""), Bounds::exact(AddressSet::all()), "a policy without rules stops nobody");
    let unknown =
        clients(&(rule("allow", 10, "var.unknown") + &rule("deny(403)", 2_147_483_647, "\"*\"")), "");
    assert!(unknown.must.is_empty() && unknown.may.is_all());
    let preview = rule("deny(403)", 10, office).replace("action =", "preview = true\n action =");
    assert!(clients(&(preview + &rule("allow", 2_147_483_647, "\"*\"")), "").must.is_all(), "not enforced");
}

#[test]
fn an_expression_may_match_anybody() {
    let expression = "rule {\n action = \"deny(403)\"\n priority = 5\n match {\n expr {\n expression = \"origin.region_code == 'CH'\"\n }\n }\n }\n";
    let found = clients(&(expression.to_owned() + &rule("allow", 2_147_483_647, "\"*\"")), "");
    assert!(found.must.is_empty() && found.may.is_all());
}

#[test]
fn rules_of_a_policy_may_stand_by_themselves() {
    let apart = "resource \"google_compute_security_policy_rule\" \"r\" {\n security_policy = google_compute_security_policy.g.name\n action = \"deny(403)\"\n priority = 1\n match {\n versioned_expr = \"SRC_IPS_V1\"\n config {\n src_ip_ranges = [\"203.0.113.0/24\"]\n }\n }\n }";
    assert_eq!(clients("", apart), Bounds::exact(AddressSet::all().difference(&cidr("203.0.113.0/24"))));
}

#[test]
fn nobody_certainly_passes_a_sign_in() {
    let lowered = stack("iap {\n enabled = true\n }", "");
    assert_eq!(lowered.balancer(FRONT).clients, Some(Bounds::unknown()));
    assert!(lowered.model.notices.iter().any(|notice| notice.message.contains("sign-in")));
    assert_eq!(stack("iap {\n enabled = false\n }", "").balancer(FRONT).clients, None);
}

#[test]
fn an_endpoint_group_has_machines_with_ports_of_their_own() {
    let endpoint = r#"
        resource "google_compute_network_endpoint" "e" {
          network_endpoint_group = google_compute_network_endpoint_group.n.name
          instance               = google_compute_instance.a.name
          ip_address             = "10.128.0.2"
          port                   = 6443
        }"#;
    let lowered = stack("", endpoint);
    let target = &lowered.balancer(FRONT).listeners[0].targets[0];
    assert_eq!(target.members[0].machine.id().unwrap().as_str(), "google_compute_instance.a");
    assert_eq!(target.members[0].port.as_ref().unwrap().value(), Some(&6443));
    assert!(target.unseen.is_empty());
    let empty = stack("", "");
    assert_eq!(empty.balancer(FRONT).listeners[0].targets[0].unseen.len(), 1, "something else fills it");
}

/// An internal balancer that is published, and a door to it.
const PUBLISHED: &str = r#"
    resource "google_compute_network" "main" { name = "main" }
    resource "google_compute_network" "theirs" { name = "theirs" }
    resource "google_compute_region_backend_service" "s" {
      name = "s"
      load_balancing_scheme = "INTERNAL"
    }
    resource "google_compute_forwarding_rule" "inner" {
      name                  = "inner"
      load_balancing_scheme = "INTERNAL"
      backend_service       = google_compute_region_backend_service.s.id
      network               = google_compute_network.main.id
      ip_address            = "10.128.0.9"
      ports                 = ["443"]
    }
    resource "google_compute_subnetwork" "nat" {
      name          = "nat"
      network       = google_compute_network.main.id
      ip_cidr_range = "10.99.0.0/24"
      purpose       = "PRIVATE_SERVICE_CONNECT"
    }
    resource "google_compute_service_attachment" "a" {
      name                  = "a"
      target_service        = google_compute_forwarding_rule.inner.id
      connection_preference = "ACCEPT_AUTOMATIC"
      nat_subnets           = [google_compute_subnetwork.nat.id]
    }
    resource "google_compute_forwarding_rule" "door" {
      name                  = "door"
      load_balancing_scheme = ""
      target                = google_compute_service_attachment.a.id
      network               = google_compute_network.theirs.id
    }
    resource "google_compute_global_forwarding_rule" "apis" {
      name                  = "apis"
      load_balancing_scheme = ""
      target                = "all-apis"
      network               = google_compute_network.theirs.id
    }"#;

#[test]
fn a_private_service_is_a_door_to_a_balancer() {
    let lowered = lower(PUBLISHED);
    assert_eq!(lowered.model.balancers.len(), 1, "doors are no balancers");
    let inner = lowered.balancer("google_compute_forwarding_rule.inner");
    assert_eq!(inner.addresses, Some(Bounds::exact(cidr("10.128.0.9"))));
    let [door, apis] = lowered.model.endpoints.as_slice() else { panic!("two doors") };
    let behind = &door.leads_to.value().unwrap()[0];
    assert_eq!(behind.balancer.id().unwrap().as_str(), "google_compute_forwarding_rule.inner");
    assert_eq!(behind.accepted.truth(), Truth::Yes);
    assert_eq!(behind.source.value(), Some(&ListenerSource::Ranges(cidr("10.99.0.0/24"))));
    assert!(door.traffic.must.contains(Protocol::TCP, 443) && !door.traffic.may.contains(Protocol::TCP, 22));
    let network = door.interfaces[0].network.as_ref().unwrap().id().unwrap();
    assert_eq!(network.as_str(), "google_compute_network.theirs");
    assert_eq!(apis.leads_to.value(), Some(&Vec::new()), "Google's own");
}

#[test]
fn the_gateway_of_a_tunnel_is_no_machine() {
    let lowered = lower(
        r#"
        resource "google_compute_network" "main" { name = "main" }
        resource "google_compute_vpn_gateway" "g" {
          name    = "g"
          network = google_compute_network.main.id
        }
        resource "google_compute_forwarding_rule" "esp" {
          name        = "esp"
          ip_protocol = "ESP"
          target      = google_compute_vpn_gateway.g.id
        }"#,
    );
    assert!(lowered.balancer("google_compute_forwarding_rule.esp").listeners[0].targets.is_empty());
}
