//! What is kept of unknown, sensitive and passed-on values.

use std::slice::from_ref;
use std::sync::Arc;

use ringfence_model::{FileId, Span};

use super::super::call;
use super::evaluate::{AT, evaluate, json_of, unknown, value};
use super::surroundings::Fixed;
use crate::{CallContext, Cause, Map, Origin, Part, Value, ValueKind};

fn run(name: &str, args: &[Value]) -> Value {
    let context = CallContext { at: AT, surroundings: &Fixed };
    call(name, args, &context).unwrap().unwrap()
}

fn text(text: &str) -> Value {
    value(ValueKind::String(text.into()))
}

fn list(items: &[Value]) -> Value {
    value(ValueKind::List(Arc::new(items.to_vec())))
}

fn map(entries: &[(&str, Value)]) -> Value {
    value(ValueKind::Map(Arc::new(
        entries.iter().map(|(key, value)| ((*key).into(), value.clone())).collect(),
    )))
}

fn template(parts: &[Result<&str, Value>]) -> Value {
    let part = |part: &Result<&str, Value>| match part {
        Ok(text) => Part::Known((*text).into()),
        Err(value) => match &value.kind {
            ValueKind::Unknown(unknown) => Part::Unknown(unknown.clone()),
            _ => panic!("not unknown"),
        },
    };
    value(ValueKind::Template(Arc::new(parts.iter().map(part).collect())))
}

fn group(name: &str) -> Value {
    unknown(&format!("aws_security_group.{name}"), "id")
}

/// The addresses of what a value depends on, wherever it stands.
fn addresses(value: &Value) -> Vec<String> {
    let because = super::super::known::because([value], AT);
    because.references().iter().map(|reference| reference.address.to_string()).collect()
}

fn address(value: &Value) -> Option<&str> {
    value.reference().map(|reference| reference.address.as_ref())
}

#[test]
fn elements_that_are_references_stay_references() {
    let both = [group("a"), group("b")];
    let one = run("concat", &[list(&both[..1]), list(&both[1..])]);
    let ways = [
        one.clone(),
        run("compact", from_ref(&one)),
        run("flatten", &[list(&[list(&both[..1]), both[1].clone()])]),
        run("slice", &[one.clone(), evaluate("0").unwrap(), evaluate("2").unwrap()]),
        run("values", &[map(&[("x", both[0].clone()), ("y", both[1].clone())])]),
        run("tolist", from_ref(&one)),
        run("coalescelist", &[list(&[]), one.clone()]),
    ];
    for way in ways {
        assert!(way.open.is_none());
        let items = way.as_list().unwrap();
        assert_eq!(
            items.iter().map(address).collect::<Vec<_>>(),
            [Some("aws_security_group.a"), Some("aws_security_group.b")]
        );
    }
    assert_eq!(
        address(&run("element", &[one.clone(), evaluate("3").unwrap()])),
        Some("aws_security_group.b")
    );
    assert_eq!(address(&run("one", &[run("toset", &[list(&both[..1])])])), Some("aws_security_group.a"));
    assert_eq!(address(&run("join", &[text(""), list(&both[..1])])), Some("aws_security_group.a"));
    assert_eq!(address(&run("tostring", &both[..1])), Some("aws_security_group.a"));
    assert_eq!(address(&run("coalesce", &[text(""), both[0].clone()])), Some("aws_security_group.a"));
    assert_eq!(address(&run("try", &both)), Some("aws_security_group.a"));
    assert_eq!(address(&run("element", &[list(&both[..1]), group("index")])), Some("aws_security_group.a"));
}

#[test]
fn what_cannot_be_told_apart_is_open() {
    let both = list(&[group("a"), group("b")]);
    for name in ["toset", "sort"] {
        let result = run(name, from_ref(&both));
        assert!(result.open.is_some(), "{name}");
        assert_eq!(addresses(&result).len(), 2, "{name}");
        assert!(run("length", from_ref(&result)).is_unknown(), "{name}");
    }
    let apart = run("distinct", from_ref(&both));
    assert!(apart.open.is_none(), "the ids of two resources differ");
    let alike = list(&[unknown("aws_eip.a", "public_ip"), unknown("aws_eip.b", "public_ip")]);
    assert!(run("distinct", from_ref(&alike)).open.is_some(), "other attributes may be equal");
    let same = list(&[group("a"), group("a")]);
    let once = run("distinct", &[same]);
    assert!(once.open.is_none());
    assert_eq!(once.as_list().unwrap().len(), 1);
    let perhaps = list(&[text("x"), unknown("aws_eip.a", "public_ip")]);
    let kept = run("compact", &[perhaps]);
    assert_eq!(kept.as_list().unwrap().len(), 2);
    assert!(kept.open.is_some());
    assert!(run("element", &[kept, evaluate("0").unwrap()]).is_unknown());
}

#[test]
fn an_unknown_collection_leaves_what_is_certain() {
    let joined = run("concat", &[group("all"), list(&[text("a")])]);
    assert!(joined.open.is_some());
    assert_eq!(joined.as_list().unwrap().len(), 2);
    let merged = run("merge", &[map(&[("a", text("1"))]), group("tags"), map(&[("b", text("2"))])]);
    assert!(merged.open.is_some());
    assert!(merged.get("a").unwrap().is_unknown());
    assert_eq!(merged.get("b").unwrap().as_str(), Some("2"));
    assert!(run("lookup", &[merged.clone(), text("c"), text("d")]).is_unknown());
    assert_eq!(run("lookup", &[merged, text("b"), text("d")]).as_str(), Some("2"));
    let less = run("setsubtract", &[list(&[text("a"), text("b")]), list(&[text("a"), group("x")])]);
    assert_eq!(json_of(&less).to_string(), r#"["b"]"#);
    assert!(less.open.is_some());
}

#[test]
fn any_other_function_names_every_unknown() {
    let result = run("replace", &[group("a"), text("x"), group("b")]);
    assert!(matches!(&result.unknown().unwrap().cause, Cause::Derived(_)));
    assert_eq!(addresses(&result), ["aws_security_group.a", "aws_security_group.b"]);
    let nested = run("cidrsubnet", &[text("10.0.0.0/8"), evaluate("8").unwrap(), group("n")]);
    assert_eq!(addresses(&nested), ["aws_security_group.n"]);
}

#[test]
fn strings_keep_their_known_parts() {
    let arn = template(&[Ok("arn:aws:s3:::"), Err(group("bucket")), Ok("/*")]);
    let shown = |value: &Value| json_of(value).to_string();
    assert_eq!(shown(&run("join", &[text(","), list(&[text("a"), group("b")])])), r#""a,?""#);
    assert_eq!(
        shown(&run("format", &[text("%s:%d"), arn.clone(), evaluate("4").unwrap()])),
        r#""arn:aws:s3:::?/*:4""#
    );
    assert_eq!(shown(&run("upper", from_ref(&arn))), r#""ARN:AWS:S3:::?/*""#);
    assert_eq!(shown(&run("trimspace", &[template(&[Ok(" a"), Err(group("b")), Ok("c\n")])])), r#""a?c""#);
    assert_eq!(shown(&run("trimprefix", &[arn.clone(), text("arn:")])), r#""aws:s3:::?/*""#);
    assert_eq!(shown(&run("startswith", &[arn.clone(), text("arn:")])), "true");
    assert_eq!(shown(&run("startswith", &[arn.clone(), text("http")])), "false");
    assert!(run("startswith", &[arn.clone(), text("arn:aws:s3:::b")]).is_unknown());
    assert!(run("split", &[text(":"), arn.clone()]).is_unknown());
    assert!(run("trimspace", &[template(&[Ok(" "), Err(group("b"))])]).is_unknown());
}

#[test]
fn json_and_yaml_go_there_and_back() {
    let arn = template(&[Ok("arn:\"aws:s3:::"), Err(group("bucket")), Ok("/*")]);
    let policy = map(&[("Action", list(&[text("s3:*")])), ("Resource", arn), ("Role", group("role"))]);
    for (encode, decode) in [("jsonencode", "jsondecode"), ("yamlencode", "yamldecode")] {
        let encoded = run(encode, from_ref(&policy));
        assert!(matches!(encoded.kind, ValueKind::Template(_)), "{encode}");
        let decoded = run(decode, &[encoded]);
        assert_eq!(json_of(&decoded), json_of(&policy), "{decode}");
        assert_eq!(address(decoded.get("Role").unwrap()), Some("aws_security_group.role"), "{decode}");
        assert_eq!(addresses(&decoded).len(), 2, "{decode}");
    }
    let bare = template(&[Ok("{\"port\": "), Err(group("port")), Ok("}")]);
    assert_eq!(addresses(&run("jsondecode", &[bare])), ["aws_security_group.port"]);
}

#[test]
fn an_encoding_keeps_its_text() {
    let script = template(&[Ok("#!/bin/sh\n"), Err(group("a"))]);
    for name in ["base64encode", "base64gzip"] {
        let encoded = run(name, from_ref(&script));
        assert!(encoded.is_unknown());
        assert_eq!(json_of(encoded.decoded.as_deref().unwrap()), "#!/bin/sh\n?");
        assert_eq!(json_of(&run("base64decode", &[encoded])), "#!/bin/sh\n?");
    }
    let known = run("base64encode", &[text("hi")]);
    assert_eq!(known.as_str(), Some("aGk="));
    assert_eq!(known.decoded.unwrap().as_str(), Some("hi"));
    let file = run("filebase64", &[text("f/a.txt")]);
    assert_eq!(file.decoded.unwrap().as_str(), Some("alpha\n"));
}

#[test]
fn origins_say_where_a_value_was_written() {
    let there = Span { file: FileId(3), start: 5, end: 9 };
    let mut cidr = text("0.0.0.0/0");
    cidr.origin = Origin::literal(there);
    let cidrs = run("concat", &[list(from_ref(&cidr)), list(&[text("10.0.0.0/8")])]);
    for name in ["compact", "distinct", "toset", "tolist", "flatten", "sort", "reverse"] {
        let result = run(name, from_ref(&cidrs));
        let kept = result.as_list().unwrap().iter().find(|item| item.as_str() == Some("0.0.0.0/0"));
        assert_eq!(kept.unwrap().origin.at, there, "{name}");
    }
    assert_eq!(run("coalesce", &[text(""), cidr.clone()]).origin.at, there);
    assert_eq!(run("lookup", &[map(&[("a", cidr.clone())]), text("a")]).origin.at, there);
    assert_eq!(run("upper", &[cidr]).origin.at, AT);
    assert_eq!(run("file", &[text("f/a.txt")]).origin.at.file, FileId(7));
}

#[test]
fn marks_survive() {
    let mut secret = text("s");
    secret.sensitive = true;
    let holder = list(&[secret.clone(), text("open")]);
    assert!(run("upper", from_ref(&secret)).sensitive);
    assert!(run("jsonencode", from_ref(&holder)).sensitive);
    assert!(run("join", &[text(","), holder.clone()]).sensitive);
    assert!(run("element", &[holder.clone(), evaluate("0").unwrap()]).sensitive);
    assert!(!run("element", &[holder.clone(), evaluate("1").unwrap()]).sensitive);
    assert!(run("coalesce", &[text(""), secret.clone()]).sensitive);
    assert!(!run("nonsensitive", from_ref(&secret)).sensitive);
    assert!(run("sensitive", &[text("x")]).sensitive);
    assert_eq!(json_of(&run("issensitive", from_ref(&secret))), true);
    assert!(!run("length", &[holder]).sensitive);
    let unknown = run(
        "upper",
        &[{
            let mut group = group("a");
            group.sensitive = true;
            group
        }],
    );
    assert!(unknown.is_unknown() && unknown.sensitive);
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
        let result = run(name, &args);
        assert!(
            matches!(&result.unknown().unwrap().cause, Cause::Function(of) if of.as_ref() == name),
            "{name}"
        );
    }
}

#[test]
fn wrong_arguments_are_tried_and_passed_over() {
    let wrong = |message: &str| {
        let cause = Cause::Error(message.into());
        value(ValueKind::Unknown(Arc::new(crate::Unknown { cause, at: AT })))
    };
    assert_eq!(run("try", &[wrong("no"), text("x")]).as_str(), Some("x"));
    assert_eq!(run("try", &[list(&[wrong("no")]), text("x")]).as_str(), Some("x"));
    assert_eq!(json_of(&run("can", &[wrong("no")])), false);
    assert_eq!(json_of(&run("can", &[group("a")])), true);
    let context = CallContext { at: AT, surroundings: &Fixed };
    let failed = call("try", &[wrong("first"), wrong("second")], &context).unwrap().unwrap_err();
    assert!(failed.contains("first"), "{failed}");
}

#[test]
fn templates_take_variables() {
    let variables = map(&[("name", text("x"))]);
    assert_eq!(run("templatefile", &[text("f/t.tftpl"), variables.clone()]).as_str(), Some("hi x\n"));
    assert_eq!(run("templatestring", &[text("<${name}>"), variables]).as_str(), Some("<x>"));
    let context = CallContext { at: AT, surroundings: &Fixed };
    let bad = value(ValueKind::Map(Arc::new(Map::from([("a b".into(), text("x"))]))));
    assert!(call("templatefile", &[text("f/t.tftpl"), bad], &context).unwrap().is_err());
    assert!(call("no_such", &[], &context).is_none());
    assert!(call("core::upper", &[text("x")], &context).is_some());
    assert!(call("upper", &[], &context).unwrap().is_err());
}
