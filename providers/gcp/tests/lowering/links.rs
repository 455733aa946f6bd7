//! Ways between networks and out of the cloud.

use ringfence_model::{Attached, Attachment, Network, RouteTarget, Router, Truth};
use ringfence_packets::{AddressSet, Bounds};

use crate::harness::{Lowered, cidr, lower};

const A: &str = "google_compute_network.a";
const B: &str = "google_compute_network.b";

/// Two networks with a subnet each, and what a test adds.
fn stack(rest: &str) -> Lowered {
    lower(&format!(
        r#"
        variable "unknown" {{}}
        resource "google_compute_network" "a" {{
          name = "a"
          auto_create_subnetworks = false
        }}
        resource "google_compute_network" "b" {{
          name = "b"
          auto_create_subnetworks = false
        }}
        resource "google_compute_subnetwork" "a" {{
          name          = "a"
          network       = google_compute_network.a.id
          ip_cidr_range = "10.1.0.0/16"
        }}
        resource "google_compute_subnetwork" "b" {{
          name          = "b"
          network       = google_compute_network.b.id
          ip_cidr_range = "10.2.0.0/16"
        }}
        {rest}"#
    ))
}

fn peering(name: &str, from: &str, to: &str, more: &str) -> String {
    format!(
        "resource \"google_compute_network_peering\" \"{name}\" {{\n name = \"{name}\"\n network = {from}\n peer_network = {to}\n {more}\n }}\n"
    )
}

fn routers(lowered: &Lowered) -> &[Router] {
    &lowered.model.routers
}

/// Where a network's routes to a router lead, and to which addresses.
fn to_routers(network: &Network) -> Vec<(&str, Bounds<AddressSet>)> {
    let routes = network.routes.iter().filter_map(|route| match &route.target {
        RouteTarget::Router(id) => Some((id.as_str(), route.to.clone())),
        _ => None,
    });
    routes.collect()
}

fn of_network<'a>(router: &'a Router, network: &str) -> &'a Attachment {
    let there = |side: &&Attachment| matches!(&side.to, Attached::Network(link) if link.id().is_some_and(|id| id.as_str() == network));
    router.attachments.iter().find(there).expect(network)
}

#[test]
fn a_peering_is_in_force_if_both_sides_are_configured() {
    let both = peering("ab", "google_compute_network.a.id", "google_compute_network.b.id", "")
        + &peering("ba", "google_compute_network.b.id", "google_compute_network.a.id", "");
    let lowered = stack(&both);
    let [router] = routers(&lowered) else { panic!("both halves are one router") };
    assert_eq!(router.about.exists, Truth::Yes);
    assert_eq!(router.groups_cross.truth(), Truth::No);
    assert_eq!(
        to_routers(lowered.network(A)),
        [(router.about.id.as_str(), Bounds::exact(cidr("10.2.0.0/16")))]
    );
    assert_eq!(
        to_routers(lowered.network(B)),
        [(router.about.id.as_str(), Bounds::exact(cidr("10.1.0.0/16")))]
    );
    let out = &of_network(router, A).routes[0];
    assert!(matches!(&out.target, RouteTarget::Attachment(id) if *id == of_network(router, B).id));
    assert_eq!(out.to.must, cidr("10.2.0.0/16"));

    let one = stack(&peering("ab", "google_compute_network.a.id", "google_compute_network.b.id", ""));
    assert_eq!(routers(&one)[0].about.exists, Truth::Unknown, "the other side may be configured elsewhere");
    assert!(to_routers(one.network(A))[0].1.must.is_empty());
    let inactive = stack(&peering(
        "ab",
        "google_compute_network.a.id",
        "google_compute_network.b.id",
        "state = \"INACTIVE\"",
    ));
    assert_eq!(routers(&inactive)[0].about.exists, Truth::No);
    assert!(to_routers(inactive.network(A))[0].1.may.is_empty());
}

#[test]
fn a_peer_that_is_not_declared_stands_outside() {
    let lowered =
        stack(&peering("ab", "google_compute_network.a.id", "\"projects/other/global/networks/theirs\"", ""));
    let outside = &routers(&lowered)[0].attachments[1].to;
    let Attached::Outside { id, ranges } = outside else { panic!("outside") };
    assert_eq!(id.as_str(), "networks/theirs");
    assert!(ranges.must.is_empty() && ranges.may.contains([10, 9, 9, 9].into()));
}

#[test]
fn custom_routes_cross_if_one_side_exports_and_the_other_imports() {
    let with = |export: &str, import: &str| {
        let both = peering("ab", "google_compute_network.a.id", "google_compute_network.b.id", import)
            + &peering("ba", "google_compute_network.b.id", "google_compute_network.a.id", export);
        let lowered = stack(&both);
        to_routers(lowered.network(A)).len()
    };
    assert_eq!(with("export_custom_routes = true", "import_custom_routes = true"), 2);
    assert_eq!(with("export_custom_routes = true", ""), 1);
    assert_eq!(with("", "import_custom_routes = true"), 1);
    assert_eq!(with("export_custom_routes = var.unknown", "import_custom_routes = true"), 2);
}

#[test]
fn a_tunnel_leads_to_what_static_routes_send_there() {
    let lowered = stack(
        r#"
        resource "google_compute_vpn_gateway" "g" {
          name    = "g"
          network = google_compute_network.a.id
        }
        resource "google_compute_vpn_tunnel" "t" {
          name               = "t"
          target_vpn_gateway = google_compute_vpn_gateway.g.id
        }
        resource "google_compute_route" "r" {
          name                = "r"
          network             = google_compute_network.a.id
          dest_range          = "192.168.0.0/16"
          next_hop_vpn_tunnel = google_compute_vpn_tunnel.t.id
        }"#,
    );
    let [router] = routers(&lowered) else { panic!("one line") };
    let id = "google_compute_vpn_tunnel.t";
    assert_eq!(router.about.id.as_str(), id);
    assert_eq!(to_routers(lowered.network(A)), [(id, Bounds::exact(cidr("192.168.0.0/16")))]);
    let Attached::Outside { ranges, .. } = &router.attachments[1].to else { panic!("outside") };
    assert_eq!(*ranges, Bounds::exact(cidr("192.168.0.0/16")));
    assert_eq!(
        router.attachments[1].routes[0].to.must,
        cidr("10.1.0.0/16"),
        "and from there into the network"
    );
}

#[test]
fn what_a_router_learns_is_not_known() {
    let lowered = stack(
        r#"
        resource "google_compute_router" "r" {
          name    = "r"
          network = google_compute_network.a.id
        }
        resource "google_compute_vpn_tunnel" "t" {
          name   = "t"
          router = google_compute_router.r.id
        }
        resource "google_compute_router_peer" "p" {
          name   = "p"
          router = google_compute_router.r.name
        }
        resource "google_compute_interconnect_attachment" "i" {
          name   = "i"
          router = google_compute_router.r.id
        }"#,
    );
    let ids: Vec<&str> = routers(&lowered).iter().map(|router| router.about.id.as_str()).collect();
    assert_eq!(ids, ["google_compute_vpn_tunnel.t", "google_compute_interconnect_attachment.i"]);
    for (_, to) in to_routers(lowered.network(A)) {
        assert!(
            to.must.is_empty()
                && to.may.contains([192, 168, 1, 1].into())
                && !to.may.contains([8, 8, 8, 8].into())
        );
    }
}

#[test]
fn spokes_of_a_hub_may_reach_each_other() {
    let spoke = |name: &str, network: &str| {
        format!(
            "resource \"google_network_connectivity_spoke\" \"{name}\" {{\n name = \"{name}\"\n hub = google_network_connectivity_hub.h.id\n linked_vpc_network {{\n uri = google_compute_network.{network}.self_link\n }}\n }}\n"
        )
    };
    let hub = "resource \"google_network_connectivity_hub\" \"h\" {\n name = \"h\"\n }\n".to_owned();
    let lowered = stack(&(hub + &spoke("one", "a") + &spoke("two", "b")));
    let [router] = routers(&lowered) else { panic!("one hub") };
    assert!(router.attachments.iter().all(|side| side.exists == Truth::Unknown));
    assert_eq!(
        to_routers(lowered.network(A)),
        [("google_network_connectivity_hub.h", Bounds::at_most(cidr("10.2.0.0/16")))]
    );
}

#[test]
fn next_hops_are_gateways_machines_balancers_and_tunnels() {
    let target = |hop: &str| {
        let lowered = stack(&format!(
            "resource \"google_compute_route\" \"r\" {{\n name = \"r\"\n network = google_compute_network.a.id\n dest_range = \"10.9.0.0/16\"\n {hop}\n }}"
        ));
        let routes = &lowered.network(A).routes;
        let route = routes.iter().find(|route| route.to.may == cidr("10.9.0.0/16")).expect("the route");
        route.target.clone()
    };
    let middlebox = |hop: &str, id: &str| match target(hop) {
        RouteTarget::Middlebox(found) => assert_eq!(found.as_str(), id),
        other => panic!("{other:?}"),
    };
    middlebox("next_hop_instance = \"projects/p/zones/z/instances/box\"", "instances/box");
    middlebox("next_hop_ip = \"10.1.0.9\"", "10.1.0.9");
    middlebox("next_hop_ilb = \"projects/p/regions/r/forwardingRules/f\"", "forwardingRules/f");
    assert!(
        matches!(target("next_hop_vpn_tunnel = \"elsewhere\""), RouteTarget::Router(id) if id.as_str() == "vpnTunnels/elsewhere")
    );
    assert!(matches!(
        target("next_hop_gateway = \"global/gateways/default-internet-gateway\""),
        RouteTarget::Internet(_)
    ));
    assert!(matches!(target("next_hop_gateway = var.unknown"), RouteTarget::Unknown(_)));
}
