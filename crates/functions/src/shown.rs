//! What values that Terraform does not know show all the same.

use std::sync::Arc;

use ringfence_value::{Map, Part, Partial, Reason, Truth, Type, Value, ValueKind, equal};

/// The elements that a value shows if it is or may be a list, set or tuple: of one of which nothing is known, one
/// unknown element stands for all.
pub(crate) fn elements(value: &Value) -> Option<Vec<Value>> {
    if let Some(items) = value.as_list() {
        return Some(items.to_vec());
    }
    let unknown = value.as_unknown()?;
    let of = unknown.ty.element().cloned().unwrap_or(Type::Dynamic);
    let mut element = Value::unknown(of, unknown.reason.clone(), value.origin.at).aside_of(value);
    element.origin = value.origin.clone();
    Some(vec![element.marked(value.marks)])
}

/// Whether a value has just the elements that it lists, and in that order.
pub(crate) fn is_settled(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Set(items) => items.len() < 2 || value.is_wholly_known(),
        ValueKind::List(_) | ValueKind::Tuple(_) => true,
        _ => false,
    }
}

/// The entries that a value shows if it is or may be a map or object, and why there may be others.
pub(crate) fn entries(value: &Value) -> Option<(Map, Option<&Arc<Reason>>)> {
    match (value.as_map(), value.reason()) {
        (Some(entries), open) => Some((entries.clone(), open)),
        (None, Some(reason)) => Some((Map::new(), Some(reason))),
        (None, None) => None,
    }
}

/// What a string surely begins with, and whether that is all of it.
pub(crate) fn beginning(value: &Value) -> Option<(Arc<str>, bool)> {
    end_of(value, <[Part]>::first)
}

/// What a string surely ends with, and whether that is all of it.
pub(crate) fn end(value: &Value) -> Option<(Arc<str>, bool)> {
    end_of(value, <[Part]>::last)
}

fn end_of(value: &Value, pick: fn(&[Part]) -> Option<&Part>) -> Option<(Arc<str>, bool)> {
    match &value.kind {
        ValueKind::String(text) => Some((text.clone(), true)),
        _ => match pick(value.parts()?) {
            Some(Part::Known(text)) => Some((text.clone(), value.parts()?.len() == 1)),
            _ => None,
        },
    }
}

/// The string that a value is or, although Terraform does not know it, surely will be.
pub(crate) fn text(value: &Value) -> Option<&Arc<str>> {
    match &value.kind {
        ValueKind::String(text) => Some(text),
        ValueKind::Unknown(unknown) => match unknown.partial.as_ref()? {
            Partial::Text(parts) => match parts.as_slice() {
                [Part::Known(text)] => Some(text),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// Whether an unknown is surely a string that is not empty, once it is known: a text with a known piece, or the `id`
/// of a resource, which every provider built on the plugin kit must give.
///
/// Source: <https://developer.hashicorp.com/terraform/plugin/framework/v0.8.x/acctests> ("A root level id attribute is
/// required for resources and data sources"), read 2026-11-23.
pub(crate) fn is_surely_text(value: &Value) -> bool {
    if let Some(parts) = value.parts() {
        return parts.iter().any(|part| matches!(part, Part::Known(text) if !text.is_empty()));
    }
    value.reason().is_some_and(|reason| reason.reference().is_some_and(is_identifier))
}

/// Whether two values are surely different, although not both are known: a text and the empty string, the ids of two
/// resources.
pub(crate) fn surely_differ(one: &Value, other: &Value) -> bool {
    let empty = |value: &Value| value.as_str() == Some("");
    let id = |value: &Value| value.reference().filter(|reference| is_identifier(reference)).cloned();
    if one.is_wholly_known() && other.is_wholly_known() {
        return equal(one, other) == Truth::No;
    }
    if empty(one) || empty(other) {
        return is_surely_text(one) || is_surely_text(other);
    }
    matches!((id(one), id(other)), (Some(one), Some(other)) if one.address != other.address)
}

/// The elements of a list, set or tuple that lists all it has.
pub(crate) fn all_elements(value: &Value) -> Option<&[Value]> {
    let items = value.as_list().filter(|_| value.open().is_none())?;
    (!items.iter().any(|item| item.maybe)).then_some(items)
}

fn is_identifier(reference: &ringfence_value::Reference) -> bool {
    matches!(reference.path.as_slice(), [ringfence_value::Step::Name(name)] if name.as_ref() == "id")
}

/// Whether an element is not known.
pub(crate) fn has_unknown(items: &[Value]) -> bool {
    items.iter().any(|item| !item.is_known())
}
