//! Ways in, hop by hop.

use ringfence_check::{Finding, Hop, Remark, Site, Verdict, WayIn};
use textwrap::core::display_width;

use super::page::{Page, painted};
use super::palette;

/// The plainest way in full, the others in a line each.
pub(super) fn ways(finding: &Finding, indent: usize, page: &mut Page) {
    let Some((first, others)) = finding.ways.split_first() else { return };
    let certainty = match first.verdict {
        Verdict::Violation => "certain",
        Verdict::Possible => "possible",
    };
    let summary = page.shown(&first.summary);
    page.labelled(indent, palette::STRONG, &format!("= path ({certainty}): "), &summary);
    let here = &finding.primary;
    let column = fact_column(first, here, indent, page);
    for (hop, number) in first.hops.iter().zip(1..) {
        self::hop(hop, number, here, (indent, column), page);
    }
    for way in others {
        let summary = page.shown(&way.summary);
        page.labelled(indent, palette::STRONG, "= other way in: ", &summary);
    }
}

/// How far facts are indented below the path.
const FACT_INDENT: usize = 8;
/// A column for facts that is narrower is no help.
const NARROWEST: usize = 24;

/// Longer notes, addresses of documentation, stand below their fact.
const WIDEST_NOTE: usize = 40;

/// Width of the column of facts: as wide as the widest that leaves room for places.
fn fact_column(way: &WayIn, here: &Site, indent: usize, page: &Page) -> usize {
    let facts = || way.hops.iter().flat_map(|hop| &hop.because);
    let widest = facts().map(|remark| display_width(&page.shown(&remark.fact))).max().unwrap_or(0);
    let notes = facts().map(|remark| display_width(&source(remark, here, page)));
    let note = notes.filter(|width| *width <= WIDEST_NOTE).max().unwrap_or(0);
    let room = page.width.saturating_sub(indent + FACT_INDENT + 2 + note);
    widest.min(room.max(NARROWEST))
}

fn hop(hop: &Hop, number: usize, here: &Site, (indent, column): (usize, usize), page: &mut Page) {
    let arrow = if page.ascii { "->" } else { "→" };
    let step = format!("{} {arrow} {}", page.shown(&hop.from), page.shown(&hop.to));
    page.labelled(indent + 4, palette::FRAME, &format!("{number} "), &step);
    for remark in &hop.because {
        let (fact, note) = (page.shown(&remark.fact), source(remark, here, page));
        page.columns(indent + FACT_INDENT, column, &fact, &note);
    }
}

/// Where a fact stands: a place, in the finding's own file only the line, or the documentation of a default.
fn source(remark: &Remark, here: &Site, page: &Page) -> String {
    match (&remark.site, remark.url) {
        (Some(site), _) if site.spot.place.path == here.spot.place.path => {
            format!("line {}", site.spot.place.start.line)
        }
        (Some(site), _) => page.shown(&place(site)),
        (None, Some(url)) => format!("default, {url}"),
        (None, None) => "default".to_owned(),
    }
}

/// `path:line`.
pub(super) fn place(site: &Site) -> String {
    format!("{}:{}", site.spot.place.path, site.spot.place.start.line)
}

/// A fact with its place, in one text.
pub(super) fn remark(remark: &Remark, here: &Site, page: &Page) -> String {
    let text = format!("{} ({}, ", page.shown(&remark.fact), page.shown(&remark.subject));
    format!("{text}{})", painted(palette::FAINT, &source(remark, here, page)))
}
