//! What is unknown in a value, and what is marked sensitive.

use std::collections::BTreeSet;
use std::sync::Arc;

use ringfence_model::Span;

use crate::{Cause, Map, Part, Reference, Step, Unknown, Value, ValueKind};

/// How deep the walks look; what lies deeper counts as unknown and sensitive.
const DEPTH: usize = 256;

/// The unknowns in these values as one cause.
pub(super) fn because<'v>(from: impl IntoIterator<Item = &'v Value>, at: Span) -> Unknown {
    let mut unknowns = Unknowns::default();
    for value in from {
        unknowns.walk(value, DEPTH);
    }
    let mut found = unknowns.found;
    if unknowns.too_deep {
        let limit = format!("values nested deeper than {DEPTH}");
        found.push(Arc::new(Unknown { cause: Cause::Limit(limit.into()), at }));
    }
    Unknown { cause: Cause::Derived(found), at }
}

/// Whether any part of the value is unknown, or may be more than is listed.
pub(super) fn has_unknown(value: &Value) -> bool {
    let mut unknowns = Unknowns::default();
    unknowns.walk(value, DEPTH);
    unknowns.too_deep || !unknowns.found.is_empty()
}

/// The first wrong expression that the value depends on; its message.
pub(super) fn error_in(value: &Value) -> Option<Arc<str>> {
    let mut unknowns = Unknowns::default();
    unknowns.walk(value, DEPTH);
    unknowns.found.iter().find_map(|unknown| error_of(unknown, DEPTH))
}

fn error_of(unknown: &Unknown, depth: usize) -> Option<Arc<str>> {
    match &unknown.cause {
        Cause::Error(message) => Some(message.clone()),
        Cause::Derived(from) if depth > 0 => from.iter().find_map(|inner| error_of(inner, depth - 1)),
        _ => None,
    }
}

/// Whether the value or anything in it is sensitive.
pub(super) fn has_sensitive(value: &Value) -> bool {
    Sensitive::default().walk(value, DEPTH)
}

/// Whether an unknown is surely a string that is not empty, once it is known: a text with a known piece, or
/// the `id` of a resource, which every provider built on the plugin kit must give.
///
/// Source: <https://developer.hashicorp.com/terraform/plugin/framework/v0.8.x/acctests> ("A root level id
/// attribute is required for resources and data sources"), read 2026-11-23.
pub(super) fn is_surely_text(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Template(parts) => {
            parts.iter().any(|part| matches!(part, Part::Known(text) if !text.is_empty()))
        }
        ValueKind::Unknown(unknown) => unknown.reference().is_some_and(is_identifier),
        _ => false,
    }
}

/// Whether two values are surely different, although not both are known: a text and the empty string, the ids of
/// two resources.
pub(super) fn surely_differ(one: &Value, other: &Value) -> bool {
    let empty = |value: &Value| value.as_str() == Some("");
    let id = |value: &Value| value.reference().filter(|reference| is_identifier(reference)).cloned();
    if empty(one) || empty(other) {
        return is_surely_text(one) || is_surely_text(other);
    }
    matches!((id(one), id(other)), (Some(one), Some(other)) if one.address != other.address)
}

fn is_identifier(reference: &Reference) -> bool {
    matches!(reference.path.as_slice(), [Step::Name(name)] if name.as_ref() == "id")
}

#[derive(Default)]
struct Unknowns {
    found: Vec<Arc<Unknown>>,
    seen: BTreeSet<usize>,
    too_deep: bool,
}

impl Unknowns {
    fn walk(&mut self, value: &Value, depth: usize) {
        if let Some(open) = &value.open {
            self.add(open, depth);
        }
        match &value.kind {
            ValueKind::Unknown(unknown) => self.add(unknown, depth),
            ValueKind::Template(parts) => {
                for part in parts.iter() {
                    if let Part::Unknown(unknown) = part {
                        self.add(unknown, depth);
                    }
                }
            }
            ValueKind::List(items) | ValueKind::Set(items) => {
                if self.enter(Arc::as_ptr(items).addr(), depth) {
                    items.iter().for_each(|item| self.walk(item, depth - 1));
                }
            }
            ValueKind::Map(map) => {
                if self.enter(Arc::as_ptr(map).addr(), depth) {
                    map.values().for_each(|item| self.walk(item, depth - 1));
                }
            }
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::String(_) => {}
        }
    }

    /// Whether a shared collection is new: each is walked once, so that sharing costs nothing.
    fn enter(&mut self, address: usize, depth: usize) -> bool {
        self.too_deep |= depth == 0;
        depth > 0 && self.seen.insert(address)
    }

    /// Adds what is at the bottom of an unknown, so that causes stay flat however long a computation is.
    fn add(&mut self, unknown: &Arc<Unknown>, depth: usize) {
        if !self.seen.insert(Arc::as_ptr(unknown).addr()) {
            return;
        }
        match &unknown.cause {
            Cause::Derived(from) if depth > 0 && !from.is_empty() => {
                for inner in from {
                    self.add(inner, depth - 1);
                }
            }
            _ => self.found.push(unknown.clone()),
        }
    }
}

#[derive(Default)]
struct Sensitive {
    seen: BTreeSet<usize>,
}

impl Sensitive {
    fn walk(&mut self, value: &Value, depth: usize) -> bool {
        if value.sensitive {
            return true;
        }
        match &value.kind {
            ValueKind::List(items) | ValueKind::Set(items) => self.list(items, depth),
            ValueKind::Map(map) => self.map(map, depth),
            _ => false,
        }
    }

    fn list(&mut self, items: &Arc<Vec<Value>>, depth: usize) -> bool {
        if !self.seen.insert(Arc::as_ptr(items).addr()) {
            return false;
        }
        depth == 0 || items.iter().any(|item| self.walk(item, depth - 1))
    }

    fn map(&mut self, map: &Arc<Map>, depth: usize) -> bool {
        if !self.seen.insert(Arc::as_ptr(map).addr()) {
            return false;
        }
        depth == 0 || map.values().any(|item| self.walk(item, depth - 1))
    }
}
