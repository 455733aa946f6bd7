//! Places with the text that stands there, ready to print.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use ringfence_model::{Place, SourceFile, Sources, Span};

use crate::LineHashes;
use crate::data_spot;
use crate::redact::{Bodies, Masks};

/// A place of a resource with the text that stands there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    /// The place and its text; shared by all that is said about it.
    pub spot: Arc<Spot>,
    /// Address of the resource that stands there.
    pub address: Arc<str>,
}

/// A place with its surroundings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Path and positions.
    pub place: Place,
    /// The lines there, secrets removed.
    pub excerpt: Excerpt,
    /// Code scanning's fingerprint of the first line: `primaryLocationLineHash`.
    pub line_hash: String,
}

/// Lines of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Excerpt {
    /// Number of the first line, from 1.
    pub first_line: u32,
    /// The lines, without line ends, secrets replaced by `<redacted>`; the place's own and two each side.
    ///
    /// Shape: of a place of more than twelve lines, only the first ten; of a long line, the part around the
    /// place between "…".
    pub lines: Vec<String>,
    /// The text of the place itself, secrets replaced.
    pub snippet: String,
    /// Whether no line was cut or left out of `lines`.
    pub whole_lines: bool,
    /// Whether nothing was cut off `snippet`.
    pub whole_snippet: bool,
}

impl Site {
    /// The site of a span; nothing if its file is not one of these.
    ///
    /// White space around the text is no part of the place. A span of nothing gives its line. Each file is
    /// read for secrets and line hashes only once, and each span is worked out only once.
    pub fn resolve(sources: &Sources, span: Span, address: impl Into<Arc<str>>) -> Option<Self> {
        let (file, address) = (sources.get(span.file)?, address.into());
        if file.is_data {
            return Some(Self { spot: Arc::new(data_spot::of(&file, span, &address)), address });
        }
        let reading = file.once(Reading::of)?;
        let known = reading.spots.lock().unwrap_or_else(PoisonError::into_inner).get(&span).cloned();
        let spot = known.unwrap_or_else(|| {
            let spot = Arc::new(Spot::of(&file, reading, span));
            let mut spots = reading.spots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(spots.entry(span).or_insert(spot))
        });
        Some(Self { spot, address })
    }
}

impl Hash for Spot {
    /// The text follows from the place.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.place.hash(state);
    }
}

impl Spot {
    fn of(file: &SourceFile, reading: &Reading, span: Span) -> Self {
        let around = Surroundings { file, reading };
        let range = around.trimmed(span);
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let place = file.place(narrow(range.start), narrow(range.end));
        let excerpt = around.excerpt(&place, range);
        let line_hash = reading.hashes.get(place.start.line).unwrap_or_default();
        Self { place, excerpt, line_hash }
    }
}

/// Lines of context each side.
const CONTEXT: u32 = 2;
/// A place of more lines is shortened …
pub(crate) const MOST_LINES: u32 = 12;
/// … to so many.
const SHORTENED_TO: u32 = 10;
/// Longer lines are cut. Units: bytes.
pub(crate) const LONGEST_LINE: usize = 240;
/// The text of a longer place is cut. Units: bytes.
pub(crate) const LONGEST_SNIPPET: usize = 2_000;
/// How much of a cut line stands before the place. Units: bytes.
const LEAD: usize = 60;

/// What is worked out once for each file.
#[derive(Debug)]
struct Reading {
    masks: Masks,
    hashes: LineHashes,
    /// What spans were worked out to be.
    spots: Mutex<HashMap<Span, Arc<Spot>>>,
}

impl Reading {
    fn of(file: &SourceFile) -> Self {
        let hidden = file.hidden().iter().map(|part| part.start as usize..part.end as usize);
        let (masks, hashes) = (Masks::with(&file.text, hidden), LineHashes::of(&file.text));
        Self { masks, hashes, spots: Mutex::default() }
    }
}

/// A file, and what is known of it.
struct Surroundings<'a> {
    file: &'a SourceFile,
    reading: &'a Reading,
}

impl Surroundings<'_> {
    /// The bytes of a span without white space around them, on character boundaries; never nothing, unless
    /// the line is empty.
    fn trimmed(&self, span: Span) -> Range<usize> {
        let text = &self.file.text;
        let start = boundary(text, span.start as usize);
        let end = boundary(text, span.end as usize).max(start);
        let trim = |range: Range<usize>| {
            let inner = text.get(range.clone()).unwrap_or("");
            let start = range.start + (inner.len() - inner.trim_start().len());
            start..start + inner.trim().len()
        };
        let range = trim(start..end);
        if !range.is_empty() {
            return range;
        }
        let line = self.file.position(u32::try_from(start).unwrap_or(u32::MAX)).line;
        let line = trim(self.file.line_range(line));
        if line.is_empty() { start..start } else { line }
    }

    fn excerpt(&self, place: &Place, range: Range<usize>) -> Excerpt {
        let shown = Shown::of(place, self.last_line());
        let bodies = if self.reading.masks.in_body(&range) { Bodies::Shown } else { Bodies::Hidden };
        let mut whole_lines = !shown.shortened;
        let mut lines = Vec::new();
        for number in shown.first..=shown.last {
            let whole = self.file.line_range(number);
            let focus = if number == place.start.line { range.start } else { whole.start };
            let part = self.window(&whole, focus);
            whole_lines &= part == whole;
            let own = (place.start.line..=shown.last_own).contains(&number);
            lines.push(self.cut_text(&whole, part, if own { bodies } else { Bodies::Hidden }));
        }
        let end = if shown.shortened { self.file.line_range(shown.last_own).end } else { range.end };
        let short = range.len() <= LONGEST_SNIPPET && !shown.shortened;
        let part = if short { range.clone() } else { self.window(&(range.start..end), range.start) };
        let whole_snippet = part == range;
        let snippet = self.cut_text(&range, part, bodies);
        Excerpt { first_line: shown.first, lines, snippet, whole_lines, whole_snippet }
    }

    /// A part of a range, secrets removed, with "…" where something was cut off.
    fn cut_text(&self, whole: &Range<usize>, part: Range<usize>, bodies: Bodies) -> String {
        let ellipsis = |cut: bool| if cut { "…" } else { "" };
        let (before, after) = (ellipsis(part.start > whole.start), ellipsis(part.end < whole.end));
        format!("{before}{}{after}", self.reading.masks.apply(&self.file.text, part, bodies))
    }

    /// Of a long range, the part around a byte.
    fn window(&self, whole: &Range<usize>, focus: usize) -> Range<usize> {
        if whole.len() <= LONGEST_LINE {
            return whole.clone();
        }
        let start = boundary(&self.file.text, focus.saturating_sub(LEAD).max(whole.start));
        start..boundary(&self.file.text, (start + LONGEST_LINE).min(whole.end))
    }

    /// The last line that holds anything: a final line end opens no line to show.
    fn last_line(&self) -> u32 {
        let count = self.file.line_count();
        if self.file.line_range(count).is_empty() { count.saturating_sub(1).max(1) } else { count }
    }
}

/// Which lines an excerpt has.
struct Shown {
    first: u32,
    last_own: u32,
    last: u32,
    shortened: bool,
}

impl Shown {
    fn of(place: &Place, last_line: u32) -> Self {
        let first = place.start.line.saturating_sub(CONTEXT).max(1);
        let own = place.end.line.saturating_sub(place.start.line) + 1;
        if own > MOST_LINES {
            let last_own = place.start.line + SHORTENED_TO - 1;
            return Self { first, last_own, last: last_own, shortened: true };
        }
        let last = (place.end.line + CONTEXT).min(last_line).max(place.end.line);
        Self { first, last_own: place.end.line, last, shortened: false }
    }
}

/// The character boundary at or before a byte, inside the text.
pub(crate) fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn site(text: &str, part: &str) -> Site {
        let sources = Sources::default();
        let file = sources.add("infra/main.tf", text);
        let start = text.find(part).unwrap();
        let narrow = |at: usize| u32::try_from(at).unwrap();
        Site::resolve(&sources, Span { file, start: narrow(start), end: narrow(start + part.len()) }, "a.b")
            .unwrap()
    }

    fn numbered(lines: u32) -> String {
        (1..=lines).fold(String::new(), |text, n| text + &format!("line {n}\n"))
    }

    #[test]
    fn has_two_lines_each_side() {
        let found = site(&numbered(9), "line 5");
        assert_eq!(found.spot.excerpt.first_line, 3);
        assert_eq!(found.spot.excerpt.lines, ["line 3", "line 4", "line 5", "line 6", "line 7"]);
        assert_eq!(found.spot.excerpt.snippet, "line 5");
        assert_eq!(site(&numbered(2), "line 1").spot.excerpt.lines, ["line 1", "line 2"]);
        assert_eq!(site(&numbered(2), "line 2").spot.excerpt.first_line, 1);
    }

    #[test]
    fn white_space_is_no_part_of_a_place() {
        let found = site("a {\n  b = 1\n\n}\n", "\n  b = 1\n\n");
        assert_eq!((found.spot.place.start.line, found.spot.place.start.column), (2, 3));
        assert_eq!((found.spot.place.end.line, found.spot.place.end.column), (2, 8));
        let empty = site("a {\n  b = 1\n}\n", "");
        assert_eq!(empty.spot.excerpt.snippet, "a {");
    }

    #[test]
    fn a_long_place_is_shortened() {
        let text = numbered(40);
        let found =
            site(&text, text.get(text.find("line 5").unwrap()..text.find("line 30").unwrap()).unwrap());
        assert!(!found.spot.excerpt.whole_lines && !found.spot.excerpt.whole_snippet);
        assert_eq!(found.spot.excerpt.lines.len(), 12);
        assert_eq!(found.spot.excerpt.lines.last().unwrap(), "line 14");
        assert!(found.spot.excerpt.snippet.ends_with("…") && found.spot.excerpt.snippet.len() < 250);
        assert_eq!(found.spot.place.end.line, 29);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text =
            format!("{{\"a\": [{}\"guilty\": true{}]}}", "\"x\", ".repeat(5_000), ", \"y\"".repeat(5_000));
        let found = site(&text, "\"guilty\": true");
        let line = &found.spot.excerpt.lines[0];
        assert!(line.starts_with('…') && line.ends_with('…') && line.contains("guilty"), "{line}");
        assert!(line.len() < 300);
        assert!(!found.spot.excerpt.whole_lines && found.spot.excerpt.whole_snippet);
        assert_eq!(found.spot.excerpt.snippet, "\"guilty\": true");
    }

    #[test]
    fn secrets_of_the_whole_file_are_hidden() {
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\nMIIdef\nMIIghi\n-----END RSA PRIVATE KEY-----";
        let found = site(&format!("x = <<E\n{key}\nE\ny = 1\n"), "MIIdef");
        assert!(!format!("{found:?}").contains("MII"), "{found:?}");
        let text = "a = 1\nuser_data = <<E\n#!/bin/sh\necho one\necho two\nE\nb = 2\n";
        assert_eq!(site(text, "b = 2").spot.excerpt.lines, ["<redacted>", "E", "b = 2"]);
        let guilty = &site(text, "echo one").spot.excerpt;
        assert_eq!(guilty.snippet, "echo one");
        assert!(!guilty.lines.join("").contains("two"), "{guilty:?}");
        let all = &site(text, text.get(6..text.len() - 7).unwrap()).spot.excerpt;
        assert!(!format!("{all:?}").contains("echo"), "{all:?}");
    }

    #[test]
    fn the_hash_is_that_of_the_first_line() {
        let text = numbered(3);
        assert_eq!(Some(site(&text, "line 2").spot.line_hash.clone()), LineHashes::of(&text).get(2));
    }

    #[test]
    fn a_place_of_many_lines_is_shortened() {
        let sources = Sources::default();
        let text = format!("𝕏𝕏{}é", "\n".repeat(12));
        let file = sources.add("a.tf", text.as_str());
        let found = Site::resolve(&sources, Span { file, start: 0, end: 22 }, "a").unwrap();
        assert_eq!(found.spot.excerpt.lines.len(), SHORTENED_TO as usize);
        assert!(!found.spot.excerpt.whole_lines);
    }

    proptest! {
        #[test]
        fn any_span_of_any_text_is_taken(text in "[a\\n\\r é𝕏]{0,60}", start in 0u32..70, end in 0u32..70) {
            let sources = Sources::default();
            let file = sources.add("a.tf", text.as_str());
            let found = Site::resolve(&sources, Span { file, start, end }, "a").unwrap();
            let place = &found.spot.place;
            prop_assert!(place.start.offset <= place.end.offset);
            let whole = &text[place.start.offset as usize..place.end.offset as usize];
            let snippet = found.spot.excerpt.snippet.trim_end_matches('…');
            prop_assert!(whole.starts_with(snippet));
            prop_assert!(!found.spot.excerpt.whole_snippet || snippet == whole);
            prop_assert!(found.spot.excerpt.first_line <= place.start.line);
            // Of many lines only the first are shown.
            let last = found.spot.excerpt.first_line as usize + found.spot.excerpt.lines.len() - 1;
            let shown = if found.spot.excerpt.whole_lines { place.end.line } else { place.start.line + SHORTENED_TO - 1 };
            prop_assert!(last >= shown as usize);
            prop_assert!(!found.spot.line_hash.is_empty() || text.contains('\r'));
        }
    }
}
