//! Attributes of a record, put together from a reply.

use std::sync::Arc;

use ringfence_model::Span;
use ringfence_value::{Cause, Map, Reason, Type, Value};

use crate::fields::path;

/// Attributes on their way into a record or block: each value keeps the place where the reply has it.
#[derive(Clone, Debug, Default)]
pub struct Body(Vec<(Arc<str>, Value)>);

impl Body {
    /// Copies attributes: where the reply has them, names joined with `.`, and what the record calls them.
    ///
    /// Shape: `null` and empty texts are left out, as nothing is written there.
    pub fn copy(&mut self, from: &Value, names: &[(&str, &str)]) {
        for (theirs, ours) in names {
            self.put(ours, path(from, theirs));
        }
    }

    /// Sets an attribute, if there is a value and it is no empty text.
    pub fn put(&mut self, name: &str, value: Option<&Value>) {
        if let Some(value) = value.filter(|value| !value.is_null() && value.as_str() != Some("")) {
            self.set(name, value.clone());
        }
    }

    /// Sets an attribute.
    pub fn set(&mut self, name: &str, value: Value) {
        self.0.push((name.into(), value));
    }

    /// Sets a text that the reply has in another form at a place.
    pub fn set_text(&mut self, name: &str, text: &str, at: Span) {
        self.set(name, Value::string(text, at));
    }

    /// Sets a truth that follows from what the reply has at a place.
    pub fn set_bool(&mut self, name: &str, truth: bool, at: Span) {
        self.set(name, Value::bool(truth, at));
    }

    /// Sets a list.
    pub fn set_list(&mut self, name: &str, items: Vec<Value>, at: Span) {
        self.set(name, Value::tuple(items, at));
    }

    /// Sets an attribute that no reply tells; why.
    pub fn set_unknown(&mut self, name: &str, why: &str, at: Span) {
        self.set(name, unknown(why, at));
    }

    /// Sets a block of which there is one.
    pub fn set_block(&mut self, name: &str, block: Self, at: Span) {
        self.set_list(name, vec![block.block(at)], at);
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As a block that stands at a place.
    pub fn block(self, at: Span) -> Value {
        Value::object(self.map(), at)
    }

    /// As the body of a record.
    pub fn map(self) -> Map {
        self.0.into_iter().collect()
    }
}

/// A value that no reply tells.
fn unknown(why: &str, at: Span) -> Value {
    Value::unknown(Type::Dynamic, Reason::new(Cause::Unread(why.into()), at), at)
}
