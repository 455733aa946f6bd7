//! The plain evaluator against the rules of the user guide, one case a line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use ringfence_policy::Document;
use ringfence_policy::plain::{Decision, Request, Undecided, decide};
use std::collections::BTreeMap;

fn document(statement: &str) -> Document {
    let text = format!("{{'Version': '2012-10-17', 'Statement': [{statement}]}}").replace('\'', "\"");
    Document::parse(&text).unwrap().document
}

/// Whether a condition holds for these context values; `key=` alone is a present key without values.
fn holds(condition: &str, context: &[&str]) -> Result<bool, Undecided> {
    let statement =
        format!("{{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {condition}}}");
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in context {
        let (key, value) = pair.split_once('=').unwrap();
        let list = values.entry(key.to_owned()).or_default();
        list.extend((!value.is_empty()).then(|| value.to_owned()));
    }
    let request = Request::new("s3:GetObject", "arn:aws:s3:::b/k", values);
    Ok(decide(&[&document(&statement)], &[], &request)? == Decision::Allowed)
}

#[test]
fn operators() {
    for (condition, context, expected) in [
        ("{'StringEquals': {'k': 'a'}}", &["K=a"][..], true),
        ("{'StringEquals': {'k': ['b', 'a']}}", &["k=a"], true),
        ("{'StringEquals': {'k': 'a*'}}", &["k=ab"], false),
        ("{'StringEquals': {'k': 'a'}}", &[], false),
        ("{'StringEqualsIfExists': {'k': 'a'}}", &[], true),
        ("{'StringNotEquals': {'k': ['a', 'b']}}", &["k=b"], false),
        ("{'StringNotEquals': {'k': ['a', 'b']}}", &["k=c"], true),
        ("{'StringNotEquals': {'k': 'a'}}", &[], true),
        ("{'StringEqualsIgnoreCase': {'k': 'AB'}}", &["k=ab"], true),
        ("{'StringLike': {'k': 'a*c?'}}", &["k=abbcd"], true),
        ("{'StringNotLike': {'k': 'a*'}}", &["k=abc"], false),
        ("{'StringLike': {'k': '${other}*'}}", &["k=x*y", "other=x*"], true),
        ("{'StringLike': {'k': '${other}'}}", &["k=xay", "other=x*y"], false),
        ("{'StringEquals': {'k': '${other, 'd'}'}}", &["k=d"], true),
        ("{'StringEquals': {'k': '${other}'}}", &["k="], false),
        ("{'NumericLessThan': {'k': '10'}}", &["k=9"], true),
        ("{'NumericGreaterThan': {'k': '10'}}", &[], false),
        ("{'NumericGreaterThanEquals': {'k': 10}}", &["k=10"], true),
        ("{'Bool': {'k': true}}", &["k=True"], true),
        ("{'Null': {'k': 'true'}}", &[], true),
        ("{'Null': {'k': 'false'}}", &["k=a"], true),
        ("{'IpAddress': {'k': '10.0.0.0/8'}}", &["k=10.255.0.1"], true),
        ("{'NotIpAddress': {'k': '10.0.0.0/8'}}", &["k=10.255.0.1"], false),
        ("{'IpAddress': {'k': '0.0.0.0/0'}}", &["k=1.2.3.4"], true),
        ("{'IpAddress': {'k': '0.0.0.0/0'}}", &["k=2001:db8::1"], false),
        ("{'IpAddress': {'k': '2001:db8::/32'}}", &["k=2001:db8::1"], true),
        ("{'ArnLike': {'k': 'arn:aws:iam::*:role/x*'}}", &["k=arn:aws:iam::1:role/xy"], true),
        ("{'ArnEquals': {'k': 'arn:aws:iam::*:role/x'}}", &["k=arn:aws:iam::1:role/x"], true),
        ("{'ArnLike': {'k': 'arn:*:role/x'}}", &["k=arn:aws:iam::1:role/x"], false),
        ("{'ForAllValues:StringEquals': {'k': ['a', 'b']}}", &["k=a", "k=b"], true),
        ("{'ForAllValues:StringEquals': {'k': ['a', 'b']}}", &["k=a", "k=c"], false),
        ("{'ForAllValues:StringEquals': {'k': 'a'}}", &[], true),
        ("{'ForAnyValue:StringEquals': {'k': 'a'}}", &["k=b", "k=a"], true),
        ("{'ForAnyValue:StringEquals': {'k': 'a'}}", &[], false),
        ("{'StringEquals': {'k': 'a', 'l': 'b'}}", &["k=a"], false),
        ("{'StringEquals': {'k': 'a'}, 'Bool': {'l': 'true'}}", &["k=a", "l=true"], true),
    ] {
        let condition = condition.replace("'d'", "d");
        assert_eq!(holds(&condition, context), Ok(expected), "{condition} {context:?}");
    }
}

#[test]
fn what_it_does_not_read_is_no_decision() {
    assert!(matches!(holds("{'DateLessThan': {'k': 'x'}}", &["k=x"]), Err(Undecided::Condition(_))));
    assert!(matches!(
        holds("{'StringEquals': {'k': '\u{FDD0}1\u{FDD1}'}}", &["k=x"]),
        Err(Undecided::Condition(_))
    ));
    assert_eq!(holds("\u{FDD0}1\u{FDD1}", &[]), Err(Undecided::Document));
}

#[test]
fn a_denial_first_then_every_layer() {
    let allow = document("{'Effect': 'Allow', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::b/*'}");
    let deny = document("{'Effect': 'Deny', 'NotAction': 's3:Get*', 'Resource': '*'}");
    let ask = |own: &[&Document], limits: &[Vec<&Document>], action: &str, resource: &str| {
        decide(own, limits, &Request::new(action, resource, BTreeMap::new())).unwrap()
    };
    let object = "arn:aws:s3:::b/k";
    assert_eq!(ask(&[&allow], &[], "S3:getobject", object), Decision::Allowed);
    assert_eq!(ask(&[&allow], &[], "s3:GetObject", "arn:aws:s3:::B/k"), Decision::ImplicitlyDenied);
    assert_eq!(ask(&[&allow, &deny], &[], "s3:PutObject", object), Decision::ExplicitlyDenied);
    assert_eq!(ask(&[&allow], &[vec![&deny]], "s3:GetObject", object), Decision::ImplicitlyDenied);
    assert_eq!(ask(&[&allow], &[vec![&deny, &allow]], "s3:GetObject", object), Decision::Allowed);
}

#[test]
fn segments_of_a_resource() {
    let matches = |pattern: &str, resource: &str| {
        let document = document(&format!("{{'Effect': 'Allow', 'Action': '*', 'Resource': '{pattern}'}}"));
        let request = Request::new("s3:GetObject", resource, BTreeMap::new());
        decide(&[&document], &[], &request).unwrap() == Decision::Allowed
    };
    assert!(matches("arn:aws:s3:::b/*", "arn:aws:s3:::b/x:y"));
    assert!(matches("arn:aws:*", "arn:aws:iam::1:role/x"));
    assert!(matches("arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x"));
    assert!(matches("arn:aws:*:role/x", "arn:aws:iam::1:role/x"));
    assert!(!matches("arn:aws:i*m:role/x", "arn:aws:iam::1:m:role/x"));
    assert!(!matches("arn:aws:iam?:1:role/x", "arn:aws:iam::1:role/x"));
    assert!(matches("*", "*"));
    assert!(!matches("arn:*", "*"));
}
