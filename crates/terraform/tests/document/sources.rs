//! A plan with the configuration that it was made from: values stand where the configuration has them.

use std::path::PathBuf;

use ringfence_terraform::Configured;
use serde_json::json;

use super::fixture::{creation, folder, plan, read};

const CONFIGURATION: &str = r#"variable "cidr" {
  default = "10.0.0.0/8"
}

resource "aws_subnet" "a" {
  cidr = var.cidr
  zone = "z${1 + 1}"
}
"#;

/// A directory with a configuration and its plan.
fn both(name: &str) -> (PathBuf, PathBuf) {
    let dir = folder(name);
    std::fs::write(dir.join("main.tf"), CONFIGURATION).unwrap();
    let after = json!({ "cidr": "10.0.0.0/8", "zone": "z2", "given": "by the provider" });
    let changes = json!([creation("aws_subnet.a", &after, &json!({ "id": true }))]);
    let configured = json!([{ "address": "aws_subnet.a", "mode": "managed", "type": "aws_subnet", "name": "a",
        "expressions": { "cidr": { "references": ["var.cidr"] }, "zone": {} } }]);
    let file = dir.join("plan.json");
    std::fs::write(&file, plan(&changes, &configured).to_string()).unwrap();
    (dir, file)
}

#[test]
fn a_value_stands_at_its_literal() {
    let (dir, file) = both("literal");
    for configured in [Configured::In(dir), Configured::Beside] {
        let read = read(&file, None, configured).unwrap();
        let cidr = read.value("aws_subnet.a", "cidr");
        let place = read.sources.place(cidr.origin.at).unwrap();
        assert_eq!((place.path.as_ref(), place.start.line), ("main.tf", 2));
        assert_eq!(read.written(cidr), r#""10.0.0.0/8""#);
        let header = read.sources.place(read.record("aws_subnet.a").header).unwrap();
        assert_eq!((header.path.as_ref(), header.start.line), ("main.tf", 5));
    }
}

#[test]
fn what_only_the_plan_has_stands_at_the_resource() {
    let (dir, file) = both("plan-only");
    let read = read(&file, None, Configured::In(dir)).unwrap();
    assert_eq!(read.known("aws_subnet.a", "given"), r#""by the provider""#);
    let given = read.sources.place(read.value("aws_subnet.a", "given").origin.at).unwrap();
    assert_eq!((given.path.as_ref(), given.start.line), ("main.tf", 5));
}

#[test]
fn what_was_planned_counts_where_the_configuration_has_changed_since() {
    let (dir, file) = both("changed");
    std::fs::write(dir.join("main.tf"), CONFIGURATION.replace("10.0.0.0/8", "0.0.0.0/0")).unwrap();
    let read = read(&file, None, Configured::In(dir)).unwrap();
    assert_eq!(read.known("aws_subnet.a", "cidr"), r#""10.0.0.0/8""#);
}

#[test]
fn somebody_elses_configuration_beside_it_is_not_taken() {
    let (dir, file) = both("strangers");
    std::fs::write(dir.join("main.tf"), "resource \"aws_vpc\" \"other\" {}\n").unwrap();
    let read = read(&file, None, Configured::Beside).unwrap();
    let header = read.sources.place(read.record("aws_subnet.a").header).unwrap();
    assert_eq!(header.path.as_ref(), "plan.json");
}

#[test]
fn the_value_of_a_sensitive_variable_is_hidden_in_the_plan() {
    let (dir, file) = both("secret-variable");
    let text = CONFIGURATION.replace("variable \"cidr\" {\n", "variable \"cidr\" {\n  sensitive = true\n");
    std::fs::write(dir.join("main.tf"), text).unwrap();
    let text = std::fs::read_to_string(&file).unwrap().replace("10.0.0.0/8", "172.16.0.0/12");
    let mut plan: serde_json::Value = serde_json::from_str(&text).unwrap();
    plan["variables"] = json!({ "cidr": { "value": "172.16.0.0/12" }, "open": { "value": "seen" } });
    plan["configuration"]["root_module"]["variables"] = json!({ "cidr": { "sensitive": true }, "open": {} });
    plan["resource_changes"][0]["change"]["after_sensitive"] = json!({ "cidr": true });
    std::fs::write(&file, plan.to_string()).unwrap();
    let read = read(&file, None, Configured::In(dir)).unwrap();
    // It stands where the plan has the variable's value, which nobody is shown.
    let at = read.value("aws_subnet.a", "cidr").origin.at;
    let source = read.sources.get(at.file).unwrap();
    assert_eq!(source.path.as_ref(), "plan.json");
    assert!(source.is_hidden(&(at.start..at.end)));
    let seen = u32::try_from(source.text.find("\"seen\"").unwrap()).unwrap();
    assert!(!source.is_hidden(&(seen..seen + 6)));
}
