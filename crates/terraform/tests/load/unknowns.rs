//! What is not known, and why.

use ringfence_model::NoticeId;

use crate::fixture::evaluate;

#[test]
fn nothing_unknown_becomes_known() {
    let loaded = evaluate(
        "spread",
        r#"
variable "u" {}
locals { never = uuid() }
resource "t" "t" {
  sum    = var.u + 1
  or     = true || var.u
  equal  = var.u == "x"
  text   = "a${var.u}b"
  index  = [1, 2][var.u]
  key    = { (var.u) = 1 }
  list   = [1, var.u]
  call   = upper(var.u)
  try    = try(var.u.x, "fallback")
  can    = can(var.u.x)
  filter = [for x in [1, 2] : x if x == var.u]
  never  = local.never
}
"#,
    );
    let expected = [
        ("sum", "?var.u"),
        ("or", "?var.u"),
        ("equal", "?var.u"),
        ("text", "\"a<var.u>b\""),
        ("index", "?var.u"),
        ("key", "{} open"),
        ("list", "[1, ?var.u]"),
        ("call", "?var.u"),
        ("try", "?var.u"),
        ("can", "?var.u"),
        ("filter", "[?var.u, ?var.u] open"),
        ("never", "?uuid()"),
    ];
    for (attribute, shown) in expected {
        assert_eq!(loaded.shown("t.t", attribute), shown, "{attribute}");
    }
}

#[test]
fn a_circle_is_noted_once() {
    let loaded = evaluate(
        "circle",
        "locals {\n  a = local.b\n  b = local.c\n  c = local.a\n}\nresource \"t\" \"t\" {\n  x = local.a\n  y = local.b\n}\n",
    );
    assert_eq!(loaded.shown("t.t", "x"), "?cycle");
    assert_eq!(loaded.shown("t.t", "y"), "?cycle");
    assert_eq!(loaded.notices(NoticeId::Cycle).len(), 1);
}

#[test]
fn resources_may_refer_to_what_is_not_written_in_each_other() {
    let loaded = evaluate(
        "mutual",
        "resource \"sg\" \"a\" { peer = sg.b.id }\nresource \"sg\" \"b\" { peer = sg.a.id }\n",
    );
    assert_eq!(loaded.shown("sg.a", "peer"), "?sg.b.id");
    assert_eq!(loaded.notices(NoticeId::Cycle).len(), 1, "Terraform refuses it");
}

#[test]
fn wrong_expressions_are_noted_and_the_rest_stays() {
    let loaded = evaluate(
        "wrong_expression",
        "resource \"t\" \"t\" {\n  bad = { a = 1 }.b\n  gone = local.gone\n  good = 1\n  saved = try({ a = 1 }.b, 2)\n}\n",
    );
    assert_eq!(loaded.shown("t.t", "bad"), "?error");
    assert_eq!(loaded.shown("t.t", "gone"), "?undeclared(local.gone)");
    assert_eq!(loaded.shown("t.t", "good"), "1");
    assert_eq!(loaded.shown("t.t", "saved"), "2");
    assert_eq!(loaded.notices(NoticeId::UnknownValue).len(), 2);
}

#[test]
fn what_is_equal_in_content_may_still_differ_in_type() {
    let loaded = evaluate(
        "types_equal",
        "locals { l = [] }\noutput \"e\" { value = local.l == [] }\noutput \"n\" { value = tolist(local.l) == [] }\n",
    );
    assert_eq!(loaded.output("e"), "true");
    assert_eq!(loaded.output("n"), "false");
}

#[test]
fn an_index_into_an_unknown_object_forgets_the_type() {
    let loaded = evaluate(
        "unknown-object-index",
        r#"
resource "terraform_data" "a" {
  input = { list = [] }
}
output "dotted" { value = length(terraform_data.a.output.list) }
output "indexed" { value = length(terraform_data.a.output["list"]) }
"#,
    );
    assert_eq!(loaded.output("dotted"), "0");
    assert!(loaded.output("indexed").starts_with('?'), "{}", loaded.output("indexed"));
}

#[test]
fn parts_of_what_is_decoded_from_a_text_that_is_known_in_part_are_unknown() {
    let loaded = evaluate(
        "unknown-decoded",
        r#"
resource "terraform_data" "a" {}
locals {
  decoded = jsondecode(jsonencode({ id = terraform_data.a.id, name = "n", list = [] }))
}
output "name" { value = local.decoded.name }
output "length" { value = length(local.decoded["list"]) }
"#,
    );
    assert_eq!(loaded.output("name"), "\"n\" sure");
    assert!(loaded.output("length").starts_with('?'), "{}", loaded.output("length"));
}

#[test]
fn what_is_wrong_in_a_branch_counts_only_once_it_is_taken() {
    let text = r#"
resource "terraform_data" "a" {}
output "unsure" { value = terraform_data.a.id == "x" ? -null : 1 }
output "text" { value = "%{ if terraform_data.a.id == "x" }${null}%{ endif }" }
"#;
    let loaded = evaluate("wrong-branch", text);
    assert_eq!(loaded.notices(NoticeId::UnknownValue), Vec::<&str>::new());
    let loaded = evaluate("wrong-branch-taken", &text.replace("terraform_data.a.id", "\"x\""));
    assert_eq!(loaded.notices(NoticeId::UnknownValue).len(), 2);
}

#[test]
fn null_in_terraforms_own_resource_is_null() {
    let loaded = evaluate(
        "own-null",
        r#"
resource "terraform_data" "a" {
  input = null
}
resource "aws_thing" "a" {
  input = null
}
output "own" { value = try(terraform_data.a.input[0], "none") }
output "splat" { value = terraform_data.a.input[*] }
output "provided" { value = try(aws_thing.a.input[0], "none") }
"#,
    );
    assert_eq!(loaded.output("own"), "\"none\"");
    assert_eq!(loaded.output("splat"), "[]");
    assert!(loaded.output("provided").starts_with('?'), "{}", loaded.output("provided"));
}

#[test]
fn what_is_wrong_counts_even_where_the_result_does_not_need_it() {
    let loaded = evaluate(
        "dropped-errors",
        r#"
resource "terraform_data" "a" {
  input = [1, -null][0]
}
resource "terraform_data" "none" {
  count = 0
  input = [1, -null][0]
}
locals {
  one = [1, [for x in null : x]][0]
}
output "one" { value = local.one }
output "id" { value = try(terraform_data.a.id.nothing, 1) }
output "ids" { value = try(terraform_data.a[*].id.nothing, 1) }
"#,
    );
    assert_eq!(loaded.output("one"), "1");
    let notices = loaded.notices(NoticeId::UnknownValue);
    assert_eq!(notices.len(), 3, "{notices:?}");
}

#[test]
fn the_start_of_a_text_is_known_up_to_its_first_unknown_piece() {
    let loaded = evaluate(
        "text-prefix",
        r#"
resource "terraform_data" "a" {}
output "for" { value = "%{ for x in ["a", terraform_data.a.id] }${x}%{ endfor }" == "b" }
output "inner" { value = "aa${"bb${terraform_data.a.id}"}" == "aac" }
output "outer" { value = "aa${"bb${terraform_data.a.id}"}" == "c" }
"#,
    );
    for output in ["for", "inner"] {
        assert!(loaded.output(output).starts_with('?'), "{output}: {}", loaded.output(output));
    }
    assert_eq!(loaded.output("outer"), "false");
}

#[test]
fn what_is_wrong_in_an_element_counts_only_once_it_is_one() {
    let loaded = evaluate(
        "for-elements",
        r#"
resource "terraform_data" "a" {
  input = ["x"]
}
output "unknown" { value = [for x in terraform_data.a.output : x.nothing] }
output "unsure" { value = [for x in ["x"] : x.nothing if x == terraform_data.a.id] }
output "keys" { value = { for x in ["x", "y"] : "same" => x if x == terraform_data.a.id } }
"#,
    );
    assert_eq!(loaded.notices(NoticeId::UnknownValue), Vec::<&str>::new());
}

#[test]
fn a_condition_that_no_element_is_known_for_is_not_wrong() {
    let loaded = evaluate(
        "for-unknown-condition",
        r#"
resource "terraform_data" "a" {}
output "none" { value = [for x in try(terraform_data.a[*].id, []) : x if contains("text", x)] }
"#,
    );
    assert_eq!(loaded.notices(NoticeId::UnknownValue), Vec::<&str>::new());
}

#[test]
fn a_condition_that_is_not_known_may_be_of_any_type() {
    let text = "resource \"terraform_data\" \"a\" { input = [] }\n\
                output \"a\" { value = terraform_data.a.output ? 1 : 2 }\n\
                output \"b\" { value = \"%{ if terraform_data.a.output }x%{ endif }\" }\n";
    let loaded = evaluate("condition_unknown", text);
    assert_eq!(loaded.notices(NoticeId::UnknownValue), Vec::<&str>::new());
    assert_eq!(loaded.stack.outputs.get("a").unwrap().ty().to_json(), "\"number\"");
}

#[test]
fn conversions_by_name_forget_how_long_an_unknown_tuple_is() {
    let text = "resource \"terraform_data\" \"a\" {}\n\
                locals {\n  u = terraform_data.a.id ? [1] : [2]\n}\n\
                output \"tuple\" { value = length(local.u) }\n\
                output \"list\" { value = length(tolist(local.u)) }\n\
                output \"set\" { value = length(toset(local.u)) }\n";
    let loaded = evaluate("unknown_tuple", text);
    assert_eq!(loaded.output("tuple"), "1");
    for name in ["list", "set"] {
        assert!(!loaded.stack.outputs.get(name).unwrap().is_known(), "{name}");
    }
}

#[test]
fn a_wrong_condition_has_the_type_of_its_branches_in_one_that_is_not_taken() {
    let text = "output \"a\" {\n  value = 1 != 2 ? { n = [\"\"] } : (0.5 ? { n = [\"a\", \"b\"] } : { n = [\"c\", \"d\"] })\n}\n";
    let loaded = evaluate("wrong_condition", text);
    let value = loaded.stack.outputs.get("a").unwrap();
    assert_eq!(value.ty().to_json(), r#"["object",{"n":["list","string"]}]"#);
    assert!(value.is_wholly_known());
}

#[test]
fn an_object_with_a_key_twice_has_its_type_in_a_branch_that_is_not_taken() {
    let loaded = evaluate(
        "for-twice",
        r#"
output "type" { value = true ? { a = 1 } : { for x in ["b", "b"] : x => 2 } }
"#,
    );
    let value = loaded.stack.outputs.get("type").unwrap();
    assert_eq!(value.ty().to_json(), r#"["map","number"]"#);
    assert_eq!(loaded.notices(NoticeId::UnknownValue), Vec::<&str>::new());
}

#[test]
fn a_splat_over_an_unknown_tuple_has_its_length() {
    let loaded = evaluate(
        "splat-unknown-tuple",
        r#"
resource "terraform_data" "a" {
  input = []
}
resource "terraform_data" "b" {
  input = [{ x = 1 }, { x = 2 }]
}
output "none" { value = join("-", terraform_data.a.output[*]) }
output "two" { value = length(terraform_data.b.output[*].x) }
"#,
    );
    assert_eq!(loaded.output("none"), "\"\"");
    assert_eq!(loaded.output("two"), "2");
}

#[test]
fn the_output_of_terraform_data_without_input_has_the_type_of_the_null() {
    let text = r#"
variable "a" {
  type    = bool
  default = null
}
resource "terraform_data" "a" {
  input = var.a
}
output "a" { value = terraform_data.a.output }
"#;
    let loaded = evaluate("null-output-type", text);
    assert_eq!(loaded.stack.outputs.get("a").unwrap().ty().to_json(), "\"bool\"");
}
