//! Exit codes, and input that is wrong, huge or hostile: one clear notice, and the rest is analysed.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::{empty_folder, findings, list, ringfence, ringfence_with, root, scan, text};

const EXPOSED: &str = "testdata/examples/exposed";
const REPAIRED: &str = "testdata/examples/repaired";
const OPEN_ETCD: &str = "testdata/rules/RF401-etcd-open-to-internet/bad-aws-world";
const MAYBE_OPEN_ETCD: &str = "testdata/rules/RF401-etcd-open-to-internet/unknown-aws-variable";
const NODE_PORTS: &str = "testdata/rules/RF206-node-port-range-open/bad-aws-world";

fn code(words: &[&str]) -> i32 {
    ringfence(words).code
}

#[test]
fn zero_without_findings_and_one_with() {
    assert_eq!(code(&["scan", REPAIRED]), 0);
    assert_eq!(code(&["scan", EXPOSED]), 1);
}

#[test]
fn the_code_does_not_depend_on_the_format() {
    for format in ["terminal", "json", "sarif"] {
        assert_eq!(code(&["scan", EXPOSED, "-o", format]), 1, "{format}");
        assert_eq!(code(&["scan", REPAIRED, "-o", format]), 0, "{format}");
    }
}

#[test]
fn fail_on_sets_the_least_severity() {
    let scan = |severity| code(&["scan", NODE_PORTS, "--only", "RF206", "--fail-on", severity]);
    assert_eq!((scan("high"), scan("medium"), scan("info"), scan("none")), (0, 1, 1, 0));
}

#[test]
fn exit_zero_is_for_upload_then_gate() {
    assert_eq!(code(&["scan", EXPOSED, "--exit-zero"]), 0);
}

#[test]
fn possible_findings_fail_only_on_request() {
    assert_eq!(code(&["scan", MAYBE_OPEN_ETCD, "--only", "RF401"]), 0);
    assert_eq!(code(&["scan", MAYBE_OPEN_ETCD, "--only", "RF401", "--fail-on-possible"]), 1);
}

#[test]
fn two_for_wrong_usage() {
    for words in [
        &["scan", "no/such/folder"][..],
        &["scan", EXPOSED, "--only", "RF999"],
        &["scan", EXPOSED, "-o", "pdf"],
        &["scan", EXPOSED, "--no-such-flag"],
        &["rules", "RF999"],
        &["no-such-command"],
    ] {
        let run = ringfence(words);
        assert_eq!(run.code, 2, "{words:?}");
        assert!(run.stderr.contains("error"), "{words:?}: {}", run.stderr);
    }
}

#[test]
fn two_for_a_wrong_configuration() {
    let folder = copy_of(OPEN_ETCD, "wrong-configuration");
    fs::write(folder.join("ringfence.toml"), "[admin]\nnetwork = []\n").expect("a file can be written");
    let run = ringfence(&["scan", path(&folder)]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("ringfence.toml") && run.stderr.contains("network"), "{}", run.stderr);
}

#[test]
fn three_without_input() {
    let folder = empty_folder("no-terraform");
    fs::write(folder.join("README.md"), "# Nothing\n").expect("a file can be written");
    let run = ringfence(&["scan", path(&folder)]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let said = format!("{}{}", run.stdout, run.stderr);
    assert!(said.contains("no Terraform files") && said.contains("no-terraform"), "{said}");
}

#[test]
fn three_if_incomplete_and_coverage_is_strict() {
    let folder = copy_of(OPEN_ETCD, "incomplete");
    add(&folder, "other.tf", "resource \"aws_from_the_future\" \"main\" {}\n");
    assert_eq!(code(&["scan", path(&folder), "--strict-coverage"]), 3);
    assert_eq!(code(&["scan", path(&folder)]), 1);
}

#[test]
fn reports_go_where_they_are_sent() {
    let folder = empty_folder("outputs");
    let (sarif, json) = (folder.join("a.sarif"), folder.join("a.json"));
    let words =
        ["scan", OPEN_ETCD, "-o", &format!("sarif={}", path(&sarif)), "-o", &format!("json={}", path(&json))];
    assert_eq!(code(&words), 1);
    for (file, member) in [(&sarif, "runs"), (&json, "findings")] {
        let value: Value =
            serde_json::from_slice(&fs::read(file).expect("the report is there")).expect("it is JSON");
        assert!(!list(&value, member).is_empty(), "{member}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["terminal", "json", "sarif"] {
        let one = ringfence(&["scan", EXPOSED, "-o", format, "--jobs", "1"]).stdout;
        let two = ringfence(&["scan", EXPOSED, "-o", format, "--jobs", "4"]).stdout;
        assert_eq!(one, two, "{format}");
    }
}

#[test]
fn a_syntax_error_costs_one_file() {
    let report = with_open_etcd("syntax-error", |folder| {
        add(
            folder,
            "broken.tf",
            "locals {\n  a = 1\n}\n\nresource \"aws_vpc\" \"b\" {\n  cidr_block = = \"10.1.0.0/16\"\n}\n",
        );
    });
    let notice = only_notice(&report, "syntax");
    let said = notice.to_string();
    assert!(said.contains("broken.tf") && said.contains('6'), "names file and line: {said}");
}

#[test]
fn a_count_of_a_billion_is_not_unrolled() {
    let report = with_open_etcd("huge-count", |folder| {
        add(
            folder,
            "many.tf",
            "resource \"aws_instance\" \"many\" {\n  count = 1000000000\n  ami = \"ami-1\"\n}\n",
        );
    });
    only_notice(&report, "limit");
}

#[test]
fn a_range_of_a_billion_is_not_built() {
    let report = with_open_etcd("huge-range", |folder| {
        add(
            folder,
            "many.tf",
            "locals {\n  many = [for n in range(1000000000) : n * n]\n}\n\noutput \"many\" {\n  value = local.many\n}\n",
        );
    });
    let said = notices(&report).iter().any(|notice| notice.to_string().contains("many.tf"));
    assert!(said, "Terraform refuses it too, and so much is said: {report}");
}

#[test]
fn references_in_a_circle_are_named() {
    let report = with_open_etcd("cycle", |folder| {
        add(
            folder,
            "cycle.tf",
            "locals {\n  hen = local.egg\n  egg = local.hen\n}\n\nresource \"aws_vpc\" \"b\" {\n  cidr_block = local.hen\n}\n",
        );
    });
    let said = only_notice(&report, "cycle").to_string();
    assert!(said.contains("hen") || said.contains("egg"), "{said}");
}

#[test]
fn a_file_of_seventy_megabytes_on_one_line_is_bounded() {
    let report = with_open_etcd("one-long-line", |folder| {
        let line = format!("locals {{ long = \"{}\" }}\n", "a".repeat(70 << 20));
        add(folder, "long.tf", &line);
    });
    let said = notices(&report)
        .iter()
        .find(|notice| notice.to_string().contains("long.tf"))
        .map(ToString::to_string);
    let said = said.expect("the file is named");
    assert!(said.len() < 2000, "and not printed: {} bytes", said.len());
}

#[test]
fn deep_nesting_does_not_exhaust_the_stack() {
    let deep = 200_000;
    for (name, text) in [
        ("parentheses", format!("locals {{\n  a = {}1{}\n}}\n", "(".repeat(deep), ")".repeat(deep))),
        ("lists", format!("locals {{\n  a = {}{}\n}}\n", "[".repeat(deep), "]".repeat(deep))),
        ("negations", format!("locals {{\n  a = {}true\n}}\n", "!".repeat(deep))),
        ("templates", format!("locals {{\n  a = {}1{}\n}}\n", "\"${".repeat(deep), "}\"".repeat(deep))),
        ("blocks", format!("{}{}", "a {\n".repeat(deep), "}\n".repeat(deep))),
    ] {
        let report = with_open_etcd(&format!("deep-{name}"), |folder| add(folder, "deep.tf", &text));
        assert!(
            notices(&report).iter().any(|notice| notice.to_string().contains("deep.tf")),
            "{name}: nothing is said"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_tree_is_not_followed() {
    let outside = empty_folder("outside-the-tree");
    add(&outside, "secret.tf", "output \"canary\" {\n  value = \"CANARY-4711\"\n}\n");
    add(&outside, "secret.txt", "CANARY-4711\n");
    let report = with_open_etcd("link-out", |folder| {
        std::os::unix::fs::symlink(outside.join("secret.tf"), folder.join("linked.tf"))
            .expect("a link can be made");
        std::os::unix::fs::symlink(&outside, folder.join("elsewhere")).expect("a link can be made");
        add(
            folder,
            "read.tf",
            "resource \"aws_instance\" \"a\" {\n  user_data = file(\"${path.module}/elsewhere/secret.txt\")\n}\n",
        );
    });
    assert!(!report.to_string().contains("CANARY"), "the text outside was read");
    assert!(
        notices(&report).iter().any(|notice| text(notice, "id") == "unreadable"),
        "nothing is said: {report}"
    );
}

#[test]
fn a_policy_that_is_not_json_is_said() {
    let policy = "resource \"aws_iam_role_policy\" \"a\" {\n  role   = \"a\"\n  policy = \"{ Statement: [ Allow ] \"\n}\n";
    let report = with_open_etcd("no-policy", |folder| add(folder, "policy.tf", policy));
    let said = only_notice(&report, "policy").to_string();
    assert!(said.contains("policy.tf"), "{said}");
}

#[test]
fn what_is_sensitive_is_in_no_report() {
    let folder = copy_of(OPEN_ETCD, "cli-sensitive");
    let text = fs::read_to_string(folder.join("main.tf")).expect("a file can be read");
    let text = text.replacen("cidr_ipv4         = \"0.0.0.0/0\"", "cidr_ipv4         = var.world", 1);
    let variables = "variable \"world\" {\n  sensitive = true\n  default = \"0.0.0.0/0\"\n}\n\
                     variable \"v\" {\n  sensitive = true\n  default = \"hunter2\"\n}\n";
    add(&folder, "main.tf", &text);
    add(&folder, "variables.tf", variables);
    for format in ["terminal", "json", "sarif"] {
        let report = ringfence(&["scan", path(&folder), "--full", "--exit-zero", "-o", format]).stdout;
        // The guilty value is hidden, and so is the secret beside it.
        assert!(report.contains("variables.tf") && !report.contains("hunter2"), "{format}: {report}");
        assert!(!report.contains("default = \"0.0.0.0/0\""), "{format}: {report}");
    }
}

#[test]
fn odd_bytes_are_survived() {
    for (name, bytes) in [
        ("binary", (0..=255).cycle().take(4096).collect::<Vec<u8>>()),
        ("latin", b"locals {\n  a = \"\xe9\"\n}\n".to_vec()),
        ("nul", b"locals {\n  a = \"\0\"\n}\n".to_vec()),
        ("utf-16", "locals {}\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("empty", Vec::new()),
        ("byte-order-mark", b"\xef\xbb\xbflocals {}\r\n".to_vec()),
    ] {
        with_open_etcd(&format!("odd-{name}"), |folder| {
            fs::write(folder.join("odd.tf"), &bytes).expect("a file can be written");
        });
    }
}

/// The report of a folder with an open etcd and something bad beside it: the open etcd is still found, soon.
fn with_open_etcd(name: &str, spoil: impl FnOnce(&Path)) -> Value {
    let folder = copy_of(OPEN_ETCD, name);
    spoil(&folder);
    let start = Instant::now();
    let report = scan(&[&folder], &[]);
    assert!(start.elapsed() < Duration::from_secs(30), "{name}: {:?}", start.elapsed());
    let found = findings(&report);
    assert!(
        found.iter().any(|seen| seen.rule == "RF401" && seen.verdict == "violation"),
        "{name}: {found:?}"
    );
    report
}

fn notices(report: &Value) -> &Vec<Value> {
    list(report, "notices")
}

/// The one notice of a kind.
fn only_notice<'a>(report: &'a Value, id: &str) -> &'a Value {
    let found: Vec<&Value> = notices(report).iter().filter(|notice| text(notice, "id") == id).collect();
    assert_eq!(found.len(), 1, "one notice `{id}` in {:?}", notices(report));
    found[0]
}

fn copy_of(case: &str, name: &str) -> PathBuf {
    let folder = empty_folder(name);
    fs::copy(root().join(case).join("main.tf"), folder.join("main.tf")).expect("a file can be copied");
    folder
}

fn add(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("a file can be written");
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path is UTF-8")
}

/// The day on which a run decides what has expired can be set, so that it can be repeated.
#[test]
fn an_admin_network_counts_through_its_last_day() {
    let folder = empty_folder("an-admin-network-with-an-end");
    let cluster = r#"
resource "google_container_cluster" "main" {
  name = "main"
  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = "20.50.0.0/24"
    }
  }
}
"#;
    let settings = r#"
[admin]
networks = [{ cidr = "20.50.0.0/24", owner = "build team", until = "2026-06-30" }]
"#;
    fs::write(folder.join("main.tf"), cluster).expect("a file can be written");
    fs::write(folder.join("ringfence.toml"), settings).expect("a file can be written");
    let on = |seconds: &str| {
        let path = folder.to_str().expect("a path is UTF-8");
        let words = ["scan", path, "--only", "RF102", "-o", "json", "--exit-zero"];
        ringfence_with(&words, &[("SOURCE_DATE_EPOCH", Path::new(seconds))])
    };
    let seen = |seconds: &str| -> (usize, Vec<String>) {
        let report: Value = serde_json::from_str(&on(seconds).stdout).expect("the report is JSON");
        let notices = list(&report, "notices").iter().filter(|notice| notice["id"] == "settings");
        (findings(&report).len(), notices.map(|notice| text(notice, "message")).collect())
    };
    assert_eq!(seen("1782863999"), (0, Vec::new()), "2026-06-30, one second before midnight");
    let (found, notices) = seen("1782864000");
    assert_eq!((found, notices.len()), (1, 1), "2026-07-01");
    for words in ["20.50.0.0/24", "build team", "2026-06-30"] {
        assert!(notices[0].contains(words), "{notices:?}");
    }
    let wrong = on("yesterday");
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.stderr.contains("SOURCE_DATE_EPOCH") && wrong.stderr.contains("yesterday"),
        "{}",
        wrong.stderr
    );
}
