//! What a plan says about itself.

use ringfence_model::{Level, NoticeId};
use serde_json::{Value as Json, json};

use super::fixture::{change, creation, json, plan};

#[test]
fn what_goes_away_is_listed() {
    let changes: Vec<Json> =
        (0..7).map(|n| change(&format!("aws_subnet.s{n}"), "delete", &Json::Null, &json!({}))).collect();
    let read = json("gone", &plan(&Json::Array(changes), &json!([])));
    let said = read.notices(NoticeId::Plan);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("the plan takes away `aws_subnet.s0`, `aws_subnet.s1`"), "{said:?}");
    assert!(said[0].contains("and 2 more"), "{said:?}");
}

#[test]
fn drift_is_noted() {
    let mut plan = plan(&json!([]), &json!([]));
    plan["resource_drift"] = json!([change("aws_security_group.a", "update", &json!({}), &json!({}))]);
    let read = json("drift", &plan);
    let said = read.notices(NoticeId::Plan);
    assert!(said[0].starts_with("`aws_security_group.a` changed outside of Terraform"), "{said:?}");
}

#[test]
fn a_check_that_does_not_hold_is_noted_with_its_words() {
    let mut plan = plan(&json!([]), &json!([]));
    let check = |name: &str, status: &str| {
        json!({ "address": { "kind": "check", "name": name, "to_display": format!("check.{name}") },
            "status": status,
            "instances": [{ "address": {}, "status": status, "problems": [{ "message": "port 22 is open" }] }] })
    };
    plan["checks"] = json!([check("fine", "pass"), check("closed", "fail"), check("later", "unknown")]);
    let read = json("checks", &plan);
    let said = read.notices(NoticeId::Plan);
    assert_eq!(said, ["Terraform's check `check.closed` does not hold: port 22 is open"]);
}

#[test]
fn a_plan_that_is_not_whole_is_warned_of() {
    for (field, value, words) in
        [("errored", true, "planning failed"), ("complete", false, "is not complete")]
    {
        let mut plan = plan(&json!([]), &json!([]));
        plan[field] = json!(value);
        let read = json(field, &plan);
        let notice = read.stack.notices.iter().find(|notice| notice.id == NoticeId::Plan).unwrap();
        assert!(notice.level == Level::Warning && notice.message.contains(words), "{notice:?}");
    }
}

#[test]
fn a_change_without_an_address_costs_only_itself() {
    let mut nameless = creation("aws_subnet.a", &json!({}), &json!({}));
    nameless.as_object_mut().unwrap().remove("address");
    let whole = creation("aws_subnet.b", &json!({}), &json!({}));
    let read = json("nameless", &plan(&json!([nameless, whole]), &json!([])));
    assert_eq!(read.addresses(), ["aws_subnet.b"]);
    assert_eq!(read.notices(NoticeId::Plan), ["this change has no address, so it was not analysed"]);
}
