//! Cluster hosts must not act as the cloud's default identity.

use ringfence_check::{
    Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon, Verdict, roles_in_words,
    verdict_of,
};
use ringfence_graph::Subject;
use ringfence_model::Role;

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: None };

static META: RuleMeta = RuleMeta {
    id: "RF307",
    name: "default-identity",
    title: "Cluster host acts as the default identity of the cloud",
    requirement: Requirement::R3,
    severity: Severity::High,
    score: "7.2",
    what: "Finds control-plane hosts and nodes that act as the identity which the cloud makes for everything that names none.",
    why: "The default identity is shared by all machines of the project and usually holds a role that may change nearly everything in it.",
    fix: "Make an identity for the control plane and one for the nodes, grant each what it needs, and name it on the machines.",
    limits: "Whether the automatic grant of the default identity was switched off for the organization is not in Terraform.",
    references: &[Reference {
        title: "NIST SP 800-190: orchestrator and host risks",
        url: "https://csrc.nist.gov/pubs/sp/800/190/final",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-1188" },
        Taxon { catalogue: "ATT&CK", id: "T1078.004" },
        Taxon { catalogue: "NSA/CISA", id: "least-privilege" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for class in cx.graph.classifications() {
        let Subject::Machine(at) = class.subject else { continue };
        let in_cluster = [Role::ControlPlane, Role::Etcd, Role::Node].iter().any(|role| class.plays(*role));
        let Some(machine) = cx.graph.model().machines.get(at).filter(|_| in_cluster) else { continue };
        let Some(identity) = cx.graph.identity_of(machine) else { continue };
        let Some(verdict) = verdict_of(identity.is_default.truth()) else { continue };
        let acts = if verdict == Verdict::Violation { "acts" } else { "may act" };
        let message = format!(
            "{} `{}` {acts} as the default identity `{}`.",
            roles_in_words(class),
            machine.about.id,
            identity.about.name.as_deref().unwrap_or(identity.about.id.as_str())
        );
        let draft = cx.draft(&machine.about, verdict).role(roles_in_words(class)).message(message);
        let grants = identity.grants.iter().map(|grant| grant.evidence.clone());
        findings
            .extend(draft.at(&machine.about, &machine.identity).because(grants).aspect("identity").finish());
    }
    findings
}
