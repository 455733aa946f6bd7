//! Types as plans and states write them.

use ringfence_hcl::json::{Json, Kind};
use ringfence_value::Type;

/// Types inside each other that are read.
const DEEPEST: usize = 64;

/// `"string"`, `["list", "string"]`, `["object", {"a": "bool"}]`
///
/// Errors: nothing, if it is no type.
pub(super) fn parse(node: Json<'_>) -> Option<Type> {
    inner(node, DEEPEST)
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
