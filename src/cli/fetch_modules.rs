//! `ringfence fetch-modules`: brings the modules that are not local. The only command that uses the network.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use ringfence_fetch::{
    Event, Fetched, Limits, Missing, Outcome, PUBLIC_REPOSITORIES, Planned, Request, Root,
};
use ringfence_model::Level;
use ringfence_terraform::GitUrl;

use super::progress::Progress;
use super::style::{failure, faint, heading};
use crate::pipeline::{self, shown};

/// Brings the modules that are not local, so that a scan sees what they declare.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that a person gives or not")]
pub(crate) struct FetchModules {
    /// Directories to look in
    #[arg(default_value = ".", value_name = "DIR")]
    paths: Vec<PathBuf>,
    /// List what would be fetched and from where, without the network; exit with 3 if that is anything
    #[arg(long)]
    dry_run: bool,
    /// Fetch again what earlier runs have fetched, and remove what is no longer called
    #[arg(long)]
    update: bool,
    /// Let sources name repositories on this machine (`git::file:///…`)
    #[arg(long)]
    allow_file: bool,
    /// Where the repositories `NAMESPACE/terraform-PROVIDER-NAME` of registry modules lie: a mirror of GitHub's
    #[arg(long, value_name = "URL", env = "RINGFENCE_REGISTRY_REPOSITORIES", default_value = PUBLIC_REPOSITORIES)]
    registry_repositories: String,
    /// One line for the whole run, besides what is missing
    #[arg(short, long)]
    quiet: bool,
}

/// What `--help` says first.
pub(crate) const ABOUT: &str = "\
Bring the modules that are not local, so that a scan sees what they declare

Modules from git repositories and public registries, called by any root module in and below the
directories or by a module that these call, are fetched with git into `.ringfence/modules` beside
the root module. What is here already is kept: copies that `terraform init` made, vendored ones,
those of an earlier run.

Nothing of a module is executed, and `.terraform` is never written to. Git uses your credentials
and proxies, and asks for none. No other command uses the network.";

const HELP: &str = "\
Sources that are fetched:
  acme/net/aws        of registry.terraform.io or registry.opentofu.org: the newest tag of the
                      repository acme/terraform-aws-net on GitHub that `version` lets in
  git::https://example.com/net.git//dir?ref=v1, git::ssh://git@example.com/net.git
  github.com/acme/net, git@github.com:acme/net.git, bitbucket.org/acme/net

Private registries, archives behind URLs, buckets and Mercurial are not: let `terraform init`
bring these, or put a copy below `vendor/` beside the root module, at the path of the source.

Exit codes: 0 every module is here; 2 wrong usage; 3 a module is missing, or no Terraform.

Examples:
  ringfence fetch-modules && ringfence scan
  ringfence fetch-modules --dry-run infra/    what is missing, and where it would come from
  ringfence fetch-modules --update infra/     newer versions, if `version` or `ref` let them in";

impl FetchModules {
    /// Fetches and reports; 3 if anything is missing.
    ///
    /// Errors: a path that does not exist, a mirror that is no URL, output that cannot be written.
    pub(crate) fn run(&self) -> anyhow::Result<u8> {
        let example = format!("{}/a/b", self.registry_repositories);
        if let Err(why) = GitUrl::parse(&example) {
            bail!("`--registry-repositories` is no URL of repositories: {why}");
        }
        let mut roots: Vec<Root> = Vec::new();
        for path in &self.paths {
            if !path.exists() {
                bail!("`{}` does not exist", path.display());
            }
            for pipeline::Root { input: directory, boundary } in pipeline::find_roots(path).0 {
                if !roots.iter().any(|known| known.directory == directory) {
                    roots.push(Root { directory, boundary });
                }
            }
        }
        if roots.is_empty() {
            anstream::eprintln!("no Terraform files (`*.tf`) in or below the given paths");
            return Ok(3);
        }
        let progress = Progress::new("{spinner} fetching {pos}/{len} {msg}");
        let outcomes = ringfence_fetch::fetch(&self.request(roots), &|event| match event {
            Event::More(count) => progress.more(count),
            Event::Asked(url) => progress.say(url),
            Event::Answered => progress.step(),
        });
        progress.finish();
        self.report(&outcomes).context("cannot write the report")
    }

    fn request(&self, roots: Vec<Root>) -> Request {
        Request {
            roots,
            display_base: std::env::current_dir().ok(),
            module_map: Vec::new(),
            update: self.update,
            dry_run: self.dry_run,
            allow_file: self.allow_file,
            repositories: self.registry_repositories.clone(),
            limits: Limits::default(),
        }
    }

    fn report(&self, outcomes: &[Outcome]) -> std::io::Result<u8> {
        let mut out = anstream::stdout().lock();
        for outcome in outcomes {
            let is_quiet = self.quiet || outcome.fetched.is_empty() && outcome.planned.is_empty();
            if !is_quiet {
                writeln!(out, "{}", heading(&shown(&outcome.directory)))?;
                for fetched in &outcome.fetched {
                    writeln!(out, "  {}", fetched_line(fetched))?;
                }
                for planned in &outcome.planned {
                    writeln!(out, "  {}", planned_line(planned))?;
                }
            }
            out.flush()?;
            for missing in &outcome.missing {
                anstream::eprintln!("{}", missing_lines(missing));
            }
            for (level, why) in &outcome.unread {
                let word = if *level == Level::Error { failure("error") } else { heading("unread") };
                anstream::eprintln!(
                    "{word}: {}: {why}; module calls in it may be overlooked",
                    shown(&outcome.directory)
                );
            }
        }
        writeln!(out, "{}", summary(outcomes))?;
        let incomplete = |outcome: &Outcome| {
            let unread = outcome.unread.iter().any(|(level, _)| *level == Level::Error);
            unread || !outcome.missing.is_empty() || !outcome.planned.is_empty()
        };
        Ok(if outcomes.iter().any(incomplete) { 3 } else { 0 })
    }
}

/// `module.vpc  terraform-aws-modules/vpc/aws 5.1.2  https://github.com/… v5.1.2`
fn fetched_line(fetched: &Fetched) -> String {
    let version = fetched.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    let commit =
        fetched.commit.as_deref().map_or("here already", |commit| commit.get(..12).unwrap_or(commit));
    let reference = fetched.reference.as_deref().map(|name| format!("{name}, ")).unwrap_or_default();
    let from = faint(&format!("{} ({reference}{commit})", fetched.from));
    format!("{}  {}{version}  {from}", fetched.call, fetched.source)
}

fn planned_line(planned: &Planned) -> String {
    let wanted = if planned.wanted.is_empty() { "the newest" } else { &planned.wanted };
    format!("{}  {}  {}", planned.call, planned.source, faint(&format!("{} ({wanted})", planned.from)))
}

fn missing_lines(missing: &Missing) -> String {
    let Missing { call, source, place, error, .. } = missing;
    let source = if source.is_empty() { String::new() } else { format!(" of `{source}`") };
    format!("{}: `{call}`{source}: {error}\n  --> {place}\n   = {}", failure("missing"), missing.cure())
}

/// `3 modules fetched, 1 kept, 2 missing (4 root modules)`
fn summary(outcomes: &[Outcome]) -> String {
    let sum = |count: fn(&Outcome) -> usize| outcomes.iter().map(count).sum::<usize>();
    let modules = |count: usize| if count == 1 { "1 module".to_owned() } else { format!("{count} modules") };
    let (planned, missing) = (sum(|outcome| outcome.planned.len()), sum(|outcome| outcome.missing.len()));
    let mut parts = vec![format!("{} fetched", modules(sum(|outcome| outcome.fetched.len())))];
    if planned > 0 {
        parts = vec![format!("{} to fetch, and what these call in turn", modules(planned))];
    }
    parts.push(format!("{} kept", sum(|outcome| outcome.kept)));
    parts.push(format!("{missing} missing"));
    let roots = if outcomes.len() == 1 {
        "1 root module".to_owned()
    } else {
        format!("{} root modules", outcomes.len())
    };
    format!("{} ({roots})", parts.join(", "))
}
