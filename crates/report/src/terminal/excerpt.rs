//! The source, with the guilty part underlined.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use ringfence_check::{Severity, Site};

use super::page::Page;
use super::palette;
use crate::visible::visible;

/// Draws the lines of a site.
pub(super) fn draw(site: &Site, severity: Severity, page: &mut Page) {
    let lines: Vec<String> = site.spot.excerpt.lines.iter().map(|line| shown_line(line)).collect();
    if lines.iter().all(|line| line.trim().is_empty()) {
        return;
    }
    let underlined = guilty(site, &lines);
    let snippet = Snippet::source(lines.join("\n"))
        .line_start(site.spot.excerpt.first_line as usize)
        .fold(false)
        .annotation(AnnotationKind::Primary.span(underlined));
    let renderer = Renderer::styled()
        .decor_style(DecorStyle::Ascii)
        .term_width(page.width)
        .line_num(palette::FRAME)
        .error(palette::severity(severity));
    let drawn = renderer.render(&[Group::with_level(Level::ERROR).element(snippet)]);
    for line in drawn.lines() {
        page.line(line);
    }
}

/// Columns that line numbers take: what stands around the source is aligned with its frame.
pub(super) fn gutter(site: &Site) -> usize {
    let last = site.spot.excerpt.first_line as usize + site.spot.excerpt.lines.len().saturating_sub(1);
    last.max(1).to_string().len()
}

/// A line with its indentation: tabs are as wide as four spaces.
fn shown_line(line: &str) -> String {
    visible(&ringfence_check::redact(line).replace('\t', "    "))
}

/// The bytes of the place in the lines put together.
///
/// Columns cannot be relied on where a secret was replaced or a line cut, so the place's text is looked for;
/// if it is not found, all of its lines are underlined.
fn guilty(site: &Site, lines: &[String]) -> Range<usize> {
    let place = &site.spot.place;
    let at = |line: u32| (line.saturating_sub(site.spot.excerpt.first_line) as usize).min(lines.len() - 1);
    let (first, last) = (at(place.start.line), at(place.end.line));
    let offset = |line: usize| lines.iter().take(line).map(|line| line.len() + 1).sum::<usize>();
    let snippet: Vec<String> = site.spot.excerpt.snippet.lines().map(shown_line).collect();
    let part = |text: Option<&String>| text.map_or("", |text| text.trim().trim_end_matches('…')).to_owned();
    let (opening, closing) = (part(snippet.first()), part(snippet.last()));
    let line = |at: usize| lines.get(at).map_or("", String::as_str);
    let start = offset(first) + found(line(first), &opening, place.start.column).start;
    let end = if first == last {
        start + opening.len().min(line(first).len())
    } else {
        offset(last) + found(line(last), &closing, 1).end
    };
    let whole = offset(last) + line(last).trim_end().len();
    start.min(whole)..end.clamp(start.min(whole), whole.max(start.min(whole)))
}

/// Where a text stands in a line: at the column if it is there, else where it first is, else all of the line.
fn found(line: &str, text: &str, column: u32) -> Range<usize> {
    let mut units = 1;
    let at_column = line.char_indices().find(|(_, c)| {
        let here = units >= column as usize;
        units += c.len_utf16();
        here
    });
    let indent = line.len() - line.trim_start().len();
    let at_column =
        at_column.map(|(at, _)| at).filter(|at| line.get(*at..).is_some_and(|rest| rest.starts_with(text)));
    match at_column.or_else(|| line.find(text)).filter(|_| !text.is_empty()) {
        Some(start) => start..start + text.len(),
        None => indent..line.trim_end().len().max(indent),
    }
}
