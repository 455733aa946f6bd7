//! Changing what is inside a value.

use std::sync::Arc;

use crate::{Entries, Items, Map, Partial, Type, Value, ValueKind};

impl Value {
    /// The same with each element or entry changed, which must not change its type; what it surely will be is inside
    /// it, too.
    #[must_use]
    pub fn map_inside(&self, change: &mut dyn FnMut(&Self) -> Self) -> Self {
        let mut value = self.clone();
        match &self.kind {
            ValueKind::List(items) => {
                value.kind = ValueKind::List(Arc::new(each_of(items, change)));
            }
            ValueKind::Set(items) => value.kind = ValueKind::Set(Arc::new(each_of(items, change))),
            ValueKind::Tuple(items) => {
                value.kind = ValueKind::Tuple(Arc::new(Items::mixed(items.iter().map(change).collect())));
            }
            ValueKind::Map(entries) => {
                let of = entries.element_type().clone();
                value.kind = ValueKind::Map(Arc::new(Entries::of(of, each_entry(entries, change))));
            }
            ValueKind::Object(entries) => {
                value.kind = ValueKind::Object(Arc::new(Entries::mixed(each_entry(entries, change))));
            }
            ValueKind::Unknown(unknown) => {
                let partial = match &unknown.partial {
                    Some(Partial::Elements(items)) => Partial::elements(items.iter().map(change).collect()),
                    Some(Partial::Entries(entries)) => Partial::entries(each_entry(entries, change)),
                    Some(Partial::Sure(sure)) => Partial::Sure(Box::new(change(sure))),
                    Some(Partial::Text(_)) | None => return value,
                };
                let mut unknown = unknown.as_ref().clone();
                unknown.partial = Some(partial);
                value.kind = ValueKind::Unknown(Arc::new(unknown));
            }
            ValueKind::Null(_) | ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::String(_) => {}
        }
        value
    }

    /// Of an unknown value: what it must be like and what is known of its content.
    #[must_use]
    pub fn with_partial(self, partial: Option<Partial>) -> Self {
        let ValueKind::Unknown(unknown) = &self.kind else { return self };
        let mut unknown = unknown.as_ref().clone();
        unknown.partial = partial;
        let kind = ValueKind::Unknown(Arc::new(unknown));
        self.with_kind(kind)
    }
}

fn each_of(items: &Items, change: &mut dyn FnMut(&Value) -> Value) -> Items {
    let of: Type = items.element_type().clone();
    Items::of(of, items.iter().map(change).collect())
}

fn each_entry(entries: &Map, change: &mut dyn FnMut(&Value) -> Value) -> Map {
    entries.iter().map(|(key, value)| (key.clone(), change(value))).collect()
}
