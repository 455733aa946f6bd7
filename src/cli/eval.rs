//! `ringfence eval`: what an expression gives.

use std::io::{IsTerminal, Read, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use ringfence_model::{Level, Notice, Sources};
use ringfence_terraform::{Value, evaluate};

use super::complain::{complain, is_of_the_call, place};
use super::reading::Configuration;
use super::style::{failure, faint};

/// Evaluates an expression in a root module, as `terraform console` does, and says why where nothing is known.
///
/// Exit codes: 0 a value, known or not; 1 the expression is wrong; 2 wrong usage.
#[derive(Debug, Args)]
pub(crate) struct Eval {
    /// Directory of the root module
    directory: PathBuf,
    /// The expression; `-` reads it from standard input
    expression: String,
    /// Print JSON: `value` and `type`, or `unknown` and `because`, or `error`
    #[arg(long)]
    json: bool,
    /// Show values that are marked as sensitive
    #[arg(long)]
    show_sensitive: bool,
    #[command(flatten)]
    configuration: Configuration,
}

impl Eval {
    /// Prints the value; 1 if the expression is wrong.
    ///
    /// Errors: the directory does not exist, standard output cannot be written.
    pub(crate) fn run(&self) -> anyhow::Result<u8> {
        if !self.directory.is_dir() {
            bail!("`{}` is no directory", self.directory.display());
        }
        let expression = self.expression()?;
        let sources = Sources::default();
        let options = self.configuration.options(&self.directory);
        let evaluation = evaluate(&self.directory, &expression, &options, &sources);
        let known = evaluation.result.as_ref().is_ok_and(Value::is_wholly_known);
        // What could not be read elsewhere did not matter to a value that is known.
        let matters = |notice: &&Notice| !known || notice.level == Level::Error || is_of_the_call(notice);
        for notice in evaluation.notices.iter().filter(matters) {
            complain(notice, &sources);
        }
        let mut out = anstream::stdout().lock();
        let wrong = evaluation.result.is_err();
        match &evaluation.result {
            Ok(value) if self.json => writeln!(out, "{}", self.value_json(value)),
            Err((message, _)) if self.json => writeln!(out, "{}", serde_json::json!({ "error": message })),
            Ok(value) => writeln!(out, "{}", self.text(value, &sources)),
            Err((message, at)) => {
                drop(out);
                anstream::eprintln!("{}: {}{message}", failure("error"), place(*at, &sources));
                return Ok(1);
            }
        }?;
        Ok(u8::from(wrong))
    }

    fn expression(&self) -> anyhow::Result<String> {
        if self.expression != "-" {
            return Ok(self.expression.clone());
        }
        let mut input = std::io::stdin();
        if input.is_terminal() {
            bail!("`-` reads the expression from standard input, which is a terminal");
        }
        let mut text = String::new();
        input.read_to_string(&mut text).context("cannot read standard input")?;
        Ok(text)
    }

    fn value_json(&self, value: &Value) -> String {
        let ty = value.ty().to_json();
        if value.is_wholly_known() {
            return format!("{{\"value\":{},\"type\":{ty}}}", value.to_json(self.show_sensitive));
        }
        let because = serde_json::Value::String(because(value));
        format!("{{\"unknown\":true,\"because\":{because},\"type\":{ty}}}")
    }

    fn text(&self, value: &Value, sources: &Sources) -> String {
        if value.is_wholly_known() {
            let json = value.to_json(self.show_sensitive);
            let pretty: Result<serde_json::Value, _> = serde_json::from_str(&json);
            let simple = value.as_list().is_none() && value.as_map().is_none();
            return match pretty {
                // Numbers have more digits than the formatter keeps.
                Ok(pretty) if !simple => format!("{pretty:#}"),
                _ => json,
            };
        }
        let place = value.reason().and_then(|reason| sources.place(reason.at));
        let place = place.map_or_else(String::new, |place| {
            faint(&format!("  {}:{}:{}", place.path, place.start.line, place.start.column))
        });
        format!("unknown: {}{place}", because(value))
    }
}

/// Why a value is unknown, or what is in it.
fn because(value: &Value) -> String {
    ringfence_terraform::Reason::of(value, value.origin.at).to_string()
}
