//! Documents that are well formed and made to cost much.

use std::fmt::Write as _;

use ringfence_terraform::{Cause, Partial, Stack, Value};

use crate::fixture::stack as read;

fn change(address: &str, after: &str, unknown: &str) -> String {
    format!(
        "{{\"address\":\"{address}\",\"change\":{{\"actions\":[\"create\"],\"after\":{after},\"after_unknown\":{unknown}}}}}"
    )
}

fn plan(changes: &[String], configuration: &str) -> String {
    let changes = changes.join(",");
    format!(
        "{{\"format_version\":\"1.2\",\"planned_values\":{{}},\"resource_changes\":[{changes}],\"configuration\":{configuration}}}"
    )
}

fn value<'s>(stack: &'s Stack, address: &str, name: &str) -> &'s Value {
    let record = stack.records.iter().find(|record| record.address.as_ref() == address).unwrap();
    record.body.get(name).unwrap()
}

/// `"prefix0","prefix1",…`
fn names(prefix: &str, count: usize) -> String {
    (0..count).map(|at| format!("\"{prefix}{at}\"")).collect::<Vec<_>>().join(",")
}

fn resource(name: &str, references: &str) -> String {
    format!("{{\"address\":\"t.{name}\",\"expressions\":{{\"x\":{{\"references\":[{references}]}}}}}}")
}

#[test]
fn references_that_lead_back_to_each_other() {
    for fan in [1, 3, 40] {
        let (mut outputs, mut given) = (String::new(), String::new());
        for at in 0..fan {
            let comma = if at == 0 { "" } else { "," };
            write!(
                outputs,
                "{comma}\"o{at}\":{{\"expression\":{{\"references\":[{}]}}}}",
                names("var.v", fan)
            )
            .unwrap();
            write!(given, "{comma}\"v{at}\":{{\"references\":[{}]}}", names("module.m.o", fan)).unwrap();
        }
        let configuration = format!(
            "{{\"root_module\":{{\"resources\":[{}],\"module_calls\":{{\"m\":{{\"expressions\":{{{given}}},\"module\":{{\"outputs\":{{{outputs}}}}}}}}}}}}}",
            resource("a", &names("module.m.o", fan)),
        );
        let stack = read("circle", plan(&[change("t.a", "{}", "{\"x\":true}")], &configuration)).unwrap();
        assert!(!value(&stack, "t.a", "x").is_known(), "{fan}");
    }
}

#[test]
fn references_beyond_the_bound_are_not_passed_over_in_silence() {
    for (count, whole) in [(60, true), (70, false), (2_000, false)] {
        let configuration =
            format!("{{\"root_module\":{{\"resources\":[{}]}}}}", resource("a", &names("t.b", count)));
        let stack =
            read("many_references", plan(&[change("t.a", "{}", "{\"x\":true}")], &configuration)).unwrap();
        let unknown = value(&stack, "t.a", "x").as_unknown().unwrap();
        assert_eq!(
            matches!(unknown.partial, Some(Partial::Sure(_))),
            whole,
            "{count}: all that there may be"
        );
    }
}

#[test]
fn many_references_of_many_unknown_elements() {
    let elements = vec!["true"; 20_000].join(",");
    let after = vec!["null"; 20_000].join(",");
    let configuration =
        format!("{{\"root_module\":{{\"resources\":[{}]}}}}", resource("a", &names("t.b", 500)));
    let changes = [change("t.a", &format!("{{\"x\":[{after}]}}"), &format!("{{\"x\":[{elements}]}}"))];
    let stack = read("many_elements", plan(&changes, &configuration)).unwrap();
    let last = value(&stack, "t.a", "x").as_list().unwrap().last().unwrap();
    let Cause::Later(names) = &last.reason().unwrap().cause else { panic!("{last:?}") };
    assert_eq!(names[0].as_ref(), "more than 65536 references of one resource");
}

#[test]
fn thousands_of_resources_that_hold_one_text() {
    let mut resources = Vec::new();
    let mut changes = Vec::new();
    for at in 0..5_000 {
        changes.push(change(&format!("t.a{at}"), "{\"id\":\"same\",\"x\":\"same\"}", "{}"));
        resources.push(resource(&format!("a{at}"), &format!("\"t.a{}.id\"", (at + 1) % 5_000)));
    }
    let configuration = format!("{{\"root_module\":{{\"resources\":[{}]}}}}", resources.join(","));
    let stack = read("same_text", plan(&changes, &configuration)).unwrap();
    let referent = value(&stack, "t.a7", "x").reference().unwrap();
    assert_eq!(referent.address.as_ref(), "t.a8", "the one that it depends on");
}

#[test]
fn instances_that_hold_one_text_are_not_told_apart() {
    for (count, meant) in [(1, true), (2, false), (50, false)] {
        let mut changes = vec![change("t.a", "{\"x\":\"same\"}", "{}")];
        changes.extend((0..count).map(|at| change(&format!("t.b[{at}]"), "{\"id\":\"same\"}", "{}")));
        let configuration = format!("{{\"root_module\":{{\"resources\":[{}]}}}}", resource("a", "\"t.b\""));
        let stack = read("same_instances", plan(&changes, &configuration)).unwrap();
        assert_eq!(value(&stack, "t.a", "x").reference().is_some(), meant, "{count}");
    }
}

#[test]
fn numbers_that_are_short_only_as_they_are_written() {
    let text = plan(&[change("t.a", "{\"x\":1e300,\"y\":1e19000,\"z\":1e100000000}", "{}")], "{}");
    let stack = read("numbers", text).unwrap();
    assert!(value(&stack, "t.a", "x").is_known());
    for name in ["y", "z"] {
        let reason = value(&stack, "t.a", name).reason().unwrap();
        assert!(matches!(reason.cause, Cause::Limit(_)), "{name}: {reason:?}");
    }
}

#[test]
fn modules_lie_as_deep_as_json_may() {
    let nested = |depth: usize| {
        let inner = "{\"resources\":[{\"address\":\"t.a\",\"values\":{}}]}";
        let open = "{\"child_modules\":[".repeat(depth);
        format!(
            "{{\"format_version\":\"1.2\",\"planned_values\":{{\"root_module\":{open}{inner}{}}}}}",
            "]}".repeat(depth)
        )
    };
    assert_eq!(read("modules", nested(240)).unwrap().records.len(), 1);
    assert!(read("modules_deep", nested(300)).unwrap_err().message.contains("512 levels"));
}
