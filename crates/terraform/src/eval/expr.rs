//! One expression to its value.

use std::sync::Arc;

use ringfence_hcl::ast::{Entry, Expr, ExprKind, Key, Literal};
use ringfence_model::Span;
use ringfence_value::{Entries, Map, Marks, Number, Partial, Type, Value, ValueKind, convert};

use super::unknown::derived;
use super::{Evaluator, Scope};

/// What is said of an expression that could not be parsed; the parser has noted it already.
pub(super) const UNPARSED: &str = "the expression could not be parsed";

impl Evaluator<'_, '_> {
    /// The value of an expression.
    pub(crate) fn eval(&self, expr: &Expr, scope: Scope<'_>) -> Value {
        let at = scope.at(expr.range);
        let kind = match &expr.kind {
            ExprKind::Null => ValueKind::Null(Type::Dynamic),
            ExprKind::Bool(value) => ValueKind::Bool(*value),
            ExprKind::Number(Literal::Int(value)) => ValueKind::Number(Number::written(*value)),
            ExprKind::String(text) => return Value::string(text.clone(), at),
            _ => return self.deeper(at, || self.compound(expr, at, scope)),
        };
        Value::at(kind, at)
    }

    fn compound(&self, expr: &Expr, at: Span, scope: Scope<'_>) -> Value {
        match &expr.kind {
            ExprKind::Number(Literal::Decimal(text)) => match Number::parse(text) {
                Ok(number) => Value::number(number, at),
                Err(error) => self.limited(&error.to_string(), at),
            },
            ExprKind::Template(segments) => self.template(segments, at, scope),
            ExprKind::List(items) => {
                let items: Vec<Value> = items.iter().map(|item| self.eval(item, scope)).collect();
                if !self.hold_each(&items) {
                    return self.too_large(at);
                }
                self.bounded(Value::tuple(items, at))
            }
            ExprKind::Object(entries) => self.object(entries, at, scope),
            ExprKind::Name(_) | ExprKind::Traversal(_) => self.traversal(expr, at, scope),
            ExprKind::Call(call) => self.call(call, at, scope),
            ExprKind::Conditional(parts) => self.conditional(parts, at, scope),
            ExprKind::Unary(op, operand) => self.unary(*op, operand, at, scope),
            ExprKind::Binary(chain) => self.binary(chain, at, scope),
            ExprKind::For(from) => self.for_expr(from, at, scope),
            ExprKind::Parentheses(inner) => self.eval(inner, scope),
            ExprKind::Wrong => self.error(UNPARSED, at),
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) => {
                self.eval(expr, scope)
            }
        }
    }

    /// The value, unless shared parts make it too large to walk through.
    pub(super) fn bounded(&self, value: Value) -> Value {
        if value.weight() <= self.engine.limits.weight {
            return value;
        }
        let limit = format!("a value made of more than {} others", self.engine.limits.weight);
        self.limited(&limit, value.origin.at)
    }

    fn object(&self, entries: &[Entry], at: Span, scope: Scope<'_>) -> Value {
        let mut known = Vec::with_capacity(entries.len());
        let mut unsure: Vec<Value> = Vec::new();
        let mut marks = Marks::NONE;
        for Entry { key, value } in entries {
            let key = self.key(key, scope);
            let value = self.eval(value, scope);
            match key {
                Ok((key, key_marks)) => {
                    marks = marks.with(key_marks);
                    known.push((key, value));
                }
                Err(key) => {
                    marks = marks.with(key.marks);
                    unsure.extend([*key, value]);
                }
            }
        }
        let map: Map = known.into_iter().collect();
        if !self.hold_each(map.values().chain(&unsure)) {
            return self.too_large(at).marked(marks);
        }
        if unsure.is_empty() {
            return self.bounded(Value::object(map, at).marked(marks));
        }
        let unknown = derived(Type::Dynamic, unsure.iter(), at).marked(marks);
        unknown.with_partial(Some(Partial::Entries(Entries::mixed(map))))
    }

    /// A known key with its marks, or the value that is not one.
    fn key(&self, key: &Key, scope: Scope<'_>) -> Result<(Arc<str>, Marks), Box<Value>> {
        let expr = match key {
            Key::Name(name, _) => return Ok((name.clone(), Marks::NONE)),
            Key::Computed(expr) => expr,
        };
        let at = scope.at(expr.range);
        if let ExprKind::Traversal(_) = &expr.kind {
            let message = "a key with dots is either a reference, in parentheses, or a text, in quotes";
            return Err(Box::new(self.error(message, at)));
        }
        let value = self.eval(expr, scope);
        self.key_text(&value, at).map(|key| (key, value.marks))
    }

    /// A value as the key of an object, or why it is none.
    pub(super) fn key_text(&self, value: &Value, at: Span) -> Result<Arc<str>, Box<Value>> {
        if value.is_null() {
            return Err(Box::new(self.error("a key must not be null", at)));
        }
        match convert(value, &Type::String) {
            Ok(Value { kind: ValueKind::String(text), .. }) => Ok(text),
            Ok(unknown) => Err(Box::new(unknown)),
            Err(error) => Err(Box::new(self.error(format!("this value cannot be a key: {error}"), at))),
        }
    }
}
