//! `value[*].rest`

use ringfence_hcl::ast::Access;
use ringfence_model::Span;
use ringfence_value::{Partial, Reason, Refinement, Step, Type, Value, ValueKind};

use super::access::provided;
use super::unknown::{derived, each_of, step_into};
use super::{Evaluator, Scope};

impl Evaluator<'_, '_> {
    /// Takes the steps from every element; `null` has none, what is no sequence is its only element.
    ///
    /// Source: `SplatExpr.Value` of hashicorp/hcl (read 2026-11-25).
    pub(super) fn splat(&self, value: &Value, steps: &[Access], at: Span, scope: Scope<'_>) -> Value {
        self.deeper(at, || self.splat_into(value, steps, at, scope))
    }

    fn splat_into(&self, value: &Value, steps: &[Access], at: Span, scope: Scope<'_>) -> Value {
        let is_sequence = matches!(value.ty(), Type::List(_) | Type::Set(_) | Type::Tuple(_));
        match &value.kind {
            ValueKind::Null(_) if provided(value).is_some() => self.splat_unknown(value, steps, at, scope),
            ValueKind::Null(_) if is_sequence => {
                self.error("`[*]` takes no list that is null", at).marked(value.marks)
            }
            ValueKind::Null(_) => Value::tuple(Vec::new(), at).marked(value.marks),
            ValueKind::List(items) | ValueKind::Set(items) => {
                self.each(items, steps, at, scope, |made| self.list_of(value, made, steps, at, scope))
            }
            ValueKind::Tuple(items) => self.each(items, steps, at, scope, |made| Value::tuple(made, at)),
            ValueKind::Unknown(_) if is_resource(value) => {
                let element = self.follow(value.clone(), steps, scope);
                Value::tuple(vec![element], at)
            }
            ValueKind::Unknown(unknown) if !is_sequence && unknown.ty != Type::Dynamic => {
                self.upgraded(value, steps, at, scope)
            }
            ValueKind::Unknown(_) => self.splat_unknown(value, steps, at, scope),
            _ => Value::tuple(vec![self.follow(value.clone(), steps, scope)], at),
        }
        .marked(value.marks)
    }

    fn each(
        &self,
        items: &[Value],
        steps: &[Access],
        at: Span,
        scope: Scope<'_>,
        gather: impl FnOnce(Vec<Value>) -> Value,
    ) -> Value {
        if !self.work_each(items.len()) {
            return self.too_much(at);
        }
        let errors = self.errors();
        let made: Vec<Value> = items.iter().map(|item| self.follow(item.clone(), steps, scope)).collect();
        if self.errors() > errors {
            let open = derived(Type::Dynamic, made.iter(), at);
            return open.with_partial(Some(Partial::elements(made)));
        }
        if !self.hold_each(&made) {
            return self.too_large(at);
        }
        self.bounded(gather(made))
    }

    /// What a list or set gives: a list, whose elements must have one type.
    fn list_of(
        &self,
        value: &Value,
        made: Vec<Value>,
        steps: &[Access],
        at: Span,
        scope: Scope<'_>,
    ) -> Value {
        let first = made.first().map(Value::ty);
        let Some(of) = first else {
            let element = each_of(value, at);
            let errors = self.errors();
            let of = self.follow(element, steps, scope).ty();
            self.forgive(errors);
            return Value::list(of, made, at);
        };
        if made.iter().all(|item| item.ty() == of) {
            return Value::list(of, made, at);
        }
        self.error("`[*]` gives elements of different types; a `for` may", at)
    }

    /// A single unknown value: none if it turns out to be null, else one.
    fn upgraded(&self, value: &Value, steps: &[Access], at: Span, scope: Scope<'_>) -> Value {
        let element = self.follow(value.clone(), steps, scope);
        if value.is_surely_not_null() {
            return Value::tuple(vec![element], at);
        }
        let unknown = derived(Type::Dynamic, [value], at);
        unknown.with_partial(Some(Partial::elements(vec![element])))
    }

    /// One unknown element stands for all.
    fn splat_unknown(&self, value: &Value, steps: &[Access], at: Span, scope: Scope<'_>) -> Value {
        let known = value.as_list();
        let sure = known.is_some() && value.open().is_none();
        let elements = match (known, value.ty()) {
            (Some(known), _) => known.to_vec(),
            // How many elements there are is known.
            (None, Type::Tuple(types)) => {
                let element =
                    |(index, ty): (u64, &Type)| step_into(value, Step::Index(index), ty.clone(), at);
                (0..).zip(types.iter()).map(element).collect()
            }
            (None, _) => vec![each_of(value, at)],
        };
        let made: Vec<Value> =
            elements.into_iter().map(|element| self.follow(element, steps, scope)).collect();
        let element = made.first().map_or(Type::Dynamic, Value::ty);
        let ty = match value.ty() {
            Type::List(_) | Type::Set(_) => Type::list(element),
            Type::Tuple(items) if items.len() == made.len() => {
                Type::tuple(made.iter().map(Value::ty).collect())
            }
            _ => Type::Dynamic,
        };
        let (low, high) = value.refinement().lengths();
        let unknown = Value::unknown(ty, Reason::of(value, at), at);
        let refinement =
            if value.ty().is_collection() { Refinement::length(low, high) } else { Refinement::not_null() };
        let partial =
            if sure { Partial::Sure(Box::new(Value::tuple(made, at))) } else { Partial::elements(made) };
        unknown.with_partial(Some(partial)).refined(refinement)
    }
}

/// Whether a value is one instance of a resource: an object, of which only what is written is known.
pub(super) fn is_resource(value: &Value) -> bool {
    value.is_surely_not_null() && value.referent().is_some_and(|reference| reference.path.is_empty())
}
