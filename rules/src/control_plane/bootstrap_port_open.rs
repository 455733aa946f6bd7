//! What machines boot from must be open to the cluster's own machines only.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_graph::{Circle, Graph};
use ringfence_model::Role;
use ringfence_packets::Traffic;

use crate::closed::{Closed, services};
use crate::exposure::tcp;
use crate::service::{Served, Service, report, serving};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF106",
    name: "bootstrap-port-open",
    title: "Bootstrap port of a control-plane host reachable from beyond the cluster",
    requirement: Requirement::R1,
    severity: Severity::High,
    score: "7.4",
    what: "Compares who can open the ports from which machines that join a cluster get their configuration with the control plane and the nodes: tcp 22623 and 22624 (machine config server), 9345 (RKE2 supervisor), 3988 (kops-controller), 8132 (konnectivity server).",
    why: "What is served there makes a machine a member of the cluster: the machine config server hands ignition files with credentials to anybody who asks, the others stand between a joining machine and its certificates.",
    fix: "Allow the port only from the nodes' and the control plane's own groups or subnets, and leave it off public load balancers.",
    limits: "A port is judged only where something says that the installer that has it is used: a boot payload, a tag, a load balancer's listener, or a rule that lets somebody in on just that port; a rule that opens many ports to a cluster of another installer is not reported. Pods of a node's network have the node's access.",
    references: &[
        Reference {
            title: "Kubernetes: set up konnectivity service",
            url: "https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity/",
        },
        Reference {
            title: "RKE2: requirements, networking",
            url: "https://docs.rke2.io/install/requirements",
        },
        Reference {
            title: "NSA/CISA Kubernetes Hardening Guide",
            url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-668" },
        Taxon { catalogue: "ATT&CK", id: "T1552" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

/// Ports that hand out credentials to anybody who asks.
const UNGUARDED: [u16; 2] = [22623, 22624];

/// The machines of which something says that others boot from them.
fn hosts<'a>(cx: &RuleContext<'a>) -> Vec<Served<'a>> {
    serving(cx, &[Role::ControlPlane], |at| {
        let ports = cx.graph.bootstrap_ports(at);
        (Graph::traffic(&ports), ports)
    })
}

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let unguarded = tcp(&UNGUARDED);
    let one_of = |open: &Traffic, (worse, other)| if open.overlaps(&unguarded) { worse } else { other };
    let service = Service {
        circle: Circle::Cluster,
        narrow: true,
        from_internet: Some(&|open| one_of(open, (Severity::Critical, Severity::High))),
        from_inside: &|_, beyond| one_of(&beyond.open(), (Severity::High, Severity::Medium)),
        say: &|reached| {
            let (id, can, who, ports) = (reached.id, reached.can, &reached.who, reached.ports_in_words());
            format!("bootstrap ports of control-plane host `{id}` {can} be reached by {who} ({ports}).")
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
            let traffic = &one.traffic;
            format!(
                "bootstrap ports of control-plane host `{id}` cannot be reached by {who}, neither from its network nor from the internet ({traffic})."
            )
        },
    };
    services(cx, &hosts(cx), &closed)
}
