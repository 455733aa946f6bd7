//! Operators and what they apply to.

use super::Parser;
use crate::ast::{BinaryOp, Chain, Expr, ExprKind, TextRange, UnaryOp};
use crate::scan::Kind;

/// An operation whose right side is still to come.
struct Pending {
    level: u8,
    first: Expr,
    rest: Vec<(BinaryOp, Expr)>,
    operator: BinaryOp,
}

impl Pending {
    fn finish(self, last: Expr) -> Expr {
        let Self { first, mut rest, operator, .. } = self;
        let range = TextRange { start: first.range.start, end: last.range.end };
        rest.push((operator, last));
        Expr { kind: ExprKind::Binary(Box::new(Chain { first, rest })), range }
    }
}

impl Parser<'_, '_> {
    /// Parses operands with binary operators between them.
    ///
    /// A stack of unfinished operations, each tighter than the one below, takes the place of recursion: six levels of
    /// precedence would be six calls at each bracket.
    pub(super) fn operation(&mut self) -> Expr {
        let mut operand = self.operand();
        let Some(mut operator) = binary_operator(self.kind()) else { return operand };
        let mut pending: Vec<Pending> = Vec::new();
        loop {
            self.bump();
            let level = level(operator);
            while let Some(tighter) = pending.pop_if(|last| last.level > level) {
                operand = tighter.finish(operand);
            }
            match pending.last_mut() {
                Some(same) if same.level == level => {
                    let before = std::mem::replace(&mut same.operator, operator);
                    same.rest.push((before, operand));
                }
                _ => pending.push(Pending { level, first: operand, rest: Vec::new(), operator }),
            }
            operand = self.operand();
            match binary_operator(self.kind()) {
                Some(next) => operator = next,
                None => break,
            }
        }
        pending.into_iter().rev().fold(operand, |operand, last| last.finish(operand))
    }

    fn operand(&mut self) -> Expr {
        match self.kind() {
            Kind::Minus => self.nested_expression(|parser| parser.unary(UnaryOp::Negate)),
            Kind::Not => self.nested_expression(|parser| parser.unary(UnaryOp::Not)),
            _ => {
                let term = self.term();
                self.traversal(term)
            }
        }
    }

    /// A sign and its operand: it binds tighter than any binary operator and looser than a traversal.
    fn unary(&mut self, operator: UnaryOp) -> Expr {
        let start = self.bump().start;
        let operand = self.operand();
        Expr { kind: ExprKind::Unary(operator, Box::new(operand)), range: self.since(start) }
    }
}

/// How tight an operator binds.
fn level(operator: BinaryOp) -> u8 {
    match operator {
        BinaryOp::Or => 0,
        BinaryOp::And => 1,
        BinaryOp::Equal | BinaryOp::NotEqual => 2,
        BinaryOp::Greater | BinaryOp::GreaterOrEqual | BinaryOp::Less | BinaryOp::LessOrEqual => 3,
        BinaryOp::Add | BinaryOp::Subtract => 4,
        BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Remainder => 5,
    }
}

fn binary_operator(kind: Kind) -> Option<BinaryOp> {
    Some(match kind {
        Kind::Or => BinaryOp::Or,
        Kind::And => BinaryOp::And,
        Kind::Equal => BinaryOp::Equal,
        Kind::NotEqual => BinaryOp::NotEqual,
        Kind::Greater => BinaryOp::Greater,
        Kind::GreaterOrEqual => BinaryOp::GreaterOrEqual,
        Kind::Less => BinaryOp::Less,
        Kind::LessOrEqual => BinaryOp::LessOrEqual,
        Kind::Plus => BinaryOp::Add,
        Kind::Minus => BinaryOp::Subtract,
        Kind::Star => BinaryOp::Multiply,
        Kind::Slash => BinaryOp::Divide,
        Kind::Percent => BinaryOp::Remainder,
        _ => return None,
    })
}
