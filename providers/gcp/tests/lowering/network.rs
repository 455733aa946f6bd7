//! Networks, subnets, routes.

use ringfence_model::{RouteTarget, Truth};
use ringfence_packets::{AddressSet, Protocol, Traffic};

use crate::harness::{cidr, ids, lower};

#[test]
fn a_network_makes_its_own_subnets_unless_told_not_to() {
    let lowered = lower(
        r#"
        resource "google_compute_network" "auto" { name = "auto" }
        resource "google_compute_network" "custom" {
          name                    = "custom"
          auto_create_subnetworks = false
        }
        variable "auto" {}
        resource "google_compute_network" "maybe" {
          name                    = "maybe"
          auto_create_subnetworks = var.auto
        }"#,
    );
    assert_eq!(lowered.network("google_compute_network.auto").ranges.must, cidr("10.128.0.0/9"));
    assert!(lowered.network("google_compute_network.custom").ranges.may.is_empty());
    let exists =
        |id: &str| lowered.model.subnets.iter().find(|s| s.about.id.as_str() == id).map(|s| s.about.exists);
    assert_eq!(exists("google_compute_network.auto/subnetworks"), Some(Truth::Yes));
    assert_eq!(exists("google_compute_network.custom/subnetworks"), None);
    assert_eq!(exists("google_compute_network.maybe/subnetworks"), Some(Truth::Unknown));
}

#[test]
fn a_network_is_one_however_it_is_named() {
    let lowered = lower(
        r#"
        resource "google_compute_network" "main" { name = "harbor" }
        resource "google_compute_firewall" "by_name" {
          name = "a"
          network = "harbor"
          source_ranges = ["10.0.0.0/8"]
          allow { protocol = "tcp" }
        }
        resource "google_compute_firewall" "by_url" {
          name = "b"
          network = "https://www.googleapis.com/compute/v1/projects/p/global/networks/harbor"
          source_ranges = ["10.0.0.0/8"]
          allow { protocol = "tcp" }
        }
        variable "project" {}
        resource "google_compute_firewall" "by_partial_url" {
          name = "c"
          network = "projects/${var.project}/global/networks/harbor"
          source_ranges = ["10.0.0.0/8"]
          allow { protocol = "tcp" }
        }
        resource "google_compute_firewall" "by_reference" {
          name = "d"
          network = google_compute_network.main.self_link
          source_ranges = ["10.0.0.0/8"]
          allow { protocol = "tcp" }
        }
        data "google_compute_network" "looked_up" { name = "harbor" }
        resource "google_compute_firewall" "by_data" {
          name = "e"
          network = data.google_compute_network.looked_up.id
          source_ranges = ["10.0.0.0/8"]
          allow { protocol = "tcp" }
        }"#,
    );
    assert_eq!(lowered.model.networks.len(), 1);
    assert_eq!(lowered.filter("google_compute_network.main").rules.len(), 5);
}

#[test]
fn a_name_that_nobody_knows_still_leads_to_its_network() {
    let lowered = lower(
        r#"
        variable "name" {}
        resource "google_compute_network" "main" { name = var.name }
        resource "google_compute_network" "other" { name = "${var.name}-2" }
        resource "google_compute_firewall" "a" {
          name = "a"
          network = google_compute_network.main.name
          source_ranges = ["0.0.0.0/0"]
          allow { protocol = "tcp" }
        }"#,
    );
    assert_eq!(lowered.filter("google_compute_network.main").rules.len(), 1);
    assert!(lowered.filter("google_compute_network.other").rules.is_empty());
}

#[test]
fn the_default_network_comes_with_rules_and_a_way_out() {
    let lowered = lower(
        r#"
        data "google_compute_network" "main" { name = "default" }
        resource "google_compute_firewall" "ssh" {
          name    = "default-allow-ssh"
          network = data.google_compute_network.main.self_link
          source_ranges = ["10.0.0.0/8"]
          allow { 
            protocol = "tcp"
            ports = ["22"]
          }
        }"#,
    );
    let network = lowered.network("networks/default");
    assert!(!network.about.declared);
    assert_eq!(network.ranges.must, cidr("10.128.0.0/9"));
    assert_eq!(network.routes[0].to.must, AddressSet::all_v4());
    let filter = lowered.filter("networks/default");
    assert!(filter.unseen.is_empty(), "it is as documented");
    let order: Vec<&str> = filter.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(
        order,
        [
            "google_compute_firewall.ssh",
            "firewalls/default-allow-icmp",
            "firewalls/default-allow-internal",
            "firewalls/default-allow-rdp",
        ],
        "what Terraform manages is not assumed"
    );
    let rdp = lowered.rule("firewalls/default-allow-rdp");
    assert_eq!(rdp.peers.must.addresses, AddressSet::all_v4());
    assert_eq!(rdp.traffic.must, Traffic::port(Protocol::TCP, 3389));
    assert!(lowered.text(&rdp.evidence[0].source).starts_with("https://cloud.google.com/"));
    assert!(lowered.model.notices.iter().any(|notice| notice.message.contains("default network")));
}

#[test]
fn a_declared_network_named_default_has_no_such_rules() {
    let lowered = lower(
        r#"
        resource "google_compute_network" "main" { name = "default" }
        resource "google_compute_instance" "a" {
          name = "a"
          network_interface { subnetwork = "default" }
        }"#,
    );
    assert!(lowered.filter("google_compute_network.main").rules.is_empty());
    let machine = lowered.machine("google_compute_instance.a");
    assert_eq!(ids(&machine.interfaces[0].subnets), ["google_compute_network.main/subnetworks"]);
}

#[test]
fn a_network_of_somebody_else_may_have_other_rules_and_no_way_out() {
    let lowered = lower(
        r#"
        resource "google_compute_firewall" "a" {
          name    = "a"
          network = "projects/host/global/networks/shared"
          source_ranges = ["0.0.0.0/0"]
          allow { protocol = "tcp" }
        }"#,
    );
    let network = lowered.network("networks/shared");
    assert!(network.routes[0].to.must.is_empty() && !network.routes[0].to.may.is_empty());
    assert!(network.ranges.must.is_empty() && !network.ranges.may.overlaps(&cidr("8.8.8.8/32")));
    assert_eq!(lowered.filter("networks/shared").unseen.len(), 1);
}

#[test]
fn default_routes_may_be_deleted() {
    let lowered = lower(
        r#"
        resource "google_compute_network" "closed" {
          name                            = "closed"
          delete_default_routes_on_create = true
        }
        variable "closed" {}
        resource "google_compute_network" "maybe" {
          name                            = "maybe"
          delete_default_routes_on_create = var.closed
        }"#,
    );
    assert!(lowered.network("google_compute_network.closed").routes.is_empty());
    let route = &lowered.network("google_compute_network.maybe").routes[0];
    assert!(route.to.must.is_empty() && route.to.may == AddressSet::all_v4());
}

#[test]
fn routes_of_one_destination_stand_in_the_order_of_their_priority() {
    let lowered = lower(
        r#"
        resource "google_compute_network" "main" { name = "main" }
        resource "google_compute_route" "inspect" {
          name              = "inspect"
          network           = google_compute_network.main.id
          dest_range        = "0.0.0.0/0"
          priority          = 900
          next_hop_instance = "inspector"
        }
        variable "tags" {}
        resource "google_compute_route" "some" {
          name             = "some"
          network          = google_compute_network.main.id
          dest_range       = "0.0.0.0/0"
          priority         = 800
          tags             = var.tags
          next_hop_gateway = "default-internet-gateway"
        }
        resource "google_compute_route" "line" {
          name                = "line"
          network             = google_compute_network.main.id
          dest_range          = "192.168.0.0/16"
          next_hop_vpn_tunnel = "tunnel"
        }"#,
    );
    let routes = &lowered.network("google_compute_network.main").routes;
    assert!(
        matches!(routes[0].target, RouteTarget::Internet(_)) && routes[0].to.must.is_empty(),
        "for whom it is, is not known"
    );
    assert!(matches!(&routes[1].target, RouteTarget::Middlebox(id) if id.as_str() == "instances/inspector"));
    assert!(routes.iter().any(|route| matches!(route.target, RouteTarget::Router(_))));
}

#[test]
fn an_external_ipv6_subnet_opens_a_way_to_the_ipv6_internet() {
    let text = |access: &str| {
        format!(
            r#"
            resource "google_compute_network" "main" {{
              name = "main"
              auto_create_subnetworks = false
            }}
            resource "google_compute_subnetwork" "a" {{
              name = "a"
              network = google_compute_network.main.id
              ip_cidr_range = "10.0.0.0/24"
              stack_type = "IPV4_IPV6"
              ipv6_access_type = "{access}"
            }}"#
        )
    };
    let to = |access: &str| {
        let lowered = lower(&text(access));
        let routes = &lowered.network("google_compute_network.main").routes;
        routes.iter().any(|route| route.to.must == AddressSet::all_v6())
    };
    assert!(to("EXTERNAL") && !to("INTERNAL"));
}
