//! Administration ports of nodes must not be open to the internet.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_model::Role;

use crate::closed;
use crate::exposure::{ADMIN_PORTS, machines, tcp};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF205",
    name: "node-admin-port-open",
    title: "SSH or RDP of a node reachable from the internet",
    requirement: Requirement::R2,
    severity: Severity::High,
    score: "7.8",
    what: "Finds a way from the internet to tcp 22 or 3389 of a worker node, directly or through a load balancer.",
    why: "A shell on a node gives every Secret and service-account token of the pods that run there, and the node's cloud identity.",
    fix: "Allow SSH only from a bastion or from the admin networks, or use the cloud's session service and close the port.",
    limits: "Whether a daemon listens, and how it authenticates, is not read. Ranges that one organisation may own are not \"the internet\"; with admin networks in `ringfence.toml` everything beyond them is.",
    references: &[Reference {
        title: "MITRE ATT&CK: External Remote Services",
        url: "https://attack.mitre.org/techniques/T1133/",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-284" },
        Taxon { catalogue: "ATT&CK", id: "T1133" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    machines(cx, Role::Node, &tcp(&ADMIN_PORTS), |open| {
        format!(
            "node `{}` {} be administered from {} ({}).",
            open.about.id, open.can, open.sources, open.traffic
        )
    })
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    closed::machines(cx, Role::Node, &tcp(&ADMIN_PORTS), |id, internet| {
        format!("node `{id}` cannot be administered from {internet} (tcp 22 and 3389).")
    })
}
