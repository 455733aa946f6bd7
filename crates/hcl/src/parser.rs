//! The parser's state: where it stands, what is open, what was wrong.

mod attempt;
mod attribute;
mod block;
mod body;
mod brackets;
mod call;
mod complaint;
mod conditional;
mod early_close;
mod for_expression;
mod list;
mod object;
mod operation;
mod recovery;
mod restart;
mod resync;
mod template;
mod term;
mod traversal;

use crate::ast::{Expr, ExprKind, Name, TextRange};
use crate::diagnostic::Diagnostic;
use crate::limits::MAX_DEPTH;
use crate::names::Names;
use crate::scan::{Kind, Scanner, Token};

use brackets::Brackets;
use recovery::Recovery;
use template::Searches;

/// A text being parsed.
pub(crate) struct Parser<'t, 'n> {
    scanner: Scanner<'t>,
    names: &'n mut Names,
    offset: u32,
    /// The token that comes next.
    token: Token,
    /// Where the last token that was taken ends.
    taken: usize,
    /// Whether a line end means something here; inside parentheses it does not.
    newlines: bool,
    /// How many constructs are open.
    depth: usize,
    /// The brackets that are open.
    open: Brackets,
    recovery: Recovery,
    searches: Searches<'t>,
    diagnostics: Vec<Diagnostic>,
}

impl<'t, 'n> Parser<'t, 'n> {
    pub(crate) fn new(text: &'t str, offset: u32, names: &'n mut Names) -> Self {
        Self {
            scanner: Scanner::new(text),
            names,
            offset,
            token: Token::new(Kind::End, 0, 0),
            taken: 0,
            newlines: true,
            depth: 0,
            open: Brackets::default(),
            recovery: Recovery::default(),
            searches: Searches::default(),
            diagnostics: Vec::new(),
        }
    }

    /// What is wrong, in source order.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.at);
        self.diagnostics
    }

    /// What comes next; line ends are skipped where they mean nothing.
    #[inline]
    fn kind(&mut self) -> Kind {
        while !self.newlines && self.token.kind == Kind::Newline {
            self.skip();
        }
        self.token.kind
    }

    /// Takes the next token.
    #[inline]
    fn bump(&mut self) -> Token {
        let token = self.token;
        self.taken = token.end;
        self.skip();
        token
    }

    /// Goes past the next token; it does not count as taken.
    #[inline]
    fn skip(&mut self) {
        let newline = self.token.kind == Kind::Newline;
        let at = self.token.end;
        if newline {
            self.at_line_start(at);
        } else {
            self.token = self.scanner.token(at);
        }
    }

    /// Takes the next token if it is of a kind.
    fn take(&mut self, kind: Kind) -> bool {
        let found = self.kind() == kind;
        if found {
            self.bump();
        }
        found
    }

    /// Whether the next token is a certain word.
    fn is_word(&mut self, word: &str) -> bool {
        self.kind() == Kind::Name && self.scanner.token_text(self.token) == word
    }

    /// The next token, which is a word, as a name.
    fn name(&mut self) -> Name {
        let token = self.bump();
        self.names.intern(self.scanner.token_text(token))
    }

    /// Parses with line ends that mean something, or not.
    fn with_newlines<T>(&mut self, newlines: bool, parse: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.newlines, newlines);
        let value = parse(self);
        self.newlines = before;
        value
    }

    /// Parses what is one level deeper; nothing, and a complaint, where that is too deep.
    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            self.too_deep();
            return None;
        }
        self.depth += 1;
        let value = parse(self);
        self.depth -= 1;
        Some(value)
    }

    /// Parses an expression that is one level deeper.
    fn nested_expression(&mut self, parse: impl FnOnce(&mut Self) -> Expr) -> Expr {
        self.nested(parse).unwrap_or_else(|| self.wrong(self.taken))
    }

    /// Parses what lies between brackets, with line ends that mean something or not.
    fn inside<T>(&mut self, close: Kind, newlines: bool, parse: impl FnOnce(&mut Self) -> T) -> T {
        self.open.push(close);
        let value = self.with_newlines(newlines, parse);
        self.open.pop();
        value
    }

    /// A range of the tree.
    fn range(&self, start: usize, end: usize) -> TextRange {
        let place = |at: usize| self.offset.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        TextRange { start: place(start), end: place(end) }
    }

    /// The range of a token.
    fn token_range(&self, token: Token) -> TextRange {
        self.range(token.start, token.end)
    }

    /// The range from a place to the end of what was last taken.
    fn since(&self, start: usize) -> TextRange {
        self.range(start, self.taken.max(start))
    }

    /// What stands for an expression that is missing or wrong.
    fn wrong(&self, start: usize) -> Expr {
        Expr { kind: ExprKind::Wrong, range: self.since(start) }
    }
}
