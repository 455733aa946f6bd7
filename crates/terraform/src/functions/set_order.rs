//! Elements that differ, and the order in which Terraform keeps a set's.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use super::compare::order;
use super::convert;
use super::limits::KEYS;
use crate::{Number, Step, Unknown, Value, ValueKind};

/// The elements of a set of these values: sorted as Terraform sorts them, each once.
///
/// Unknown: elements that may be equal all stay, after the known ones, in their order.
pub(crate) fn set_elements(values: impl IntoIterator<Item = Value>) -> Vec<Value> {
    let mut ranked = ranked(values);
    ranked.sort_by(|a, b| a.0.cmp(&b.0));
    ranked.into_iter().map(|(_, value)| value).collect()
}

/// The first of each run of equal values, in their order.
///
/// Unknown: what may be equal stays.
pub(super) fn distinct(values: impl IntoIterator<Item = Value>) -> Vec<Value> {
    ranked(values).into_iter().map(|(_, value)| value).collect()
}

fn ranked(values: impl IntoIterator<Item = Value>) -> Vec<(Rank, Value)> {
    let mut known = BTreeSet::new();
    let mut references = BTreeSet::new();
    let mut elements = Vec::new();
    let mut budget = KEYS;
    for value in values {
        let rank = Rank::of(&value, &mut budget);
        let first = match value.unknown().and_then(Unknown::reference) {
            // The same attribute; `[*]` stands for several.
            Some(reference) => reference.path.contains(&Step::Each) || references.insert(reference.clone()),
            None => !rank.is_exact() || known.insert(rank.clone()),
        };
        if first {
            elements.push((rank, value));
        }
    }
    elements
}

/// Where a value stands in a set: primitives by value, others by the text that Terraform hashes; then `null`,
/// then what is unknown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Bool(bool),
    Number(Ordered),
    Text(Arc<str>),
    Other(String),
    Null,
    /// With what is known of it, so that the order does not change from run to run.
    Unknown(String),
}

impl Rank {
    fn of(value: &Value, budget: &mut usize) -> Self {
        match &value.kind {
            ValueKind::Null => Self::Null,
            ValueKind::Bool(value) => Self::Bool(*value),
            ValueKind::Number(number) => Self::Number(Ordered(*number)),
            ValueKind::String(text) => Self::Text(text.clone()),
            ValueKind::Template(_) | ValueKind::Unknown(_) => Self::Unknown(String::new()),
            ValueKind::List(_) | ValueKind::Set(_) | ValueKind::Map(_) => {
                let mut key = SetKey { text: String::new(), budget, exact: true };
                key.write(value);
                if key.exact { Self::Other(key.text) } else { Self::Unknown(key.text) }
            }
        }
    }

    /// Whether values of the same rank are equal.
    fn is_exact(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }
}

#[derive(Clone, Debug)]
struct Ordered(Number);

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> Ordering {
        order(self.0, other.0)
    }
}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ordered {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ordered {}

/// The text by which Terraform orders set elements that are collections.
///
/// Source: `appendSetHashBytes` in `cty/set_internals.go` of <https://github.com/zclconf/go-cty>, read
/// 2026-11-23. Keys are written for objects too: within one set they are the same, so the order is.
struct SetKey<'b> {
    text: String,
    /// Units: bytes that may still be written.
    budget: &'b mut usize,
    /// Whether the text tells the value from every other.
    exact: bool,
}

impl SetKey<'_> {
    fn write(&mut self, value: &Value) {
        if !self.spend(1) {
            return;
        }
        self.exact &= value.open.is_none();
        match &value.kind {
            ValueKind::Null => self.text.push('~'),
            ValueKind::Template(_) | ValueKind::Unknown(_) => {
                self.exact = false;
                self.text.push('?');
            }
            ValueKind::Bool(value) => self.text.push(if *value { 'T' } else { 'F' }),
            ValueKind::Number(number) => self.text.push_str(&convert::number_text(*number)),
            ValueKind::String(text) => self.quoted(text),
            ValueKind::List(items) | ValueKind::Set(items) => {
                self.text.push('[');
                items.iter().for_each(|item| self.entry(item));
                self.text.push(']');
            }
            ValueKind::Map(map) => {
                self.text.push('{');
                for (key, item) in map.iter() {
                    self.quoted(key);
                    self.text.push(':');
                    self.entry(item);
                }
                self.text.push('}');
            }
        }
    }

    fn entry(&mut self, value: &Value) {
        self.write(value);
        self.text.push(';');
    }

    /// Whether there is room; without it the text tells nothing apart.
    fn spend(&mut self, bytes: usize) -> bool {
        let left = self.budget.checked_sub(bytes);
        self.exact &= left.is_some();
        *self.budget = left.unwrap_or(0);
        left.is_some()
    }

    fn quoted(&mut self, text: &str) {
        if !self.spend(text.len()) {
            return;
        }
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{text:?}");
    }
}
