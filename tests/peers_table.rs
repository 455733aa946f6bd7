//! Cases that scanners of single attributes get wrong: what the report says of each is what is true.
//!
//! `testdata/peers` holds a configuration for each row, numbered as in the table where they were measured.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

#[path = "parity/expressions.rs"]
mod expressions;
#[path = "parity/plan.rs"]
mod plan;

use std::fs;
use std::path::{Path, PathBuf};

use ringfence_model::Sources;
use ringfence_terraform::{Options, load};
use serde_json::Value;
use support::{Seen, empty_folder, findings, list, scan, text};

const SSH: &str = "row-06-ssh-after-a-rule-about-itself";

fn row(name: &str) -> PathBuf {
    Path::new("testdata/peers").join(name)
}

/// The findings of these rules, as rule, verdict and the text of the line that is shown.
fn said(name: &str, rules: &[&str]) -> Vec<(String, String, String)> {
    let folder = row(name);
    let file = fs::read_to_string(support::root().join(&folder).join("main.tf")).expect("the row is there");
    let lines: Vec<&str> = file.lines().collect();
    let found = findings(&scan(&[&folder], &[]));
    let found = found.into_iter().filter(|seen| rules.contains(&seen.rule.as_str()));
    let line = |seen: &Seen| {
        let at = usize::try_from(seen.line).expect("a line") - 1;
        lines[at].trim().to_owned()
    };
    found.map(|seen| (seen.rule.clone(), seen.verdict.clone(), line(&seen))).collect()
}

/// One violation, shown at that line.
fn violated(name: &str, rule: &str, line: &str) {
    let found = said(name, &[rule]);
    assert_eq!(found, [(rule.to_owned(), "violation".to_owned(), line.to_owned())], "{name}");
}

fn message(name: &str, rule: &str) -> String {
    let report = scan(&[&row(name)], &[]);
    let found = list(&report, "findings").iter().find(|finding| finding["rule"] == rule);
    text(found.expect("a finding"), "message")
}

/// Rules about what the internet can open, of all requirements.
const EXPOSURE: [&str; 9] = ["RF101", "RF103", "RF104", "RF105", "RF201", "RF202", "RF203", "RF205", "RF401"];

#[test]
fn row_1_two_halves_are_the_whole_internet() {
    let name = "row-01-eks-two-halves";
    violated(name, "RF101", r#"public_access_cidrs     = ["0.0.0.0/1", "128.0.0.0/1"]"#);
    assert!(message(name, "RF101").contains("whole internet"), "{}", message(name, "RF101"));
}

#[test]
fn row_2_a_default_behind_a_function_is_seen_where_it_is_written() {
    let name = "row-02-eks-variable-behind-a-function";
    violated(name, "RF101", r#"default = ["0.0.0.0/0"]"#);
    assert!(message(name, "RF101").contains("whole internet"), "{}", message(name, "RF101"));
}

#[test]
fn row_4_no_authorized_networks_are_all_networks() {
    violated("row-04-gke-no-authorized-networks", "RF101", r#"resource "google_container_cluster" "yard" {"#);
}

#[test]
fn row_5_two_halves_of_authorized_networks_are_the_whole_internet() {
    let name = "row-05-gke-two-halves";
    violated(name, "RF101", r#"cidr_block   = "0.0.0.0/1""#);
    assert!(message(name, "RF101").contains("whole internet"), "{}", message(name, "RF101"));
}

#[test]
fn row_6_a_rule_about_the_group_itself_hides_no_other() {
    violated(SSH, "RF104", r#"cidr_blocks = ["0.0.0.0/0"]"#);
}

#[test]
fn row_7_two_halves_from_a_local_value_are_the_whole_internet() {
    let name = "row-07-ssh-two-halves";
    violated(name, "RF104", r#"halves = ["0.0.0.0/1", "128.0.0.0/1"]"#);
    assert!(message(name, "RF104").contains("whole internet"), "{}", message(name, "RF104"));
}

#[test]
fn row_8_ports_of_a_dynamic_block_are_told_apart() {
    let name = "row-08-ports-of-a-dynamic-block";
    for (rule, port) in [("RF101", "6443"), ("RF203", "10250"), ("RF401", "2379")] {
        violated(name, rule, r#"cidr_blocks = ["0.0.0.0/0"]"#);
        assert!(message(name, rule).contains(port), "{}", message(name, rule));
    }
}

#[test]
fn row_9_what_nobody_can_reach_is_no_finding() {
    assert_eq!(said("row-09-ssh-without-a-way-in", &EXPOSURE), []);
}

/// The same as a person would ask: the way is closed, and what closes it is named.
#[test]
fn row_9_the_way_is_closed_by_what_is_missing() {
    let folder = row("row-09-ssh-without-a-way-in");
    let path = folder.to_str().expect("a path");
    let run =
        support::ringfence(&["path", path, "--from", "internet", "--to", "control-plane", "--port", "22"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("closed") && run.stdout.contains("no public IPv4 address"), "{}", run.stdout);
}

/// A range that only the apply tells may be any range: possible, and the unknown is named.
#[test]
fn row_13_a_range_known_after_apply_is_possible() {
    let folder = empty_folder("peers-row-13");
    let written =
        fs::read_to_string(support::root().join(row(SSH)).join("main.tf")).expect("the row is there");
    let asked = written.replacen(r#"["0.0.0.0/0"]"#, "X", 1);
    // The route keeps its range: the first list is the rule's.
    assert!(asked.contains("cidr_blocks = X"), "{asked}");
    let later = asked.replace("cidr_blocks = X", "cidr_blocks = [terraform_data.office.output]");
    let later = format!("{later}\nresource \"terraform_data\" \"office\" {{\n  input = timestamp()\n}}\n");
    fs::write(folder.join("main.tf"), later).expect("a file can be written");
    let stack = load(&folder, &Options::default(), &Sources::default());
    let plan = plan::of(&stack);
    let changes = list(&plan, "resource_changes").iter();
    let group = changes.clone().find(|change| change["type"] == "aws_security_group").expect("the group");
    let unknown = &group["change"]["after_unknown"]["ingress"];
    assert!(unknown.to_string().contains("true"), "the plan says that the range is not known: {group}");
    let file = folder.join("plan.json");
    fs::write(&file, plan.to_string()).expect("a plan can be written");
    let source = ["--source", folder.to_str().expect("a path")];
    for flags in [&source[..], &[]] {
        let report = scan(&[&file], flags);
        let found: Vec<&Value> =
            list(&report, "findings").iter().filter(|finding| finding["rule"] == "RF104").collect();
        let [finding] = found[..] else { panic!("one finding of RF104: {found:?}") };
        assert_eq!(finding["verdict"], "possible");
        assert!(finding.to_string().contains("terraform_data.office"), "the unknown is named: {finding}");
    }
}
