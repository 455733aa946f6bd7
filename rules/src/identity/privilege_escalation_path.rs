//! Cluster identities must not be able to gain more rights than they have.

use ringfence_check::{Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_model::PowerKind;

use crate::powers::{Holder, report};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: None };

static META: RuleMeta = RuleMeta {
    id: "RF302",
    name: "privilege-escalation-path",
    title: "Identity of a cluster host can raise its own privileges",
    requirement: Requirement::R3,
    severity: Severity::High,
    score: "8.8",
    what: "Finds control-plane, etcd and node identities whose permissions together make a known way to more rights, such as passing a stronger role to a machine they may start. Permissions that are split over several policies are put together.",
    why: "The rights such an identity has on paper are not the rights it ends with: who takes over the host can take over the account.",
    fix: "Remove one of the permissions the method needs, or limit it to the resources and roles it is meant for.",
    limits: "The ten best-known methods a cloud; whether a stronger identity exists to escalate to is not checked. Conditions make a finding possible rather than certain.",
    references: &[
        Reference {
            title: "MITRE ATT&CK: Privilege Escalation",
            url: "https://attack.mitre.org/tactics/TA0004/",
        },
        Reference { title: "pathfinding.cloud", url: "https://pathfinding.cloud/" },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-269" },
        Taxon { catalogue: "ATT&CK", id: "T1098" },
        Taxon { catalogue: "NSA/CISA", id: "least-privilege" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    report(cx, "escalation", |kind, holder: &Holder<'_>| {
        let PowerKind::Escalation { method, how, actions } = kind else { return None };
        let Holder { id, hosts, can, .. } = holder;
        let actions = actions.iter().map(|action| format!("`{action}`")).collect::<Vec<_>>().join(", ");
        Some(format!(
            "identity `{id}` of {hosts} {can} raise its privileges: it {how} ({actions}; {method})."
        ))
    })
}
