//! Quoted templates and labels.

use std::borrow::Cow;

use super::super::{Kind, Parser, Token};
use super::Frame;
use super::escape::escape;
use super::part::{Parts, Place};
use crate::ast::{Expr, ExprKind};

/// Where a quoted text's plain part ends.
pub(super) enum Stop {
    Quote,
    Backslash,
    /// `${` or `%{`
    Sequence,
    /// `$${` or `%%{`
    Escaped,
    /// The end of the line or text.
    End,
}

impl<'t> Parser<'t, '_> {
    /// Parses a quoted template.
    pub(in super::super) fn quoted(&mut self) -> Expr {
        let open = self.token;
        let (end, stop) = self.plain(open.end);
        if matches!(stop, Stop::Quote) {
            let text = self.scanner.slice(open.end, end);
            let kind = ExprKind::String(self.names.intern(text));
            self.go_on(end + 1);
            return Expr { kind, range: self.range(open.start, end + 1) };
        }
        let mut parts = Parts::quoted();
        let closed = self.quoted_parts(open, &mut parts);
        let range = self.since(open.start);
        let kind = if closed { self.template_kind(parts, range) } else { ExprKind::Wrong };
        Expr { kind, range }
    }

    /// Parses up to the closing quote; returns whether there is one.
    fn quoted_parts(&mut self, open: Token, parts: &mut Parts<'t>) -> bool {
        let mut text = Cow::default();
        let mut start = open.end;
        let mut at = open.end;
        // Whether it was said that the text has several lines.
        let mut told = false;
        loop {
            let (end, stop) = self.plain(at);
            append(&mut text, self.scanner.slice(at, end));
            at = match stop {
                Stop::Backslash => self.append_escape(end, &mut text),
                Stop::Escaped => {
                    append(&mut text, self.scanner.slice(end, end + 1));
                    append(&mut text, "{");
                    end + 3
                }
                Stop::End if self.spans_lines(end) => {
                    let next = self.scanner.line_end(end) + 1;
                    if !std::mem::replace(&mut told, true) {
                        let message = "a text ends on its line; write `\\n` for the line end";
                        self.warning(Token::new(Kind::Newline, end, next), message.to_owned());
                    }
                    append(&mut text, self.scanner.slice(end, next));
                    next
                }
                Stop::Quote | Stop::Sequence | Stop::End => {
                    if end > start {
                        parts.push_text(std::mem::take(&mut text), Place { start, end });
                    }
                    match stop {
                        Stop::Quote => {
                            self.go_on(end + 1);
                            return true;
                        }
                        Stop::Sequence => start = self.sequence(end, Frame::Quotes, parts),
                        _ => {
                            self.unclosed_quote(open, end);
                            return false;
                        }
                    }
                    start
                }
            };
        }
    }

    /// Where the plain text from a place on ends.
    pub(super) fn plain(&self, start: usize) -> (usize, Stop) {
        let mut at = start;
        loop {
            let rest = self.scanner.rest(at);
            let length =
                rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'$' | b'%' | b'\n' | b'\r'));
            let Some(length) = length else { return (self.scanner.bytes.len().max(start), Stop::End) };
            at += length;
            let next = self.scanner.byte(at + 1);
            match self.scanner.byte(at) {
                Some(b'"') => return (at, Stop::Quote),
                Some(b'\\') => return (at, Stop::Backslash),
                Some(b'\n' | b'\r') => return (at, Stop::End),
                _ if next == Some(b'{') => return (at, Stop::Sequence),
                sign if next == sign && self.scanner.byte(at + 2) == Some(b'{') => {
                    return (at, Stop::Escaped);
                }
                _ => at += 1,
            }
        }
    }

    /// Adds what the escape at a place stands for; returns where it ends.
    pub(super) fn append_escape(&mut self, at: usize, text: &mut Cow<'t, str>) -> usize {
        match escape(self.scanner.slice(at, self.scanner.bytes.len())) {
            Ok((character, length)) => {
                text.to_mut().push(character);
                at + length
            }
            Err((message, length)) => {
                self.error(Token::new(Kind::Stray, at, at + length), message);
                append(text, self.scanner.slice(at, at + length));
                at + length
            }
        }
    }

    /// Whether a text may go on behind the end of its line: in a sequence, older Terraform took that. Only where the
    /// next line does not look like one of the file.
    fn spans_lines(&self, end: usize) -> bool {
        let next = self.scanner.line_end(end) + 1;
        let is_line_end = matches!(self.scanner.slice(end, next), "\n" | "\r\n");
        let base = self.recovery.base.unwrap_or_default();
        is_line_end
            && self.recovery.mode.is_resilient()
            && self.open.has_sequence()
            && !self.starts_item(next, base)
    }

    pub(super) fn unclosed_quote(&mut self, open: Token, end: usize) {
        let message = "the text is not closed on its line; add `\"`, or use a heredoc for several lines";
        self.error(Token::new(Kind::Quote, open.start, end), message.to_owned());
        self.go_on(end);
        self.taken = self.trimmed_end(open.start, end);
        self.lose();
    }

    /// Goes on with code at a place.
    pub(super) fn go_on(&mut self, at: usize) {
        self.taken = at;
        self.token = self.scanner.token(at);
    }
}

/// Adds to a text that stays borrowed as long as it is one piece.
pub(super) fn append<'t>(text: &mut Cow<'t, str>, more: &'t str) {
    if text.is_empty() {
        *text = Cow::Borrowed(more);
    } else {
        text.to_mut().push_str(more);
    }
}
