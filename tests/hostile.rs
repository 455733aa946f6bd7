//! Directories and files that are made to fill the memory: the command ends within bounds, and analyses the rest.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const REST: &str = "\nresource \"ok\" \"ok\" {\n  a = 1\n}\n";

/// Units: kibibytes of addresses, which is more than what is used: each thread has a stack.
const MOST_MEMORY: u32 = 1_500_000;

fn directory(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile").join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// Runs `ringfence records` within that memory.
fn records(path: &Path) -> Output {
    let command = format!("ulimit -v {MOST_MEMORY} && exec \"$0\" records --json \"$1\"");
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command).arg(env!("CARGO_BIN_EXE_ringfence")).arg(path);
    shell.output().unwrap()
}

/// The notices of a configuration, of which the resource beside it is still analysed.
fn notices(name: &str, text: &str) -> String {
    let dir = directory(name);
    std::fs::write(dir.join("main.tf"), text).unwrap();
    std::fs::write(dir.join("rest.tf"), REST).unwrap();
    let output = records(&dir);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{name}: {said}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"ok.ok\""), "{name}");
    said
}

/// Locals, each made of the next one twice.
fn doubling(expression: &str) -> String {
    let mut text = "locals {\n".to_owned();
    for level in 0..60 {
        let next = format!("local.a{}", level + 1);
        writeln!(text, "  a{level} = {}", expression.replace("NEXT", &next)).unwrap();
    }
    text + "  a60 = 1\n}\nresource \"x\" \"y\" {\n  v = local.a0\n}\n"
}

#[test]
fn values_that_would_fill_the_memory() {
    let text = "locals {\n  t = join(\"\", [for a in range(1000) : join(\"\", [for b in range(1000) : \"0123456789\"])])\n  a = [for x in range(1000) : \"${x}${local.t}\"]\n}\nresource \"x\" \"y\" {\n  v = local.a\n}\n";
    assert!(notices("texts", text).contains("bytes in all"));
    let text = "locals {\n  l = range(1000)\n  a = [for a in local.l : [for b in local.l : [for c in local.l : uuid()]]]\n}\nresource \"x\" \"y\" {\n  v = local.a\n}\n";
    assert!(notices("unknowns", text).contains("bytes in all"));
    let said = notices("conversions", &doubling("tolist([NEXT, NEXT])"));
    assert!(said.contains("more than 524288 elements"), "{said}");
}

#[test]
fn instances_and_splats_without_end() {
    let text = "resource \"x\" \"y\" {\n  count = 1000000000\n}\n";
    assert!(notices("count", text).contains("more than 10000 instances"));
    let text = format!(
        "locals {{\n  b = [1]\n  a = local.b{}\n}}\nresource \"x\" \"y\" {{\n  v = local.a\n}}\n",
        "[*]".repeat(100_000)
    );
    assert!(notices("splats", &text).contains("deeper than 1500"));
}

#[test]
fn documents_that_nest_without_end_are_refused() {
    let file = directory("documents").join("plan.json");
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    for text in [
        format!("{{\"format_version\":\"1.2\",\"planned_values\":{{}},\"resource_changes\":{deep}}}"),
        format!("{{\"version\":4,\"lineage\":\"x\",\"resources\":{deep}}}"),
    ] {
        std::fs::write(&file, text).unwrap();
        let output = records(&file);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("deeper than 512 levels"));
    }
}
