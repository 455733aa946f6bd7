//! Nodes must accept connections from the cluster and its load balancers only.

use std::collections::HashSet;

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_graph::{Circle, Graph, Party};
use ringfence_model::Role;
use ringfence_packets::Traffic;

use super::kubelet_open::KUBELET;
use super::overlay_port_open::overlay_traffic;
use crate::closed::{Closed, services};
use crate::exposure::{ADMIN_PORTS, WEB_PORTS, icmp, in_short, node_ports, tcp};
use crate::service::{Served, Service, report, serving};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF208",
    name: "node-accepts-foreign-traffic",
    title: "Node accepts connections from hosts outside the cluster",
    requirement: Requirement::R2,
    severity: Severity::Medium,
    score: "5.4",
    what: "Compares who can open any port of a worker node inside its network with the control plane, the nodes and the load balancers of the stack; for SSH and RDP with these and the bastions. Hosts of unknown role, address ranges in which others may stand, and public ranges too narrow for RF201 are reported.",
    why: "Whatever runs on a node's own network, node agents and debugging servers among it, trusts its neighbours. A host outside the cluster that is taken over then is on the nodes at once.",
    fix: "Name the groups of the control plane, the nodes and the load balancers in the nodes' rules, rather than the network's range.",
    limits: "What other rules report is not reported again: the kubelet (RF203, RF204), the pod network (RF207), other clusters (RF209), the internet at large (RF201, RF205, RF206), and what a default network lets in by itself (RF210). NodePorts and tcp 80 and 443 are services, ICMP opens nothing. Reported as low where no other host is known to stand in the range that is let in. Services that are no machines, such as databases and functions, are not seen.",
    references: &[
        Reference {
            title: "NSA/CISA Kubernetes Hardening Guide: network separation and hardening",
            url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
        },
        Reference {
            title: "Kubernetes: ports and protocols",
            url: "https://kubernetes.io/docs/reference/networking/ports-and-protocols/",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-668" },
        Taxon { catalogue: "ATT&CK", id: "T1210" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

/// What no other rule reports, without administration.
fn rest() -> Traffic {
    let services = node_ports().union(&tcp(&WEB_PORTS));
    let elsewhere = tcp(&[KUBELET]).union(&overlay_traffic()).union(&services).union(&icmp());
    Traffic::all().difference(&elsewhere).difference(&tcp(&ADMIN_PORTS))
}

/// The nodes with what is judged of some traffic.
fn nodes<'a>(cx: &RuleContext<'a>, traffic: &Traffic) -> Vec<Served<'a>> {
    let of_node = |at| {
        let read_only = Graph::traffic(&cx.graph.read_only_ports(at));
        (traffic.difference(&read_only), Vec::new())
    };
    serving(cx, &[Role::Node], of_node)
}

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let service = |circle, narrow, judged: &Traffic| {
        let judged = judged.clone();
        let service = Service {
            circle,
            narrow,
            from_internet: None,
            from_inside: &|_, beyond| if beyond.has_hosts() { Severity::Medium } else { Severity::Low },
            say: &|reached| {
                let accepts = if reached.can == "can" { "accepts" } else { "may accept" };
                let (id, who, open) = (reached.id, &reached.who, in_short(&reached.open, &judged));
                format!("node `{id}` {accepts} connections from {who}, outside the cluster ({open}).")
            },
        };
        report(cx, &nodes(cx, &judged), &service)
    };
    let mut found = service(Circle::ClusterAndBalancers, true, &rest());
    // An office that may log in is RF205's to judge, with the user's list.
    found.extend(service(Circle::ClusterAndBastions, false, &tcp(&ADMIN_PORTS)));
    found
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    let say: &(dyn Fn(&Served<'_>, &str) -> String + Sync) = &|one, _| {
        let id = &one.machine.about.id;
        format!(
            "node `{id}` accepts no connections from its network but those of the cluster's own machines, of load balancers \
             and, for SSH and RDP, of bastions (everything but kubelet, pod network, NodePorts, tcp 80 and 443 and ICMP)."
        )
    };
    let of_rest = Closed { circle: Circle::ClusterAndBalancers, internet: true, say };
    let of_admin = Closed { circle: Circle::ClusterAndBastions, internet: false, say };
    let administered = services(cx, &nodes(cx, &tcp(&ADMIN_PORTS)), &of_admin);
    let administered: HashSet<Party> = administered.iter().map(|claim| claim.question.to).collect();
    let mut both = services(cx, &nodes(cx, &rest()), &of_rest);
    both.retain(|claim| administered.contains(&claim.question.to));
    both
}
