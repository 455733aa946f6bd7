//! `for` expressions.

use std::sync::Arc;

use ringfence_model::Span;

use super::access::each_of;
use super::expr::key_text;
use super::scope::Frame;
use super::unknown::{because, derived, error};
use super::{Engine, Scope};
use crate::syntax::{Expr, For};
use crate::{Map, Number, Origin, Unknown, Value, ValueKind};

/// Keys and values of what is gone over, and why there may be others.
pub(crate) struct Elements {
    pub(crate) pairs: Vec<(Value, Value)>,
    pub(crate) open: Option<Arc<Unknown>>,
}

/// What the rounds of a `for` have made.
struct Rounds {
    /// Key, if an object is made, and result.
    made: Vec<(Option<Value>, Value)>,
    open: Option<Arc<Unknown>>,
    wrong: Option<Value>,
}

impl Engine<'_> {
    pub(crate) fn for_expr(&self, from: &For, at: Span, scope: Scope<'_>) -> Value {
        let collection = self.eval(&from.collection, scope);
        let Some(elements) = elements(&collection, from.collection.span) else {
            return error("`for` needs a list, set, map or object", from.collection.span);
        };
        if elements.pairs.len() > self.limits.elements || !self.work_each(elements.pairs.len()) {
            return self.too_much(at);
        }
        let mut rounds = Rounds { made: Vec::new(), open: elements.open, wrong: None };
        for (key, value) in &elements.pairs {
            self.round(from, (key, value), &mut rounds, scope);
        }
        if let Some(wrong) = rounds.wrong {
            return wrong;
        }
        let mut result = match from.result_key {
            Some(_) => object(rounds, from.grouping, at),
            None => list(rounds, at),
        };
        result.sensitive |= collection.sensitive;
        result
    }

    fn round(&self, from: &For, pair: (&Value, &Value), rounds: &mut Rounds, scope: Scope<'_>) {
        let key_name = from.key.as_deref().unwrap_or("");
        let outer = Frame::Name { name: key_name, value: pair.0, outer: scope.frame };
        let frame = Frame::Name { name: &from.value, value: pair.1, outer: Some(&outer) };
        let scope = scope.with(&frame);
        match from.condition.as_ref().map(|condition| self.truth(condition, scope)) {
            None | Some(Ok(true)) => {}
            Some(Ok(false)) => return,
            Some(Err(why)) => {
                if let ValueKind::Unknown(unknown) = &why.kind {
                    if matches!(unknown.cause, crate::Cause::Error(_)) {
                        rounds.wrong.get_or_insert(why);
                        return;
                    }
                    rounds.open.get_or_insert(unknown.clone());
                }
                // Whether this one is in is unknown: what it would give stands for none or one.
                let result = self.eval(&from.result, scope);
                let key = from.result_key.as_ref().map(|key| self.eval(key, scope));
                rounds.made.push((key, derived([&why, &result], from.result.span)));
                return;
            }
        }
        let key = from.result_key.as_ref().map(|key| self.eval(key, scope));
        rounds.made.push((key, self.eval(&from.result, scope)));
    }

    /// A condition's truth, or the value that is none.
    pub(crate) fn truth(&self, condition: &Expr, scope: Scope<'_>) -> Result<bool, Value> {
        let value = self.eval(condition, scope);
        match (&value.kind, value.as_bool()) {
            (_, Some(truth)) => Ok(truth),
            (ValueKind::Unknown(_), _) => Err(value),
            (ValueKind::Template(_), _) => Err(derived([&value], condition.span)),
            _ => Err(error("a condition must be true or false", condition.span)),
        }
    }
}

fn list(rounds: Rounds, at: Span) -> Value {
    let items = rounds.made.into_iter().map(|(_, value)| value).collect();
    let mut value = Value::new(ValueKind::List(Arc::new(items)), Origin::literal(at));
    value.open = rounds.open;
    value
}

fn object(rounds: Rounds, grouping: bool, at: Span) -> Value {
    let mut map = Map::new();
    let mut groups = std::collections::BTreeMap::<Arc<str>, Vec<Value>>::new();
    let mut open = rounds.open;
    for (key, value) in rounds.made {
        let key = key.unwrap_or_else(|| Value::new(ValueKind::Null, Origin::literal(at)));
        let name = match (key_text(&key), &key.kind) {
            (Some(name), _) => name,
            (None, ValueKind::Unknown(_) | ValueKind::Template(_) | ValueKind::Number(_)) => {
                open.get_or_insert_with(|| because(&derived([&key, &value], at), at));
                continue;
            }
            _ => return error("an object's key must be a string", key.origin.at),
        };
        if grouping {
            groups.entry(name).or_default().push(value);
        } else if map.insert(name.clone(), value).is_some() && open.is_none() {
            return error(
                format!("two elements have the key `{name}`; `...` after the value groups them"),
                at,
            );
        }
    }
    for (name, values) in groups {
        map.insert(
            name,
            Value {
                open: open.clone(),
                ..Value::new(ValueKind::List(Arc::new(values)), Origin::literal(at))
            },
        );
    }
    let mut value = Value::new(ValueKind::Map(Arc::new(map)), Origin::literal(at));
    value.open = open;
    value
}

/// The elements of a collection; nothing if it has none by its type.
pub(crate) fn elements(value: &Value, at: Span) -> Option<Elements> {
    let mut pairs: Vec<(Value, Value)> = match &value.kind {
        ValueKind::List(items) => {
            items.iter().enumerate().map(|(index, item)| (position(index, item), item.clone())).collect()
        }
        ValueKind::Set(items) => items.iter().map(|item| (item.clone(), item.clone())).collect(),
        ValueKind::Map(map) => map
            .iter()
            .map(|(key, item)| {
                (Value::new(ValueKind::String(key.clone()), item.origin.clone()), item.clone())
            })
            .collect(),
        ValueKind::Unknown(_) => {
            let element = each_of(value, at);
            let key = derived([&element], at);
            return Some(Elements { pairs: vec![(key, element)], open: Some(because(value, at)) });
        }
        _ => return None,
    };
    if let Some(reference) = &value.referent {
        extend_references(&mut pairs, reference, matches!(value.kind, ValueKind::Set(_)));
    }
    Some(Elements { pairs, open: value.open.clone() })
}

fn position(index: usize, item: &Value) -> Value {
    Value::new(ValueKind::Number(Number::Int(i64::try_from(index).unwrap_or(i64::MAX))), item.origin.clone())
}

/// Elements read from a resource's attribute are that attribute's elements.
fn extend_references(pairs: &mut [(Value, Value)], reference: &crate::Reference, set: bool) {
    for (key, item) in pairs {
        if item.reference().is_some() {
            continue;
        }
        let step = match (&key.kind, set) {
            (_, true) => crate::Step::Each,
            (ValueKind::Number(number), _) => {
                crate::Step::Index(number.as_i64().and_then(|index| u64::try_from(index).ok()).unwrap_or(0))
            }
            (ValueKind::String(name), _) => crate::Step::Name(name.clone()),
            _ => crate::Step::Each,
        };
        item.referent = Some(Arc::new(reference.step(step)));
    }
}
