//! The table of functions.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod evaluate;

use evaluate::{AT, Fixed, run};
use ringfence_functions::{CallContext, call, names};
use ringfence_value::Value;

/// `terraform metadata functions -json`, Terraform 1.11.4, without those under `core::`, which are the same.
const NAMES: &str = include_str!("cases/names.list");

#[test]
fn every_function_is_there_and_no_other() {
    let found: Vec<&str> = names().collect();
    assert_eq!(found, NAMES.lines().collect::<Vec<_>>());
    assert_eq!(found.len(), 118);
    assert!(found.is_sorted_by(|one, other| one < other));
}

#[test]
fn every_name_can_be_called() {
    let context = CallContext { at: AT, surroundings: &Fixed };
    for name in NAMES.lines() {
        assert!(call(name, &[], &context).is_some(), "{name}");
        assert!(call(&format!("core::{name}"), &[], &context).is_some(), "{name}");
    }
    assert!(call("get_env", &[], &context).is_none());
    assert!(call("provider::aws::arn_parse", &[], &context).is_none());
}

#[test]
fn arguments_are_counted() {
    let text = Value::string("x", AT);
    assert!(run("upper", &[]).unwrap_err().contains("`str` is missing"));
    assert!(run("upper", &[text.clone(), text.clone()]).unwrap_err().contains("only 1"));
    let context = CallContext { at: AT, surroundings: &Fixed };
    let error = call("replace", &[text.clone(), Value::tuple(Vec::new(), AT), text], &context);
    assert_eq!(error.unwrap().unwrap_err().argument, Some(1));
}
