//! What the rules about permissions share: identities of cluster hosts and what they can do.

use rayon::prelude::*;
use ringfence_check::{Finding, RuleContext, Verdict, verdict_of};
use ringfence_model::{Evidence, PowerKind};

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
    say: impl Fn(&PowerKind, &Holder<'_>) -> Option<String> + Sync,
) -> Vec<Finding> {
    let identities = cx.cluster_identities();
    let held = identities.par_iter().flat_map_iter(|(identity, machine, roles)| {
        identity.powers.iter().map(move |power| (*identity, *machine, roles, power))
    });
    let found = held.filter_map(|(identity, machine, roles, power)| {
        let verdict = verdict_of(power.truth)?;
        let certain = verdict == Verdict::Violation;
        let holder = Holder {
            id: identity.about.id.as_str(),
            hosts: format!("{roles} `{}`", machine.about.id),
            can: if certain { "can" } else { "may be able to" },
            holds: if certain { "holds" } else { "may hold" },
        };
        let message = say(&power.kind, &holder)?;
        let acts = machine.identity.source().map(|source| {
            let fact = format!("{roles} acts as `{}`", identity.about.id);
            Evidence::new(&machine.about.id, fact, source)
        });
        let mut draft = cx.draft(&identity.about, verdict).role(roles).message(message).because(acts);
        if let Some((first, rest)) = power.evidence.split_first() {
            draft = draft.at_evidence(first).because(rest.iter().cloned());
        }
        draft.unknown_words(&power.unless).aspect(aspect).finish()
    });
    found.collect()
}
