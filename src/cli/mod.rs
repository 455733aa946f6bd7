//! Commands and their flags.

mod complain;
mod completions;
mod eval;
mod explain_roles;
mod fetch_modules;
mod fetch_report;
mod matrix;
mod output;
mod path;
mod progress;
mod reading;
mod records;
mod rules;
mod scan;
pub(crate) mod style;

use clap::{Parser, Subcommand};

pub(crate) use reading::{Reading, Wanted, with_two_dashes};

/// Proves who can reach a Kubernetes cluster's API server, nodes and etcd, and what its cloud identities may do.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,

    /// When to colour: auto respects the terminal, `NO_COLOR` and `CLICOLOR_FORCE`.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: style::When,
}

const EXAMPLES: &str = "\
Examples:
  ringfence scan                            analyse the Terraform below this directory
  ringfence scan infra/ -o terminal -o sarif=ringfence.sarif
  ringfence scan infra/ --fail-on critical  exit with 1 only for critical findings
  ringfence scan tfplan.json                a plan, as `terraform show -json` prints it, or a state
  ringfence scan account/                   saved replies of a cloud's API, such as `aws ec2 describe-vpcs`
  ringfence eval infra/ 'local.cidrs'       what an expression gives, or why that is unknown
  ringfence records infra/                  every resource with the values that are seen
  ringfence fetch-modules infra/            bring the modules that are not local, with git
  ringfence path infra/ --from internet --to etcd --port 2379
  ringfence matrix infra/                   who can open which ports on whom, role by role
  ringfence explain-roles infra/            which host is control plane, node, etcd member, and why
  ringfence rules RF401                     what a rule finds, why it matters, how to repair it";

#[derive(Debug, Subcommand)]
enum Command {
    /// Analyse Terraform directories, plans, states, and saved replies of a cloud's API
    Scan(scan::Scan),
    /// Bring the modules that are not local, so that a scan sees what they declare
    #[command(long_about = fetch_modules::ABOUT)]
    FetchModules(fetch_modules::FetchModules),
    /// Show which role every host and endpoint plays, and the evidence
    ExplainRoles(explain_roles::ExplainRoles),
    /// Show every way from one party to another, or what blocks it
    #[command(long_about = path::ABOUT, after_help = path::EXAMPLES)]
    Path(path::PathCommand),
    /// Show who can open which ports on whom
    #[command(long_about = matrix::ABOUT, after_help = matrix::EXAMPLES)]
    Matrix(matrix::MatrixCommand),
    /// Evaluate an expression in a root module
    Eval(eval::Eval),
    /// Print every resource with the values that are seen
    Records(records::Records),
    /// List the rules, or explain one
    Rules(rules::Rules),
    /// Print a completion script for a shell
    Completions(completions::Completions),
}

impl Cli {
    /// Runs the command; gives the exit code.
    ///
    /// Errors: what the user has to mend before anything can be analysed; exit code 2.
    pub(crate) fn run(&self) -> anyhow::Result<u8> {
        self.color.apply();
        match &self.command {
            Command::Scan(scan) => scan.run(),
            Command::FetchModules(fetch) => fetch.run(),
            Command::ExplainRoles(explain) => explain.run(),
            Command::Path(path) => path.run(),
            Command::Matrix(matrix) => matrix.run(),
            Command::Eval(eval) => eval.run(),
            Command::Records(records) => records.run(),
            Command::Rules(rules) => rules.run(),
            Command::Completions(completions) => completions.run(),
        }
    }
}
