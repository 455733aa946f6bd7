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
        let mut parts = Parts::default();
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
        let mut at = start;
        let mut line_start = true;
        // Kept, so that a long line with many sequences is not searched for its end at each of them.
        let mut line_end = self.scanner.line_end(at);
        loop {
            if at > line_end {
                line_end = self.scanner.line_end(at);
            }
            if line_start && let Ending::Marker(marker) = ending {
                let found = self.marker_line(at, line_end, marker.text);
                if found.is_some() {
                    return found;
                }
            }
            let next = (line_end + 1).min(self.scanner.bytes.len());
            if at >= next {
                return None;
            }
            let (end, stop, escapes) = self.line_part(at, next);
            if end > at {
                let text = self.scanner.slice(at, end);
                let text = if escapes { Cow::Owned(unescaped(text)) } else { Cow::Borrowed(text) };
                parts.push_text(text, Place { start: at, end });
            }
            line_start = end == next;
            at = match stop {
                Stop::Sequence => self.sequence(end, Frame::Lines, parts),
                Stop::Return if matches!(ending, Ending::Text) => {
                    // As Terraform's scanner has it: the rest of the template is plain text.
                    let all = self.scanner.bytes.len();
                    let text = unescaped(self.scanner.slice(end, all));
                    parts.push_text(Cow::Owned(text), Place { start: end, end: all });
                    return None;
                }
                Stop::Return => self.lone_return(end, parts),
                Stop::Line => end,
            };
        }
    }

    /// A carriage return within a line of a heredoc, which Terraform refuses.
    fn lone_return(&mut self, at: usize, parts: &mut Parts<'t>) -> usize {
        let message = "a carriage return stands alone; end lines with a line feed";
        self.error(Token::new(Kind::Stray, at, at + 1), message.to_owned());
        parts.push_text(Cow::Borrowed(self.scanner.slice(at, at + 1)), Place { start: at, end: at + 1 });
        at + 1
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
