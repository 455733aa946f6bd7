//! The clusters that kops writes as Terraform: what their rules let in by role, and what the matrix says of it.
//!
//! The second opinion on the rules is read from the folder that `RINGFENCE_VECTORS` names, the configurations from the
//! checkout of kops that `RINGFENCE_KOPS` names; without them this says what it skips. Configurations of our own in the
//! same shape, `testdata/kops`, are always read.
//!
//! Two steps, so that neither hides behind the other:
//! 1. the rules of a file by role, `0.0.0.0/0 -> masters`, are those of the second opinion, exactly;
//! 2. the matrix is what plain loops over these rules find for every packet at which anything changes, given who has a
//!    public address, which subnet has a route to an internet gateway, and what a load balancer listens on.
//!
//! Why the matrix says less, or less surely, than the rules, each derived from the configuration:
//! - a host without a public address, or without a route to an internet gateway, is not open to the internet;
//! - a load balancer takes what it has a listener for, so that the ICMP its group lets in opens nothing, and sends to its
//!   targets on their port;
//! - of a network that is not in the configuration (`vpc-12345678`) the network ACLs are not known, so that only what
//!   stays in one subnet is certain (AWS, "Control subnet traffic with network access control lists", read 2026-11-25);
//! - a group or prefix list that is only named may let in more;
//! - a load balancer that is only named may listen on anything and send it on, to the internet's clients and to others;
//! - of a host with addresses of versions 4 and 6 it is not known which one it sends from, so that a rule about one
//!   version makes it possible;
//! - what a host sends out by the internet to a public address is a path's answer, not the matrix's; and a forwarding
//!   rule of Google Cloud that passes packets on sends nothing of its own: what it opens on its targets is what these
//!   let in from its range.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod amazon;
mod configuration;
mod expected;
mod google;
mod packets;
mod rows;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use configuration::Configuration;
use packets::Packet;
use ringfence_model::{Sources, Truth};
use ringfence_terraform::{Options, Stack};
use serde_json::Value;
use support::ringfence;

const RANKS: [&str; 6] = ["internet", "API endpoint", "control plane", "node", "bastion", "load balancer"];

fn vectors() -> Option<Value> {
    let Some(root) = std::env::var_os("RINGFENCE_VECTORS") else {
        eprintln!("skipped: RINGFENCE_VECTORS is not set, so the rules of kops' clusters were not compared");
        return None;
    };
    let text = std::fs::read(Path::new(&root).join("network/kops-role-matrix.json")).expect("the rows");
    Some(serde_json::from_slice(&text).expect("JSON"))
}

fn checkout() -> Option<PathBuf> {
    let Some(root) = std::env::var_os("RINGFENCE_KOPS") else {
        eprintln!("skipped: RINGFENCE_KOPS is not set, so the configurations that kops writes were not read");
        return None;
    };
    Some(Path::new(&root).join("tests/integration/update_cluster"))
}

fn read(folder: &Path) -> Stack {
    ringfence_terraform::load(folder, &Options::default(), &Sources::default())
}

fn ours() -> PathBuf {
    support::root().join("testdata/kops")
}

#[test]
fn rules_by_role_are_those_of_the_second_opinion() {
    let (Some(vectors), Some(checkout)) = (vectors(), checkout()) else { return };
    let cases = vectors["cases"].as_array().expect("cases");
    let mut wrong = Vec::new();
    for case in cases {
        let file = case["file"].as_str().expect("a file");
        let stack = read(checkout.join(file).parent().expect("a folder"));
        let (found, wanted) = match case["cloud"].as_str() {
            Some("aws") => (rows::found(&stack), rows::expected(&case["sg_ingress"])),
            _ => (rows::counted(&stack), rows::expected_counts(&case["resources"])),
        };
        if found != wanted {
            wrong.push(format!("{file}:\n  found    {found:?}\n  expected {wanted:?}"));
        }
        if let Some(rules) = case["rules"].as_u64() {
            assert_eq!(rows::rules(&stack), rules, "{file}");
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert_eq!(cases.len(), 51);
}

#[test]
fn the_matrix_is_what_the_rules_allow_where_hosts_are_routed_and_addressed() {
    let mut folders = folders(&ours());
    assert!(folders.len() >= 4, "{folders:?}");
    let checkout = checkout();
    // Others hold no Terraform, or several configurations at once.
    let written = checkout.iter().flat_map(|checkout| self::folders(checkout));
    folders.extend(written.filter(|folder| folder.join("kubernetes.tf").exists()));
    let (mut asked, mut compared, mut wrong) = (0, 0, Vec::new());
    for folder in &folders {
        let stack = read(folder);
        let Some(configuration) = Configuration::of(&stack) else { continue };
        compared += 1;
        let table = Table::of(folder);
        let packets = packets::of_interest(&configuration, &table.rows);
        for from in RANKS {
            for to in RANKS.into_iter().filter(|to| *to != "internet") {
                for packet in &packets {
                    asked += 1;
                    let wanted = configuration.opens(from, to, *packet);
                    let found = table.opens(from, to, *packet);
                    if found != wanted {
                        let name = folder.file_name().expect("a name").to_string_lossy();
                        wrong.push(format!(
                            "{name}: {from} -> {to} {packet:?}: {found:?}, expected {wanted:?}"
                        ));
                    }
                }
            }
        }
        table.says_the_same_of_etcd_members(folder);
    }
    println!("{compared} configurations, {asked} questions");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(checkout.is_none() || compared > 70, "{compared}");
}

/// Folders below with Terraform.
fn folders(below: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(below).expect("it can be listed");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.retain(|folder| {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        files.into_iter().any(|file| file.path().extension().is_some_and(|ending| ending == "tf"))
    });
    found.sort();
    found
}

/// What the command prints.
struct Table {
    rows: Vec<Value>,
}

impl Table {
    fn of(folder: &Path) -> Self {
        let run = ringfence(&["matrix", "--by", "role", "--json", folder.to_str().expect("a path")]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let rows = found["stacks"][0]["rows"].as_array().expect("rows").clone();
        for row in &rows {
            assert_eq!(row["answer_blocked"], serde_json::json!({}), "{}: {row}", folder.display());
        }
        Self { rows }
    }

    fn opens(&self, from: &str, to: &str, packet: Packet) -> Truth {
        let Some(row) = self.rows.iter().find(|row| row["from"] == from && row["to"] == to) else {
            return Truth::No;
        };
        match (packet.is_in(&row["must"]), packet.is_in(&row["may"])) {
            (true, true) => Truth::Yes,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::No,
            (true, false) => panic!("certain and not possible: {row}"),
        }
    }

    /// kops runs etcd on the control plane.
    fn says_the_same_of_etcd_members(&self, folder: &Path) {
        let of = |rank: &str| -> BTreeMap<(String, String), Value> {
            let own = |name: &Value| if *name == rank { "it".to_owned() } else { name.to_string() };
            let is_part = |row: &&Value| row["from"] == rank || row["to"] == rank;
            let both = ["control plane", "etcd member"];
            let of_others =
                |name: &Value| *name == rank || !both.contains(&name.as_str().unwrap_or_default());
            let rows = self.rows.iter().filter(is_part);
            let rows = rows.filter(|row| of_others(&row["from"]) && of_others(&row["to"]));
            rows.map(|row| ((own(&row["from"]), own(&row["to"])), row["may"].clone())).collect()
        };
        assert_eq!(of("control plane"), of("etcd member"), "{}", folder.display());
    }
}

/// The whole tables of our own configurations, written by hand.
#[test]
fn our_own_configurations_have_the_tables_that_stand_beside_them() {
    for folder in folders(&ours()) {
        let table = Table::of(&folder);
        let text = std::fs::read(folder.join("matrix.json")).expect("a table stands beside it");
        let wanted: Value = serde_json::from_slice(&text).expect("JSON");
        let mut found = BTreeMap::new();
        for row in &table.rows {
            let (from, to) = (row["from"].as_str().unwrap(), row["to"].as_str().unwrap());
            if to != "internet" && from != "etcd member" && to != "etcd member" {
                let (must, may) = (shown(&row["must"]), shown(&row["may"]));
                let set = if must == may { must } else { serde_json::json!({ "must": must, "may": may }) };
                found.insert(format!("{from} -> {to}"), set);
            }
        }
        let wanted: BTreeMap<String, Value> = serde_json::from_value(wanted).expect("rows");
        assert_eq!(found, wanted, "{}", folder.display());
    }
}

/// Everything of every protocol is `all`, of the protocols that Google Cloud can be asked for `all of Google Cloud`.
fn shown(set: &Value) -> Value {
    let whole = |name: &str, last: u64| set[name] == serde_json::json!([[0, last]]);
    let common = whole("tcp", 65535) && whole("udp", 65535) && whole("icmp", 255) && whole("sctp", 65535);
    match () {
        () if common && whole("icmpv6", 255) => Value::from("all"),
        () if common && set["protocols"] == serde_json::json!([[50, 51]]) => {
            Value::from("all of Google Cloud")
        }
        () => set.clone(),
    }
}
