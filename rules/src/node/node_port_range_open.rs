//! The `NodePort` range must not be open to the internet.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_model::Role;

use crate::closed;
use crate::exposure::{machines, node_ports};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF206",
    name: "node-port-range-open",
    title: "NodePort range of a node reachable from the internet",
    requirement: Requirement::R2,
    severity: Severity::Medium,
    score: "6.1",
    what: "Finds a way from the internet straight to ports of 30000–32767 (tcp or udp) of a worker node.",
    why: "Every service of type NodePort or LoadBalancer that anybody creates in the cluster is then on the internet at once, past the load balancer and what filters there.",
    fix: "Allow the NodePort range only from the load balancers' own groups or subnets.",
    limits: "A load balancer in front of NodePorts is a declared service and is not reported; the range of a cluster with another `--service-node-port-range` is not read.",
    references: &[Reference {
        title: "Kubernetes: Service type NodePort",
        url: "https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-668" },
        Taxon { catalogue: "ATT&CK", id: "T1190" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    machines(cx, Role::Node, &node_ports(), |open| {
        format!(
            "NodePorts of node `{}` {} be reached from {} ({}).",
            open.about.id, open.can, open.sources, open.traffic
        )
    })
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    closed::machines(cx, Role::Node, &node_ports(), |id, internet| {
        format!("NodePorts of node `{id}` cannot be reached from {internet} (tcp and udp 30000-32767).")
    })
}
