//! References between resources.

use crate::fixture::evaluate;

#[test]
fn what_only_the_cloud_knows_is_a_reference() {
    let loaded = evaluate(
        "computed",
        r#"
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "a" { vpc_id = aws_vpc.main.id }
"#,
    );
    assert_eq!(loaded.shown("aws_subnet.a", "vpc_id"), "?aws_vpc.main.id");
    assert_eq!(loaded.value("aws_subnet.a", "vpc_id").reference().unwrap().attribute(), Some("id"));
}

#[test]
fn what_is_written_is_known_and_keeps_the_reference() {
    let loaded = evaluate(
        "written",
        r#"
locals { role = aws_iam_role.node.name }
resource "aws_iam_role" "node" { name = "node" }
resource "aws_iam_instance_profile" "node" { role = local.role }
resource "aws_instance" "a" { profile = aws_iam_instance_profile.node.role }
"#,
    );
    assert_eq!(loaded.shown("aws_iam_instance_profile.node", "role"), "\"node\" @aws_iam_role.node.name");
    // Through another resource, the first source stays.
    assert_eq!(loaded.shown("aws_instance.a", "profile"), "\"node\" @aws_iam_role.node.name");
}

#[test]
fn references_pass_through_everything_that_passes_values() {
    let loaded = evaluate(
        "through",
        r#"
resource "s" "a" { count = 2 }
resource "t" "t" {
  direct   = s.a[1].id
  legacy   = s.a.0.id
  splat    = s.a[*].id
  old      = s.a.*.id
  one      = one([s.a[0].id])
  element  = element(s.a[*].id, 3)
  concat   = concat(s.a[*].id, ["x"])
  for      = [for x in s.a : x.id if x.id != ""]
  for_map  = { for i, x in s.a : "k${i}" => x.arn }
  choice   = true ? s.a[0].id : "none"
  template = "${s.a[0].id}"
  partly   = "arn/${s.a[0].id}/*"
}
"#,
    );
    let expected = [
        ("direct", "?s.a[1].id"),
        ("legacy", "?s.a[0].id"),
        ("splat", "[?s.a[0].id, ?s.a[1].id]"),
        ("old", "[?s.a[0].id, ?s.a[1].id]"),
        ("one", "?s.a[0].id"),
        ("element", "?s.a[1].id"),
        ("concat", "[?s.a[0].id, ?s.a[1].id, \"x\"]"),
        ("for_map", "{k0: ?s.a[0].arn, k1: ?s.a[1].arn}"),
        ("choice", "?s.a[0].id"),
        ("template", "?s.a[0].id"),
        ("partly", "\"arn/<s.a[0].id>/*\""),
    ];
    for (attribute, shown) in expected {
        assert_eq!(loaded.shown("t.t", attribute), shown, "{attribute}");
    }
}

#[test]
fn an_instance_of_each_has_its_whole_address() {
    let loaded = evaluate(
        "each",
        r#"
resource "s" "a" { for_each = { x = 1, "y.z" = 2 } }
resource "t" "t" {
  for_each = s.a
  of       = each.value.id
  other    = s.a["y.z"].id
}
output "all" { value = { for k, v in s.a : k => v.id } }
"#,
    );
    assert_eq!(loaded.addresses(), [r#"s.a["x"]"#, r#"s.a["y.z"]"#, r#"t.t["x"]"#, r#"t.t["y.z"]"#]);
    assert_eq!(loaded.shown(r#"t.t["x"]"#, "of"), r#"?s.a["x"].id"#);
    assert_eq!(loaded.shown(r#"t.t["x"]"#, "other"), r#"?s.a["y.z"].id"#);
    assert_eq!(loaded.output("all"), r#"{x: ?s.a["x"].id, y.z: ?s.a["y.z"].id}"#);
}

#[test]
fn an_index_that_is_unknown_means_any_instance() {
    let loaded = evaluate(
        "any",
        r#"
variable "i" {}
resource "s" "a" { count = 2 }
resource "t" "t" { of = s.a[var.i].id }
"#,
    );
    assert_eq!(loaded.shown("t.t", "of"), "?s.a[*].id");
}

#[test]
fn both_branches_of_an_unknown_condition_are_kept() {
    let loaded = evaluate(
        "branches",
        r#"
variable "public" {}
resource "s" "a" { name = "a" }
resource "t" "t" { of = var.public ? s.a.id : s.a.name }
"#,
    );
    assert_eq!(loaded.shown("t.t", "of"), "?var.public|s.a.id|s.a.name");
}

#[test]
fn a_part_of_a_block_is_known_or_a_longer_reference() {
    let loaded = evaluate(
        "parts",
        r#"
resource "s" "a" {
  nic {
    network = "n"
  }
  unset = null
}
resource "t" "t" {
  known = s.a.nic[0].network
  cloud = s.a.nic[0].access[0].nat_ip
  unset = s.a.unset
  all   = s.a.nic[*].ip
}
"#,
    );
    assert_eq!(loaded.shown("t.t", "known"), "\"n\" @s.a.nic[0].network");
    assert_eq!(loaded.shown("t.t", "cloud"), "?s.a.nic[0].access[0].nat_ip");
    assert_eq!(loaded.shown("t.t", "unset"), "?s.a.unset");
}

#[test]
fn a_data_source_gives_what_is_outside() {
    let loaded = evaluate(
        "data",
        r#"
data "aws_vpc" "d" { tags = { a = "b" } }
resource "t" "t" {
  vpc  = data.aws_vpc.d.id
  tags = data.aws_vpc.d.tags
}
"#,
    );
    assert_eq!(loaded.shown("t.t", "vpc"), "?data(data.aws_vpc.d.id)");
    assert_eq!(loaded.shown("t.t", "tags"), "{a: \"b\"} @data.aws_vpc.d.tags");
}

#[test]
fn a_splat_goes_into_each_instance_as_far_as_its_steps_go() {
    let loaded = evaluate(
        "deep-splat",
        r#"
resource "a_machine" "m" {
  count = 2
  disk { size = count.index }
}
resource "a_user" "u" {
  full   = a_machine.m[*].network.id
  legacy = join(",", a_machine.m.*.network.id)
  first  = a_machine.m.*.disk[0]
  sizes  = a_machine.m[*].disk[0].size
}
"#,
    );
    let network = "?a_machine.m[0].network.id, ?a_machine.m[1].network.id";
    assert_eq!(loaded.shown("a_user.u", "full"), format!("[{network}]"));
    assert!(loaded.shown("a_user.u", "legacy").contains("a_machine.m[1].network.id"));
    // `.*` takes names only: the index chooses from the list that it makes.
    assert!(loaded.shown("a_user.u", "first").contains("size: 0"), "{}", loaded.shown("a_user.u", "first"));
    assert!(loaded.shown("a_user.u", "sizes").starts_with("[0"), "{}", loaded.shown("a_user.u", "sizes"));
}

#[test]
fn a_resource_may_be_named_with_its_kind() {
    let loaded = evaluate(
        "with-kind",
        r#"
resource "a_machine" "m" { size = 3 }
resource "a_user" "u" { size = resource.a_machine.m.size }
"#,
    );
    assert_eq!(loaded.shown("a_user.u", "size"), "3 @a_machine.m.size");
}
