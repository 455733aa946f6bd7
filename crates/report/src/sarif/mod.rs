//! SARIF 2.1.0, as code scanning reads it.
//!
//! One run a file. [`write()`] goes through the report once: findings at one line become one result
//! (`selection`), results point into the rules (`rules`), which never depend on them. Where a choice was
//! made for a reader of the file, the reason stands beside it.

mod category;
mod code_flows;
mod invocation;
mod level;
mod locations;
mod log;
mod message;
mod notifications;
mod options;
mod passes;
mod results;
mod rule_help;
mod rules;
mod run;
mod selection;
mod taxonomies;
mod tool;
mod uri;

use std::io::{self, Write};

use ringfence_check::Report;

pub use options::{Checkout, Profile, SarifOptions};

/// Writes the report as one minified SARIF log.
///
/// The same report and options give the same bytes.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, options: &SarifOptions, out: impl Write) -> io::Result<()> {
    serde_json::to_writer(out, &log::Log::of(report, options)).map_err(io::Error::from)
}
