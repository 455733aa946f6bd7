//! Forwarding rules and what stands behind them.

use ringfence_model::{Attr, ListenerSource, Truth};
use ringfence_packets::{AddressSet, Protocol, Traffic};

use crate::harness::{Lowered, cidr, ids, lower};

/// A network, an instance, a group, and what a test adds.
fn stack(rest: &str) -> Lowered {
    lower(&format!(
        r#"
        variable "unknown" {{}}
        resource "google_compute_network" "main" {{ name = "main" }}
        resource "google_compute_instance" "a" {{
          name = "a"
          zone = "z"
          network_interface {{ network = google_compute_network.main.id }}
        }}
        resource "google_compute_instance_template" "t" {{
          network_interface {{ network = google_compute_network.main.id }}
        }}
        resource "google_compute_instance_group_manager" "g" {{
          name         = "g"
          target_pools = [google_compute_target_pool.p.self_link]
          version {{ instance_template = google_compute_instance_template.t.id }}
          named_port {{
            name = "api"
            port = 6443
          }}
        }}
        resource "google_compute_target_pool" "p" {{
          name      = "p"
          instances = ["z/a"]
        }}
        {rest}"#
    ))
}

const FRONT: &str = "google_compute_forwarding_rule.f";

#[test]
fn a_target_pool_keeps_the_clients_address_and_port() {
    let lowered = stack(
        r#"resource "google_compute_forwarding_rule" "f" {
             name       = "f"
             target     = google_compute_target_pool.p.id
             port_range = "443-443"
           }"#,
    );
    let front = lowered.balancer(FRONT);
    assert_eq!(front.public.truth(), Truth::Yes, "EXTERNAL unless set");
    assert!(front.network.is_none() && front.subnets.is_empty());
    assert_eq!(front.listeners[0].traffic.must, Traffic::port(Protocol::TCP, 443));
    let pool = &front.listeners[0].targets[0];
    assert_eq!((&pool.port, pool.source.value()), (&Attr::NotApplicable, Some(&ListenerSource::Client)));
    let members: Vec<&str> = pool.members.iter().map(|m| m.machine.id().unwrap().as_str()).collect();
    assert_eq!(members, ["google_compute_instance.a", "google_compute_instance_group_manager.g"]);
    assert!(pool.unseen.is_empty());
}

#[test]
fn an_internal_balancer_stands_in_its_network() {
    let lowered = stack(
        r#"resource "google_compute_region_backend_service" "s" {
             name = "s"
             backend { group = google_compute_instance_group_manager.g.instance_group }
           }
           resource "google_compute_forwarding_rule" "f" {
             name                  = "f"
             load_balancing_scheme = "INTERNAL"
             backend_service       = google_compute_region_backend_service.s.id
             ports                 = ["443", "8443"]
             network               = google_compute_network.main.name
           }"#,
    );
    let front = lowered.balancer(FRONT);
    assert_eq!(front.public.truth(), Truth::No);
    assert_eq!(ids(&front.subnets), ["google_compute_network.main/subnetworks"]);
    let service = &front.listeners[0].targets[0];
    assert_eq!(service.source.value(), Some(&ListenerSource::Client));
    assert_eq!(service.members[0].machine.id().unwrap().as_str(), "google_compute_instance_group_manager.g");
    assert!(front.listeners[0].traffic.must.contains(Protocol::TCP, 8443));
}

/// A global proxy in front of the group.
fn proxy(service: &str, rule: &str) -> Lowered {
    stack(&format!(
        r#"resource "google_compute_backend_service" "s" {{
             name = "s"
             {service}
             backend {{ group = google_compute_instance_group_manager.g.instance_group }}
           }}
           resource "google_compute_target_tcp_proxy" "p" {{
             name            = "p"
             backend_service = google_compute_backend_service.s.id
           }}
           {rule}"#
    ))
}

const GLOBAL: &str = r#"resource "google_compute_global_forwarding_rule" "f" {
     name       = "f"
     target     = google_compute_target_tcp_proxy.p.id
     port_range = "443"
   }"#;

#[test]
fn machines_behind_front_ends_see_their_ranges_at_the_named_port() {
    let lowered = proxy("port_name = \"api\"", GLOBAL);
    let target = &lowered.balancer("google_compute_global_forwarding_rule.f").listeners[0].targets[0];
    assert_eq!(target.port.value(), Some(&6443));
    let Some(ListenerSource::Ranges(ranges)) = target.source.value() else { panic!("ranges") };
    assert_eq!(*ranges, cidr("35.191.0.0/16").union(&cidr("130.211.0.0/22")));
}

#[test]
fn a_port_name_that_no_group_has_is_an_unknown_port() {
    let lowered = proxy("port_name = \"other\"", GLOBAL);
    let target = &lowered.balancer("google_compute_global_forwarding_rule.f").listeners[0].targets[0];
    assert!(matches!(target.port, Attr::Unknown(_)));
    assert!(matches!(target.members[0].port, Some(Attr::Unknown(_))));
}

#[test]
fn machines_behind_regional_proxies_see_the_proxy_only_subnet() {
    let rule = r#"resource "google_compute_forwarding_rule" "f" {
         name                  = "f"
         load_balancing_scheme = "EXTERNAL_MANAGED"
         target                = google_compute_target_tcp_proxy.p.id
         port_range            = "443"
       }"#;
    let subnet = r#"resource "google_compute_subnetwork" "proxies" {
         name          = "proxies"
         network       = google_compute_network.main.id
         purpose       = "REGIONAL_MANAGED_PROXY"
         ip_cidr_range = "10.9.0.0/23"
       }"#;
    let without = proxy("port_name = \"api\"", rule);
    let target = &without.balancer(FRONT).listeners[0].targets[0];
    assert!(matches!(target.source, Attr::Unknown(_)));
    let with = proxy("port_name = \"api\"", &format!("{rule}\n{subnet}"));
    let target = &with.balancer(FRONT).listeners[0].targets[0];
    assert_eq!(target.source.value(), Some(&ListenerSource::Ranges(cidr("10.9.0.0/23"))));
}

#[test]
fn a_url_map_leads_to_all_its_services() {
    let lowered = stack(
        r#"resource "google_compute_backend_service" "a" {
             name = "a"
             backend { group = google_compute_instance_group_manager.g.instance_group }
           }
           resource "google_compute_backend_service" "b" {
             name = "b"
             backend { group = google_compute_instance_group_manager.g.instance_group }
           }
           resource "google_compute_url_map" "m" {
             name            = "m"
             default_service = google_compute_backend_service.a.id
             path_matcher {
               name            = "x"
               default_service = google_compute_backend_service.a.id
               path_rule {
                 paths   = ["/b"]
                 service = google_compute_backend_service.b.id
               }
             }
           }
           resource "google_compute_target_https_proxy" "p" {
             name    = "p"
             url_map = google_compute_url_map.m.id
           }
           resource "google_compute_global_forwarding_rule" "f" {
             name       = "f"
             target     = google_compute_target_https_proxy.p.id
             port_range = "443"
           }"#,
    );
    let targets = &lowered.balancer("google_compute_global_forwarding_rule.f").listeners[0].targets;
    let services: Vec<&str> = targets.iter().map(|target| target.id.as_str()).collect();
    assert_eq!(services, ["google_compute_backend_service.a", "google_compute_backend_service.b"]);
}

#[test]
fn a_security_policy_makes_the_clients_unknown() {
    let lowered = proxy("port_name = \"api\"\n security_policy = \"policy\"", GLOBAL);
    let clients = lowered.balancer("google_compute_global_forwarding_rule.f").clients.clone().unwrap();
    assert!(clients.must.is_empty() && clients.may.is_all());
    assert!(lowered.model.notices.iter().any(|notice| notice.message.contains("security policy")));
    assert!(
        proxy("port_name = \"api\"", GLOBAL)
            .balancer("google_compute_global_forwarding_rule.f")
            .clients
            .is_none()
    );
}

#[test]
fn ports_are_a_list_a_range_or_all() {
    let traffic = |ports: &str| {
        let lowered = stack(&format!(
            "resource \"google_compute_forwarding_rule\" \"f\" {{\n name = \"f\"\n target = google_compute_target_pool.p.id\n {ports}\n }}"
        ));
        lowered.balancer(FRONT).listeners[0].traffic.clone()
    };
    assert_eq!(traffic("").must, Traffic::whole(Protocol::TCP));
    assert_eq!(traffic("ip_protocol = \"UDP\"\n all_ports = true").must, Traffic::whole(Protocol::UDP));
    assert_eq!(traffic("ip_protocol = \"L3_DEFAULT\"\n all_ports = true").must, Traffic::all());
    assert!(traffic("port_range = \"80-90\"").must.contains(Protocol::TCP, 85));
    let unknown = traffic("port_range = var.unknown");
    assert!(unknown.must.is_empty() && unknown.may == Traffic::whole(Protocol::TCP));
}

#[test]
fn what_stands_behind_an_undeclared_target_was_not_seen() {
    let lowered = stack(
        r#"resource "google_compute_forwarding_rule" "f" {
             name   = "f"
             target = "projects/p/regions/r/targetPools/elsewhere"
           }
           resource "google_compute_region_backend_service" "s" {
             name = "s"
             backend { group = "projects/p/zones/z/instanceGroups/elsewhere" }
           }
           resource "google_compute_forwarding_rule" "g" {
             name            = "g"
             backend_service = google_compute_region_backend_service.s.id
             all_ports       = true
           }"#,
    );
    for id in [FRONT, "google_compute_forwarding_rule.g"] {
        let target = &lowered.balancer(id).listeners[0].targets[0];
        assert!(target.members.is_empty() && target.unseen.len() == 1, "{id}");
    }
}

#[test]
fn an_unmanaged_group_lists_its_instances() {
    let lowered = stack(
        r#"resource "google_compute_instance_group" "u" {
             name      = "u"
             instances = [google_compute_instance.a.self_link, var.unknown]
           }
           resource "google_compute_region_backend_service" "s" {
             name = "s"
             backend { group = google_compute_instance_group.u.self_link }
           }
           resource "google_compute_forwarding_rule" "f" {
             name            = "f"
             backend_service = google_compute_region_backend_service.s.id
             all_ports       = true
           }"#,
    );
    let target = &lowered.balancer(FRONT).listeners[0].targets[0];
    assert_eq!(target.members.len(), 1);
    assert_eq!(target.unseen[0].what, "var.unknown");
}

#[test]
fn a_health_check_counts_only_if_it_asks_what_is_served() {
    let path = |port: u16| {
        let lowered = stack(&format!(
            r#"resource "google_compute_http_health_check" "h" {{
                 name         = "h"
                 port         = {port}
                 request_path = "/healthz"
               }}
               resource "google_compute_target_pool" "q" {{
                 name          = "q"
                 instances     = ["z/a"]
                 health_checks = [google_compute_http_health_check.h.name]
               }}
               resource "google_compute_forwarding_rule" "f" {{
                 name       = "f"
                 target     = google_compute_target_pool.q.id
                 port_range = "443"
               }}"#
        ));
        lowered.balancer(FRONT).listeners[0].targets[0].health_path.clone()
    };
    assert_eq!(path(443).as_deref(), Some("/healthz"));
    assert_eq!(path(10256), None, "kube-proxy's, not the API server's");
}

#[test]
fn an_internal_front_is_for_its_own_region_unless_it_says_otherwise() {
    let clients = |more: &str| {
        let text = format!(
            r#"
            resource "google_compute_network" "main" {{
              name                    = "main"
              auto_create_subnetworks = false
            }}
            resource "google_compute_network" "peer" {{
              name                    = "peer"
              auto_create_subnetworks = false
            }}
            variable "somewhere" {{}}
            resource "google_compute_subnetwork" "s" {{
              for_each = {{
                "10.0.0.0/24" = "europe-west1", "10.0.1.0/24" = "us-east1", "10.0.2.0/24" = var.somewhere
              }}
              name          = "s"
              network       = google_compute_network.main.id
              ip_cidr_range = each.key
              region        = each.value
            }}
            resource "google_compute_subnetwork" "of_peer" {{
              for_each      = {{ "10.1.0.0/24" = "europe-west1", "10.1.1.0/24" = "us-east1" }}
              name          = "s"
              network       = google_compute_network.peer.id
              ip_cidr_range = each.key
              region        = each.value
            }}
            resource "google_compute_forwarding_rule" "front" {{
              name                  = "front"
              load_balancing_scheme = "INTERNAL"
              region                = "europe-west1"
              network               = google_compute_network.main.id
              all_ports             = true
              {more}
            }}"#
        );
        lower(&text).balancer("google_compute_forwarding_rule.front").clients.clone()
    };
    let near = cidr("10.0.0.0/24").union(&cidr("10.1.0.0/24"));
    let by_default = clients("").unwrap();
    assert_eq!(by_default.must, near);
    assert_eq!(
        by_default.may,
        cidr("10.0.1.0/24").complement(),
        "a peer's far subnet is left to the peering"
    );
    assert_eq!(clients("allow_global_access = true"), None);
    let unknown = clients("allow_global_access = var.unknown").unwrap();
    assert_eq!((unknown.must, unknown.may), (near, AddressSet::all()));
}
