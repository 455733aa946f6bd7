//! Variables: given values, defaults, types, marks.

use ringfence_model::NoticeId;

use crate::fixture::{Fixture, evaluate};

#[test]
fn files_of_values_win_over_defaults_in_order() {
    let fixture = Fixture::new("tfvars")
        .file("main.tf", "variable \"a\" { default = 0 }\nvariable \"b\" { default = 0 }\nvariable \"c\" {}\noutput \"all\" { value = [var.a, var.b, var.c] }\n")
        .file("terraform.tfvars", "a = 1\nb = 1\n")
        .file("z.auto.tfvars", "b = 2\n")
        .file("other.tfvars", "c = 3\n");
    assert_eq!(fixture.load().output("all"), "[1, 2, ?var.c]");
}

#[test]
fn files_of_values_are_read_whatever_their_names_begin_with_but_not_backups() {
    let fixture = Fixture::new("tfvars_hidden")
        .file("main.tf", "variable \"a\" { default = 0 }\nvariable \"b\" { default = 0 }\noutput \"all\" { value = [var.a, var.b] }\n")
        .file(".auto.tfvars", "a = 1\n")
        .file("x.auto.tfvars~", "b = 1\n")
        .file("#x.auto.tfvars#", "b = 1\n");
    assert_eq!(fixture.load().output("all"), "[1, 0]");
}

#[test]
fn the_workspace_is_the_one_that_is_selected() {
    let text = "output \"w\" { value = terraform.workspace }\n";
    assert_eq!(evaluate("workspace_none", text).output("w"), "\"default\"");
    let fixture = Fixture::new("workspace").file("main.tf", text).file(".terraform/environment", "prod\n");
    assert_eq!(fixture.load().output("w"), "\"prod\"");
}

#[test]
fn types_convert() {
    let loaded = evaluate(
        "types",
        r#"
variable "n" {
  type    = number
  default = "3"
}
variable "s" {
  type    = set(string)
  default = ["b", "a", "b", 1]
}
variable "o" {
  type = object({
    name = string
    size = optional(number, 4)
    note = optional(string)
  })
  default = { name = 7, extra = true }
}
variable "bad" {
  type    = number
  default = "x"
}
output "n" { value = var.n }
output "s" { value = var.s }
output "o" { value = var.o }
output "bad" { value = var.bad }
"#,
    );
    assert_eq!(loaded.output("n"), "3");
    assert_eq!(loaded.output("s"), r#"set["1", "a", "b"]"#);
    assert_eq!(loaded.output("o"), r#"{name: "7", note: null, size: 4}"#);
    assert_eq!(loaded.output("bad"), "?error");
}

#[test]
fn null_takes_the_default_unless_nullable() {
    let fixture = Fixture::new("nullable")
        .file("m/main.tf", "variable \"a\" { default = 1 }\nvariable \"b\" {\n  default = 2\n  nullable = false\n}\noutput \"all\" { value = [var.a, var.b] }\n")
        .file("main.tf", "module \"m\" {\n  source = \"./m\"\n  a = null\n  b = null\n}\noutput \"all\" { value = module.m.all }\n");
    assert_eq!(fixture.load().output("all"), "[null, 2]");
}

#[test]
fn the_sensitive_mark_survives_operations() {
    let loaded = evaluate(
        "sensitive",
        r#"
variable "secret" {
  default   = "s"
  sensitive = true
}
locals { pair = { a = var.secret, b = "plain" } }
output "text" { value = "x${var.secret}" }
output "upper" { value = upper(var.secret) }
output "same" { value = var.secret == "s" }
output "plain" { value = local.pair.b }
output "other" { value = local.pair.a }
"#,
    );
    assert_eq!(loaded.output("text"), "\"xs\" sensitive");
    assert_eq!(loaded.output("upper"), "\"S\" sensitive");
    assert_eq!(loaded.output("same"), "true sensitive");
    assert_eq!(loaded.output("plain"), "\"plain\"");
    assert_eq!(loaded.output("other"), "\"s\" sensitive");
}

#[test]
fn a_default_of_null_is_refused_where_null_is_no_value() {
    let loaded = evaluate(
        "null-default",
        r#"
variable "a" {
  type     = string
  default  = null
  nullable = false
}
output "a" { value = var.a }
output "negative" { value = -null }
"#,
    );
    let notices = loaded.notices(NoticeId::UnknownValue);
    assert!(notices[0].starts_with("a default must not be null where `nullable` is false"), "{notices:?}");
    assert!(notices[1].starts_with("an operand must not be null"), "{notices:?}");
}

#[test]
fn a_wrong_default_is_refused_even_where_a_value_is_given() {
    let fixture = Fixture::new("given-beside-wrong-default")
        .file(
            "main.tf",
            "variable \"a\" {\n  type = number\n  default = \"x\"\n}\noutput \"a\" {\n  value = var.a\n}\n",
        )
        .file("terraform.tfvars", "a = 1\n");
    let loaded = fixture.load();
    assert_eq!(loaded.output("a"), "1");
    assert_eq!(loaded.notices(NoticeId::UnknownValue).len(), 1);
}

#[test]
fn nested_marks_count_in_a_comparison_with_null_and_not_on_null_in_a_set() {
    let loaded = evaluate(
        "marks-and-null",
        r#"
locals {
  secret = sensitive("s")
  none   = sensitive(null)
}
output "compared" { value = [local.secret] == null }
output "none" { value = toset([local.none]) }
output "some" { value = toset([local.none, local.secret]) }
"#,
    );
    assert_eq!(loaded.output("compared"), "false sensitive");
    assert_eq!(loaded.output("none"), "set[null]");
    assert_eq!(loaded.output("some"), "set[\"s\", null] sensitive");
}

#[test]
fn a_text_that_another_source_wins_over_is_not_read() {
    let fixture = Fixture::new("losing-text")
        .file("main.tf", "variable \"a\" {\n  type = list(string)\n}\noutput \"a\" {\n  value = var.a\n}\n")
        .file("terraform.tfvars", "a = [\"x\"]\n");
    let environment = [("a".to_owned(), "$".to_owned())].into();
    let options = ringfence_terraform::Options { environment, ..Default::default() };
    let stack = ringfence_terraform::load(&fixture.dir, &options, &ringfence_model::Sources::default());
    assert_eq!(crate::fixture::show(stack.outputs.get("a").unwrap()), "[\"x\"]");
    assert_eq!(stack.notices, Vec::new());
}
