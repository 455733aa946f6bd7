//! `scan --show-clear`: what was proved closed, in each format; and what is not, because something may come another way.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Run, empty_folder, list, ringfence, scan, text};

const EXPOSED: &str = "testdata/examples/exposed";
const REPAIRED: &str = "testdata/examples/repaired";

fn clear(folder: &Path, flags: &[&str]) -> Vec<Value> {
    let flags = [&["--show-clear"], flags].concat();
    list(&scan(&[folder], &flags), "clear").clone()
}

/// Those of whom a rule has proved something.
fn proved(clear: &[Value], rule: &str) -> BTreeSet<String> {
    let of_rule = clear.iter().filter(|one| one["rule"] == rule);
    let ids = of_rule.flat_map(|one| {
        let instances = list(one, "instances").iter().map(|id| id.as_str().expect("an id").to_owned());
        instances.chain([text(&one["subject"], "id")]).collect::<Vec<_>>()
    });
    ids.collect()
}

#[test]
fn nothing_is_shown_or_changed_without_it() {
    for folder in [EXPOSED, REPAIRED] {
        let plain = scan(&[Path::new(folder)], &[]);
        assert_eq!(plain.get("clear"), None);
        let mut with = scan(&[Path::new(folder)], &["--show-clear"]);
        let clear = with.as_object_mut().expect("an object").remove("clear");
        assert!(clear.is_some_and(|clear| clear.as_array().is_some_and(|all| !all.is_empty())));
        assert_eq!(plain, with, "{folder}: the rest is the same");
    }
}

#[test]
fn it_changes_no_exit_code() {
    let code = |flags: &[&str]| ringfence(&[&["scan"], flags].concat()).code;
    for folder in [EXPOSED, REPAIRED] {
        for flags in [&[folder][..], &[folder, "--strict-coverage"], &[folder, "-o", "sarif"]] {
            let with = [flags, &["--show-clear"]].concat();
            assert_eq!(code(flags), code(&with), "{flags:?}");
        }
    }
}

#[test]
fn the_repaired_cluster_is_proved_closed_rule_by_rule() {
    let clear = clear(Path::new(REPAIRED), &[]);
    let rules: BTreeSet<String> = clear.iter().map(|one| text(one, "rule")).collect();
    let expected = [
        "RF101", "RF103", "RF104", "RF105", "RF201", "RF202", "RF203", "RF205", "RF206", "RF207", "RF208",
        "RF401", "RF402", "RF403",
    ];
    assert_eq!(rules, expected.map(str::to_owned).into());
    for one in &clear {
        let blockers = list(one, "blockers");
        assert!(!blockers.is_empty(), "{one:#}");
        assert!(blockers.iter().all(|blocker| !blocker["site"].is_null()), "{one:#}");
        assert!(!one["declared"].is_null() && !one["packet"].is_null(), "{one:#}");
    }
    let etcd = proved(&clear, "RF401");
    assert_eq!(etcd, (0..3).map(|number| format!("aws_instance.control_plane[{number}]")).collect());
}

#[test]
fn alike_machines_are_one_statement() {
    let clear = clear(Path::new(REPAIRED), &["--only", "RF104"]);
    assert_eq!(clear.len(), 1, "{clear:#?}");
    assert_eq!(list(&clear[0], "instances").len(), 2);
}

#[test]
fn the_terminal_names_the_rule_that_blocks() {
    let Run { stdout, .. } = ringfence(&["scan", REPAIRED, "--show-clear", "--only", "RF402"]);
    for words in [
        "RF402 etcd-open-beyond-control-plane",
        "no rule of `aws_security_group.control_plane` allows tcp 2379",
        "security_control_plane.tf:1",
    ] {
        assert!(stdout.contains(words), "no `{words}` in:\n{stdout}");
    }
}

#[test]
fn sarif_has_passes_only_for_full() {
    let results = |flags: &[&str]| -> Vec<Value> {
        let words = [&["scan", REPAIRED, "-o", "sarif"], flags].concat();
        let log: Value = serde_json::from_str(&ringfence(&words).stdout).expect("the log is JSON");
        list(&log["runs"][0], "results").clone()
    };
    assert_eq!(results(&["--show-clear"]), Vec::<Value>::new(), "code scanning would make alerts of them");
    assert_eq!(results(&["--sarif-for", "full"]), Vec::<Value>::new());
    let passes = results(&["--sarif-for", "full", "--show-clear"]);
    assert!(passes.len() > 10 && passes.iter().all(|result| result["kind"] == "pass"), "{passes:#?}");
}

/// A network with etcd that only the control plane may reach, a node, and more.
fn etcd_and(name: &str, more: &str) -> std::path::PathBuf {
    let folder = empty_folder(name);
    let network = r#"
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "etcd" { vpc_id = aws_vpc.main.id }
resource "aws_security_group" "node" { vpc_id = aws_vpc.main.id }
resource "aws_vpc_security_group_egress_rule" "node" {
  security_group_id = aws_security_group.node.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}
resource "aws_instance" "etcd" {
  subnet_id              = aws_subnet.main.id
  vpc_security_group_ids = [aws_security_group.etcd.id]
  tags                   = { "k8s.io/role/control-plane" = "1" }
}
resource "aws_instance" "node" {
  subnet_id              = aws_subnet.main.id
  vpc_security_group_ids = [aws_security_group.node.id]
  tags                   = { "k8s.io/role/node" = "1" }
}
"#;
    fs::write(folder.join("main.tf"), format!("{network}{more}")).expect("a file can be written");
    folder
}

/// An internal load balancer that sends etcd's port on.
const BALANCER: &str = r#"
resource "aws_security_group" "front" { vpc_id = aws_vpc.main.id }
resource "aws_lb" "front" {
  internal           = true
  load_balancer_type = "network"
  subnets            = [aws_subnet.main.id]
  security_groups    = [aws_security_group.front.id]
}
resource "aws_lb_target_group" "etcd" {
  port     = 2379
  protocol = "TCP"
  vpc_id   = aws_vpc.main.id
}
resource "aws_lb_listener" "etcd" {
  load_balancer_arn = aws_lb.front.arn
  port              = 2379
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.etcd.arn
  }
}
resource "aws_lb_target_group_attachment" "etcd" {
  target_group_arn = aws_lb_target_group.etcd.arn
  target_id        = aws_instance.etcd.id
}
"#;

#[test]
fn what_a_load_balancer_may_send_on_is_not_proved() {
    let alone = clear(&etcd_and("clear-alone", ""), &[]);
    let balanced = clear(&etcd_and("clear-balanced", BALANCER), &[]);
    let member = BTreeSet::from(["aws_instance.etcd".to_owned()]);
    assert_eq!(proved(&alone, "RF402"), member);
    assert_eq!(proved(&balanced, "RF402"), BTreeSet::new(), "a node may come through the front");
    assert_eq!(proved(&balanced, "RF403"), member, "the front has no peer port");
    assert_eq!(proved(&balanced, "RF401"), member, "the front is not on the internet");
}

/// Addresses that are let in are no part of the statement, and the packet comes from elsewhere.
#[test]
fn the_statement_names_who_may_all_the_same() {
    let office = r#"
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "main" {
  subnet_id      = aws_subnet.main.id
  route_table_id = aws_route_table.main.id
}
resource "aws_vpc_security_group_ingress_rule" "office" {
  security_group_id = aws_security_group.node.id
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = "20.30.40.0/24"
}
resource "aws_instance" "public" {
  subnet_id                   = aws_subnet.main.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.node.id]
  tags                        = { "k8s.io/role/node" = "1" }
}
"#;
    let clear = clear(&etcd_and("clear-office", office), &["--only", "RF205"]);
    let public =
        clear.iter().find(|one| one["subject"]["id"] == "aws_instance.public").expect("it is proved");
    let statement = text(public, "statement");
    assert!(statement.contains("from the internet, but from 20.30.40.0/24 (tcp 22 and 3389)"), "{statement}");
    let blockers = list(public, "blockers");
    assert_eq!(blockers.len(), 1, "it has an address and a route: {blockers:#?}");
    assert!(
        text(&blockers[0], "fact").starts_with("no rule of `aws_security_group.node` allows tcp 22 from")
    );
}

/// A packet that comes through all the same makes a notice of a claim: the two looks agree on every fixture.
#[test]
fn no_claim_of_a_fixture_is_contradicted() {
    let report = scan(&[Path::new("testdata/examples"), Path::new("testdata/rules")], &["--show-clear"]);
    let messages = list(&report, "notices").iter().map(|notice| text(notice, "message"));
    let contradicted: Vec<String> =
        messages.filter(|message| message.contains("was not proved of")).collect();
    assert_eq!(contradicted, Vec::<String>::new());
    let clear = list(&report, "clear");
    assert!(clear.len() > 1_500, "{}", clear.len());
    let unblocked = clear.iter().filter(|one| list(one, "blockers").is_empty()).count();
    assert_eq!(unblocked, 0, "each names what blocks the way");
}
