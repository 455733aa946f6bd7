//! np-guard's answers about AWS: every pair of hosts, and of subnets, of its collected accounts.
//!
//! Read from the folder that `RINGFENCE_VECTORS` names; without it this is skipped.
//!
//! Where we differ, and why:
//! - Its input has no route tables, so it takes a subnet for public if `MapPublicIpOnLaunch` is set. A route to an
//!   internet gateway is what makes a subnet public (AWS, "Internet gateways", read 2026-11-25), and a dump without
//!   route tables does not say whether there is one: what it calls open to the internet is possible to us, never
//!   certain, and what it calls private may be open too.
//! - Its port space starts at 1; ports are 16 bits (RFC 9293), so ours starts at 0.
//! - It tells client ports apart: "src-ports: 9080" without a star beside all others with one. To us that is open,
//!   because a client can choose its port, and blocked, because most cannot be answered.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::ringfence;

type Sets = BTreeMap<String, Vec<[u64; 2]>>;

/// What is expected of one pair: what can be opened, and what is answered to some client ports only, or to none.
#[derive(Default, Debug, PartialEq)]
struct Expected {
    open: Sets,
    blocked: Sets,
}

fn said(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn items(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn folder() -> Option<PathBuf> {
    let Some(root) = std::env::var_os("RINGFENCE_VECTORS") else {
        eprintln!("skipped: RINGFENCE_VECTORS is not set, so np-guard's answers were not read");
        return None;
    };
    Some(Path::new(&root).join("network/np-guard-vpc"))
}

#[test]
fn hosts_reach_each_other_as_np_guard_says() {
    let Some(folder) = folder() else { return };
    for (input, cases) in cases(&folder, false) {
        let matrix = matrix(&folder, &input, "host");
        let names = hosts(&matrix);
        compare("host", &input, &matrix, &cases, |name| {
            let address = name.split_once('[').map(|(_, rest)| rest.trim_end_matches(']'));
            address.and_then(|address| names.get(address)).cloned().unwrap_or_else(|| external(name))
        });
    }
}

#[test]
fn subnets_reach_each_other_as_np_guard_says() {
    let Some(folder) = folder() else { return };
    for (input, cases) in cases(&folder, true) {
        let matrix = matrix(&folder, &input, "subnet");
        let names = subnets(&folder, &input);
        compare("subnet", &input, &matrix, &cases, |name| {
            names.get(name).cloned().unwrap_or_else(|| external(name))
        });
    }
}

/// The expected pairs by input.
fn cases(folder: &Path, of_subnets: bool) -> BTreeMap<String, Vec<Value>> {
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in std::fs::read_to_string(folder.join("edges.jsonl")).expect("the answers").lines() {
        let case: Value = serde_json::from_str(line).expect("JSON");
        let file = said(&case["file"]);
        if case["cloud"] == "aws" && file.contains("subnetsBased") == of_subnets {
            let name = file.split("_all_vpcs").next().expect("a name");
            found.entry(format!("aws/input/input_{name}.json")).or_default().push(case);
        }
    }
    assert!(found.len() >= 2, "both inputs have answers");
    found
}

fn matrix(folder: &Path, input: &str, by: &str) -> Value {
    let path = folder.join(input);
    let run = ringfence(&["matrix", "--json", "--by", by, path.to_str().expect("a path")]);
    let found: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    found["stacks"][0].clone()
}

fn compare(by: &str, input: &str, matrix: &Value, cases: &[Value], name: impl Fn(&str) -> String) {
    let mut expected: BTreeMap<(String, String), Expected> = BTreeMap::new();
    for case in cases {
        let pair = (name(said(&case["src"])), name(said(&case["dst"])));
        let sets = expected.entry(pair).or_default();
        let sets = if case["tcp_response_blocked"] == true { &mut sets.blocked } else { &mut sets.open };
        sets.extend(connections(said(&case["conn"])));
    }
    let outside = |name: &str| name == "internet" || name.starts_with(|c: char| c.is_ascii_digit());
    for row in items(&matrix["rows"]) {
        let pair = (said(&row["from"]).to_owned(), said(&row["to"]).to_owned());
        let to_internet = outside(&pair.0) || outside(&pair.1);
        let Some(wanted) = expected.remove(&pair) else {
            // Without route tables it is not known either that no subnet leads to another network.
            let elsewhere = by == "subnet";
            assert!(
                (to_internet || elsewhere) && row["must"] == json!({}),
                "{input}: {pair:?} is not expected: {row}"
            );
            continue;
        };
        let bound = if to_internet { "may" } else { "must" };
        assert_eq!(sets(&row[bound]), wanted.open, "{input}: {pair:?}");
        if to_internet {
            assert_eq!(row["must"], json!({}), "{input}: {pair:?}: no route table is known");
        } else {
            let mut blocked = sets(&row["answer_blocked"]);
            blocked.retain(|protocol, _| protocol == "tcp");
            assert_eq!(blocked, wanted.blocked, "{input}: {pair:?}");
        }
    }
    assert!(expected.is_empty(), "{input}: not found: {expected:#?}");
}

/// `protocol: TCP src-ports: 1-9079 dst-ports: 443; protocol: ICMP` as sets of destination ports, from 1.
fn connections(text: &str) -> Sets {
    let whole = |protocol: &str| if protocol == "icmp" { [0, 255] } else { [1, 65535] };
    if text == "All Connections" {
        return ["tcp", "udp", "icmp"].map(|protocol| (protocol.to_owned(), vec![whole(protocol)])).into();
    }
    let mut found = Sets::new();
    for part in text.split("; ") {
        let (protocols, rest) = part
            .strip_prefix("protocol: ")
            .expect("a protocol")
            .split_once(' ')
            .unwrap_or((part.trim_start_matches("protocol: "), ""));
        let ports = rest.split_once("dst-ports: ").map(|(_, ports)| ports.split(' ').next().unwrap_or(""));
        for protocol in protocols.to_lowercase().split(',') {
            let ranges =
                ports.map_or_else(|| vec![whole(protocol)], |ports| ports.split(',').map(range).collect());
            found.insert(protocol.to_owned(), ranges);
        }
    }
    found
}

fn range(text: &str) -> [u64; 2] {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    [low.parse().expect("a port"), high.parse().expect("a port")]
}

/// Sets as np-guard has them: TCP, UDP, ICMP, ports from 1.
fn sets(found: &Value) -> Sets {
    let mut sets = Sets::new();
    for protocol in ["tcp", "udp", "icmp"] {
        let least = u64::from(protocol != "icmp");
        let ranges = found[protocol].as_array().map(Vec::as_slice).unwrap_or_default();
        let ranges = ranges.iter().map(|range| {
            [range[0].as_u64().expect("a number").max(least), range[1].as_u64().expect("a number")]
        });
        let ranges: Vec<[u64; 2]> = ranges.filter(|[low, high]| low <= high).collect();
        if !ranges.is_empty() {
            sets.insert(protocol.to_owned(), ranges);
        }
    }
    sets
}

fn external(name: &str) -> String {
    if name.contains("all ranges") { "internet".to_owned() } else { name.replace("Public Internet ", "") }
}

/// The ids of hosts by address.
fn hosts(matrix: &Value) -> BTreeMap<String, String> {
    let parties = items(&matrix["parties"]).iter();
    let pairs = parties.flat_map(|party| {
        let addresses = items(&party["addresses"]).iter();
        addresses.map(|address| (said(address).replace("/32", ""), said(&party["id"]).to_owned()))
    });
    pairs.collect()
}

/// The ids of subnets by name.
fn subnets(folder: &Path, input: &str) -> BTreeMap<String, String> {
    let dump = std::fs::read_to_string(folder.join(input)).expect("the input");
    let dump: Value = serde_json::from_str(&dump).expect("JSON");
    let named = items(&dump["subnets"]).iter().map(|subnet| {
        let id = said(&subnet["SubnetId"]).to_owned();
        let tags = subnet["Tags"].as_array().map(Vec::as_slice).unwrap_or_default();
        let name = tags.iter().find(|tag| tag["Key"] == "Name").map(|tag| said(&tag["Value"]).to_owned());
        (name.unwrap_or_else(|| id.clone()), id)
    });
    named.collect()
}
