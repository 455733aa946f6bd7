//! The ports of the pod network must be open to the cluster's own machines only.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_graph::Circle;
use ringfence_model::Role;
use ringfence_packets::{Protocol, Traffic};

use crate::closed::{Closed, services};
use crate::service::{Served, Service, named, report, serving};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF207",
    name: "overlay-port-open",
    title: "Pod network of a host reachable from beyond the cluster",
    requirement: Requirement::R2,
    severity: Severity::Medium,
    score: "6.4",
    what: "Compares who can send packets of the pod network to nodes and control-plane hosts with the cluster's own machines: VXLAN (udp 8472 and 4789), Geneve (udp 6081), IP in IP (protocol 4), and BGP (tcp 179), which tells hosts where pods are.",
    why: "Tunnels take packets from whoever sends them: a stranger puts packets into the pod network with any source address, past network policies. BGP lets him draw the pods' traffic to himself.",
    fix: "Allow these ports only from the nodes' and the control plane's own groups.",
    limits: "Which network plugin runs is not read, so that a port may be open on which nothing listens. A node that the internet at large reaches is RF201's, whatever the port; a control-plane host is reported here. Nodes of another cluster are RF209's. Encrypted tunnels (WireGuard, IPsec) ask who sends and are not reported.",
    references: &[
        Reference {
            title: "K3s: requirements, networking (the VXLAN port must not be exposed to the world)",
            url: "https://docs.k3s.io/installation/requirements",
        },
        Reference {
            title: "Calico: network requirements",
            url: "https://docs.tigera.io/calico/latest/getting-started/kubernetes/requirements",
        },
        Reference {
            title: "NSA/CISA Kubernetes Hardening Guide",
            url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-668" },
        Taxon { catalogue: "ATT&CK", id: "T1557" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

/// The traffic of pod networks, with its names.
///
/// Source: RKE2 and K3s documentation (requirements), kops `pkg/model/firewall.go` (commit 268927e2) and kubespray, as
/// listed in the research, read 2026-11-23. Geneve's port is taken from memory of RFC 8926.
fn overlays() -> [(Traffic, &'static str); 4] {
    let udp = |port| Traffic::port(Protocol::UDP, port);
    [
        (udp(8472).union(&udp(4789)), "VXLAN"),
        (udp(6081), "Geneve"),
        (Traffic::whole(Protocol::IPIP), "IP in IP"),
        (Traffic::port(Protocol::TCP, 179), "BGP"),
    ]
}

/// All of it.
pub(super) fn overlay_traffic() -> Traffic {
    overlays().iter().fold(Traffic::none(), |all, (traffic, _)| all.union(traffic))
}

/// The machines that have a pod network.
fn hosts<'a>(cx: &RuleContext<'a>) -> Vec<Served<'a>> {
    let traffic = overlay_traffic();
    serving(cx, &[Role::ControlPlane, Role::Node], |_| (traffic.clone(), Vec::new()))
}

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let names = overlays();
    let service = Service {
        circle: Circle::Cluster,
        narrow: true,
        from_internet: Some(&|_| Severity::High),
        from_inside: &|_, _| Severity::Medium,
        say: &|reached| {
            let open = named(&reached.open, &names);
            let (id, can, who) = (reached.id, reached.can, &reached.who);
            format!("pod network of `{id}` {can} be reached by {who} ({open}).")
        },
    };
    report(cx, &hosts(cx), &service)
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    let closed = Closed {
        circle: Circle::Cluster,
        internet: true,
        say: &|one, who| {
            let id = &one.machine.about.id;
            let open = named(&one.traffic, &overlays());
            format!(
                "pod network of `{id}` cannot be reached by {who}, neither from its network nor from the internet ({open})."
            )
        },
    };
    services(cx, &hosts(cx), &closed)
}
