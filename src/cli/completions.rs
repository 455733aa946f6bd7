//! `ringfence completions`: scripts for shells.

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
    pub(crate) fn run(&self) -> anyhow::Result<u8> {
        clap_complete::generate(self.shell, &mut super::Cli::command(), "ringfence", &mut std::io::stdout());
        Ok(0)
    }
}
