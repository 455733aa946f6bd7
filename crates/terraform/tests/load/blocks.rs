//! Nested and dynamic blocks.

use crate::fixture::{evaluate, show};

#[test]
fn blocks_are_lists_in_order() {
    let loaded = evaluate(
        "nested",
        r#"
resource "sg" "a" {
  ingress {
    port = 1
  }
  egress {}
  ingress {
    port = 2
  }
  lifecycle {
    prevent_destroy = true
  }
  provisioner "local-exec" {
    command = "true"
  }
}
"#,
    );
    let record = loaded.record("sg.a");
    assert_eq!(record.body.keys().map(AsRef::as_ref).collect::<Vec<_>>(), ["egress", "ingress"]);
    assert_eq!(loaded.shown("sg.a", "ingress"), "[{port: 1}, {port: 2}]");
    assert!(loaded.literal(&record.blocks("ingress")[1]).starts_with("ingress {\n    port = 2"));
}

#[test]
fn dynamic_blocks_expand() {
    let loaded = evaluate(
        "dynamic",
        r#"
resource "sg" "a" {
  ingress {
    port = 0
  }
  dynamic "ingress" {
    for_each = { b = [1, 2], a = [3] }
    iterator = rule
    content {
      name = rule.key
      dynamic "port" {
        for_each = rule.value
        content {
          number = port.value
          index  = "${rule.key}${port.key}"
        }
      }
    }
  }
}
"#,
    );
    let shown = loaded.shown("sg.a", "ingress");
    let a = r#"{name: "a", port: [{index: "a0", number: 3}]}"#;
    let b = r#"{name: "b", port: [{index: "b0", number: 1}, {index: "b1", number: 2}]}"#;
    assert_eq!(shown, format!("[{{port: 0}}, {a}, {b}]"));
}

#[test]
fn a_dynamic_over_something_unknown_is_one_block_that_may_not_be_there() {
    let loaded = evaluate(
        "dynamic_unknown",
        r#"
variable "rules" {}
resource "sg" "a" {
  dynamic "ingress" {
    for_each = var.rules
    content {
      port = ingress.value.port
      from = "0.0.0.0/0"
    }
  }
}
"#,
    );
    let blocks = loaded.value("sg.a", "ingress");
    assert_eq!(show(blocks), r#"[{from: "0.0.0.0/0", port: ?var.rules} maybe] open"#);
}

#[test]
fn a_dynamic_over_nothing_is_nothing() {
    let loaded = evaluate(
        "dynamic_empty",
        "resource \"sg\" \"a\" {\n  dynamic \"x\" {\n    for_each = []\n    content {}\n  }\n}\n",
    );
    assert_eq!(loaded.shown("sg.a", "x"), "[]");
}
