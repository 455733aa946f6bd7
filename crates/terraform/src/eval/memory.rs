//! What the values of an evaluation take of memory.
//!
//! Values are counted where they are made and, as far as nobody else has them, taken off where they are dropped again.
//! What a named thing has made when it is done counts as kept, until the end. All of this depends on the expressions
//! alone, not on which thread comes first.

use std::sync::Arc;

use ringfence_model::Span;
use ringfence_value::{Map, Part, Partial, Unknown, Value, ValueKind};

use super::Evaluator;

/// Units: bytes of a value in a collection, with its share of what says where it came from.
const ELEMENT: u64 = 128;

/// Units: bytes of a collection without its elements.
const COLLECTION: u64 = 128;

/// Units: bytes of a value that is unknown, with its reason.
const UNKNOWN: u64 = 384;

/// What an expression may hold when it comes to a named thing without counting as kept: little enough for every level
/// of references.
///
/// Units: bytes.
const LITTLE: u64 = 256 << 10;

impl Evaluator<'_, '_> {
    /// Counts memory; says whether there is room for it.
    pub(super) fn hold(&self, bytes: u64) -> bool {
        let held = self.held.get().saturating_add(bytes);
        self.held.set(held);
        held <= self.engine.limits.working
    }

    /// Counts a collection's own memory, not what its elements have counted already; says whether there is room for it.
    pub(super) fn hold_each<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> bool {
        self.hold(values.into_iter().fold(COLLECTION, |sum, value| sum + element(value)))
    }

    /// The value that a function has made, with its memory counted; unknown if that is too much.
    pub(super) fn holding(&self, value: Value, at: Span) -> Value {
        let held = self.held.get();
        if self.hold(own_bytes(&value)) {
            return value;
        }
        self.held.set(held);
        self.too_large(at)
    }

    /// A value is about to be dropped: what nobody else has of it is counted no longer.
    pub(super) fn release(&self, value: &Value) {
        self.held.set(self.held.get().saturating_sub(own_bytes(value)));
    }

    /// What stands for a value that is too large to be held.
    pub(super) fn too_large(&self, at: Span) -> Value {
        let limit = format!("values of more than {} bytes in one expression", self.engine.limits.working);
        self.limited(&limit, at)
    }

    /// Before something named is asked for: what is held meanwhile is kept, if it is much.
    pub(super) fn keep_much(&self) {
        if self.held.get() > LITTLE {
            self.keep(self.held.replace(0));
        }
    }

    /// Counts what stays until the end.
    pub(super) fn keep(&self, bytes: u64) {
        if !self.engine.keep(bytes) {
            self.exhausted.set(true);
        }
    }
}

/// The memory of the entries of a body.
pub(super) fn bytes_of(body: &Map) -> u64 {
    body.values().fold(COLLECTION, |sum, value| sum + element(value))
}

/// The memory of a value in a collection, not what it has counted already.
pub(super) fn element(value: &Value) -> u64 {
    match &value.kind {
        ValueKind::Unknown(_) => UNKNOWN,
        _ => ELEMENT,
    }
}

/// What would be freed with a value, as nobody else has it.
///
/// Units: bytes.
pub(super) fn own_bytes(value: &Value) -> u64 {
    match &value.kind {
        ValueKind::String(text) if Arc::strong_count(text) == 1 => text.len() as u64,
        ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items)
            if Arc::strong_count(items) == 1 =>
        {
            of_items(items)
        }
        ValueKind::Map(entries) | ValueKind::Object(entries) if Arc::strong_count(entries) == 1 => {
            of_entries(entries)
        }
        ValueKind::Unknown(unknown) if Arc::strong_count(unknown) == 1 => of_unknown(unknown),
        _ => 0,
    }
}

fn of_items(items: &[Value]) -> u64 {
    items.iter().fold(COLLECTION, |sum, item| sum + ELEMENT + own_bytes(item))
}

fn of_entries(entries: &Map) -> u64 {
    entries.iter().fold(COLLECTION, |sum, (key, value)| sum + ELEMENT + key.len() as u64 + own_bytes(value))
}

fn of_unknown(unknown: &Unknown) -> u64 {
    let inside = match &unknown.partial {
        None => 0,
        Some(Partial::Sure(value)) => own_bytes(value),
        Some(Partial::Elements(items)) => of_items(items),
        Some(Partial::Entries(entries)) => of_entries(entries),
        Some(Partial::Text(parts)) => {
            let part = |part: &Part| match part {
                Part::Known(text) => ELEMENT + text.len() as u64,
                Part::Unknown(_) => ELEMENT,
            };
            parts.iter().map(part).sum()
        }
    };
    UNKNOWN + inside
}
