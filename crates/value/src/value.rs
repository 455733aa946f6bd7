//! Values.

use std::sync::Arc;

use ringfence_model::Span;

use crate::{Entries, Items, Map, Marks, Number, Origin, Part, Partial, Reason, Reference, Type, Unknown};

/// A Terraform value with where it came from.
///
/// Cheap to clone: everything large is shared.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// The literal that gave it, and the references it came through.
    pub origin: Origin,
    /// Terraform's marks.
    pub marks: Marks,
    /// It stands for none, one or many: a block of a `dynamic` whose `for_each` is unknown.
    pub maybe: bool,
    aside: Option<Arc<Aside>>,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum ValueKind {
    /// `null`: as if it were not written.
    Null(Type),
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, in Unicode's normal form C.
    String(Arc<str>),
    /// A list.
    List(Arc<Items>),
    /// A set: in Terraform's order, without repetition.
    Set(Arc<Items>),
    /// A tuple: each element has a type of its own.
    Tuple(Arc<Items>),
    /// A map.
    Map(Arc<Entries>),
    /// An object, or the body of a block: each attribute has a type of its own.
    Object(Arc<Entries>),
    /// It is not known, or not wholly.
    Unknown(Arc<Unknown>),
}

/// What few values have.
#[derive(Clone, Debug, Default)]
struct Aside {
    referent: Option<Arc<Reference>>,
    decoded: Option<Value>,
    structure: Option<Value>,
}

impl Value {
    /// A value with its origin.
    pub fn new(kind: ValueKind, origin: Origin) -> Self {
        Self { kind, origin, marks: Marks::NONE, maybe: false, aside: None }
    }

    /// A value made at a place.
    pub fn at(kind: ValueKind, at: Span) -> Self {
        Self::new(kind, Origin::literal(at))
    }

    /// `null`
    pub fn null(ty: Type, at: Span) -> Self {
        Self::at(ValueKind::Null(ty), at)
    }

    /// A truth value.
    pub fn bool(value: bool, at: Span) -> Self {
        Self::at(ValueKind::Bool(value), at)
    }

    /// A number.
    pub fn number(number: Number, at: Span) -> Self {
        Self::at(ValueKind::Number(number), at)
    }

    /// A string; brought to Unicode's normal form C.
    pub fn string(text: impl Into<Arc<str>>, at: Span) -> Self {
        Self::at(ValueKind::String(crate::text::normal(text.into())), at)
    }

    /// A tuple of these.
    pub fn tuple(items: Vec<Self>, at: Span) -> Self {
        Self::at(ValueKind::Tuple(Arc::new(Items::mixed(items))), at)
    }

    /// A list of these, which are of that type.
    pub fn list(of: Type, items: Vec<Self>, at: Span) -> Self {
        Self::at(ValueKind::List(Arc::new(Items::of(of, items))), at)
    }

    /// An object of these.
    pub fn object(entries: Map, at: Span) -> Self {
        Self::at(ValueKind::Object(Arc::new(Entries::mixed(entries))), at)
    }

    /// A map of these, which are of that type.
    pub fn map(of: Type, entries: Map, at: Span) -> Self {
        Self::at(ValueKind::Map(Arc::new(Entries::of(of, entries))), at)
    }

    /// A value of which nothing is known but its type and why.
    pub fn unknown(ty: Type, reason: Arc<Reason>, at: Span) -> Self {
        Self::at(ValueKind::Unknown(Arc::new(Unknown::new(ty, reason))), at)
    }

    /// The same with another content: it keeps origin, marks, and what it refers to.
    #[must_use]
    pub fn with_kind(self, kind: ValueKind) -> Self {
        Self { kind, ..self }
    }

    /// The same with further marks.
    #[must_use]
    pub fn marked(mut self, marks: Marks) -> Self {
        self.marks = self.marks.with(marks);
        self
    }

    /// The same, read from the attribute of a resource.
    #[must_use]
    pub fn read_from(mut self, reference: Arc<Reference>) -> Self {
        self.change(|aside| aside.referent = Some(reference));
        self
    }

    /// The same, as the encoding (base64, perhaps compressed before) of a text, which may be known in part even where
    /// the encoding is not.
    #[must_use]
    pub fn encoding(mut self, text: Self) -> Self {
        self.change(|aside| aside.decoded = Some(text));
        self
    }

    /// The same, as the JSON text of a value, each part of which has its own place.
    #[must_use]
    pub fn text_of(mut self, structure: Self) -> Self {
        self.change(|aside| aside.structure = Some(structure));
        self
    }

    fn change(&mut self, change: impl FnOnce(&mut Aside)) {
        change(Arc::make_mut(self.aside.get_or_insert_default()));
    }

    /// What it refers to, and which text or structure it stands for, passed on to another value.
    #[must_use]
    pub fn aside_of(mut self, other: &Self) -> Self {
        self.aside.clone_from(&other.aside);
        self
    }

    /// The attribute of a resource that it was read from, known or not: the graph follows it.
    pub fn referent(&self) -> Option<&Arc<Reference>> {
        self.aside.as_ref()?.referent.as_ref()
    }

    /// Of an encoded text (base64, perhaps compressed before): the text.
    pub fn decoded(&self) -> Option<&Self> {
        self.aside.as_ref()?.decoded.as_ref()
    }

    /// Of a JSON text that was made from a value: that value.
    pub fn structure(&self) -> Option<&Self> {
        self.aside.as_ref()?.structure.as_ref()
    }

    /// Whether it may never be printed; what is inside has marks of its own.
    pub fn is_sensitive(&self) -> bool {
        self.marks.has(Marks::SENSITIVE)
    }

    /// The attribute of a resource that it stands for, if it is just that: `aws_subnet.a.id`.
    ///
    /// Known values have one too where they were read from a resource: `aws_iam_role.r.name`.
    pub fn reference(&self) -> Option<&Reference> {
        let itself = || self.reason().filter(|_| self.is_opaque())?.reference();
        self.referent().map(AsRef::as_ref).or_else(itself)
    }
}

/// What is known of it.
impl Value {
    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, ValueKind::Null(_))
    }

    /// Whether it is known; what is inside may be unknown.
    pub fn is_known(&self) -> bool {
        !matches!(self.kind, ValueKind::Unknown(_))
    }

    /// Whether nothing of its content is known.
    pub fn is_opaque(&self) -> bool {
        matches!(&self.kind, ValueKind::Unknown(unknown) if unknown.partial.is_none())
    }

    /// The value itself, or the one that it surely will be although Terraform does not know yet.
    pub fn sure(&self) -> &Self {
        match &self.kind {
            ValueKind::Unknown(unknown) => match &unknown.partial {
                Some(Partial::Sure(value)) => value,
                _ => self,
            },
            _ => self,
        }
    }

    /// The unknown that it is.
    pub fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            ValueKind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// Why it is unknown, if it is, wholly or in part.
    pub fn reason(&self) -> Option<&Arc<Reason>> {
        self.as_unknown().map(|unknown| &unknown.reason)
    }

    /// Of a collection that is known in part: why it may have more or fewer elements than are listed.
    pub fn open(&self) -> Option<&Arc<Reason>> {
        match &self.as_unknown()?.partial {
            Some(Partial::Elements(_) | Partial::Entries(_)) => self.reason(),
            _ => None,
        }
    }

    /// Of a string that is known in part: its pieces.
    pub fn parts(&self) -> Option<&[Part]> {
        match &self.as_unknown()?.partial {
            Some(Partial::Text(parts)) => Some(parts),
            _ => None,
        }
    }

    /// Its type.
    pub fn ty(&self) -> Type {
        match &self.kind {
            ValueKind::Null(ty) => ty.clone(),
            ValueKind::Bool(_) => Type::Bool,
            ValueKind::Number(_) => Type::Number,
            ValueKind::String(_) => Type::String,
            ValueKind::List(items) => Type::list(items.element_type().clone()),
            ValueKind::Set(items) => Type::set(items.element_type().clone()),
            ValueKind::Tuple(items) => items.tuple_type(),
            ValueKind::Map(entries) => Type::map(entries.element_type().clone()),
            ValueKind::Object(entries) => entries.object_type(),
            ValueKind::Unknown(unknown) => unknown.ty.clone(),
        }
    }
}

/// Reading it. What is known in part shows what is known (`open` and `parts` tell), what is sure shows what it will be.
impl Value {
    /// The string, if it is one and wholly known.
    pub fn as_str(&self) -> Option<&str> {
        match &self.sure().kind {
            ValueKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text it encodes, or its own if it is no encoding; only if wholly known.
    pub fn decoded_text(&self) -> Option<&str> {
        self.decoded().unwrap_or(self).as_str()
    }

    /// The truth value; the strings `"true"` and `"false"` convert, as in Terraform.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.sure().kind {
            ValueKind::Bool(value) => Some(*value),
            ValueKind::String(text) => match text.as_ref() {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number; numeric strings convert, as in Terraform.
    pub fn as_number(&self) -> Option<Number> {
        match &self.sure().kind {
            ValueKind::Number(number) => Some(number.clone()),
            ValueKind::String(text) => Number::parse(text).ok(),
            _ => None,
        }
    }

    /// The number as a whole one, if it is one; numeric strings convert, as in Terraform.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// The elements of a list, set or tuple.
    pub fn as_list(&self) -> Option<&[Self]> {
        match &self.sure().kind {
            ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items) => Some(items),
            ValueKind::Unknown(unknown) => match &unknown.partial {
                Some(Partial::Elements(items)) => Some(items),
                _ => None,
            },
            _ => None,
        }
    }

    /// The blocks that it stands for: the elements of a list or set, or the one object that configuration of
    /// Terraform 0.11 gives with `=`.
    pub fn as_blocks(&self) -> &[Self] {
        match self.as_list() {
            Some(items) => items,
            None if self.as_map().is_some() => std::slice::from_ref(self),
            None => &[],
        }
    }

    /// The entries of an object or map.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.sure().kind {
            ValueKind::Map(entries) | ValueKind::Object(entries) => Some(entries),
            ValueKind::Unknown(unknown) => match &unknown.partial {
                Some(Partial::Entries(entries)) => Some(entries),
                _ => None,
            },
            _ => None,
        }
    }

    /// The entry of that name, if this is an object that has it and it is not `null`.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(key).filter(|value| !value.is_null())
    }
}
