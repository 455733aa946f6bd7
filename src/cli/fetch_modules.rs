//! `ringfence fetch-modules`: brings the modules that are not local. The only command that uses the network.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use ringfence_fetch::{Event, Limits, PUBLIC_REPOSITORIES, Request, Root};
use ringfence_terraform::GitUrl;

use super::fetch_report;
use super::progress::Progress;
use super::reading::{Mapping, directory};
use crate::pipeline;

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
    /// Directory that holds the module of that source, which is then not fetched. Can be given several times
    #[arg(long = "module-map", value_name = "SOURCE=DIR")]
    module_map: Vec<Mapping>,
    /// Directory that may be read: modules beside the root module too, as for the scan
    #[arg(long, value_name = "DIR", value_parser = directory)]
    tree: Option<PathBuf>,
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
bring these, put a copy below `vendor/` beside the root module, at the path of the source, or
name a copy with `--module-map`, here and for the scan.

Exit codes: 0 every module is here; 2 wrong usage; 3 a module is, or may be, missing; or no Terraform.

Examples:
  ringfence fetch-modules && ringfence scan
  ringfence fetch-modules --dry-run infra/    what is missing, and where it would come from
  ringfence fetch-modules --update infra/     newer versions, if `version` or `ref` let them in";

impl FetchModules {
    /// Fetches and reports; 3 if anything is missing.
    ///
    /// Errors: a path that does not exist, a plan or state, a mirror that is no URL, output that cannot be written.
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
            for root in pipeline::find_roots(path, None).0 {
                if !root.is_configuration() {
                    bail!(
                        "`{}` is no configuration; name the directory that it was made from",
                        path.display()
                    );
                }
                let boundary = self.tree.clone().unwrap_or(root.boundary);
                let root = Root { directory: root.input, boundary };
                if !roots.iter().any(|known| known.directory == root.directory) {
                    roots.push(root);
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
        fetch_report::write(&outcomes, self.quiet, &mut anstream::stdout().lock())?;
        Ok(if outcomes.iter().all(fetch_report::is_complete) { 0 } else { 3 })
    }

    fn request(&self, roots: Vec<Root>) -> Request {
        Request {
            roots,
            display_base: std::env::current_dir().ok(),
            module_map: self.module_map.iter().map(Mapping::pair).collect(),
            update: self.update,
            dry_run: self.dry_run,
            allow_file: self.allow_file,
            repositories: self.registry_repositories.clone(),
            limits: Limits::default(),
        }
    }
}
