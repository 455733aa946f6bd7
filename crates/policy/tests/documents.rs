//! Policy texts as people, tools and attackers write them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use proptest::prelude::*;
use ringfence_policy::{
    AttachedPolicy, Condition, Document, Effect, Grants, MAX_BYTES, Parsed, ResourceQuery, Truth, Version,
};

fn parse(text: &str) -> Parsed {
    Document::parse(&text.replace('\'', "\"")).unwrap()
}

fn truth(parsed: Parsed, action: &str) -> Truth {
    let policy = AttachedPolicy { id: "p".into(), document: parsed.document };
    Grants::new(vec![policy]).can(action, ResourceQuery::EVERY).truth
}

/// The notices' messages and the texts they point at.
fn notices(text: &str) -> Vec<(String, String)> {
    let text = text.replace('\'', "\"");
    let parsed = Document::parse(&text).unwrap();
    let of = |n: ringfence_policy::Notice| (n.message, text[n.span].to_owned());
    parsed.notices.into_iter().map(of).collect()
}

#[test]
fn one_value_is_as_good_as_a_list() {
    let one = parse("{'Statement': {'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'}}");
    let list = parse("{'Statement': [{'Effect': 'Allow', 'Action': ['s3:*'], 'Resource': ['*']}]}");
    assert_eq!((one.notices.len(), list.notices.len()), (0, 0));
    assert_eq!(one.document.version, Version::V2008);
    assert_eq!(truth(one, "s3:GetObject"), Truth::Yes);
    assert_eq!(truth(list, "s3:GetObject"), Truth::Yes);
}

#[test]
fn a_byte_order_mark_is_no_matter() {
    let text =
        "\u{FEFF}\r\n{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}}";
    let parsed = Document::parse(text).unwrap();
    let action = parsed.document.statements[0].actions.patterns[0].span();
    assert_eq!(&text[action], "\"s3:*\"");
}

#[test]
fn misspelt_elements_are_read_and_noticed() {
    let text = "{'statement': {'effect': 'allow', 'Action': 's3:*', 'Resource': '*', 'Extra': 1}}";
    let found = notices(text);
    assert_eq!(found.len(), 4);
    assert!(found.contains(&("`statement` must be written `Statement`".into(), "\"statement\"".into())));
    assert!(found.contains(&("`Effect` must be `Allow` or `Deny`".into(), "\"allow\"".into())));
    assert!(found.contains(&("`Extra` is not an element of a policy".into(), "\"Extra\"".into())));
    assert_eq!(truth(parse(text), "s3:GetObject"), Truth::Yes);
}

#[test]
fn the_last_of_equal_elements_counts() {
    let text = "{'Statement': {'Effect': 'Allow', 'Action': 's3:Get*', 'Action': '*', 'Resource': '*'}}";
    assert_eq!(notices(text)[0].0, "`Action` is given twice; the last one is read");
    assert_eq!(truth(parse(text), "iam:PassRole"), Truth::Yes);
}

#[test]
fn a_bad_statement_does_not_lose_the_others() {
    let good = "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'}";
    for bad in [
        "7",
        "'text'",
        "{'Effect': 'Maybe', 'Action': 'iam:*', 'Resource': '*'}",
        "{'Action': 'iam:*', 'Resource': '*'}",
        "{'Effect': 'Allow', 'Resource': '*'}",
        "{'Effect': 'Allow', 'Action': {'a': 1}, 'Resource': '*'}",
        "{'Effect': 'Allow', 'Action': 'iam:*', 'NotAction': 's3:*', 'Resource': '*'}",
        "{'Effect': 'Allow', 'Action': 'iam:*', 'Resource': 7}",
        "{'Effect': 'Allow', 'Action': 'iam:*', 'Resource': '*', 'NotResource': '*'}",
        "{'Effect': 'Allow', 'Action': 'iam:*', 'Resource': '*', 'Condition': 7}",
        "{'Effect': 'Allow', 'Action': 'iam:*', 'Resource': '*', 'Principal': 'somebody'}",
    ] {
        let text = format!("{{'Statement': [{bad}, {good}]}}");
        assert!(!notices(&text).is_empty(), "{bad}");
        assert_eq!(parse(&text).document.statements.len(), 2, "{bad}");
        // What cannot be read may still grant.
        assert_eq!(truth(parse(&text), "iam:PassRole"), Truth::Unknown, "{bad}");
        assert_ne!(truth(parse(&text), "s3:GetObject"), Truth::No, "{bad}");
    }
}

#[test]
fn what_is_no_policy_is_an_error_with_a_place() {
    let error = |text: &str| Document::parse(text).unwrap_err();
    let not_json = error("{\n  \"Statement\": [\n    oops\n");
    assert_eq!((not_json.line, not_json.column), (3, 5));
    let list = error(" []");
    assert_eq!(
        list.to_string(),
        "line 1, column 2: a policy must be an object, not a list; \
         write `{\"Version\": \"2012-10-17\", \"Statement\": [ … ]}`"
    );
    assert!(error("{\"Version\": \"2012-10-17\"}").reason.contains("Statement"));
    assert!(error(&" ".repeat(MAX_BYTES + 1)).reason.contains("bytes"));
    assert!(error(&"[".repeat(50_000)).reason.contains("levels"));
}

#[test]
fn conditions_keep_their_words() {
    let parsed = parse(
        "{'Statement': {'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*', 'Condition': {
            'NumericLessThan': {'s3:max-keys': 10}, 'Bool': {'aws:SecureTransport': true}}}}",
    );
    assert_eq!(parsed.notices, []);
    let conditions = &parsed.document.statements[0].conditions;
    assert_eq!(conditions.text(), "NumericLessThan s3:max-keys \"10\" and Bool aws:SecureTransport \"true\"");
    let Condition::Test { values, .. } = &conditions.list[1] else { panic!("a test") };
    assert_eq!(values[0].value, "true");
}

#[test]
fn principals_of_a_trust_policy() {
    let parsed = parse(
        "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {
            'Service': ['ec2.amazonaws.com', 'lambda.amazonaws.com'], 'AWS': '*'}},
            {'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': '*'}]}",
    );
    assert_eq!(parsed.notices, []);
    let principals = parsed.document.statements[0].principals.as_ref().unwrap();
    let listed: Vec<_> = principals.list.iter().map(|p| (p.kind.as_str(), p.name.value.as_str())).collect();
    assert_eq!(listed, [("Service", "ec2.amazonaws.com"), ("Service", "lambda.amazonaws.com"), ("AWS", "*")]);
    assert_eq!(parsed.document.statements[1].principals.as_ref().unwrap().list[0].kind, "*");
    assert_eq!(parsed.document.statements[0].resources, None);
}

#[test]
fn unknown_pieces_anywhere() {
    let piece = "\u{FDD0}5\u{FDD1}";
    let whole = parse(piece).document;
    assert_eq!(whole, parse(&format!("{{'Version': {piece} 'x'}}")).document);
    assert_eq!(whole.statements[0].effect, Effect::Unknown);
    for (statement, expected) in [
        (format!("{{'Effect': 'Allow', 'Action': {piece}, 'Resource': '*'}}"), Truth::Unknown),
        (format!("{{'Effect': 'Allow', 'Action': ['iam:*', {piece}], 'Resource': '*'}}"), Truth::Yes),
        (format!("{{'Effect': 'Allow', 'Action': 'iam:*', 'Resource': {piece}}}"), Truth::Unknown),
        (format!("{{'Effect': '{piece}', 'Action': 'iam:*', 'Resource': '*'}}"), Truth::Unknown),
        (
            format!("{{'Effect': 'Allow', 'Action': 'iam:*', 'Resource': '*', 'Condition': {piece}}}"),
            Truth::Unknown,
        ),
        (format!("{{'Effect': 'Allow', 'NotAction': ['s3:*', '{piece}'], 'Resource': '*'}}"), Truth::Unknown),
        (
            format!(
                "{{'Effect': 'Allow', 'Action': 'iam:*', 'Resource': '*', 'Condition': {{
            'StringEquals': {{'aws:PrincipalTag/t': '{piece}'}}}}}}"
            ),
            Truth::Conditional,
        ),
        (piece.to_owned(), Truth::Unknown),
    ] {
        let parsed = parse(&format!("{{'Version': '2012-10-17', 'Statement': [{statement}]}}"));
        assert_eq!(parsed.notices, [], "{statement}");
        assert_eq!(truth(parsed, "iam:PassRole"), expected, "{statement}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_strange(text in r#"[\[\]{}:,"\\ua-cStatementEffAcio*0-9\u{FDD0}\u{FDD1} \n]{0,60}"#) {
        drop(Document::parse(&text));
    }

    /// Whatever becomes of a policy with a piece cut out, reading it takes no harm.
    #[test]
    fn no_damage_is_too_strange(from in 0usize..150, length in 0usize..20, filler in "[\\[{\"\u{FDD0}0,:]{0,2}") {
        let mut text = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"a:*\"], \
            \"NotResource\": \"*\", \"Condition\": {\"Null\": {\"k\": [true, null]}}, \"Principal\": {\"AWS\": \"*\"}}]}"
            .to_owned();
        let end = (from + length).min(text.len());
        text.replace_range(from.min(end)..end, &filler);
        if let Ok(parsed) = Document::parse(&text) {
            for notice in parsed.notices {
                prop_assert!(text.get(notice.span.clone()).is_some(), "{:?}", notice);
            }
        }
    }
}
