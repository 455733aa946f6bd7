//! Where heredocs and quotes end, without parsing them: for going on after an error.

use super::super::restart::Line;
use super::super::{Kind, Parser, Token};
use super::heredoc::{Marker, MarkerLine};

/// How many searches for markers may reach the end of the text in vain.
const MAX_MISSING: usize = 32;

/// Searches that need not be repeated.
#[derive(Debug, Default)]
pub(in super::super) struct Searches<'t> {
    missing: Vec<Missing<'t>>,
    /// Where a search for the next block of a file began, how far it went at most, and what it found.
    block: Option<(usize, usize, Option<usize>)>,
    /// A place in a line, and where that line ends.
    line: (usize, usize),
}

/// A marker that no line has, or none ends with, in a part of the text.
#[derive(Debug)]
struct Missing<'t> {
    marker: &'t str,
    alone: bool,
    from: usize,
    until: usize,
}

impl<'t> Parser<'t, '_> {
    /// The line that ends a heredoc.
    ///
    /// # Errors
    ///
    /// There is none; then where it should end, so that the rest of the file can be read: before the next block of a
    /// file, else before a line that looks like an item, else at the end of the text.
    pub(super) fn heredoc_end(&mut self, start: usize, marker: Marker<'t>) -> Result<MarkerLine, usize> {
        for alone in [true, false] {
            if let Some(line) = self.find_marker(start, marker.text, alone) {
                return Ok(line);
            }
        }
        let until = self.scanner.bytes.len();
        let block = match self.searches.block {
            Some((from, end, found))
                if from <= start && end == until && found.is_none_or(|found| found >= start) =>
            {
                found
            }
            _ => self.find_line(start, |parser, at, _| parser.starts_block(at).then_some(at)),
        };
        self.searches.block = Some((start, until, block));
        let base = self.recovery.base;
        let found = block.or_else(|| {
            let is_item = |parser: &Self, at| base.is_some_and(|base| parser.starts_item(at, base));
            self.find_line(start, |parser, at, _| is_item(parser, at).then_some(at))
        });
        Err(found.unwrap_or(until))
    }

    /// The next line that has a marker, alone or at its end.
    fn find_marker(&mut self, start: usize, marker: &'t str, alone: bool) -> Option<MarkerLine> {
        let until = self.scanner.bytes.len();
        let missing = &self.searches.missing;
        let is_known = |known: &Missing<'t>| {
            known.marker == marker && known.alone == alone && known.from <= start && known.until >= until
        };
        if missing.len() >= MAX_MISSING || missing.iter().any(is_known) {
            return None;
        }
        let found = self.find_line(start, |parser, at, end| {
            if alone { parser.marker_line(at, end, marker) } else { parser.old_marker_line(at, end, marker) }
        });
        if found.is_none() {
            self.searches.missing.push(Missing { marker, alone, from: start, until });
        }
        found
    }

    /// Where the line of a place ends; asked for many places of one line, it is searched once.
    pub(in super::super) fn end_of_line(&mut self, at: usize) -> usize {
        let (from, end) = self.searches.line;
        if from > at || at > end || end > self.scanner.bytes.len() {
            self.searches.line = (at, self.scanner.line_end(at));
        }
        self.searches.line.1
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
        self.recovery.line = Line::of(self.scanner.text, first);
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
                b'\\' if in_quotes && self.scanner.byte(at + 1) != Some(b'\n') => at += 1,
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
