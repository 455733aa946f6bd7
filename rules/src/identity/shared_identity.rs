//! Control plane and nodes must not share an identity.

use std::collections::BTreeMap;

use ringfence_check::{
    Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon, Verdict,
};
use ringfence_model::{Attr, Evidence, Machine, ResourceId, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check };

static META: RuleMeta = RuleMeta {
    id: "RF306",
    name: "shared-identity",
    title: "Control plane and nodes share one identity",
    requirement: Requirement::R3,
    severity: Severity::Medium,
    score: "6.3",
    what: "Finds identities that both a control-plane host and a worker node act as.",
    why: "The control plane needs rights over machines, disks and load balancers that no node needs. With one identity for both, every pod that reaches a node's metadata service has them.",
    fix: "Give the control plane and the nodes an identity each, with the permissions that each needs.",
    limits: "Machines that are control plane and node in one (a single-node cluster) are not reported.",
    references: &[Reference {
        title: "Kubernetes: cloud controller manager, authorization",
        url: "https://kubernetes.io/docs/concepts/architecture/cloud-controller/#authorization",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-653" },
        Taxon { catalogue: "ATT&CK", id: "T1078.004" },
        Taxon { catalogue: "NSA/CISA", id: "least-privilege" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let control_plane = holders(cx, Role::ControlPlane, Role::Node);
    let nodes = holders(cx, Role::Node, Role::ControlPlane);
    control_plane
        .iter()
        .filter_map(|(id, ours)| {
            let theirs = nodes.get(id)?;
            let message = format!(
                "control plane `{}` and node `{}` act as one identity, `{id}`.",
                ours.about.id, theirs.about.id
            );
            let evidence = theirs.identity.source().map(|source| {
                Evidence::new(&theirs.about.id, format!("the node acts as `{id}` too"), source)
            });
            cx.draft(&ours.about, Verdict::Violation)
                .role("control plane")
                .message(message)
                .at(&ours.about, &ours.identity)
                .because(evidence)
                .aspect("identity")
                .finish()
        })
        .collect()
}

/// The identities that machines of a role, but not of the other, certainly act as.
fn holders<'a>(cx: &RuleContext<'a>, role: Role, not: Role) -> BTreeMap<ResourceId, &'a Machine> {
    let mut found = BTreeMap::new();
    for (_, machine, class) in cx.graph.machines(role) {
        if let (false, Attr::Set { value: Some(id), .. } | Attr::Default { value: Some(id), .. }) =
            (class.plays(not), &machine.identity)
        {
            found.entry(id.clone()).or_insert(machine);
        }
    }
    found
}
