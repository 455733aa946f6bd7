//! Nodes must not have public addresses.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_model::Role;

use crate::closed::private_machines;
use crate::exposure::public_machines;

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF202",
    name: "node-public-address",
    title: "Node has a public address",
    requirement: Requirement::R2,
    severity: Severity::Medium,
    score: "5.9",
    what: "Finds worker nodes with a public address in a subnet that the internet is routed to, whatever the filters in front of them allow.",
    why: "Nodes run other people's code. With an address on the internet, one changed filter rule or one service of type NodePort exposes them.",
    fix: "Put nodes into private subnets without public addresses; let traffic in through load balancers and out through address translation.",
    limits: "An address that is attached by hand or by a controller is not in Terraform.",
    references: &[Reference {
        title: "NSA/CISA Kubernetes Hardening Guide: network separation and hardening",
        url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-668" },
        Taxon { catalogue: "ATT&CK", id: "T1190" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    public_machines(cx, Role::Node, "node")
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    private_machines(cx, Role::Node, "node")
}
