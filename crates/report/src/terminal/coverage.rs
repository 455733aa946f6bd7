//! What was looked at, and what was not: at the end of every report.

use std::collections::BTreeMap;

use ringfence_check::{CoverageSummary, Report, SeenNotice, StackSummary, UnknownReason};
use ringfence_model::UnknownKind;

use super::page::{Page, painted};
use super::{palette, ways};
use crate::words::{self, count, grouped};

/// Resources, roles, types that are not modelled, notices.
pub(super) fn coverage(report: &Report, page: &mut Page) {
    let coverage = &report.coverage;
    let not_modelled: usize = coverage.unsupported.iter().map(|(_, number, _)| number).sum();
    let heading = painted(palette::STRONG, "coverage:");
    page.line(&format!(
        "{heading} {} read, {} of no bearing, {} not modelled",
        count(coverage.read, "resource", "resources"),
        grouped(coverage.irrelevant),
        grouped(not_modelled)
    ));
    roles(&report.stacks, page);
    unsupported(report, page);
    unknown(&report.coverage, page);
    notices(&report.notices, page);
}

fn roles(stacks: &[StackSummary], page: &mut Page) {
    let mut counts = BTreeMap::new();
    for role in stacks.iter().flat_map(|stack| &stack.roles) {
        *counts.entry(words::role(role.role)).or_insert(0) += role.count;
    }
    let counts: Vec<String> =
        counts.iter().map(|(role, number)| format!("{} {role}", grouped(*number))).collect();
    if !counts.is_empty() {
        page.labelled(2, palette::STRONG, "roles: ", &counts.join(", "));
    }
}

/// More types are counted, not named.
const MOST_TYPES: usize = 20;

fn unsupported(report: &Report, page: &mut Page) {
    let types = &report.coverage.unsupported;
    let named = types.iter().take(MOST_TYPES).map(|(kind, number, site)| {
        let first = site.as_ref().map(|site| format!(", first at {}", ways::place(site))).unwrap_or_default();
        page.shown(&format!("{kind} ({}{first})", grouped(*number)))
    });
    let named: Vec<String> = named.collect();
    let rest = types.len() - named.len();
    let rest = if rest > 0 { format!(" and {rest} more types") } else { String::new() };
    if !named.is_empty() {
        page.labelled(2, palette::STRONG, "not modelled: ", &format!("{}{rest}", named.join(", ")));
    }
}

/// Of one reason, more subjects are counted, not named.
const MOST_SUBJECTS: usize = 5;

/// How many expressions stayed unknown, and why.
fn unknown(coverage: &CoverageSummary, page: &mut Page) {
    if coverage.unknown_expressions == 0 {
        return;
    }
    let kinds = UnknownKind::ALL.into_iter().filter_map(|kind| {
        let mut of_kind: Vec<&UnknownReason> =
            coverage.unknown.iter().filter(|reason| reason.kind == kind).collect();
        of_kind.sort_by_key(|reason| std::cmp::Reverse(reason.count));
        let named = of_kind.iter().filter(|reason| !reason.subject.is_empty()).take(MOST_SUBJECTS);
        let named: Vec<String> =
            named.map(|reason| format!("{} ({})", reason.subject, grouped(reason.count))).collect();
        let rest = of_kind.len().saturating_sub(MOST_SUBJECTS);
        let rest = if rest > 0 { format!(" and {} more", grouped(rest)) } else { String::new() };
        match (of_kind.first(), named.is_empty()) {
            (None, _) => None,
            (Some(only), true) => Some(format!("{} {}", grouped(only.count), words::unknown(kind))),
            (Some(_), false) => Some(format!("{}: {}{rest}", words::unknown(kind), named.join(", "))),
        }
    });
    let kinds: Vec<String> = kinds.collect();
    let text = format!(
        "{} unknown; {}",
        count(coverage.unknown_expressions, "expression", "expressions"),
        kinds.join("; ")
    );
    let text = page.shown(&text);
    page.labelled(2, palette::STRONG, "values: ", &text);
}

/// Of one kind, more notices are counted, not shown.
const MOST_OF_A_KIND: usize = 5;

/// The weightiest first, and of each kind no more than a few.
fn notices(notices: &[SeenNotice], page: &mut Page) {
    let mut sorted: Vec<&SeenNotice> = notices.iter().collect();
    sorted.sort_by_key(|notice| std::cmp::Reverse(notice.level));
    let mut seen: BTreeMap<(_, _), usize> = BTreeMap::new();
    for notice in sorted {
        let number = seen.entry((std::cmp::Reverse(notice.level), notice.id)).or_default();
        *number += 1;
        if *number <= MOST_OF_A_KIND {
            show(notice, page);
        }
    }
    for ((std::cmp::Reverse(level), id), number) in seen {
        if number > MOST_OF_A_KIND {
            let label = painted(palette::level(level), &format!("{}[{}]", level.name(), id.name()));
            page.line(&format!("  {label}: {} more; `-o json` has all", grouped(number - MOST_OF_A_KIND)));
        }
    }
}

fn show(notice: &SeenNotice, page: &mut Page) {
    let label = format!("{}[{}]: ", notice.level.name(), notice.id.name());
    let place = notice.site.as_ref().map(|site| format!("{}: ", ways::place(site))).unwrap_or_default();
    let text = page.shown(&format!("{place}{}", notice.message));
    page.labelled(2, palette::level(notice.level), &label, &text);
}
