//! `ringfence matrix`: who can open what on whom.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use ringfence_report::matrix::{self, MatrixStack};

use super::reading::Reading;
use crate::pipeline::{self, By, Lowered, exists, find_roots};

/// The long help.
pub(crate) const ABOUT: &str = "\
Shows who can open which ports on whom: for every pair of roles, of hosts, or of subnets.

A port is certain if everything that decides about it is known, possible (`may`) if something is not. TCP counts only \
if its answers come back; what arrives and is not answered is shown apart.";

/// Examples below the help.
pub(crate) const EXAMPLES: &str = "\
Examples:
  ringfence matrix infra/                           roles, for the terminal
  ringfence matrix infra/ -o markdown --to REACH.md for a pull request
  ringfence matrix account/ --by host --json        every pair of hosts, the internet, ranges outside";

/// Shows who can open which ports on whom.
#[derive(Debug, Args)]
pub(crate) struct MatrixCommand {
    /// Directories, plans, states or saved API replies to read
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// What rows and columns are
    #[arg(long, value_name = "WHAT", default_value = "role")]
    by: ByFlag,
    /// Format of the table
    #[arg(short = 'o', long = "output", alias = "format", value_name = "FORMAT", default_value = "terminal")]
    output: Format,
    /// The same as `-o json`
    #[arg(long, conflicts_with = "output")]
    json: bool,
    /// File to write to; standard output without it
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

/// What rows and columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ByFlag {
    /// Roles in a cluster, the internet, places outside the cloud
    Role,
    /// Every host, load balancer and endpoint, and ranges of addresses outside
    Host,
    /// Every subnet, as far as its border and routes decide, whatever hosts in it allow
    Subnet,
}

/// Formats of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Terminal,
    Markdown,
    Json,
}

impl MatrixCommand {
    /// Prints the table; 3 if there is nothing to read.
    ///
    /// Errors: a path that does not exist, a file that cannot be written.
    pub(crate) fn run(&self) -> anyhow::Result<u8> {
        let by = match self.by {
            ByFlag::Role => By::Role,
            ByFlag::Host => By::Host,
            ByFlag::Subnet => By::Subnet,
        };
        let mut stacks: Vec<MatrixStack> = Vec::new();
        for path in &self.paths {
            if !exists(path) {
                bail!("`{}` does not exist", path.display());
            }
            for root in find_roots(path, self.reading.wanted()).0 {
                let lowered = Lowered::read(&root, &self.reading)?;
                stacks.push(pipeline::matrix(&lowered, by));
            }
        }
        if stacks.is_empty() {
            anstream::eprintln!(
                "no Terraform files (`*.tf`), plans, states or API replies in or below the given paths"
            );
            return Ok(3);
        }
        let found = matrix::Matrix { by: by.name(), stacks };
        match &self.to {
            Some(path) => {
                let file =
                    File::create(path).with_context(|| format!("cannot write `{}`", path.display()))?;
                let mut out: Box<dyn Write> = Box::new(BufWriter::new(file));
                self.write(&found, &mut anstream::StripStream::new(&mut out))?;
                out.flush()?;
            }
            None => self.write(&found, &mut anstream::stdout().lock())?,
        }
        Ok(0)
    }

    fn write(&self, found: &matrix::Matrix, out: &mut impl Write) -> std::io::Result<()> {
        match if self.json { Format::Json } else { self.output } {
            Format::Terminal => matrix::write_terminal(found, out),
            Format::Markdown => matrix::write_markdown(found, out),
            Format::Json => matrix::write_json(found, out),
        }
    }
}
