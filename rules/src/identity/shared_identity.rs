//! Control plane and nodes must not share an identity.

use std::collections::BTreeMap;

use ringfence_check::{
    Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon, Verdict,
};
use ringfence_model::{Attr, Evidence, Machine, ResourceId, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: None };

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
    let found = shared(&Actors::of(&control_plane), &Actors::of(&nodes));
    let reported = found.into_iter().filter_map(|((identity, verdict), (ours, theirs))| {
        report(cx, control_plane.get(ours)?, nodes.get(theirs)?, &identity, verdict)
    });
    reported.collect()
}

/// The machines of one side, by what is known of the identity they act as; the first of each, by position.
#[derive(Debug, Default)]
struct Actors<'a> {
    by_identity: BTreeMap<&'a ResourceId, usize>,
    by_gap: BTreeMap<&'a str, usize>,
    /// One that acts as some identity, known or not.
    somebody: Option<usize>,
    /// One that acts as a known identity.
    known: Option<usize>,
}

impl<'a> Actors<'a> {
    fn of(machines: &[&'a Machine]) -> Self {
        let mut found = Self::default();
        for (at, machine) in machines.iter().enumerate() {
            match &machine.identity {
                Attr::Unknown(gap) => drop(found.by_gap.entry(gap.what.as_str()).or_insert(at)),
                attr => {
                    let Some(id) = attr.value().and_then(Option::as_ref) else { continue };
                    found.known.get_or_insert(at);
                    found.by_identity.entry(id).or_insert(at);
                }
            }
            found.somebody.get_or_insert(at);
        }
        found
    }
}

/// The identities that a control-plane host and a node both act as, or may act as, in words, with the first pair
/// of machines that does.
///
/// Unknown: an identity that is not known may be the other's.
fn shared(ours: &Actors<'_>, theirs: &Actors<'_>) -> BTreeMap<(String, Verdict), (usize, usize)> {
    let mut found: BTreeMap<(String, Verdict), (usize, usize)> = BTreeMap::new();
    let mut add = |identity: String, verdict, pair: (usize, usize)| {
        let first = found.entry((identity, verdict)).or_insert(pair);
        *first = pair.min(*first);
    };
    for (id, at) in &ours.by_identity {
        if let Some(other) = theirs.by_identity.get(id) {
            add(format!("`{id}`"), Verdict::Violation, (*at, *other));
        }
    }
    for (gap, at) in &ours.by_gap {
        if let Some(other) = theirs.somebody {
            add((*gap).to_owned(), Verdict::Possible, (*at, other));
        }
    }
    for (gap, at) in &theirs.by_gap {
        if let Some(known) = ours.known {
            add((*gap).to_owned(), Verdict::Possible, (known, *at));
        }
    }
    found
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ringfence_model::{About, FileId, Gap, GapKind, MachineKind, MetadataService, Source, Span, Truth};

    use super::*;

    const SOURCE: Source = Source::File(Span { file: FileId(0), start: 0, end: 1 });

    /// A machine that acts as nobody, as one of two identities, or as one that one of two gaps hides.
    fn machine(identity: u8) -> Machine {
        let id = ResourceId::new("m");
        let gap = |what: &str| Gap { kind: GapKind::OutsideInput, what: what.into(), source: Some(SOURCE) };
        let about = About {
            id,
            kind: "machine",
            name: None,
            declared_at: SOURCE,
            declared: true,
            exists: Truth::Yes,
            tags: Vec::new(),
        };
        Machine {
            about,
            kind: MachineKind::Instance,
            parts: Vec::new(),
            interfaces: Vec::new(),
            identity: match identity {
                0 => Attr::Set { value: None, source: SOURCE },
                1 => Attr::Set { value: Some(ResourceId::new("a")), source: SOURCE },
                2 => Attr::Default { value: Some(ResourceId::new("b")), source: SOURCE },
                3 => Attr::Unknown(gap("var.a")),
                4 => Attr::Unknown(gap("var.b")),
                _ => Attr::NotApplicable,
            },
            metadata: MetadataService::not_applicable(),
            payloads: Vec::new(),
            volumes: Vec::new(),
            signals: Vec::new(),
            evidence: Vec::new(),
        }
    }

    /// What one pair shares, asked of the pair alone.
    fn of_pair(ours: &Machine, theirs: &Machine) -> Option<(String, Verdict)> {
        match (&ours.identity, &theirs.identity) {
            (Attr::Unknown(gap), other)
                if other.gap().is_some() || other.value().is_some_and(Option::is_some) =>
            {
                Some((gap.what.clone(), Verdict::Possible))
            }
            (Attr::Unknown(_), _) => None,
            (own, Attr::Unknown(gap)) => own.value()?.as_ref().map(|_| (gap.what.clone(), Verdict::Possible)),
            (own, other) => {
                let id = own.value()?.as_ref()?;
                (other.value()?.as_ref()? == id).then(|| (format!("`{id}`"), Verdict::Violation))
            }
        }
    }

    proptest! {
        #[test]
        fn the_first_pair_of_each_identity_is_found(
            ours in prop::collection::vec(0..6u8, 0..6),
            theirs in prop::collection::vec(0..6u8, 0..6),
        ) {
            let ours: Vec<Machine> = ours.into_iter().map(machine).collect();
            let theirs: Vec<Machine> = theirs.into_iter().map(machine).collect();
            let mut expected = BTreeMap::new();
            for (at, one) in ours.iter().enumerate() {
                for (other_at, other) in theirs.iter().enumerate() {
                    if let Some(key) = of_pair(one, other) {
                        expected.entry(key).or_insert((at, other_at));
                    }
                }
            }
            let (ours, theirs) = (ours.iter().collect::<Vec<_>>(), theirs.iter().collect::<Vec<_>>());
            prop_assert_eq!(shared(&Actors::of(&ours), &Actors::of(&theirs)), expected);
        }
    }
}
