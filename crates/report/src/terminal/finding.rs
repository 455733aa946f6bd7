//! One finding.

use ringfence_check::{Finding, Verdict};

use super::page::{Page, painted};
use super::{excerpt, palette, ways};

/// In full: title, place, source, way in, what else is known, what to do.
pub(super) fn full(finding: &Finding, page: &mut Page) {
    let gutter = excerpt::gutter(&finding.primary);
    title(finding, page);
    place(finding, gutter, page);
    excerpt::draw(&finding.primary, finding.severity, page);
    let indent = gutter + 1;
    ways::ways(finding, indent, page);
    for remark in &finding.related {
        let text = ways::remark(remark, &finding.primary, page);
        page.labelled(indent, palette::STRONG, "= also: ", &text);
    }
    listed("= same for: ", &finding.instances, indent, page);
    if finding.verdict == Verdict::Possible {
        let text = page.shown(&finding.unknowns.join("; "));
        page.labelled(indent, palette::UNKNOWN, "= not known: ", &text);
    }
    let fix = page.shown(&finding.fix);
    page.labelled(indent, palette::FIX, "= fix: ", &fix);
    page.blank();
}

/// In one line: `path:line:column: severity rule message`.
pub(super) fn line(finding: &Finding, page: &mut Page) {
    let position = page.shown(&position(finding));
    let severity = painted(palette::severity(finding.severity), finding.severity.name());
    let possible = if finding.verdict == Verdict::Possible { "possible: " } else { "" };
    let others = finding.instances.len();
    let others = if others > 0 { format!(" (and {others} more)") } else { String::new() };
    let message = page.shown(&finding.message);
    page.line(&format!("{position}: {severity} {} {possible}{message}{others}", finding.rule.id));
}

fn title(finding: &Finding, page: &mut Page) {
    let possible = if finding.verdict == Verdict::Possible { "possible " } else { "" };
    let label = format!("{possible}{}[{} {}]: ", finding.severity.name(), finding.rule.id, finding.rule.name);
    let message = page.shown(&finding.message);
    page.labelled(0, palette::severity(finding.severity), &label, &message);
}

fn place(finding: &Finding, gutter: usize, page: &mut Page) {
    let arrow = painted(palette::FRAME, &format!("{}-->", " ".repeat(gutter)));
    let position = page.shown(&position(finding));
    let address = page.shown(&finding.primary.address);
    page.line(&format!("{arrow} {position}  {}", painted(palette::FAINT, &address)));
}

fn position(finding: &Finding) -> String {
    let place = &finding.primary.spot.place;
    format!("{}:{}:{}", place.path, place.start.line, place.start.column)
}

/// More than these are counted, not named.
const MOST_NAMED: usize = 6;

fn listed(label: &str, texts: &[String], indent: usize, page: &mut Page) {
    let named: Vec<String> = texts.iter().take(MOST_NAMED).map(|text| page.shown(text)).collect();
    let rest = texts.len() - named.len();
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    if !named.is_empty() {
        page.labelled(indent, palette::STRONG, label, &format!("{}{rest}", named.join(", ")));
    }
}
