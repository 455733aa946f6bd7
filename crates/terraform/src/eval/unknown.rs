//! Steps into what is not known.

use std::sync::Arc;

use ringfence_model::Span;
use ringfence_value::{Cause, Items, Marks, Partial, Reason, Reference, Step, Type, Value};

/// An attribute of a resource or data source that is not written.
pub(super) fn computed(reference: Reference, ty: Type, at: Span) -> Value {
    let cause = if reference.is_data() { Cause::Data(reference) } else { Cause::Computed(reference) };
    Value::unknown(ty, Reason::new(cause, at), at)
}

/// What is one step into an unknown: a longer reference, or unknown for the same reason.
pub(super) fn step_into(value: &Value, step: Step, ty: Type, at: Span) -> Value {
    let reference = value.referent().map(AsRef::as_ref).or_else(|| value.reason()?.reference());
    if let Some(reference) = reference {
        return computed(reference.step(step), ty, at).marked(value.marks);
    }
    let reason = match value.reason() {
        Some(reason) if value.is_opaque() => reason.clone(),
        _ => Reason::derived([value], at),
    };
    let mut result = Value::unknown(ty, reason, at).marked(value.marks);
    result.origin = value.origin.clone();
    result
}

/// The one element that stands for all of an unknown collection's.
pub(super) fn each_of(value: &Value, at: Span) -> Value {
    let ty = match value.ty() {
        Type::List(element) | Type::Set(element) | Type::Map(element) => element.as_ref().clone(),
        _ => Type::Dynamic,
    };
    let stepped = step_into(value, Step::Each, ty.clone(), at);
    match stepped.reason() {
        // The cause itself may not be shared as if the element were the collection.
        Some(reason) if stepped.reference().is_none() && reason.error().is_none() => {
            Value::unknown(ty, Reason::derived([&stepped], at), at).marked(value.marks)
        }
        _ => stepped,
    }
}

/// The value as one that Terraform does not know yet, with all that is known of it.
pub(super) fn veiled(value: &Value, ty: Type, at: Span) -> Value {
    if let Some(unknown) = value.as_unknown() {
        let mut veiled = unknown.as_ref().clone();
        veiled.ty = ty;
        let kind = ringfence_value::ValueKind::Unknown(Arc::new(veiled));
        return value.clone().with_kind(kind);
    }
    let partial = match (value.as_list(), value.as_map()) {
        (Some(items), _) => Partial::Elements(Items::mixed(items.to_vec())),
        (None, Some(entries)) => Partial::entries(entries.clone()),
        (None, None) => Partial::Sure(Box::new(value.clone())),
    };
    let unknown = Value::unknown(ty, Reason::derived([value], at), at).with_partial(Some(partial));
    value.clone().with_kind(unknown.kind)
}

/// An unknown value of an unknown type.
pub(super) fn unknown(cause: Cause, at: Span) -> Value {
    Value::unknown(Type::Dynamic, Reason::new(cause, at), at)
}

/// A value computed from others of which something is unknown.
pub(super) fn derived<'v>(ty: Type, from: impl IntoIterator<Item = &'v Value>, at: Span) -> Value {
    let mut marks = Marks::NONE;
    let reason = Reason::derived(from.into_iter().inspect(|value| marks = marks.with(value.marks)), at);
    Value::unknown(ty, reason, at).marked(marks)
}
