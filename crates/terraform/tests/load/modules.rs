//! Modules: local ones, and those that somebody brought.

use std::path::PathBuf;

use ringfence_model::{NoticeId, Sources};
use ringfence_terraform::{Options, Written, load};

use crate::fixture::Fixture;

const NET: &str = r#"
variable "cidr" {}
variable "zones" { default = ["a"] }
resource "subnet" "s" {
  count = length(var.zones)
  cidr  = var.cidr
  zone  = var.zones[count.index]
}
output "ids" { value = subnet.s[*].id }
output "cidr" { value = var.cidr }
"#;

#[test]
fn values_go_in_and_out() {
    let fixture = Fixture::new("module").file("net/main.tf", NET).file(
        "main.tf",
        r#"
resource "vpc" "v" { block = "10.0.0.0/8" }
module "net" {
  source = "./net"
  cidr   = vpc.v.block
  zones  = ["x", "y"]
}
resource "lb" "l" {
  subnets = module.net.ids
  first   = module.net.ids[0]
  cidr    = module.net.cidr
}
"#,
    );
    let loaded = fixture.load();
    assert_eq!(loaded.addresses(), ["lb.l", "module.net.subnet.s[0]", "module.net.subnet.s[1]", "vpc.v"]);
    assert_eq!(loaded.shown("lb.l", "subnets"), "[?module.net.subnet.s[0].id, ?module.net.subnet.s[1].id]");
    assert_eq!(loaded.shown("lb.l", "cidr"), "\"10.0.0.0/8\" @vpc.v.block");
    let record = loaded.record("module.net.subnet.s[1]");
    assert_eq!((record.module.as_ref(), record.base.as_ref()), ("module.net", "module.net.subnet.s"));
    assert_eq!(loaded.sources.text(record.calls[0]), "module \"net\"");
    assert_eq!(loaded.literal(record.body.get("zone").unwrap()), "\"y\"");
}

#[test]
fn modules_repeat() {
    let fixture = Fixture::new("module_each").file("net/main.tf", NET).file(
        "main.tf",
        r#"
module "many" {
  source   = "./net"
  for_each = { p = "10.1.0.0/16", q = "10.2.0.0/16" }
  cidr     = each.value
}
module "off" {
  source = "./net"
  count  = 0
  cidr   = "x"
}
output "q" { value = module.many["q"].cidr }
output "all" { value = [for m in module.many : m.cidr] }
output "none" { value = length(module.off) }
"#,
    );
    let loaded = fixture.load();
    assert_eq!(loaded.addresses(), [r#"module.many["p"].subnet.s[0]"#, r#"module.many["q"].subnet.s[0]"#]);
    assert_eq!(loaded.output("q"), "\"10.2.0.0/16\"");
    assert_eq!(loaded.output("all"), "[\"10.1.0.0/16\", \"10.2.0.0/16\"]");
    assert_eq!(loaded.output("none"), "0");
}

#[test]
fn a_module_that_is_not_here_is_a_notice_and_unknown() {
    let fixture = Fixture::new("module_missing").file(
        "main.tf",
        r#"
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.0"
}
module "gone" { source = "./gone" }
resource "t" "t" {
  id  = module.eks.cluster_id
  sub = module.gone.ids[0]
}
"#,
    );
    let loaded = fixture.load();
    assert_eq!(loaded.shown("t.t", "id"), "?missing(module.eks)");
    assert_eq!(loaded.shown("t.t", "sub"), "?missing(module.gone)");
    let notices = loaded.notices(NoticeId::MissingModule);
    assert_eq!(notices.len(), 2);
    assert!(notices[0].contains("`module.eks`") && notices[0].contains("`terraform-aws-modules/eks/aws`"));
}

#[test]
fn a_module_above_is_read_only_inside_the_tree() {
    let fixture = Fixture::new("module_above")
        .file("modules/net/main.tf", NET)
        .file("live/main.tf", "module \"net\" {\n  source = \"../modules/net\"\n  cidr = \"c\"\n}\n")
        .file("out/main.tf", "module \"net\" {\n  source = \"../../module_above_not\"\n}\n");
    assert_eq!(fixture.load_at("live").addresses(), ["module.net.subnet.s[0]"]);
    let outside = fixture.load_at("out");
    assert!(outside.notices(NoticeId::MissingModule)[0].contains("outside"));
}

#[test]
fn a_copy_that_is_named_counts_before_all_others_wherever_it_lies() {
    let fixture = Fixture::new("module_mapped")
        .file("copies/net/main.tf", NET)
        .file("live/vendor/acme/net/aws/main.tf", "")
        .file(
            "live/main.tf",
            "module \"net\" {\n  source = \"acme/net/aws\"\n  cidr = \"c\"\n}\n\
             module \"git\" {\n  source = \"git::https://example.com/net.git?ref=v1\"\n  cidr = \"d\"\n}\n",
        );
    // Relative to where the command runs: a test runs in its crate.
    let here = std::env::current_dir().unwrap();
    let up = "../".repeat(here.components().count());
    let relative = PathBuf::from(format!("{up}{}", fixture.dir.join("copies/net").display()));
    let mapped = |source: &str| (source.to_owned(), relative.clone());
    let options = Options {
        module_map: vec![mapped("acme/net/aws"), mapped("git::https://example.com/net.git")],
        ..Options::default()
    };
    let stack = load(&fixture.dir.join("live"), &options, &Sources::default());
    let addresses: Vec<&str> = stack.records.iter().map(|record| record.address.as_ref()).collect();
    assert_eq!(addresses, ["module.git.subnet.s[0]", "module.net.subnet.s[0]"], "{:?}", stack.notices);
}

#[test]
fn modules_that_terraform_brought_are_found_by_their_call() {
    let manifest = r#"{"Modules":[
        {"Key":"","Source":"","Dir":"."},
        {"Key":"net","Source":"registry.terraform.io/acme/net/aws","Version":"1.2.3","Dir":".terraform/modules/net"},
        {"Key":"net.zones","Source":"./zones","Dir":".terraform/modules/net/zones"},
        {"Key":"other","Source":"registry.terraform.io/acme/else/aws","Dir":".terraform/modules/net"}
    ]}"#;
    let fixture = Fixture::new("module_manifest")
        .file(".terraform/modules/modules.json", manifest)
        .file(
            ".terraform/modules/net/main.tf",
            "module \"zones\" {\n  source = \"./zones\"\n  cidr = \"z\"\n}\n",
        )
        .file(".terraform/modules/net/zones/main.tf", NET)
        .file(
            "main.tf",
            "module \"net\" {\n  source  = \"acme/net/aws\"\n  version = \"~> 1.2\"\n}\n\
             module \"other\" {\n  source = \"acme/net/aws\"\n}\n",
        );
    let loaded = fixture.load();
    assert_eq!(loaded.addresses(), ["module.net.module.zones.subnet.s[0]"]);
    // The call has changed since `terraform init`: what lies there is another module.
    assert!(loaded.notices(NoticeId::MissingModule)[0].contains("`module.other`"));
}

#[test]
fn providers_are_passed_by_name() {
    let fixture = Fixture::new("module_providers")
        .file("m/main.tf", "resource \"aws_x\" \"a\" {}\nresource \"aws_x\" \"b\" { provider = aws.peer }\n")
        .file(
            "main.tf",
            "module \"m\" {\n  source = \"./m\"\n  providers = { aws = aws.east, aws.peer = aws.west }\n}\n\
             resource \"aws_x\" \"root\" { provider = aws.east }\nresource \"aws_x\" \"plain\" {}\n",
        );
    let loaded = fixture.load();
    let provider = |address| loaded.record(address).provider.as_ref().map(|provider| provider.name.as_ref());
    assert_eq!(provider("module.m.aws_x.a"), Some("aws.east"));
    assert_eq!(provider("module.m.aws_x.b"), Some("aws.west"));
    assert_eq!(provider("aws_x.root"), Some("aws.east"));
    assert_eq!(provider("aws_x.plain"), Some("aws"));
}

#[test]
fn calls_of_modules_from_elsewhere_are_listed_with_what_is_found() {
    let fixture = Fixture::new("module_calls")
        .file("net/main.tf", "module \"peers\" { source = \"acme/peers/aws//deep\" }\n")
        .file("vendor/acme/zones/aws/main.tf", NET)
        .file(
            "main.tf",
            r#"
module "zones" {
  source  = "acme/zones/aws"
  version = "~> 1.0"
  cidr    = "c"
}
module "net" { source = "./net" }
module "gone" { source = "./gone" }
module "chosen" { source = "acme/${var.name}/aws" }
module "private" { source = "git::https://user:s3cret@example.com/net.git" }
"#,
        );
    let options = ringfence_terraform::Options::default();
    let sources = ringfence_model::Sources::default();
    let found = ringfence_terraform::module_calls(&fixture.dir, &options, &sources);
    let calls: Vec<String> = found
        .calls
        .iter()
        .map(|call| {
            let plain = |argument: &Written| match argument {
                Written::Plain(text) => text.to_string(),
                Written::Absent => "-".to_owned(),
                Written::Computed => "?".to_owned(),
            };
            let dir =
                call.found.as_ref().map(|dir| dir.strip_prefix(&found.root).unwrap().display().to_string());
            let line = sources.place(call.place).unwrap().start.line;
            let dir = dir.unwrap_or_else(|_| "none".to_owned());
            format!("{} {} {} {line} {dir}", call.path.join("."), plain(&call.source), plain(&call.version))
        })
        .collect();
    assert_eq!(
        calls,
        [
            "chosen ? - 9 none",
            "gone ./gone - 8 none",
            "net.peers acme/peers/aws//deep - 1 none",
            "private git::https://user:s3cret@example.com/net.git - 10 none",
            "zones acme/zones/aws ~> 1.0 2 vendor/acme/zones/aws",
        ]
    );
    assert_eq!(found.notices, []);
    let loaded = fixture.load();
    let said = loaded.notices(NoticeId::MissingModule).join("\n");
    assert!(said.contains("`git::https://example.com/net.git`") && !said.contains("s3cret"), "{said}");
}
