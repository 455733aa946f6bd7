//! Elements and entries, with what their size is.

use std::ops::Deref;
use std::sync::OnceLock;

use crate::{Map, Part, Partial, Type, Value, ValueKind};

/// The elements of a list, set or tuple.
#[derive(Clone, Debug)]
pub struct Items {
    of: Option<Type>,
    list: Vec<Value>,
    size: Size,
    ty: OnceLock<Type>,
}

/// The entries of a map or object.
#[derive(Clone, Debug)]
pub struct Entries {
    of: Option<Type>,
    map: Map,
    size: Size,
    ty: OnceLock<Type>,
}

/// A collection without a type of elements has elements of any.
static ANY: Type = Type::Dynamic;

impl Items {
    /// Elements of one type.
    pub fn of(of: Type, items: Vec<Value>) -> Self {
        Self { size: Size::of(items.iter()), of: Some(of), list: items, ty: OnceLock::new() }
    }

    /// Elements of a tuple.
    pub fn mixed(items: Vec<Value>) -> Self {
        Self { size: Size::of(items.iter()), of: None, list: items, ty: OnceLock::new() }
    }

    /// The type of the elements of a list or set.
    pub fn element_type(&self) -> &Type {
        self.of.as_ref().unwrap_or(&ANY)
    }

    /// The type of the tuple, worked out once.
    pub(crate) fn tuple_type(&self) -> Type {
        self.ty.get_or_init(|| Type::tuple(self.list.iter().map(Value::ty).collect())).clone()
    }

    /// The elements, taken out.
    pub fn into_items(self) -> Vec<Value> {
        self.list
    }
}

impl Entries {
    /// Entries of one type.
    pub fn of(of: Type, entries: Map) -> Self {
        Self { size: Size::of(entries.values()), of: Some(of), map: entries, ty: OnceLock::new() }
    }

    /// Entries of an object.
    pub fn mixed(entries: Map) -> Self {
        Self { size: Size::of(entries.values()), of: None, map: entries, ty: OnceLock::new() }
    }

    /// The type of the values of a map.
    pub fn element_type(&self) -> &Type {
        self.of.as_ref().unwrap_or(&ANY)
    }

    /// The type of the object, worked out once.
    pub(crate) fn object_type(&self) -> Type {
        let attributes = || self.map.iter().map(|(name, value)| (name.clone(), value.ty()));
        self.ty.get_or_init(|| Type::object(attributes())).clone()
    }
}

impl Deref for Items {
    type Target = Vec<Value>;

    fn deref(&self) -> &Vec<Value> {
        &self.list
    }
}

impl Deref for Entries {
    type Target = Map;

    fn deref(&self) -> &Map {
        &self.map
    }
}

impl Value {
    /// How many values it is, all that are inside it counted, as often as they are: shared parts may make it far
    /// larger than the memory it takes. Whoever walks through a value does so many steps. Long texts and numbers count
    /// as several.
    pub fn weight(&self) -> u32 {
        match &self.kind {
            ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items) => items.size.weight,
            ValueKind::Map(entries) | ValueKind::Object(entries) => entries.size.weight,
            ValueKind::Unknown(unknown) => match &unknown.partial {
                Some(Partial::Elements(items)) => items.size.weight,
                Some(Partial::Entries(entries)) => entries.size.weight,
                Some(Partial::Text(parts)) => parts.iter().map(part_weight).fold(0, u32::saturating_add),
                Some(Partial::Sure(value)) => value.weight(),
                None => 1,
            },
            ValueKind::String(text) => text_weight(text),
            ValueKind::Number(number) => count(number.text_length() / DIGITS_PER_STEP),
            ValueKind::Null(_) | ValueKind::Bool(_) => 1,
        }
    }
}

impl Value {
    /// How many collections are in each other, this one counted: whoever walks through a value calls itself so often.
    pub fn depth(&self) -> u32 {
        match &self.kind {
            ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items) => items.size.depth,
            ValueKind::Map(entries) | ValueKind::Object(entries) => entries.size.depth,
            ValueKind::Unknown(unknown) => match &unknown.partial {
                Some(Partial::Elements(items)) => items.size.depth,
                Some(Partial::Entries(entries)) => entries.size.depth,
                Some(Partial::Sure(value)) => value.depth(),
                Some(Partial::Text(_)) | None => 0,
            },
            _ => 0,
        }
    }
}

/// Units: bytes of a text that count as one value.
const BYTES_PER_STEP: u64 = 64;

/// Digits of a number that count as one value: to write them takes longer.
const DIGITS_PER_STEP: u64 = 32;

fn text_weight(text: &str) -> u32 {
    count(u64::try_from(text.len()).unwrap_or(u64::MAX) / BYTES_PER_STEP)
}

fn part_weight(part: &Part) -> u32 {
    match part {
        Part::Known(text) => text_weight(text),
        Part::Unknown(_) => 1,
    }
}

fn count(steps: u64) -> u32 {
    u32::try_from(steps).unwrap_or(u32::MAX).saturating_add(1)
}

/// How large a collection is.
#[derive(Clone, Copy, Debug)]
struct Size {
    weight: u32,
    depth: u32,
}

impl Size {
    fn of<'v>(values: impl Iterator<Item = &'v Value>) -> Self {
        let alone = Self { weight: 1, depth: 1 };
        values.fold(alone, |size, value| Self {
            weight: size.weight.saturating_add(value.weight()),
            depth: size.depth.max(value.depth().saturating_add(1)),
        })
    }
}

#[cfg(test)]
mod tests {
    use ringfence_model::{FileId, Span};

    use super::*;

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    #[test]
    fn shared_parts_count_as_often_as_they_are_met() {
        let double = |inner: Value| Value::tuple(vec![inner.clone(), inner], AT);
        let value = (0..10).fold(Value::bool(true, AT), |inner, _| double(inner));
        assert_eq!((value.weight(), value.depth()), (2047, 10));
        let heavy = (0..100).fold(value, |inner, _| double(inner));
        assert_eq!((heavy.weight(), heavy.depth()), (u32::MAX, 110));
    }

    #[test]
    fn long_texts_weigh_more() {
        assert_eq!(Value::string("short", AT).weight(), 1);
        assert_eq!(Value::string("x".repeat(6400), AT).weight(), 101);
        let number = crate::Number::parse("1e1000").unwrap();
        assert!((30..100).contains(&Value::number(number, AT).weight()));
    }
}
