//! `[for …]` and `{ for … }`, and what they share with the template directive.

use super::Parser;
use crate::ast::{Expr, ExprKind, For, Name};
use crate::scan::{Kind, Token};

impl Parser<'_, '_> {
    /// Parses from the `for` to the closing bracket.
    pub(super) fn for_expression(&mut self, open: Token) -> Expr {
        let close = if open.kind == Kind::OpenBrace { Kind::CloseBrace } else { Kind::CloseBracket };
        let inner = self.for_inner(open);
        let closed = self.close(close, open);
        let kind = match inner {
            Some(inner) if closed => ExprKind::For(Box::new(inner)),
            _ => ExprKind::Wrong,
        };
        Expr { kind, range: self.since(open.start) }
    }

    fn for_inner(&mut self, open: Token) -> Option<For> {
        self.bump();
        let (key, value) = self.for_names()?;
        let collection = self.expression();
        if !self.take(Kind::Colon) {
            self.expected("`:` and the result after the collection");
            return None;
        }
        let start = self.token.start;
        let mut result = self.expression();
        let mut result_key = None;
        if self.take(Kind::Arrow) {
            result_key = Some(std::mem::replace(&mut result, self.expression()));
        }
        let result_start = Token::new(Kind::Name, start, self.taken.max(start));
        let ellipsis = self.token;
        let grouping = self.take(Kind::Ellipsis);
        let mut condition = None;
        if self.is_word("if") {
            self.bump();
            condition = Some(self.expression());
        }
        self.check_for(open, result_key.is_some(), grouping.then_some(ellipsis), result_start);
        Some(For { key, value, collection, result_key, result, grouping, condition })
    }

    /// `key, value in` or `value in`.
    pub(super) fn for_names(&mut self) -> Option<(Option<Name>, Name)> {
        let value = self.for_name()?;
        let names = if self.take(Kind::Comma) { (Some(value), self.for_name()?) } else { (None, value) };
        if !self.is_word("in") {
            self.expected("`in` and a collection after the names of a `for`");
            return None;
        }
        self.bump();
        Some(names)
    }

    fn for_name(&mut self) -> Option<Name> {
        if self.kind() != Kind::Name {
            self.expected("a name for the elements of the `for`");
            return None;
        }
        Some(self.name())
    }

    /// A list has no keys and groups nothing, an object has keys.
    fn check_for(&mut self, open: Token, has_key: bool, ellipsis: Option<Token>, result: Token) {
        if open.kind == Kind::OpenBrace {
            if !has_key {
                let message = "a `for` in braces needs `key => value`; write brackets for a list";
                self.error(result, message.to_owned());
            }
            return;
        }
        if has_key {
            let message = "a `for` in brackets gives no keys; write braces for an object";
            self.error(result, message.to_owned());
        }
        if let Some(ellipsis) = ellipsis {
            let message = "only a `for` in braces can gather results with `...`; leave it out";
            self.error(ellipsis, message.to_owned());
        }
    }
}
