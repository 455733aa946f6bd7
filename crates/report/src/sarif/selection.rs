//! Which findings become results: those at one line are one, and of too many the worst.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use ringfence_check::{Clear, Finding, Report, Severity, Verdict, WayIn};

use super::Profile;
use super::locations::Snippet;

/// Findings that are one result.
///
/// Code scanning knows an alert by rule, path and line hash: two results that agree in these are one alert
/// with an arbitrary one of their messages.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// The one that speaks for all: the worst, then the first.
    pub(super) finding: &'a Finding,
    /// The others.
    others: Vec<&'a Finding>,
    pub(super) profile: Profile,
}

/// What the log holds.
#[derive(Debug)]
pub(super) struct Selection<'a> {
    groups: Vec<Group<'a>>,
    /// Results left out, by severity, worst first.
    left_out: BTreeMap<Reverse<Severity>, usize>,
    /// What was proved closed, as far as there is room; nothing for code scanning.
    passes: &'a [Clear],
    passes_left_out: usize,
}

/// How much of each result is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Detail {
    /// Code flows.
    pub(super) ways: usize,
    /// Related locations.
    pub(super) related: usize,
    /// What the location repeats of the text.
    pub(super) place: Snippet,
    /// What steps and related locations repeat of it.
    pub(super) steps: Snippet,
}

/// Code scanning keeps so many results of a run.
///
/// Source: <https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit>,
/// read 2026-11-23.
pub(super) const MOST_RESULTS: usize = 5_000;

/// So many results carry their ways in.
const WITH_WAYS: usize = 750;

impl<'a> Selection<'a> {
    pub(super) fn of(report: &'a Report, profile: Profile) -> Self {
        let mut sorted: Vec<&Finding> = report.findings.iter().collect();
        sorted.sort_by(|a, b| order(a).cmp(&order(b)));
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut at_line = BTreeMap::new();
        for finding in sorted {
            let key = (
                finding.rule.id,
                finding.verdict,
                &finding.primary.spot.place.path,
                &finding.primary.spot.line_hash,
            );
            let at = *at_line.entry(key).or_insert(groups.len());
            match groups.get_mut(at) {
                Some(group) => group.others.push(finding),
                None => groups.push(Group { finding, others: Vec::new(), profile }),
            }
        }
        let mut left_out = BTreeMap::new();
        for group in groups.drain(MOST_RESULTS.min(groups.len())..) {
            *left_out.entry(Reverse(group.finding.severity)).or_default() += 1;
        }
        let clear = report.clear.as_deref().filter(|_| profile == Profile::Full).unwrap_or_default();
        let room = MOST_RESULTS.saturating_sub(groups.len());
        let passes = clear.get(..room).unwrap_or(clear);
        Self { groups, left_out, passes, passes_left_out: clear.len() - passes.len() }
    }

    pub(super) fn groups(&self) -> &[Group<'a>] {
        &self.groups
    }

    /// What was proved closed and is to be written.
    pub(super) fn passes(&self) -> &'a [Clear] {
        self.passes
    }

    /// How much of what was proved closed was left out, in words; nothing if nothing was.
    pub(super) fn passes_omitted(&self) -> Option<String> {
        let more = crate::words::grouped(self.passes_left_out);
        (self.passes_left_out > 0)
            .then(|| format!("{more} statements that were proved are in the other reports only"))
    }

    /// What was left out, in words; nothing if nothing was.
    pub(super) fn omission(&self) -> Option<String> {
        let total: usize = self.left_out.values().sum();
        let kept = crate::words::count(self.groups.len(), "result", "results");
        let by: Vec<String> =
            self.left_out.iter().map(|(Reverse(severity), n)| format!("{n} {severity}")).collect();
        (total > 0).then(|| {
            format!(
                "code scanning keeps {kept}: the worst are here, and {} more ({}) are in the other reports",
                crate::words::grouped(total),
                by.join(", ")
            )
        })
    }

    /// How much is written of a result, by its place in the order: the file stays below 10 MB gzipped, and the
    /// worst results are whole.
    pub(super) fn detail(at: usize) -> Detail {
        match at {
            0..250 => Detail { ways: 4, related: 8, place: Snippet::Context, steps: Snippet::Own },
            250..WITH_WAYS => Detail { ways: 2, related: 4, place: Snippet::Context, steps: Snippet::Own },
            _ => Detail { ways: 0, related: 2, place: Snippet::Own, steps: Snippet::Nothing },
        }
    }

    /// Whether there are more results than carry their ways in, in words.
    pub(super) fn abridgement(&self) -> Option<String> {
        let worst = crate::words::grouped(WITH_WAYS);
        (self.groups.len() > WITH_WAYS).then(|| {
            format!(
                "only the worst {worst} results carry their ways in step by step; the other reports have all"
            )
        })
    }
}

/// Worst first, certain before possible, then by what stays the same from run to run.
fn order(finding: &Finding) -> impl Ord {
    (
        Reverse(finding.severity),
        finding.verdict,
        finding.rule.id,
        finding.primary.spot.place.clone(),
        finding.subject.clone(),
        finding.aspect,
        finding.stack.clone(),
        finding.message.clone(),
    )
}

impl<'a> Group<'a> {
    /// Every instance the result is about, besides the one that speaks for all; sorted.
    pub(super) fn instances(&self) -> Vec<&'a str> {
        let others = self.others.iter().map(|finding| finding.subject.id.as_str());
        let own = self.finding.instances.iter().map(String::as_str);
        let theirs = self.others.iter().flat_map(|finding| finding.instances.iter().map(String::as_str));
        let mut all: BTreeSet<&str> = others.chain(own).chain(theirs).collect();
        all.remove(self.finding.subject.id.as_str());
        all.into_iter().collect()
    }

    /// The ways in of all its findings, those of the first one first.
    pub(super) fn ways(&self) -> impl Iterator<Item = &'a WayIn> {
        std::iter::once(self.finding).chain(self.others.iter().copied()).flat_map(|finding| &finding.ways)
    }

    /// What is unknown for any of them, sorted.
    pub(super) fn unknowns(&self) -> Vec<&'a str> {
        let all = std::iter::once(self.finding).chain(self.others.iter().copied());
        let unknowns: BTreeSet<&str> =
            all.flat_map(|finding| finding.unknowns.iter().map(String::as_str)).collect();
        unknowns.into_iter().collect()
    }

    /// Whether it is certain.
    pub(super) fn verdict(&self) -> Verdict {
        self.finding.verdict
    }
}
