//! Values as JSON.

use crate::ty::quote;
use crate::{Value, ValueKind};

/// What stands for a sensitive value.
pub const SENSITIVE: &str = "(sensitive)";

/// How a value becomes text.
#[derive(Clone, Copy)]
struct Style {
    /// Sensitive parts are shown.
    reveal: bool,
    /// Unknown entries of objects are left out, not `null`.
    leaves_out: bool,
}

impl Value {
    /// The JSON text of what is known: unknown parts are `null`, sensitive ones [`SENSITIVE`] unless `reveal`.
    ///
    /// Shape: sets and tuples are arrays; keys are sorted; numbers have all their digits.
    pub fn to_json(&self, reveal: bool) -> String {
        self.in_style(Style { reveal, leaves_out: false })
    }

    /// The JSON text of what is known, in the shape that Terraform gives planned values: what is unknown is left out of
    /// objects and `null` in lists; sensitive parts are [`SENSITIVE`] unless `reveal`.
    pub fn known_json(&self, reveal: bool) -> String {
        self.in_style(Style { reveal, leaves_out: true })
    }

    fn in_style(&self, style: Style) -> String {
        let mut json = String::new();
        self.write(&mut json, style);
        json
    }

    fn write(&self, json: &mut String, style: Style) {
        if self.is_sensitive() && !style.reveal {
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
                    item.write(json, style);
                }
                json.push(']');
            }
            ValueKind::Map(entries) | ValueKind::Object(entries) => {
                json.push('{');
                let shown = entries.iter().filter(|(_, item)| item.is_known() || !style.leaves_out);
                for (index, (key, item)) in shown.enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    quote(json, key);
                    json.push(':');
                    item.write(json, style);
                }
                json.push('}');
            }
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
        assert_eq!(value.known_json(false), r#"{"a\n":[null,1,"(sensitive)"],"c":true}"#);
        assert_eq!(value.unknown_json(), r#"{"a\n":[true,false,false],"b":true}"#);
    }
}
