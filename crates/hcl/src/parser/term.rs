//! What operators and traversals apply to.

use std::sync::Arc;

use super::Parser;
use crate::ast::{Expr, ExprKind, Literal};
use crate::scan::{Kind, Token, is_number};

impl Parser<'_, '_> {
    /// Parses one term.
    pub(super) fn term(&mut self) -> Expr {
        match self.kind() {
            Kind::Name => self.word(),
            Kind::Number => self.number(),
            Kind::Quote => self.nested_expression(Self::quoted),
            Kind::Heredoc => self.nested_expression(Self::heredoc),
            Kind::OpenBracket => self.nested_expression(Self::list),
            Kind::OpenBrace => self.nested_expression(Self::object),
            Kind::OpenParen => self.nested_expression(Self::parentheses),
            _ => {
                self.expected("a value");
                self.wrong(self.taken)
            }
        }
    }

    /// A name, a keyword or a call.
    fn word(&mut self) -> Expr {
        let token = self.bump();
        if matches!(self.kind(), Kind::OpenParen | Kind::DoubleColon) {
            return self.nested_expression(|parser| parser.call(token));
        }
        let text = self.scanner.token_text(token);
        let kind = match text {
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "null" => ExprKind::Null,
            _ => ExprKind::Name(self.names.intern(text)),
        };
        Expr { kind, range: self.token_range(token) }
    }

    fn number(&mut self) -> Expr {
        let token = self.bump();
        let kind = match self.literal(token) {
            Some(literal) => ExprKind::Number(literal),
            None => ExprKind::Wrong,
        };
        Expr { kind, range: self.token_range(token) }
    }

    /// The value of a number's token; none, and a complaint, if it is not one number.
    pub(super) fn literal(&mut self, token: Token) -> Option<Literal> {
        let text = self.scanner.token_text(token);
        if let Ok(value) = text.parse() {
            return Some(Literal::Int(value));
        }
        if is_number(text) {
            return Some(Literal::Decimal(Arc::from(text)));
        }
        self.error(token, format!("`{}` is not a number; write it in quotes if it is text", shown(text)));
        None
    }

    fn parentheses(&mut self) -> Expr {
        let open = self.bump();
        let inner = self.inside(Kind::CloseParen, false, |parser| {
            let inner = parser.expression();
            parser.close(Kind::CloseParen, open).then_some(inner)
        });
        let kind = inner.map_or(ExprKind::Wrong, |inner| ExprKind::Parentheses(Box::new(inner)));
        Expr { kind, range: self.since(open.start) }
    }
}

/// The start of a text, for a message.
pub(super) fn shown(text: &str) -> &str {
    let end = text.char_indices().nth(40).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or_default()
}
