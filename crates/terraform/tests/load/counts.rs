//! `count` and `for_each`.

use ringfence_model::{NoticeId, Truth};

use crate::fixture::evaluate;

#[test]
fn known_counts_give_that_many() {
    let loaded = evaluate(
        "counts",
        r#"
resource "a" "none" { count = 0 }
resource "a" "two" {
  count = length(["x", "y"])
  name  = "n${count.index}"
}
resource "a" "each" {
  for_each = toset(["p", "q"])
  name     = "${each.key}${each.value}"
}
"#,
    );
    assert_eq!(loaded.addresses(), [r#"a.each["p"]"#, r#"a.each["q"]"#, "a.two[0]", "a.two[1]"]);
    assert_eq!(loaded.shown("a.two[1]", "name"), "\"n1\"");
    assert_eq!(loaded.shown(r#"a.each["q"]"#, "name"), "\"qq\"");
    assert!(!loaded.record("a.two[1]").body.contains_key("count"));
}

#[test]
fn an_unknown_count_gives_one_record_that_may_not_be_there() {
    let loaded = evaluate(
        "unknown_count",
        r#"
variable "n" {}
resource "a" "a" {
  count = var.n
  name  = "n${count.index}"
}
resource "b" "b" {
  first = a.a[0].id
  all   = a.a[*].id
  many  = length(a.a)
}
"#,
    );
    assert_eq!(loaded.record("a.a").exists, Truth::Unknown);
    assert_eq!(loaded.shown("a.a", "name"), "\"n<var.n>\"");
    // The reference has the address of the one record.
    assert_eq!(loaded.shown("b.b", "first"), "?a.a.id");
    assert_eq!(loaded.shown("b.b", "all"), "[?a.a[*].id] open");
    assert!(loaded.value("b.b", "many").is_opaque());
}

#[test]
fn an_unknown_for_each_gives_one_record() {
    let loaded = evaluate(
        "unknown_each",
        r#"
variable "m" {}
resource "a" "a" {
  for_each = var.m
  name     = each.key
  cidr     = each.value.cidr
}
resource "b" "b" {
  for_each = toset(["known", a.x.id])
  name     = each.key
}
resource "a" "x" {}
"#,
    );
    assert_eq!(loaded.record("a.a").exists, Truth::Unknown);
    assert_eq!(loaded.shown("a.a", "cidr"), "?var.m");
    assert_eq!(loaded.record(r#"b.b["known"]"#).exists, Truth::Yes);
    assert_eq!(loaded.record("b.b").exists, Truth::Unknown);
}

#[test]
fn a_huge_count_is_one_record_and_a_notice() {
    let loaded = evaluate("huge", "resource \"a\" \"a\" {\n  count = 1000000000\n  i = count.index\n}\n");
    assert_eq!(loaded.addresses(), ["a.a"]);
    assert_eq!(loaded.record("a.a").exists, Truth::Yes);
    assert_eq!(loaded.notices(NoticeId::Limit).len(), 1);
}

#[test]
fn a_wrong_count_is_noted() {
    let loaded =
        evaluate("wrong", "resource \"a\" \"a\" { count = -1 }\nresource \"a\" \"b\" { for_each = [1] }\n");
    assert_eq!(loaded.record("a.a").exists, Truth::Unknown);
    assert_eq!(loaded.notices(NoticeId::UnknownValue).len(), 2);
}
