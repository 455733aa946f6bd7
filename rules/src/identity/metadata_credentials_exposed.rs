//! The metadata service must not hand credentials to whoever can make the host send a request.

use rayon::prelude::*;
use ringfence_check::{
    Draft, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon, Verdict,
    roles_in_words, verdict_of,
};
use ringfence_graph::{Classification, Subject};
use ringfence_model::{Machine, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: None };

static META: RuleMeta = RuleMeta {
    id: "RF309",
    name: "metadata-credentials-exposed",
    title: "Metadata service hands out credentials without a session, or to containers",
    requirement: Requirement::R3,
    severity: Severity::Medium,
    score: "6.8",
    what: "Finds control-plane hosts and nodes whose metadata service answers requests without a session token, or whose answers travel more than one hop and so reach containers.",
    why: "A request forged through any web application on the host, or a plain request from a pod, then returns the credentials of the host's identity and its boot payload.",
    fix: "Require session tokens, and limit answers to one hop.",
    limits: "Network policies and agents inside the cluster that block the metadata address are not seen.",
    references: &[Reference {
        title: "MITRE ATT&CK: Cloud Instance Metadata API",
        url: "https://attack.mitre.org/techniques/T1552/005/",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-918" },
        Taxon { catalogue: "ATT&CK", id: "T1552.005" },
        Taxon { catalogue: "NSA/CISA", id: "metadata-filtered" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let found = cx.graph.classifications().par_iter().flat_map_iter(|class| {
        let in_cluster = [Role::ControlPlane, Role::Etcd, Role::Node].iter().any(|role| class.plays(*role));
        let machine = match class.subject {
            Subject::Machine(at) => cx.graph.model().machines.get(at).filter(|_| in_cluster),
            Subject::Balancer(_) | Subject::Cluster(_) => None,
        };
        machine.into_iter().flat_map(|machine| [sessions(cx, class, machine), hops(cx, class, machine)])
    });
    found.flatten_iter().collect()
}

/// The metadata service answers without a session.
fn sessions(cx: &RuleContext<'_>, class: &Classification, machine: &Machine) -> Option<Finding> {
    let metadata = &machine.metadata;
    let open = metadata.session_required.is(|required| !required).and(metadata.enabled.truth());
    let verdict = verdict_of(open.and(machine.about.exists))?;
    let does = if verdict == Verdict::Violation { "answers" } else { "may answer" };
    let message = format!(
        "metadata service of {} `{}` {does} requests without a session token.",
        roles_in_words(class),
        machine.about.id
    );
    let draft = draft(cx, class, machine, verdict, message).at(&machine.about, &metadata.session_required);
    draft.unknown(metadata.enabled.gap()).aspect("session").finish()
}

/// Its answers reach containers.
fn hops(cx: &RuleContext<'_>, class: &Classification, machine: &Machine) -> Option<Finding> {
    let metadata = &machine.metadata;
    let far = metadata.hop_limit.is(|hops| *hops > 1).and(metadata.enabled.truth());
    let verdict = verdict_of(far.and(machine.about.exists))?;
    let can = if verdict == Verdict::Violation { "can" } else { "may" };
    let message = format!(
        "containers on {} `{}` {can} read its credentials from the metadata service.",
        roles_in_words(class),
        machine.about.id
    );
    let draft = draft(cx, class, machine, verdict, message).severity(Severity::Low);
    draft.at(&machine.about, &metadata.hop_limit).aspect("hop_limit").finish()
}

fn draft<'a>(
    cx: &RuleContext<'a>,
    class: &Classification,
    machine: &Machine,
    verdict: Verdict,
    message: String,
) -> Draft<'a> {
    cx.draft(&machine.about, verdict).role(roles_in_words(class)).message(message)
}
