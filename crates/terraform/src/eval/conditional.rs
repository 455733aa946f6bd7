//! `condition ? then : else`

use std::sync::Arc;

use ringfence_model::Span;

use super::unknown::derived;
use super::{Engine, Scope};
use crate::syntax::Expr;
use crate::{Value, ValueKind};

impl Engine<'_> {
    pub(crate) fn conditional(&self, parts: &[Expr; 3], at: Span, scope: Scope<'_>) -> Value {
        let [condition, then, otherwise] = parts;
        match self.truth(condition, scope) {
            Ok(true) => self.chosen(then, otherwise, scope),
            Ok(false) => self.chosen(otherwise, then, scope),
            Err(why) => {
                let then = self.eval(then, scope);
                let otherwise = self.eval(otherwise, scope);
                if let Some(same) = agreed(&then, &otherwise) {
                    return same;
                }
                derived([&why, &then, &otherwise], at)
            }
        }
    }

    /// The branch taken, in the type that both have in common.
    fn chosen(&self, taken: &Expr, other: &Expr, scope: Scope<'_>) -> Value {
        let value = self.eval(taken, scope);
        match &value.kind {
            ValueKind::Number(_) | ValueKind::Bool(_) => {
                let other = self.eval(other, scope);
                if matches!(other.kind, ValueKind::String(_) | ValueKind::Template(_)) {
                    return super::template::as_text(value);
                }
                value
            }
            ValueKind::List(items) if other_is_set(&self.eval(other, scope)) => {
                let elements = crate::functions::set_elements(items.iter().cloned());
                Value { kind: ValueKind::Set(Arc::new(elements)), ..value }
            }
            ValueKind::List(items) if mixed(items) => {
                let items = items.iter().map(|item| super::template::as_text(item.clone())).collect();
                Value { kind: ValueKind::List(Arc::new(items)), ..value }
            }
            _ => value,
        }
    }
}

fn other_is_set(other: &Value) -> bool {
    matches!(other.kind, ValueKind::Set(_))
}

/// Whether a tuple becomes a list of strings: primitives of which some but not all are strings.
fn mixed(items: &[Value]) -> bool {
    let text = |item: &Value| matches!(item.kind, ValueKind::String(_) | ValueKind::Template(_));
    let other = |item: &Value| matches!(item.kind, ValueKind::Number(_) | ValueKind::Bool(_));
    items.iter().any(text) && items.iter().any(other) && items.iter().all(|item| text(item) || other(item))
}

/// The value that both branches have: then the condition does not matter.
fn agreed(then: &Value, otherwise: &Value) -> Option<Value> {
    let same = match (&then.kind, &otherwise.kind) {
        (ValueKind::String(left), ValueKind::String(right)) => left == right,
        (ValueKind::Bool(left), ValueKind::Bool(right)) => left == right,
        (ValueKind::Number(left), ValueKind::Number(right)) => left == right,
        _ => false,
    };
    same.then(|| then.clone())
}
