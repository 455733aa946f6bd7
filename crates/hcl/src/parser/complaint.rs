//! What is wrong, in words.

use super::Parser;
use super::term::shown;
use crate::ast::TextRange;
use crate::diagnostic::{Diagnostic, Severity};
use crate::limits::{MAX_DEPTH, MAX_DIAGNOSTICS};
use crate::scan::{Kind, Token};

impl Parser<'_, '_> {
    /// Says what is wrong with a token that has been read all the same.
    pub(super) fn error(&mut self, token: Token, message: String) {
        let at = self.token_range(token);
        self.report(Severity::Error, at, message);
    }

    /// Says what is old-fashioned about a token.
    pub(super) fn warning(&mut self, token: Token, message: String) {
        let at = self.token_range(token);
        self.report(Severity::Warning, at, message);
    }

    /// Says what should stand where the next token is, and is lost there.
    pub(super) fn expected(&mut self, what: &str) {
        if self.token.kind == Kind::Lost || !self.first_complaint() {
            return;
        }
        if !self.recovery.mode.is_resilient() {
            return self.fail();
        }
        let found = self.describe(self.token);
        let hint = hint(self.token.kind);
        self.error(self.token, format!("expected {what}, found {found}{hint}"));
        self.lose();
    }

    /// Says that something never ends.
    pub(super) fn unclosed(&mut self, open: Token, close: &str) {
        if self.first_complaint() {
            let text = self.scanner.token_text(open).trim_end();
            self.error(open, format!("`{}` is not closed; add `{close}`", shown(text)));
        }
    }

    /// Says that the text nests too deep, and is lost there.
    pub(super) fn too_deep(&mut self) {
        if self.token.kind != Kind::Lost {
            let message = format!(
                "nesting is deeper than {MAX_DEPTH} levels, which is the limit; move a part into a local value"
            );
            self.error(self.token, message);
            self.lose();
        }
    }

    /// Whether a complaint about the next token would be the first one: where the text or an item ends, everything
    /// that is open is unfinished.
    pub(super) fn first_complaint(&mut self) -> bool {
        let first = match self.token.kind {
            Kind::End | Kind::Restart => self.recovery.told != Some(self.token.start),
            _ => true,
        };
        if matches!(self.token.kind, Kind::End | Kind::Restart) {
            self.recovery.told = Some(self.token.start);
        }
        first
    }

    fn report(&mut self, severity: Severity, at: TextRange, message: String) {
        if severity == Severity::Error && !self.recovery.mode.is_resilient() {
            self.fail();
            return;
        }
        match self.diagnostics.len() {
            0..MAX_DIAGNOSTICS => self.diagnostics.push(Diagnostic { severity, message, at }),
            MAX_DIAGNOSTICS => {
                let message = "further problems of this text are not listed; solve the first ones".to_owned();
                self.diagnostics.push(Diagnostic { severity, message, at });
            }
            _ => {
                if let Some(last) = self.diagnostics.last_mut() {
                    last.severity = last.severity.max(severity);
                }
            }
        }
    }

    /// A token for a message.
    pub(super) fn describe(&self, token: Token) -> String {
        match token.kind {
            Kind::Newline => "the end of the line".to_owned(),
            Kind::End => "the end of the text".to_owned(),
            Kind::Restart => "the start of another block".to_owned(),
            Kind::Heredoc => "a heredoc".to_owned(),
            _ => format!("`{}`", shown(self.scanner.token_text(token))),
        }
    }
}

/// What to do about a token that surprises.
fn hint(kind: Kind) -> &'static str {
    match kind {
        Kind::Comment => "; close the comment with `*/`",
        Kind::Stray => "; text stands between straight double quotes",
        _ => "",
    }
}
