//! Public test vectors, read from the folder that `RINGFENCE_VECTORS` names; without it these are skipped.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use ringfence_policy::{AttachedPolicy, Document, Grants, ResourceQuery, Truth};
use serde_json::Value;

fn vectors(path: &str) -> Option<Value> {
    let Ok(folder) = std::env::var("RINGFENCE_VECTORS") else {
        println!("skipped: RINGFENCE_VECTORS is not set, {path} was not read");
        return None;
    };
    let text = std::fs::read_to_string(format!("{folder}/iam/{path}")).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

fn text(document: &Value) -> String {
    document.as_str().map_or_else(|| document.to_string(), str::to_owned)
}

#[test]
fn grammar_as_the_service_takes_it() {
    let Some(cases) = vectors("moto/policy-validation.json") else { return };
    for document in cases["valid_policy_documents"].as_array().unwrap() {
        let parsed = Document::parse(&text(document)).unwrap();
        assert_eq!(parsed.notices, [], "{document}");
    }
    let mut unnoticed = Vec::new();
    for case in cases["invalid_policy_document_test_cases"].as_array().unwrap() {
        let read = Document::parse(&text(&case["document"]));
        if read.is_ok_and(|parsed| parsed.notices.is_empty()) {
            unnoticed.push(case["error_message"].as_str().unwrap().to_owned());
        }
    }
    unnoticed.sort();
    println!("{} invalid documents without a notice: {unnoticed:#?}", unnoticed.len());
    assert!(!unnoticed.iter().any(|message| message == "Syntax errors in policy."));
}

#[test]
fn actions_that_another_tool_calls_allowed() {
    let Some(cases) = vectors("cloudsplaining/policy-document.json") else { return };
    let mut asked = 0;
    for case in cases.as_array().unwrap() {
        let document = Document::parse(&text(&case["policy"])).unwrap().document;
        let grants = Grants::new(vec![AttachedPolicy { id: "p".into(), document }]);
        let result = case["result"].as_array().unwrap();
        let listed = result.iter().filter_map(Value::as_str);
        match case["property"].as_str().unwrap() {
            "all_allowed_unrestricted_actions" | "all_allowed_actions" => {
                for action in listed {
                    asked += 1;
                    assert_ne!(grants.can(action, ResourceQuery::ANY).truth, Truth::No, "{action} of {case}");
                }
            }
            "service_wildcard" => {
                asked += 1;
                let found = grants.service_wildcards();
                let ours: Vec<_> = found.iter().filter_map(|wildcard| wildcard.service.as_deref()).collect();
                assert_eq!(ours, listed.collect::<Vec<_>>());
            }
            _ => {}
        }
    }
    println!("{asked} questions asked");
    assert!(asked > 100);
}
