//! Control-plane hosts must not have public addresses.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_model::Role;

use crate::closed::private_machines;
use crate::exposure::public_machines;

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF103",
    name: "control-plane-host-public",
    title: "Control-plane host has a public address",
    requirement: Requirement::R1,
    severity: Severity::Medium,
    score: "6.5",
    what: "Finds control-plane hosts with a public address in a subnet that the internet is routed to, whatever the filters in front of them allow.",
    why: "One changed filter rule then opens the host: the address and the route are already there. A control plane needs no public address; clients come through a load balancer.",
    fix: "Put control-plane hosts into private subnets without public addresses, and let clients in through a load balancer.",
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
    public_machines(cx, Role::ControlPlane, "control-plane host")
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    private_machines(cx, Role::ControlPlane, "control-plane host")
}
