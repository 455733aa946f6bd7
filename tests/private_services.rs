//! Ways through private services: doors in one network to load balancers of another.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;

use serde_json::Value;
use support::{empty_folder, list, ringfence, root, text};

/// The configuration of one cloud, changed.
fn with(cloud: &str, name: &str, changes: &[(&str, &str)]) -> String {
    let mut config = fs::read_to_string(root().join(format!("testdata/services/{cloud}/main.tf")))
        .expect("the configuration is there");
    for (old, new) in changes {
        assert!(config.contains(old), "{old}");
        config = config.replace(old, new);
    }
    let folder = empty_folder(&format!("service-{cloud}-{name}"));
    fs::write(folder.join("main.tf"), config).expect("it can be written");
    folder.to_str().expect("a path is UTF-8").to_owned()
}

/// The one pair of client and master, and the exit code.
fn ask(folder: &str, client: &str, master: &str) -> (Value, i32) {
    let run = ringfence(&["path", folder, "--from", client, "--to", master, "--json"]);
    let report: Value = serde_json::from_str(&run.stdout).expect("the answer is JSON");
    (report["stacks"][0]["pairs"][0].clone(), run.code)
}

fn verdict(cloud: &str, name: &str, changes: &[(&str, &str)]) -> String {
    let kind = if cloud == "aws" { "aws_instance" } else { "google_compute_instance" };
    let folder = with(cloud, name, changes);
    text(&ask(&folder, &format!("{kind}.client"), &format!("{kind}.master")).0, "verdict")
}

#[test]
fn a_client_of_another_network_gets_in_by_the_door() {
    let (pair, code) = ask(&with("aws", "plain", &[]), "aws_instance.client", "aws_instance.master");
    assert_eq!((text(&pair, "verdict").as_str(), code), ("open", 1));
    let way: Vec<String> = list(&pair["ways"][0], "hops").iter().map(|hop| text(hop, "to")).collect();
    let through =
        ["aws_subnet.c", "aws_vpc_endpoint.e", "aws_lb.n", "aws_lb_listener.l", "aws_instance.master"];
    assert_eq!(way, through);
    let packet = &pair["packet"];
    assert_eq!(
        (text(packet, "packet").as_str(), text(packet, "disposition").as_str()),
        ("tcp 443", "accepted")
    );
    assert_eq!(verdict("gcp", "plain", &[]), "open");
}

#[test]
fn each_of_what_lies_between_can_close_it() {
    let service = "acceptance_required        = false";
    let accepted = "acceptance_required        = true";
    assert_eq!(verdict("aws", "unaccepted", &[(service, accepted)]), "possible");
    let door = "security_groups = [aws_security_group.client.id]";
    assert_eq!(verdict("aws", "door", &[(door, "cidr_blocks = [\"192.0.2.0/24\"]")]), "closed");
    // The target sees the front, the front the client.
    let front = "[\"10.0.1.0/24\"] # clients";
    let elsewhere = "[\"10.0.2.0/24\"]";
    assert_eq!(verdict("aws", "judged", &[(front, elsewhere)]), "closed");
    let off = "enforce_security_group_inbound_rules_on_private_link_traffic = \"off\"\n  internal";
    assert_eq!(verdict("aws", "not-judged", &[(front, elsewhere), ("internal", off)]), "open");
    let nat = "source_ranges = [\"10.0.99.0/24\"]";
    assert_eq!(verdict("gcp", "client-address", &[(nat, "source_ranges = [\"10.0.1.0/24\"]")]), "closed");
    assert_eq!(verdict("gcp", "manual", &[("ACCEPT_AUTOMATIC", "ACCEPT_MANUAL")]), "possible");
}
