//! One step into a value: `.name`, `[index]`, splat.

use std::sync::Arc;

use ringfence_model::Span;

use super::expr::key_text;
use super::unknown::{because, computed, derived, error, step_into};
use super::{Engine, Scope};
use crate::syntax::Access;
use crate::{Cause, Reference, Step, Value, ValueKind};

impl Engine<'_> {
    /// Takes the steps of a traversal, one after the other.
    pub(crate) fn follow(&self, mut value: Value, steps: &[Access], scope: Scope<'_>) -> Value {
        let mut rest = steps;
        while let Some((step, after)) = rest.split_first() {
            rest = after;
            value = match step {
                // `0.0` is one number in the grammar, which is no step.
                Access::Position(_, at) if matches!(rest.first(), Some(Access::Position(..))) => {
                    return error("two positions in a row; write `[0][0]`", *at);
                }
                Access::Name(name, at) => attribute(&value, name, *at),
                Access::Position(index, at) => element(&value, *index, *at),
                Access::Index(index, at) => index_of(&value, &self.eval(index, scope), *at),
                Access::FullSplat(at) => return self.splat(&value, rest, *at, scope),
                Access::AttributeSplat(at) => {
                    let names = rest
                        .iter()
                        .take_while(|step| matches!(step, Access::Name(..) | Access::Position(..)));
                    let (inner, after) = rest.split_at(names.count());
                    rest = after;
                    self.splat(&value, inner, *at, scope)
                }
            };
        }
        value
    }
}

/// `value.name`
pub(crate) fn attribute(value: &Value, name: &Arc<str>, at: Span) -> Value {
    match &value.kind {
        ValueKind::Map(map) => match map.get(name) {
            Some(found) => inner(value, found, Step::Name(name.clone()), at),
            None => absent(value, Step::Name(name.clone()), || format!("there is no attribute `{name}`"), at),
        },
        ValueKind::Unknown(_) => step_into(value, Step::Name(name.clone()), at),
        _ => match name.parse() {
            Ok(index) => element(value, index, at),
            Err(_) => absent(
                value,
                Step::Name(name.clone()),
                || format!("only an object has an attribute `{name}`"),
                at,
            ),
        },
    }
}

/// `value[key]`
pub(crate) fn index_of(value: &Value, key: &Value, at: Span) -> Value {
    match (&value.kind, &key.kind) {
        (_, ValueKind::Unknown(_) | ValueKind::Template(_)) if value.is_unknown() => {
            let stepped = step_into(value, Step::Each, at);
            if stepped.reference().is_some() { stepped } else { derived([value, key], at) }
        }
        (_, ValueKind::Unknown(_) | ValueKind::Template(_)) => derived([value, key], at),
        (ValueKind::Map(_), ValueKind::Number(_) | ValueKind::String(_)) => match key_text(key) {
            Some(name) => attribute(value, &name, at),
            None => derived([value, key], at),
        },
        (ValueKind::Unknown(_), ValueKind::String(name)) if name.parse::<u64>().is_err() => {
            attribute(value, name, at)
        }
        (ValueKind::List(_) | ValueKind::Unknown(_), _) => match key.as_i64().map(u64::try_from) {
            Some(Ok(index)) => element(value, index, at),
            _ => error("a list's index must be a whole number, not negative", at),
        },
        _ => absent(value, Step::Each, || "this value has no indices".to_owned(), at),
    }
}

/// `value[0]`
fn element(value: &Value, index: u64, at: Span) -> Value {
    let step = Step::Index(index);
    match (&value.kind, value.as_list()) {
        (ValueKind::Unknown(_), _) => step_into(value, step, at),
        (ValueKind::List(_), Some(items)) => {
            let found = usize::try_from(index).ok().and_then(|index| items.get(index));
            match (&value.open, found, items) {
                // One unknown element stands for all of them, whichever is asked for.
                (Some(_), _, [only]) if only.is_unknown() => only.clone(),
                (Some(_), _, _) => derived([value], at),
                (None, Some(found), _) => inner(value, found, step, at),
                (None, None, _) => absent(value, step, || format!("there is no element {index}"), at),
            }
        }
        (ValueKind::Map(map), _) => {
            let name: Arc<str> = index.to_string().into();
            match map.get(&name) {
                Some(found) => inner(value, found, Step::Name(name), at),
                None => absent(value, Step::Name(name), || format!("there is no element {index}"), at),
            }
        }
        // A block that may stand only once is an object in the provider's schema or a list of one; both are seen.
        _ => absent(value, step, || "this value has no elements".to_owned(), at),
    }
}

/// A value found inside another: it has that one's mark and, unless it has its own, a longer reference.
fn inner(outer: &Value, found: &Value, step: Step, at: Span) -> Value {
    let mut value = found.clone();
    value.sensitive |= outer.sensitive;
    if let Some(reference) = &outer.referent {
        if value.is_null() {
            return Value { sensitive: value.sensitive, ..computed(reference.step(step), at) };
        }
        if value.reference().is_none() {
            value.referent = Some(Arc::new(reference.step(step)));
        }
    }
    value
}

/// What is not there: only the cloud knows it in a resource, an open collection may have it, else it is wrong.
fn absent(value: &Value, step: Step, message: impl FnOnce() -> String, at: Span) -> Value {
    let mut result = match (&value.referent, &value.open) {
        (Some(reference), _) => computed(reference.step(step), at),
        (None, Some(_)) => derived([value], at),
        (None, None) if matches!(value.kind, ValueKind::Template(_)) => error("a string has no parts", at),
        (None, None) => error(message(), at),
    };
    result.sensitive = value.sensitive;
    result
}

/// The elements of what `for`, splat and `dynamic` go over, or the one unknown that stands for them.
pub(crate) fn each_of(value: &Value, at: Span) -> Value {
    let whole = Value { kind: ValueKind::Unknown(because(value, at)), open: None, ..value.clone() };
    let stepped = step_into(&whole, Step::Each, at);
    match &stepped.kind {
        // The cause itself may not be shared as if the element were the collection.
        ValueKind::Unknown(unknown) if stepped.reference().is_none() => match &unknown.cause {
            Cause::Error(_) => stepped,
            _ => derived([&stepped], at),
        },
        _ => stepped,
    }
}

impl Reference {
    /// One step further.
    pub(crate) fn step(&self, step: Step) -> Self {
        let mut path = self.path.clone();
        if path.len() < 32 {
            path.push(step);
        }
        Self { address: self.address.clone(), path }
    }
}
