//! Types as Terraform writes them in JSON.

use std::fmt::Write as _;

use super::Type;

impl Type {
    /// The JSON text: `"string"`, `["list","string"]`, `["object",{"a":"number"}]`.
    ///
    /// Source: `Type.MarshalJSON` of go-cty, which writes the types of outputs in plans and states (read 2026-11-25).
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.write_json(&mut json);
        json
    }

    fn write_json(&self, json: &mut String) {
        match self {
            Self::Dynamic => json.push_str("\"dynamic\""),
            Self::Bool => json.push_str("\"bool\""),
            Self::Number => json.push_str("\"number\""),
            Self::String => json.push_str("\"string\""),
            Self::List(element) => pair(json, "list", element),
            Self::Set(element) => pair(json, "set", element),
            Self::Map(element) => pair(json, "map", element),
            Self::Tuple(elements) => {
                json.push_str("[\"tuple\",[");
                for (index, element) in elements.iter().enumerate() {
                    separate(json, index);
                    element.write_json(json);
                }
                json.push_str("]]");
            }
            Self::Object(object) => {
                json.push_str("[\"object\",{");
                for (index, attribute) in object.iter().enumerate() {
                    separate(json, index);
                    quote(json, &attribute.name);
                    json.push(':');
                    attribute.ty.write_json(json);
                }
                json.push('}');
                optional(json, self);
                json.push(']');
            }
        }
    }
}

fn pair(json: &mut String, name: &str, element: &Type) {
    // Writing to a string cannot fail.
    let _ = write!(json, "[\"{name}\",");
    element.write_json(json);
    json.push(']');
}

fn separate(json: &mut String, index: usize) {
    if index > 0 {
        json.push(',');
    }
}

/// The names of the optional attributes, if there are any.
fn optional(json: &mut String, ty: &Type) {
    let attributes = ty.attributes().into_iter().flatten();
    let names: Vec<&str> =
        attributes.filter(|attribute| attribute.optional).map(|attribute| attribute.name.as_ref()).collect();
    if names.is_empty() {
        return;
    }
    json.push_str(",[");
    for (index, name) in names.iter().enumerate() {
        separate(json, index);
        quote(json, name);
    }
    json.push(']');
}

/// A string in JSON.
pub(crate) fn quote(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            control if u32::from(control) < 0x20 => {
                let _ = write!(json, "\\u{:04x}", u32::from(control));
            }
            other => json.push(other),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_written_as_terraform_writes_them() {
        let ty = Type::map(Type::object([
            ("b".into(), Type::set(Type::Bool)),
            ("a\"".into(), Type::tuple(vec![Type::Number, Type::list(Type::Dynamic)])),
        ]));
        let json = r#"["map",["object",{"a\"":["tuple",["number",["list","dynamic"]]],"b":["set","bool"]}]]"#;
        assert_eq!(ty.to_json(), json);
        assert_eq!(Type::tuple(Vec::new()).to_json(), r#"["tuple",[]]"#);
    }
}
