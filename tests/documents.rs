//! Plans and states on the command line, and what the tool sees of them.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::{Run, empty_folder, findings, list, ringfence, scan, text};

const CONFIGURATION: &str = r#"variable "admin_cidrs" {
  type    = list(string)
  default = ["0.0.0.0/1", "128.0.0.0/1"]
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "etcd" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 2379
    to_port     = 2380
    protocol    = "tcp"
    cidr_blocks = var.admin_cidrs
  }
}

resource "aws_instance" "etcd" {
  ami                    = "ami-1"
  instance_type          = "m5.large"
  subnet_id              = aws_subnet.public.id
  vpc_security_group_ids = [aws_security_group.etcd.id]
  tags                   = { Name = "etcd-0", "k8s.io/role/control-plane" = "1", "k8s.io/etcd/main" = "1" }
}
"#;

fn creation(address: &str, after: &Value, unknown: &Value) -> Value {
    let (kind, name) = address.split_once('.').expect("an address has a name");
    json!({ "address": address, "mode": "managed", "type": kind, "name": name,
        "change": { "actions": ["create"], "before": null, "after": after, "after_unknown": unknown,
                    "before_sensitive": false, "after_sensitive": {} } })
}

/// The plan of the configuration above, as Terraform would print it.
fn plan() -> Value {
    let reference = |to: &str| json!({ "references": [format!("{to}.id"), to] });
    let configured = |address: &str, expressions: Value| {
        let (kind, name) = address.split_once('.').expect("an address has a name");
        json!({ "address": address, "mode": "managed", "type": kind, "name": name, "expressions": expressions })
    };
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": { "root_module": {} },
        "resource_changes": [
            creation("aws_vpc.main", &json!({ "cidr_block": "10.0.0.0/16" }), &json!({ "id": true })),
            creation("aws_internet_gateway.main", &json!({}), &json!({ "id": true, "vpc_id": true })),
            creation("aws_subnet.public",
                &json!({ "cidr_block": "10.0.0.0/24", "map_public_ip_on_launch": true }),
                &json!({ "id": true, "vpc_id": true })),
            creation("aws_route_table.public", &json!({ "route": [{ "cidr_block": "0.0.0.0/0" }] }),
                &json!({ "id": true, "vpc_id": true, "route": [{ "gateway_id": true }] })),
            creation("aws_route_table_association.public", &json!({}),
                &json!({ "id": true, "subnet_id": true, "route_table_id": true })),
            creation("aws_security_group.etcd",
                &json!({ "ingress": [{ "from_port": 2379, "to_port": 2380, "protocol": "tcp",
                                       "cidr_blocks": ["0.0.0.0/1", "128.0.0.0/1"] }] }),
                &json!({ "id": true, "vpc_id": true, "ingress": [{ "cidr_blocks": [false, false] }] })),
            creation("aws_instance.etcd",
                &json!({ "ami": "ami-1", "instance_type": "m5.large", "tags":
                    { "Name": "etcd-0", "k8s.io/role/control-plane": "1", "k8s.io/etcd/main": "1" } }),
                &json!({ "id": true, "subnet_id": true, "vpc_security_group_ids": true, "tags": {} })),
        ],
        "configuration": { "provider_config": {}, "root_module": { "resources": [
            configured("aws_vpc.main", json!({ "cidr_block": { "constant_value": "10.0.0.0/16" } })),
            configured("aws_internet_gateway.main", json!({ "vpc_id": reference("aws_vpc.main") })),
            configured("aws_subnet.public", json!({ "vpc_id": reference("aws_vpc.main") })),
            configured("aws_route_table.public", json!({ "vpc_id": reference("aws_vpc.main"),
                "route": [{ "cidr_block": { "constant_value": "0.0.0.0/0" },
                            "gateway_id": reference("aws_internet_gateway.main") }] })),
            configured("aws_route_table_association.public", json!({
                "subnet_id": reference("aws_subnet.public"),
                "route_table_id": reference("aws_route_table.public") })),
            configured("aws_security_group.etcd", json!({ "vpc_id": reference("aws_vpc.main"),
                "ingress": [{ "cidr_blocks": { "references": ["var.admin_cidrs"] } }] })),
            configured("aws_instance.etcd", json!({ "subnet_id": reference("aws_subnet.public"),
                "vpc_security_group_ids": { "references": ["aws_security_group.etcd.id", "aws_security_group.etcd"] } })),
        ] } },
    })
}

/// A folder with a configuration and another with its plan, which does not see it.
fn both(name: &str) -> (PathBuf, PathBuf) {
    let folder = empty_folder(name);
    fs::create_dir_all(folder.join("infra")).expect("a folder can be made");
    fs::create_dir_all(folder.join("out")).expect("a folder can be made");
    fs::write(folder.join("infra/main.tf"), CONFIGURATION).expect("a file can be written");
    let file = folder.join("out/tfplan.json");
    fs::write(&file, plan().to_string()).expect("a file can be written");
    (folder.join("infra"), file)
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path is UTF-8")
}

/// The findings about etcd: places aside, unless asked for.
fn etcd(report: &Value) -> Vec<support::Seen> {
    findings(report).into_iter().filter(|seen| seen.rule == "RF401").collect()
}

#[test]
fn a_plan_with_its_source_has_the_findings_of_the_configuration() {
    let (source, file) = both("documents-source");
    let written = scan(&[&source], &[]);
    let planned = scan(&[&file], &["--source", path(&source)]);
    assert_eq!(findings(&planned), findings(&written));
    let found = etcd(&planned);
    // The literal in the default of the variable, in the file that a person can change.
    assert_eq!((found.len(), found[0].line), (1, 3));
    assert!(found[0].path.ends_with("infra/main.tf"), "{found:?}");
    assert_eq!(found[0].verdict, "violation");
}

#[test]
fn a_plan_finds_its_source_beside_it() {
    let (source, file) = both("documents-beside");
    let beside = source.join("tfplan.json");
    fs::rename(file, &beside).expect("a file can be moved");
    let found = etcd(&scan(&[&beside], &[]));
    assert!(found[0].path.ends_with("infra/main.tf"), "{found:?}");
}

#[test]
fn a_plan_alone_says_where_in_the_plan() {
    let (_, file) = both("documents-alone");
    let report = scan(&[&file], &[]);
    let found = etcd(&report);
    assert!(found[0].path.ends_with("tfplan.json") && found[0].verdict == "violation", "{found:?}");
    let subjects: Vec<&str> =
        list(&report, "findings").iter().filter_map(|finding| finding["subject"]["id"].as_str()).collect();
    assert!(subjects.contains(&"aws_instance.etcd"), "{subjects:?}");
}

#[test]
fn a_plan_can_come_through_a_pipe() {
    let (source, _) = both("documents-pipe");
    let run = |words: &[&str], input: &[u8]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ringfence"))
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        child.stdin.take().expect("it has a pipe").write_all(input).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        (output.status.code(), String::from_utf8(output.stdout).expect("output is UTF-8"), output.stderr)
    };
    let text = plan().to_string();
    let (code, report, _) = run(&["scan", "-", "-o", "json", "--source", path(&source)], text.as_bytes());
    let found = etcd(&serde_json::from_str(&report).expect("the report is JSON"));
    assert_eq!((code, found[0].line), (Some(1), 3));
    let (code, _, error) = run(&["scan", "-"], b"{");
    assert!(code == Some(2) && String::from_utf8_lossy(&error).contains("`standard input`"), "{error:?}");
}

#[test]
fn two_for_what_is_neither_plan_nor_state() {
    let folder = empty_folder("documents-wrong");
    let text = plan().to_string();
    let state = br#"{"version":4,"serial":1,"lineage":"a","outputs":{},"resources":[]}"#;
    let cases: [(&str, &[u8], &[&str], &str); 5] = [
        ("binary", b"PK\x03\x04\x14\x00tfplan", &[], "binary plan"),
        ("cut", &text.as_bytes()[..text.len() / 2], &[], "cut off"),
        ("other", br#"{"name":"a"}"#, &[], "neither a plan nor a state"),
        ("state", state, &["--as", "plan"], "this is a state, not a plan"),
        ("corrupt", b"{\"format_version\":\"1.2\",\"planned_values\":{]}", &[], "no JSON"),
    ];
    for (name, bytes, flags, words) in cases {
        let file = folder.join(format!("{name}.json"));
        fs::write(&file, bytes).expect("a file can be written");
        for command in ["scan", "records", "explain-roles"] {
            let Run { code, stdout, stderr } = ringfence(&[&[command, path(&file)], flags].concat());
            assert_eq!(code, 2, "{command} {name}: {stdout}{stderr}");
            assert!(
                stdout.is_empty() && stderr.contains(words) && stderr.contains(name),
                "{command}: {stderr}"
            );
        }
    }
}

#[test]
fn a_state_without_resources_is_said_to_be_empty() {
    let file = empty_folder("documents-empty").join("terraform.tfstate");
    let state = r#"{"version":4,"serial":1,"lineage":"a","outputs":{},"resources":[]}"#;
    fs::write(&file, state).expect("a file can be written");
    let notices = scan(&[&file], &[])["notices"].to_string();
    assert!(notices.contains("this state holds no resources"), "{notices}");
    assert_eq!(ringfence(&["scan", "--strict-coverage", path(&file)]).code, 3);
}

#[test]
fn records_show_what_is_seen() {
    let (source, file) = both("documents-records");
    for input in [&source, &file] {
        let Run { code, stdout, stderr } = ringfence(&["records", "--json", path(input)]);
        assert_eq!(code, 0, "{stderr}");
        let seen: Value = serde_json::from_str(&stdout).expect("it is JSON");
        let records = list(&seen, "records");
        assert_eq!(records.len(), 7);
        let subnet = records.iter().find(|record| text(record, "address") == "aws_subnet.public");
        let subnet = subnet.expect("the subnet is there");
        assert_eq!(text(subnet, "type"), "aws_subnet");
        assert_eq!(subnet["values"]["cidr_block"], "10.0.0.0/24");
        assert_eq!(subnet["unknown"]["vpc_id"], true);
        assert!(text(&subnet["because"], "vpc_id").contains("aws_vpc.main.id"), "{subnet}");
        assert!(subnet["source"]["line"].as_u64().is_some_and(|line| line > 0), "{subnet}");
    }
}

#[test]
fn records_come_with_what_could_not_be_read() {
    let folder = empty_folder("documents-notices");
    fs::write(folder.join("main.tf"), "module \"far\" { source = \"acme/net/aws\" }\n")
        .expect("it can be written");
    let run = ringfence(&["records", "--json", path(&folder)]);
    let seen: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let notice = &list(&seen, "notices")[0];
    assert_eq!((text(notice, "level").as_str(), text(notice, "id").as_str()), ("warning", "missing-module"));
    assert!(
        text(notice, "message").contains("acme/net/aws") && run.stderr.contains("acme/net/aws"),
        "{notice}"
    );
    assert_eq!(notice["source"]["line"], 1);
}

#[test]
fn records_of_nothing_are_an_error() {
    assert_eq!(ringfence(&["records", "no/such/folder"]).code, 2);
    assert_eq!(ringfence(&["records", path(&empty_folder("documents-nothing"))]).code, 3);
}
