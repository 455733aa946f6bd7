//! Runs Terraform.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ringfence_terraform::VariableSource;
use serde_json::Value as Json;

use crate::generate::Case;

/// What Terraform says of a root module.
pub(crate) enum Answer {
    /// The plan, as JSON.
    Plan(String),
    /// It refuses it.
    Refused(Vec<Refusal>),
}

/// Something that Terraform refuses.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) message: String,
    /// Its file and line.
    pub(crate) place: Option<(String, usize)>,
}

/// Whether there is a Terraform 1.11 to ask.
pub(crate) fn is_there() -> bool {
    let output = Command::new("terraform").args(["version", "-json"]).env("CHECKPOINT_DISABLE", "1").output();
    let version = output.ok().and_then(|output| serde_json::from_slice::<Json>(&output.stdout).ok());
    version.is_some_and(|version| {
        version["terraform_version"].as_str().is_some_and(|version| version.starts_with("1.11."))
    })
}

/// Plans a root module that stands in a directory.
pub(crate) fn plan(case: &Case, dir: &Path) -> Answer {
    let mut arguments = vec!["plan", "-json", "-input=false", "-lock=false", "-out=case.tfplan"];
    let given: Vec<String> = case.command_line.iter().map(argument).collect();
    arguments.extend(given.iter().map(String::as_str));
    let output = run(case, dir, &arguments);
    if !output.status.success() {
        return Answer::Refused(refusals(&output));
    }
    let shown = run(case, dir, &["show", "-json", "case.tfplan"]);
    assert!(shown.status.success(), "terraform show: {}", String::from_utf8_lossy(&shown.stderr));
    Answer::Plan(String::from_utf8(shown.stdout).unwrap())
}

/// Applies what was planned; the state file, and the state as `terraform show -json` prints it.
pub(crate) fn apply(case: &Case, dir: &Path) -> Result<[String; 2], String> {
    let applied = run(case, dir, &["apply", "-json", "-input=false", "-lock=false", "case.tfplan"]);
    if !applied.status.success() {
        return Err(refusals(&applied).into_iter().map(|refusal| refusal.message).collect());
    }
    let shown = run(case, dir, &["show", "-json"]);
    let state = dir.join("terraform.tfstate");
    Ok([std::fs::read_to_string(state).unwrap(), String::from_utf8(shown.stdout).unwrap()])
}

fn argument(source: &VariableSource) -> String {
    match source {
        VariableSource::Value { name, text } => format!("-var={name}={text}"),
        VariableSource::File(path) => format!("-var-file={}", path.display()),
    }
}

fn run(case: &Case, dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("terraform");
    command.args(arguments).current_dir(dir).env("CHECKPOINT_DISABLE", "1");
    command.env("TF_CLI_CONFIG_FILE", empty_settings()).env("TF_IN_AUTOMATION", "1");
    for (name, text) in &case.environment {
        command.env(format!("TF_VAR_{name}"), text);
    }
    if !case.workspace.is_empty() {
        command.env("TF_WORKSPACE", &case.workspace);
    }
    command.output().unwrap()
}

/// Nobody's own settings of Terraform are to matter.
fn empty_settings() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("differential.tfrc");
    if !path.exists() {
        std::fs::write(&path, "").unwrap();
    }
    path
}

/// The errors in the lines that `-json` prints.
fn refusals(output: &Output) -> Vec<Refusal> {
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
    let errors = lines.filter(|line| line["@level"] == "error").map(|line| {
        let diagnostic = &line["diagnostic"];
        let part = |name: &str| diagnostic[name].as_str().unwrap_or_default().to_owned();
        let range = &diagnostic["range"];
        let line = range["start"]["line"].as_u64().and_then(|line| usize::try_from(line).ok());
        let place = range["filename"].as_str().map(str::to_owned).zip(line);
        Refusal { message: format!("{}: {}", part("summary"), part("detail")), place }
    });
    let found: Vec<Refusal> = errors.collect();
    assert!(!found.is_empty(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    found
}
