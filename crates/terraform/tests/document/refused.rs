//! What is no plan and no state is refused with what it is and what to do: never taken for something clean.

use ringfence_terraform::DocumentKind;
use serde_json::json;

use super::fixture::{Read, bytes, creation, plan};

fn refusal(name: &str, text: &[u8], wanted: Option<DocumentKind>) -> String {
    match bytes(name, text, wanted) {
        Err(message) => message,
        Ok(Read { kind, .. }) => panic!("{name} is taken for a {kind:?}"),
    }
}

#[test]
fn a_binary_plan() {
    let said = refusal("binary", b"PK\x03\x04\x14\x00\x08\x00tfplan\x00\xff", None);
    assert!(said.contains("binary plan") && said.contains("terraform show -json"), "{said}");
}

#[test]
fn every_beginning_of_a_plan_and_of_a_state() {
    let planned =
        plan(&json!([creation("aws_subnet.a", &json!({ "cidr": "10.0.0.0/8" }), &json!({}))]), &json!([]));
    let state = json!({ "version": 4, "serial": 1, "lineage": "a", "outputs": {}, "resources": [] });
    for document in [planned.to_string(), state.to_string()] {
        for end in 0..document.len() {
            let said = refusal("cut", &document.as_bytes()[..end], None);
            assert!(end == 0 || said.contains("cut off"), "{end}: {said}");
        }
    }
}

#[test]
fn something_else() {
    for (name, text, words) in [
        ("empty", "", "empty"),
        ("page", "<!doctype html><html></html>", "no JSON"),
        ("object", r#"{ "name": "a", "version": "1.0.0" }"#, "neither a plan nor a state"),
        ("list", "[1, 2]", "neither a plan nor a state"),
        ("text", r#""plan""#, "neither a plan nor a state"),
        ("comma", r#"{ "format_version": "1.2", }"#, "no JSON"),
        (
            "nothing",
            r#"{ "format_version": "1.0", "terraform_version": "1.11.4" }"#,
            "without a plan or state",
        ),
        ("log", "{\"@level\":\"info\"}\n{\"@level\":\"info\"}\n", "a log"),
        (
            "wrapped",
            "[command]/usr/bin/terraform show -json\n{\"format_version\":\"1.2\"}",
            "terraform_wrapper",
        ),
        ("future", r#"{ "format_version": "2.0", "planned_values": {} }"#, "newer than those that are known"),
        (
            "encrypted",
            r#"{ "serial": 1, "lineage": "a", "meta": {}, "encrypted_data": "x" }"#,
            "encrypted by OpenTofu",
        ),
        ("old", r#"{ "version": 3, "serial": 1, "lineage": "a", "modules": [] }"#, "state of version 3"),
    ] {
        let said = refusal(name, text.as_bytes(), None);
        assert!(said.contains(words), "{name}: {said}");
    }
}

#[test]
fn the_place_of_what_is_wrong_is_named() {
    let said = refusal("place", b"{\n  \"format_version\": \"1.2\",\n  \"planned_values\": oops\n}", None);
    assert!(said.contains("document.json`, line 3, column 21"), "{said}");
}

#[test]
fn a_state_for_a_plan_and_a_plan_for_a_state() {
    let state = br#"{ "version": 4, "serial": 1, "lineage": "a", "outputs": {}, "resources": [] }"#;
    let said = refusal("state", state, Some(DocumentKind::Plan));
    assert!(said.contains("this is a state, not a plan"), "{said}");
    let planned = plan(&json!([]), &json!([])).to_string();
    let said = refusal("plan", planned.as_bytes(), Some(DocumentKind::State));
    assert!(said.contains("this is a plan, not a state"), "{said}");
}
