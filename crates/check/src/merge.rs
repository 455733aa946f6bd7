//! One finding for one cause, and one order for all.

use std::collections::BTreeMap;

use ringfence_model::Place;

use crate::compose::MOST_WAYS;
use crate::{Finding, Remark, Verdict};

/// Puts findings of one rule with the same primary place together: instances of `count` and `for_each`,
/// several machines behind one filter rule. The certain one speaks for the others.
pub fn merge(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: BTreeMap<(&'static str, Place, &'static str), Finding> = BTreeMap::new();
    for finding in findings {
        let key = (finding.rule.id, finding.primary.place.clone(), finding.aspect);
        match kept.get_mut(&key) {
            None => drop(kept.insert(key, finding)),
            Some(first) => absorb(first, finding),
        }
    }
    kept.into_values().collect()
}

fn absorb(first: &mut Finding, mut other: Finding) {
    let rank = |finding: &Finding| (finding.verdict == Verdict::Violation, finding.severity);
    if rank(&other) > rank(first) {
        std::mem::swap(first, &mut other);
    }
    if other.subject != first.subject {
        first.instances.push(other.subject.id);
    }
    first.instances.extend(other.instances);
    first.instances.sort();
    first.instances.dedup();
    first.instances.retain(|id| *id != first.subject.id);
    let shown: Vec<String> = first.ways.iter().map(|way| way.summary.clone()).collect();
    let further = other.ways.into_iter().filter(|way| !shown.contains(&way.summary));
    first.ways.extend(further.take(MOST_WAYS.saturating_sub(shown.len())));
    let known: Vec<Remark> = first.related.clone();
    first.related.extend(other.related.into_iter().filter(|remark| !known.contains(remark)));
    for unknown in other.unknowns {
        if first.verdict == Verdict::Possible && !first.unknowns.contains(&unknown) {
            first.unknowns.push(unknown);
        }
    }
}

/// The order of every report: worst first, then certain before possible, then rule, place and subject.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (std::cmp::Reverse(f.severity), f.verdict, f.rule.id);
        key(a).cmp(&key(b)).then_with(|| {
            (&a.primary.place, &a.subject, a.aspect).cmp(&(&b.primary.place, &b.subject, b.aspect))
        })
    });
}
