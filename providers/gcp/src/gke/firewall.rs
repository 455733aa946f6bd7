//! Firewall rules that GKE makes by itself for each cluster.

use std::collections::HashMap;

use ringfence_model::{AppliesTo, Gap, GapKind, Link, ResourceId, Source, Subnet, Truth};
use ringfence_packets::{Action, AddressSet, Bounds, Peers, PortSet, Protocol, Traffic};
use ringfence_provider::Fields;
use ringfence_terraform::{Record, Value};

use super::cluster::{network, node_group, private_nodes, subnet};
use crate::kinds::{CLUSTER, NETWORK, SUBNET};
use crate::network::{
    Ranked, auto_mode_range, automatic, default_network, documented, private, secondary_named,
};
use crate::pages::GKE_FIREWALLS;
use crate::stack::{Lowered, Stack};

/// The rules of every cluster, with the network each stands in.
///
/// Source: <https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules> ("GKE cluster firewall
/// rules": `-master`, `-vms`, `-all`, `-inkubelet`, `-exkubelet`), read 2026-11-23.
pub(crate) fn rules(stack: &Stack<'_>, out: &mut Lowered<'_>) -> Vec<(ResourceId, Ranked)> {
    let mut found = Vec::new();
    let mut groups = Vec::new();
    for record in stack.records.of_types(CLUSTER.types) {
        let group = network(stack, record).id().map(|network| node_group(network, &record.address));
        groups.push(group.map(|group| out.model.groups.intern(&group)));
    }
    let subnets: HashMap<&ResourceId, &Subnet> =
        out.model.subnets.iter().rev().map(|subnet| (&subnet.about.id, subnet)).collect();
    for (record, group) in stack.records.of_types(CLUSTER.types).zip(groups) {
        let link = network(stack, record);
        let (Link::To { id: network, .. }, Some(group)) = (&link, group) else { continue };
        let nodes = nodes(stack, &subnets, record, &link);
        let pods = pods(stack, record);
        let maker = Maker { record, group: node_group(network, &record.address) };
        let by_address = |set: &Bounds<AddressSet>| set.map(|set| Peers::addresses(set.clone()));
        let (nodes, pods) = (by_address(&nodes), by_address(&pods));
        let by_tag = Bounds::exact(Peers::group(group));
        let rules = control_plane(&maker, record).into_iter().chain([
            maker.allow(("vms", "machines of their subnet"), 1000, &nodes, nodes_traffic()),
            maker.allow(("all", "pods"), 1000, &pods, pods_traffic()),
            maker.allow(
                ("inkubelet", "nodes and pods"),
                999,
                &pods.union(&by_tag),
                Traffic::port(Protocol::TCP, 10255),
            ),
            maker.deny_read_only_port(),
        ]);
        found.extend(rules.map(|rule| (network.clone(), rule)));
    }
    found
}

/// Makes the rules of one cluster.
struct Maker<'a> {
    record: &'a Record,
    group: ResourceId,
}

impl Maker<'_> {
    fn allow(
        &self,
        (name, who): (&str, &str),
        priority: u64,
        from: &Bounds<Peers>,
        traffic: Traffic,
    ) -> Ranked {
        let fact = format!("GKE makes the rule `{name}`, which lets {who} reach the nodes on {traffic}");
        self.make(name, (priority, Action::Allow), from, traffic, &fact)
    }

    fn deny_read_only_port(&self) -> Ranked {
        let everybody = Bounds::exact(Peers::addresses(AddressSet::all_v4()));
        let traffic = Traffic::port(Protocol::TCP, 10255);
        let fact =
            "GKE makes the rule `exkubelet`, which keeps everybody else from the kubelet's read-only port";
        self.make("exkubelet", (1000, Action::Deny), &everybody, traffic, fact)
    }

    fn make(
        &self,
        name: &str,
        kind: (u64, Action),
        from: &Bounds<Peers>,
        traffic: Traffic,
        fact: &str,
    ) -> Ranked {
        let id = ResourceId::new(format!("{}.firewalls/{name}", self.record.address));
        let peers = from.clone();
        let certain = self.record.exists == Truth::Yes;
        let peers = if certain { peers } else { Bounds::at_most(peers.may) };
        let applies_to = AppliesTo::Groups(vec![self.group.clone()]);
        let mut ranked = documented(id, kind, (peers, traffic), applies_to, (fact, GKE_FIREWALLS));
        if !ranked.rule.peers.is_exact() {
            ranked.rule.gaps.push(Gap {
                kind: GapKind::KnownAfterApply,
                what: format!("the ranges of nodes and pods of `{}`", self.record.address),
                source: Some(Source::File(self.record.header)),
            });
        }
        ranked
    }
}

/// The control plane's own range, where the nodes are private and it has one in the network.
fn control_plane(maker: &Maker<'_>, record: &Record) -> Option<Ranked> {
    let range = record.block("private_cluster_config")?.get("master_ipv4_cidr_block")?;
    if private_nodes(record).truth() == Truth::No {
        return None;
    }
    let known = range.as_str().and_then(|text| AddressSet::parse_cidr(text).ok());
    let from = known.map_or_else(|| Bounds::at_most(private()), Bounds::exact);
    let from = from.map(|set| Peers::addresses(set.clone()));
    let ports = PortSet::from_ranges([(443, 443), (10250, 10250)]);
    Some(maker.allow(("master", "the control plane"), 1000, &from, Traffic::of(Protocol::TCP, ports)))
}

/// Addresses that the rule for nodes lets in: their subnet's, and in an auto mode network the whole auto mode range.
///
/// Source: <https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules> (`-vms`), read 2026-11-25; real
/// rules of clusters in auto mode networks have the range beside a subnet that lies outside it.
fn nodes(
    stack: &Stack<'_>,
    subnets: &HashMap<&ResourceId, &Subnet>,
    record: &Record,
    network: &Link,
) -> Bounds<AddressSet> {
    let link = subnet(stack, record, network);
    let known = link.as_ref().and_then(Link::id).and_then(|id| subnets.get(id));
    let own = known.map_or_else(|| Bounds::at_most(private()), |subnet| subnet.ranges.clone());
    let declared = NETWORK.declared(&stack.records, network).map(automatic);
    let whole = auto_mode_range();
    let by_itself = declared.unwrap_or(match network.id() {
        Some(id) if *id == default_network() => Truth::Yes,
        _ => Truth::Unknown,
    });
    match by_itself {
        Truth::Yes => own.union(&Bounds::exact(whole)),
        Truth::Unknown => own.union(&Bounds::at_most(whole)),
        Truth::No => own,
    }
}

/// Addresses of the pods: of the cluster, and of pools that have ranges of their own.
///
/// Unknown: GKE chooses a private range if none is given.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster>
/// (`ip_allocation_policy`, `cluster_ipv4_cidr`), <https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules>
/// ("For clusters with discontiguous multi-Pod CIDR enabled, all Pod CIDR blocks used by the cluster"), read 2026-11-25.
pub(super) fn pods(stack: &Stack<'_>, record: &Record) -> Bounds<AddressSet> {
    let subnet = record.get("subnetwork").and_then(|value| SUBNET.record(&stack.records, value));
    let policy = record.block("ip_allocation_policy");
    let written = policy.and_then(|policy| policy.get("cluster_ipv4_cidr_block"));
    let written = written.or_else(|| record.get("cluster_ipv4_cidr"));
    let name = policy.and_then(|policy| policy.get("cluster_secondary_range_name"));
    let mut all = range(subnet, written, name);
    let id = ResourceId::new(record.address.clone());
    let pools = stack.pools().of(&id).iter().filter_map(|naming| naming.record.block("network_config"));
    let inline = record.nested("node_pool").iter().filter_map(|pool| pool.block("network_config"));
    for config in pools.chain(inline) {
        let (written, name) = (config.get("pod_ipv4_cidr_block"), config.get("pod_range"));
        if written.or(name).is_some() {
            all = all.union(&range(subnet, written, name));
        }
    }
    all
}

/// A range that is written down, or a secondary one of a subnet.
fn range(subnet: Option<&Record>, written: Option<&Value>, name: Option<&Value>) -> Bounds<AddressSet> {
    if let Some(Ok(set)) = written.and_then(Value::as_str).map(AddressSet::parse_cidr) {
        return Bounds::exact(set);
    }
    match subnet.zip(name.and_then(Value::as_str)) {
        Some((subnet, name)) => secondary_named(subnet, name),
        None => Bounds::at_most(private()),
    }
}

fn nodes_traffic() -> Traffic {
    let ports = || PortSet::of(1, u16::MAX);
    Traffic::of(Protocol::TCP, ports())
        .union(&Traffic::of(Protocol::UDP, ports()))
        .union(&Traffic::whole(Protocol::ICMP))
}

fn pods_traffic() -> Traffic {
    let all = [Protocol::TCP, Protocol::UDP, Protocol::SCTP, Protocol::ICMP, Protocol::ESP, Protocol::AH];
    all.into_iter().fold(Traffic::none(), |traffic, protocol| traffic.union(&Traffic::whole(protocol)))
}
