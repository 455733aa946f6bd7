//! Control plane and nodes must not share an identity.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ringfence_check::{
    Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon, Verdict,
};
use ringfence_model::{Attr, Evidence, Machine, Role};

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
    let pairs = control_plane.iter().flat_map(|ours| nodes.iter().map(move |theirs| (*ours, *theirs)));
    let mut found: BTreeMap<(String, Verdict), Finding> = BTreeMap::new();
    for (ours, theirs) in pairs {
        let Some((identity, verdict)) = shared(ours, theirs) else { continue };
        if let Entry::Vacant(place) = found.entry((identity.clone(), verdict))
            && let Some(finding) = report(cx, ours, theirs, &identity, verdict)
        {
            place.insert(finding);
        }
    }
    found.into_values().collect()
}

/// The identity that both act as, or may act as, in words.
///
/// Unknown: an identity that is not known may be the other's.
fn shared(ours: &Machine, theirs: &Machine) -> Option<(String, Verdict)> {
    match (&ours.identity, &theirs.identity) {
        (
            Attr::Unknown(gap),
            Attr::Unknown(_) | Attr::Set { value: Some(_), .. } | Attr::Default { value: Some(_), .. },
        )
        | (Attr::Set { value: Some(_), .. } | Attr::Default { value: Some(_), .. }, Attr::Unknown(gap)) => {
            Some((gap.what.clone(), Verdict::Possible))
        }
        (ours, theirs) => {
            let id = ours.value()?.as_ref()?;
            (theirs.value()?.as_ref()? == id).then(|| (format!("`{id}`"), Verdict::Violation))
        }
    }
}

fn report(
    cx: &RuleContext<'_>,
    ours: &Machine,
    theirs: &Machine,
    identity: &str,
    verdict: Verdict,
) -> Option<Finding> {
    let (one, other) = (&ours.about.id, &theirs.about.id);
    let message = match verdict {
        Verdict::Violation => {
            format!("control plane `{one}` and node `{other}` act as one identity, {identity}.")
        }
        Verdict::Possible => {
            format!(
                "control plane `{one}` and node `{other}` may act as one identity: {identity} is unknown."
            )
        }
    };
    let evidence =
        theirs.identity.source().map(|source| Evidence::new(other, "what the node acts as", source));
    let draft = cx.draft(&ours.about, verdict).role("control plane").message(message);
    // The place to look at is the identity that is not known.
    let draft = match (&ours.identity, &theirs.identity) {
        (Attr::Set { .. } | Attr::Default { .. }, Attr::Unknown(_)) => {
            draft.at(&theirs.about, &theirs.identity)
        }
        _ => draft.at(&ours.about, &ours.identity),
    };
    draft.because(evidence).aspect("identity").finish()
}

/// The machines of a role that do not play the other.
fn holders<'a>(cx: &RuleContext<'a>, role: Role, not: Role) -> Vec<&'a Machine> {
    cx.graph.machines(role).filter(|(_, _, class)| !class.plays(not)).map(|(_, machine, _)| machine).collect()
}
