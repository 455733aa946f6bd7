//! Text in lines: of a heredoc, or a template that is a whole text.

use std::borrow::Cow;

use memchr::memchr3;

use super::super::{Kind, Parser, Token};
use super::Frame;
use super::heredoc::{Marker, MarkerLine};
use super::part::{Parts, Place};
use crate::ast::Segment;

impl<'t> Parser<'t, '_> {
    /// Parses a template that is all of the text from a place on.
    pub(in super::super) fn bare_template(&mut self, start: usize) -> Vec<Segment> {
        let mut parts = Parts::lines();
        self.lines(start, Ending::Text, &mut parts);
        let range = self.range(start, self.scanner.text.len());
        self.segments(parts, range)
    }

    /// Parses lines up to one with the marker, which is returned, or to the end.
    pub(super) fn lines(
        &mut self,
        start: usize,
        ending: Ending<'t>,
        parts: &mut Parts<'t>,
    ) -> Option<MarkerLine> {
        let mut text = LineText { start, escapes: false };
        let mut at = start;
        let mut line_start = true;
        // Kept, so that a long line with many sequences is not searched for its end at each of them.
        let mut line_end = self.scanner.line_end(at);
        loop {
            if at > line_end {
                line_end = self.scanner.line_end(at);
            }
            let next = (line_end + 1).min(self.scanner.bytes.len());
            let found = match ending {
                Ending::Marker(marker) if line_start => self.marker_line(at, line_end, marker.text),
                _ => None,
            };
            if found.is_some() || at >= next {
                self.push_lines(text, at, parts);
                return found;
            }
            let (end, stop, escapes) = self.line_part(at, next);
            text.escapes |= escapes;
            line_start = stop == Stop::Line;
            at = match stop {
                Stop::Sequence => {
                    self.push_lines(text, end, parts);
                    let after = self.sequence(end, Frame::Lines, parts);
                    text = LineText { start: after, escapes: false };
                    after
                }
                Stop::Return if matches!(ending, Ending::Text) => {
                    // As Terraform's scanner has it: the rest of the template is plain text.
                    self.push_lines(text, end, parts);
                    let rest = LineText { start: end, escapes: true };
                    self.push_lines(rest, self.scanner.bytes.len(), parts);
                    return None;
                }
                Stop::Return => {
                    let message = "a carriage return stands alone; end lines with a line feed";
                    self.error(Token::new(Kind::Stray, end, end + 1), message.to_owned());
                    end + 1
                }
                Stop::Line => end,
            };
        }
    }

    /// Adds the text up to a place.
    fn push_lines(&self, text: LineText, end: usize, parts: &mut Parts<'t>) {
        if end > text.start {
            let value = self.scanner.slice(text.start, end);
            let value = if text.escapes { Cow::Owned(unescaped(value)) } else { Cow::Borrowed(value) };
            parts.push_text(value, Place { start: text.start, end });
        }
    }

    /// Where a piece of a line ends that starts at a place, why, and whether an escaped `${` or `%{` is in it.
    fn line_part(&self, start: usize, end: usize) -> (usize, Stop, bool) {
        let mut at = start;
        let mut escapes = false;
        loop {
            let rest = self.scanner.bytes.get(at..end).unwrap_or_default();
            let Some(length) = memchr3(b'$', b'%', b'\r', rest) else { return (end, Stop::Line, escapes) };
            at += length;
            let sign = self.scanner.byte(at);
            let next = self.scanner.byte(at + 1);
            if sign == Some(b'\r') {
                if next != Some(b'\n') {
                    return (at, Stop::Return, escapes);
                }
            } else if next == Some(b'{') {
                return (at, Stop::Sequence, escapes);
            } else if next == sign && self.scanner.byte(at + 2) == Some(b'{') {
                escapes = true;
                at += 2;
            }
            at += 1;
        }
    }
}

/// Text that was read and not added yet.
#[derive(Clone, Copy, Debug)]
struct LineText {
    start: usize,
    /// Whether an escaped `${` or `%{` is in it.
    escapes: bool,
}

/// What ends lines.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ending<'t> {
    /// A line with a marker.
    Marker(Marker<'t>),
    /// The end of what may be read of a heredoc.
    Limit,
    /// The end of the text.
    Text,
}

/// Why a piece of a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// `${` or `%{`
    Sequence,
    /// A carriage return without a line feed.
    Return,
    Line,
}

/// A text with `$${` and `%%{` as `${` and `%{`.
fn unescaped(text: &str) -> String {
    text.replace("$${", "${").replace("%%{", "%{")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_lose_one_sign() {
        assert_eq!(unescaped("$${a} %%{b} $$${c} $%%{"), "${a} %{b} $${c} $%{");
    }
}
