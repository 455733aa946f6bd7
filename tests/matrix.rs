//! `ringfence matrix`: formats, exit codes, rows by role, host and subnet, every kind of input.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

#[path = "parity/expressions.rs"]
mod expressions;
#[path = "parity/plan.rs"]
mod plan;
#[path = "parity/state.rs"]
mod state;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ringfence_model::Sources;
use ringfence_terraform::{Options, load};
use serde_json::{Value, json};
use support::{empty_folder, list, ringfence, ringfence_with, root, text};

const EXPOSED: &str = "testdata/examples/exposed";
const SSH: &str = "testdata/peers/row-06-ssh-after-a-rule-about-itself";

fn parsed(words: &[&str]) -> Value {
    let run = ringfence(&[&["matrix", "--json"], words].concat());
    assert_eq!(run.code, 0, "{words:?}: {}", run.stderr);
    serde_json::from_str(&run.stdout).expect("the table is JSON")
}

/// What can be opened, certainly and possibly, by who and on whom.
fn rows(stack: &Value) -> BTreeMap<(String, String), (Value, Value)> {
    let rows = list(stack, "rows").iter();
    rows.map(|row| ((text(row, "from"), text(row, "to")), (row["must"].clone(), row["may"].clone())))
        .collect()
}

fn only(words: &[&str]) -> Value {
    let found = parsed(words);
    let [stack] = list(&found, "stacks").as_slice() else { panic!("one stack: {found}") };
    stack.clone()
}

#[test]
fn json_says_what_it_is_and_has_exact_sets() {
    let found = parsed(&[SSH]);
    assert_eq!((&found["schema"], &found["by"]), (&json!("ringfence/matrix/1"), &json!("role")));
    let stack = &found["stacks"][0];
    assert_eq!(stack["stack"], SSH);
    let rows = rows(stack);
    let ssh = json!({ "tcp": [[22, 22]] });
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(rows[&pair("internet", "control plane")], (ssh.clone(), ssh.clone()));
    assert_eq!(rows[&pair("internet", "etcd member")], (ssh.clone(), ssh), "etcd runs on it");
    assert!(!rows.contains_key(&pair("control plane", "control plane")), "there is one machine");
    let [party] = list(stack, "parties").as_slice() else { panic!("one party") };
    assert_eq!(party["roles"], json!(["control plane", "etcd member"]));
    assert_eq!(party["subnets"], json!(["aws_subnet.yard"]));
}

#[test]
fn json_and_terminal_and_markdown_tell_the_same_rows() {
    let rows = rows(&only(&[EXPOSED]));
    let markdown = ringfence(&["matrix", EXPOSED, "-o", "markdown"]).stdout;
    let terminal = ringfence(&["matrix", EXPOSED]).stdout;
    let table: Vec<&str> = markdown.lines().filter(|line| line.starts_with("| ")).collect();
    assert_eq!(table[0], "| from | to | can open |");
    assert_eq!(table.len() - 1, rows.len(), "{markdown}");
    for (from, to) in rows.keys() {
        assert!(table.iter().any(|line| line.starts_with(&format!("| {from} | {to} | "))), "{from} {to}");
        let block = terminal.split(&format!("\n  {from}\n")).nth(1).expect("a heading");
        let own = block.lines().take_while(|line| line.starts_with("    "));
        assert!(
            own.into_iter().any(|line| line.trim_start().starts_with(&format!("→ {to} "))),
            "{from} {to}"
        );
    }
}

#[test]
fn by_host_is_about_each_and_by_subnet_about_borders_only() {
    let hosts = rows(&only(&[SSH, "--by", "host"]));
    let ssh = json!({ "tcp": [[22, 22]] });
    let internet = ("internet".to_owned(), "aws_instance.control_plane".to_owned());
    assert_eq!(hosts[&internet], (ssh.clone(), ssh));
    let subnets = rows(&only(&[SSH, "--by", "subnet"]));
    let border = &subnets[&("internet".to_owned(), "aws_subnet.yard".to_owned())];
    assert_eq!(border.1["tcp"], json!([[0, 65535]]), "no group guards a border");
    assert!(subnets.keys().all(|(from, to)| !format!("{from}{to}").contains("aws_instance")), "{subnets:?}");
}

/// A matrix by role is the union over the hosts that play the roles.
#[test]
fn by_role_is_the_union_of_hosts() {
    let (roles, hosts) = (only(&[EXPOSED]), only(&[EXPOSED, "--by", "host"]));
    let parties = list(&hosts, "parties").iter();
    let played: BTreeMap<String, Value> =
        parties.map(|party| (text(party, "id"), party["roles"].clone())).collect();
    let ranks = |name: &str| -> Vec<String> {
        match played.get(name) {
            Some(roles) => roles
                .as_array()
                .expect("roles")
                .iter()
                .map(|role| role.as_str().expect("a role").to_owned())
                .collect(),
            None => vec!["internet".to_owned()],
        }
    };
    let mut union: BTreeMap<(String, String), std::collections::BTreeSet<u64>> = BTreeMap::new();
    let ports = |set: &Value| -> Vec<u64> {
        let ranges = set["tcp"].as_array().cloned().unwrap_or_default();
        ranges
            .iter()
            .flat_map(|range| range[0].as_u64().expect("a port")..=range[1].as_u64().expect("a port"))
            .collect()
    };
    for ((from, to), (must, _)) in rows(&hosts) {
        for from in ranks(&from) {
            for to in ranks(&to) {
                union.entry((from.clone(), to)).or_default().extend(ports(&must));
            }
        }
    }
    let by_role = rows(&roles).into_iter();
    let by_role = by_role.map(|(pair, (must, _))| (pair, ports(&must).into_iter().collect()));
    let by_role: BTreeMap<_, std::collections::BTreeSet<u64>> = by_role.collect();
    assert!(by_role.len() > 8);
    assert_eq!(by_role, union);
}

#[test]
fn a_plan_and_a_state_have_the_table_of_their_configuration() {
    let folder = empty_folder("matrix-documents");
    for example in ["testdata/kops/private-balancers", "testdata/kops/google", SSH] {
        let stack = load(&root().join(example), &Options::default(), &Sources::default());
        let written = rows(&only(&[example]));
        for (name, document) in
            [("plan", plan::of(&stack)), ("state", state::version_4(&stack)), ("shown", state::shown(&stack))]
        {
            let file = folder.join(format!("{}-{name}.json", example.replace('/', "-")));
            fs::write(&file, document.to_string()).expect("a file can be written");
            let found = rows(&only(&[file.to_str().expect("a path")]));
            assert_eq!(found, written, "{example} as {name}");
        }
    }
}

#[test]
fn several_stacks_are_told_apart_and_sorted() {
    let found = parsed(&["testdata/peers"]);
    let names: Vec<String> = list(&found, "stacks").iter().map(|stack| text(stack, "stack")).collect();
    assert_eq!(names.len(), 8);
    assert!(
        names.is_sorted() && names.iter().all(|name| name.starts_with("testdata/peers/row-")),
        "{names:?}"
    );
    let two = parsed(&[SSH, EXPOSED]);
    let names: Vec<String> = list(&two, "stacks").iter().map(|stack| text(stack, "stack")).collect();
    assert_eq!(names, [SSH, EXPOSED], "in the order in which they were given");
    let markdown = ringfence(&["matrix", SSH, EXPOSED, "-o", "markdown"]).stdout;
    assert_eq!(markdown.matches("\n| from | to | can open |").count(), 2, "{markdown}");
}

#[test]
fn a_file_gets_what_standard_output_would() {
    let folder = empty_folder("matrix-to");
    for format in ["terminal", "markdown", "json"] {
        let file = folder.join(format);
        let run = ringfence(&["matrix", SSH, "-o", format, "--to", file.to_str().expect("a path")]);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        let printed = ringfence(&["matrix", SSH, "-o", format]).stdout;
        assert_eq!(fs::read_to_string(file).expect("it is written"), printed, "{format}");
    }
    let run = ringfence(&["matrix", SSH, "--to", "no/such/folder/matrix.json"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("cannot write `no/such/folder/matrix.json`"), "{}", run.stderr);
}

#[test]
fn errors_teach() {
    for (words, code, said) in [
        (&["matrix", "no/such/folder"][..], 2, &["`no/such/folder` does not exist"][..]),
        (&["matrix", SSH, "--by", "zone"], 2, &["zone", "role, host, subnet"]),
        (&["matrix", SSH, "-o", "sarif"], 2, &["sarif", "terminal, markdown, json"]),
        (&["matrix", SSH, "--json", "-o", "json"], 2, &["--json", "--output"]),
    ] {
        let run = ringfence(words);
        assert_eq!(run.code, code, "{words:?}: {}", run.stderr);
        assert!(run.stdout.is_empty() && said.iter().all(|part| run.stderr.contains(part)), "{}", run.stderr);
    }
    let folder = empty_folder("matrix-nothing");
    let run = ringfence(&["matrix", folder.to_str().expect("a path")]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("no Terraform files") && run.stdout.is_empty(), "{}", run.stderr);
}

#[test]
fn colours_are_for_those_who_ask() {
    let coloured = |words: &[&str], variables: &[(&str, &Path)]| {
        ringfence_with(&[&["matrix", SSH], words].concat(), variables).stdout.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", Path::new("1"))]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", Path::new("1")), ("NO_COLOR", Path::new("1"))]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", Path::new("1"))]));
    for format in ["markdown", "json"] {
        assert!(!coloured(&["--color", "always", "-o", format], &[]), "{format}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for by in ["role", "host", "subnet"] {
        let run = || ringfence(&["matrix", EXPOSED, SSH, "--json", "--by", by]).stdout;
        assert_eq!(run(), run(), "{by}");
    }
}
