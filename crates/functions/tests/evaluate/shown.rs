//! Values and types in one line, as the case files have them.

use std::fmt::Write as _;

use ringfence_value::{Marks, Type, Value, ValueKind};

/// A value in one line: JSON, in which `unknown` and `sensitive` stand for what is.
pub(crate) fn show(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    if value.marks.has(Marks::SENSITIVE) && value.is_known() {
        out.push_str("sensitive");
        return;
    }
    match &value.kind {
        ValueKind::Null(_) => out.push_str("null"),
        ValueKind::Bool(flag) => write!(out, "{flag}").unwrap(),
        ValueKind::Number(number) => write!(out, "{number}").unwrap(),
        ValueKind::String(text) => out.push_str(&serde_json::to_string(text.as_ref()).unwrap()),
        ValueKind::Unknown(_) => out.push_str("unknown"),
        ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                out.push_str(if place > 0 { ", " } else { "" });
                write(item, out);
            }
            out.push(']');
        }
        ValueKind::Map(entries) | ValueKind::Object(entries) => {
            out.push('{');
            for (place, (key, item)) in entries.iter().enumerate() {
                out.push_str(if place > 0 { ", " } else { "" });
                out.push_str(&serde_json::to_string(key.as_ref()).unwrap());
                out.push_str(": ");
                write(item, out);
            }
            out.push('}');
        }
    }
}

/// A type as Terraform's console names it, without white space.
pub(crate) fn type_text(ty: &Type) -> String {
    match ty {
        Type::Dynamic => "dynamic".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::List(of) => format!("list({})", type_text(of)),
        Type::Set(of) => format!("set({})", type_text(of)),
        Type::Map(of) => format!("map({})", type_text(of)),
        Type::Tuple(types) => {
            let types: Vec<String> = types.iter().map(type_text).collect();
            format!("tuple([{}])", types.join(","))
        }
        Type::Object(object) => {
            let attribute = |attribute: &ringfence_value::Attribute| {
                let name: String = attribute.name.split_whitespace().collect();
                format!("{name}:{}", type_text(&attribute.ty))
            };
            let attributes: Vec<String> = object.iter().map(attribute).collect();
            format!("object({{{}}})", attributes.join(","))
        }
    }
}
