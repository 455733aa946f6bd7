//! Conversions between types.

mod known;
mod missing;
mod primitive;

use crate::ty::{Safety, convertible};
use crate::{Partial, Type, Unknown, Value, ValueKind, set};

pub use missing::mismatch;

/// Why a value does not convert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConvertError {
    /// The way to the part that does not: `["a"].b[0]`; empty for the value itself.
    pub path: String,
    /// In words: `a number is required`.
    pub message: String,
}

impl ConvertError {
    fn new(message: impl Into<String>) -> Self {
        Self { path: String::new(), message: message.into() }
    }

    /// The same, further in.
    fn inside(mut self, step: &str) -> Self {
        self.path.insert_str(0, step);
        self
    }
}

impl std::fmt::Display for ConvertError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for ConvertError {}

/// The value in another type, with its origin, marks and what it refers to.
///
/// Unknown: an unknown value becomes one of that type, for the same reason, with what is known of it.
///
/// # Errors
///
/// It does not convert.
///
/// Source: go-cty's `convert.Convert` (read 2026-11-25).
pub fn convert(value: &Value, to: &Type) -> Result<Value, ConvertError> {
    let from = value.ty();
    if from == *to || *to == Type::Dynamic {
        return Ok(value.clone());
    }
    if !convertible(&from, to, Safety::Unsafe) {
        return Err(ConvertError::new(mismatch(&from, to)));
    }
    apply(value, to)
}

/// The value in a type to which its own type converts.
fn apply(value: &Value, to: &Type) -> Result<Value, ConvertError> {
    match &value.kind {
        _ if *to == Type::Dynamic => Ok(value.clone()),
        ValueKind::Null(ty) => {
            let ty = filled_in(ty, &to.without_optional());
            Ok(value.clone().with_kind(ValueKind::Null(ty)))
        }
        ValueKind::Unknown(unknown) => Ok(unknown_as(value, unknown, to)),
        _ => known::apply(value, to),
    }
}

fn unknown_as(value: &Value, unknown: &Unknown, to: &Type) -> Value {
    let ty = filled_in(&unknown.ty, &to.without_optional());
    if ty == unknown.ty {
        return value.clone();
    }
    let refinement = unknown.refinement.converted(&unknown.ty, &ty);
    let mut converted = Unknown::new(ty, unknown.reason.clone());
    converted.partial = partial_as(unknown, &converted.ty);
    value.clone().with_kind(ValueKind::Unknown(std::sync::Arc::new(converted))).refined(refinement)
}

/// What is known of a value in part, of another type: a set has each element once, and what a value surely will be
/// converts as it will.
fn partial_as(unknown: &Unknown, to: &Type) -> Option<Partial> {
    match (unknown.partial.as_ref()?, to) {
        (Partial::Elements(items), Type::Set(_)) => {
            Some(Partial::elements(set::distinct(items.iter().cloned())))
        }
        (Partial::Sure(sure), _) => Some(Partial::Sure(Box::new(convert(sure, to).ok()?))),
        (other, _) => Some(other.clone()),
    }
}

/// The wanted type with the parts that may be any taken from the given one.
///
/// Source: `dynamicReplace` of go-cty (read 2026-11-25).
fn filled_in(given: &Type, wanted: &Type) -> Type {
    let common = |types: Vec<Type>| crate::ty::unify(&types, Safety::Unsafe).unwrap_or(Type::Dynamic);
    let element = |wanted: &Type| match given {
        Type::List(given) | Type::Set(given) | Type::Map(given) => filled_in(given, wanted),
        Type::Tuple(items) => filled_in(&common(items.to_vec()), wanted),
        Type::Object(object) => {
            filled_in(&common(object.iter().map(|attribute| attribute.ty.clone()).collect()), wanted)
        }
        _ => wanted.clone(),
    };
    match wanted {
        _ if !wanted.has_dynamic() || *given == Type::Dynamic => wanted.clone(),
        Type::Dynamic => given.clone(),
        Type::List(wanted) => Type::list(element(wanted)),
        Type::Set(wanted) => Type::set(element(wanted)),
        Type::Map(wanted) => Type::map(element(wanted)),
        Type::Tuple(wanted) => match given {
            Type::Tuple(given) => Type::tuple(
                given.iter().zip(wanted.iter()).map(|(given, wanted)| filled_in(given, wanted)).collect(),
            ),
            _ => Type::Tuple(wanted.clone()),
        },
        Type::Object(wanted) => Type::object(wanted.iter().map(|attribute| {
            let given = match given {
                Type::Object(given) => given.get(&attribute.name).map(|attribute| &attribute.ty),
                Type::Map(element) => Some(element.as_ref()),
                _ => None,
            };
            let ty = given.map_or_else(|| attribute.ty.clone(), |given| filled_in(given, &attribute.ty));
            (attribute.name.clone(), ty)
        })),
        other => other.clone(),
    }
}
