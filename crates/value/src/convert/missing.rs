//! Why one type does not convert to another, in words.

use crate::Type;

/// What is wrong with a type where another is wanted: `string required`, `attribute "a" is required`.
pub fn mismatch(given: &Type, wanted: &Type) -> String {
    match (given, wanted) {
        (Type::Object(given), Type::Object(wanted)) => {
            let missing = |name: &str| given.get(name).is_none();
            let required = wanted.iter().filter(|attribute| !attribute.optional);
            let names: Vec<String> = required
                .filter(|attribute| missing(&attribute.name))
                .map(|attribute| format!("`{}`", attribute.name))
                .collect();
            match names.as_slice() {
                [] => wrong_attribute(given, wanted),
                [one] => format!("attribute {one} is required"),
                several => format!("attributes {} are required", several.join(", ")),
            }
        }
        (Type::Tuple(given), Type::Tuple(wanted)) if given.len() != wanted.len() => {
            format!("a tuple of {} elements is required, not of {}", wanted.len(), given.len())
        }
        (Type::Tuple(_), Type::List(element) | Type::Set(element)) if **element == Type::Dynamic => {
            "all elements must have the same type".to_owned()
        }
        (Type::Object(_), Type::Map(element)) if **element == Type::Dynamic => {
            "all values of a map must have the same type".to_owned()
        }
        (Type::Tuple(items), Type::List(element) | Type::Set(element)) => {
            let wrong = items.iter().enumerate().find(|(_, item)| !fits(item, element));
            wrong.map_or_else(
                || format!("{wanted} required"),
                |(index, item)| format!("element {index}: {}", mismatch(item, element)),
            )
        }
        (Type::Object(object), Type::Map(element)) => {
            let wrong = object.iter().find(|attribute| !fits(&attribute.ty, element));
            wrong.map_or_else(
                || format!("{wanted} required"),
                |attribute| format!("element `{}`: {}", attribute.name, mismatch(&attribute.ty, element)),
            )
        }
        _ => format!("{wanted} required, not {given}"),
    }
}

fn fits(given: &Type, wanted: &Type) -> bool {
    crate::ty::convertible(given, wanted, crate::ty::Safety::Unsafe)
}

fn wrong_attribute(given: &crate::ObjectType, wanted: &crate::ObjectType) -> String {
    let pairs = wanted.iter().filter_map(|wanted| Some((wanted, given.get(&wanted.name)?)));
    let wrong = pairs.into_iter().find(|(wanted, given)| !fits(&given.ty, &wanted.ty));
    wrong.map_or_else(
        || "an object of another shape is required".to_owned(),
        |(wanted, given)| format!("attribute `{}`: {}", wanted.name, mismatch(&given.ty, &wanted.ty)),
    )
}
