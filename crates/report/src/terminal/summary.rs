//! Counts at the end.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use ringfence_check::{Report, Severity, Verdict};

use super::page::{Page, painted};
use super::palette;
use crate::words::{count, grouped};

/// Counts by severity and verdict, and by root module if there are several.
pub(super) fn summary(report: &Report, page: &mut Page) {
    let modules = count(report.stacks.len(), "root module", "root modules");
    let rules = count(report.rules.len(), "rule", "rules");
    let findings = match report.findings.len() {
        0 => "no findings".to_owned(),
        number => count(number, "finding", "findings"),
    };
    let heading = painted(palette::STRONG, "summary:");
    page.line(&format!("{heading} {findings}; {rules} over {modules}"));
    by_severity(report, page);
    by_stack(report, page);
}

fn by_severity(report: &Report, page: &mut Page) {
    if report.findings.is_empty() {
        return;
    }
    page.line(&format!("  {:<10}{:>10}{:>10}", "", "violation", "possible"));
    for severity in Severity::ALL.into_iter().rev() {
        let number = |verdict| {
            let those = report.findings.iter().filter(|f| f.severity == severity && f.verdict == verdict);
            those.count()
        };
        let (certain, possible) = (number(Verdict::Violation), number(Verdict::Possible));
        if certain + possible > 0 {
            let name = painted(palette::severity(severity), &format!("{:<10}", severity.name()));
            page.line(&format!("  {name}{:>10}{:>10}", grouped(certain), grouped(possible)));
        }
    }
}

/// More root modules are counted, not named.
const MOST_STACKS: usize = 20;

fn by_stack(report: &Report, page: &mut Page) {
    if report.stacks.len() < 2 {
        return;
    }
    let mut counts: BTreeMap<&str, BTreeMap<Reverse<Severity>, usize>> = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(&finding.stack).or_default().entry(Reverse(finding.severity)).or_default() += 1;
    }
    for (stack, severities) in counts.iter().take(MOST_STACKS) {
        let severities: Vec<String> = severities
            .iter()
            .map(|(Reverse(severity), number)| format!("{} {severity}", grouped(*number)))
            .collect();
        let stack = page.shown(stack);
        page.labelled(2, palette::STRONG, &format!("{stack}: "), &severities.join(", "));
    }
    if counts.len() > MOST_STACKS {
        let rest = count(counts.len() - MOST_STACKS, "root module", "root modules");
        page.line(&format!("  and {rest} more with findings"));
    }
    let clean = report.stacks.iter().filter(|stack| !counts.contains_key(stack.root.as_str())).count();
    if clean > 0 {
        page.line(&format!("  {} without findings", count(clean, "root module", "root modules")));
    }
}
