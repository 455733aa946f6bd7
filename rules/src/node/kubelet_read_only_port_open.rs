//! The kubelet's read-only port must be open to nobody.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_graph::{Circle, Graph};
use ringfence_model::Role;

use crate::beyond::Beyond;
use crate::closed::{Closed, services};
use crate::service::{Served, Service, report, serving};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF204",
    name: "kubelet-read-only-port-open",
    title: "Read-only port of a kubelet reachable",
    requirement: Requirement::R2,
    severity: Severity::Medium,
    score: "5.8",
    what: "Finds who can open the kubelet's read-only port (tcp 10255, or what a boot payload says) of nodes and control-plane hosts. Nobody is to reach it, the cluster's own machines included.",
    why: "The port asks nobody who he is: whoever reaches it reads the specifications of all pods of the host, with the values of their environment variables.",
    fix: "Turn the port off (`readOnlyPort: 0` in the kubelet's configuration) and remove the rule that opens it; clients use tcp 10250.",
    limits: "The port is judged only where something says that it is used: a boot payload that turns it on, or a rule that lets somebody in on just that port and a few others. What a rule for all ports opens is RF208's, and a node that the internet at large reaches is RF201's. Reported as low if only the cluster's own machines can. Rules that a service makes by itself do not count.",
    references: &[
        Reference {
            title: "Kubernetes: kubelet configuration, readOnlyPort",
            url: "https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/",
        },
        Reference {
            title: "Kubernetes: kubelet authentication and authorization",
            url: "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-306" },
        Taxon { catalogue: "ATT&CK", id: "T1613" },
        Taxon { catalogue: "CIS Kubernetes 1.12", id: "4.2.4" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

/// The machines of which something says that they have the port.
fn hosts<'a>(cx: &RuleContext<'a>) -> Vec<Served<'a>> {
    serving(cx, &[Role::ControlPlane, Role::Node], |at| {
        let ports = cx.graph.read_only_ports(at);
        (Graph::traffic(&ports), ports)
    })
}

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let service = Service {
        circle: Circle::Nobody,
        narrow: true,
        from_internet: Some(&|_| Severity::High),
        from_inside: &|host, _| match Beyond::of(cx, host.at, &host.traffic, Circle::Cluster) {
            Some(_) => Severity::Medium,
            None => Severity::Low,
        },
        say: &|reached| {
            let (id, can, who, open) = (reached.id, reached.can, &reached.who, &reached.open);
            format!("read-only port of the kubelet on `{id}` {can} be reached by {who} ({open}).")
        },
    };
    report(cx, &hosts(cx), &service)
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    let closed = Closed {
        circle: Circle::Nobody,
        internet: true,
        say: &|one, who| {
            let id = &one.machine.about.id;
            let traffic = &one.traffic;
            format!(
                "read-only port of the kubelet on `{id}` cannot be reached by {who}, neither from its network nor from the internet ({traffic})."
            )
        },
    };
    services(cx, &hosts(cx), &closed)
}
