//! `value[*].rest`

use std::sync::Arc;

use ringfence_model::Span;

use super::access::each_of;
use super::unknown::because;
use super::{Engine, Scope};
use crate::syntax::Access;
use crate::{Origin, Value, ValueKind};

impl Engine<'_> {
    /// Takes the steps from every element; `null` has none, what is no list is its only element.
    pub(crate) fn splat(&self, value: &Value, steps: &[Access], at: Span, scope: Scope<'_>) -> Value {
        let items: Vec<Value> = match &value.kind {
            ValueKind::Null if value.referent.is_none() => Vec::new(),
            ValueKind::List(items) | ValueKind::Set(items) => {
                if !self.work_each(items.len()) {
                    return self.too_much(at);
                }
                items.iter().map(|item| self.follow(item.clone(), steps, scope)).collect()
            }
            ValueKind::Unknown(_) => return self.splat_unknown(value, steps, at, scope),
            _ => vec![self.follow(value.clone(), steps, scope)],
        };
        let mut result = Value::new(ValueKind::List(Arc::new(items)), Origin::literal(at));
        result.sensitive = value.sensitive;
        result.open.clone_from(&value.open);
        result
    }

    /// One unknown element stands for all.
    fn splat_unknown(&self, value: &Value, steps: &[Access], at: Span, scope: Scope<'_>) -> Value {
        let element = self.follow(each_of(value, at), steps, scope);
        let mut result = Value::new(ValueKind::List(Arc::new(vec![element])), Origin::literal(at));
        result.sensitive = value.sensitive;
        result.open = Some(because(value, at));
        result
    }

    /// The bound on all work was met.
    pub(crate) fn too_much(&self, at: Span) -> Value {
        let limit = format!("more than {} expressions to evaluate", self.limits.steps);
        self.exhausted(&limit, Some(at));
        super::unknown::unknown(crate::Cause::Limit(limit.into()), at)
    }
}
