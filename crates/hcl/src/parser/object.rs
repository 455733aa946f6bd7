//! Objects: `{ a = b }`.

use super::Parser;
use crate::ast::{Entry, Expr, ExprKind, Key};
use crate::scan::{Kind, Token};

impl Parser<'_, '_> {
    /// Parses an object, or a `for` that makes one.
    pub(super) fn object(&mut self) -> Expr {
        let open = self.bump();
        if self.starts_for() {
            return self.inside(Kind::CloseBrace, false, |parser| parser.for_expression(open));
        }
        self.entries(open)
    }

    /// Parses an object whose opening brace is missing at the end of a line.
    pub(super) fn object_without_brace(&mut self) -> Expr {
        self.entries(Token::new(Kind::OpenBrace, self.taken, self.taken));
        self.wrong(self.taken)
    }

    /// Parses what lies between the braces, and the closing one.
    fn entries(&mut self, open: Token) -> Expr {
        self.inside(Kind::CloseBrace, true, |parser| {
            let mut entries = Vec::new();
            while !parser.object_ends() {
                entries.extend(parser.entry());
                let more = parser.entry_separator();
                entries.extend(
                    parser
                        .skipped()
                        .map(|key| Entry { value: parser.wrong(parser.taken), key: Key::Computed(key) }),
                );
                if !more {
                    break;
                }
            }
            let closed = parser.close(Kind::CloseBrace, open);
            let kind = if closed { ExprKind::Object(entries) } else { ExprKind::Wrong };
            Expr { kind, range: parser.since(open.start) }
        })
    }

    /// Whether a `for` begins after the brace, perhaps on a further line. `for` as a key is refused by Terraform; its
    /// meaning is clear.
    fn starts_for(&mut self) -> bool {
        let is_for = self.with_newlines(false, |parser| parser.is_word("for"));
        if !is_for {
            return false;
        }
        let after = self.scanner.after_blanks(self.token.end);
        let is_key = match self.scanner.byte(after) {
            Some(b'=') => !matches!(self.scanner.byte(after + 1), Some(b'=' | b'>')),
            Some(b':') => self.scanner.byte(after + 1) != Some(b':'),
            _ => false,
        };
        if is_key {
            self.error(self.token, "the key `for` starts a `for` expression; write it in quotes".to_owned());
        }
        !is_key
    }

    /// Whether no further entry follows; line ends before it are skipped.
    fn object_ends(&mut self) -> bool {
        while self.kind() == Kind::Newline {
            self.skip();
        }
        self.closes(Kind::CloseBrace)
    }

    fn entry(&mut self) -> Option<Entry> {
        let key = self.expression();
        let key = match key.kind {
            ExprKind::Name(name) => Key::Name(name, key.range),
            ExprKind::Null | ExprKind::Bool(_) => {
                let text = self.scanner.slice(self.local(key.range.start), self.local(key.range.end));
                Key::Name(self.names.intern(text), key.range)
            }
            _ => Key::Computed(key),
        };
        match self.kind() {
            Kind::Assign | Kind::Colon => {
                self.bump();
                self.value_on_next_line();
            }
            Kind::OpenBrace => {
                let message = "a block cannot stand in an object; write `=` before the brace";
                self.warning(self.token, message.to_owned());
            }
            _ => {
                self.expected(
                    "`=` and a value after the key; a key with special characters stands in quotes",
                );
                return None;
            }
        }
        let value = self.expression();
        Some(Entry { key, value })
    }

    /// Goes past what separates two entries; returns whether there may be another one.
    fn entry_separator(&mut self) -> bool {
        match self.kind() {
            Kind::Newline => {
                self.skip();
                true
            }
            Kind::Name | Kind::Quote if self.is_item(self.token.start) => {
                let message =
                    "the entries of an object are separated by commas or line ends; add a comma before";
                self.warning(self.token, message.to_owned());
                true
            }
            _ => self.separator(Kind::CloseBrace),
        }
    }
}
