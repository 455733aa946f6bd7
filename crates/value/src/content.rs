//! Elements and entries, with what their size is.

use std::ops::Deref;
use std::sync::OnceLock;

use crate::{Map, Partial, Type, Value, ValueKind};

/// The elements of a list, set or tuple.
#[derive(Clone, Debug)]
pub struct Items {
    of: Option<Type>,
    list: Vec<Value>,
    weight: u32,
    ty: OnceLock<Type>,
}

/// The entries of a map or object.
#[derive(Clone, Debug)]
pub struct Entries {
    of: Option<Type>,
    map: Map,
    weight: u32,
    ty: OnceLock<Type>,
}

/// A collection without a type of elements has elements of any.
static ANY: Type = Type::Dynamic;

impl Items {
    /// Elements of one type.
    pub fn of(of: Type, items: Vec<Value>) -> Self {
        Self { weight: weigh(items.iter()), of: Some(of), list: items, ty: OnceLock::new() }
    }

    /// Elements of a tuple.
    pub fn mixed(items: Vec<Value>) -> Self {
        Self { weight: weigh(items.iter()), of: None, list: items, ty: OnceLock::new() }
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
        Self { weight: weigh(entries.values()), of: Some(of), map: entries, ty: OnceLock::new() }
    }

    /// Entries of an object.
    pub fn mixed(entries: Map) -> Self {
        Self { weight: weigh(entries.values()), of: None, map: entries, ty: OnceLock::new() }
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
    /// larger than the memory it takes. Whoever walks through a value does so many steps.
    pub fn weight(&self) -> u32 {
        match &self.kind {
            ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items) => items.weight,
            ValueKind::Map(entries) | ValueKind::Object(entries) => entries.weight,
            ValueKind::Unknown(unknown) => match &unknown.partial {
                Some(Partial::Elements(items)) => items.weight,
                Some(Partial::Entries(entries)) => entries.weight,
                Some(Partial::Text(parts)) => u32::try_from(parts.len()).unwrap_or(u32::MAX),
                Some(Partial::Sure(value)) => value.weight(),
                None => 1,
            },
            _ => 1,
        }
    }
}

fn weigh<'v>(values: impl Iterator<Item = &'v Value>) -> u32 {
    values.fold(1, |sum, value| sum.saturating_add(value.weight()))
}
