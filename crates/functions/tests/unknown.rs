//! What is kept of values that Terraform does not know, and of where values come from.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod evaluate;

use std::slice::from_ref;

use evaluate::{AT, evaluate, run, unknown_of};
use ringfence_model::{FileId, Span};
use ringfence_value::{Cause, Map, Marks, Origin, Part, Partial, Reason, Type, Value, ValueKind};

fn call(name: &str, args: &[Value]) -> Value {
    run(name, args).unwrap()
}

fn text(text: &str) -> Value {
    Value::string(text, AT)
}

fn number(number: i64) -> Value {
    Value::number(number.into(), AT)
}

fn tuple(items: &[Value]) -> Value {
    Value::tuple(items.to_vec(), AT)
}

fn object(entries: &[(&str, Value)]) -> Value {
    let entries: Map = entries.iter().map(|(key, value)| ((*key).into(), value.clone())).collect();
    Value::object(entries, AT)
}

fn group(name: &str) -> Value {
    unknown_of(Type::String, &format!("aws_security_group.{name}"), "id")
}

fn unknown(ty: Type) -> Value {
    unknown_of(ty, "data.external.all", "result")
}

/// A string of which pieces are known.
fn template(parts: &[Result<&str, Value>]) -> Value {
    let part = |part: &Result<&str, Value>| match part {
        Ok(text) => Part::Known((*text).into()),
        Err(value) => Part::Unknown(value.reason().unwrap().clone()),
    };
    let reasons: Vec<Value> = parts.iter().filter_map(|part| part.clone().err()).collect();
    Value::unknown(Type::String, Reason::derived(&reasons, AT), AT)
        .with_partial(Some(Partial::Text(parts.iter().map(part).collect())))
}

/// What is known of a value, `?` for what is not.
fn seen(value: &Value) -> String {
    if let Some(parts) = value.parts() {
        let piece = |part: &Part| match part {
            Part::Known(text) => text.to_string(),
            Part::Unknown(_) => "?".to_owned(),
        };
        return parts.iter().map(piece).collect();
    }
    match (value.as_list(), value.as_map(), &value.kind) {
        (Some(items), ..) => format!("[{}]", items.iter().map(seen).collect::<Vec<_>>().join(", ")),
        (_, Some(entries), _) => {
            let entry = |(key, value)| format!("{key} = {}", seen(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        (.., ValueKind::Null(_)) => "null".to_owned(),
        (.., ValueKind::Bool(flag)) => flag.to_string(),
        (.., ValueKind::Number(number)) => number.to_string(),
        (.., ValueKind::String(text)) => text.to_string(),
        _ => "?".to_owned(),
    }
}

fn address(value: &Value) -> Option<String> {
    value.reference().map(|reference| reference.address.to_string())
}

/// The addresses of what a value depends on, wherever it stands.
fn addresses(value: &Value) -> Vec<String> {
    let reason = Reason::derived([value], AT);
    reason.references().iter().map(|reference| reference.address.to_string()).collect()
}

const BOTH: [Option<&str>; 2] = [Some("aws_security_group.a"), Some("aws_security_group.b")];

#[test]
fn elements_that_are_references_stay_references() {
    let both = [group("a"), group("b")];
    let one = call("concat", &[tuple(&both[..1]), tuple(&both[1..])]);
    let ways = [
        one.clone(),
        call("compact", from_ref(&one)),
        call("distinct", from_ref(&one)),
        call("flatten", &[tuple(&[tuple(&both[..1]), both[1].clone()])]),
        call("slice", &[one.clone(), number(0), number(2)]),
        call("values", &[object(&[("x", both[0].clone()), ("y", both[1].clone())])]),
        call("tolist", from_ref(&one)),
        call("toset", from_ref(&one)),
        call("coalescelist", &[tuple(&[]), one.clone()]),
        call("setunion", &[tuple(&both[..1]), tuple(&both[1..])]),
    ];
    for way in ways {
        let found: Vec<Option<String>> = way.as_list().unwrap().iter().map(address).collect();
        assert_eq!(found.iter().map(Option::as_deref).collect::<Vec<_>>(), BOTH, "{way:?}");
    }
}

#[test]
fn what_can_only_be_one_value_is_seen_as_that() {
    let one = tuple(&[group("a")]);
    let found = [
        call("element", &[one.clone(), number(3)]),
        call("element", &[one.clone(), unknown(Type::Number)]),
        call("one", &[call("toset", from_ref(&one))]),
        call("join", &[text(""), one.clone()]),
        call("tostring", &[group("a")]),
        call("coalesce", &[text(""), group("a")]),
        call("coalesce", &[group("a"), text("other")]),
        call("lookup", &[object(&[("k", group("a"))]), text("k")]),
        call("merge", &[unknown_of(Type::Dynamic, "aws_security_group.a", "tags")]),
    ];
    for value in found {
        assert!(!value.is_known());
        assert_eq!(address(&value).as_deref(), BOTH[0], "{value:?}");
    }
    let either = call("coalesce", &[unknown(Type::String), text("other")]);
    assert_eq!(addresses(&either), ["data.external.all"]);
}

#[test]
fn terraform_sees_none_of_it() {
    let partial =
        call("concat", &[Value::list(Type::String, vec![text("a")], AT), unknown(Type::list(Type::String))]);
    assert_eq!(seen(&partial), "[a, ?]");
    assert!(!partial.is_known());
    assert_eq!(partial.ty(), Type::list(Type::String));
    assert!(partial.is_surely_not_null());
    for name in ["length", "reverse", "join", "jsonencode", "contains"] {
        let args = match name {
            "join" => vec![text(","), partial.clone()],
            "contains" => vec![partial.clone(), text("a")],
            _ => vec![partial.clone()],
        };
        assert!(!call(name, &args).is_known(), "{name}");
    }
    assert!(!call("lookup", &[unknown(Type::map(Type::String)), text("k"), text("d")]).is_known());
}

#[test]
fn an_unknown_collection_leaves_what_is_certain() {
    let all = unknown(Type::Dynamic);
    let merged = call("merge", &[object(&[("a", text("1"))]), all.clone(), object(&[("b", text("2"))])]);
    assert_eq!(seen(&merged), "{a = ?, b = 2}");
    assert!(merged.open().is_some());
    assert_eq!(addresses(merged.get("a").unwrap()), ["data.external.all"]);
    assert_eq!(seen(&call("lookup", &[merged.clone(), text("b"), text("d")])), "2");
    assert_eq!(seen(&call("lookup", &[merged.clone(), text("c"), text("d")])), "?");
    assert_eq!(seen(&call("keys", from_ref(&merged))), "[a, b, ?]");
    assert_eq!(seen(&call("values", from_ref(&merged))), "[?, 2, ?]");
    let list = tuple(&[text("a"), text("b")]);
    assert_eq!(seen(&call("concat", &[list.clone(), all.clone()])), "[a, b, ?]");
    assert_eq!(seen(&call("reverse", &[call("concat", &[list.clone(), all.clone()])])), "[?, b, a]");
    assert_eq!(seen(&call("flatten", &[tuple(&[list.clone(), all.clone()])])), "[a, b, ?]");
    let strings = Value::list(Type::String, vec![text("a"), text("b")], AT);
    assert_eq!(seen(&call("setunion", &[strings.clone(), all.clone()])), "[a, b, ?]");
    assert_eq!(seen(&call("setsubtract", &[strings.clone(), tuple(&[text("a"), group("x")])])), "[b]");
    assert_eq!(seen(&call("setintersection", &[strings, tuple(&[text("a"), group("x")])])), "[a, b]");
    let zipped = call("zipmap", &[tuple(&[text("k"), group("x")]), tuple(&[number(1), number(2)])]);
    assert_eq!(seen(&zipped), "{k = ?}", "a later key may be the same");
    let zipped = call("zipmap", &[tuple(&[group("x"), text("k")]), tuple(&[number(1), number(2)])]);
    assert_eq!(seen(&zipped), "{k = 2}");
    let matched = call("matchkeys", &[tuple(&[text("v"), text("w")]), tuple(&[text("k"), group("x")]), list]);
    assert_eq!(seen(&matched), "[w]");
}

#[test]
fn what_may_be_left_out_stays() {
    let items = tuple(&[text("x"), text(""), group("a"), group("a"), text("x")]);
    assert_eq!(seen(&call("compact", from_ref(&items))), "[x, ?, ?, x]");
    assert_eq!(seen(&call("distinct", from_ref(&items))), "[x, , ?]");
    assert_eq!(seen(&call("coalescelist", &[unknown(Type::Dynamic), tuple(&[text("x")])])), "[?, x]");
    let sorted = call("sort", from_ref(&items));
    assert!(sorted.is_known(), "Terraform knows how long it is");
    assert!(sorted.as_list().unwrap().iter().all(|item| addresses(item) == ["aws_security_group.a"]));
}

/// Its text shows, but it is not there for certain.
#[test]
fn what_may_not_be_there_is_not_known() {
    let (known, other) = (tuple(&[text("a"), text("b")]), tuple(&[text("c"), group("x")]));
    let (lists, wanted) = (unknown(Type::list(Type::String)), tuple(&[text("b")]));
    for (result, expected) in [
        (call("setsubtract", &[known.clone(), other.clone()]), "[a, b]"),
        (call("setintersection", &[known.clone(), other.clone()]), "[a, b]"),
        (call("matchkeys", &[known.clone(), tuple(&[text("k"), group("x")]), wanted]), "[b]"),
        (call("coalescelist", &[lists, known.clone()]), "[?, a, b]"),
        (call("slice", &[known, unknown(Type::Number), number(2)]), "[a, b]"),
    ] {
        assert_eq!(seen(&result), expected);
        assert!(result.as_list().unwrap().iter().all(|item| !item.is_known() && item.as_str().is_none()));
    }
    let perhaps = call("slice", &[tuple(&[text("a")]), unknown(Type::Number), number(1)]);
    assert!(call("one", &[perhaps]).is_opaque(), "it may be `null`");
    assert!(call("join", &[group("x")]).is_opaque(), "it is an error once the separator is known");
    let twice = call("concat", &[tuple(&[text("a"), text("a")]), unknown(Type::list(Type::String))]);
    assert_eq!(seen(&call("toset", &[twice])), "[a, ?]");
}

#[test]
fn any_other_function_names_every_unknown() {
    let result = call("replace", &[group("a"), text("x"), group("b")]);
    assert!(matches!(&result.reason().unwrap().cause, Cause::Derived(_)));
    assert_eq!(addresses(&result), ["aws_security_group.a", "aws_security_group.b"]);
    let nested = call("cidrsubnet", &[text("10.0.0.0/8"), number(8), group("n")]);
    assert_eq!(addresses(&nested), ["aws_security_group.n"]);
    assert_eq!(nested.ty(), Type::String);
}

#[test]
fn strings_keep_their_known_parts() {
    let arn = template(&[Ok("arn:aws:s3:::"), Err(group("bucket")), Ok("/*")]);
    assert_eq!(seen(&call("join", &[text(","), tuple(&[text("a"), group("b")])])), "a,?");
    assert_eq!(seen(&call("format", &[text("%s:%d"), arn.clone(), number(4)])), "arn:aws:s3:::?/*:4");
    assert_eq!(seen(&call("format", &[text("%q"), arn.clone()])), "\"arn:aws:s3:::?/*\"");
    assert_eq!(seen(&call("formatlist", &[text("x-%s"), tuple(&[group("a"), text("b")])])), "[x-?, x-b]");
    assert_eq!(seen(&call("upper", from_ref(&arn))), "ARN:AWS:S3:::?/*");
    assert_eq!(seen(&call("trimspace", &[template(&[Ok(" a"), Err(group("b")), Ok("c\n")])])), "a?c");
    assert_eq!(seen(&call("chomp", &[template(&[Err(group("b")), Ok("c\n")])])), "?c");
    assert_eq!(seen(&call("trim", &[arn.clone(), text("a*")])), "rn:aws:s3:::?/");
    assert_eq!(seen(&call("trimprefix", &[arn.clone(), text("arn:")])), "aws:s3:::?/*");
    assert_eq!(seen(&call("trimsuffix", &[arn.clone(), text("/*")])), "arn:aws:s3:::?");
    for opaque in [
        call("trimprefix", &[arn.clone(), text("arn:aws:s3:::b")]),
        call("trimspace", &[template(&[Ok(" "), Err(group("b"))])]),
        call("split", &[text(":"), arn]),
    ] {
        assert!(opaque.is_opaque());
        assert_eq!(addresses(&opaque).len(), 1);
    }
}

#[test]
fn json_and_yaml_go_there_and_back() {
    let arn = template(&[Ok("arn:\"aws:s3:::"), Err(group("bucket")), Ok("/*")]);
    let policy = object(&[("Action", tuple(&[text("s3:*")])), ("Resource", arn), ("Role", group("role"))]);
    for (encode, decode) in [("jsonencode", "jsondecode"), ("yamlencode", "yamldecode")] {
        let encoded = call(encode, from_ref(&policy));
        assert!(encoded.parts().is_some(), "{encode}");
        let decoded = call(decode, &[encoded]);
        assert_eq!(seen(&decoded), seen(&policy), "{decode}");
        assert_eq!(address(decoded.get("Role").unwrap()).as_deref(), Some("aws_security_group.role"));
        assert_eq!(addresses(&decoded).len(), 2, "{decode}");
    }
    let bare = template(&[Ok("{\"port\": "), Err(group("port")), Ok("}")]);
    assert_eq!(addresses(&call("jsondecode", &[bare])), ["aws_security_group.port"]);
    let written = template(&[Ok("{\"a\": [1, \"x-"), Err(group("b")), Ok("\"]}")]);
    assert_eq!(seen(&call("jsondecode", from_ref(&written))), "{a = [1, x-?]}");
    assert_eq!(seen(&call("yamldecode", from_ref(&written))), "{a = [1, x-?]}");
}

#[test]
fn json_keeps_the_places_of_its_parts() {
    let there = Span { file: FileId(3), start: 5, end: 9 };
    let mut action = text("s3:*");
    action.origin = Origin::literal(there);
    let policy = object(&[("Action", action), ("Port", number(22))]);
    let encoded = call("jsonencode", from_ref(&policy));
    assert_eq!(encoded.as_str(), Some(r#"{"Action":"s3:*","Port":22}"#));
    assert_eq!(seen(encoded.structure().unwrap()), seen(&policy));
    let decoded = call("jsondecode", &[encoded]);
    assert_eq!(decoded.get("Action").unwrap().origin.at, there);
}

#[test]
fn an_encoding_keeps_its_text() {
    let script = template(&[Ok("#!/bin/sh\n"), Err(group("a"))]);
    for name in ["base64encode", "base64gzip"] {
        let encoded = call(name, from_ref(&script));
        assert!(!encoded.is_known());
        assert_eq!(seen(encoded.decoded().unwrap()), "#!/bin/sh\n?");
        assert_eq!(seen(&call("base64decode", &[encoded])), "#!/bin/sh\n?");
    }
    let known = call("base64encode", &[text("hi")]);
    assert_eq!(known.as_str(), Some("aGk="));
    assert_eq!(known.decoded_text(), Some("hi"));
    let zipped = call("base64gzip", &[text("hi")]);
    assert!(matches!(&zipped.reason().unwrap().cause, Cause::Function(_)));
    assert_eq!(zipped.decoded_text(), Some("hi"));
    let file = call("filebase64", &[text("f/a.txt")]);
    assert_eq!(file.decoded_text(), Some("alpha\n"));
    assert_eq!(call("base64decode", &[file]).origin.at.file, FileId(7));
}

#[test]
fn origins_say_where_a_value_was_written() {
    let there = Span { file: FileId(3), start: 5, end: 9 };
    let mut cidr = text("0.0.0.0/0");
    cidr.origin = Origin::literal(there);
    let cidrs = call("concat", &[tuple(from_ref(&cidr)), tuple(&[text("10.0.0.0/8")])]);
    for name in ["compact", "distinct", "toset", "tolist", "flatten", "sort", "reverse"] {
        let result = call(name, from_ref(&cidrs));
        let kept = result.as_list().unwrap().iter().find(|item| item.as_str() == Some("0.0.0.0/0"));
        assert_eq!(kept.unwrap().origin.at, there, "{name}");
    }
    assert_eq!(call("coalesce", &[text(""), cidr.clone()]).origin.at, there);
    assert_eq!(call("lookup", &[object(&[("a", cidr.clone())]), text("a")]).origin.at, there);
    assert_eq!(call("tostring", from_ref(&cidr)).origin.at, there);
    assert_eq!(call("upper", &[cidr]).origin.at, AT);
    assert_eq!(call("file", &[text("f/a.txt")]).origin.at.file, FileId(7));
}

#[test]
fn marks_survive() {
    let secret = text("s").marked(Marks::SENSITIVE);
    let holder = tuple(&[secret.clone(), text("open")]);
    assert!(call("upper", from_ref(&secret)).is_sensitive());
    assert!(call("jsonencode", from_ref(&holder)).is_sensitive());
    assert!(call("join", &[text(","), holder.clone()]).is_sensitive());
    assert!(call("element", &[holder.clone(), number(0)]).is_sensitive());
    assert!(!call("element", &[holder.clone(), number(1)]).is_sensitive());
    assert!(call("coalesce", &[text(""), secret.clone()]).is_sensitive());
    assert!(!call("nonsensitive", from_ref(&secret)).is_sensitive());
    assert!(!call("length", from_ref(&holder)).is_sensitive());
    let hidden = group("a").marked(Marks::SENSITIVE);
    assert!(call("upper", from_ref(&hidden)).is_sensitive());
    let joined = call("join", &[text(","), tuple(&[text("a"), hidden.clone()])]);
    assert!(joined.is_sensitive() && joined.parts().is_some());
    let both = call("concat", &[unknown(Type::Dynamic).marked(Marks::SENSITIVE), holder.clone()]);
    assert!(both.is_sensitive(), "Terraform drops this mark");
    assert!(both.as_list().unwrap()[1].is_sensitive());
    assert!(call("timestamp", &[]).marks.is_empty());
    assert!(call("bcrypt", from_ref(&secret)).is_sensitive());
}

#[test]
fn ephemeral_parts_become_null() {
    let token = text("t").marked(Marks::EPHEMERAL.with(Marks::SENSITIVE));
    let holder = object(&[("a", token.clone()), ("b", text("x"))]);
    assert_eq!(seen(&call("ephemeralasnull", from_ref(&holder))), "{a = null, b = x}");
    let null = call("ephemeralasnull", &[token]);
    assert!(null.is_null() && null.ty() == Type::String && null.marks == Marks::SENSITIVE);
    assert!(call("upper", &[holder.get("a").unwrap().clone()]).marks.has(Marks::EPHEMERAL));
}

#[test]
fn what_differs_from_run_to_run_is_unknown() {
    for (name, args) in [
        ("timestamp", vec![]),
        ("uuid", vec![]),
        ("plantimestamp", vec![]),
        ("bcrypt", vec![text("x")]),
        ("rsadecrypt", vec![text("x"), text("y")]),
        ("pathexpand", vec![text("~/x")]),
    ] {
        let result = call(name, &args);
        assert!(
            matches!(&result.reason().unwrap().cause, Cause::Function(of) if of.as_ref() == name),
            "{name}"
        );
        assert_eq!(result.ty(), Type::String, "{name}");
    }
}

#[test]
fn templates_take_variables() {
    let variables = object(&[("name", text("x"))]);
    assert_eq!(call("templatefile", &[text("f/t.tftpl"), variables.clone()]).as_str(), Some("hi x\n"));
    assert_eq!(call("templatestring", &[text("<${name}>"), variables.clone()]).as_str(), Some("<x>"));
    assert!(run("templatefile", &[text("f/t.tftpl"), object(&[("a b", text("x"))])]).is_err());
    assert!(run("templatefile", &[text("f/t.tftpl"), text("x")]).is_err());
    assert!(run("templatefile", &[text("f/none"), variables.clone()]).is_err());
    assert!(run("templatestring", &[number(1), variables.clone()]).is_err());
    let secret = object(&[("name", text("x").marked(Marks::SENSITIVE))]);
    assert!(call("templatefile", &[text("f/t.tftpl"), secret]).is_sensitive());
    let result = call("templatefile", &[group("path"), variables]);
    assert_eq!((result.ty(), addresses(&result).len()), (Type::Dynamic, 1));
}

/// A block of a `dynamic` whose `for_each` is unknown stands for none, one or many.
#[test]
fn an_element_that_may_not_be_there_makes_a_list_unknown() {
    let mut block = object(&[("port", number(22))]);
    block.maybe = true;
    let blocks = tuple(&[block, object(&[("port", number(80))])]);
    for name in ["length", "jsonencode", "flatten", "one"] {
        assert!(!call(name, from_ref(&blocks)).is_known(), "{name}");
    }
    assert_eq!(seen(&call("concat", &[blocks, tuple(&[text("x")])])), "[{port = 22}, {port = 80}, x]");
}

#[test]
fn refinements_tell_what_terraform_can_tell() {
    for (expression, expected) in [
        ("startswith(format(\"pre-%s\", tostring(terraform_data.u.id)), \"pre\")", Some(true)),
        ("startswith(format(\"pre-%s\", tostring(terraform_data.u.id)), \"pro\")", Some(false)),
        ("length(split(\",\", terraform_data.u.id)) >= 0", Some(true)),
        ("length(setproduct([\"a\"], toset(terraform_data.u.id))) > 0", None),
        ("jsonencode({a = terraform_data.u.id}) == \"[]\"", Some(false)),
        ("upper(terraform_data.u.id) == null", Some(false)),
        ("strcontains(terraform_data.u.id, \"x\") == null", None),
        ("length(sort([terraform_data.u.id, \"b\"])) == 2", Some(true)),
    ] {
        assert_eq!(evaluate(expression).unwrap().as_bool(), expected, "{expression}");
    }
}
