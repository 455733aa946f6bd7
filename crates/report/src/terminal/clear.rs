//! What was proved closed, by rule, with what blocks the way.

use ringfence_check::{Clear, Remark, Report, Site};
use textwrap::core::display_width;

use super::page::{Page, painted};
use super::{FULL_PER_RULE, TerminalOptions};
use super::{palette, ways};
use crate::words::{count, grouped};

/// The section; nothing if it was not asked for.
pub(super) fn clear(report: &Report, options: &TerminalOptions, page: &mut Page) {
    let Some(all) = &report.clear else { return };
    if options.quiet {
        for one in all {
            line(one, page);
        }
        return;
    }
    let subjects: usize = all.iter().map(|one| 1 + one.instances.len()).sum();
    let proved = count(subjects, "statement", "statements");
    page.line(&format!("{} {proved} proved, by rule", painted(palette::CLEAR, "clear:")));
    let most = if options.full { usize::MAX } else { FULL_PER_RULE };
    for of_rule in all.chunk_by(|one, next| one.rule.id == next.rule.id) {
        if let Some(Clear { rule, .. }) = of_rule.first() {
            page.line(&format!("  {}", painted(palette::STRONG, &format!("{} {}", rule.id, rule.name))));
        }
        for one in of_rule.iter().take(most) {
            full(one, page);
        }
        let more = of_rule.len().saturating_sub(most);
        if more > 0 {
            page.line(&format!("    and {} more that differ; `--full` shows all", grouped(more)));
        }
    }
    page.blank();
}

/// The statement, of whom else it holds, and what would all have to change.
fn full(one: &Clear, page: &mut Page) {
    let statement = page.shown(&one.statement);
    page.labelled(4, palette::CLEAR, "= ", &statement);
    let named = same(one, page);
    if !named.is_empty() {
        page.labelled(6, palette::STRONG, "same for: ", &named);
    }
    let packet = one.packet.as_deref().map(|packet| page.shown(packet));
    if one.blockers.is_empty() {
        let why = match packet {
            Some(packet) => format!("{packet}: no single way that a few changes would open is known"),
            None => "nobody is known who could ask".to_owned(),
        };
        page.labelled(6, palette::STRONG, "blocked: ", &why);
        return;
    }
    page.labelled(6, palette::STRONG, "blocked: ", &packet.unwrap_or_default());
    let notes = one.blockers.iter().map(|remark| (page.shown(&remark.fact), source(remark, page)));
    let notes: Vec<(String, String)> = notes.collect();
    let column = notes.iter().map(|(fact, _)| display_width(fact)).max().unwrap_or(0);
    for (fact, note) in notes {
        if note.is_empty() {
            page.labelled(8, anstyle::Style::new(), "", &fact);
        } else {
            page.columns(8, column, &fact, &note);
        }
    }
}

/// In one line: `path:line:column: clear rule statement`.
fn line(one: &Clear, page: &mut Page) {
    let place = one.declared.as_ref().map(position).unwrap_or_default();
    let others = one.instances.len();
    let others = if others > 0 { format!(" (and {others} more)") } else { String::new() };
    let (place, statement) = (page.shown(&place), page.shown(&one.statement));
    let clear = painted(palette::CLEAR, "clear");
    page.line(&format!("{place}{clear} {} {statement}{others}", one.rule.id));
}

fn position(site: &Site) -> String {
    let place = &site.spot.place;
    format!("{}:{}:{}: ", place.path, place.start.line, place.start.column)
}

/// More than these are counted, not named.
const MOST_NAMED: usize = 6;

fn same(one: &Clear, page: &Page) -> String {
    let named: Vec<String> = one.instances.iter().take(MOST_NAMED).map(|id| page.shown(id)).collect();
    let rest = one.instances.len() - named.len();
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{}{rest}", named.join(", "))
}

fn source(remark: &Remark, page: &Page) -> String {
    match (&remark.site, remark.url) {
        (Some(site), _) => page.shown(&ways::place(site)),
        (None, Some(url)) => format!("default, {url}"),
        (None, None) => String::new(),
    }
}
