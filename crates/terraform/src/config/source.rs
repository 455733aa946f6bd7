//! Where the module of a call lies.

use std::path::{Path, PathBuf};

use ringfence_hcl::json::{self, Json};

use crate::module_address::{ModuleAddress, without_credentials};
use crate::tree::{Refusal, Tree};

/// Where Terraform, and `ringfence fetch-modules`, note which module they brought where.
const MANIFESTS: [&str; 2] = [".terraform/modules/modules.json", ".ringfence/modules/modules.json"];

/// A folder in which modules lie by their source, beside the root module.
const VENDORED: &str = "vendor";

/// Where the modules of one root that are not local may be found.
#[derive(Debug, Default)]
pub(crate) struct ModuleSources {
    root: PathBuf,
    /// What the user said: a source, exactly or before its `?ref=`, and the directory that holds the module.
    mapped: Vec<(String, PathBuf)>,
    brought: Vec<Brought>,
}

/// An entry of a manifest.
#[derive(Debug)]
struct Brought {
    /// The calls that lead to it: `vpc.subnets`.
    key: String,
    source: String,
    /// Relative to the root module.
    dir: String,
}

impl ModuleSources {
    /// Reads the manifests of a root module.
    pub(crate) fn of(root: &Path, mapped: &[(String, PathBuf)], tree: &Tree<'_>) -> Self {
        let manifests = MANIFESTS.iter().filter_map(|name| tree.read(&root.join(name)).ok());
        let brought = manifests.flat_map(|manifest| read_manifest(&manifest.text)).collect();
        Self { root: root.to_owned(), mapped: mapped.to_vec(), brought }
    }

    /// The directory of a module that is not local.
    ///
    /// Shape: `calls` are the names of the calls that lead to it, the outermost first.
    ///
    /// Errors: there is none here; why, and what to do.
    pub(crate) fn find(&self, source: &str, calls: &[&str], tree: &Tree<'_>) -> Result<PathBuf, String> {
        if let Some(dir) = self.mapped(source) {
            return tree.resolve(dir).map_err(|refusal| refusal.message().to_owned());
        }
        let key = calls.join(".");
        for brought in self.brought.iter().filter(|brought| brought.key == key) {
            if !same_source(&brought.source, source) {
                continue;
            }
            match tree.resolve(&self.root.join(&brought.dir)) {
                Ok(dir) => return Ok(dir),
                Err(Refusal::Refused(why)) => return Err(why),
                Err(Refusal::Missing(_)) => {}
            }
        }
        let vendored = self.root.join(vendored(source));
        tree.resolve(&vendored).map_err(|_| {
            "it is not here; `terraform init` or `ringfence fetch-modules` brings it, `--module-map SOURCE=DIR` \
             names a copy"
                .to_owned()
        })
    }

    fn mapped(&self, source: &str) -> Option<&Path> {
        let bare = source.split('?').next().unwrap_or(source);
        let named = |wanted: &str| self.mapped.iter().find(|(known, _)| known == wanted);
        named(source).or_else(|| named(bare)).map(|(_, dir)| dir.as_path())
    }
}

fn read_manifest(text: &str) -> Vec<Brought> {
    let Ok(document) = json::parse(text) else { return Vec::new() };
    let Some(modules) = document.root().get("Modules") else { return Vec::new() };
    let text = |module: Json<'_>, name: &str| Some(module.get(name)?.as_str()?.into_owned());
    let brought = |module: Json<'_>| {
        Some(Brought {
            key: text(module, "Key")?,
            source: text(module, "Source")?,
            dir: text(module, "Dir")?.replace('\\', "/"),
        })
    };
    modules.items().filter_map(brought).filter(|brought| !brought.key.is_empty()).collect()
}

/// Whether a manifest's source is the call's: Terraform writes the host of its registry and the protocol of git.
fn same_source(brought: &str, called: &str) -> bool {
    let identity = |source: &str| ModuleAddress::parse(source).ok().map(|address| address.identity());
    brought == called || identity(brought).is_some_and(|brought| identity(called) == Some(brought))
}

/// Where a copy of a module may lie, relative to the root module: `vendor/` and its source, without credentials.
pub fn vendored(source: &str) -> PathBuf {
    Path::new(VENDORED).join(path_of(&without_credentials(source)))
}

/// The path below a vendored folder: the source without protocol, version and `//`.
fn path_of(source: &str) -> PathBuf {
    let bare = source.split('?').next().unwrap_or(source);
    let bare = bare.trim_start_matches("git::");
    let bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    let bare = bare.trim_start_matches("git@").replace(':', "/").replace(".git", "");
    bare.split('/').filter(|part| !part.is_empty() && *part != "..").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_the_same_however_they_are_written() {
        assert!(same_source("registry.terraform.io/a/b/aws", "a/b/aws"));
        assert!(same_source("git::https://github.com/a/b.git?ref=v1", "github.com/a/b?ref=v1"));
        assert!(same_source("git::ssh://git@github.com/a/b.git", "git@github.com:a/b.git"));
        assert!(!same_source("git::https://github.com/a/b.git?ref=v1", "github.com/a/b?ref=v2"));
        assert!(!same_source("a/b/aws", "a/c/aws"));
    }

    #[test]
    fn a_vendored_module_lies_where_its_source_says() {
        assert_eq!(path_of("terraform-aws-modules/vpc/aws"), Path::new("terraform-aws-modules/vpc/aws"));
        assert_eq!(path_of("git::https://github.com/a/b.git//sub?ref=v1"), Path::new("github.com/a/b/sub"));
        assert_eq!(path_of("git@github.com:a/b.git"), Path::new("github.com/a/b"));
        assert_eq!(path_of("../../../etc"), Path::new("etc"));
        let private = vendored("git::https://user:s3cret@example.com/a.git?ref=v1");
        assert_eq!(private, Path::new("vendor/example.com/a"));
    }
}
