//! Values as JSON.

use crate::ty::quote;
use crate::{Value, ValueKind};

/// What stands for a sensitive value.
pub const SENSITIVE: &str = "(sensitive)";

impl Value {
    /// The JSON text of what is known: unknown parts are `null`, sensitive ones [`SENSITIVE`] unless `reveal`.
    ///
    /// Shape: sets and tuples are arrays; keys are sorted; numbers have all their digits.
    pub fn to_json(&self, reveal: bool) -> String {
        let mut json = String::new();
        self.write_json(&mut json, reveal);
        json
    }

    /// Adds the JSON text to another; see [`Value::to_json`].
    pub fn write_json(&self, json: &mut String, reveal: bool) {
        if self.is_sensitive() && !reveal {
            return quote(json, SENSITIVE);
        }
        match &self.kind {
            ValueKind::Null(_) | ValueKind::Unknown(_) => json.push_str("null"),
            ValueKind::Bool(value) => json.push_str(if *value { "true" } else { "false" }),
            ValueKind::Number(number) if number.is_infinite() => quote(json, &number.to_string()),
            ValueKind::Number(number) => json.push_str(&number.to_string()),
            ValueKind::String(text) => quote(json, text),
            ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items) => {
                json.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    item.write_json(json, reveal);
                }
                json.push(']');
            }
            ValueKind::Map(entries) | ValueKind::Object(entries) => {
                json.push('{');
                for (index, (key, item)) in entries.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    quote(json, key);
                    json.push(':');
                    item.write_json(json, reveal);
                }
                json.push('}');
            }
        }
    }

    /// The JSON text of what is known, in the shape that Terraform gives planned values: what is unknown is left out of
    /// objects and `null` in lists; sensitive parts are [`SENSITIVE`] unless `reveal`.
    pub fn known_json(&self, reveal: bool) -> String {
        let mut json = String::new();
        self.write_known(&mut json, reveal);
        json
    }

    fn write_known(&self, json: &mut String, reveal: bool) {
        let hidden = self.is_sensitive() && !reveal;
        match &self.kind {
            ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items) if !hidden => {
                json.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    item.write_known(json, reveal);
                }
                json.push(']');
            }
            ValueKind::Map(entries) | ValueKind::Object(entries) if !hidden => {
                json.push('{');
                let known = entries.iter().filter(|(_, item)| item.is_known());
                for (index, (key, item)) in known.enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    quote(json, key);
                    json.push(':');
                    item.write_known(json, reveal);
                }
                json.push('}');
            }
            _ => self.write_json(json, reveal),
        }
    }

    /// Which parts are unknown, as JSON in the shape that Terraform gives plans: `true` for what is unknown, `false` for
    /// known elements of lists, nothing for known entries of objects.
    pub fn unknown_json(&self) -> String {
        let mut json = String::new();
        self.write_unknown(&mut json);
        json
    }

    fn write_unknown(&self, json: &mut String) {
        match (&self.kind, self.as_list(), self.as_map()) {
            (ValueKind::Unknown(_), ..) => json.push_str("true"),
            (_, Some(items), _) => {
                json.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    item.write_unknown(json);
                }
                json.push(']');
            }
            (_, None, Some(entries)) => {
                json.push('{');
                let mut first = true;
                for (key, item) in entries {
                    let mut inner = String::new();
                    item.write_unknown(&mut inner);
                    if inner == "false" {
                        continue;
                    }
                    if !std::mem::take(&mut first) {
                        json.push(',');
                    }
                    quote(json, key);
                    json.push(':');
                    json.push_str(&inner);
                }
                json.push('}');
            }
            _ => json.push_str("false"),
        }
    }
}

#[cfg(test)]
mod tests {
    use ringfence_model::{FileId, Span};

    use super::*;
    use crate::{Cause, Map, Marks, Number, Reason, Type};

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    #[test]
    fn unknown_and_sensitive_parts_are_not_shown() {
        let unknown = Value::unknown(Type::String, Reason::new(Cause::Variable("a".into()), AT), AT);
        let secret = Value::string("s3cr3t", AT).marked(Marks::SENSITIVE);
        let list = Value::tuple(vec![unknown.clone(), Value::number(Number::written(1), AT), secret], AT);
        let entries: Map = [("a\n".into(), list), ("b".into(), unknown), ("c".into(), Value::bool(true, AT))]
            .into_iter()
            .collect();
        let value = Value::object(entries, AT);
        assert_eq!(value.to_json(false), r#"{"a\n":[null,1,"(sensitive)"],"b":null,"c":true}"#);
        assert_eq!(value.to_json(true), r#"{"a\n":[null,1,"s3cr3t"],"b":null,"c":true}"#);
        assert_eq!(value.unknown_json(), r#"{"a\n":[true,false,false],"b":true}"#);
    }
}
