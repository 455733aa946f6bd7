//! Values: what an expression gives, with where it came from.

mod number;
mod origin;
mod unknown;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use number::Number;
pub use origin::{Origin, Via};
pub use unknown::{Cause, Part, Reference, Step, Unknown};

/// Attributes of an object or entries of a map, sorted by key as Terraform sorts them.
pub type Map = BTreeMap<Arc<str>, Value>;

/// A Terraform value with where it came from.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// The literal that gave it, and the references it came through.
    pub origin: Origin,
    /// The attribute of a resource that it is, known or not: the graph follows it.
    pub referent: Option<Arc<Reference>>,
    /// Terraform's mark: never to be printed.
    pub sensitive: bool,
    /// It stands for none, one or many: a block of a `dynamic` whose `for_each` is unknown.
    pub maybe: bool,
    /// Of a collection: why it may have more or fewer elements than are listed (an unknown list was joined to
    /// it, equal elements could not be told); nothing if it has exactly these. An unknown element of an open
    /// list or set stands for none, one or many.
    pub open: Option<Arc<Unknown>>,
    /// Of an encoded text (base64, perhaps compressed before): the text, which may be known in part even
    /// where the encoding is not.
    pub decoded: Option<Arc<Value>>,
    /// Of a JSON text that was made from a value: that value, each part of which has its own place.
    pub structure: Option<Arc<Value>>,
}

/// What a value is.
///
/// Cheap to clone: everything large is shared.
#[derive(Clone, Debug)]
pub enum ValueKind {
    /// `null`: as if it were not written.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(Arc<str>),
    /// A list or tuple.
    List(Arc<Vec<Value>>),
    /// A set: sorted, without repetition.
    Set(Arc<Vec<Value>>),
    /// An object or map, or the body of a block.
    Map(Arc<Map>),
    /// A string that is known in part.
    Template(Arc<Vec<Part>>),
    /// Nothing is known but why.
    Unknown(Arc<Unknown>),
}

impl Value {
    /// A value with its origin.
    pub fn new(kind: ValueKind, origin: Origin) -> Self {
        Self {
            kind,
            origin,
            referent: None,
            sensitive: false,
            maybe: false,
            open: None,
            decoded: None,
            structure: None,
        }
    }

    /// The text it encodes, or its own if it is no encoding; only if wholly known.
    pub fn decoded_text(&self) -> Option<&str> {
        self.decoded.as_deref().unwrap_or(self).as_str()
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, ValueKind::Null)
    }

    /// Whether nothing of it is known.
    pub fn is_unknown(&self) -> bool {
        matches!(self.kind, ValueKind::Unknown(_))
    }

    /// The string, if it is one and wholly known.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value; the strings `"true"` and `"false"` convert, as in Terraform.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.kind {
            ValueKind::Bool(value) => Some(*value),
            ValueKind::String(text) => match text.as_ref() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number as a whole one, if it is one; numeric strings convert, as in Terraform.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.kind {
            ValueKind::Number(number) => number.as_i64(),
            ValueKind::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The elements of a list or set.
    pub fn as_list(&self) -> Option<&[Value]> {
        match &self.kind {
            ValueKind::List(items) | ValueKind::Set(items) => Some(items),
            _ => None,
        }
    }

    /// The blocks that it stands for: the elements of a list or set, or the one object that configuration of
    /// Terraform 0.11 gives with `=`.
    pub fn as_blocks(&self) -> &[Value] {
        match &self.kind {
            ValueKind::List(items) | ValueKind::Set(items) => items,
            ValueKind::Map(_) => std::slice::from_ref(self),
            _ => &[],
        }
    }

    /// The entries of an object or map.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.kind {
            ValueKind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The entry of that name, if this is an object that has it and it is not `null`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map()?.get(key).filter(|value| !value.is_null())
    }

    /// Why it is unknown, if it is.
    pub fn unknown(&self) -> Option<&Unknown> {
        match &self.kind {
            ValueKind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// The attribute of a resource that it stands for, if it is just that: `aws_subnet.a.id`.
    ///
    /// Known values have one too where they were read from a resource: `aws_iam_role.r.name`.
    pub fn reference(&self) -> Option<&Reference> {
        self.referent.as_deref().or_else(|| self.unknown()?.reference())
    }
}
