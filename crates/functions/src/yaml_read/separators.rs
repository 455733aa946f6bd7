//! Line ends of YAML 1.1 that are none in YAML 1.2: U+0085, U+2028 and U+2029.

use std::borrow::Cow;
use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::block;
use crate::outcome::Stop;

/// Where a text that has other line ends in their places has line separators and paragraph separators.
#[derive(Default)]
pub(super) struct Separators {
    /// By the line that they end, from 1.
    lines: BTreeMap<usize, char>,
}

impl Separators {
    /// The text with one line end for all of them, and which were separators: these stay in scalars.
    pub(super) fn taken_out(text: &str) -> (Self, String) {
        let mut separators = Self::default();
        if !text.contains(['\u{85}', '\u{2028}', '\u{2029}']) {
            return (separators, text.to_owned());
        }
        let mut out = String::with_capacity(text.len());
        let mut line = 1;
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\r' => {
                    letters.next_if_eq(&'\n');
                }
                '\n' | '\u{85}' => {}
                '\u{2028}' | '\u{2029}' => {
                    separators.lines.insert(line, letter);
                }
                other => {
                    out.push(other);
                    continue;
                }
            }
            out.push('\n');
            line += 1;
        }
        (separators, out)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// A scalar with the separators that it has; `source` begins where the scalar does.
    pub(super) fn restored<'s>(
        &self,
        scalar: Cow<'s, str>,
        style: ScalarStyle,
        span: Span,
        source: &str,
    ) -> Result<Cow<'s, str>, Stop> {
        let (first, last) = (span.start.line(), span.end.line());
        if style == ScalarStyle::Literal {
            return Ok(self.in_lines(&scalar, block::first_line(&scalar, span, source)).into());
        }
        if last <= first || self.lines.range(first..last).next().is_none() {
            return Ok(scalar);
        }
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                Err(Stop::Limit("a line separator of Unicode in folded text".to_owned()))
            }
            ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let length = span.end.index().saturating_sub(span.start.index());
                let end = source.char_indices().nth(length).map_or(source.len(), |(place, _)| place);
                let source = source.get(..end).unwrap_or_default().trim_end();
                let written = self.in_one_line(source, first, style == ScalarStyle::DoubleQuoted);
                Ok(read(&written).map_or(scalar, Cow::Owned))
            }
        }
    }

    /// What ends a line: a separator, or any other line end.
    fn end(&self, line: usize) -> char {
        self.lines.get(&line).copied().unwrap_or('\n')
    }

    /// Each line end of a text whose lines are those from `line` on.
    fn in_lines(&self, text: &str, mut line: usize) -> String {
        let mut out = String::with_capacity(text.len());
        for letter in text.chars() {
            if letter == '\n' {
                out.push(self.end(line));
                line += 1;
            } else {
                out.push(letter);
            }
        }
        out
    }

    /// A scalar that goes over lines, written so that separators are letters in it: the first of several line ends is
    /// left out or a space, unless it is a separator, and white space around them means nothing.
    fn in_one_line(&self, source: &str, first: usize, escapes: bool) -> String {
        let mut out = String::with_capacity(source.len());
        let mut ends = String::new();
        let mut lines = source.split('\n').enumerate().peekable();
        while let Some((place, line)) = lines.next() {
            let is_last = lines.peek().is_none();
            let content = if place == 0 { line } else { line.trim_start_matches([' ', '\t']) };
            if place == 0 || is_last || !content.is_empty() {
                push_ends(&mut out, &ends);
                ends.clear();
                out.push_str(content);
                if !is_last {
                    without_blanks(&mut out, escapes);
                }
            }
            ends.push(self.end(first + place));
        }
        out
    }
}

/// Takes off the white space at the end of a line that is not escaped.
fn without_blanks(line: &mut String, escapes: bool) {
    let kept = line.trim_end_matches([' ', '\t']);
    let slashes = kept.len() - kept.trim_end_matches('\\').len();
    let blank = usize::from(escapes && slashes % 2 == 1 && kept.len() < line.len());
    line.truncate(kept.len() + blank);
}

/// Line ends between two pieces of a scalar.
fn push_ends(out: &mut String, ends: &str) {
    if !ends.contains(['\u{2028}', '\u{2029}']) {
        out.extend(ends.chars().flat_map(|end| [end, ' ']));
        return;
    }
    let mut starts = true;
    for end in ends.strip_prefix('\n').unwrap_or(ends).chars() {
        if end == '\n' && starts {
            out.push('\n');
        }
        starts = end != '\n';
        out.push(end);
        if end == '\n' {
            out.push(' ');
        }
    }
}

/// What a text that is only a scalar stands for.
fn read(text: &str) -> Option<String> {
    for event in Parser::new_from_str(text) {
        if let (Event::Scalar(scalar, ..), _) = event.ok()? {
            return Some(scalar.into_owned());
        }
    }
    None
}
