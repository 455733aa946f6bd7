//! One finding for one cause, and one order for all.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use ringfence_model::Place;

use crate::compose::MOST_WAYS;
use crate::{Finding, Remark, Verdict};

/// Puts findings of one rule with the same primary place together: instances of `count` and `for_each`,
/// several machines behind one filter rule. The certain one speaks for the others.
pub fn merge(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: BTreeMap<(&'static str, Place, &'static str), Merged> = BTreeMap::new();
    for finding in findings {
        let key = (finding.rule.id, finding.primary.spot.place.clone(), finding.aspect);
        match kept.get_mut(&key) {
            None => drop(kept.insert(key, Merged::new(finding))),
            Some(merged) => merged.absorb(finding),
        }
    }
    kept.into_values().map(Merged::finish).collect()
}

/// A finding that speaks for others, and what it has taken from them.
struct Merged {
    first: Finding,
    /// Addresses of the others and of their instances, and its own instances.
    instances: BTreeSet<String>,
    /// Its remarks and unknowns; empty as long as it is alone.
    remarks: HashSet<Remark>,
    unknowns: HashSet<Arc<str>>,
    /// No second finding has come.
    alone: bool,
}

impl Merged {
    fn new(first: Finding) -> Self {
        let instances = BTreeSet::new();
        Self { first, instances, remarks: HashSet::new(), unknowns: HashSet::new(), alone: true }
    }

    fn absorb(&mut self, mut other: Finding) {
        let rank = |finding: &Finding| (finding.verdict == Verdict::Violation, finding.severity);
        let better = rank(&other) > rank(&self.first);
        if better {
            std::mem::swap(&mut self.first, &mut other);
        }
        if better || self.alone {
            // There are as many changes of the first as there are ranks.
            self.remarks = self.first.related.iter().cloned().collect();
            self.unknowns = self.first.unknowns.iter().map(|unknown| Arc::from(unknown.as_str())).collect();
            self.alone = false;
        }
        if other.subject != self.first.subject {
            self.instances.insert(other.subject.id);
        }
        self.instances.extend(other.instances);
        let first = &mut self.first;
        let shown: Vec<&str> = first.ways.iter().map(|way| way.summary.as_str()).collect();
        let further = other.ways.into_iter().filter(|way| !shown.contains(&way.summary.as_str()));
        let further: Vec<_> = further.take(MOST_WAYS.saturating_sub(shown.len())).collect();
        first.ways.extend(further);
        // Of one finding the same may be said twice, of another not what was said before.
        let known = &self.remarks;
        let new: Vec<Remark> = other.related.into_iter().filter(|remark| !known.contains(remark)).collect();
        self.remarks.extend(new.iter().cloned());
        first.related.extend(new);
        for unknown in other.unknowns {
            if first.verdict == Verdict::Possible && self.unknowns.insert(unknown.as_str().into()) {
                first.unknowns.push(unknown);
            }
        }
    }

    fn finish(self) -> Finding {
        let Self { mut first, mut instances, alone, .. } = self;
        if alone {
            return first;
        }
        instances.extend(std::mem::take(&mut first.instances));
        instances.remove(&first.subject.id);
        first.instances = instances.into_iter().collect();
        first
    }
}

/// The order of every report: worst first, then certain before possible, then rule, place and subject.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (std::cmp::Reverse(f.severity), f.verdict, f.rule.id);
        key(a).cmp(&key(b)).then_with(|| {
            let (place, other) = (&a.primary.spot.place, &b.primary.spot.place);
            (place, &a.subject, a.aspect).cmp(&(other, &b.subject, b.aspect))
        })
    });
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use ringfence_model::{Sources, Span};

    use super::*;
    use crate::{Requirement, RuleMeta, Severity, Site, Subject, WayIn};

    static META: RuleMeta = RuleMeta {
        id: "RF000",
        name: "test",
        title: "Test",
        requirement: Requirement::R1,
        severity: Severity::High,
        score: "7.0",
        what: "",
        why: "",
        fix: "",
        limits: "",
        references: &[],
        taxa: &[],
    };

    fn site(line: u8) -> Site {
        static TEXT: LazyLock<Sources> = LazyLock::new(|| {
            let sources = Sources::default();
            sources.add("a.tf", "a\nb\nc\nd\n");
            sources
        });
        let start = u32::from(line) * 2;
        let span = Span { file: ringfence_model::FileId(0), start, end: start + 1 };
        Site::resolve(&TEXT, span, "x").unwrap()
    }

    prop_compose! {
        fn findings()(parts in prop::collection::vec(
            (0..2u8, any::<bool>(), 0..2usize, 0..3u8, prop::collection::vec((0..4u8, 0..4u8, 0..6u8, 0..3u8), 0..4)),
            0..9,
        )) -> Vec<Finding> {
            parts.into_iter().map(|(place, certain, severity, subject, said)| Finding {
                rule: &META,
                verdict: if certain { Verdict::Violation } else { Verdict::Possible },
                severity: [Severity::High, Severity::Low][severity],
                subject: Subject { id: format!("m{subject}"), kind: "machine", role: None },
                message: String::new(),
                primary: site(place),
                ways: said.iter().map(|(_, _, way, _)| WayIn {
                    verdict: Verdict::Violation,
                    summary: format!("way {way}"),
                    hops: Vec::new(),
                }).collect(),
                related: said.iter().map(|(fact, at, ..)| Remark {
                    fact: format!("fact {fact}").into(),
                    subject: "x".into(),
                    site: Some(site(*at)),
                    url: None,
                }).collect(),
                unknowns: said.iter().map(|(unknown, ..)| format!("var.{unknown}")).collect(),
                fix: String::new(),
                aspect: "ingress",
                instances: said.iter().map(|(.., instance)| format!("m{instance}")).collect(),
                stack: String::new(),
            }).collect()
        }
    }

    /// One by one, as plainly as can be.
    fn plainly(findings: Vec<Finding>) -> Vec<Finding> {
        let mut kept: BTreeMap<Place, Finding> = BTreeMap::new();
        for finding in findings {
            match kept.get_mut(&finding.primary.spot.place) {
                None => drop(kept.insert(finding.primary.spot.place.clone(), finding)),
                Some(first) => join(first, finding),
            }
        }
        kept.into_values().collect()
    }

    fn join(first: &mut Finding, mut other: Finding) {
        let rank = |finding: &Finding| (finding.verdict == Verdict::Violation, finding.severity);
        if rank(&other) > rank(first) {
            std::mem::swap(first, &mut other);
        }
        first.instances.extend(other.instances);
        first.instances.push(other.subject.id);
        first.instances.sort();
        first.instances.dedup();
        first.instances.retain(|id| *id != first.subject.id);
        let shown: Vec<String> = first.ways.iter().map(|way| way.summary.clone()).collect();
        let further = other.ways.into_iter().filter(|way| !shown.contains(&way.summary));
        first.ways.extend(further.take(MOST_WAYS.saturating_sub(shown.len())));
        let known = first.related.clone();
        first.related.extend(other.related.into_iter().filter(|remark| !known.contains(remark)));
        for unknown in other.unknowns {
            if first.verdict == Verdict::Possible && !first.unknowns.contains(&unknown) {
                first.unknowns.push(unknown);
            }
        }
    }

    proptest! {
        #[test]
        fn many_at_one_place_are_merged_as_one_by_one(findings in findings()) {
            let (merged, expected) = (merge(findings.clone()), plainly(findings));
            prop_assert_eq!(format!("{merged:#?}"), format!("{expected:#?}"));
        }
    }
}
