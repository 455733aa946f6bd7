//! `ringfence scan`: analyse, report, decide the exit code.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use ringfence_check::{Report, Rule, Severity, Verdict};
use ringfence_model::Level;

use super::output::{Format, Output};
use super::progress::Progress;
use super::reading::Reading;
use crate::config::Date;
use crate::pipeline::{self, Request};

/// Analyses Terraform directories, plans, states and saved replies of a cloud's API, and reports who can reach what, with the path that makes it true.
///
/// Exit codes: 0 nothing at or above `--fail-on`; 1 findings at or above it; 2 wrong usage or configuration, or a file
/// that is neither plan, state nor reply;
/// 3 nothing to analyse, or an incomplete analysis with `--strict-coverage`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that a person gives or not")]
pub(crate) struct Scan {
    /// Directories, plans (`terraform show -json`) or states to analyse, `-` for standard input; of a directory every
    /// root module in and below it is. A directory without Terraform may hold saved replies of a cloud's API
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Report to write: terminal, sarif or json; `=FILE` writes it to a file. Can be given several times
    #[arg(
        short,
        long = "output",
        alias = "format",
        value_name = "FORMAT[=FILE]",
        default_value = "terminal"
    )]
    output: Vec<Output>,
    /// The least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "high")]
    fail_on: FailOn,
    /// Let possible findings (an unknown value decides) count for the exit code too
    #[arg(long)]
    fail_on_possible: bool,
    /// Exit with 0 whatever was found
    #[arg(long)]
    exit_zero: bool,
    /// Exit with 3 if something could not be analysed
    #[arg(long)]
    strict_coverage: bool,
    /// Run only these rules, by id or name
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    only: Vec<String>,
    /// Configuration file; else the nearest `ringfence.toml` upward to the repository's root
    #[arg(long, value_name = "FILE", env = "RINGFENCE_CONFIG")]
    config: Option<PathBuf>,
    /// Category of the SARIF upload: one for each stack or account of a repository
    #[arg(long, value_name = "NAME", env = "RINGFENCE_CATEGORY")]
    category: Option<String>,
    /// Who reads the SARIF: for github, possible findings are notes of rules of their own; full marks them open
    #[arg(long, value_name = "READER", default_value = "github")]
    sarif_for: SarifFor,
    /// Show what was proved closed too, and what blocks the way; in SARIF only for `--sarif-for full`, since code
    /// scanning would take it for alerts. Changes no exit code
    #[arg(long)]
    show_clear: bool,
    /// Show findings in one line each, without source and path
    #[arg(short, long)]
    quiet: bool,
    /// Show every finding with source and path, also the hundredth of one rule
    #[arg(long, conflicts_with = "quiet")]
    full: bool,
    /// Draw with ASCII characters only
    #[arg(long)]
    ascii: bool,
    /// Number of threads; all cores if not given
    #[arg(short, long, value_name = "N", env = "RINGFENCE_JOBS")]
    jobs: Option<usize>,
    #[command(flatten)]
    reading: Reading,
}

/// Severities that can fail a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Info,
    Low,
    Medium,
    High,
    Critical,
    None,
}

/// Readers of SARIF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SarifFor {
    Github,
    Full,
}

impl Scan {
    /// Analyses, writes the reports, gives the exit code.
    ///
    /// Errors: a path that does not exist, a rule that does not, a configuration that is not valid, a report
    /// that cannot be written.
    pub(crate) fn run(&self) -> anyhow::Result<u8> {
        if let Some(jobs) = self.jobs {
            rayon::ThreadPoolBuilder::new()
                .num_threads(jobs)
                .build_global()
                .context("cannot start threads")?;
        }
        let request = Request {
            paths: self.paths.clone(),
            rules: self.rules()?,
            config: self.config.clone(),
            reading: self.reading.clone(),
            show_clear: self.show_clear,
            today: Date::today()?,
        };
        let progress = Progress::new("{spinner} analysing {pos}/{len} root modules");
        let report = pipeline::run(&request, |stacks| progress.more(stacks), || progress.step())?;
        progress.finish();
        let code = self.exit_code(&report);
        for output in &self.output {
            self.write(&report, output, code)?;
        }
        Ok(code)
    }

    fn rules(&self) -> anyhow::Result<Vec<&'static Rule>> {
        if self.only.is_empty() {
            return Ok(ringfence_rules::ALL.to_vec());
        }
        for name in &self.only {
            if ringfence_rules::find(name).is_none() {
                bail!("no rule `{name}`; `ringfence rules` lists them");
            }
        }
        let wanted = |rule: &&Rule| {
            self.only
                .iter()
                .any(|name| ringfence_rules::find(name).is_some_and(|r| r.meta.id == rule.meta.id))
        };
        Ok(ringfence_rules::ALL.iter().copied().filter(wanted).collect())
    }

    fn write(&self, report: &Report, output: &Output, code: u8) -> anyhow::Result<()> {
        let Some(path) = &output.file else {
            let mut out = BufWriter::new(anstream::stdout().lock());
            self.write_to(report, output.format, code, terminal_width(), &mut out)?;
            return Ok(out.flush()?);
        };
        let file = File::create(path).with_context(|| format!("cannot write `{}`", path.display()))?;
        let mut out = BufWriter::new(anstream::StripStream::new(file));
        self.write_to(report, output.format, code, None, &mut out)?;
        out.flush().with_context(|| format!("cannot write `{}`", path.display()))
    }

    fn write_to(
        &self,
        report: &Report,
        format: Format,
        code: u8,
        width: Option<usize>,
        out: &mut impl Write,
    ) -> anyhow::Result<()> {
        use ringfence_report::{json, sarif, terminal};
        match format {
            Format::Terminal => {
                let (quiet, full, ascii) = (self.quiet, self.full, self.ascii);
                let options = terminal::TerminalOptions { width, quiet, full, ascii };
                terminal::write(report, &options, out)?;
            }
            Format::Json => json::write(report, out)?,
            Format::Sarif => {
                let profile = match self.sarif_for {
                    SarifFor::Github => sarif::Profile::Github,
                    SarifFor::Full => sarif::Profile::Full,
                };
                let options = sarif::SarifOptions {
                    category: self.category.clone(),
                    profile,
                    exit_code: Some(i32::from(code)),
                    checkout: checkout(),
                    ..Default::default()
                };
                sarif::write(report, &options, out)?;
            }
        }
        Ok(())
    }

    fn exit_code(&self, report: &Report) -> u8 {
        let incomplete = |level: Level| level >= Level::Warning;
        if report.stacks.is_empty() {
            return 3;
        }
        if self.strict_coverage
            && (report.notices.iter().any(|notice| incomplete(notice.level))
                || !report.coverage.unsupported.is_empty())
        {
            return 3;
        }
        let counts = |verdict| verdict == Verdict::Violation || self.fail_on_possible;
        let failing = report.findings.iter().any(|finding| {
            counts(finding.verdict) && self.fail_on.least().is_some_and(|least| finding.severity >= least)
        });
        u8::from(failing && !self.exit_zero)
    }
}

impl FailOn {
    fn least(self) -> Option<Severity> {
        match self {
            Self::Info => Some(Severity::Info),
            Self::Low => Some(Severity::Low),
            Self::Medium => Some(Severity::Medium),
            Self::High => Some(Severity::High),
            Self::Critical => Some(Severity::Critical),
            Self::None => None,
        }
    }
}

/// The repository in which the command runs, so that its paths can be told from the repository's root.
fn checkout() -> Option<ringfence_report::sarif::Checkout> {
    let here = std::env::current_dir().ok()?;
    let root = here.ancestors().find(|folder| folder.join(".git").exists())?;
    let slashed = |path: &std::path::Path| path.to_string_lossy().replace('\\', "/");
    Some(ringfence_report::sarif::Checkout { root: slashed(root), directory: slashed(&here) })
}

/// Columns of the terminal; nothing if the output is not one.
fn terminal_width() -> Option<usize> {
    let terminal_size::Width(width) =
        std::io::stdout().is_terminal().then(terminal_size::terminal_size).flatten()?.0;
    Some(usize::from(width))
}
