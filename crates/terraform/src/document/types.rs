//! Types as plans and states write them.

use ringfence_hcl::json::{Json, Kind};
use ringfence_value::{Type, Value, convert};

/// Types inside each other that are read.
const DEEPEST: usize = 64;

/// `"string"`, `["list", "string"]`, `["object", {"a": "bool"}]`
///
/// Errors: nothing, if it is no type.
pub(super) fn parse(node: Json<'_>) -> Option<Type> {
    inner(node, DEEPEST)
}

/// A value with its type beside it, as state files write attributes that may be of any type: `{"value": …, "type": …}`.
///
/// A type that is a single word is taken for one only where it is `sure` that such an attribute may stand there: other
/// resources have a `type` and a `value` of their own.
///
/// Source: `marshalDynamic` in go-cty's `json` package (read 2026-11-25).
pub(super) fn told(node: Json<'_>, sure: bool) -> Option<(Json<'_>, Type)> {
    let (ty, value) = (node.get("type")?, node.get("value")?);
    let is_one = node.entries().count() == 2 && (sure || ty.kind() == Kind::Array);
    is_one.then(|| Some((value, parse(ty)?))).flatten()
}

/// The value in that type, if it is told and the value fits.
pub(super) fn typed(value: Value, ty: Option<Type>) -> Value {
    ty.and_then(|ty| convert(&value, &ty).ok()).unwrap_or(value)
}

fn inner(node: Json<'_>, depth: usize) -> Option<Type> {
    let depth = depth.checked_sub(1)?;
    if node.kind() == Kind::String {
        return Some(match node.as_str()?.as_ref() {
            "string" => Type::String,
            "number" => Type::Number,
            "bool" => Type::Bool,
            "dynamic" => Type::Dynamic,
            _ => return None,
        });
    }
    let mut parts = node.items();
    let (name, of) = (parts.next()?.as_str()?, parts.next()?);
    Some(match name.as_ref() {
        "list" => Type::list(inner(of, depth)?),
        "set" => Type::set(inner(of, depth)?),
        "map" => Type::map(inner(of, depth)?),
        "tuple" => Type::tuple(of.items().map(|part| inner(part, depth)).collect::<Option<Vec<Type>>>()?),
        "object" => {
            let attribute = |(name, _, ty): (std::borrow::Cow<'_, str>, _, Json<'_>)| {
                Some((name.as_ref().into(), inner(ty, depth)?))
            };
            Type::object(of.entries().map(attribute).collect::<Option<Vec<_>>>()?)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_beside_a_value_is_told_from_attributes_of_those_names() {
        let told = |text: &str, sure: bool| {
            let document = ringfence_hcl::json::parse(text).unwrap();
            super::told(document.root(), sure).map(|(value, ty)| (value.raw().to_owned(), ty.to_json()))
        };
        let list = r#"{"type": ["list", "number"], "value": [1]}"#;
        assert_eq!(told(list, false), Some(("[1]".to_owned(), r#"["list","number"]"#.to_owned())));
        let word = r#"{"type": "string", "value": "x"}"#;
        assert_eq!(told(word, false), None);
        assert!(told(word, true).is_some());
        assert_eq!(told(r#"{"type": ["list", "number"], "value": [1], "name": "n"}"#, true), None);
        assert_eq!(told(r#"{"type": "forward", "value": "x"}"#, true), None);
    }

    #[test]
    fn types_are_read_as_they_are_written() {
        for text in [
            r#""string""#,
            r#"["list","number"]"#,
            r#"["object",{"a":["map","bool"],"b":["tuple",["string",["set","dynamic"]]]}]"#,
        ] {
            let document = ringfence_hcl::json::parse(text).unwrap();
            assert_eq!(parse(document.root()).unwrap().to_json(), text);
        }
        for wrong in ["1", r#"["list"]"#, r#"["heap","string"]"#, r#"["tuple",["x"]]"#] {
            let document = ringfence_hcl::json::parse(wrong).unwrap();
            assert_eq!(parse(document.root()), None, "{wrong}");
        }
    }
}
