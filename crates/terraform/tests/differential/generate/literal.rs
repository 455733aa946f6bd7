//! Values that are written out, in both syntaxes.

use serde_json::{Map, Value as Json, json};

use super::shape::Shape;
use crate::random::Random;

/// Texts worth trying.
pub(crate) const TEXTS: [&str; 24] = [
    "",
    "a",
    "b",
    "c",
    "name",
    "tags",
    "x-1",
    "10",
    "0.5",
    "true",
    "false",
    "null",
    "é",
    "e\u{301}",
    "a,b,c",
    "a b",
    "line\nline\n",
    "  padded ",
    "${x}",
    "%{x}",
    "\"q\"",
    "back\\slash",
    "10.0.0.0/16",
    "A.B",
];

const NUMBERS: [&str; 16] = [
    "0",
    "1",
    "2",
    "3",
    "7",
    "10",
    "1.5",
    "0.1",
    "-1",
    "1e3",
    "100000000000000000000",
    "0.30000000000000004",
    "-0.5",
    "255",
    "1024",
    "1.0",
];

/// A value as JSON; numbers keep their text in a string that [`hcl`] does not quote.
pub(crate) fn literal(random: &mut Random, shape: &Shape) -> Json {
    let count = [0, 1, 1, 2, 2, 3][random.below(6)];
    match shape {
        Shape::Bool => Json::Bool(random.chance(50)),
        Shape::Number => number(random.pick::<&str>(&NUMBERS)),
        Shape::Text => json!(random.pick(&TEXTS)),
        Shape::List(of) | Shape::Set(of) => (0..count).map(|_| literal(random, of)).collect(),
        Shape::Map(of) => {
            (0..count).map(|_| ((*random.pick(&TEXTS[..12])).to_owned(), literal(random, of))).collect()
        }
        Shape::Tuple(of) => of.iter().map(|of| literal(random, of)).collect(),
        Shape::Object(of) => {
            let entries: Map<String, Json> =
                of.iter().map(|(name, of)| ((*name).to_owned(), literal(random, of))).collect();
            Json::Object(entries)
        }
    }
}

fn number(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

/// A value for a variable of that shape: parts may be missing, `null`, or written as another type that converts.
pub(crate) fn given(random: &mut Random, shape: &Shape) -> Json {
    if random.chance(3) {
        return Json::Null;
    }
    match (shape, literal(random, shape)) {
        (Shape::Number, Json::Number(known)) if random.chance(25) => json!(known.to_string()),
        (Shape::Bool, Json::Bool(known)) if random.chance(25) => json!(known.to_string()),
        (Shape::Text, _) if random.chance(10) => number(random.pick::<&str>(&NUMBERS)),
        (Shape::Text, _) if random.chance(5) => json!(random.chance(50)),
        (Shape::List(of) | Shape::Set(of), Json::Array(items)) => {
            items.iter().map(|_| given(random, of)).collect()
        }
        (Shape::Map(of), Json::Object(entries)) => {
            entries.keys().map(|key| (key.clone(), given(random, of))).collect()
        }
        (Shape::Tuple(of), _) => of.iter().map(|of| given(random, of)).collect(),
        (Shape::Object(of), _) => {
            let mut entries = Map::new();
            for (name, of) in of {
                if !random.chance(12) {
                    entries.insert((*name).to_owned(), given(random, of));
                }
            }
            if random.chance(8) {
                entries.insert("extra".to_owned(), json!([1, "x"]));
            }
            Json::Object(entries)
        }
        (_, literal) => literal,
    }
}

/// A value in native syntax.
pub(crate) fn hcl(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(truth) => truth.to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => quote(text),
        Json::Array(items) => format!("[{}]", items.iter().map(hcl).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{} = {}", quote(key), hcl(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// A text in quotes.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '$' | '%' if chars.peek() == Some(&'{') => quoted.extend([char, char]),
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}
