//! One expression each, in a root module with some files.

use ringfence_model::Sources;
use ringfence_terraform::{Options, evaluate};
use serde_json::Value as Json;

use crate::{compare, directory, vectors};

#[test]
fn expressions_evaluate_as_in_terraform() {
    let Some(recorded) = vectors("expressions.json") else { return };
    let dir = directory("expressions", &recorded["files"]);
    std::fs::write(dir.join("main.tf"), "").unwrap();
    let mut wrong = Vec::new();
    let cases = recorded["cases"].as_array().unwrap();
    for case in cases {
        let expr = case["expr"].as_str().unwrap();
        let found = answer(&dir, expr);
        if let Err(why) = agrees(case, &found) {
            wrong.push(format!("{expr}\n    {why}, here {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() > 300, "{} cases", cases.len());
}

/// As the vectors have it: `value` and `type`, `error`, or `unknown`.
pub(crate) fn answer(dir: &std::path::Path, expr: &str) -> Json {
    let evaluation = evaluate(dir, expr, &Options::default(), &Sources::default());
    match evaluation.result {
        Err((message, _)) => serde_json::json!({ "error": message }),
        Ok(value) if !value.is_wholly_known() => serde_json::json!({ "unknown": true }),
        Ok(value) => {
            let ty: Json = serde_json::from_str(&value.ty().to_json()).unwrap();
            serde_json::json!({ "value": compare::json(&value), "type": ty })
        }
    }
}

fn agrees(case: &Json, found: &Json) -> Result<(), String> {
    if case.get("error").is_some() {
        // Where Terraform would only know later, what it plans is unknown.
        let fine = found.get("error").is_some() || found.get("unknown").is_some();
        return if fine { Ok(()) } else { Err(format!("Terraform: {}", case["error"])) };
    }
    if case.get("unknown").is_some() {
        return if found.get("unknown").is_some() { Ok(()) } else { Err("Terraform: unknown".to_owned()) };
    }
    let value = found.get("value").is_some_and(|value| compare::same(value, &case["value"]));
    if value && found["type"] == case["type"] {
        return Ok(());
    }
    Err(format!("Terraform: {} of type {}", case["value"], case["type"]))
}
