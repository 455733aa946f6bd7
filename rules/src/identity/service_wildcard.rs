//! Cluster identities must not hold whole services.

use ringfence_check::{Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon};
use ringfence_model::PowerKind;

use crate::powers::{Holder, report};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: None };

static META: RuleMeta = RuleMeta {
    id: "RF304",
    name: "service-wildcard",
    title: "Identity of a cluster host may do everything in a whole service",
    requirement: Requirement::R3,
    severity: Severity::Medium,
    score: "6.6",
    what: "Finds control-plane, etcd and node identities that hold every action of a service on every resource, by a wildcard or by a broad predefined role.",
    why: "A wildcard grants what the component never calls, and whatever the cloud adds to the service later.",
    fix: "List the actions the component calls, and limit them to the cluster's own resources by name or tag.",
    limits: "A service that is wholly granted on some resources only is not reported.",
    references: &[Reference {
        title: "Kubernetes: hardening guide, least privilege of cloud identities (NSA/CISA)",
        url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-250" },
        Taxon { catalogue: "ATT&CK", id: "T1078.004" },
        Taxon { catalogue: "NSA/CISA", id: "least-privilege" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    report(cx, "service", |kind, holder: &Holder<'_>| {
        let Holder { id, hosts, can, .. } = holder;
        match kind {
            PowerKind::WholeService { service } => {
                Some(format!("identity `{id}` of {hosts} {can} do everything in `{service}`."))
            }
            PowerKind::BroadRole { role } => {
                Some(format!("identity `{id}` of {hosts} {} the broad role `{role}`.", holder.holds))
            }
            _ => None,
        }
    })
}
