//! Saved replies: what they list, what they leave out, and the same network as configuration.

use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

use ringfence_model::{Model, RouteTarget, Sources, Truth};
use ringfence_packets::{Action, AddressSet, Protocol};
use ringfence_provider::Provider;
use ringfence_provider_gcp::Gcp;

use crate::harness::cidr;

/// Lowers files of replies.
fn lower(files: &[(&str, &str)]) -> Model {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name =
        format!("ringfence-gcp-replies-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let dir = std::env::temp_dir().join(name);
    fs::create_dir_all(&dir).unwrap();
    for (file, text) in files {
        fs::write(dir.join(file), text.replace("@/", "https://www.googleapis.com/compute/v1/projects/p/"))
            .unwrap();
    }
    let sources = Sources::default();
    let stack = ringfence_replies::read(&dir, &[Gcp.replies().unwrap()], None, &sources).unwrap();
    fs::remove_dir_all(&dir).unwrap();
    let mut model = Model::default();
    Gcp.lower(&stack.records, &sources, &mut model);
    model.notices.extend(stack.notices);
    model
}

const NETWORK: &str = "projects/p/global/networks/main";

const NETWORKS: (&str, &str) = (
    "networks.json",
    r#"{"kind": "compute#networkList", "id": "projects/p/global/networks", "items": [{
        "kind": "compute#network", "name": "main", "selfLink": "@/global/networks/main",
        "autoCreateSubnetworks": false,
        "subnetworks": ["@/regions/r-east1/subnetworks/a", "@/regions/r-east1/subnetworks/unlisted"],
        "peerings": [{"name": "to-b", "network": "https://www.googleapis.com/compute/v1/projects/q/global/networks/b",
                      "state": "ACTIVE", "exportCustomRoutes": true}]}]}"#,
);
const SUBNETS: (&str, &str) = (
    "subnetworks.json",
    r#"{"id": "projects/p/aggregated/subnetworks", "items": {
        "regions/r-east1": {"subnetworks": [{"kind": "compute#subnetwork", "name": "a",
            "selfLink": "@/regions/r-east1/subnetworks/a", "network": "@/global/networks/main",
            "ipCidrRange": "10.1.0.0/24"}]},
        "regions/r-west1": {"warning": {"code": "NO_RESULTS_ON_PAGE"}}},
        "kind": "compute#subnetworkAggregatedList"}"#,
);
const ROUTES: (&str, &str) = (
    "routes.json",
    r#"{"kind": "compute#routeList", "items": [
        {"kind": "compute#route", "name": "out", "selfLink": "@/global/routes/out", "priority": 1000,
         "network": "@/global/networks/main", "destRange": "0.0.0.0/0",
         "nextHopGateway": "@/global/gateways/default-internet-gateway"},
        {"kind": "compute#route", "name": "local", "selfLink": "@/global/routes/local", "priority": 0,
         "network": "@/global/networks/main", "destRange": "10.1.0.0/24", "nextHopNetwork": "@/global/networks/main"}]}"#,
);
const INSTANCES: (&str, &str) = (
    "instances.json",
    r#"{"kind": "compute#instanceList", "items": [{"kind": "compute#instance", "name": "i",
        "selfLink": "@/zones/r-east1-b/instances/i", "zone": "@/zones/r-east1-b", "canIpForward": true,
        "tags": {"items": ["web"], "fingerprint": "x"}, "labels": {"someLabel": "x"},
        "serviceAccounts": [{"email": "sa@p.iam.gserviceaccount.com", "scopes": ["https://www.googleapis.com/auth/cloud-platform"]}],
        "networkInterfaces": [{"network": "@/global/networks/main", "subnetwork": "@/regions/r-east1/subnetworks/a",
            "networkIP": "10.1.0.5", "accessConfigs": [{"type": "ONE_TO_ONE_NAT", "natIP": "203.0.113.7"}]}]}]}"#,
);
const EFFECTIVE: (&str, &str) = (
    "effective.json",
    r#"{"firewallPolicys": [
        {"name": "1", "shortName": "top", "type": "HIERARCHY", "rules": [
            {"priority": 5, "action": "goto_next", "direction": "INGRESS",
             "match": {"srcIpRanges": ["10.0.0.0/8"], "layer4Configs": [{"ipProtocol": "all"}]}},
            {"priority": 9, "action": "deny", "direction": "INGRESS",
             "match": {"srcIpRanges": ["0.0.0.0/0"], "layer4Configs": [{"ipProtocol": "tcp", "ports": ["22"]}]}}]},
        {"name": "2", "type": "NETWORK", "rules": []}],
      "firewalls": [{"name": "ssh", "selfLink": "@/global/firewalls/ssh", "network": "@/global/networks/main",
        "priority": 1000, "direction": "INGRESS", "sourceRanges": ["0.0.0.0/0"], "targetTags": ["web"],
        "allowed": [{"IPProtocol": "tcp", "ports": ["22"]}], "disabled": false}]}"#,
);

#[test]
fn replies_say_what_configuration_would() {
    let model = lower(&[NETWORKS, SUBNETS, ROUTES, INSTANCES, EFFECTIVE]);
    let network = &model.networks[0];
    assert_eq!((network.about.id.as_str(), network.about.exists), (NETWORK, Truth::Yes));
    assert_eq!(network.ranges.must, cidr("10.1.0.0/24"));
    assert!(network.ranges.may.contains([192, 168, 0, 1].into()), "a subnet was not listed");
    let machine = &model.machines[0];
    assert_eq!(machine.about.id.as_str(), "projects/p/zones/r-east1-b/instances/i");
    let interface = &machine.interfaces[0];
    assert_eq!(interface.network.as_ref().unwrap().id().unwrap().as_str(), NETWORK);
    assert_eq!(interface.subnets[0].id().unwrap().as_str(), "projects/p/regions/r-east1/subnetworks/a");
    assert_eq!(interface.public_addresses, cidr("203.0.113.7"));
    assert_eq!(interface.addresses.as_ref().unwrap().must, cidr("10.1.0.5"));
    assert!(interface.forwards.truth().certain() && interface.public_v4.truth().certain());
    assert!(machine.about.tags.iter().any(|tag| tag.key == "someLabel"), "labels are people's own names");
    let filter = model.filters.iter().find(|filter| filter.about.id == network.filters[0]).unwrap();
    assert!(filter.unseen.is_empty(), "{:?}", filter.unseen);
    let rules: Vec<(u16, Action)> = filter.rules.iter().map(|rule| (rule.level, rule.action)).collect();
    assert_eq!(rules, [(0, Action::Next), (0, Action::Deny), (1, Action::Allow)]);
    assert!(filter.rules.iter().all(|rule| rule.peers.is_exact()), "all of it holds for certain");
    assert!(filter.rules[2].traffic.must.contains(Protocol::TCP, 22));
    let internet =
        network.routes.iter().find(|route| matches!(route.target, RouteTarget::Internet(_))).unwrap();
    assert_eq!(internet.to.must, AddressSet::all_v4());
    let router = &model.routers[0];
    assert_eq!(router.about.exists, Truth::Yes, "the state says so");
}

#[test]
fn what_was_not_listed_is_not_known() {
    let model = lower(&[NETWORKS, SUBNETS, INSTANCES]);
    let network = &model.networks[0];
    let filter = model.filters.iter().find(|filter| filter.about.id == network.filters[0]).unwrap();
    assert_eq!(filter.unseen.len(), 1, "no rules were listed");
    let route =
        &network.routes.iter().find(|route| matches!(route.target, RouteTarget::Internet(_))).unwrap().to;
    assert!(route.must.is_empty() && !route.may.is_empty(), "no routes were listed");
    assert!(model.notices.iter().any(|notice| notice.message.contains("no reply lists routes")));
    let alone = lower(&[INSTANCES]);
    assert_eq!(alone.networks[0].about.id.as_str(), NETWORK, "its own project's, not the documented default");
    assert!(alone.networks[0].ranges.may.contains([10, 200, 0, 1].into()));
}

#[test]
fn a_cluster_has_its_pools_where_no_instances_were_listed() {
    let cluster = r#"{"clusters": [{"name": "c", "location": "r-east1", "addonsConfig": {}, "masterAuth": {},
        "selfLink": "https://container.googleapis.com/v1/projects/p/locations/r-east1/clusters/c",
        "network": "main", "networkConfig": {"network": "projects/p/global/networks/main"},
        "masterAuthorizedNetworksConfig": {"enabled": true, "cidrBlocks": [{"cidrBlock": "198.51.100.0/24"}]},
        "nodePools": [{"name": "n", "config": {"tags": ["web"], "serviceAccount": "default"}}]}]}"#;
    let model = lower(&[NETWORKS, ("clusters.json", cluster)]);
    assert_eq!(model.clusters[0].public.clients.must, cidr("198.51.100.0/24"));
    assert_eq!(model.clusters[0].network.as_ref().unwrap().id().unwrap().as_str(), NETWORK);
    assert_eq!(model.machines.len(), 1);
    assert_eq!(
        lower(&[NETWORKS, INSTANCES, ("clusters.json", cluster)]).machines.len(),
        1,
        "the instance itself"
    );
    let open = cluster.replace("\"enabled\": true, ", "");
    let model = lower(&[NETWORKS, ("clusters.json", &open)]);
    assert_eq!(model.clusters[0].public.clients.must, AddressSet::all_v4(), "the list is not on");
}

#[test]
fn two_projects_may_have_a_network_of_one_name() {
    let other = INSTANCES.1.replace("@/", "https://www.googleapis.com/compute/v1/projects/q/");
    let theirs = NETWORKS.1.replace("@/", "https://www.googleapis.com/compute/v1/projects/q/");
    let model = lower(&[NETWORKS, INSTANCES, ("q.json", &theirs), ("qi.json", &other)]);
    let of = |at: usize| model.machines[at].interfaces[0].network.as_ref().unwrap().id().unwrap().to_string();
    let mut found = [of(0), of(1)];
    found.sort();
    assert_eq!(found, [NETWORK.to_owned(), "projects/q/global/networks/main".to_owned()]);
}

#[test]
fn a_group_has_the_instances_that_its_manager_made() {
    let group = r#"{"kind": "compute#instanceGroupList", "items": [{"kind": "compute#instanceGroup", "name": "g",
        "selfLink": "@/zones/r-east1-b/instanceGroups/g", "namedPorts": [{"name": "http", "port": 80}]}]}"#;
    let service = r#"{"kind": "compute#backendServiceList", "items": [{"kind": "compute#backendService", "name": "s",
        "selfLink": "@/regions/r-east1/backendServices/s", "backends": [{"group": "@/zones/r-east1-b/instanceGroups/g"}]}]}"#;
    let front = r#"{"kind": "compute#forwardingRuleAggregatedList", "items": {"regions/r-east1": {"forwardingRules": [
        {"kind": "compute#forwardingRule", "name": "f", "selfLink": "@/regions/r-east1/forwardingRules/f",
         "IPAddress": "203.0.113.9", "IPProtocol": "TCP", "portRange": "443-443", "loadBalancingScheme": "EXTERNAL",
         "backendService": "@/regions/r-east1/backendServices/s"}]}}}"#;
    let files = [("g.json", group), ("s.json", service), ("f.json", front)];
    let made = INSTANCES.1.replace(
        "\"labels\"",
        "\"metadata\": {\"items\": [{\"key\": \"created-by\", \"value\": \"projects/1/zones/r-east1-b/instanceGroupManagers/g\"}]}, \"labels\"",
    );
    let with = |instances: &str| {
        let all = [&[NETWORKS, ("i.json", instances)][..], &files[..]].concat();
        lower(&all).balancers[0].listeners[0].clone()
    };
    let listener = with(&made);
    assert!(
        listener.traffic.must.contains(Protocol::TCP, 443)
            && !listener.traffic.may.contains(Protocol::TCP, 80)
    );
    let members = &listener.targets[0].members;
    assert_eq!(members[0].machine.id().unwrap().as_str(), "projects/p/zones/r-east1-b/instances/i");
    assert_eq!(with(INSTANCES.1).targets[0].unseen.len(), 1, "whose members nobody listed");
}

/// Whatever is cut off or of another kind: no panic.
#[test]
fn broken_replies_are_survived() {
    for (name, text) in [NETWORKS, SUBNETS, ROUTES, INSTANCES, EFFECTIVE] {
        for end in (0..text.len()).step_by(37) {
            lower(&[(name, text.get(..end).unwrap_or_default())]);
        }
        for (from, to) in [("[", "{\"a\":["), (":", ": null, \"x\":"), ("\"10.", "10.")] {
            lower(&[(name, &text.replace(from, to))]);
        }
        lower(&[(name, &text.replace("\"@/", "\"").replace("[{", "[[{").replace("}]", "}]]"))]);
    }
}

/// Another cloud lists its clusters under the same name, by their names only.
#[test]
fn names_of_clusters_are_no_clusters() {
    let model = lower(&[NETWORKS, ("list-clusters.json", r#"{"clusters": ["harbour", "quay"]}"#)]);
    assert!(model.clusters.is_empty());
    let said: Vec<&str> = model.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert!(!said.iter().any(|said| said.contains("`selfLink`")), "{said:?}");
}
