//! Strings, heredocs and template files.

use crate::fixture::{Fixture, evaluate};

#[test]
fn heredocs_lose_the_indentation_that_terraform_takes_away() {
    // Recorded with Terraform 1.11.4.
    let text = concat!(
        "output \"blank\" {\n  value = <<-EOT\n    a\n\n    b\n  EOT\n}\n",
        "output \"short\" {\n  value = <<-EOT\n    a\n  \n    b\n  EOT\n}\n",
        "output \"left\" {\n  value = <<-EOT\n    a\n${\"x\"}\n    b\n  EOT\n}\n",
        "output \"trim\" {\n  value = <<-EOT\n    a\n      %{ if true ~}\n\n        b\n      %{ endif ~}\n    c ${ \"x\" ~}\n\n    d\n  EOT\n}\n",
        "output \"tab\" {\n  value = <<-EOT\n    a\n\tb\n  ${\"c\"}\n  EOT\n}\n",
        "output \"loop\" {\n  value = <<-EOT\n      %{ for x in [1,2] ~}\n      y ${x}\n      %{ endfor ~}\n      z\n  EOT\n}\n",
        "output \"plain\" {\n  value = <<EOT\n$${x} \"\\n\"\nEOT\n}\n",
        "output \"empty\" {\n  value = <<EOT\n  EOT\n}\n",
    );
    let loaded = evaluate("heredocs", text);
    let expected = [
        ("blank", "a\n\nb\n"),
        ("short", "a\n  \nb\n"),
        ("left", "    a\nx\n    b\n"),
        ("trim", "a\n  \n    b\n      c x\nd\n"),
        ("tab", "   a\nb\n c\n"),
        ("loop", "      y 1\n      y 2\n      z\n"),
        ("plain", "${x} \"\\n\"\n"),
        ("empty", ""),
    ];
    for (name, text) in expected {
        assert_eq!(loaded.stack.outputs.get(name).unwrap().as_str(), Some(text), "{name}");
    }
}

#[test]
fn template_files_see_their_variables_only() {
    let fixture = Fixture::new("template_file")
        .file("t.tftpl", "hello ${name}\n%{ for k, v in ports ~}\n${k}=${v}\n%{ endfor ~}\n")
        .file("bad.tftpl", "${var.name}")
        .file(
            "main.tf",
            r#"
variable "name" { default = "n" }
resource "vpc" "v" {}
output "known" { value = templatefile("${path.module}/t.tftpl", { name = var.name, ports = { a = 1 } }) }
output "part" { value = templatefile("t.tftpl", { name = vpc.v.id, ports = {} }) }
output "bad" { value = templatefile("bad.tftpl", {}) }
output "payload" { value = base64encode(templatefile("t.tftpl", { name = vpc.v.id, ports = {} })) }
"#,
        );
    let loaded = fixture.load();
    assert_eq!(loaded.output("known"), r#""hello n\na=1\n""#);
    assert_eq!(loaded.output("part"), "\"hello <vpc.v.id>\n\"");
    assert_eq!(loaded.output("bad"), "?error");
    let payload = loaded.stack.outputs.get("payload").unwrap();
    assert!(payload.is_opaque());
    assert_eq!(crate::fixture::show(payload.decoded().unwrap()), "\"hello <vpc.v.id>\n\"");
}

#[test]
fn directives_and_escapes() {
    let loaded = evaluate(
        "directives",
        r#"
variable "u" {}
output "if" { value = "%{ if 1 == 1 ~} yes %{~ else }no%{ endif }" }
output "for" { value = "%{ for i, x in ["a", "b"] }${i}${x} %{ endfor }" }
output "escape" { value = "$${a} %%{b} \u00e9\t\"" }
output "unsure" { value = "a%{ if var.u }b%{ endif }c" }
"#,
    );
    assert_eq!(loaded.output("if"), "\"yes\"");
    assert_eq!(loaded.output("for"), "\"0a 1b \"");
    assert_eq!(loaded.output("escape"), r#""${a} %{b} é\t\"""#);
    assert_eq!(loaded.output("unsure"), "\"a<var.u>c\"");
}

#[test]
fn the_branch_that_is_not_taken_makes_a_text_sensitive_too() {
    let loaded = evaluate(
        "template-branches",
        r#"
locals {
  secret = sensitive("s")
}
output "text" { value = "a%{ if false }${local.secret}%{ else }b%{ endif }" }
"#,
    );
    assert_eq!(loaded.output("text"), "\"ab\" sensitive");
}

#[test]
fn a_piece_that_is_sure_but_unknown_to_terraform_leaves_the_text_unknown() {
    let loaded = evaluate(
        "sure-piece",
        r#"
resource "terraform_data" "a" {}
output "text" { value = "${join(terraform_data.a.id, [])}-" }
"#,
    );
    assert_eq!(loaded.output("text"), "\"-\" sure");
}

#[test]
fn the_condition_of_a_for_is_checked_before_there_is_an_element() {
    let loaded = evaluate("for-condition", "output \"none\" { value = [for x in [] : x if 1] }\n");
    let notices = loaded.notices(ringfence_model::NoticeId::UnknownValue);
    assert!(notices[0].starts_with("the condition of `for` must be true or false"), "{notices:?}");
}

#[test]
fn a_wrong_for_in_a_branch_that_is_not_taken_has_no_marks() {
    let loaded = evaluate(
        "template-wrong-branch",
        r#"
locals {
  none = sensitive(null)
}
output "text" { value = "a%{ if false }%{ for x in local.none }${x}%{ endfor }%{ endif }" }
"#,
    );
    assert_eq!(loaded.output("text"), "\"a\"");
}
