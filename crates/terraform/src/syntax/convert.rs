//! `hcl-edit`'s expressions to ours.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{self, Expression, ObjectKey, TraversalOperator};
use ringfence_model::{FileId, Span};

use super::parse::span;
use super::template;
use super::{Access, BinaryOp, Call, Expr, ExprKind, For, Key, UnaryOp};
use crate::Number;

/// Names seen before, shared.
#[derive(Debug, Default)]
pub(crate) struct Names {
    seen: HashSet<Arc<str>>,
}

impl Names {
    pub(crate) fn get(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.seen.get(name) {
            return known.clone();
        }
        let name: Arc<str> = name.into();
        self.seen.insert(name.clone());
        name
    }
}

/// Converts one parsed piece of a file.
pub(super) struct Converter<'a> {
    file: FileId,
    offset: usize,
    source: &'a str,
    pub(super) names: &'a mut Names,
}

impl<'a> Converter<'a> {
    pub(super) fn new(file: FileId, offset: usize, source: &'a str, names: &'a mut Names) -> Self {
        Self { file, offset, source, names }
    }

    /// The place in the file of a range of the piece.
    pub(super) fn place(&self, range: Option<Range<usize>>) -> Span {
        let range = range.unwrap_or_default();
        span(self.file, self.offset + range.start, self.offset + range.end)
    }

    /// The source text of a range.
    pub(super) fn text(&self, range: Option<Range<usize>>) -> &'a str {
        range.and_then(|range| self.source.get(range)).unwrap_or_default()
    }

    pub(super) fn expr(&mut self, from: &Expression) -> Expr {
        let kind = match from {
            Expression::Null(_) => ExprKind::Null,
            Expression::Bool(value) => ExprKind::Bool(*value.value()),
            Expression::Number(number) => ExprKind::Number(self.number(number)),
            Expression::String(text) => ExprKind::String(self.names.get(text)),
            Expression::Array(items) => ExprKind::List(items.iter().map(|item| self.expr(item)).collect()),
            Expression::Object(object) => ExprKind::Object(self.object(object)),
            Expression::StringTemplate(text) => ExprKind::Template(template::quoted(self, text)),
            Expression::HeredocTemplate(text) => self.heredoc(text),
            Expression::Parenthesis(inner) => ExprKind::Parentheses(Box::new(self.expr(inner.inner()))),
            Expression::Variable(name) => ExprKind::Name(self.names.get(name)),
            Expression::Conditional(from) => ExprKind::Conditional(Box::new([
                self.expr(&from.cond_expr),
                self.expr(&from.true_expr),
                self.expr(&from.false_expr),
            ])),
            Expression::FuncCall(call) => ExprKind::Call(Box::new(self.call(call))),
            Expression::Traversal(traversal) => self.traversal(traversal),
            Expression::UnaryOp(op) => ExprKind::Unary(unary(*op.operator), Box::new(self.expr(&op.expr))),
            Expression::BinaryOp(op) => ExprKind::Binary(
                binary(*op.operator),
                Box::new([self.expr(&op.lhs_expr), self.expr(&op.rhs_expr)]),
            ),
            Expression::ForExpr(from) => ExprKind::For(Box::new(self.for_expr(from))),
        };
        Expr { kind, span: self.place(from.span()) }
    }

    /// Read from the text, since `hcl-edit` keeps no digits beyond a float's.
    fn number(&self, number: &hcl_edit::Formatted<hcl_edit::Number>) -> Number {
        let text: String = self.text(number.span()).split_whitespace().collect();
        Number::parse(&text).unwrap_or(Number::Float(f64::NAN))
    }

    fn heredoc(&mut self, from: &hcl_edit::template::HeredocTemplate) -> ExprKind {
        let opening = self.text(from.span());
        let segments = template::raw(self, &from.template, opening.starts_with("<<-"));
        match segments.as_slice() {
            [] => ExprKind::String(self.names.get("")),
            [super::Segment::Text(text)] => ExprKind::String(text.clone()),
            _ => ExprKind::Template(segments),
        }
    }

    fn object(&mut self, object: &expr::Object) -> Vec<(Key, Expr)> {
        let entry = |(key, value): (&ObjectKey, &expr::ObjectValue)| {
            let key = match key {
                ObjectKey::Ident(name) => Key::Name(self.names.get(name)),
                ObjectKey::Expression(expr) => Key::Computed(self.expr(expr)),
            };
            (key, self.expr(value.expr()))
        };
        object.iter().map(entry).collect()
    }

    fn call(&mut self, call: &expr::FuncCall) -> Call {
        // `provider::name::function` keeps its whole name, `core::name` is the plain function.
        let mut path: Vec<&str> = call.name.namespace.iter().map(|part| part.as_str()).collect();
        path.retain(|part| *part != "core");
        path.push(call.name.name.as_str());
        let args = call.args.iter().map(|arg| self.expr(arg)).collect();
        Call { name: self.names.get(&path.join("::")), args, expand: call.args.expand_final() }
    }

    fn traversal(&mut self, from: &expr::Traversal) -> ExprKind {
        let start = from.expr.span().unwrap_or_default().start;
        let steps = from.operators.iter().map(|step| {
            let at = self.place(step.span().map(|range| start..range.end));
            match step.value() {
                TraversalOperator::AttrSplat(_) => Access::AttributeSplat(at),
                TraversalOperator::FullSplat(_) => Access::FullSplat(at),
                TraversalOperator::GetAttr(name) => Access::Name(self.names.get(name), at),
                TraversalOperator::Index(index) => Access::Index(self.expr(index), at),
                TraversalOperator::LegacyIndex(index) => Access::Position(*index.value(), at),
            }
        });
        let steps = steps.collect();
        ExprKind::Traversal(Box::new(self.expr(&from.expr)), steps)
    }

    fn for_expr(&mut self, from: &expr::ForExpr) -> For {
        For {
            key: from.intro.key_var.as_ref().map(|name| self.names.get(name)),
            value: self.names.get(&from.intro.value_var),
            collection: self.expr(&from.intro.collection_expr),
            result_key: from.key_expr.as_ref().map(|key| self.expr(key)),
            result: self.expr(&from.value_expr),
            grouping: from.grouping,
            condition: from.cond.as_ref().map(|condition| self.expr(&condition.expr)),
        }
    }
}

fn unary(from: expr::UnaryOperator) -> UnaryOp {
    match from {
        expr::UnaryOperator::Neg => UnaryOp::Negate,
        expr::UnaryOperator::Not => UnaryOp::Not,
    }
}

fn binary(from: expr::BinaryOperator) -> BinaryOp {
    match from {
        expr::BinaryOperator::Eq => BinaryOp::Equal,
        expr::BinaryOperator::NotEq => BinaryOp::NotEqual,
        expr::BinaryOperator::LessEq => BinaryOp::LessOrEqual,
        expr::BinaryOperator::GreaterEq => BinaryOp::GreaterOrEqual,
        expr::BinaryOperator::Less => BinaryOp::Less,
        expr::BinaryOperator::Greater => BinaryOp::Greater,
        expr::BinaryOperator::Plus => BinaryOp::Add,
        expr::BinaryOperator::Minus => BinaryOp::Subtract,
        expr::BinaryOperator::Mul => BinaryOp::Multiply,
        expr::BinaryOperator::Div => BinaryOp::Divide,
        expr::BinaryOperator::Mod => BinaryOp::Remainder,
        expr::BinaryOperator::And => BinaryOp::And,
        expr::BinaryOperator::Or => BinaryOp::Or,
    }
}
