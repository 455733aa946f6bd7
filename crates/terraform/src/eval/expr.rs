//! One expression to its value.

use std::sync::Arc;

use ringfence_model::NoticeId;

use super::unknown::{derived, error, unknown};
use super::{Engine, Scope};
use crate::syntax::{Expr, ExprKind, Key};
use crate::{Cause, Map, Origin, Value, ValueKind};

impl Engine<'_> {
    /// The value of an expression.
    pub(crate) fn eval(&self, expr: &Expr, scope: Scope<'_>) -> Value {
        if let Err(limit) = self.enter() {
            self.exhausted(&limit, Some(expr.span));
            return unknown(Cause::Limit(limit.into()), expr.span);
        }
        let value = self.eval_kind(expr, scope);
        self.leave();
        value
    }

    fn eval_kind(&self, expr: &Expr, scope: Scope<'_>) -> Value {
        let literal = |kind| Value::new(kind, Origin::literal(expr.span));
        match &expr.kind {
            ExprKind::Null => literal(ValueKind::Null),
            ExprKind::Bool(value) => literal(ValueKind::Bool(*value)),
            ExprKind::Number(value) => literal(ValueKind::Number(*value)),
            ExprKind::String(text) => literal(ValueKind::String(text.clone())),
            ExprKind::Template(segments) => self.template(segments, expr.span, scope),
            ExprKind::List(items) => {
                let items = items.iter().map(|item| self.eval(item, scope)).collect();
                literal(ValueKind::List(Arc::new(items)))
            }
            ExprKind::Object(entries) => self.object(expr, entries, scope),
            ExprKind::Name(_) | ExprKind::Traversal(..) => self.traversal(expr, scope),
            ExprKind::Call(call) => self.call(call, expr.span, scope),
            ExprKind::Conditional(parts) => self.conditional(parts, expr.span, scope),
            ExprKind::Unary(op, operand) => self.unary(*op, operand, expr.span, scope),
            ExprKind::Binary(op, operands) => self.binary(*op, operands, expr.span, scope),
            ExprKind::For(from) => self.for_expr(from, expr.span, scope),
            ExprKind::Parentheses(inner) => self.eval(inner, scope),
        }
    }

    fn object(&self, expr: &Expr, entries: &[(Key, Expr)], scope: Scope<'_>) -> Value {
        let mut map = Map::new();
        let mut unknown_keys = Vec::new();
        for (key, value) in entries {
            match self.key(key, scope) {
                Ok(key) => {
                    map.insert(key, self.eval(value, scope));
                }
                Err(unknown) => unknown_keys.extend([unknown, self.eval(value, scope)]),
            }
        }
        if unknown_keys.is_empty() {
            return Value::new(ValueKind::Map(Arc::new(map)), Origin::literal(expr.span));
        }
        derived(unknown_keys.iter().chain(map.values()), expr.span)
    }

    /// A known key, or the value that is not one.
    fn key(&self, key: &Key, scope: Scope<'_>) -> Result<Arc<str>, Value> {
        match key {
            Key::Name(name) => Ok(name.clone()),
            Key::Computed(expr) => {
                let value = self.eval(expr, scope);
                key_text(&value).ok_or_else(|| match value.kind {
                    ValueKind::Unknown(_) | ValueKind::Template(_) => value,
                    _ => error("an object's key must be a string", expr.span),
                })
            }
        }
    }

    /// Notes a cycle, and what its value is.
    pub(crate) fn again(
        &self,
        again: super::engine::Again,
        address: Arc<str>,
        at: ringfence_model::Span,
    ) -> Value {
        match again {
            super::engine::Again::Cycle => {
                let message =
                    format!("`{address}` depends on itself, so its value is unknown; break the circle");
                self.notice(NoticeId::Cycle, message, Some(at));
                unknown(Cause::Cycle(address), at)
            }
            super::engine::Again::TooDeep(limit) => {
                self.exhausted(&limit, Some(at));
                unknown(Cause::Limit(limit.into()), at)
            }
        }
    }
}

/// A value as the key of a map.
pub(crate) fn key_text(value: &Value) -> Option<Arc<str>> {
    match &value.kind {
        ValueKind::String(text) => Some(text.clone()),
        ValueKind::Number(number) => Some(super::template::number_text(*number)?.into()),
        ValueKind::Bool(value) => Some(if *value { "true" } else { "false" }.into()),
        _ => None,
    }
}
