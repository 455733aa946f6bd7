//! Types, as Terraform has them.

mod conform;
mod json;
mod name;
mod unify;

use std::sync::Arc;

pub(crate) use conform::{Into, conforms, element_type};
pub use conform::{Safety, convertible};
pub(crate) use json::quote;
pub use unify::unify;

/// A type.
///
/// Cheap to clone: what is large is shared, and shared parts are compared by address first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Not known yet, or any.
    Dynamic,
    /// `bool`
    Bool,
    /// `number`
    Number,
    /// `string`
    String,
    /// `list(…)`
    List(Arc<Type>),
    /// `set(…)`
    Set(Arc<Type>),
    /// `map(…)`
    Map(Arc<Type>),
    /// `tuple([…])`
    Tuple(Arc<Vec<Type>>),
    /// `object({…})`
    Object(Arc<ObjectType>),
}

/// The attributes of an object type.
///
/// Shape: sorted by name, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ObjectType {
    attributes: Vec<Attribute>,
}

/// One attribute of an object type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attribute {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub ty: Type,
    /// Whether a value may lack it; only in constraints, never in the type of a value.
    pub optional: bool,
}

impl Type {
    /// `list(element)`
    pub fn list(element: Self) -> Self {
        Self::List(Arc::new(element))
    }

    /// `set(element)`
    pub fn set(element: Self) -> Self {
        Self::Set(Arc::new(element))
    }

    /// `map(element)`
    pub fn map(element: Self) -> Self {
        Self::Map(Arc::new(element))
    }

    /// `tuple([…])`
    pub fn tuple(elements: Vec<Self>) -> Self {
        Self::Tuple(Arc::new(elements))
    }

    /// `object({…})`; of two attributes with one name the last stays.
    pub fn object(attributes: impl IntoIterator<Item = (Arc<str>, Self)>) -> Self {
        let required = |(name, ty)| Attribute { name, ty, optional: false };
        Self::Object(Arc::new(ObjectType::new(attributes.into_iter().map(required).collect())))
    }

    /// Whether it is `bool`, `number` or `string`.
    pub fn is_primitive(&self) -> bool {
        matches!(self, Self::Bool | Self::Number | Self::String)
    }

    /// Whether it is a list, set or map.
    pub fn is_collection(&self) -> bool {
        self.element().is_some()
    }

    /// The type of the elements of a list, set or map.
    pub fn element(&self) -> Option<&Self> {
        match self {
            Self::List(element) | Self::Set(element) | Self::Map(element) => Some(element),
            _ => None,
        }
    }

    /// The attributes, if it is an object type.
    pub fn attributes(&self) -> Option<&ObjectType> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Whether any part of it is not known yet.
    pub fn has_dynamic(&self) -> bool {
        match self {
            Self::Dynamic => true,
            Self::Bool | Self::Number | Self::String => false,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.has_dynamic(),
            Self::Tuple(elements) => elements.iter().any(Self::has_dynamic),
            Self::Object(object) => object.iter().any(|attribute| attribute.ty.has_dynamic()),
        }
    }

    /// The same type in which every attribute is required, as the type of a value is.
    #[must_use]
    pub fn without_optional(&self) -> Self {
        match self {
            Self::Dynamic | Self::Bool | Self::Number | Self::String => self.clone(),
            Self::List(element) => Self::list(element.without_optional()),
            Self::Set(element) => Self::set(element.without_optional()),
            Self::Map(element) => Self::map(element.without_optional()),
            Self::Tuple(elements) => Self::tuple(elements.iter().map(Self::without_optional).collect()),
            Self::Object(object) => Self::object(
                object.iter().map(|attribute| (attribute.name.clone(), attribute.ty.without_optional())),
            ),
        }
    }
}

impl ObjectType {
    /// Of these attributes; of two with one name the last stays.
    pub fn new(mut attributes: Vec<Attribute>) -> Self {
        attributes.sort_by(|left, right| left.name.cmp(&right.name));
        attributes.reverse();
        attributes.dedup_by(|earlier, later| earlier.name == later.name);
        attributes.reverse();
        Self { attributes }
    }

    /// The attribute of that name.
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        let found = self.attributes.binary_search_by(|attribute| attribute.name.as_ref().cmp(name)).ok()?;
        self.attributes.get(found)
    }

    /// Every attribute, by name.
    pub fn iter(&self) -> std::slice::Iter<'_, Attribute> {
        self.attributes.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.attributes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty()
    }
}

impl<'t> IntoIterator for &'t ObjectType {
    type Item = &'t Attribute;
    type IntoIter = std::slice::Iter<'t, Attribute>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_two_attributes_stays() {
        let ty =
            Type::object([("b".into(), Type::Bool), ("a".into(), Type::Bool), ("a".into(), Type::String)]);
        let object = ty.attributes().unwrap();
        assert_eq!(object.len(), 2);
        assert_eq!(object.get("a").unwrap().ty, Type::String);
        assert!(object.get("c").is_none());
    }

    #[test]
    fn optional_attributes_are_of_constraints_only() {
        let attribute = Attribute { name: "a".into(), ty: Type::Number, optional: true };
        let constraint = Type::list(Type::Object(Arc::new(ObjectType::new(vec![attribute]))));
        let plain = Type::list(Type::object([("a".into(), Type::Number)]));
        assert_ne!(constraint, plain);
        assert_eq!(constraint.without_optional(), plain);
    }
}
