//! What a plan says is there after it.

use ringfence_model::Truth;
use ringfence_terraform::{Action, DocumentKind, RecordKind};
use serde_json::{Value as Json, json};

use super::fixture::{Read, change, creation, json, plan};

fn one(name: &str, after: &Json, unknown: &Json) -> Read {
    json(name, &plan(&json!([creation("aws_subnet.a", after, unknown)]), &json!([])))
}

#[test]
fn values_are_those_that_are_planned() {
    let read = one(
        "values",
        &json!({ "cidr": "10.0.0.0/16", "ports": [80, 443], "deep": [{ "on": true }] }),
        &json!({ "id": true, "ports": [false, false], "deep": [{}] }),
    );
    assert_eq!(read.kind, DocumentKind::Plan);
    assert_eq!(read.known("aws_subnet.a", "cidr"), r#""10.0.0.0/16""#);
    assert_eq!(read.known("aws_subnet.a", "ports"), "[80,443]");
    assert_eq!(read.known("aws_subnet.a", "deep"), r#"[{"on":true}]"#);
    assert!(!read.value("aws_subnet.a", "id").is_known());
}

#[test]
fn a_value_stands_where_the_document_has_it() {
    let read = one("places", &json!({ "cidr": "10.0.0.0/16", "ports": [80, 443] }), &json!({}));
    assert_eq!(read.written(read.value("aws_subnet.a", "cidr")), r#""10.0.0.0/16""#);
    let ports = read.value("aws_subnet.a", "ports").as_list().unwrap();
    assert_eq!(read.written(&ports[1]), "443");
}

#[test]
fn what_is_unknown_in_part_keeps_the_rest() {
    let read = one(
        "part",
        &json!({ "rule": [{ "port": 22 }, {}], "tags": { "a": "b" } }),
        &json!({ "rule": [{ "cidr": true }, { "port": true }], "tags": { "c": true } }),
    );
    assert_eq!(read.known("aws_subnet.a", "rule"), r#"[{"port":22},{}]"#);
    let rules = read.value("aws_subnet.a", "rule").as_list().unwrap();
    assert!(!rules[0].as_map().unwrap().get("cidr").unwrap().is_known());
    assert!(!rules[1].as_map().unwrap().get("port").unwrap().is_known());
    let tags = read.value("aws_subnet.a", "tags");
    assert!(!tags.is_wholly_known() && tags.as_map().unwrap().get("a").unwrap().is_known());
}

#[test]
fn numbers_keep_every_digit() {
    let text =
        plan(&json!([creation("aws_subnet.a", &json!({ "n": 0 }), &json!({}))]), &json!([])).to_string();
    let text = text.replace("\"n\":0", "\"n\":123456789012345678901234567890.125");
    let read = super::fixture::bytes("digits", text.as_bytes(), None).unwrap();
    assert_eq!(read.known("aws_subnet.a", "n"), "123456789012345678901234567890.125");
}

#[test]
fn what_goes_away_is_not_there() {
    let after = json!({ "cidr": "10.0.0.0/16" });
    let changes = json!([
        change("aws_subnet.made", "create", &after, &json!({})),
        change("aws_subnet.kept", "no-op", &after, &json!({})),
        change("aws_subnet.changed", "update", &after, &json!({})),
        change("aws_subnet.gone", "delete", &Json::Null, &json!({})),
        change("aws_subnet.forgotten", "forget", &Json::Null, &json!({})),
    ]);
    let mut plan = plan(&changes, &json!([]));
    // What was there before, as Terraform writes it beside the changes.
    plan["prior_state"] = json!({ "values": { "root_module": { "resources": [
        { "address": "aws_subnet.gone", "mode": "managed", "type": "aws_subnet", "name": "gone", "values": {} },
    ] } } });
    let read = json("actions", &plan);
    assert_eq!(read.addresses(), ["aws_subnet.changed", "aws_subnet.kept", "aws_subnet.made"]);
    assert_eq!(read.record("aws_subnet.made").action, Some(Action::Create));
    assert_eq!(read.record("aws_subnet.kept").action, Some(Action::NoOp));
    assert_eq!(read.record("aws_subnet.changed").action, Some(Action::Update));
}

#[test]
fn the_object_that_a_replacement_leaves_for_later_is_not_there() {
    let mut deposed = change("aws_subnet.a", "delete", &Json::Null, &json!({}));
    deposed["deposed"] = json!("8cc2f1a4");
    let mut replaced = creation("aws_subnet.a", &json!({ "cidr": "10.0.0.0/16" }), &json!({}));
    replaced["change"]["actions"] = json!(["create", "delete"]);
    let read = json("deposed", &plan(&json!([deposed, replaced]), &json!([])));
    assert_eq!(read.addresses(), ["aws_subnet.a"]);
    assert_eq!(read.record("aws_subnet.a").action, Some(Action::Replace));
}

#[test]
fn a_deferred_change_may_come_to_be() {
    let mut plan = plan(&json!([]), &json!([]));
    plan["deferred_changes"] = json!([{
        "reason": "instance_count_unknown",
        "resource_change": creation("aws_subnet.later[*]", &json!({ "cidr": "10.0.0.0/16" }), &json!({ "id": true })),
    }]);
    let read = json("deferred", &plan);
    assert_eq!(read.stack.records.len(), 1);
    assert_eq!(read.stack.records[0].exists, Truth::Unknown);
}

#[test]
fn data_that_was_read_before_is_in_the_prior_state() {
    let mut plan = plan(&json!([]), &json!([]));
    plan["prior_state"] = json!({ "values": { "root_module": { "resources": [{
        "address": "data.aws_vpc.main", "mode": "data", "type": "aws_vpc", "name": "main",
        "values": { "id": "vpc-1" }, "sensitive_values": {},
    }] } } });
    let read = json("data", &plan);
    assert_eq!(read.record("data.aws_vpc.main").kind, RecordKind::Data);
    assert_eq!(read.known("data.aws_vpc.main", "id"), r#""vpc-1""#);
}

#[test]
fn without_changes_the_planned_values_are_read() {
    // Terraform 0.12 wrote such plans for `terraform show -json` of old files; tools cut the rest off.
    let read = json(
        "planned",
        &json!({ "format_version": "0.1", "planned_values": { "root_module": {
            "resources": [{ "address": "aws_subnet.a", "mode": "managed", "type": "aws_subnet", "name": "a",
                            "values": { "cidr": "10.0.0.0/16" } }],
            "child_modules": [{ "address": "module.m[0]", "resources": [
                { "address": "module.m[0].aws_subnet.b[\"x.y\"]", "mode": "managed", "type": "aws_subnet",
                  "name": "b", "index": "x.y", "values": { "cidr": "10.1.0.0/16" } }] }],
        } } }),
    );
    assert_eq!(read.addresses(), ["aws_subnet.a", r#"module.m[0].aws_subnet.b["x.y"]"#]);
    let inner = read.record(r#"module.m[0].aws_subnet.b["x.y"]"#);
    assert_eq!((inner.module.as_ref(), inner.base.as_ref()), ("module.m[0]", "module.m[0].aws_subnet.b"));
}

#[test]
fn outputs_have_the_types_that_are_planned() {
    let mut plan = plan(&json!([]), &json!([]));
    plan["output_changes"] = json!({
        "known": { "actions": ["create"], "before": null, "after": ["b", "a"], "after_unknown": false },
        "later": { "actions": ["create"], "before": null, "after_unknown": true },
        "gone": { "actions": ["delete"], "before": "x", "after": null, "after_unknown": false },
    });
    plan["planned_values"]["outputs"] =
        json!({ "known": { "sensitive": false, "type": ["set", "string"], "value": ["a", "b"] } });
    let read = json("outputs", &plan);
    let outputs = &read.stack.outputs;
    assert_eq!(outputs.keys().map(AsRef::as_ref).collect::<Vec<&str>>(), ["known", "later"]);
    assert_eq!(outputs.get("known").unwrap().ty().to_json(), r#"["set","string"]"#);
    assert!(!outputs.get("later").unwrap().is_known());
}

#[test]
fn what_is_sensitive_is_never_shown() {
    let mut secret = creation(
        "aws_db_instance.a",
        &json!({ "password": "hunter2", "users": [{ "key": "abc", "name": "n" }] }),
        &json!({}),
    );
    secret["change"]["after_sensitive"] = json!({ "password": true, "users": [{ "key": true }] });
    let read = json("sensitive", &plan(&json!([secret]), &json!([])));
    assert!(read.value("aws_db_instance.a", "password").is_sensitive());
    assert!(!read.known("aws_db_instance.a", "password").contains("hunter2"));
    let users = read.known("aws_db_instance.a", "users");
    assert!(users.contains(r#""n""#) && !users.contains("abc"), "{users}");
}
