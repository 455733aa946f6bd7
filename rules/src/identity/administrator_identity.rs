//! Cluster identities must not be administrators.

use ringfence_check::{Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_model::PowerKind;

use crate::powers::{Holder, report};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: None };

static META: RuleMeta = RuleMeta {
    id: "RF301",
    name: "administrator-identity",
    title: "Identity of a cluster host is an administrator",
    requirement: Requirement::R3,
    severity: Severity::Critical,
    score: "9.3",
    what: "Finds control-plane, etcd and node identities that may do everything on everything, however their policies are written and spread.",
    why: "Every pod that reaches the metadata service of such a host, and everybody who takes it over, owns the whole cloud account.",
    fix: "Grant only what the components on these hosts need; give controllers identities of their own.",
    limits: "Organization policies, permission boundaries and session policies that are not in the same stack can take rights away that are reported here.",
    references: &[Reference {
        title: "NIST SP 800-190: orchestrator and host risks",
        url: "https://csrc.nist.gov/pubs/sp/800/190/final",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-250" },
        Taxon { catalogue: "ATT&CK", id: "T1078.004" },
        Taxon { catalogue: "NSA/CISA", id: "least-privilege" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    report(cx, "administrator", |kind, holder: &Holder<'_>| {
        let Holder { id, hosts, can, .. } = holder;
        matches!(kind, PowerKind::Administrator)
            .then(|| format!("identity `{id}` of {hosts} {can} do everything in the account."))
    })
}
