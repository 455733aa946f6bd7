//! Which types convert to which.

use super::{ObjectType, Type, unify};

/// Which conversions are asked for.
///
/// Source: `getConversionKnown` of go-cty's `convert` package (read 2026-11-25).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Those that cannot fail: a number to a string.
    Safe,
    /// Also those that depend on the value: a string to a number.
    Unsafe,
}

/// Whether values of a type convert to another, as far as the types tell.
///
/// Unknown: [`Type::Dynamic`] converts to everything if unsafe conversions count, and everything converts to it.
pub fn convertible(from: &Type, to: &Type, safety: Safety) -> bool {
    if from == to {
        return true;
    }
    match (from, to) {
        (_, Type::Dynamic) | (Type::Number | Type::Bool, Type::String) => true,
        (Type::Dynamic, _) | (Type::String, Type::Number | Type::Bool) => safety == Safety::Unsafe,
        (Type::Object(from), Type::Object(to)) => objects(from, to, safety),
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len()
                && from.iter().zip(to.iter()).all(|(from, to)| convertible(from, to, safety))
        }
        (Type::List(_), Type::Set(_)) if safety == Safety::Safe => false,
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => convertible(from, to, safety),
        (Type::Tuple(from), Type::List(to) | Type::Set(to)) => {
            from.is_empty() || elements(from, to, Into::Sequence, safety)
        }
        (Type::Object(from), Type::Map(to)) => {
            let types: Vec<Type> = from.iter().map(|attribute| attribute.ty.clone()).collect();
            from.is_empty() || elements(&types, to, Into::Mapping, safety)
        }
        (Type::Map(from), Type::Object(to)) => {
            let fits = |ty: &Type, optional: bool| optional || convertible(from, ty, safety);
            safety == Safety::Unsafe && to.iter().all(|attribute| fits(&attribute.ty, attribute.optional))
        }
        _ => false,
    }
}

/// Whether a type fits another in which parts may be any.
pub(crate) fn conforms(given: &Type, wanted: &Type) -> bool {
    match (given, wanted) {
        (_, Type::Dynamic) => true,
        (Type::List(given), Type::List(wanted))
        | (Type::Set(given), Type::Set(wanted))
        | (Type::Map(given), Type::Map(wanted)) => conforms(given, wanted),
        (Type::Tuple(given), Type::Tuple(wanted)) => {
            given.len() == wanted.len() && given.iter().zip(wanted.iter()).all(|(a, b)| conforms(a, b))
        }
        (Type::Object(given), Type::Object(wanted)) => {
            given.len() == wanted.len()
                && given.iter().zip(wanted.iter()).all(|(a, b)| a.name == b.name && conforms(&a.ty, &b.ty))
        }
        _ => given == wanted,
    }
}

/// What elements of several types become.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Into {
    /// Elements of a list or set.
    Sequence,
    /// Values of a map.
    Mapping,
}

/// The type that the elements of a tuple or object get where a collection of `wanted` is made of them; nothing if
/// they have none in common.
pub(crate) fn element_type(given: &[Type], wanted: &Type, into: Into, safety: Safety) -> Option<Type> {
    if *wanted != Type::Dynamic {
        return Some(wanted.clone());
    }
    let common = unify(given, safety)?;
    let mixed = common == Type::Dynamic && given.iter().any(|ty| *ty != Type::Dynamic);
    if into == Into::Sequence && mixed { None } else { Some(common) }
}

fn elements(given: &[Type], wanted: &Type, into: Into, safety: Safety) -> bool {
    let Some(element) = element_type(given, wanted, into, safety) else { return false };
    given.iter().all(|ty| convertible(ty, &element, safety))
}

fn objects(from: &ObjectType, to: &ObjectType, safety: Safety) -> bool {
    to.iter().all(|wanted| match from.get(&wanted.name) {
        Some(given) => convertible(&given.ty, &wanted.ty, safety),
        None => wanted.optional,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(attributes: &[(&str, Type)]) -> Type {
        Type::object(attributes.iter().map(|(name, ty)| ((*name).into(), ty.clone())))
    }

    #[test]
    fn what_may_fail_is_unsafe() {
        let cases = [
            (Type::Number, Type::String, true),
            (Type::String, Type::Number, false),
            (Type::list(Type::String), Type::set(Type::String), false),
            (Type::set(Type::Number), Type::list(Type::String), true),
            (Type::Dynamic, Type::Bool, false),
            (Type::map(Type::String), object(&[("a", Type::String)]), false),
            (object(&[("a", Type::Number), ("b", Type::String)]), Type::map(Type::String), true),
            (Type::tuple(vec![Type::Number, Type::String]), Type::list(Type::String), true),
        ];
        for (from, to, safe) in cases {
            assert_eq!(convertible(&from, &to, Safety::Safe), safe, "{from} to {to}");
            assert!(convertible(&from, &to, Safety::Unsafe), "{from} to {to}");
        }
    }

    #[test]
    fn an_object_lacks_no_attribute_and_may_have_more() {
        let small = object(&[("a", Type::String)]);
        let large = object(&[("a", Type::Number), ("b", Type::Bool)]);
        assert!(convertible(&large, &small, Safety::Safe));
        assert!(!convertible(&small, &large, Safety::Unsafe));
        assert!(!convertible(&Type::Bool, &Type::Number, Safety::Unsafe));
        assert!(!convertible(&Type::tuple(vec![Type::Bool]), &Type::tuple(Vec::new()), Safety::Unsafe));
    }
}
