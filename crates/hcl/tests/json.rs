//! JSON documents: the same values as `serde_json`, every range cuts out its value, errors tell where and why.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;
use ringfence_hcl::json::{Json, Kind, MAX_DEPTH, parse};
use serde_json::Value;

/// Compares a node with what `serde_json` reads, and its source text too.
fn same(node: Json<'_>, text: &str, value: &Value) {
    let range = node.range();
    assert_eq!(node.raw(), &text[range.start as usize..range.end as usize]);
    match value {
        Value::Null => assert!(node.is_null() && node.raw() == "null"),
        Value::Bool(value) => assert_eq!(node.as_bool(), Some(*value)),
        Value::Number(_) => {
            assert_eq!(node.number(), Some(node.raw()));
            assert_eq!(serde_json::from_str::<Value>(node.raw()).unwrap(), *value);
        }
        Value::String(value) => assert_eq!(node.as_str().as_deref(), Some(value.as_str())),
        Value::Array(values) => {
            assert_eq!(node.items().count(), values.len());
            node.items().zip(values).for_each(|(node, value)| same(node, text, value));
            assert_eq!(node.entries().count(), 0);
        }
        Value::Object(values) => {
            for (key, at, inner) in node.entries() {
                assert_eq!(
                    serde_json::from_str::<String>(&text[at.start as usize..at.end as usize]).unwrap(),
                    key
                );
                assert!(
                    range.start < at.start && at.end < inner.range().start && inner.range().end < range.end
                );
                // Of equal keys, `serde_json` keeps the last one, and so does `get`.
                same(node.get(&key).unwrap(), text, &values[&*key]);
            }
            assert!(node.entries().count() >= values.len());
            assert_eq!(node.items().count(), 0);
        }
    }
}

fn agree(text: &str) {
    match (parse(text), serde_json::from_str::<Value>(text)) {
        (Ok(document), Ok(value)) => same(document.root(), text, &value),
        (Err(error), Err(_)) => {
            let at = usize::try_from(error.at).unwrap();
            assert!(text.get(at..).is_some() || !text.is_char_boundary(at), "{error} in {text:?}");
            // What is cut off could go on: the place is the end, and something can follow.
            assert!(!error.truncated || at <= text.len(), "{error} in {text:?}");
        }
        (Err(error), Ok(_)) => panic!("{error} in {text:?}"),
        (Ok(_), Err(error)) => {
            // `serde_json` refuses half surrogate pairs and numbers that no float holds.
            let message = error.to_string();
            let known = ["surrogate", "out of range", "hex escape"];
            assert!(known.iter().any(|known| message.contains(known)), "{error} in {text:?}");
        }
    }
}

#[test]
fn values_are_those_of_serde_json() {
    for text in [
        "null",
        " [ ] ",
        "{\"a\": {\"b\": [1, -2.5e+10, \"c\\n\\u00e9\\ud83d\\ude00\", true, false, null, {}]}, \"a\": 0}",
        "\"\"",
        "[[[[]]], [[]], []]",
        "{\"\": \"\", \"\\\"\": 1, \"a\\u0062\": 2}",
        "0",
        "[1,\r\n\t2]",
        "01",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{a: 1}",
        "{\"a\": 1,}",
        "[1 2]",
        "nul",
        "nulls",
        "\"a\nb\"",
        "\"\\x\"",
        "\"\\u12\"",
        "+1",
        ".5",
        "1.",
        "--1",
        "[1]]",
        "",
        " ",
        "[\"a\\",
        "// c\n1",
        "NaN",
        "'a'",
    ] {
        agree(text);
    }
}

#[test]
fn equal_keys_are_all_there_and_the_last_one_counts() {
    let document = parse("{\"a\": 1, \"\\u0061\": 2, \"b\": 3}").unwrap();
    let root = document.root();
    let keys: Vec<_> = root.entries().map(|(key, ..)| key.into_owned()).collect();
    assert_eq!(keys, ["a", "a", "b"]);
    assert_eq!(root.get("a").unwrap().number(), Some("2"));
    assert!(root.get("c").is_none() && root.get("b").unwrap().get("x").is_none());
    assert_eq!(root.kind(), Kind::Object);
}

#[test]
fn errors_tell_where_and_whether_the_end_is_missing() {
    for (text, at, truncated, message) in [
        ("", 0, true, "expected a value, found the end of the text"),
        ("{\"a\": ", 6, true, "expected a value, found the end of the text"),
        ("{\"a\"", 4, true, "expected `:`, found the end of the text"),
        ("[1, 2", 5, true, "expected `,` or `]`, found the end of the text"),
        ("\"ab", 3, true, "expected `\"`, found the end of the text"),
        ("\"ab\\", 3, true, "expected an escape, found the end of the text"),
        ("\"\\u12", 1, true, "expected an escape, found the end of the text"),
        ("tru", 3, true, "expected `true`, found the end of the text"),
        ("-", 1, true, "expected a digit, found the end of the text"),
        ("[1 2]", 3, false, "expected `,` or `]`, found `2`"),
        ("{\"a\" 1}", 5, false, "expected `:`, found `1`"),
        ("{1: 2}", 1, false, "expected a key in double quotes, found `1`"),
        ("[1] x", 4, false, "expected the end of the document, found `x`"),
        ("[é]", 1, false, "expected a value, found `é`"),
        ("\"\\q\"", 1, false, "a backslash starts no escape here; write `\\\\` for a plain one"),
        ("\"a\tb\"", 2, false, "a control character in a text is written as an escape"),
        ("trux", 0, false, "expected `true`, found `t`"),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!((error.at, error.truncated, error.message.as_str()), (at, truncated, message), "{text:?}");
    }
}

#[test]
fn nesting_is_bounded_and_needs_no_stack() {
    let nest = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&nest(MAX_DEPTH)).is_ok());
    let error = parse(&nest(MAX_DEPTH + 1)).unwrap_err();
    assert!(error.message.contains("512") && !error.truncated);
    assert!(parse(&"[".repeat(1 << 20)).is_err());
    assert!(parse(&"{\"a\":".repeat(1 << 20)).is_err());
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let document = parse("\u{feff}[1]").unwrap();
    assert_eq!(document.root().range().start, 3);
}

/// Pieces of documents, for texts that are nearly right.
const PIECES: [&str; 24] = [
    "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\\n\"", "\"", "\\", "\\u00e9", "\\ud83d", "1", "-", ".5",
    "e3", "true", "null", "fals", " ", "\n", "é", "\"a\":", "\u{1}",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC*".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_value_is_read_back(value in value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        agree(&text.unwrap());
    }

    #[test]
    fn any_pieces_are_judged_as_serde_json_does(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..14),
    ) {
        agree(&pieces.concat());
    }

    #[test]
    fn what_is_cut_off_is_called_so(value in value(), at in any::<prop::sample::Index>()) {
        let text = serde_json::to_string(&value).unwrap();
        let mut at = at.index(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        if let Err(error) = parse(&text[..at]) {
            prop_assert!(error.truncated, "{error}");
        }
    }
}
