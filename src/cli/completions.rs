//! `ringfence completions`: scripts for shells.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Prints a completion script; put it where your shell looks for them.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    ///
    /// Errors: standard output cannot be written.
    pub(crate) fn run(&self) -> anyhow::Result<u8> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Cli::command(), "ringfence", &mut script);
        std::io::stdout().write_all(&script)?;
        Ok(0)
    }
}
