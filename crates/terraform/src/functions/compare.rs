//! Equality and order of values.

use std::cmp::Ordering;
use std::sync::Arc;

use super::limits::COMPARED;
use crate::{Map, Number, Value, ValueKind};

/// Whether two values are equal, as `==` compares them: values of different types are not.
///
/// Unknown: nothing, unless a known part differs. One reference may stand for several instances, so it is not
/// even equal to itself.
pub(crate) fn equal(left: &Value, right: &Value) -> Option<bool> {
    Comparison::default().equal(left, right)
}

/// Any number of comparisons, bounded together, since values may share their parts and so be far larger than
/// the memory they take.
pub(super) struct Comparison {
    budget: usize,
}

impl Default for Comparison {
    fn default() -> Self {
        Self { budget: COMPARED }
    }
}

impl Comparison {
    pub(super) fn equal(&mut self, left: &Value, right: &Value) -> Option<bool> {
        self.budget = self.budget.checked_sub(1)?;
        match (&left.kind, &right.kind) {
            (ValueKind::Unknown(_), _)
            | (_, ValueKind::Unknown(_))
            | (ValueKind::Template(_), ValueKind::String(_) | ValueKind::Template(_))
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
        if left.0.open.is_some() || right.0.open.is_some() {
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
