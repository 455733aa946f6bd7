//! etcd must be open to the control plane only.

use rayon::prelude::*;
use ringfence_check::{
    Exposure, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon, Verdict,
    roles_in_words,
};
use ringfence_graph::{Graph, ListeningPort, Node, Outsiders, Purpose, Way};
use ringfence_model::{Machine, ResourceId, Role};
use ringfence_packets::{AddressSet, Bounds, FlowSet, Traffic};

use crate::exposure::in_words;

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check };

static META: RuleMeta = RuleMeta {
    id: "RF402",
    name: "etcd-open-beyond-control-plane",
    title: "etcd reachable from beyond the control plane",
    requirement: Requirement::R4,
    severity: Severity::High,
    score: "8.1",
    what: "Compares who can open etcd's client and peer ports inside the network with the control plane and the other etcd members: nodes, bastions, hosts of unknown role, address ranges of the network, and public ranges too narrow for RF401.",
    why: "A pod that breaks out of a node, or any host of the network, then stands before the cluster's whole state with only client certificates between.",
    fix: "Allow etcd's ports only from the control plane's own group or subnet; name groups rather than the network's range.",
    limits: "Ways through peered networks and private lines are not followed yet. Where nothing says on which ports etcd listens the defaults are taken, and the finding says so.",
    references: &[
        Reference {
            title: "Kubernetes: operating etcd clusters, securing etcd",
            url: "https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#securing-etcd-clusters",
        },
        Reference {
            title: "NSA/CISA Kubernetes Hardening Guide: etcd",
            url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-284" },
        Taxon { catalogue: "ATT&CK", id: "T1210" },
        Taxon { catalogue: "NSA/CISA", id: "etcd" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let members: Vec<_> = cx.graph.machines(Role::Etcd).collect();
    let found = members
        .par_iter()
        .filter_map(|(at, machine, class)| report(cx, *at, machine, &roles_in_words(class)));
    found.collect()
}

fn report(cx: &RuleContext<'_>, at: usize, machine: &Machine, role: &str) -> Option<Finding> {
    let ports = cx.graph.etcd_ports(at);
    let traffic = Graph::traffic(&ports);
    let hosts = cx.graph.outsiders(at, &traffic);
    let ranges = other_ranges(cx, at, &traffic);
    let narrow = narrow_public(cx, at, &traffic);
    let certain = hosts.iter().any(|host| certain(&host.ways, &traffic))
        || ranges.iter().any(|(_, addresses)| !addresses.must.is_empty())
        || narrow.as_ref().is_some_and(|exposure| !exposure.sources(&traffic).must.is_empty());
    if hosts.is_empty() && ranges.is_empty() && narrow.is_none() {
        return None;
    }
    let verdict = if certain { Verdict::Violation } else { Verdict::Possible };
    let can = if certain { "can" } else { "may" };
    let open = open_traffic(&hosts, &ranges, narrow.as_ref(), &traffic);
    let who = who(cx, &hosts, &ranges, narrow.as_ref(), &traffic);
    let message =
        format!("etcd on `{}` {can} be reached by {who} ({}).", machine.about.id, open_ports(&ports, &open));
    let evidence = ports.iter().filter(|port| listed(port, &open)).map(|port| port.evidence.clone());
    let mut draft = cx.draft(&machine.about, verdict).role(role).message(message).because(evidence);
    for host in &hosts {
        draft = draft.ways(&host.ways, &traffic);
    }
    if let Some(exposure) = &narrow {
        draft = draft.ways(exposure.ways.iter().copied(), &traffic);
    }
    for opening in cx.graph.admitting_rules(at, &traffic) {
        draft = if hosts.is_empty() && narrow.is_none() {
            draft.opened_by(opening)
        } else {
            draft.because([opening])
        };
    }
    draft.aspect("ingress").finish()
}

/// The address ranges of the network that can open the ports, without the subnets where only control plane
/// and etcd stand.
fn other_ranges(
    cx: &RuleContext<'_>,
    machine: usize,
    traffic: &Traffic,
) -> Vec<(ResourceId, Bounds<AddressSet>)> {
    let beyond = |(network, addresses): (ResourceId, Bounds<AddressSet>)| {
        let own = cx.graph.ranges_of_control_plane_only(&network);
        (network, addresses.map(|set| set.difference(&own)))
    };
    let all = cx.graph.admitted(machine, traffic).into_iter().map(beyond);
    let mut found: Vec<_> = all.filter(|(_, addresses)| !addresses.may.is_empty()).collect();
    found.dedup();
    found
}

/// Public ranges that RF401 does not call the internet.
fn narrow_public<'a>(cx: &RuleContext<'a>, member: usize, traffic: &Traffic) -> Option<Exposure<'a>> {
    let exposure = cx.exposure(&Node::Machine(member), traffic)?;
    (!cx.settings.is_internet(&exposure.sources(traffic).may)).then_some(exposure)
}

fn certain(ways: &[Way], traffic: &Traffic) -> bool {
    ways.iter().any(|way| !way.carries(traffic).must.is_empty())
}

fn who(
    cx: &RuleContext<'_>,
    hosts: &[Outsiders],
    ranges: &[(ResourceId, Bounds<AddressSet>)],
    narrow: Option<&Exposure<'_>>,
    traffic: &Traffic,
) -> String {
    let number: usize = hosts.iter().map(|alike| alike.number).sum();
    // The first of all are among the first of each kind.
    let mut first: Vec<usize> = hosts.iter().flat_map(|alike| &alike.first).copied().collect();
    first.sort_unstable();
    let named = first.into_iter().take(Outsiders::NAMED).filter_map(|at| cx.graph.class_of(at));
    let mut words: Vec<String> =
        named.map(|class| format!("{} `{}`", roles_in_words(class), class.id)).collect();
    if number > Outsiders::NAMED {
        words.push(format!("{} more hosts", number - Outsiders::NAMED));
    }
    words.extend(
        ranges.iter().map(|(network, addresses)| format!("any host of `{network}` in {}", addresses.may)),
    );
    words.extend(
        narrow.map(|exposure| format!("{} on the internet", in_words(&exposure.sources(traffic).may))),
    );
    words.join(" and ")
}

fn open_traffic(
    hosts: &[Outsiders],
    ranges: &[(ResourceId, Bounds<AddressSet>)],
    narrow: Option<&Exposure<'_>>,
    traffic: &Traffic,
) -> Traffic {
    if !ranges.is_empty() {
        return traffic.clone();
    }
    let ways =
        hosts.iter().flat_map(|host| &host.ways).chain(narrow.iter().flat_map(|e| e.ways.iter().copied()));
    let flows = ways.map(|way| way.carries(traffic).may).fold(FlowSet::empty(), |all, some| all.union(&some));
    flows.traffic()
}

fn listed(port: &ListeningPort, open: &Traffic) -> bool {
    open.contains(ringfence_packets::Protocol::TCP, port.port)
}

/// The open ports of etcd in words: "tcp 4003, clients of cilium; tcp 2380, peers".
pub(super) fn open_ports(ports: &[ListeningPort], open: &Traffic) -> String {
    let mut words: Vec<String> = ports.iter().filter(|port| listed(port, open)).map(in_port_words).collect();
    if ports.iter().all(|port| port.assumed) {
        words.push("the default ports: nothing here says where etcd listens".to_owned());
    }
    words.join("; ")
}

fn in_port_words(port: &ListeningPort) -> String {
    let of = if port.of.is_empty() { String::new() } else { format!(" of etcd `{}`", port.of) };
    let who = if port.purpose == Purpose::EtcdPeer { "peers" } else { "clients" };
    format!("tcp {}, {who}{of}", port.port)
}
