//! `for` expressions.

use std::collections::BTreeMap;
use std::sync::Arc;

use ringfence_hcl::ast::{Expr, For};
use ringfence_model::Span;
use ringfence_value::{Cause, Map, Marks, Number, Partial, Reason, Step, Type, Value, ValueKind};

use super::access::provided;
use super::memory::element;
use super::scope::Frame;
use super::unknown::{derived, each_of, unknown};
use super::{Evaluator, Scope};

/// Keys and values of what is gone over, and why there may be others.
pub(super) struct Elements {
    pub(super) pairs: Vec<(Value, Value)>,
    pub(super) open: Option<Arc<Reason>>,
}

/// What one round of a `for` has made.
struct Made {
    key: Option<Arc<str>>,
    value: Value,
    /// Whether its condition surely holds.
    included: bool,
}

/// What the rounds of a `for` have made.
struct Rounds {
    /// Key, if an object is made, and result.
    made: Vec<Made>,
    /// Why Terraform cannot know which elements there will be.
    open: Option<Arc<Reason>>,
    /// Whether these will be all, although Terraform cannot know.
    sure: bool,
    /// The collection, if Terraform does not know it and so makes no round at all: nothing in them counts as wrong.
    guessed: Option<Value>,
    marks: Marks,
    at: Span,
}

impl Evaluator<'_, '_> {
    /// Source: `ForExpr.Value` of hashicorp/hcl (read 2026-11-25).
    pub(super) fn for_expr(&self, from: &For, at: Span, scope: Scope<'_>) -> Value {
        let collection = self.eval(&from.collection, scope);
        let collection_at = scope.at(from.collection.range);
        if collection.is_null() && provided(&collection).is_none() {
            return self.error("`for` cannot go over null", collection_at).marked(collection.marks);
        }
        let early = from.condition.as_ref().filter(|_| collection.ty() != Type::Dynamic);
        if let Some(wrong) = early.and_then(|condition| self.never_holds(from, condition, scope)) {
            return wrong.marked(collection.marks);
        }
        let Some(elements) = elements(&collection, collection_at) else {
            let message = format!("`for` cannot go over a {}", collection.ty());
            return self.error(message, collection_at).marked(collection.marks);
        };
        if elements.pairs.len() > self.engine.limits.elements {
            let limit = format!("a `for` over more than {} elements", self.engine.limits.elements);
            return self.limited(&limit, at);
        }
        if !self.work_each(elements.pairs.len()) {
            return self.too_much(at);
        }
        let mut rounds = Rounds {
            made: Vec::new(),
            open: elements.open,
            sure: collection.sure().is_known(),
            guessed: (!collection.is_known()).then(|| collection.clone()),
            marks: collection.marks,
            at,
        };
        if let Some(over) = self.rounds(from, &elements.pairs, &mut rounds, scope) {
            return over.marked(rounds.marks);
        }
        drop(elements.pairs);
        self.release(&collection);
        let marks = rounds.marks;
        let made = match from.result_key {
            Some(_) => self.gathered(rounds, from.grouping, at),
            None => listed(rounds),
        };
        self.bounded(made.marked(marks))
    }

    /// A round for each element; gives what stands for the result if a bound is met.
    fn rounds(
        &self,
        from: &For,
        pairs: &[(Value, Value)],
        rounds: &mut Rounds,
        scope: Scope<'_>,
    ) -> Option<Value> {
        let errors = self.errors();
        let held = self.held.get();
        for (key, value) in pairs {
            let before = rounds.made.len();
            self.round(from, (key, value), rounds, scope);
            if !self.hold(rounds.made.get(before).map_or(0, |made| element(&made.value))) {
                // All that was made goes.
                self.held.set(held);
                return Some(self.too_large(rounds.at));
            }
            if self.exhausted.get() {
                return Some(self.too_much(rounds.at));
            }
        }
        if rounds.guessed.is_some() {
            self.forgive(errors);
        }
        None
    }

    /// The wrong condition of a `for`, if it is wrong whatever the elements are.
    fn never_holds(&self, from: &For, condition: &Expr, scope: Scope<'_>) -> Option<Value> {
        let at = scope.at(condition.range);
        let any = unknown(Cause::Function("for".into()), at);
        let outer = Frame::Name { name: from.key.as_deref().unwrap_or(""), value: &any, outer: scope.frame };
        let frame = Frame::Name { name: &from.value, value: &any, outer: Some(&outer) };
        let errors = self.errors();
        let value = self.eval(condition, scope.with(&frame));
        let truth = self.truth(&value, "the condition of `for`", at);
        (self.errors() > errors).then(|| truth.err().map_or(value, |wrong| *wrong))
    }

    fn round(&self, from: &For, pair: (&Value, &Value), rounds: &mut Rounds, scope: Scope<'_>) {
        let key_name = from.key.as_deref().unwrap_or("");
        let outer = Frame::Name { name: key_name, value: pair.0, outer: scope.frame };
        let frame = Frame::Name { name: &from.value, value: pair.1, outer: Some(&outer) };
        let scope = scope.with(&frame);
        let mut unsure = rounds.guessed.clone();
        let mut included = true;
        if let Some(condition) = &from.condition {
            match self.included(condition, rounds, scope) {
                Ok(true) => {}
                Ok(false) => return,
                // Whether this one is in is unknown: what it would give stands for none or one.
                Err(why) => {
                    let known =
                        unsure.filter(|_| why.reason().is_some_and(|reason| reason.error().is_some()));
                    (unsure, included) = (Some(known.unwrap_or(*why)), false);
                }
            }
        }
        let mut key = None;
        if let Some(expr) = &from.result_key {
            let errors = self.errors();
            match self.round_key(expr, rounds, scope) {
                Ok(text) => key = Some(text),
                Err(why) => {
                    if !included {
                        self.forgive(errors);
                    }
                    // The references of the result are what the graph asks for.
                    let result = self.supposed(&from.result, &why, scope);
                    rounds.because(&result);
                    return;
                }
            }
        }
        let value = match unsure {
            None => self.eval(&from.result, scope),
            Some(why) if included => self.supposed(&from.result, &why, scope),
            Some(why) => {
                let result = self.supposed(&from.result, &why, scope);
                derived(Type::Dynamic, [&why, &result], scope.at(from.result.range))
            }
        };
        rounds.made.push(Made { key, value, included });
    }

    /// The value of an expression that Terraform does not look at yet, since something else is unknown: what is wrong in
    /// it does not count.
    fn supposed(&self, expr: &Expr, unless: &Value, scope: Scope<'_>) -> Value {
        let errors = self.errors();
        let value = self.eval(expr, scope);
        if self.errors() == errors {
            return value;
        }
        self.forgive(errors);
        derived(Type::Dynamic, [unless], scope.at(expr.range))
    }

    /// Whether an element counts.
    ///
    /// Errors: that is unknown or wrong.
    fn included(&self, condition: &Expr, rounds: &mut Rounds, scope: Scope<'_>) -> Result<bool, Box<Value>> {
        let value = self.eval(condition, scope);
        rounds.marks = rounds.marks.with(value.marks);
        let truth = self.truth(&value, "the condition of `for`", scope.at(condition.range));
        if let Err(why) = &truth {
            rounds.because(why);
        }
        truth
    }

    /// The key of an element.
    ///
    /// Errors: it is unknown or wrong.
    fn round_key(&self, key: &Expr, rounds: &mut Rounds, scope: Scope<'_>) -> Result<Arc<str>, Box<Value>> {
        let value = self.eval(key, scope);
        rounds.marks = rounds.marks.with(value.marks);
        let text = self.key_text(&value, scope.at(key.range));
        if let Err(why) = &text {
            rounds.because(why);
        }
        text
    }

    fn gathered(&self, rounds: Rounds, grouping: bool, at: Span) -> Value {
        let mut entries = Map::with_capacity(rounds.made.len());
        let mut seen: BTreeMap<Arc<str>, Vec<(Value, bool)>> = BTreeMap::new();
        let mut twice = None;
        for Made { key, value, included } in rounds.made {
            seen.entry(key.unwrap_or_default()).or_default().push((value, included));
        }
        for (key, mut values) in seen {
            if grouping {
                let values = values.into_iter().map(|(value, _)| value).collect();
                entries.insert(key, Value::tuple(values, at));
                continue;
            }
            if values.iter().filter(|(_, included)| *included).count() > 1 && rounds.guessed.is_none() {
                let message =
                    format!("two elements have the key `{key}`; `...` after the value would group them");
                twice.get_or_insert(message);
                values.truncate(1);
            }
            if let Some((value, _)) = values.pop() {
                entries.insert(key, value);
            }
        }
        if let Some(message) = twice {
            // Terraform goes on with the first of them, so that a branch that is not taken has its type.
            let ty = if rounds.open.is_none() { Value::object(entries, at).ty() } else { Type::Dynamic };
            return self.error_of(ty, message, at);
        }
        match rounds.open {
            None => Value::object(entries, at),
            Some(why) => {
                let partial = if rounds.sure {
                    Partial::Sure(Box::new(Value::object(entries, at)))
                } else {
                    Partial::entries(entries)
                };
                Value::unknown(Type::Dynamic, why, at).with_partial(Some(partial))
            }
        }
    }
}

impl Rounds {
    /// Notes why not all is known.
    fn because(&mut self, value: &Value) {
        self.sure = false;
        let more = Reason::of(value, self.at);
        if self.guessed.is_some() && more.error().is_some() {
            return;
        }
        let known = self.open.take();
        // What is wrong outweighs what is unknown.
        let stays = known.filter(|known| known.error().is_some() || more.error().is_none());
        self.open = Some(stays.unwrap_or(more));
    }
}

fn listed(rounds: Rounds) -> Value {
    let items: Vec<Value> = rounds.made.into_iter().map(|made| made.value).collect();
    match rounds.open {
        None => Value::tuple(items, rounds.at),
        Some(why) => {
            let partial = if rounds.sure {
                Partial::Sure(Box::new(Value::tuple(items, rounds.at)))
            } else {
                Partial::elements(items)
            };
            Value::unknown(Type::Dynamic, why, rounds.at).with_partial(Some(partial))
        }
    }
}

/// The elements of a collection; nothing if it has none by its type.
pub(super) fn elements(value: &Value, at: Span) -> Option<Elements> {
    let set = matches!(value.ty(), Type::Set(_));
    let mut pairs: Vec<(Value, Value)> = match (value.as_list(), value.as_map()) {
        (Some(items), _) if set => items.iter().map(|item| (item.clone(), item.clone())).collect(),
        (Some(items), _) => {
            items.iter().enumerate().map(|(index, item)| (position(index, item), item.clone())).collect()
        }
        (None, Some(entries)) => {
            let key = |key: &Arc<str>, item: &Value| {
                Value::new(ValueKind::String(key.clone()), item.origin.clone())
            };
            entries.iter().map(|(name, item)| (key(name, item), item.clone())).collect()
        }
        (None, None) => {
            let ty = value.ty();
            let iterable =
                ty.is_collection() || matches!(ty, Type::Dynamic | Type::Tuple(_) | Type::Object(_));
            if !iterable {
                return None;
            }
            let element = each_of(value, at);
            let key = Value::unknown(Type::Dynamic, Reason::derived([&element], at), at);
            return Some(Elements { pairs: vec![(key, element)], open: Some(Reason::of(value, at)) });
        }
    };
    if let Some(reference) = value.referent() {
        extend_references(&mut pairs, reference, set);
    }
    let open = if value.is_known() { None } else { value.reason().cloned() };
    Some(Elements { pairs, open })
}

fn position(index: usize, item: &Value) -> Value {
    Value::new(ValueKind::Number(Number::from(index)), item.origin.clone())
}

/// Elements read from a resource's attribute are that attribute's elements.
fn extend_references(pairs: &mut [(Value, Value)], reference: &ringfence_value::Reference, set: bool) {
    for (key, item) in pairs {
        if item.reference().is_some() {
            continue;
        }
        let step = match (&key.kind, set) {
            (_, true) => Step::Each,
            (ValueKind::Number(number), _) => {
                number.as_i64().and_then(|index| u64::try_from(index).ok()).map_or(Step::Each, Step::Index)
            }
            (ValueKind::String(name), _) => Step::Name(name.clone()),
            _ => Step::Each,
        };
        *item = item.clone().read_from(Arc::new(reference.step(step)));
    }
}
