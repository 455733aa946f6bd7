//! Input that is meant to hurt.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::call;
use super::super::table::{TABLE, find};
use super::evaluate::{AT, evaluate, unknown, value};
use super::surroundings::Fixed;
use crate::{CallContext, Cause, Value, ValueKind};

fn limited(expression: &str) {
    let start = Instant::now();
    match evaluate(expression) {
        Err(_) => {}
        Ok(found) => {
            let unknown = found.unknown().unwrap_or_else(|| panic!("{expression} is known"));
            assert!(matches!(unknown.cause, Cause::Limit(_)), "{expression}: {:?}", unknown.cause);
        }
    }
    assert!(start.elapsed() < Duration::from_secs(5), "{expression} took {:?}", start.elapsed());
}

#[test]
fn large_results_are_refused() {
    for expression in [
        "range(1000000000)",
        "range(0, 1e300, 1e-300)",
        r#"format("%1000000000d", 1)"#,
        r#"format("%.999999999999999999999f", 1)"#,
        r#"format("%99999999s", "x")"#,
        r#"indent(1000000000, "a\nb")"#,
        r#"regex("(((a{1000}){1000}){1000})", "a")"#,
        r#"regex("\\pL{1000}{1000}", "a")"#,
        r#"timeadd("2020-01-01T00:00:00Z", "99999999999999999999h")"#,
        r#"parseint("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz!", 36)"#,
        r#"cidrsubnets("10.0.0.0/8", 33)"#,
    ] {
        limited(expression);
    }
}

fn wide(length: usize) -> Value {
    let item = |number: usize| value(ValueKind::String(format!("item {number}").into()));
    value(ValueKind::List(Arc::new((0..length).map(item).collect())))
}

fn run(name: &str, args: &[Value]) -> Result<Value, String> {
    call(name, args, &CallContext { at: AT, surroundings: &Fixed }).unwrap()
}

#[test]
fn products_and_joins_are_bounded() {
    let list = wide(2000);
    for (name, args) in [
        ("setproduct", vec![list.clone(), list.clone(), list.clone()]),
        ("join", vec![value(ValueKind::String("x".repeat(1 << 16).into())), list.clone()]),
        ("formatlist", vec![value(ValueKind::String("x".repeat(1 << 16).into())), list]),
    ] {
        let found = run(name, &args).unwrap();
        assert!(matches!(found.unknown().map(|unknown| &unknown.cause), Some(Cause::Limit(_))), "{name}");
    }
    let long = value(ValueKind::String("a".repeat(1 << 20).into()));
    let by = value(ValueKind::String("b".repeat(1 << 10).into()));
    for wanted in ["a", "", "/a/"] {
        let wanted = value(ValueKind::String(wanted.into()));
        let found = run("replace", &[long.clone(), wanted, by.clone()]).unwrap();
        assert!(found.is_unknown());
    }
}

/// A value of a hundred nodes that would be 2^100 written out.
fn shared() -> Value {
    let double = |inner: Value, _| value(ValueKind::List(Arc::new(vec![inner.clone(), inner])));
    (0..100).fold(value(ValueKind::String("x".into())), double)
}

#[test]
fn shared_values_cost_what_they_take() {
    let start = Instant::now();
    let huge = shared();
    for name in ["concat", "element", "flatten", "jsonencode", "length", "sensitive", "toset", "try", "upper"]
    {
        let count = find(name).unwrap().least;
        let _ = run(name, &vec![huge.clone(); count]);
    }
    let other = shared();
    let _ = run("contains", &[wide(3), other.clone()]);
    let _ = run("contains", &[value(ValueKind::List(Arc::new(vec![huge]))), other]);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

#[test]
fn patterns_do_not_explode() {
    let text = format!("{}!", "a".repeat(20_000));
    let start = Instant::now();
    for pattern in ["(a+)+$", "(a|a)*b", "(.*)(.*)(.*)(.*)x", "^(([a-z])+.)+[A-Z]([a-z])+$"] {
        let args = [pattern, &text].map(|text| value(ValueKind::String(text.into())));
        let _ = run("regex", &args);
        let _ = run("regexall", &args);
    }
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn decoders_do_not_follow_bombs() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = |text: &str| value(ValueKind::String(text.into()));
    for (name, source) in [
        ("jsondecode", deep.clone()),
        ("yamldecode", deep),
        ("yamldecode", "- ".repeat(50_000)),
        ("jsondecode", "{\"a\":".repeat(50_000)),
    ] {
        let found = run(name, &[text(&source)]);
        assert!(found.is_err() || found.unwrap().is_unknown(), "{name}");
    }
    let mut laughs = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..60 {
        writeln!(laughs, "a{level}: &a{level} [*a{0}, *a{0}]", level - 1).unwrap();
    }
    let found = run("yamldecode", &[text(&laughs)]).unwrap();
    let _ = run("jsonencode", &[found]);
}

/// Every function, with every kind of argument in every place, gives an answer.
#[test]
fn no_arguments_make_a_function_panic() {
    let kinds: Vec<Value> = [
        "null",
        "true",
        "-1",
        "0",
        "1.5",
        "1e300",
        r#""""#,
        r#""a""#,
        r#""%""#,
        r#""10.0.0.0/8""#,
        r#""/[/""#,
        r#""2020-01-01T00:00:00Z""#,
        "[]",
        "[null]",
        r#"["a", 1, [true]]"#,
        "{}",
        "{a = 1}",
        r#"toset(["b", "a"])"#,
        "9223372036854775807",
        "-9223372036854775808",
        r#""é\u0000""#,
    ]
    .iter()
    .map(|expression| evaluate(expression).unwrap())
    .chain([unknown("a.b", "id"), run("concat", &[unknown("a.b", "x"), wide(1)]).unwrap()])
    .collect();
    for function in TABLE {
        let most = function.most.min(3);
        for count in function.least..=most {
            let total = kinds.len().pow(u32::try_from(count).unwrap());
            for number in 0..total {
                let pick = |place: u32| kinds[number / kinds.len().pow(place) % kinds.len()].clone();
                let args: Vec<Value> = (0..u32::try_from(count).unwrap()).map(pick).collect();
                let _ = run(function.name, &args);
            }
        }
    }
}
