//! The validators of code scanning and others, where `RINGFENCE_SARIF_VALIDATOR` names the script that runs
//! them; CI does.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::{env, fs};

use ringfence_check::Report;
use ringfence_report::sarif::{self, Profile, SarifOptions};

use super::support::{self, Tree};

/// Writes a log and has it validated, for code scanning without a warning; the full profile has on purpose
/// what code scanning ignores, and is warned about that. Without a validator, says so.
pub(crate) fn validate(name: &str, report: &Report, options: &SarifOptions, root: Option<&Path>) {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.sarif"));
    sarif::write(report, options, fs::File::create(&file).unwrap()).unwrap();
    let Some(script) = env::var_os("RINGFENCE_SARIF_VALIDATOR") else {
        // Straight to the error stream: of a test that passes the macros' output is not shown.
        let _ = writeln!(std::io::stderr(), "{name}: NOT VALIDATED, RINGFENCE_SARIF_VALIDATOR is not set");
        return;
    };
    let mut command = Command::new(script);
    command.arg(&file);
    if options.profile == Profile::Github {
        command.arg("--strict");
    }
    if let Some(root) = root {
        command.arg("--root").arg(root);
    }
    let output = run(&mut command);
    let said = String::from_utf8_lossy(&output.stdout);
    eprintln!("{name}:\n{said}");
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

/// Runs the validators, alone the first time: on a fresh machine that run installs them, and two that install
/// at once into one place break each other.
fn run(command: &mut Command) -> Output {
    static INSTALLED: Mutex<bool> = Mutex::new(false);
    let mut installed = INSTALLED.lock().unwrap();
    if *installed {
        drop(installed);
        return command.output().unwrap();
    }
    let output = command.output().unwrap();
    *installed = true;
    output
}

#[test]
fn the_usual_report_is_valid() {
    let tree = Tree::usual();
    let root = tree.write("usual");
    let options = SarifOptions {
        start: Some("2026-08-23T04:00:00.000Z".to_owned()),
        end: Some("2026-08-23T04:00:07.250Z".to_owned()),
        exit_code: Some(1),
        repository: Some("https://git.example/acme/infra".to_owned()),
        revision: Some("8f3d1d6f0d5b4d0e9a4a2f6a7c1b0e9d8c7b6a55".to_owned()),
        branch: Some("main".to_owned()),
        ..SarifOptions::default()
    };
    validate("usual", &support::usual(&tree), &options, Some(&root));
}

#[test]
fn a_clean_report_is_valid() {
    let tree = Tree::usual();
    validate("clean", &support::report(Vec::new(), &tree), &SarifOptions::default(), None);
}

#[test]
fn the_full_profile_is_valid() {
    let tree = Tree::usual();
    let options = SarifOptions { profile: Profile::Full, ..SarifOptions::default() };
    validate("full", &support::usual(&tree), &options, None);
}

#[test]
fn what_was_proved_is_valid() {
    let tree = Tree::usual();
    let root = tree.write("proved");
    let options = SarifOptions { profile: Profile::Full, ..SarifOptions::default() };
    validate("proved", &support::with_clear(&tree), &options, Some(&root));
    validate("proved-github", &support::with_clear(&tree), &SarifOptions::default(), Some(&root));
}
