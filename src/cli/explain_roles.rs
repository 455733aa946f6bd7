//! `ringfence explain-roles`: who plays which role, and why.

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use ringfence_graph::{Classification, Graph};
use ringfence_model::{RoleSignal, Source, Sources, Strength};

use super::reading::Reading;
use super::style::{faint, heading};
use crate::pipeline::{Lowered, exists, find_roots};

/// Shows the role of every machine, load balancer and managed cluster, with the signs that decided it and
/// those that did not.
#[derive(Debug, Args)]
pub(crate) struct ExplainRoles {
    /// Directories, plans, states, or replies of a cloud's API to read
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

impl ExplainRoles {
    /// Prints the roles; 3 if there is nothing to read.
    ///
    /// Errors: a path that does not exist.
    pub(crate) fn run(&self) -> anyhow::Result<u8> {
        let mut out = anstream::stdout().lock();
        let mut read = 0;
        for path in &self.paths {
            if !exists(path) {
                bail!("`{}` does not exist", path.display());
            }
            for root in find_roots(path, self.reading.wanted()).0 {
                read += 1;
                let lowered = Lowered::read(&root, &self.reading)?;
                write!(out, "{}", stack(&lowered))?;
            }
        }
        if read == 0 {
            anstream::eprintln!(
                "no Terraform files (`*.tf`) and no saved replies of a cloud's API in or below the given paths"
            );
            return Ok(3);
        }
        Ok(0)
    }
}

fn stack(lowered: &Lowered) -> String {
    let graph = Graph::new(&lowered.model);
    let mut text = format!("{}\n", heading(&lowered.shown));
    if graph.classifications().is_empty() {
        text.push_str("  no machines, API load balancers or managed clusters\n");
    }
    for class in graph.classifications() {
        text.push_str(&classification(class, &lowered.sources));
    }
    text.push('\n');
    text
}

fn classification(class: &Classification, sources: &Sources) -> String {
    let roles = if class.roles.is_empty() {
        "role unknown".to_owned()
    } else {
        ringfence_check::roles_in_words(class)
    };
    let mut text = format!("  {} {}: {}\n", class.kind, class.id, heading(&roles));
    for signal in &class.signals {
        let _ = writeln!(text, "    {}", line(class, signal, sources));
    }
    if class.signals.is_empty() {
        let _ = writeln!(
            text,
            "    {}",
            faint("no sign of any role in its type, tags, boot payload, names or load balancers")
        );
    }
    text
}

fn line(class: &Classification, signal: &RoleSignal, sources: &Sources) -> String {
    let strength = match signal.strength {
        Strength::Definite => "definite",
        Strength::Strong => "strong",
        Strength::Weak => "weak",
    };
    let place = match &signal.source {
        Source::File(span) => {
            sources.place(*span).map(|p| format!("{}:{}:{}", p.path, p.start.line, p.start.column))
        }
        Source::Documented { url } => Some((*url).to_owned()),
    };
    let counted = if class.plays(signal.role) { "" } else { " (did not decide)" };
    format!("{strength:<8}  {}: {}{counted}  {}", signal.role, signal.why, faint(&place.unwrap_or_default()))
}
