//! Administration ports of control-plane hosts must not be open to the internet.

use ringfence_check::{Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_model::Role;

use crate::closed;
use crate::exposure::{ADMIN_PORTS, machines, tcp};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF104",
    name: "control-plane-admin-port-open",
    title: "SSH or RDP of a control-plane host reachable from the internet",
    requirement: Requirement::R1,
    severity: Severity::High,
    score: "8.2",
    what: "Finds a way from the internet to tcp 22 or 3389 of a control-plane host, directly or through a load balancer.",
    why: "A shell on a control-plane host is the whole cluster: its certificates, etcd's data and the cloud identity of the control plane.",
    fix: "Allow SSH only from a bastion or from the admin networks, or use the cloud's session service and close the port.",
    limits: "Whether a daemon listens, and how it authenticates, is not read. Ranges that one organisation may own are not \"the internet\"; with admin networks in `ringfence.toml` everything beyond them is.",
    references: &[
        Reference {
            title: "CIS Critical Security Control 12: network infrastructure management",
            url: "https://www.cisecurity.org/controls/network-infrastructure-management",
        },
        Reference {
            title: "MITRE ATT&CK: External Remote Services",
            url: "https://attack.mitre.org/techniques/T1133/",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-284" },
        Taxon { catalogue: "ATT&CK", id: "T1133" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    machines(cx, Role::ControlPlane, &tcp(&ADMIN_PORTS), |open| {
        format!(
            "control-plane host `{}` {} be administered from {} ({}).",
            open.about.id, open.can, open.sources, open.traffic
        )
    })
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    closed::machines(cx, Role::ControlPlane, &tcp(&ADMIN_PORTS), |id, internet| {
        format!("control-plane host `{id}` cannot be administered from {internet} (tcp 22 and 3389).")
    })
}
