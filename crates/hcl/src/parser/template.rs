//! Templates: quoted, heredoc, or a whole text.

mod bare;
mod dedent;
mod directive;
mod escape;
mod heredoc;
mod label;
mod part;
mod quoted;
mod search;
mod tree;

use super::recovery::Until;
use super::{Kind, Parser};
use crate::ast::{Expr, ExprKind};
use part::{Part, Parts};
pub(super) use search::Searches;

/// What a template ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    /// `"`
    Quotes,
    /// A line with the marker, or the end of the text.
    Lines,
}

impl<'t> Parser<'t, '_> {
    /// Parses `${ … }` or `%{ … }` whose `$` stands at a place; returns where the text goes on.
    fn sequence(&mut self, at: usize, frame: Frame, parts: &mut Parts<'t>) -> usize {
        let is_directive = self.scanner.byte(at) == Some(b'%');
        let strip = self.scanner.byte(at + 2) == Some(b'~');
        let code = at + if strip { 3 } else { 2 };
        if strip {
            parts.strip_before();
        }
        parts.keep_next();
        self.taken = code;
        self.token = self.scanner.token(code);
        let inner = self.nested(|parser| {
            parser.inside(Kind::StripBrace, false, |parser| {
                let part =
                    if is_directive { parser.directive(at) } else { Some(Part::Value(parser.expression())) };
                let end = parser.sequence_end(at, frame);
                (part, end)
            })
        });
        let Some((part, end)) = inner else {
            self.resync(Until::Newline);
            self.recovery.skipped = None;
            parts.broken = true;
            return self.token.start.max(code);
        };
        match part {
            Some(Part::Value(value)) if !end.closed => {
                parts.push(Part::Value(Expr { kind: ExprKind::Wrong, ..value }));
            }
            Some(mut part) if end.closed => {
                part.end_at(end.at);
                parts.push(part);
            }
            _ => parts.broken = true,
        }
        if end.strip {
            parts.strip_next();
        }
        end.at
    }

    /// Takes the brace that ends a sequence, or goes on where it should stand.
    fn sequence_end(&mut self, start: usize, frame: Frame) -> SequenceEnd {
        let mut kind = self.kind();
        if !matches!(kind, Kind::CloseBrace | Kind::StripBrace) {
            let found = self.token;
            self.unfinished_sequence(start, frame);
            // A quote here most likely ends the template, in which only the brace is missing.
            if found.kind == Kind::Quote && frame == Frame::Quotes {
                return SequenceEnd { at: found.start, strip: false, closed: false };
            }
            self.resync(Until::Newline);
            self.recovery.skipped = None;
            kind = self.token.kind;
        }
        let closed = matches!(kind, Kind::CloseBrace | Kind::StripBrace);
        let at = if closed { self.token.end } else { self.token.start };
        SequenceEnd { at, strip: kind == Kind::StripBrace, closed }
    }

    fn unfinished_sequence(&mut self, start: usize, frame: Frame) {
        if self.token.kind == Kind::Lost {
            return;
        }
        let opening = self.scanner.slice(start, start + 2);
        let escaped = self.scanner.slice(start, start + 1);
        let closes = match self.token.kind {
            Kind::End | Kind::Restart => true,
            Kind::Quote => frame == Frame::Quotes,
            _ => false,
        };
        if closes {
            let token = super::Token::new(Kind::OpenBrace, start, start + 2);
            self.unclosed(token, "}");
        } else {
            self.expected(&format!("`}}` (if `{opening}` is meant as text, write `{escaped}{opening}`)"));
        }
    }
}

/// How a sequence ends.
#[derive(Clone, Copy, Debug)]
struct SequenceEnd {
    /// Where the text goes on.
    at: usize,
    /// Whether white space after it is removed.
    strip: bool,
    /// Whether there is a brace.
    closed: bool,
}
