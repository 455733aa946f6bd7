//! np-guard's explanations about AWS: which filters decide about one packet and its answer, in order.
//!
//! Read from the folder that `RINGFENCE_VECTORS` names; without it this is skipped.
//!
//! Where we differ, and why:
//! - It tells what every filter says; our packet stops at the first that denies it, so what comes after is not compared.
//! - Its input has no route tables, so that a way to the internet is possible to us and never certain.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use ringfence_model::{Model, ResourceId, Sources, Truth};
use ringfence_packets::Protocol;
use ringfence_provider::Provider;
use ringfence_provider_aws::Aws;
use ringfence_trace::{Packet, Start, Trace, Tracer, Verdict, What};
use serde_json::Value;

fn folder() -> Option<PathBuf> {
    let Some(root) = std::env::var_os("RINGFENCE_VECTORS") else {
        eprintln!("skipped: RINGFENCE_VECTORS is not set, so np-guard's explanations were not read");
        return None;
    };
    Some(Path::new(&root).join("network/np-guard-vpc"))
}

fn model(input: &Path) -> Model {
    let sources = Sources::default();
    let dialect = Aws.replies().expect("its replies are read");
    let stack = ringfence_replies::read(input, &[dialect], None, &sources).expect("it holds replies");
    let mut model = Model::default();
    Aws.lower(&stack.records, &sources, &mut model);
    model
}

/// The machine that certainly has an address.
fn machine(model: &Model, address: IpAddr) -> ResourceId {
    let has = |set: &ringfence_packets::AddressSet| set.contains(address);
    let found = model.machines.iter().find(|machine| {
        machine
            .interfaces
            .iter()
            .any(|interface| interface.addresses.as_ref().is_some_and(|all| has(&all.must)))
    });
    found.expect("somebody has it").about.id.clone()
}

/// What filters say, in order, for the packet and for its answer: their id, and whether they let it pass.
fn told(text: &str) -> [Vec<(String, bool)>; 2] {
    let mut found = [Vec::new(), Vec::new()];
    let mut part = None;
    for line in text.lines() {
        if line.starts_with("Path is") {
            part = Some(0);
        } else if line.starts_with("TCP response is") {
            part = Some(1);
        }
        let line = line.trim();
        let named = line.strip_prefix("security group ").or_else(|| line.strip_prefix("network ACL "));
        let (Some(part), Some((id, verdict))) = (part, named.and_then(|rest| rest.split_once(' '))) else {
            continue;
        };
        found[part].push((id.to_owned(), verdict.starts_with("allows")));
    }
    found
}

/// What our filters say, but for those that know the connection.
fn decided(trace: &Trace) -> Vec<(String, bool)> {
    let filters = trace.decisions().filter(|decision| decision.what == What::Filter);
    let asked = filters.filter(|decision| !decision.fact.contains("knows the connection"));
    asked.map(|decision| (decision.subject.to_string(), decision.truth == Truth::Yes)).collect()
}

#[test]
fn the_same_filters_decide() {
    let Some(folder) = folder() else { return };
    let text = std::fs::read_to_string(folder.join("manifest.json")).expect("the cases");
    let manifest: Value = serde_json::from_str(&text).expect("JSON");
    let cases = manifest["cases"].as_array().expect("a list");
    let mut compared = 0;
    for case in cases.iter().filter(|case| case["cloud"] == "aws" && case["kind"] == "explain") {
        compared += 1;
        let said = |value: &Value| value.as_str().expect("a text").to_owned();
        let address = |name: &str| said(&case["query"][name]).parse::<IpAddr>().expect("an address");
        let model = model(&folder.join(said(&case["input"])));
        let text = std::fs::read_to_string(folder.join(said(&case["expected"]))).expect("the answer");
        let start = Start::Machine(machine(&model, address("src")), None);
        let packet = Packet::to_address(start, address("dst"), Protocol::TCP, 443);
        let trace = Tracer::new(&model).trace(&packet);
        let [forward, back] = told(&text);
        let shown = || trace.explain().join("\n");
        let until = forward.iter().position(|(_, passes)| !passes).map_or(forward.len(), |at| at + 1);
        assert_eq!(decided(&trace), forward[..until], "{}", shown());
        let answer = trace.answer.as_deref().map_or_else(Vec::new, decided);
        assert_eq!(answer, back, "{}", shown());
        let open = text.contains("Path is enabled");
        let to_internet = text.contains("Public Internet");
        let expected = match (open, to_internet) {
            (false, _) => Verdict::Blocked,
            (true, true) => Verdict::PossiblyOpen,
            (true, false) => Verdict::Open,
        };
        assert_eq!(trace.verdict(), expected, "{}", shown());
    }
    assert_eq!(compared, 3);
}
