//! Expressions: `condition ? then : else`, or less.

use super::Parser;
use crate::ast::{Expr, ExprKind};
use crate::scan::Kind;

impl Parser<'_, '_> {
    /// Parses an expression.
    pub(super) fn expression(&mut self) -> Expr {
        let condition = self.operation();
        if self.kind() != Kind::Question {
            return condition;
        }
        self.nested_expression(|parser| parser.conditional(condition))
    }

    fn conditional(&mut self, condition: Expr) -> Expr {
        self.bump();
        let then = self.expression();
        if !self.take(Kind::Colon) {
            self.expected("`:` and the value for the other case");
            let start = self.local(condition.range.start);
            return self.wrong(start);
        }
        let otherwise = self.expression();
        let range = self.since(self.local(condition.range.start));
        Expr { kind: ExprKind::Conditional(Box::new([condition, then, otherwise])), range }
    }

    /// A place of the tree as a place of the text.
    pub(super) fn local(&self, place: u32) -> usize {
        usize::try_from(place.saturating_sub(self.offset)).unwrap_or(usize::MAX)
    }
}
