//! Every function against what the real Terraform said.
//!
//! A line of a case file is `expression => value`, where the value is JSON, `error` or `unknown` as Terraform
//! 1.11.4 plans it. `local.u` is a resource attribute that is known after apply. A line that starts with `~`
//! is one whose value Terraform knows and these functions do not.

use serde_json::Value as Json;

use super::super::known::has_unknown;
use super::evaluate::{self, evaluate, json_of};

fn check(family: &str, cases: &str) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (known, line) = line.strip_prefix('~').map_or((true, line), |line| (false, line));
        let (expression, expected) = line.rsplit_once(" => ").expect(line);
        count += 1;
        if let Err(found) = agrees(expression.trim(), expected, known) {
            wrong.push(format!("{} => {expected}, found {found}", expression.trim()));
        }
    }
    assert!(wrong.is_empty(), "{family}: {} of {count} cases\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 3, "{family}: no cases");
}

fn agrees(expression: &str, expected: &str, known: bool) -> Result<(), String> {
    let found = evaluate(expression);
    let agrees = match (&found, expected) {
        (Err(_), "error") => true,
        (Ok(value), "error" | "unknown") => has_unknown(value),
        (Err(_), _) => !known,
        (Ok(value), _) if !known => has_unknown(value),
        (Ok(value), _) => {
            let expected: Json = serde_json::from_str(expected).expect(expected);
            !has_unknown(value) && same(&json_of(value), &expected)
        }
    };
    if agrees { Ok(()) } else { Err(found.map_or_else(|error| error, |value| json_of(&value).to_string())) }
}

/// Equal, numbers as far as a float tells.
fn same(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Number(a), Json::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= f64::EPSILON * a.abs().max(b.abs())
        }
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        _ => left == right,
    }
}

macro_rules! families {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name), include_str!(concat!("cases/", stringify!($name), ".txt")));
            }
        )*
    };
}

families! { addresses choice csv dates elements encoding files format hashing json lists maps numeric regex sets strings types yaml }

/// The recorded expressions that consist of literals and calls; the evaluator's tests run all.
#[test]
fn recorded_expressions() {
    let Some(folder) = std::env::var_os("RINGFENCE_VECTORS") else {
        eprintln!("skipped: RINGFENCE_VECTORS is not set");
        return;
    };
    let path = std::path::Path::new(&folder).join("terraform/expressions.json");
    let vectors: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in vectors["cases"].as_array().unwrap() {
        let expression = case["expr"].as_str().unwrap();
        if !evaluate::is_plain(expression) {
            continue;
        }
        count += 1;
        let expected = match (case.get("error"), case.get("unknown")) {
            (Some(_), _) => "error".to_owned(),
            (_, Some(_)) => "unknown".to_owned(),
            _ => case["value"].to_string(),
        };
        if let Err(found) = agrees(expression, &expected, true) {
            wrong.push(format!("{expression} => {expected}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 150, "{count}");
}
