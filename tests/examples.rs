//! The examples show what their README says.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use support::{Seen, findings, ringfence, scan};

fn rules_violated(folder: &str) -> BTreeSet<String> {
    let found = findings(&scan(&[Path::new(folder)], &[]));
    found.into_iter().filter(|seen| seen.verdict == "violation").map(|seen| seen.rule).collect()
}

#[test]
fn the_exposed_cluster_violates_all_five_requirements() {
    let violated = rules_violated("testdata/examples/exposed");
    let expected = [
        "RF101", "RF103", "RF104", "RF202", "RF205", "RF206", "RF302", "RF304", "RF306", "RF309", "RF401",
        "RF501",
    ];
    let missing: Vec<&str> = expected.into_iter().filter(|rule| !violated.contains(*rule)).collect();
    assert!(missing.is_empty(), "{missing:?} not found, only {violated:?}");
}

#[test]
fn its_repaired_twin_has_nothing_to_report() {
    let found = findings(&scan(&[Path::new("testdata/examples/repaired")], &[]));
    assert_eq!(found, [], "not even a possible finding");
}

#[test]
fn the_quick_managed_cluster_is_open() {
    let violated = rules_violated("testdata/examples/gke");
    for rule in ["RF101", "RF307"] {
        assert!(violated.contains(rule), "{rule} not found, only {violated:?}");
    }
}

/// The API of the example is reached through its load balancer, whose listener's port is not the targets'.
#[test]
fn the_way_to_the_api_names_each_hop() {
    let run = ringfence(&["scan", "testdata/examples/exposed", "--only", "RF101"]);
    for hop in ["internet", "aws_lb.api", "aws_lb_listener.api", "aws_instance.control_plane"] {
        assert!(run.stdout.contains(hop), "no `{hop}` in:\n{}", run.stdout);
    }
    assert!(run.stdout.contains("load_balancer.tf"), "{}", run.stdout);
}

/// Two halves of the internet, each in a `for_each` instance of one rule, are one finding at one place.
#[test]
fn two_halves_are_one_finding() {
    let found = findings(&scan(&[Path::new("testdata/examples/exposed")], &["--only", "RF101"]));
    let at_rule: Vec<&Seen> =
        found.iter().filter(|seen| seen.path.ends_with("security_control_plane.tf")).collect();
    assert_eq!(at_rule.len(), 1, "{found:?}");
}
