//! The kubelet must be open to the cluster's own machines only.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_graph::Circle;
use ringfence_model::Role;

use crate::closed::{Closed, services};
use crate::exposure::tcp;
use crate::service::{Served, Service, report, serving};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF203",
    name: "kubelet-open",
    title: "Kubelet reachable from beyond the cluster",
    requirement: Requirement::R2,
    severity: Severity::High,
    score: "7.2",
    what: "Compares who can open tcp 10250 of nodes and control-plane hosts with the control plane and the nodes: bastions, hosts of unknown role, address ranges of the network, public ranges.",
    why: "The kubelet runs commands in every pod of its host, and reads their logs, for whoever it lets in; it lets everybody in whose flags leave anonymous requests on.",
    fix: "Allow tcp 10250 only from the control plane's group and, for a metrics server, from the nodes' own; name groups rather than the network's range.",
    limits: "Nodes may connect, since metrics servers run on them; with `kubelet.open_to_nodes = false` in `ringfence.toml` only the control plane may. A node that the internet at large reaches is RF201's, whatever the port; a control-plane host is reported here. Reported as medium where no other host is known to stand in the range that is let in. Nodes of another cluster are RF209's. How the kubelet authenticates is not read, nor are ways through peered networks.",
    references: &[
        Reference {
            title: "Kubernetes: kubelet authentication and authorization",
            url: "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/",
        },
        Reference {
            title: "NSA/CISA Kubernetes Hardening Guide",
            url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-668" },
        Taxon { catalogue: "ATT&CK", id: "T1609" },
        Taxon { catalogue: "CIS Kubernetes 1.12", id: "4.2.1" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

/// The kubelet's port.
///
/// Source: <https://kubernetes.io/docs/reference/networking/ports-and-protocols/>, read 2026-11-23.
pub(super) const KUBELET: u16 = 10250;

/// The machines that run a kubelet.
fn hosts<'a>(cx: &RuleContext<'a>) -> Vec<Served<'a>> {
    serving(cx, &[Role::ControlPlane, Role::Node], |_| (tcp(&[KUBELET]), Vec::new()))
}

fn circle(cx: &RuleContext<'_>) -> Circle {
    if cx.settings.kubelet_open_to_nodes { Circle::Cluster } else { Circle::ControlPlane }
}

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let service = Service {
        circle: circle(cx),
        narrow: true,
        from_internet: Some(&|_| Severity::Critical),
        from_inside: &|_, beyond| if beyond.has_hosts() { Severity::High } else { Severity::Medium },
        say: &|reached| {
            let (id, can, who) = (reached.id, reached.can, &reached.who);
            format!("kubelet of `{id}` {can} be reached by {who} (tcp {KUBELET}).")
        },
    };
    report(cx, &hosts(cx), &service)
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    let closed = Closed {
        circle: circle(cx),
        internet: true,
        say: &|one, who| {
            let id = &one.machine.about.id;
            format!(
                "kubelet of `{id}` cannot be reached by {who}, neither from its network nor from the internet (tcp {KUBELET})."
            )
        },
    };
    services(cx, &hosts(cx), &closed)
}
