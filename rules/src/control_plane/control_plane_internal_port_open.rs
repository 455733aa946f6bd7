//! What a control plane serves to itself must be open to nobody else.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_graph::{Circle, Graph};
use ringfence_model::Role;
use ringfence_packets::{Protocol, Traffic};

use crate::beyond::Beyond;
use crate::closed::{Closed, services};
use crate::exposure::tcp;
use crate::service::{Served, Service, named, report, serving};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF105",
    name: "control-plane-internal-port-open",
    title: "Internal ports of a control-plane host reachable from elsewhere",
    requirement: Requirement::R1,
    severity: Severity::Medium,
    score: "6.2",
    what: "Compares who can open the ports of the controller manager (tcp 10257, before Kubernetes 1.23 10252), of the scheduler (tcp 10259, before 10251) and the API server's old port without authentication (tcp 8080) with the control plane itself: the internet, nodes, other hosts, address ranges.",
    why: "Nobody but the host itself needs these ports. Their metrics and profiles tell about the cluster, and the old ones ask nobody who he is: whoever reaches tcp 8080 of an old API server is its administrator.",
    fix: "Name the ports that others need (the API's, the kubelet's) in the rules of control-plane hosts, rather than all ports.",
    limits: "Reported as high if the internet reaches them, as low if nodes alone do. A host that is a node as well is RF201's as to the internet. Whether a process is bound to the loopback address, which several installers see to, is not read. etcd's metrics (tcp 2381) are meant for whoever watches and are not reported.",
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
        Taxon { catalogue: "ATT&CK", id: "T1133" },
        Taxon { catalogue: "CIS Kubernetes 1.12", id: "1.3.7" },
        Taxon { catalogue: "CIS Kubernetes 1.12", id: "1.4.2" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

/// The ports that every control plane has, with what listens there.
///
/// Source: <https://kubernetes.io/docs/reference/networking/ports-and-protocols/>, read 2026-11-23; 10252:
/// `InsecureKubeControllerManagerPort` in Kubernetes' `ports.go`, 10251: kubeadm's old table of ports, read 2026-11-25. That
/// 8080 was the API server's is taken from memory.
const PORTS: [(u16, &str); 2] = [(10257, "the controller manager"), (10259, "the scheduler")];

/// Those that old ones have: the API server's, the scheduler's and the controller manager's without authentication.
const OLD_PORTS: [u16; 3] = [8080, 10251, 10252];

/// The ports with what listens there.
fn names() -> Vec<(Traffic, &'static str)> {
    let mut names = PORTS.map(|(port, name)| (Traffic::port(Protocol::TCP, port), name)).to_vec();
    names.push((tcp(&OLD_PORTS), "without authentication in old versions"));
    names
}

/// The hosts with those of the ports that are not their API server's.
fn hosts<'a>(cx: &RuleContext<'a>) -> Vec<Served<'a>> {
    let traffic = tcp(&PORTS.map(|(port, _)| port)).union(&tcp(&OLD_PORTS));
    // The port of an API server that was given one of these is RF101's and the users'.
    let of_host = |at| {
        let own = cx.graph.api_ports(at);
        (traffic.difference(&Graph::traffic(&own)), Vec::new())
    };
    serving(cx, &[Role::ControlPlane], of_host)
}

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let names = names();
    let service = Service {
        circle: Circle::ControlPlane,
        narrow: true,
        from_internet: Some(&|_| Severity::High),
        from_inside: &|host, _| match Beyond::of(cx, host.at, &host.traffic, Circle::Cluster) {
            Some(_) => Severity::Medium,
            None => Severity::Low,
        },
        say: &|reached| {
            let open = named(&reached.open, &names);
            let (id, can, who) = (reached.id, reached.can, &reached.who);
            format!("internal ports of control-plane host `{id}` {can} be reached by {who} ({open}).")
        },
    };
    report(cx, &hosts(cx), &service)
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    let names = names();
    let closed = Closed {
        circle: Circle::ControlPlane,
        internet: true,
        say: &|one, who| {
            let (id, open) = (&one.machine.about.id, named(&one.traffic, &names));
            format!(
                "internal ports of control-plane host `{id}` cannot be reached by {who}, neither from its network nor from the internet ({open})."
            )
        },
    };
    services(cx, &hosts(cx), &closed)
}
