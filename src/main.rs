//! The command `ringfence`.

mod cli;
mod config;
mod pipeline;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse_from(cli::with_two_dashes(std::env::args_os()));
    match std::panic::catch_unwind(|| cli.run()) {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(error)) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            anstream::eprintln!("{}: {error:#}", cli::style::failure("error"));
            ExitCode::from(2)
        }
        // The panic has printed its message; what a caller must know is that nothing was decided.
        Err(_) => ExitCode::from(4),
    }
}

/// A reader that has seen enough (`| head`) is not an error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}
