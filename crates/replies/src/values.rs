//! JSON to values of which each part keeps its place.

use ringfence_hcl::Names;
use ringfence_hcl::json::{Json, Kind};
use ringfence_model::{FileId, Span};
use ringfence_value::{Cause, Map, Number, Reason, Type, Value};

use crate::limits::DIGITS;

/// A number that the values of a text do not exceed: told before it is parsed.
pub(crate) fn at_most(text: &str) -> usize {
    1 + text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count()
}

/// The value of a document.
///
/// Unknown: numbers of absurd length.
pub(crate) fn value(root: Json<'_>, file: FileId) -> Value {
    Values { file, names: Names::new() }.value(root)
}

struct Values {
    file: FileId,
    /// Equal names share their memory.
    names: Names,
}

impl Values {
    /// The value that a node is. How deep it goes is bounded by what the parser takes.
    fn value(&mut self, node: Json<'_>) -> Value {
        let range = node.range();
        let at = Span { file: self.file, start: range.start, end: range.end };
        match node.kind() {
            Kind::Null => Value::null(Type::Dynamic, at),
            Kind::Bool => Value::bool(node.as_bool() == Some(true), at),
            Kind::Number => match Number::parse(node.number().unwrap_or_default()) {
                Ok(number) if number.most_digits() <= DIGITS => Value::number(number, at),
                Ok(_) => limit(&format!("a number of more than {DIGITS} digits"), at),
                Err(error) => limit(&error.to_string(), at),
            },
            Kind::String => Value::string(node.as_str().unwrap_or_default().as_ref(), at),
            Kind::Array => Value::tuple(node.items().map(|item| self.value(item)).collect(), at),
            Kind::Object => {
                let entries =
                    node.entries().map(|(name, _, inner)| (self.names.intern(&name), self.value(inner)));
                Value::object(entries.collect::<Map>(), at)
            }
        }
    }
}

fn limit(what: &str, at: Span) -> Value {
    Value::unknown(Type::Number, Reason::new(Cause::Limit(what.into()), at), at)
}

#[cfg(test)]
mod tests {
    use ringfence_hcl::json;

    use super::*;

    fn read(text: &str) -> Value {
        value(json::parse(text).unwrap().root(), FileId(0))
    }

    fn count(value: &Value) -> usize {
        let inside = value.as_list().unwrap_or_default().iter();
        1 + inside.chain(value.as_map().into_iter().flat_map(Map::values)).map(count).sum::<usize>()
    }

    #[test]
    fn a_text_has_at_most_so_many_values() {
        for text in
            ["1", "[]", "{}", r#"[1, {"a": "b"}, 3]"#, r#"{"a": [[], {}], "b": ",[{"}"#, "[[[1,2],[3]],4]"]
        {
            let value = read(text);
            assert!(count(&value) <= at_most(text), "{text}");
        }
    }

    #[test]
    fn numbers_of_absurd_length_are_unknown() {
        assert!(!read(&"9".repeat(DIGITS + 1)).is_known());
        assert!(read("1e999999999").as_i64().is_none());
        assert_eq!(read("12").as_i64(), Some(12));
    }
}
