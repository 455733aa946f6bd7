//! `ringfence path`: the ways and what closes them, exit codes, whom words mean, every kind of input, no secrets.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

#[path = "parity/expressions.rs"]
mod expressions;
#[path = "parity/plan.rs"]
mod plan;
#[path = "parity/state.rs"]
mod state;

use std::fs;
use std::path::{Path, PathBuf};

use ringfence_model::Sources;
use ringfence_terraform::{Options, load};
use serde_json::{Value, json};
use support::{Run, empty_folder, list, ringfence, ringfence_with, root, text};

const SSH: &str = "testdata/peers/row-06-ssh-after-a-rule-about-itself";
const MAYBE: &str = "testdata/rules/RF401-etcd-open-to-internet/unknown-aws-variable";
const BALANCERS: &str = "testdata/kops/private-balancers";

fn ask(input: &str, from: &str, to: &str, more: &[&str]) -> Run {
    ringfence(&[&["path", input, "--from", from, "--to", to], more].concat())
}

fn parsed(input: &str, from: &str, to: &str, more: &[&str]) -> (i32, Value) {
    let run = ask(input, from, to, &[&["--json"], more].concat());
    let found = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    (run.code, found)
}

/// The first pair of the only stack.
fn pair(found: &Value) -> &Value {
    let [stack] = list(found, "stacks").as_slice() else { panic!("one stack: {found}") };
    list(stack, "pairs").first().unwrap_or_else(|| panic!("a pair: {stack}"))
}

#[test]
fn an_open_way_is_told_hop_by_hop() {
    let (code, found) = parsed(SSH, "internet", "control-plane", &["--port", "22"]);
    assert_eq!(code, 1);
    assert_eq!(found["schema"], "ringfence/path/1");
    let pair = pair(&found);
    assert_eq!((&pair["verdict"], &pair["from"]), (&json!("open"), &json!("internet")));
    assert_eq!(pair["must"], json!({ "tcp": [[22, 22]] }));
    let [way] = list(pair, "ways").as_slice() else { panic!("one way: {pair}") };
    assert_eq!(way["certain"], true);
    let hops = list(way, "hops");
    for two in hops.windows(2) {
        assert_eq!(two[0]["to"], two[1]["from"], "hops join");
    }
    let ends = (text(&hops[0], "from"), text(&hops[hops.len() - 1], "to"));
    assert_eq!(ends, ("internet".to_owned(), "aws_instance.control_plane".to_owned()));
    let file = fs::read_to_string(root().join(SSH).join("main.tf")).expect("the input");
    let lines: Vec<&str> = file.lines().collect();
    let mut rules = 0;
    for because in hops.iter().flat_map(|hop| list(hop, "because")) {
        let Some(line) = because["line"].as_u64() else { continue };
        let line = lines[usize::try_from(line).expect("a line") - 1].trim();
        rules +=
            usize::from(text(because, "fact").contains("`cidr_blocks`") && line.starts_with("cidr_blocks"));
    }
    assert_eq!(rules, 1, "the rule is told with its line: {way}");
    assert_eq!(pair["packet"]["disposition"], "accepted", "and a packet that is followed gets there");
}

#[test]
fn what_closes_a_way_is_told_with_the_change_that_opens_it() {
    let (code, found) = parsed(SSH, "internet", "control-plane", &["--port", "443"]);
    assert_eq!(code, 0);
    let pair = pair(&found);
    assert_eq!((&pair["verdict"], &pair["must"], &pair["may"]), (&json!("closed"), &json!({}), &json!({})));
    assert_eq!(pair["packet"]["disposition"], "denied-in");
    let blockers = list(pair, "blockers");
    assert!(
        !blockers.is_empty() && pair["blockers"].to_string().contains("aws_security_group.control_plane")
    );
    let terminal = ask(SSH, "internet", "control-plane", &["--port", "443"]);
    assert_eq!(terminal.code, 0);
    for words in ["closed for tcp 443", "it would be open if", "aws_security_group.control_plane"] {
        assert!(terminal.stdout.contains(words), "{}", terminal.stdout);
    }
}

#[test]
fn what_an_unknown_decides_is_possible_and_the_unknown_is_named() {
    let (code, found) = parsed(MAYBE, "internet", "etcd", &["--port", "2379"]);
    assert_eq!(code, 1, "possible is not closed");
    let pair = pair(&found);
    assert_eq!((&pair["verdict"], &pair["must"]), (&json!("possible"), &json!({})));
    assert!(pair["unknowns"].to_string().contains("var.clients"), "{pair}");
}

#[test]
fn a_way_through_a_load_balancer_changes_the_port() {
    let (code, found) = parsed(BALANCERS, "internet", "control-plane", &["--port", "443"]);
    assert_eq!(code, 1);
    let way = &list(pair(&found), "ways")[0];
    assert!(text(way, "summary").contains("aws_lb.api"), "{way}");
    assert_eq!(parsed(BALANCERS, "internet", "control-plane", &["--port", "22"]).0, 0);
    assert_eq!(parsed(BALANCERS, "bastion", "control-plane", &["--port", "22"]).0, 1);
}

/// Exit codes as the help says: 0 closed, 1 open or possibly open, 2 wrong usage, 3 nobody or nothing.
#[test]
fn exit_codes_do_not_depend_on_the_format() {
    let nothing = empty_folder("path-nothing");
    let nothing = nothing.to_str().expect("a path");
    for (input, from, port, code) in [
        (SSH, "internet", "22", 1),
        (SSH, "internet", "443", 0),
        (MAYBE, "internet", "2379", 1),
        (SSH, "bastion", "22", 3),
        (SSH, "no-such-host", "22", 3),
        (SSH, "192.168.0.7", "22", 3),
        (SSH, "aws_instance.control_plane", "22", 3),
        (SSH, "internet", "99999", 2),
        (nothing, "internet", "22", 3),
        ("no/such/folder", "internet", "22", 2),
    ] {
        for format in ["terminal", "json"] {
            let run = ask(input, from, "control-plane", &["--port", port, "-o", format]);
            assert_eq!(run.code, code, "{input} {from} {port} {format}: {}{}", run.stdout, run.stderr);
        }
    }
}

/// An address means whoever has it, else whoever may stand in its subnet, else the internet; never silently nobody.
#[test]
fn addresses_mean_whoever_may_have_them() {
    let verdict = |from: &str, port: &str| {
        let (_, found) = parsed(SSH, from, "control-plane", &["--port", port]);
        let pair = pair(&found);
        (text(pair, "from"), text(pair, "verdict"))
    };
    let said = |from: &str, verdict: &str| (from.to_owned(), verdict.to_owned());
    assert_eq!(verdict("10.30.1.5", "22"), said("aws_subnet.yard", "open"));
    assert_eq!(verdict("10.30.1.5", "443"), said("aws_subnet.yard", "closed"));
    assert_eq!(verdict("8.8.8.8", "22"), said("8.8.8.8/32", "open"));
    assert_eq!(verdict("8.8.8.0/24", "443"), said("8.8.8.0/24", "closed"));
}

#[test]
fn errors_teach() {
    for (words, code, said) in [
        (
            &["--from", "node", "--to", "control-plane"][..],
            3,
            &["`node` is nobody here", "control-plane", "aws_instance.control_plane"][..],
        ),
        (
            &["--from", "internet", "--to", "nobody"],
            3,
            &["`nobody` is nobody here", "bastion", "an IP address"],
        ),
        (
            &["--from", "192.168.0.7", "--to", "control-plane"],
            3,
            &["`192.168.0.7`", "no host has it", "no subnet holds it"],
        ),
        (
            &["--from", "etcd", "--to", "control-plane"],
            3,
            &["`etcd` and `control-plane` are one and the same"],
        ),
        (
            &["--from", "internet", "--to", "etcd", "--port", "70000"],
            2,
            &["`70000` is no port", "0 to 65535"],
        ),
        (&["--from", "internet", "--to", "etcd", "--port", "ssh"], 2, &["`ssh` is no port"]),
        (
            &["--from", "internet", "--to", "etcd", "--port", "9-1"],
            2,
            &["`9-1` is no range", "above the last"],
        ),
        (
            &["--from", "internet", "--to", "etcd", "--protocol", "quic"],
            2,
            &["`quic` is no protocol", "tcp, udp"],
        ),
        (&["--from", "internet", "--to", "etcd", "--source-address", "x"], 2, &["--source-address", "'x'"]),
        (&["--from", "internet"], 2, &["--to <WHOM>"]),
        (&["--from", "internet", "--to", "etcd", "-o", "markdown"], 2, &["markdown", "terminal, json"]),
    ] {
        let run = ringfence(&[&["path", SSH], words].concat());
        let all = format!("{}{}", run.stdout, run.stderr);
        assert_eq!(run.code, code, "{words:?}: {all}");
        assert!(said.iter().all(|part| all.contains(part)), "{words:?}: {all}");
        assert!(!all.contains("panicked"), "{all}");
    }
}

#[test]
fn protocols_and_ranges_are_what_is_asked() {
    let open = |more: &[&str]| parsed(SSH, "internet", "control-plane", more).0;
    assert_eq!(open(&[]), 1, "any traffic");
    assert_eq!(open(&["--protocol", "udp"]), 0);
    assert_eq!(open(&["--protocol", "tcp"]), 1);
    assert_eq!(open(&["--port", "20-30"]), 1, "a part of the range is open");
    assert_eq!(open(&["--port", "23-65535"]), 0);
    assert_eq!(open(&["--port", "22", "--protocol", "udp"]), 0);
    let (_, found) = parsed(SSH, "internet", "control-plane", &["--port", "20-30"]);
    assert_eq!(pair(&found)["must"], json!({ "tcp": [[22, 22]] }), "and it is said which");
}

#[test]
fn the_packet_that_is_followed_can_be_named() {
    let more = ["--port", "22", "--source-address", "9.9.9.9", "--source-port", "40000"];
    let run = ask(SSH, "internet", "control-plane", &more);
    assert!(run.stdout.contains("9.9.9.9") && run.stdout.contains("accepted"), "{}", run.stdout);
}

#[test]
fn a_plan_and_a_state_give_the_answer_of_their_configuration() {
    let folder = empty_folder("path-documents");
    for (example, from, to, port) in [
        (SSH, "internet", "control-plane", "22"),
        (SSH, "internet", "etcd", "443"),
        (BALANCERS, "internet", "api", "443"),
    ] {
        let stack = load(&root().join(example), &Options::default(), &Sources::default());
        let (code, written) = parsed(example, from, to, &["--port", port]);
        for (name, document) in
            [("plan", plan::of(&stack)), ("state", state::version_4(&stack)), ("shown", state::shown(&stack))]
        {
            let file = folder.join(format!("{}-{name}.json", example.replace('/', "-")));
            fs::write(&file, document.to_string()).expect("a file can be written");
            let (other, found) = parsed(file.to_str().expect("a path"), from, to, &["--port", port]);
            assert_eq!(other, code, "{example} as {name}");
            let told = |found: &Value| {
                let pair = pair(found);
                let summaries: Vec<Value> =
                    list(pair, "ways").iter().map(|way| way["summary"].clone()).collect();
                (pair["verdict"].clone(), pair["must"].clone(), pair["may"].clone(), summaries)
            };
            assert_eq!(told(&found), told(&written), "{example} as {name}");
        }
    }
}

/// One stack in which a way is open is enough; in the others a side may mean nobody.
#[test]
fn several_stacks_are_answered_each() {
    let (code, found) = parsed("testdata/peers", "internet", "control-plane", &["--port", "22"]);
    assert_eq!(code, 1);
    let stacks = list(&found, "stacks");
    assert_eq!(stacks.len(), 8);
    let verdicts: Vec<(String, Option<Value>)> = stacks
        .iter()
        .map(|stack| (text(stack, "stack"), list(stack, "pairs").first().map(|pair| pair["verdict"].clone())))
        .collect();
    for (stack, verdict) in &verdicts {
        let wanted = match &stack["testdata/peers/".len()..][..6] {
            "row-06" | "row-07" => Some(json!("open")),
            "row-08" | "row-09" => Some(json!("closed")),
            _ => None,
        };
        assert_eq!(*verdict, wanted, "{stack}");
    }
    let (code, _) = parsed("testdata/peers/row-09-ssh-without-a-way-in", "internet", "control-plane", &[]);
    assert_eq!(code, 0);
}

#[test]
fn colours_are_for_those_who_ask() {
    let coloured = |words: &[&str], variables: &[(&str, &Path)]| {
        let all = [&["path", SSH, "--from", "internet", "--to", "etcd"], words].concat();
        ringfence_with(&all, variables).stdout.contains('\u{1b}')
    };
    let yes = Path::new("1");
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", yes)]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", yes), ("NO_COLOR", yes)]));
    assert!(!coloured(&["--color", "always", "--json"], &[]));
}

/// A configuration whose range is a secret, and that has others beside it.
fn with_secrets() -> PathBuf {
    let folder = empty_folder("path-secrets");
    let written = fs::read_to_string(root().join(SSH).join("main.tf")).expect("the input");
    let guarded =
        written.replacen(r#"cidr_blocks = ["0.0.0.0/0"]"#, "cidr_blocks = [var.office, \"9.0.0.0/8\"]", 1);
    let guarded = guarded.replacen(
        "instance_type               =",
        "user_data = \"#!/bin/sh\\nexport ADMIN_PASSWORD=hunter2-4711\"\n  instance_type =",
        1,
    );
    assert!(guarded.contains("var.office") && guarded.contains("hunter2"), "{guarded}");
    let variables = "\nvariable \"office\" {\n  sensitive = true\n  default   = \"20.48.0.0/12\"\n}\n";
    fs::write(folder.join("main.tf"), format!("{guarded}{variables}")).expect("a file can be written");
    folder
}

#[test]
fn secrets_are_in_no_output() {
    let folder = with_secrets();
    let folder = folder.to_str().expect("a path");
    let path = ["path", folder, "--from", "internet", "--to", "control-plane", "--port", "22"];
    let mut printed = 0;
    for words in [
        &path[..],
        &[&path[..], &["--json"]].concat(),
        &[&path[..], &["--all"]].concat(),
        &["matrix", folder],
        &["matrix", folder, "--by", "host"],
        &["matrix", folder, "--by", "host", "--json"],
        &["matrix", folder, "--by", "subnet", "-o", "markdown"],
        &["scan", folder, "--exit-zero"],
        &["scan", folder, "--exit-zero", "-o", "json", "--full"],
        &["scan", folder, "--exit-zero", "-o", "sarif"],
        &["scan", folder, "--exit-zero", "--show-clear", "--full"],
    ] {
        let run = ringfence(words);
        let all = format!("{}{}", run.stdout, run.stderr);
        for secret in ["20.48.0.0", "hunter2"] {
            assert!(!all.contains(secret), "{words:?} prints {secret}: {all}");
        }
        printed += usize::from(all.contains("9.0.0.0/8"));
    }
    assert!(printed >= 3, "the range that is no secret is printed: {printed}");
}
