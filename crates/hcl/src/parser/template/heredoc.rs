//! Heredocs: `<<X … X` and `<<-X … X`.

use super::super::{Kind, Parser, Token};
use super::bare::Ending;
use super::dedent::dedent;
use super::part::Parts;
use crate::ast::Expr;
use crate::scan::word_end;

/// The marker that ends a heredoc.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marker<'t> {
    pub(super) text: &'t str,
    /// `<<-`: common indentation is removed.
    indented: bool,
}

/// A line with a marker.
///
/// Units: bytes of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct MarkerLine {
    pub(super) start: usize,
    /// Where the heredoc's text ends: where the line starts, but for old files.
    pub(super) text_end: usize,
    /// Where the marker itself ends.
    pub(super) marker_end: usize,
    /// Where the line ends, without its line end.
    pub(super) end: usize,
}

impl<'t> Parser<'t, '_> {
    /// Parses a heredoc.
    pub(in super::super) fn heredoc(&mut self) -> Expr {
        let open = self.token;
        let marker = self.marker(open);
        let mut parts = Parts::lines();
        let whole = self.scanner.bytes.len() == self.scanner.text.len();
        let line = if self.recovery.mode.is_resilient() && whole {
            let outer = self.scanner.bytes;
            let found = self.heredoc_end(open.end, marker);
            let limit = found.map_or_else(|limit| limit, |line| line.text_end);
            self.scanner.bytes = outer.get(..limit).unwrap_or_default();
            self.lines(open.end, Ending::Limit, &mut parts);
            self.scanner.bytes = outer;
            found
        } else {
            self.lines(open.end, Ending::Marker(marker), &mut parts).ok_or(self.scanner.bytes.len())
        };
        if !self.end_heredoc(open, marker, line) {
            return self.wrong(open.start);
        }
        if marker.indented {
            dedent(&mut parts.list);
        }
        let range = self.since(open.start);
        Expr { kind: self.template_kind(parts, range), range }
    }

    /// Goes on behind a heredoc; returns whether it has an end.
    fn end_heredoc(&mut self, open: Token, marker: Marker<'t>, line: Result<MarkerLine, usize>) -> bool {
        match line {
            Ok(line) => {
                self.go_on(line.end);
                self.taken = line.marker_end;
                if line.text_end > line.start {
                    let message =
                        "the marker that ends a heredoc stands on a line of its own; add a line end before";
                    let marker = Token::new(Kind::Name, line.text_end, line.marker_end);
                    self.warning(marker, message.to_owned());
                }
                if self.token.kind == Kind::End && line.end == self.scanner.text.len() {
                    let message = "the marker that ends a heredoc needs a line end after it; add one";
                    self.error(Token::new(Kind::Name, line.start, line.end), message.to_owned());
                }
                true
            }
            Err(limit) => {
                self.end_at(limit);
                self.taken = self.trimmed_end(open.start, limit);
                if self.first_complaint() {
                    let message =
                        format!("the heredoc is not closed; add a line with `{}` alone", marker.text);
                    self.error(open, message);
                }
                false
            }
        }
    }

    /// The marker of an opening.
    pub(super) fn marker(&mut self, open: Token) -> Marker<'t> {
        let indented = self.scanner.byte(open.start + 2) == Some(b'-');
        let start = open.start + if indented { 3 } else { 2 };
        let end = word_end(self.scanner.text, self.scanner.bytes, start);
        if matches!(self.scanner.byte(end), Some(b' ' | b'\t')) {
            let message = "nothing may follow a heredoc's marker on its line; remove the space";
            self.warning(Token::new(Kind::Heredoc, open.start, end), message.to_owned());
        }
        Marker { text: self.scanner.slice(start, end), indented }
    }

    /// Whether a line has a marker and nothing else.
    pub(super) fn marker_line(&self, start: usize, end: usize, marker: &str) -> Option<MarkerLine> {
        let line = self.scanner.slice(start, end);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let trimmed = line.trim_start();
        if trimmed.trim_end() != marker || line.contains('\r') {
            return None;
        }
        let marker_end = start + line.len() - trimmed.len() + marker.len();
        Some(MarkerLine { start, text_end: start, marker_end, end: start + line.len() })
    }

    /// The same for a line whose text the marker only ends, as older Terraform took it.
    pub(super) fn old_marker_line(&self, start: usize, end: usize, marker: &str) -> Option<MarkerLine> {
        let line = self.scanner.slice(start, end);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let text = line.trim_end().strip_suffix(marker)?;
        let (text_end, marker_end) = (start + text.len(), start + text.len() + marker.len());
        Some(MarkerLine { start, text_end, marker_end, end: start + line.len() })
    }
}
