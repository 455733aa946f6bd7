//! Nodes must not be open to the internet.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_model::Role;
use ringfence_packets::Traffic;

use crate::closed;
use crate::exposure::{ADMIN_PORTS, WEB_PORTS, icmp, machines, node_ports, tcp};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF201",
    name: "node-open-to-internet",
    title: "Node reachable from the internet",
    requirement: Requirement::R2,
    severity: Severity::High,
    score: "7.9",
    what: "Finds a way from the internet to any port of a worker node beyond those that other rules report (SSH and RDP, NodePorts) and those of web traffic (tcp 80 and 443).",
    why: "kubelet, overlay networks, metrics and host-network pods listen on nodes, many of them without authentication. Nodes need to accept connections only from the control plane, from each other and from load balancers.",
    fix: "Allow the control plane's and the nodes' own groups, and the load balancers'; nothing from the internet.",
    limits: "tcp 80 and 443 are taken for an ingress controller on the host network and not reported. ICMP is not reported. What listens on the node is not read.",
    references: &[
        Reference {
            title: "Kubernetes: ports and protocols",
            url: "https://kubernetes.io/docs/reference/networking/ports-and-protocols/",
        },
        Reference {
            title: "NSA/CISA Kubernetes Hardening Guide",
            url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-668" },
        Taxon { catalogue: "ATT&CK", id: "T1190" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

/// What no other rule reports.
fn judged() -> Traffic {
    let reported = tcp(&ADMIN_PORTS).union(&tcp(&WEB_PORTS)).union(&node_ports());
    Traffic::all().difference(&reported).difference(&icmp())
}

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    machines(cx, Role::Node, &judged(), |open| {
        format!("node `{}` {} be reached from {} ({}).", open.about.id, open.can, open.sources, open.traffic)
    })
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    closed::machines(cx, Role::Node, &judged(), |id, internet| {
        format!(
            "node `{id}` cannot be reached from {internet} (everything but SSH, RDP, tcp 80 and 443, NodePorts and ICMP)."
        )
    })
}
