//! Text in lines: of a heredoc, or a template that is a whole text.

use std::borrow::Cow;

use memchr::memchr2;

use super::super::Parser;
use super::Frame;
use super::heredoc::{Marker, MarkerLine};
use super::part::{Parts, Place};
use crate::ast::Segment;

impl<'t> Parser<'t, '_> {
    /// Parses a template that is all of the text from a place on.
    pub(in super::super) fn bare_template(&mut self, start: usize) -> Vec<Segment> {
        let mut parts = Parts::default();
        self.lines(start, None, &mut parts);
        let range = self.range(start, self.scanner.text.len());
        self.segments(parts, range)
    }

    /// Parses lines up to one with the marker, which is returned, or to the end.
    pub(super) fn lines(
        &mut self,
        start: usize,
        marker: Option<Marker<'t>>,
        parts: &mut Parts<'t>,
    ) -> Option<MarkerLine> {
        let mut at = start;
        let mut line_start = true;
        // Kept, so that a long line with many sequences is not searched for its end at each of them.
        let mut line_end = self.scanner.line_end(at);
        loop {
            if at > line_end {
                line_end = self.scanner.line_end(at);
            }
            if line_start && let Some(marker) = marker {
                let found = self.marker_line(at, line_end, marker.text);
                if found.is_some() {
                    return found;
                }
            }
            let next = (line_end + 1).min(self.scanner.bytes.len());
            if at >= next {
                return None;
            }
            let (end, escapes) = self.sequence_start(at, next);
            if end > at {
                let text = self.scanner.slice(at, end);
                let text = if escapes { Cow::Owned(unescaped(text)) } else { Cow::Borrowed(text) };
                parts.push_text(text, Place { start: at, end });
            }
            line_start = end == next;
            at = if line_start { next } else { self.sequence(end, Frame::Lines, parts) };
        }
    }

    /// Where the first `${` or `%{` of a piece of text starts, or where the piece ends, and whether an escaped one
    /// stands before.
    fn sequence_start(&self, start: usize, end: usize) -> (usize, bool) {
        let mut at = start;
        let mut escapes = false;
        loop {
            let rest = self.scanner.bytes.get(at..end).unwrap_or_default();
            let Some(length) = memchr2(b'$', b'%', rest) else { return (end, escapes) };
            at += length;
            let sign = self.scanner.byte(at);
            let next = self.scanner.byte(at + 1);
            if next == Some(b'{') {
                return (at, escapes);
            }
            if next == sign && self.scanner.byte(at + 2) == Some(b'{') {
                escapes = true;
                at += 2;
            }
            at += 1;
        }
    }
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
