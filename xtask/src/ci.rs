//! What a change must pass, the same on a laptop and on a server.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::Result;

use crate::{docs, tidy, tree};

/// A cargo command of the run.
struct Step {
    name: &'static str,
    words: &'static [&'static str],
    /// Variables to set.
    environment: &'static [(&'static str, &'static str)],
}

const STEPS: &[Step] = &[
    Step { name: "format", words: &["fmt", "--all", "--check"], environment: &[] },
    Step {
        name: "clippy",
        words: &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
        environment: &[],
    },
    Step { name: "test", words: &["test", "--workspace", "--locked", "--no-fail-fast"], environment: &[] },
    Step {
        name: "documentation",
        words: &["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
];

const DENY: Step =
    Step { name: "dependencies", words: &["deny", "check", "bans", "licenses", "sources"], environment: &[] };

/// Runs every step, also after one has failed, and sums up; true if all passed.
pub(crate) fn run() -> Result<bool> {
    let mut outcomes = Vec::new();
    for step in STEPS {
        outcomes.push(timed(step.name, || cargo(step))?);
    }
    outcomes.push(timed("tidy", tidy::run)?);
    outcomes.push(timed("generated documentation", docs::check)?);
    if has_cargo_deny() {
        outcomes.push(timed(DENY.name, || cargo(&DENY))?);
    } else {
        outcomes.push(Outcome { name: DENY.name, passed: !is_server(), seconds: 0.0 });
        println!("{}: not run: `cargo deny` is not installed (.ci/run installs it)", DENY.name);
    }
    println!();
    for Outcome { name, passed, seconds } in &outcomes {
        println!("{:>7.1} s  {}  {name}", seconds, if *passed { "passed" } else { "FAILED" });
    }
    Ok(outcomes.iter().all(|outcome| outcome.passed))
}

/// How a step went.
struct Outcome {
    name: &'static str,
    passed: bool,
    seconds: f64,
}

fn timed(name: &'static str, step: impl FnOnce() -> Result<bool>) -> Result<Outcome> {
    println!("\n== {name}");
    let start = Instant::now();
    let passed = step()?;
    Ok(Outcome { name, passed, seconds: start.elapsed().as_secs_f64() })
}

fn cargo(step: &Step) -> Result<bool> {
    let mut command = Command::new(env!("CARGO"));
    command.args(step.words).envs(step.environment.iter().copied()).current_dir(tree::root());
    Ok(command.status()?.success())
}

fn has_cargo_deny() -> bool {
    let mut command = Command::new("cargo-deny");
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// On a server nothing may be skipped.
fn is_server() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}
