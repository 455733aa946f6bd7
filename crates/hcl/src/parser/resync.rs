//! Closing what is open, and skipping to where parsing can go on.

use super::brackets::{Brackets, closing};
use super::recovery::{Mode, Until};
use super::{Kind, Parser, Token};
use crate::ast::{Expr, ExprKind};

impl Parser<'_, '_> {
    /// Ends a strict attempt.
    pub(super) fn fail(&mut self) {
        if !self.has_failed() {
            self.recovery.mode = Mode::Failed;
            self.recovery.reached = self.token.end.max(self.taken);
        }
        self.scanner.bytes = &[];
        self.token = Token::new(Kind::End, self.token.start, self.token.start);
    }

    /// Whether a strict attempt has ended with an error.
    pub(super) fn has_failed(&self) -> bool {
        self.recovery.mode == Mode::Failed
    }

    /// Marks the next token as a place where parsing went wrong; who can go on from here calls `resync`.
    pub(super) fn lose(&mut self) {
        if !matches!(self.token.kind, Kind::End | Kind::Restart) {
            self.token.kind = Kind::Lost;
        }
    }

    /// Whether a bracket closes here, or all is over.
    pub(super) fn closes(&mut self, close: Kind) -> bool {
        let kind = self.kind();
        kind == close || matches!(kind, Kind::End | Kind::Restart)
    }

    /// Takes a closing bracket; returns whether it stands where it should.
    pub(super) fn close(&mut self, close: Kind, open: Token) -> bool {
        if self.take(close) {
            return true;
        }
        if self.token.kind == Kind::Lost {
            self.resync(Until::Bracket);
        } else if matches!(self.token.kind, Kind::End | Kind::Restart) {
            self.recovery.unclosed = true;
            self.unclosed(open, bracket(close));
            return false;
        } else {
            let what = format!("`{}`", bracket(close));
            self.expected(&what);
            self.resync(Until::Bracket);
        }
        self.recovery.skipped = None;
        self.take(close);
        false
    }

    /// Goes past a comma; returns whether another part may follow.
    pub(super) fn separator(&mut self, close: Kind) -> bool {
        match self.kind() {
            Kind::Comma => {
                self.bump();
                return true;
            }
            Kind::End | Kind::Restart => return false,
            kind if kind == close => return false,
            Kind::Lost => {}
            Kind::Name | Kind::Number | Kind::Quote | Kind::OpenBrace if close == Kind::CloseBracket => {
                let found = self.describe(self.token);
                self.error(self.token, format!("expected `,` before {found}"));
                return true;
            }
            _ => self.expected(&format!("`,` or `{}`", bracket(close))),
        }
        self.resync(if close == Kind::CloseBrace { Until::Either } else { Until::Comma });
        match self.token.kind {
            Kind::Comma => {
                self.bump();
            }
            Kind::Newline if close == Kind::CloseBrace => self.skip(),
            _ => return false,
        }
        true
    }

    /// What stands for text that was skipped, if any was.
    pub(super) fn skipped(&mut self) -> Option<Expr> {
        let (start, end) = self.recovery.skipped.take()?;
        Some(Expr { kind: ExprKind::Wrong, range: self.range(start, end) })
    }

    /// Skips from a place where parsing went wrong to the next separator or closing bracket of what is open.
    pub(super) fn resync(&mut self, until: Until) {
        if self.has_failed() {
            return;
        }
        let start = self.token.start;
        let skipping = std::mem::replace(&mut self.recovery.skipping, true);
        self.rescan();
        let mut inner = Brackets::default();
        loop {
            let kind = self.token.kind;
            match kind {
                Kind::End | Kind::Restart => break,
                Kind::Comma if until.commas() && inner.is_empty() => break,
                Kind::Newline if until.newlines() && inner.is_empty() => break,
                Kind::Newline => self.skip(),
                Kind::CloseBrace | Kind::StripBrace | Kind::CloseBracket | Kind::CloseParen => {
                    if !inner.close(kind) && self.open.awaits(kind) {
                        break;
                    }
                    self.bump();
                }
                Kind::Quote => self.skip_quoted(),
                Kind::Heredoc => self.skip_heredoc(),
                _ => {
                    if let Some(close) = closing(kind) {
                        inner.push(close);
                    }
                    self.bump();
                }
            }
        }
        self.recovery.skipping = skipping;
        if self.taken > start {
            self.recovery.skipped = Some((start, self.taken));
        }
    }

    /// Reads the next token anew: as it is after an error, or seen from an outer item.
    pub(super) fn rescan(&mut self) {
        if self.has_failed() {
            return;
        }
        let at = self.token.start;
        match self.line_that_starts_with(at) {
            Some(line) => self.at_line_start(line),
            None => self.token = self.scanner.token(at),
        }
    }
}

fn bracket(close: Kind) -> &'static str {
    match close {
        Kind::CloseBrace => "}",
        Kind::CloseBracket => "]",
        _ => ")",
    }
}
