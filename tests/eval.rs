//! `ringfence eval`: the value of an expression in a root module, or why there is none.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::{Run, empty_folder, ringfence};

const CONFIGURATION: &str = r#"
variable "cidrs" {
  type    = list(string)
  default = ["10.0.0.0/8"]
}
variable "given" { type = number }
variable "secret" {
  default   = "hunter2"
  sensitive = true
}
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
module "far" { source = "acme/net/aws" }
locals {
  first = var.cidrs[0]
  wrong = var.cidrs + 1
  vpc   = aws_vpc.main.id
  far   = module.far.id
}
"#;

fn folder(name: &str) -> String {
    let folder: PathBuf = empty_folder(name);
    fs::write(folder.join("main.tf"), CONFIGURATION).expect("a file can be written");
    fs::write(folder.join("prod.tfvars"), "cidrs = [\"172.16.0.0/12\"]\n").expect("a file can be written");
    folder.to_str().expect("a path is UTF-8").to_owned()
}

/// What `--json` prints, and the exit code.
fn answer(folder: &str, expression: &str, flags: &[&str]) -> (Value, i32) {
    let Run { code, stdout, stderr } = ringfence(&[&["eval", folder, expression, "--json"], flags].concat());
    (serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{expression}: {stdout}{stderr}")), code)
}

#[test]
fn a_value_has_its_type() {
    let folder = folder("eval-values");
    for (expression, value, ty) in [
        ("1 + 1", json!(2), json!("number")),
        ("var.cidrs", json!(["10.0.0.0/8"]), json!(["list", "string"])),
        ("local.first", json!("10.0.0.0/8"), json!("string")),
        (
            "{ a = [true, null] }",
            json!({ "a": [true, null] }),
            json!(["object", { "a": ["tuple", ["bool", "dynamic"]] }]),
        ),
        ("toset([\"b\", \"a\"])", json!(["a", "b"]), json!(["set", "string"])),
        ("terraform.workspace", json!("default"), json!("string")),
    ] {
        assert_eq!(
            answer(&folder, expression, &[]),
            (json!({ "value": value, "type": ty }), 0),
            "{expression}"
        );
    }
}

#[test]
fn an_unknown_says_because_of_what() {
    let folder = folder("eval-unknown");
    for (expression, because) in [
        ("var.given", "var.given"),
        ("local.vpc", "aws_vpc.main.id (known after apply)"),
        ("\"a-${var.given}\"", "var.given"),
        ("local.far", "module.far (module `acme/net/aws` was not found)"),
        ("timestamp()", "the result of timestamp()"),
    ] {
        let (said, code) = answer(&folder, expression, &[]);
        assert_eq!((&said["unknown"], code), (&json!(true), 0), "{expression}: {said}");
        assert_eq!(said["because"], because, "{expression}");
    }
    assert_eq!(answer(&folder, "length([var.given])", &[]).0["value"], 1);
}

#[test]
fn an_error_is_one() {
    let folder = folder("eval-errors");
    for expression in ["local.wrong", "1 +", "nothing(1)", "local.nowhere", "var.cidrs[7]"] {
        let (said, code) = answer(&folder, expression, &[]);
        assert!(said["error"].is_string() && code == 1, "{expression}: {said}");
    }
    let Run { code, stdout, stderr } = ringfence(&["eval", &folder, "local.wrong"]);
    assert!(code == 1 && stdout.is_empty() && stderr.contains("main.tf:15:11: "), "{stderr}");
    assert_eq!(ringfence(&["eval", "no/such/folder", "1"]).code, 2);
}

#[test]
fn variables_are_given_as_for_terraform() {
    let folder = folder("eval-variables");
    let file = format!("{folder}/prod.tfvars");
    let cidr = |flags: &[&str]| answer(&folder, "local.first", flags).0["value"].clone();
    assert_eq!(cidr(&["--var-file", &file]), "172.16.0.0/12");
    assert_eq!(cidr(&[&format!("-var-file={file}")]), "172.16.0.0/12");
    // The last one counts.
    assert_eq!(cidr(&["--var-file", &file, "-var", "cidrs=[\"1.0.0.0/8\"]"]), "1.0.0.0/8");
    assert_eq!(cidr(&["-var", "cidrs=[\"1.0.0.0/8\"]", "--var-file", &file]), "172.16.0.0/12");
    assert_eq!(answer(&folder, "var.given", &["--var", "given=3"]).0["value"], 3);
    assert_eq!(answer(&folder, "terraform.workspace", &["--workspace", "prod"]).0["value"], "prod");
}

#[test]
fn a_sensitive_value_is_shown_on_request() {
    let folder = folder("eval-sensitive");
    let (said, _) = answer(&folder, "[var.secret, upper(var.secret)]", &[]);
    assert!(!said.to_string().to_lowercase().contains("hunter2"), "{said}");
    assert_eq!(answer(&folder, "upper(var.secret)", &["--show-sensitive"]).0["value"], "HUNTER2");
}

#[test]
fn what_mattered_to_an_unknown_is_said_and_nothing_else() {
    let folder = folder("eval-notices");
    assert!(ringfence(&["eval", &folder, "local.far"]).stderr.contains("`acme/net/aws`"));
    assert_eq!(ringfence(&["eval", &folder, "local.first"]).stderr, "");
    let misspelt = ringfence(&["eval", &folder, "local.first", "--var", "cidr=[]"]);
    assert!(misspelt.stderr.contains("`cidr`, which no variable of the module takes"), "{misspelt:?}");
    let bad = ringfence(&["eval", &folder, "var.given", "--var", "given=many"]);
    assert!(bad.code == 1 && bad.stderr.contains("a number is required"), "{}", bad.stderr);
}

#[test]
fn modules_beside_the_root_module_are_read_in_the_tree_that_is_named() {
    let folder = empty_folder("eval-tree");
    for (file, text) in [
        ("live/prod/main.tf", "module \"net\" { source = \"../../modules/net\" }\n"),
        ("modules/net/main.tf", "output \"cidr\" { value = \"10.0.0.0/8\" }\n"),
    ] {
        let file = folder.join(file);
        fs::create_dir_all(file.parent().expect("it has one")).expect("a folder can be made");
        fs::write(file, text).expect("a file can be written");
    }
    let (root, tree) = (folder.join("live/prod"), folder.to_str().expect("a path is UTF-8"));
    let root = root.to_str().expect("a path is UTF-8");
    let alone = ringfence(&["eval", root, "module.net.cidr"]);
    assert!(alone.stdout.starts_with("unknown: module.net") && alone.stderr.contains("--tree"), "{alone:?}");
    assert_eq!(ringfence(&["eval", root, "module.net.cidr", "--tree", tree]).stdout, "\"10.0.0.0/8\"\n");
    assert_eq!(ringfence(&["eval", root, "1", "--tree", "no/such/folder"]).code, 2);
}

#[test]
fn an_expression_can_come_through_a_pipe() {
    let folder = folder("eval-pipe");
    let mut child = Command::new(env!("CARGO_BIN_EXE_ringfence"))
        .args(["eval", &folder, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    child.stdin.take().expect("it has a pipe").write_all(b"length(var.cidrs)\n").expect("it reads");
    assert_eq!(child.wait_with_output().expect("it ends").stdout, b"1\n");
}
