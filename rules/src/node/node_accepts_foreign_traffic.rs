//! Nodes must accept connections from the cluster and its load balancers only.

use ringfence_check::{Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_graph::{Circle, Graph};
use ringfence_model::Role;
use ringfence_packets::Traffic;

use super::kubelet_open::KUBELET;
use super::overlay_port_open::overlay_traffic;
use crate::exposure::{ADMIN_PORTS, WEB_PORTS, icmp, in_short, node_ports, tcp};
use crate::service::{Service, report, serving};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check };

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

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let services = node_ports().union(&tcp(&WEB_PORTS));
    let elsewhere = tcp(&[KUBELET]).union(&overlay_traffic()).union(&services).union(&icmp());
    let admin = tcp(&ADMIN_PORTS);
    let rest = Traffic::all().difference(&elsewhere).difference(&admin);
    let nodes = |traffic: &Traffic| {
        let of_node = |at| {
            let read_only = Graph::traffic(&cx.graph.read_only_ports(at));
            (traffic.difference(&read_only), Vec::new())
        };
        serving(cx, &[Role::Node], of_node)
    };
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
        report(cx, &nodes(&judged), &service)
    };
    let mut found = service(Circle::ClusterAndBalancers, true, &rest);
    // An office that may log in is RF205's to judge, with the user's list.
    found.extend(service(Circle::ClusterAndBastions, false, &admin));
    found
}
