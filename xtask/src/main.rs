//! Development tasks: `cargo xtask tidy`, `cargo xtask docs`, `cargo xtask ci`.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)
)]

mod account;
mod ci;
mod docs;
mod problem;
mod tidy;
mod tree;

use std::process::ExitCode;

use anyhow::Result;

const USAGE: &str = "\
cargo xtask TASK

  tidy            everything below, and that the generated documentation is up to date
  tidy --quick    sizes, crate arrows, names, the list of rules, forbidden words: reads files, builds nothing
  docs            write docs/rules from the code
  docs --check    compare them with the code instead
  ci              what a change must pass: format, clippy, tests, documentation, tidy, dependencies
  account DIRECTORY MACHINES GROUPS
                  writes replies of a made-up account, for measuring
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs one task; true if there is nothing to complain about.
fn run(words: &[&str]) -> Result<bool> {
    match words {
        ["tidy"] => Ok(tidy::run()? & docs::check()?),
        ["tidy", "--quick"] => tidy::run(),
        ["docs"] => docs::write(),
        ["docs", "--check"] => docs::check(),
        ["ci"] => ci::run(),
        ["account", directory, machines, groups] => {
            let (machines, groups) = (machines.parse()?, groups.parse()?);
            account::write(directory.as_ref(), machines, groups)?;
            Ok(true)
        }
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(true)
        }
        _ => anyhow::bail!("no such task: `{}`\n\n{USAGE}", words.join(" ")),
    }
}
