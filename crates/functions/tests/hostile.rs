//! Input that is meant to hurt: it is refused with an error, or the result is unknown because of a limit.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod evaluate;

use std::fmt::Write as _;

use evaluate::{AT, evaluate, run, show, unknown_of};
use ringfence_functions::names;
use ringfence_value::{Cause, Marks, Number, Type, Value};

fn text(text: impl Into<String>) -> Value {
    Value::string(text.into(), AT)
}

fn number(number: i64) -> Value {
    Value::number(number.into(), AT)
}

fn wide(length: usize) -> Value {
    Value::tuple((0..length).map(|number| text(format!("item {number}"))).collect(), AT)
}

/// It would be right for Terraform, and is unknown because of a bound.
fn assert_limited(what: &str, result: &Result<Value, String>) {
    let found = result.as_ref().unwrap_or_else(|error| panic!("{what} is wrong: {error}"));
    let reason = found.reason().unwrap_or_else(|| panic!("{what} is known"));
    assert!(matches!(reason.cause, Cause::Limit(_)), "{what}: {:?}", reason.cause);
}

/// It is wrong for Terraform, too.
fn assert_refused(what: &str, result: &Result<Value, String>) {
    assert!(result.is_err(), "{what} is {:?}", result.as_ref().unwrap());
}

#[test]
fn large_results_are_not_made() {
    for expression in [
        r#"format("%1000000000d", 1)"#,
        r#"format("%.999999999999999999999f", 1)"#,
        r#"format("%99999999s", "x")"#,
        r#"indent(1000000000, "a\nb")"#,
    ] {
        assert_limited(expression, &evaluate(expression));
    }
    for expression in [
        "range(1000000000)",
        "range(0, 1e300, 1e-300)",
        r#"regex("(((a{1000}){1000}){1000})", "a")"#,
        r#"regex("\\pL{1000}{1000}", "a")"#,
        r#"timeadd("2020-01-01T00:00:00Z", "99999999999999999999h")"#,
        r#"parseint("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz!", 36)"#,
        r#"cidrsubnets("10.0.0.0/8", 33)"#,
    ] {
        assert_refused(expression, &evaluate(expression));
    }
    assert_eq!(evaluate("pow(10, 1e9)").unwrap().as_number().unwrap().to_string(), "+Inf");
}

#[test]
fn products_and_joins_are_bounded() {
    let list = wide(2000);
    let long = text("x".repeat(1 << 16));
    for (name, args) in [
        ("setproduct", vec![list.clone(), list.clone(), list.clone()]),
        ("join", vec![long.clone(), list.clone()]),
        ("formatlist", vec![long.clone(), list.clone()]),
        ("jsonencode", vec![Value::tuple(vec![long.clone(); 1000], AT)]),
        ("yamlencode", vec![Value::tuple(vec![long.clone(); 1000], AT)]),
        ("toset", vec![Value::tuple(vec![Value::tuple(vec![long; 1000], AT); 2], AT)]),
        ("concat", vec![wide(600_000), wide(600_000)]),
    ] {
        assert_limited(name, &run(name, &args));
    }
    let long = text("a".repeat(1 << 20));
    let by = text("b".repeat(1 << 10));
    for wanted in ["a", "", "/a/", "/(a)/"] {
        assert_limited(wanted, &run("replace", &[long.clone(), text(wanted), by.clone()]));
    }
    let growth = text("$0".repeat(1 << 16));
    assert_limited("groups", &run("replace", &[long, text("/a*/"), growth]));
}

#[test]
fn numbers_with_many_digits_are_bounded() {
    let huge = Value::number(Number::parse("1e19000").unwrap(), AT);
    let many = Value::tuple(vec![huge.clone(); 100_000], AT);
    for name in ["jsonencode", "yamlencode", "sum"] {
        assert_limited(name, &run(name, std::slice::from_ref(&many)));
    }
    let mixed = Value::tuple(vec![huge, text("a")], AT);
    assert_limited("tolist", &run("tolist", &[Value::tuple(vec![mixed; 2000], AT)]));
    assert_limited("parseint", &run("parseint", &[text("7".repeat(1 << 20)), number(10)]));
}

/// A value of a hundred nodes that would be 2^100 written out.
fn shared(marks: Marks) -> Value {
    let double = |inner: Value, _| Value::tuple(vec![inner.clone(), inner], AT);
    (0..100).fold(text("x").marked(marks), double)
}

#[test]
fn shared_values_are_not_walked_through() {
    for marks in [Marks::NONE, Marks::SENSITIVE] {
        let huge = shared(marks);
        for name in names().filter(|name| !matches!(*name, "timestamp" | "plantimestamp" | "uuid")) {
            for count in 1..=3 {
                let args = vec![huge.clone(); count];
                if let Ok(found) = run(name, &args) {
                    assert!(matches!(found.reason().unwrap().cause, Cause::Limit(_)), "{name}");
                    assert!(found.is_sensitive(), "{name}: what is not looked into may be sensitive");
                }
            }
        }
    }
}

#[test]
fn deep_values_are_not_walked_through() {
    let deep = (0..1000).fold(text("x"), |inner, _| Value::tuple(vec![inner], AT));
    for name in ["jsonencode", "flatten", "toset", "length", "sensitive"] {
        assert_limited(name, &run(name, std::slice::from_ref(&deep)));
    }
}

#[test]
fn patterns_do_not_explode() {
    let long = text(format!("{}!", "a".repeat(20_000)));
    for pattern in
        ["(a+)+$", "(a|a)*b", "(.*)(.*)(.*)(.*)x", "^(([a-z])+.)+[A-Z]([a-z])+$", "(((((a*)*)*)*)*)*b"]
    {
        assert_refused(pattern, &run("regex", &[text(pattern), long.clone()]));
        let all = run("regexall", &[text(pattern), long.clone()]).unwrap();
        assert_eq!(all.as_list().map(<[Value]>::len), Some(0), "{pattern}");
    }
    // Each of many matches is looked for up to the end.
    let many = text("a".repeat(1 << 18));
    assert_limited("all", &run("regexall", &[text(".*z|a"), many.clone()]));
    assert_limited("replace", &run("replace", &[many, text("/.*z|a/"), text("b")]));
    // A search that looks no further than a match may go costs no more for a longer text.
    let all = run("regexall", &[text("[a-z]b?"), text("a".repeat(1 << 15))]).unwrap();
    assert_eq!(all.as_list().map(<[Value]>::len), Some(1 << 15));
    for pattern in ["(".repeat(5000), "(?:".repeat(5000), "[".repeat(5000)] {
        assert_refused("pattern", &run("regex", &[text(pattern), text("b")]));
    }
    assert_limited("long", &run("regex", &[text("a|".repeat(600_000)), text("b")]));
    assert_limited("braces", &run("fileset", &[text("."), text("{a,b}".repeat(100))]));
    assert_limited("stars", &run("fileset", &[text("."), text(format!("{}b", "*a".repeat(5000)))]));
}

#[test]
fn decoders_do_not_follow_bombs() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (name, source) in [
        ("jsondecode", deep.clone()),
        ("yamldecode", deep),
        ("yamldecode", "- ".repeat(50_000)),
        ("yamldecode", "? ".repeat(50_000)),
        ("jsondecode", "{\"a\":".repeat(50_000)),
        ("jsondecode", format!("[{}0]", "0,".repeat((1 << 20) + 1))),
        ("yamldecode", "- 1\n".repeat((1 << 20) + 1)),
        ("csvdecode", format!("a,b\n{}", "1,2\n".repeat(1 << 20))),
        // What the parser does not take is written otherwise, one place after the other.
        ("yamldecode", format!("[{}1]", "-,".repeat(100_000))),
        ("yamldecode", "- - - \"a\nb\"\n".repeat(10_000)),
    ] {
        assert_limited(name, &run(name, &[text(source)]));
    }
    let mut laughs = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..60 {
        writeln!(laughs, "a{level}: &a{level} [*a{0}, *a{0}]", level - 1).unwrap();
    }
    assert_limited("laughs", &run("yamldecode", &[text(laughs)]));
}

#[test]
fn many_unknown_elements_are_not_compared_with_each_other() {
    let element = |place: usize| match place % 2 {
        0 => text(place.to_string()),
        _ => unknown_of(Type::String, &format!("a.b{place}"), "id"),
    };
    let many = Value::tuple((0..100_000).map(element).collect(), AT);
    for name in ["toset", "distinct", "sort", "compact"] {
        let found = run(name, std::slice::from_ref(&many)).unwrap();
        assert_eq!(found.as_list().map(<[Value]>::len), Some(100_000), "{name}");
    }
    let union = run("setunion", &[many.clone(), many.clone()]).unwrap();
    assert_eq!(union.as_list().map(<[Value]>::len), Some(150_000));
    for name in ["setsubtract", "setintersection"] {
        assert!(run(name, &[many.clone(), many.clone()]).unwrap().is_opaque(), "{name}");
    }
}

/// Every function, with every kind of argument in every place, gives an answer, and the same one again.
#[test]
fn all_kinds_of_arguments_have_an_answer() {
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
        "tolist(null)",
        "terraform_data.u.id",
        r#"toset(["a", tostring(terraform_data.u.id)])"#,
        r#"sensitive(["a"])"#,
        "merge({a = 1}, terraform_data.u.id)",
        r#"tonumber("Inf")"#,
    ]
    .iter()
    .map(|expression| evaluate(expression).unwrap())
    .collect();
    for name in names() {
        for count in 0..=3_u32 {
            for number in 0..kinds.len().pow(count) {
                let pick = |place: u32| kinds[number / kinds.len().pow(place) % kinds.len()].clone();
                let args: Vec<Value> = (0..count).map(pick).collect();
                let found = run(name, &args);
                if let Err(message) = &found {
                    assert!(!message.is_empty() && !message.ends_with('.'), "{name}: {message}");
                }
                if count < 3 {
                    let again = run(name, &args);
                    assert_eq!(found.map(|value| show(&value)), again.map(|value| show(&value)), "{name}");
                }
            }
        }
    }
}
