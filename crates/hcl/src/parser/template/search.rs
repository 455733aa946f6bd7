//! Where heredocs and quotes end, without parsing them: for going on after an error.

use super::super::restart::Line;
use super::super::{Kind, Parser, Token};
use super::heredoc::{Marker, MarkerLine};

/// How many heredocs of one text may be searched to its end in vain.
const MAX_VAIN_SEARCHES: usize = 16;

/// Searches that need not be repeated.
#[derive(Debug, Default)]
pub(in super::super) struct Searches {
    /// How many heredocs were found to have no end.
    vain: usize,
    /// Where a search for the next block of a file began, and what it found.
    block: Option<(usize, Option<usize>)>,
}

impl<'t> Parser<'t, '_> {
    /// The line that ends a heredoc.
    ///
    /// # Errors
    ///
    /// There is none; then where it should end, so that the rest of the file can be read: before the next block of a
    /// file, else before a line that looks like an item, else at the end of the text.
    pub(super) fn heredoc_end(&mut self, start: usize, marker: Marker<'t>) -> Result<MarkerLine, usize> {
        if self.searches.vain < MAX_VAIN_SEARCHES {
            let found = self.find_line(start, |parser, at, end| parser.marker_line(at, end, marker.text));
            let found = found.or_else(|| {
                self.find_line(start, |parser, at, end| parser.old_marker_line(at, end, marker.text))
            });
            if let Some(line) = found {
                return Ok(line);
            }
            self.searches.vain += 1;
        }
        let block = match self.searches.block {
            Some((from, found)) if from <= start && found.is_none_or(|found| found >= start) => found,
            _ => self.find_line(start, |parser, at, _| parser.starts_block(at).then_some(at)),
        };
        self.searches.block = Some((start, block));
        let base = self.recovery.base;
        let found = block.or_else(|| {
            let is_item = |parser: &Self, at| base.is_some_and(|base| parser.starts_item(at, base));
            self.find_line(start, |parser, at, _| is_item(parser, at).then_some(at))
        });
        Err(found.unwrap_or(self.scanner.bytes.len()))
    }

    /// The first line from a place on for which there is something.
    fn find_line<T>(&self, start: usize, find: impl Fn(&Self, usize, usize) -> Option<T>) -> Option<T> {
        let mut at = start;
        while at < self.scanner.bytes.len() {
            let end = self.scanner.line_end(at);
            let found = find(self, at, end);
            if found.is_some() {
                return found;
            }
            at = end + 1;
        }
        None
    }

    /// Goes on at a line although something is open before it.
    pub(super) fn end_at(&mut self, at: usize) {
        if at >= self.scanner.bytes.len() || !self.recovery.mode.is_resilient() {
            self.token = Token::new(Kind::End, at, at);
            return;
        }
        let first = self.scanner.after_blanks(at);
        self.recovery.line = Some(Line::of(self.scanner.text, first));
        self.token = Token::new(Kind::Restart, first, first);
    }

    /// Where a piece of text ends without white space at its end.
    pub(super) fn trimmed_end(&self, start: usize, end: usize) -> usize {
        start + self.scanner.slice(start, end).trim_end().len()
    }

    /// Skips a heredoc.
    pub(in super::super) fn skip_heredoc(&mut self) {
        let open = self.token;
        let marker = self.marker(open);
        match self.heredoc_end(open.end, marker) {
            Ok(line) => {
                self.go_on(line.end);
                self.taken = line.marker_end;
            }
            Err(limit) => {
                self.end_at(limit);
                self.taken = self.trimmed_end(open.start, limit);
            }
        }
    }

    /// Skips a quoted text, at most to the end of its line.
    pub(in super::super) fn skip_quoted(&mut self) {
        let mut at = self.token.end;
        // What is open: `"` and `{`.
        let mut open = vec![b'"'];
        while let Some(byte) = self.scanner.byte(at) {
            let in_quotes = open.last() == Some(&b'"');
            match byte {
                b'\n' => break,
                b'\\' if in_quotes => at += 1,
                b'"' if in_quotes => {
                    open.pop();
                }
                b'"' => open.push(b'"'),
                b'{' if !in_quotes => open.push(b'{'),
                b'}' if !in_quotes => {
                    open.pop();
                }
                b'$' | b'%' if in_quotes && self.scanner.byte(at + 1) == Some(b'{') => {
                    let escaped =
                        at.checked_sub(1).and_then(|before| self.scanner.byte(before)) == Some(byte);
                    if !escaped {
                        open.push(b'{');
                    }
                    at += 1;
                }
                _ => {}
            }
            at += 1;
            if open.is_empty() {
                break;
            }
        }
        self.go_on(at.min(self.scanner.bytes.len()));
    }
}
