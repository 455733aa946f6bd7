//! Equality and order of values, and the sets that follow from them.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use super::convert;
use super::limits::COMPARED;
use crate::{Map, Number, Unknown, Value, ValueKind};

/// Whether two values are equal, as `==` compares them: values of different types are not.
///
/// Unknown: nothing, unless both are the same attribute of the same resource, or a known part differs.
pub(crate) fn equal(left: &Value, right: &Value) -> Option<bool> {
    Comparison { budget: COMPARED }.equal(left, right)
}

/// Bounded, since values may share their parts and so be far larger than the memory they take.
struct Comparison {
    budget: usize,
}

impl Comparison {
    fn equal(&mut self, left: &Value, right: &Value) -> Option<bool> {
        self.budget = self.budget.checked_sub(1)?;
        match (&left.kind, &right.kind) {
            (ValueKind::Unknown(a), ValueKind::Unknown(b)) => {
                let same = Arc::ptr_eq(a, b) || a.reference().is_some_and(|to| b.reference() == Some(to));
                same.then_some(true)
            }
            (ValueKind::Unknown(_), _) | (_, ValueKind::Unknown(_)) => None,
            (ValueKind::Template(a), ValueKind::Template(b)) => Arc::ptr_eq(a, b).then_some(true),
            (ValueKind::Template(_), ValueKind::String(_))
            | (ValueKind::String(_), ValueKind::Template(_)) => None,
            (ValueKind::Null, ValueKind::Null) => Some(true),
            (ValueKind::Bool(a), ValueKind::Bool(b)) => Some(a == b),
            (ValueKind::Number(a), ValueKind::Number(b)) => Some(order(*a, *b).is_eq()),
            (ValueKind::String(a), ValueKind::String(b)) => Some(a == b),
            (ValueKind::List(a), ValueKind::List(b)) | (ValueKind::Set(a), ValueKind::Set(b)) => {
                self.lists((left, a), (right, b))
            }
            (ValueKind::Map(a), ValueKind::Map(b)) => self.maps((left, a), (right, b)),
            _ => Some(false),
        }
    }

    fn lists(&mut self, left: (&Value, &Arc<Vec<Value>>), right: (&Value, &Arc<Vec<Value>>)) -> Option<bool> {
        let open = left.0.open.is_some() || right.0.open.is_some();
        if Arc::ptr_eq(left.1, right.1) && !open {
            return Some(true);
        }
        if open {
            return None;
        }
        if left.1.len() != right.1.len() {
            return Some(false);
        }
        self.all(left.1.iter().zip(right.1.iter()))
    }

    fn maps(&mut self, left: (&Value, &Arc<Map>), right: (&Value, &Arc<Map>)) -> Option<bool> {
        if left.0.open.is_some() || right.0.open.is_some() {
            return None;
        }
        if Arc::ptr_eq(left.1, right.1) {
            return Some(true);
        }
        if !left.1.keys().eq(right.1.keys()) {
            return Some(false);
        }
        self.all(left.1.values().zip(right.1.values()))
    }

    fn all<'v>(&mut self, pairs: impl Iterator<Item = (&'v Value, &'v Value)>) -> Option<bool> {
        let mut result = Some(true);
        for (left, right) in pairs {
            match self.equal(left, right) {
                Some(false) => return Some(false),
                Some(true) => {}
                None => result = None,
            }
        }
        result
    }
}

/// The order of two numbers.
pub(super) fn order(left: Number, right: Number) -> Ordering {
    match (left.as_i64(), right.as_i64()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => left.as_f64().total_cmp(&right.as_f64()),
    }
}

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
    for value in values {
        let rank = Rank::of(&value);
        let first = match value.unknown().and_then(Unknown::reference) {
            Some(reference) => references.insert(reference.clone()),
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
    fn of(value: &Value) -> Self {
        match &value.kind {
            ValueKind::Null => Self::Null,
            ValueKind::Bool(value) => Self::Bool(*value),
            ValueKind::Number(number) => Self::Number(Ordered(*number)),
            ValueKind::String(text) => Self::Text(text.clone()),
            ValueKind::Template(_) | ValueKind::Unknown(_) => Self::Unknown(String::new()),
            ValueKind::List(_) | ValueKind::Set(_) | ValueKind::Map(_) => {
                let mut key = SetKey { text: String::new(), budget: COMPARED, exact: true };
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
/// Source: `appendSetHashBytes` in <https://github.com/zclconf/go-cty/blob/main/cty/set_internals.go>, read
/// 2026-11-23. Keys are written for objects too: within one set they are the same, so the order is.
struct SetKey {
    text: String,
    budget: usize,
    /// Whether the text tells the value from every other.
    exact: bool,
}

impl SetKey {
    fn write(&mut self, value: &Value) {
        if self.budget == 0 {
            self.exact = false;
            return;
        }
        self.budget -= 1;
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

    fn quoted(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{text:?}");
    }
}
