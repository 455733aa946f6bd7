//! Clusters, node pools, and what GKE makes by itself.

use ringfence_model::{AppliesTo, Attr, Truth};
use ringfence_packets::{Action, AddressSet, Bounds};

use crate::harness::{Lowered, cidr, ids, lower};

/// One cluster in a network with a subnet.
fn cluster(body: &str) -> Lowered {
    lower(&format!(
        r#"
        variable "unknown" {{}}
        resource "google_compute_network" "main" {{
          name = "main"
          auto_create_subnetworks = false
        }}
        resource "google_compute_subnetwork" "s" {{
          name = "s"
          network = google_compute_network.main.id
          ip_cidr_range = "10.1.0.0/20"
          secondary_ip_range {{
            range_name    = "pods"
            ip_cidr_range = "10.4.0.0/14"
          }}
        }}
        resource "google_container_cluster" "c" {{
          name       = "c"
          network    = google_compute_network.main.id
          subnetwork = google_compute_subnetwork.s.id
          {body}
        }}"#
    ))
}

const C: &str = "google_container_cluster.c";

#[test]
fn without_authorized_networks_everybody_may_connect() {
    let lowered = cluster("");
    let cluster = lowered.cluster(C);
    assert_eq!(cluster.public.enabled.truth(), Truth::Yes);
    assert_eq!(cluster.public.clients.must, AddressSet::all_v4());
    assert_eq!(cluster.ports, [443]);
    assert!(lowered.text(&cluster.public.evidence[0].source).starts_with("https://"));
}

#[test]
fn authorized_networks_limit_who_may_connect() {
    let clients = |list: &str| {
        let lowered = cluster(&format!("master_authorized_networks_config {{\n {list}\n }}"));
        let public = lowered.cluster(C).public.clone();
        (public.clients, public.gaps)
    };
    let (nobody, _) = clients("");
    assert!(nobody.may.is_empty(), "a list without blocks lets nobody in");
    let (one, _) = clients("cidr_blocks {\n cidr_block = \"203.0.113.0/24\"\n }");
    assert!(one.is_exact() && one.must == cidr("203.0.113.0/24"));
    let (unknown, gaps) = clients("cidr_blocks {\n cidr_block = var.unknown\n }");
    assert!(unknown.must.is_empty() && unknown.may.is_all());
    assert_eq!(gaps[0].what, "var.unknown");
    let dynamic = "dynamic \"cidr_blocks\" {\n for_each = var.unknown\n content {\n cidr_block = cidr_blocks.value\n }\n }";
    let (unknown, gaps) = clients(dynamic);
    assert!(unknown.must.is_empty() && !unknown.may.is_empty() && !gaps.is_empty());
    let (google, gaps) = clients("gcp_public_cidrs_access_enabled = true");
    assert!(google.must.is_empty() && !google.may.is_empty() && !gaps.is_empty());
}

#[test]
fn an_endpoint_may_be_private_or_have_no_address() {
    let enabled = |body: &str| {
        let lowered = cluster(body);
        let cluster = lowered.cluster(C);
        (cluster.public.enabled.truth(), cluster.private.truth())
    };
    let config = |endpoint: &str, nodes: &str| {
        format!(
            "private_cluster_config {{\n enable_private_endpoint = {endpoint}\n enable_private_nodes = {nodes}\n }}"
        )
    };
    assert_eq!(enabled(&config("true", "true")), (Truth::No, Truth::Yes));
    assert_eq!(enabled(&config("false", "true")), (Truth::Yes, Truth::Yes));
    assert_eq!(enabled(&config("true", "false")).0, Truth::Unknown, "the pages disagree");
    assert_eq!(enabled(&config("var.unknown", "true")).0, Truth::Unknown);
    let none = "control_plane_endpoints_config {\n ip_endpoints_config {\n enabled = false\n }\n }";
    assert_eq!(enabled(none), (Truth::No, Truth::No));
}

#[test]
fn what_lists_do_not_limit_is_said() {
    let said = |body: &str, word: &str| {
        let notices = cluster(body).model.notices;
        notices.iter().any(|notice| notice.message.contains(word))
    };
    let dns =
        "control_plane_endpoints_config {\n dns_endpoint_config {\n allow_external_traffic = true\n }\n }";
    assert!(said(dns, "DNS endpoint") && !said("", "DNS endpoint"));
    assert!(said("master_authorized_networks_config {}", "other customers"));
    assert!(!said(
        "master_authorized_networks_config {\n gcp_public_cidrs_access_enabled = false\n }",
        "other customers"
    ));
}

#[test]
fn a_cluster_without_network_stands_in_the_default_one() {
    let lowered =
        lower("resource \"google_container_cluster\" \"c\" {\n name = \"c\"\n initial_node_count = 1\n }");
    assert_eq!(ids(&lowered.cluster(C).subnets), ["networks/default/subnetworks"]);
    assert!(
        lowered
            .filter("networks/default")
            .rules
            .iter()
            .any(|rule| rule.id.as_str() == "firewalls/default-allow-ssh")
    );
}

#[test]
fn a_cluster_has_the_pools_it_makes_by_itself() {
    let pools = |body: &str| {
        let lowered = cluster(body);
        lowered.model.machines.iter().map(|m| (m.about.id.to_string(), m.about.exists)).collect::<Vec<_>>()
    };
    let id = |part: &str| format!("{C}.{part}");
    assert_eq!(pools(""), [(id("default_node_pool"), Truth::Yes)]);
    assert_eq!(pools("remove_default_node_pool = true"), []);
    assert_eq!(pools("remove_default_node_pool = var.unknown"), [(id("default_node_pool"), Truth::Unknown)]);
    assert_eq!(pools("node_pool {\n name = \"a\"\n }"), [(id("node_pool[0]"), Truth::Yes)]);
    assert_eq!(pools("enable_autopilot = true"), [(id("autopilot"), Truth::Yes)]);
}

/// A standalone pool of a cluster without others.
fn pool(cluster_body: &str, pool_body: &str) -> Lowered {
    cluster(&format!(
        "remove_default_node_pool = true\n {cluster_body}\n }}\n resource \"google_service_account\" \"sa\" {{\n account_id = \"sa\"\n }}\n resource \"google_container_node_pool\" \"p\" {{\n name = \"p\"\n cluster = google_container_cluster.c.name\n {pool_body}"
    ))
}

const P: &str = "google_container_node_pool.p";

#[test]
fn nodes_have_public_addresses_unless_they_are_private() {
    let public = |cluster: &str, own: &str| pool(cluster, own).machine(P).interfaces[0].public_v4.truth();
    let private = "private_cluster_config {\n enable_private_nodes = true\n }";
    assert_eq!(public("", ""), Truth::Yes);
    assert_eq!(public(private, ""), Truth::No);
    assert_eq!(public(private, "network_config {\n enable_private_nodes = false\n }"), Truth::Yes);
    assert_eq!(public("", "network_config {\n enable_private_nodes = var.unknown\n }"), Truth::Unknown);
}

#[test]
fn nodes_act_as_the_default_account_within_few_scopes() {
    let identity = |config: &str| {
        let lowered = pool("", &format!("node_config {{\n {config}\n }}"));
        let identity = lowered.machine(P).identity.value().cloned().flatten().unwrap().to_string();
        (
            identity.clone(),
            lowered.identity(&identity).is_default.truth(),
            lowered.identity(&identity).powers.len(),
        )
    };
    let default = "PROJECT_NUMBER-compute@developer.gserviceaccount.com";
    assert_eq!(identity(""), (format!("{default} (default scopes of GKE)"), Truth::Yes, 0));
    let (id, is_default, powers) =
        identity("oauth_scopes = [\"https://www.googleapis.com/auth/cloud-platform\"]");
    assert_eq!((id.as_str(), is_default), (default, Truth::Yes));
    assert!(powers > 0);
    let own = identity("service_account = google_service_account.sa.email");
    assert_eq!(own, ("google_service_account.sa".to_owned(), Truth::No, 0));
}

#[test]
fn nodes_are_nodes_in_the_clusters_network_and_group() {
    let lowered = pool("", "node_config {\n tags = [\"web\"]\n }");
    let machine = lowered.machine(P);
    assert_eq!(machine.signals.len(), 1);
    assert_eq!(ids(&machine.interfaces[0].subnets), ["google_compute_subnetwork.s"]);
    let AppliesTo::Groups(groups) = &lowered.rule(&format!("{C}.firewalls/vms")).applies_to else {
        panic!("nodes")
    };
    assert!(machine.interfaces[0].groups.iter().any(|link| link.id() == groups.first()));
    assert!(ids(&machine.interfaces[0].groups).contains(&"tag:google_compute_network.main/web"));
}

#[test]
fn gke_makes_rules_of_its_own() {
    let lowered = cluster(
        r#"
        private_cluster_config {
          enable_private_nodes   = true
          master_ipv4_cidr_block = "172.16.0.0/28"
        }
        ip_allocation_policy { cluster_secondary_range_name = "pods" }"#,
    );
    let rules: Vec<(&str, Action)> = lowered
        .filter("google_compute_network.main")
        .rules
        .iter()
        .map(|r| (r.id.as_str(), r.action))
        .collect();
    let name = |part: &str| format!("{C}.firewalls/{part}");
    let (first, second) = (name("inkubelet"), name("exkubelet"));
    assert_eq!(rules[..2], [(first.as_str(), Action::Allow), (second.as_str(), Action::Deny)]);
    assert_eq!(lowered.rule(&name("all")).peers.must.addresses, cidr("10.4.0.0/14"));
    assert_eq!(lowered.rule(&name("vms")).peers.must.addresses, cidr("10.1.0.0/20"));
    assert_eq!(lowered.rule(&name("master")).peers.must.addresses, cidr("172.16.0.0/28"));
    let unknown = cluster("");
    let pods = unknown.rule(&name("all"));
    assert!(pods.peers.must.is_empty() && !pods.peers.may.addresses.contains([8, 8, 8, 8].into()));
    assert_eq!(pods.gaps.len(), 1);
    assert!(!unknown.model.filters[0].rules.iter().any(|rule| rule.id.as_str() == name("master")));
}

#[test]
fn pods_see_the_nodes_metadata_unless_it_is_concealed() {
    let hops = |cluster: &str, config: &str| pool(cluster, config).machine(P).metadata.hop_limit.clone();
    let mode = |mode: &str| format!("node_config {{\n workload_metadata_config {{\n mode = {mode}\n }}\n }}");
    let identity = "workload_identity_config {\n workload_pool = \"p.svc.id.goog\"\n }";
    assert!(matches!(hops("", ""), Attr::Default { value: 2, .. }));
    assert!(matches!(hops("", &mode("\"GKE_METADATA\"")), Attr::Set { value: 1, .. }));
    assert!(matches!(hops(identity, &mode("\"GCE_METADATA\"")), Attr::Set { value: 2, .. }));
    assert!(matches!(hops(identity, ""), Attr::Default { value: 1, .. }));
    assert!(matches!(hops("", &mode("var.unknown")), Attr::Unknown(_)));
}

#[test]
fn authorized_networks_may_be_enforced_inside_too() {
    let clients = |list: &str| {
        let text = format!(
            "ip_allocation_policy {{\n cluster_secondary_range_name = \"pods\"\n }}\n master_authorized_networks_config {{\n cidr_blocks {{\n cidr_block = \"10.9.0.0/24\"\n }}\n {list}\n }}"
        );
        cluster(&text).cluster(C).private_clients.clone()
    };
    let listed = cidr("10.9.0.0/24").union(&cidr("10.1.0.0/20")).union(&cidr("10.4.0.0/14"));
    assert_eq!(clients("private_endpoint_enforcement_enabled = true"), Some(Bounds::exact(listed.clone())));
    assert_eq!(clients("private_endpoint_enforcement_enabled = false"), None);
    assert_eq!(
        clients(""),
        Some(Bounds::new(listed, AddressSet::all())),
        "it depends on how the cluster was made"
    );
    assert_eq!(cluster("").cluster(C).private_clients, None);
}

#[test]
fn the_private_endpoint_may_answer_from_afar() {
    let afar = |block: &str| {
        let text = format!("private_cluster_config {{\n enable_private_nodes = true\n {block}\n }}");
        cluster(&text).cluster(C).private_from_afar.truth()
    };
    assert_eq!(afar("master_global_access_config {\n enabled = true\n }"), Truth::Yes);
    assert_eq!(
        afar("master_global_access_config {\n enabled = false\n }"),
        Truth::Unknown,
        "from its own region"
    );
    assert_eq!(afar(""), Truth::Unknown);
}

#[test]
fn a_pool_may_have_pods_and_interfaces_of_its_own() {
    let lowered = pool(
        "ip_allocation_policy {\n cluster_secondary_range_name = \"pods\"\n }",
        "network_config {\n pod_ipv4_cidr_block = \"10.60.0.0/16\"\n additional_node_network_configs {\n network = \"other\"\n }\n }",
    );
    let machine = lowered.machine(P);
    assert_eq!(machine.interfaces.len(), 2);
    assert_eq!(machine.interfaces[1].public_v4.truth(), Truth::No);
    let pods = &lowered.rule(&format!("{C}.firewalls/all")).peers.must.addresses;
    assert_eq!(*pods, cidr("10.4.0.0/14").union(&cidr("10.60.0.0/16")));
}

#[test]
fn the_dns_endpoint_is_no_open_api_server() {
    let text = "control_plane_endpoints_config {\n dns_endpoint_config {\n allow_external_traffic = true\n }\n ip_endpoints_config {\n enabled = false\n }\n }";
    let lowered = cluster(text);
    assert_eq!(lowered.cluster(C).public.enabled.truth(), Truth::No);
    assert!(lowered.model.notices.iter().any(|notice| notice.message.contains("only IAM decides")));
}
