//! What the rules about permissions share: identities of cluster hosts and what they can do.

use ringfence_check::{Finding, RuleContext, Verdict, verdict_of};
use ringfence_model::PowerKind;

/// Who holds a power, for messages.
pub(crate) struct Holder<'a> {
    /// The identity.
    pub(crate) id: &'a str,
    /// The hosts that act as it: "the control plane (`a.b`)".
    pub(crate) hosts: String,
    /// "can" or "may".
    pub(crate) can: &'static str,
    /// "holds" or "may hold".
    pub(crate) holds: &'static str,
}

/// A finding for each power of a cluster identity about which `say` has something to say.
pub(crate) fn report(
    cx: &RuleContext<'_>,
    aspect: &'static str,
    say: impl Fn(&PowerKind, &Holder<'_>) -> Option<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (identity, machine, roles) in cx.cluster_identities() {
        for power in &identity.powers {
            let Some(verdict) = verdict_of(power.truth) else { continue };
            let certain = verdict == Verdict::Violation;
            let holder = Holder {
                id: identity.about.id.as_str(),
                hosts: format!("{roles} `{}`", machine.about.id),
                can: if certain { "can" } else { "may be able to" },
                holds: if certain { "holds" } else { "may hold" },
            };
            let Some(message) = say(&power.kind, &holder) else { continue };
            let acts = machine.identity.source().map(|source| {
                let fact = format!("{roles} acts as `{}`", identity.about.id);
                ringfence_model::Evidence::new(&machine.about.id, fact, source)
            });
            let mut draft = cx.draft(&identity.about, verdict).role(&roles).message(message).because(acts);
            if let Some((first, rest)) = power.evidence.split_first() {
                draft = draft.at_evidence(first).because(rest.iter().cloned());
            }
            findings.extend(draft.unknown_words(&power.unless).aspect(aspect).finish());
        }
    }
    findings
}
