//! etcd's peer ports must be open to etcd's members only.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_graph::{Circle, Purpose};
use ringfence_packets::Traffic;

use super::etcd_open_beyond_control_plane::{closed_ports, report_ports};
use crate::beyond::Beyond;

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF403",
    name: "etcd-peer-port-open",
    title: "Peer port of etcd reachable from machines that are no members",
    requirement: Requirement::R4,
    severity: Severity::High,
    score: "7.5",
    what: "Compares who can open the ports on which etcd's members talk to each other with the members: nodes, bastions, control planes that run no etcd, hosts of unknown role, address ranges of the network, and public ranges too narrow for RF401.",
    why: "Over a peer port a member replicates everything that is written. Nobody but members needs it, not even the API server; where peers show no certificates a stranger joins in.",
    fix: "Allow the peer ports only from the members' own group.",
    limits: "Client ports are RF402's, and what the internet at large reaches is RF401's. Reported as low if only control planes can that run no etcd. A port that is both is a client port. Where nothing says on which ports etcd listens the defaults are taken, and the finding says so. Ways through peered networks and private lines are not followed yet.",
    references: &[
        Reference {
            title: "etcd: transport security model",
            url: "https://etcd.io/docs/v3.6/op-guide/security/",
        },
        Reference {
            title: "NSA/CISA Kubernetes Hardening Guide: etcd",
            url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-284" },
        Taxon { catalogue: "ATT&CK", id: "T1210" },
        Taxon { catalogue: "CIS Kubernetes 1.12", id: "2.5" },
        Taxon { catalogue: "NSA/CISA", id: "etcd" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let severity = |member, traffic: &Traffic| match Beyond::of(cx, member, traffic, Circle::ControlPlane) {
        Some(_) => Severity::High,
        None => Severity::Low,
    };
    report_ports(cx, Circle::Etcd, severity, |port| port.purpose == Purpose::EtcdPeer)
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    closed_ports(cx, Circle::Etcd, |port| port.purpose == Purpose::EtcdPeer)
}
