//! Google's part of what kops writes.

use ringfence_model::Truth;
use ringfence_packets::AddressSet;
use ringfence_terraform::{Record, Stack, Value};

use crate::configuration::{
    Balancer, Configuration, Guarded, Host, Listener, Rule, Source, found, of_type, target, targets, text,
};
use crate::packets::Flows;

pub(crate) fn configuration(stack: &Stack) -> Configuration {
    let managers = of_type(stack, "google_compute_instance_group_manager");
    let hosts = managers.map(|manager| host(stack, manager)).collect();
    let balancers =
        of_type(stack, "google_compute_forwarding_rule").map(|rule| balancer(stack, rule)).collect();
    Configuration { hosts, balancers, rules: rules(stack) }
}

fn rules(stack: &Stack) -> Vec<Rule> {
    let enabled = of_type(stack, "google_compute_firewall")
        .filter(|rule| rule.get("disabled").and_then(Value::as_bool) != Some(true));
    let mut all = Vec::new();
    for rule in enabled {
        assert!(rule.blocks("deny").is_empty() && rule.get("priority").is_none(), "{}", rule.address);
        let tags = targets(rule.get("source_tags")).into_iter().map(Source::Group);
        let from: Vec<Source> =
            tags.chain(targets(rule.get("source_ranges")).into_iter().map(Source::Addresses)).collect();
        for to in targets(rule.get("target_tags")) {
            let flows = rule.blocks("allow").iter().flat_map(allowed);
            let rules = flows.flat_map(|flows| {
                from.iter()
                    .map(|from| Rule { from: from.clone(), to: to.clone(), flows: flows.clone() })
                    .collect::<Vec<_>>()
            });
            all.extend(rules);
        }
    }
    all
}

fn allowed(block: &Value) -> Vec<Flows> {
    let protocol = block.get("protocol").and_then(Value::as_str).expect("a protocol").to_owned();
    let ports = targets(block.get("ports"));
    let range = |text: &String| {
        let (low, high) = text.split_once('-').unwrap_or((text, text));
        (low.parse().expect("a port"), high.parse().expect("a port"))
    };
    let every = if protocol.starts_with("icmp") { (-1, -1) } else { (0, 65535) };
    let ranges: Vec<(i64, i64)> =
        if ports.is_empty() { vec![every] } else { ports.iter().map(range).collect() };
    ranges.into_iter().map(|(low, high)| Flows { protocol: protocol.clone(), low, high }).collect()
}

fn host(stack: &Stack, manager: &Record) -> Host {
    let version = manager.blocks("version").first().expect("a version");
    let template = target(version.get("instance_template").expect("a template"));
    let template = found(stack, &template).expect("the template is here");
    let interface = template.blocks("network_interface").first().expect("an interface");
    let subnet = target(interface.get("subnetwork").expect("a subnet"));
    let guarded = in_subnet(stack, subnet, targets(template.get("tags")));
    let is_public = interface.get("access_config").is_some_and(|blocks| !blocks.as_blocks().is_empty());
    let mut behind = targets(manager.get("target_pools"));
    let services = of_type(stack, "google_compute_region_backend_service");
    let ours = services.filter(|service| {
        let groups = service.blocks("backend").iter().filter_map(|backend| backend.get("group"));
        groups.map(target).any(|group| group == *manager.address)
    });
    behind.extend(ours.map(|service| service.address.to_string()));
    Host {
        rank: rank(template),
        guarded,
        public: [Truth::from(is_public), Truth::No],
        behind,
        foreign: Vec::new(),
    }
}

/// By the labels that kops gives to the machines.
fn rank(template: &Record) -> &'static str {
    let has = |name: &str| template.get("labels").and_then(|labels| labels.get(name)).is_some();
    match () {
        () if has("k8s-io-role-master") || has("k8s-io-role-control-plane") => "control plane",
        () if has("k8s-io-role-api-server") || has("k8s-io-role-apiserver") => "control plane",
        () if has("k8s-io-role-node") => "node",
        () => panic!("{} is for no role", template.address),
    }
}

fn in_subnet(stack: &Stack, subnet: String, groups: Vec<String>) -> Guarded {
    let range = found(stack, &subnet).and_then(|subnet| text(subnet, "ip_cidr_range"));
    let addresses = range.map(|range| AddressSet::parse_cidr(&range).expect("a prefix"));
    Guarded { groups, unknown_groups: false, subnets: vec![subnet], addresses, network_known: true }
}

fn balancer(stack: &Stack, rule: &Record) -> Balancer {
    let external = text(rule, "load_balancing_scheme").is_none_or(|scheme| scheme == "EXTERNAL");
    let to = rule.get("backend_service").or_else(|| rule.get("target")).map(target).expect("a backend");
    let ports = text(rule, "port_range").map(|range| range.split('-').next().unwrap_or_default().to_owned());
    let ports = targets(rule.get("ports")).into_iter().chain(ports);
    let listeners = ports.map(|port| {
        let port: u16 = port.parse().expect("a port");
        Listener { port, target_port: port, to: to.clone() }
    });
    let listeners: Vec<Listener> = listeners.collect();
    let range = rule.get("subnetwork").map(|subnet| in_subnet(stack, target(subnet), Vec::new()));
    let is_api = listeners.iter().any(|listener| listener.port == 443);
    let rank = if is_api { "API endpoint" } else { "load balancer" };
    Balancer { rank, public: Truth::from(external), guarded: None, range, listeners }
}
