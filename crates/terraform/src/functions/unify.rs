//! One type for the elements of a collection, as Terraform chooses it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::call::Stop;
use super::convert;
use super::limits::{self, NESTING};
use crate::{Map, Value, ValueKind};

/// Converts values to the type they have in common: numbers and truth values become strings beside a string.
///
/// Unknown: an unknown value has every type. Errors: there is no such type.
pub(super) fn unify(values: Vec<Value>) -> Result<Vec<Value>, Stop> {
    Unification { visited: 0 }.unify(values, NESTING)
}

/// Bounded, since values may share their parts and so be far larger than the memory they take.
struct Unification {
    visited: usize,
}

impl Unification {
    fn unify(&mut self, values: Vec<Value>, depth: usize) -> Result<Vec<Value>, Stop> {
        if depth == 0 {
            return Err(Stop::Limit(format!("collections nested deeper than {NESTING}")));
        }
        self.visited = self.visited.saturating_add(values.len());
        limits::elements(self.visited)?;
        match Shape::of_all(&values)? {
            Shape::Any | Shape::Bool | Shape::Number => Ok(values),
            Shape::Text => values.into_iter().map(to_text).collect(),
            Shape::List => self.lists(values, depth),
            Shape::Map => self.maps(values, depth),
        }
    }

    /// Lists of one length are unified position by position, as tuples are; others over all elements.
    fn lists(&mut self, mut values: Vec<Value>, depth: usize) -> Result<Vec<Value>, Stop> {
        let lengths: Vec<usize> =
            values.iter().filter_map(|value| value.as_list().map(<[Value]>::len)).collect();
        let width = lengths.iter().copied().max().unwrap_or(0);
        if lengths.iter().all(|length| *length == width) {
            let mut columns = Vec::with_capacity(width);
            for position in 0..width {
                let column =
                    values.iter().filter_map(|value| value.as_list()?.get(position).cloned()).collect();
                columns.push(self.unify(column, depth - 1)?.into_iter());
            }
            return Ok(rebuild(values, |_| columns.iter_mut().filter_map(Iterator::next).collect()));
        }
        let all = values.iter().filter_map(Value::as_list).flatten().cloned().collect();
        let mut all = self.unify(all, depth - 1)?.into_iter();
        values = rebuild(values, |length| all.by_ref().take(length).collect());
        Ok(values)
    }

    /// Objects with the same attributes are unified attribute by attribute; others become maps of one type.
    fn maps(&mut self, mut values: Vec<Value>, depth: usize) -> Result<Vec<Value>, Stop> {
        let maps: Vec<&Arc<Map>> = values.iter().filter_map(map_of).collect();
        let same = maps.windows(2).all(|pair| matches!(pair, [a, b] if a.keys().eq(b.keys())));
        let mut columns: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
        for map in maps {
            for (key, value) in map.iter() {
                let column = if same { key.clone() } else { Arc::from("") };
                columns.entry(column).or_default().push(value.clone());
            }
        }
        let mut unified = BTreeMap::new();
        for (key, column) in columns {
            unified.insert(key, self.unify(column, depth - 1)?.into_iter());
        }
        for value in &mut values {
            if let ValueKind::Map(map) = &mut value.kind {
                let next = |key: &Arc<str>| {
                    let column = if same { key.as_ref() } else { "" };
                    Some((key.clone(), unified.get_mut(column)?.next()?))
                };
                *map = Arc::new(map.keys().filter_map(next).collect());
            }
        }
        Ok(values)
    }
}

/// What the elements have in common, one level deep.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Any,
    Bool,
    Number,
    Text,
    List,
    Map,
}

impl Shape {
    fn of(value: &Value) -> Self {
        match &value.kind {
            ValueKind::Null | ValueKind::Unknown(_) => Self::Any,
            ValueKind::Bool(_) => Self::Bool,
            ValueKind::Number(_) => Self::Number,
            ValueKind::String(_) | ValueKind::Template(_) => Self::Text,
            ValueKind::List(_) | ValueKind::Set(_) => Self::List,
            ValueKind::Map(_) => Self::Map,
        }
    }

    fn of_all(values: &[Value]) -> Result<Self, Stop> {
        let mut seen: Vec<Self> = Vec::new();
        for shape in values.iter().map(Self::of) {
            if shape != Self::Any && !seen.contains(&shape) {
                seen.push(shape);
            }
        }
        match seen.as_slice() {
            [] => Ok(Self::Any),
            [one] => Ok(*one),
            several if several.contains(&Self::List) || several.contains(&Self::Map) => Err(differ()),
            several if several.contains(&Self::Text) => Ok(Self::Text),
            _ => Err(differ()),
        }
    }
}

fn differ() -> Stop {
    "all elements must have the same type".into()
}

fn to_text(mut value: Value) -> Result<Value, Stop> {
    if matches!(value.kind, ValueKind::Number(_) | ValueKind::Bool(_)) {
        value.kind = ValueKind::String(convert::text(&value)?);
    }
    Ok(value)
}

fn rebuild(mut values: Vec<Value>, mut take: impl FnMut(usize) -> Vec<Value>) -> Vec<Value> {
    for value in &mut values {
        match &mut value.kind {
            ValueKind::List(items) | ValueKind::Set(items) => *items = Arc::new(take(items.len())),
            _ => {}
        }
    }
    values
}

fn map_of(value: &Value) -> Option<&Arc<Map>> {
    match &value.kind {
        ValueKind::Map(map) => Some(map),
        _ => None,
    }
}
