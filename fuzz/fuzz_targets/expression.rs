//! Any text as an expression beside a few values to refer to: no panic, and an end within the bounds.
#![no_main]

mod scratch;

use libfuzzer_sys::fuzz_target;
use ringfence_model::Sources;
use ringfence_terraform::evaluate;

/// What an expression may refer to: known and unknown values of every kind, files, and resources.
const MODULE: &str = r#"
variable "unknown" {}
locals {
  text   = "a-b, c"
  number = 7
  list   = ["a", "b", "c"]
  map    = { a = 1, b = [true, null], c = { d = "e" } }
  mixed  = ["a", var.unknown, uuid()]
  set    = toset(["x", "y", var.unknown])
  open   = { for name in local.mixed : name => 1 }
  json   = jsonencode({ a = [1, uuid()], b = var.unknown })
}
resource "aws_subnet" "a" {
  count      = 3
  cidr_block = cidrsubnet("10.0.0.0/8", 8, count.index)
}
resource "aws_vpc" "b" {
  for_each = var.unknown
  tags     = { name = each.key }
}
"#;

fuzz_target!(|text: &str| {
    let dir = scratch::directory("expression");
    let file = dir.join("main.tf");
    if !file.exists() {
        std::fs::write(&file, MODULE).unwrap();
        std::fs::write(dir.join("t.tftpl"), "%{ for x in xs }${x}%{ endfor }").unwrap();
    }
    let _ = evaluate(&dir, text, &scratch::options(&dir), &Sources::default());
});
