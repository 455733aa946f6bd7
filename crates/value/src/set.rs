//! Sets: elements in Terraform's order, each once.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use ringfence_model::Span;

use crate::{Items, Marks, Number, Truth, Type, Value, ValueKind, equal};

/// A set of these values, which are of that type; their marks become the set's.
///
/// Unknown: unknown elements are never equal to others and stand last.
///
/// Source: `set_internals.go` of go-cty (read 2026-11-25).
pub fn make(of: Type, items: Vec<Value>, at: Span) -> Value {
    let marks = items.iter().fold(Marks::NONE, |marks, item| marks.with(item.all_marks()));
    let unmarked = items.into_iter().map(|item| item.unmarked());
    let kind = ValueKind::Set(Arc::new(Items::of(of, elements(unmarked))));
    Value::at(kind, at).marked(marks)
}

/// These values sorted as Terraform sorts a set's, the first of equal ones kept.
pub fn elements(values: impl IntoIterator<Item = Value>) -> Vec<Value> {
    let mut keyed: Vec<(Key, Value)> = values.into_iter().map(|value| (Key::of(&value), value)).collect();
    keyed.sort_by(|left, right| left.0.cmp(&right.0));
    let mut kept: Vec<Value> = Vec::with_capacity(keyed.len());
    let mut run: Option<(Key, Distinct)> = None;
    for (key, value) in keyed {
        match &mut run {
            Some((known, seen)) if *known == key => {
                if seen.is_new(&kept, &value) {
                    kept.push(value);
                }
            }
            _ => {
                run = Some((key, Distinct::from(kept.len())));
                kept.push(value);
            }
        }
    }
    kept
}

/// The first of each run of equal values, in their order.
pub fn distinct(values: impl IntoIterator<Item = Value>) -> Vec<Value> {
    let mut seen = Distinct::from(0);
    let mut kept = Vec::new();
    for value in values {
        if seen.is_new(&kept, &value) {
            kept.push(value);
        }
    }
    kept
}

/// Tells which values differ, without comparing each with all.
struct Distinct {
    /// The first of the kept values that count, until it has been looked at.
    first: Option<usize>,
    /// By what equal values have in common, where they are.
    places: HashMap<u64, Vec<usize>>,
}

impl Distinct {
    fn from(first: usize) -> Self {
        Self { first: Some(first), places: HashMap::new() }
    }

    /// Whether a value differs from all that are kept; then it has to be kept next. One with unknown parts is never
    /// surely equal to another, so that it is not looked for either: there may be many, and all are alike.
    fn is_new(&mut self, kept: &[Value], value: &Value) -> bool {
        if let Some((place, first)) = self.first.take().and_then(|place| Some((place, kept.get(place)?)))
            && first.is_wholly_known()
        {
            self.places.entry(digest(first)).or_default().push(place);
        }
        if !value.is_wholly_known() {
            return true;
        }
        let same = |place: &usize| kept.get(*place).is_some_and(|before| equal(before, value) == Truth::Yes);
        let candidates = self.places.entry(digest(value)).or_default();
        let new = !candidates.iter().any(same);
        if new {
            candidates.push(kept.len());
        }
        new
    }
}

/// A number that is the same for equal values, and seldom for others.
pub fn digest(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    feed(value, &mut hasher);
    hasher.finish()
}

fn feed(value: &Value, hasher: &mut DefaultHasher) {
    match (&value.kind, value.as_list(), value.as_map()) {
        (_, Some(items), _) => {
            items.len().hash(hasher);
            for item in items {
                feed(item, hasher);
            }
        }
        (_, None, Some(entries)) => {
            for (key, item) in entries {
                key.hash(hasher);
                feed(item, hasher);
            }
        }
        (ValueKind::Bool(value), ..) => value.hash(hasher),
        (ValueKind::String(text), ..) => text.hash(hasher),
        // Numbers are equal if they are written alike.
        (ValueKind::Number(number), ..) => match number.as_i64() {
            Some(whole) => whole.hash(hasher),
            None => number.to_string().hash(hasher),
        },
        _ => 0_u8.hash(hasher),
    }
}

/// Where a value stands in a set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Bool(bool),
    Number(Number),
    Text(Arc<str>),
    /// A collection or structure: the text that Terraform hashes.
    Other(Vec<u8>),
    Unknown,
    Null,
}

impl Key {
    fn of(value: &Value) -> Self {
        match &value.kind {
            ValueKind::Null(_) => Self::Null,
            ValueKind::Unknown(_) => Self::Unknown,
            ValueKind::Bool(value) => Self::Bool(*value),
            ValueKind::Number(number) => Self::Number(number.clone()),
            ValueKind::String(text) => Self::Text(text.clone()),
            _ => {
                let mut text = Vec::new();
                write(value, &mut text);
                Self::Other(text)
            }
        }
    }
}

fn write(value: &Value, text: &mut Vec<u8>) {
    match &value.kind {
        ValueKind::Null(_) => text.push(b'~'),
        ValueKind::Unknown(_) => text.push(b'?'),
        ValueKind::Bool(value) => text.push(if *value { b'T' } else { b'F' }),
        ValueKind::Number(number) => text.extend(number.short_text().bytes()),
        ValueKind::String(content) => quote(content, text),
        ValueKind::List(items) | ValueKind::Set(items) => {
            text.push(b'[');
            items.iter().for_each(|item| entry(item, text));
            text.push(b']');
        }
        ValueKind::Tuple(items) => {
            text.push(b'<');
            items.iter().for_each(|item| entry(item, text));
            text.push(b'>');
        }
        ValueKind::Object(entries) => {
            text.push(b'<');
            entries.values().for_each(|item| entry(item, text));
            text.push(b'>');
        }
        ValueKind::Map(entries) => {
            text.push(b'{');
            for (key, item) in entries.iter() {
                quote(key, text);
                text.push(b':');
                entry(item, text);
            }
            text.push(b'}');
        }
    }
}

fn entry(value: &Value, text: &mut Vec<u8>) {
    write(value, text);
    text.push(b';');
}

/// As Go's `%q` writes a string, as far as the order of texts needs it.
fn quote(content: &str, text: &mut Vec<u8>) {
    text.push(b'"');
    for character in content.chars() {
        match character {
            '"' | '\\' => text.extend([b'\\', u8::try_from(character).unwrap_or(b'\\')]),
            '\n' => text.extend(b"\\n"),
            '\t' => text.extend(b"\\t"),
            '\r' => text.extend(b"\\r"),
            '\u{7}' => text.extend(b"\\a"),
            '\u{8}' => text.extend(b"\\b"),
            '\u{b}' => text.extend(b"\\v"),
            '\u{c}' => text.extend(b"\\f"),
            control if control.is_ascii_control() => {
                text.extend(format!("\\x{:02x}", u32::from(control)).bytes());
            }
            other => text.extend(other.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    text.push(b'"');
}

/// The order of two values that stand in one set.
pub fn order(left: &Value, right: &Value) -> Ordering {
    Key::of(left).cmp(&Key::of(right))
}

#[cfg(test)]
mod tests {
    use ringfence_model::FileId;

    use super::*;
    use crate::Reason;

    const AT: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn tuple(numbers: &[i64]) -> Value {
        Value::tuple(numbers.iter().map(|number| Value::number((*number).into(), AT)).collect(), AT)
    }

    #[test]
    fn elements_stand_once_and_in_order() {
        let texts = ["b", "B", "a", "é", "a"].map(|text| Value::string(text, AT));
        let sorted: Vec<String> =
            elements(texts).iter().filter_map(|value| Some(value.as_str()?.to_owned())).collect();
        assert_eq!(sorted, ["B", "a", "b", "é"]);
        let tuples = elements([tuple(&[2, 1]), tuple(&[10, 1]), tuple(&[1]), tuple(&[1])]);
        let firsts: Vec<i64> = tuples.iter().filter_map(|value| value.as_list()?.first()?.as_i64()).collect();
        assert_eq!(firsts, [10, 1, 2]);
    }

    #[test]
    fn numbers_that_look_alike_are_told_apart() {
        let near = |place: usize| {
            let number = Number::parse(&format!("1.00000000000{place:05}")).unwrap();
            Value::tuple(vec![Value::number(number, AT)], AT)
        };
        let twice: Vec<Value> = (0..3000).chain(0..3000).map(near).collect();
        assert_eq!(elements(twice.clone()).len(), 3000);
        let first = distinct(twice.clone());
        assert!(first.iter().zip(&twice).all(|(one, other)| crate::identical(one, other)));
        assert_eq!(first.len(), 3000);
    }

    #[test]
    fn unknown_elements_stay_and_null_is_last() {
        let reason = Reason::new(crate::Cause::Variable("a".into()), AT);
        let unknown = Value::unknown(Type::String, reason, AT);
        let null = Value::null(Type::String, AT);
        let set = elements([unknown.clone(), null.clone(), Value::string("x", AT), unknown, null]);
        assert_eq!(set.len(), 4);
        assert!(set[0].is_known() && !set[1].is_known() && !set[2].is_known() && set[3].is_null());
    }
}
