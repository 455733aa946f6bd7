//! What holds for all arguments, against independent definitions.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod evaluate;

use std::collections::{BTreeMap, BTreeSet};

use evaluate::{AT, run, show};
use proptest::prelude::*;
use ringfence_value::{Map, Marks, Type, Value, identical};

fn call(name: &str, args: &[Value]) -> Value {
    run(name, args).unwrap()
}

fn text(text: &str) -> Value {
    Value::string(text, AT)
}

fn strings(items: &[String]) -> Value {
    Value::tuple(items.iter().map(|item| text(item)).collect(), AT)
}

fn number(number: i64) -> Value {
    Value::number(number.into(), AT)
}

/// Values as JSON can write them.
fn plain() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::null(Type::Dynamic, AT)),
        any::<bool>().prop_map(|flag| Value::bool(flag, AT)),
        any::<i64>().prop_map(number),
        "[ -~é日\n\t\u{2028}]{0,12}".prop_map(|content| text(&content)),
    ];
    leaf.prop_recursive(4, 48, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| Value::tuple(items, AT)),
            prop::collection::btree_map("[a-z:\n ]{0,4}", inner, 0..4).prop_map(|entries| {
                let entries: Map = entries.into_iter().map(|(key, value)| (key.into(), value)).collect();
                Value::object(entries, AT)
            }),
        ]
    })
}

fn words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-d]{0,2}", 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_encoded_is_decoded_again(value in plain()) {
        for (encode, decode) in [("jsonencode", "jsondecode"), ("yamlencode", "yamldecode")] {
            let encoded = call(encode, std::slice::from_ref(&value));
            // A text on its own: nothing is remembered of what it was made from.
            let decoded = call(decode, &[text(encoded.as_str().unwrap())]);
            prop_assert!(identical(&decoded, &value), "{encode}: {} {}", show(&value), show(&decoded));
        }
    }

    #[test]
    fn json_is_what_serde_writes(value in plain()) {
        let encoded = call("jsonencode", std::slice::from_ref(&value));
        let read: serde_json::Value = serde_json::from_str(encoded.as_str().unwrap()).unwrap();
        let shown: serde_json::Value = serde_json::from_str(&show(&value)).unwrap();
        prop_assert_eq!(read, shown);
    }

    #[test]
    fn joined_texts_are_split_again(items in prop::collection::vec("[a-z]{0,3}", 1..8)) {
        let joined = call("join", &[text(","), strings(&items)]);
        let split = call("split", &[text(","), joined]);
        prop_assert_eq!(show(&split), show(&strings(&items)));
    }

    #[test]
    fn sets_are_sets(one in words(), other in words()) {
        let of = |items: &[String]| items.iter().cloned().collect::<BTreeSet<String>>();
        let expected = |items: BTreeSet<String>| show(&strings(&items.into_iter().collect::<Vec<_>>()));
        let args = [strings(&one), strings(&other)];
        let (left, right) = (of(&one), of(&other));
        if !one.is_empty() && !other.is_empty() {
            prop_assert_eq!(show(&call("setunion", &args)), expected(&left | &right));
            prop_assert_eq!(show(&call("setintersection", &args)), expected(&left & &right));
            prop_assert_eq!(show(&call("setsubtract", &args)), expected(&left - &right));
        }
        prop_assert_eq!(show(&call("toset", &args[..1])), expected(left));
        let mut seen = BTreeSet::new();
        let firsts: Vec<String> = one.iter().filter(|item| seen.insert((*item).clone())).cloned().collect();
        prop_assert_eq!(show(&call("distinct", &args[..1])), show(&strings(&firsts)));
    }

    #[test]
    fn later_entries_win(maps in prop::collection::vec(prop::collection::btree_map("[a-e]", 0_i64..9, 0..4), 1..5)) {
        let object = |entries: &BTreeMap<String, i64>| {
            let entry = |(key, value): (&String, &i64)| (key.as_str().into(), number(*value));
            Value::object(entries.iter().map(entry).collect(), AT)
        };
        let merged = call("merge", &maps.iter().map(object).collect::<Vec<_>>());
        let expected: BTreeMap<String, i64> = maps.iter().flatten().map(|(key, value)| (key.clone(), *value)).collect();
        prop_assert_eq!(show(&merged), show(&object(&expected)));
        let (keys, values) = (call("keys", std::slice::from_ref(&merged)), call("values", std::slice::from_ref(&merged)));
        prop_assert_eq!(show(&call("zipmap", &[keys, values])), show(&merged));
    }

    #[test]
    fn chunks_are_the_list(items in prop::collection::vec("[a-d]{0,2}", 1..12), size in 1_i64..5) {
        let chunks = call("chunklist", &[strings(&items), number(size)]);
        let lengths: Vec<usize> = chunks.as_list().unwrap().iter().map(|chunk| chunk.as_list().unwrap().len()).collect();
        let expected: Vec<usize> = items.chunks(usize::try_from(size).unwrap()).map(<[String]>::len).collect();
        prop_assert_eq!(lengths, expected);
        prop_assert_eq!(show(&call("flatten", &[chunks])), show(&strings(&items)));
    }

    #[test]
    fn subnets_lie_side_by_side(base in any::<u32>(), length in 1_i64..24, bits in 1_i64..8) {
        prop_assume!(base >> (32 - length) != 0);
        let prefix = text(&format!("{}/{length}", std::net::Ipv4Addr::from_bits(base)));
        let count = usize::try_from(1_i64 << bits.min(5)).unwrap();
        let mut args = vec![prefix.clone()];
        args.extend(vec![number(bits); count]);
        let all = call("cidrsubnets", &args);
        for (place, subnet) in all.as_list().unwrap().iter().enumerate() {
            let place = i64::try_from(place).unwrap();
            let one = call("cidrsubnet", &[prefix.clone(), number(bits), number(place)]);
            prop_assert_eq!(one.as_str(), subnet.as_str());
            let first = call("cidrhost", &[subnet.clone(), number(0)]);
            prop_assert!(subnet.as_str().unwrap().starts_with(first.as_str().unwrap()));
        }
    }

    #[test]
    fn base64_is_undone(content in ".{0,40}") {
        let content = text(&content);
        let encoded = call("base64encode", std::slice::from_ref(&content));
        let plain = text(encoded.as_str().unwrap());
        let decoded = call("base64decode", &[plain]);
        prop_assert_eq!(decoded.as_str(), content.as_str());
        let wide = call("textencodebase64", &[content.clone(), text("UTF-16LE")]);
        let back = run("textdecodebase64", &[wide, text("utf-16le")]);
        // Terraform takes the replacement character for a symbol that it could not read.
        let read = back.as_ref().ok().and_then(Value::as_str);
        prop_assert_eq!(read, content.as_str().filter(|text| !text.contains('\u{fffd}')));
    }

    #[test]
    fn a_mark_never_gets_lost(value in plain(), name in prop::sample::select(vec![
        "jsonencode", "yamlencode", "length", "flatten", "keys", "values", "tostring", "tolist", "toset", "reverse",
        "upper", "sha256", "distinct", "compact", "coalesce", "concat", "merge", "one", "sum", "sort",
    ])) {
        let marked = value.clone().marked(Marks::SENSITIVE);
        match (run(name, std::slice::from_ref(&value)), run(name, &[marked])) {
            (Ok(plain), Ok(marked)) => {
                // Terraform drops the marks of what `merge` passes over.
                let passed_over = name == "merge" && value.is_null();
                prop_assert_eq!(marked.is_sensitive(), !passed_over, "{}", name);
                prop_assert!(!plain.is_sensitive(), "{name}");
                prop_assert_eq!(show(&marked.unmarked()), show(&plain));
            }
            (Err(_), Err(_)) => {}
            (one, other) => prop_assert!(false, "{name}: {one:?} {other:?}"),
        }
    }

    #[test]
    fn the_order_of_arguments_decides_nothing_of_sets(mut items in words()) {
        let one = call("toset", &[strings(&items)]);
        items.reverse();
        prop_assert!(identical(&one, &call("toset", &[strings(&items)])));
    }
}
