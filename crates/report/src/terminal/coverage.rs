//! What was looked at, and what was not: at the end of every report.

use std::collections::BTreeMap;

use ringfence_check::{Report, SeenNotice, StackSummary};

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
            let label = painted(palette::level(level), &format!("{}[{}]", words::level(level), id.name()));
            page.line(&format!("  {label}: {} more; `-o json` has all", grouped(number - MOST_OF_A_KIND)));
        }
    }
}

fn show(notice: &SeenNotice, page: &mut Page) {
    let label = format!("{}[{}]: ", words::level(notice.level), notice.id.name());
    let place = notice.site.as_ref().map(|site| format!("{}: ", ways::place(site))).unwrap_or_default();
    let text = page.shown(&format!("{place}{}", notice.message));
    page.labelled(2, palette::level(notice.level), &label, &text);
}
