//! etcd must be open to the control plane only.

use rayon::prelude::*;
use ringfence_check::{
    Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon, Verdict,
    roles_in_words,
};
use ringfence_graph::{Circle, Graph, ListeningPort, Purpose};
use ringfence_model::Role;
use ringfence_packets::Traffic;

use crate::beyond::{Beyond, open_to_everybody};
use crate::closed::{Closed, services};
use crate::service::{Served, serving};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF402",
    name: "etcd-open-beyond-control-plane",
    title: "etcd reachable from beyond the control plane",
    requirement: Requirement::R4,
    severity: Severity::High,
    score: "8.1",
    what: "Compares who can open etcd's client ports inside the network with the control plane and the other etcd members: nodes, bastions, hosts of unknown role, address ranges of the network, and public ranges too narrow for RF401.",
    why: "A pod that breaks out of a node, or any host of the network, then stands before the cluster's whole state with only client certificates between.",
    fix: "Allow etcd's ports only from the control plane's own group or subnet; name groups rather than the network's range.",
    limits: "Peer ports are RF403's, and ports that the internet at large reaches RF401's. Ways through peered networks and private lines are not followed yet. Where nothing says on which ports etcd listens the defaults are taken, and the finding says so.",
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
    let is_client = |port: &ListeningPort| port.purpose == Purpose::EtcdClient;
    report_ports(cx, Circle::ControlPlane, |_, _| META.severity, is_client)
}

/// Findings for the members of which somebody beyond a circle can open some of etcd's ports.
pub(super) fn report_ports(
    cx: &RuleContext<'_>,
    circle: Circle,
    severity: impl Fn(usize, &Traffic) -> Severity + Sync,
    wanted: impl Fn(&ListeningPort) -> bool + Sync,
) -> Vec<Finding> {
    let members: Vec<_> = cx.graph.machines(Role::Etcd).collect();
    let found = members.par_iter().filter_map(|(at, machine, class)| {
        let mut ports = cx.graph.etcd_ports(*at);
        ports.retain(&wanted);
        let all = Graph::traffic(&ports);
        let traffic = all.difference(&open_to_everybody(cx, *at, &all, |from| cx.settings.is_internet(from)));
        let beyond = Beyond::of(cx, *at, &traffic, circle)?;
        let verdict = beyond.verdict();
        let can = if verdict == Verdict::Violation { "can" } else { "may" };
        let (who, open) = (beyond.who(cx), beyond.open());
        let ports_in_words = open_ports(&ports, &open);
        let message = format!("etcd on `{}` {can} be reached by {who} ({ports_in_words}).", machine.about.id);
        let evidence = ports.iter().filter(|port| listed(port, &open)).map(|port| port.evidence.clone());
        let draft =
            cx.draft(&machine.about, verdict).role(roles_in_words(class)).severity(severity(*at, &traffic));
        beyond.tell(draft.message(message).because(evidence)).aspect("ingress").finish()
    });
    found.collect()
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

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    let is_client = |port: &ListeningPort| port.purpose == Purpose::EtcdClient;
    closed_ports(cx, Circle::ControlPlane, is_client)
}

/// Claims for the members of which nobody beyond a circle can open some of etcd's ports.
pub(super) fn closed_ports(
    cx: &RuleContext<'_>,
    circle: Circle,
    wanted: impl Fn(&ListeningPort) -> bool + Sync,
) -> Vec<Claim> {
    let members = serving(cx, &[Role::Etcd], |at| {
        let mut ports = cx.graph.etcd_ports(at);
        ports.retain(&wanted);
        (Graph::traffic(&ports), ports)
    });
    let say: &(dyn Fn(&Served<'_>, &str) -> String + Sync) = &|one, who| {
        let (id, ports) = (&one.machine.about.id, open_ports(&one.ports, &one.traffic));
        format!(
            "etcd on `{id}` cannot be reached by {who}, neither from its network nor from the internet ({ports})."
        )
    };
    services(cx, &members, &Closed { circle, internet: true, say })
}
