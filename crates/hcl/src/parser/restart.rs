//! Lines that begin an item of an outer body although brackets are open: a bracket is missing before them.

use memchr::memrchr;

use super::recovery::{Mode, Recovery};
use super::{Kind, Parser, Token};
use crate::scan::word_end;

/// Blocks of a file, and how many labels they have.
const KEYWORDS: [(&str, usize); 14] = [
    ("action", 2),
    ("resource", 2),
    ("data", 2),
    ("ephemeral", 2),
    ("variable", 1),
    ("output", 1),
    ("module", 1),
    ("provider", 1),
    ("check", 1),
    ("locals", 0),
    ("terraform", 0),
    ("moved", 0),
    ("import", 0),
    ("removed", 0),
];

/// How many labels of a block are looked at.
const MAX_LABELS: usize = 3;

/// What a line looks like, whatever is open before it.
///
/// Units: bytes of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    start: usize,
    /// Where its first token starts.
    first: usize,
    look: Option<Look>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// `name =`, `name {`, `name "label" {`, `name label {`
    Item,
    /// The same with a keyword of a file's blocks, and its labels.
    Keyword,
    /// `}`
    Close,
    Other,
}

impl Line {
    /// The line of a place, if that is the first on it that is not blank.
    pub(super) fn of(text: &str, first: usize) -> Option<Self> {
        let before = text.get(..first).unwrap_or_default().trim_end_matches([' ', '\t']);
        let starts = before.is_empty() || before.ends_with(['\n', '\u{feff}']);
        starts.then_some(Self { start: before.len(), first, look: None })
    }

    /// How far it is indented.
    pub(super) fn indentation(self) -> usize {
        self.first - self.start
    }
}

impl Parser<'_, '_> {
    /// Reads the first token of a line.
    pub(super) fn at_line_start(&mut self, at: usize) {
        if self.recovery.mode.is_resilient() {
            let line = match self.recovery.line {
                Some(line) if line.start == at => line,
                _ => Line { start: at, first: self.scanner.after_blanks(at), look: None },
            };
            self.recovery.line = Some(line);
            if self.restarts(line) {
                self.token = Token::new(Kind::Restart, line.first, line.first);
                return;
            }
        }
        self.token = self.scanner.token(at);
    }

    /// Where the current line starts, if only space stands between that and a place.
    pub(super) fn line_that_starts_with(&self, at: usize) -> Option<usize> {
        self.recovery.line.filter(|line| line.start <= at && at <= line.first).map(|line| line.start)
    }

    /// What the lines that follow may be compared with while an item is parsed that starts here: how far its line is
    /// indented; none where the next line is not indented further although a bracket opens.
    pub(super) fn indentation_of_item(&mut self) -> Option<usize> {
        let line = self.recovery.line?;
        if self.line_that_starts_with(self.token.start).is_none() {
            return self.recovery.base;
        }
        let indentation = line.indentation();
        let end = self.end_of_line(line.first);
        if !self.scanner.slice(line.first, end).trim_ascii_end().ends_with(['{', '[', '(']) {
            return Some(indentation);
        }
        let rest = self.scanner.rest(end);
        let first = end + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let start =
            memrchr(b'\n', rest.get(..first - end).unwrap_or_default()).map_or(end, |at| end + at + 1);
        (first - start > indentation).then_some(indentation)
    }

    /// Whether the next line is an item that is indented further than the current line: an opening brace is missing
    /// before it.
    pub(super) fn body_follows(&self) -> bool {
        let Some(line) = self.recovery.line else { return false };
        let rest = self.scanner.rest(self.token.start);
        let white = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let first = self.token.start + white;
        let start = memrchr(b'\n', rest.get(..white).unwrap_or_default())
            .map_or(first, |at| self.token.start + at + 1);
        self.recovery.mode.is_resilient() && first - start > line.indentation() && self.is_item(first)
    }

    fn restarts(&mut self, line: Line) -> bool {
        let Recovery { mode, skipping, base, .. } = self.recovery;
        if self.depth == 0 && !skipping {
            return false;
        }
        let look = line.look.unwrap_or_else(|| self.look(line.first));
        self.recovery.line = Some(Line { look: Some(look), ..line });
        let indentation = line.indentation();
        let base = base.filter(|_| skipping || mode == Mode::ByIndentation);
        match look {
            Look::Keyword => indentation == 0 || base.is_some_and(|base| indentation <= base),
            Look::Item => base.is_some_and(|base| indentation <= base),
            Look::Close => base.is_some_and(|base| indentation < base),
            Look::Other => false,
        }
    }

    /// Whether a line starts a block of a file.
    pub(super) fn starts_block(&self, line: usize) -> bool {
        self.look(line) == Look::Keyword
    }

    /// Whether a line starts an item that is indented as far as given, or less.
    pub(super) fn starts_item(&self, line: usize, base: usize) -> bool {
        let first = self.scanner.after_blanks(line);
        first - line <= base && self.is_item(first)
    }

    /// Whether an item seems to start at a place.
    pub(super) fn is_item(&self, at: usize) -> bool {
        matches!(self.look(at), Look::Item | Look::Keyword)
    }

    /// What a line looks like whose first token starts at a place.
    fn look(&self, first: usize) -> Look {
        let name_end = match self.scanner.byte(first) {
            Some(b'}') => return Look::Close,
            Some(b'"') => self.label_end(first),
            _ => word_end(self.scanner.text, self.scanner.bytes, first),
        };
        if name_end == first {
            return Look::Other;
        }
        let mut at = self.scanner.after_blanks(name_end);
        if self.scanner.byte(at) == Some(b'=') {
            let compares = matches!(self.scanner.byte(at + 1), Some(b'=' | b'>'));
            return if compares { Look::Other } else { Look::Item };
        }
        let mut labels = 0;
        while labels < MAX_LABELS && self.scanner.byte(at) != Some(b'{') {
            let end = match self.scanner.byte(at) {
                Some(b'"') => self.label_end(at),
                _ => word_end(self.scanner.text, self.scanner.bytes, at),
            };
            if end == at {
                return Look::Other;
            }
            at = self.scanner.after_blanks(end);
            labels += 1;
        }
        if self.scanner.byte(at) != Some(b'{') {
            return Look::Other;
        }
        let name = self.scanner.slice(first, name_end);
        if KEYWORDS.contains(&(name, labels)) { Look::Keyword } else { Look::Item }
    }

    /// Where a quoted text on one line ends, its quotes included.
    fn label_end(&self, start: usize) -> usize {
        let rest = self.scanner.rest(start + 1);
        let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\n')).unwrap_or(rest.len());
        start + 2 + length
    }
}
