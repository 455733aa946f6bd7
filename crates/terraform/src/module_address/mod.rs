//! What the `source` of a module call means.

mod credentials;
mod git;
mod registry;

use std::fmt;

pub use credentials::without_credentials;
pub use git::{GitAddress, GitUrl};
pub use registry::RegistryAddress;

/// Units: bytes of a source; no real one comes near.
const LONGEST: usize = 4096;

/// What the `source` of a module call means.
///
/// Shown as Terraform writes it into `modules.json`, without credentials.
/// Source: <https://developer.hashicorp.com/terraform/language/modules/sources> (read 2026-11-25).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModuleAddress {
    /// `./net`: a directory beside the caller.
    Local(String),
    /// `terraform-aws-modules/vpc/aws`
    Registry(RegistryAddress),
    /// `git::https://example.com/net.git`, `github.com/a/b`, `git@example.com:a/b.git`
    Git(GitAddress),
    /// Something that Terraform would bring by other means.
    Foreign(Foreign),
}

/// Means of bringing a module that are neither a registry nor git.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Foreign {
    /// `https://example.com/net.zip`
    Archive,
    /// `s3::https://s3.amazonaws.com/bucket/net.zip`
    S3,
    /// `gcs::https://www.googleapis.com/storage/v1/bucket/net.zip`
    Gcs,
    /// `hg::http://example.com/net.hg`
    Mercurial,
    /// `oci://example.com/net`, which only `OpenTofu` knows.
    Oci,
    /// `/srv/modules/net`, `file:///srv/modules/net`
    Path,
    /// None that Terraform knows.
    Unclear,
}

impl ModuleAddress {
    /// Reads a source as Terraform does.
    ///
    /// # Errors
    ///
    /// It cannot be one, or it tries to lead somewhere that it must not; why, without its credentials.
    pub fn parse(source: &str) -> Result<Self, String> {
        if source.len() > LONGEST {
            return Err(format!("a source has at most {LONGEST} bytes"));
        }
        if source.chars().any(|character| character.is_control() || character.is_whitespace()) {
            return Err("a source holds no spaces and no line breaks".to_owned());
        }
        if is_local(source) {
            return Ok(Self::Local(source.replace('\\', "/")));
        }
        if let Some(module) = RegistryAddress::parse(source)? {
            return Ok(Self::Registry(module));
        }
        let (forced, rest) = forced(source);
        Ok(match forced {
            Some("git") => Self::Git(GitAddress::parse(rest)?),
            Some("hg") => Self::Foreign(Foreign::Mercurial),
            Some("s3") => Self::Foreign(Foreign::S3),
            Some("gcs") => Self::Foreign(Foreign::Gcs),
            Some("http" | "https") => Self::Foreign(Foreign::Archive),
            Some("file") => Self::Foreign(Foreign::Path),
            Some(_) => Self::Foreign(Foreign::Unclear),
            None if GitAddress::is_short(rest) => Self::Git(GitAddress::parse(rest)?),
            None => Self::Foreign(foreign(rest)),
        })
    }

    /// A text that is the same for two sources that mean the same module, however they are written: with or without
    /// `git::`, `.git`, the registry's host, a user's name or a protocol.
    pub fn identity(&self) -> String {
        match self {
            Self::Registry(module) => module.identity(),
            Self::Git(module) => module.identity(),
            Self::Local(_) | Self::Foreign(_) => self.to_string(),
        }
    }
}

impl fmt::Display for ModuleAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(path) => f.write_str(path),
            Self::Registry(module) => module.fmt(f),
            Self::Git(module) => module.fmt(f),
            Self::Foreign(kind) => kind.fmt(f),
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Archive => "an archive behind a URL",
            Self::S3 => "an archive in an S3 bucket",
            Self::Gcs => "an archive in a Cloud Storage bucket",
            Self::Mercurial => "a Mercurial repository",
            Self::Oci => "an OCI repository",
            Self::Path => "a path of some machine",
            Self::Unclear => "no kind of source that Terraform knows",
        })
    }
}

/// Whether a module source is a directory beside the caller.
pub(crate) fn is_local(source: &str) -> bool {
    let starts = ["./", "../", ".\\", "..\\"];
    source == "." || source == ".." || starts.iter().any(|start| source.starts_with(start))
}

/// The means that a source names: `git::…`.
fn forced(source: &str) -> (Option<&str>, &str) {
    match source.split_once("::") {
        Some((means, rest)) if !means.is_empty() && means.chars().all(|c| c.is_ascii_alphanumeric()) => {
            (Some(means), rest)
        }
        _ => (None, source),
    }
}

/// What a source is that names no means and is not git's.
fn foreign(source: &str) -> Foreign {
    let drive = || source.get(1..3).is_some_and(|rest| rest == ":\\" || rest == ":/");
    match source.split_once("://").map(|(scheme, _)| scheme) {
        Some("http" | "https") => Foreign::Archive,
        Some("file") => Foreign::Path,
        Some("oci") => Foreign::Oci,
        None if source.starts_with('/') || drive() => Foreign::Path,
        None if source.contains("googleapis.com/") => Foreign::Gcs,
        None if source.contains(".amazonaws.com/") => Foreign::S3,
        _ => Foreign::Unclear,
    }
}

/// A source before its `//`, with its query, and the directory after it.
fn split_directory(source: &str) -> (String, &str) {
    let (path, query) = source.split_once('?').map_or((source, None), |(path, query)| (path, Some(query)));
    let start = path.find("://").map_or(0, |at| at + 3);
    let inside = path.get(start..).and_then(|rest| rest.split_once("//"));
    let (package, directory) = match inside {
        Some((package, directory)) => (format!("{}{package}", path.get(..start).unwrap_or("")), directory),
        None => (path.to_owned(), ""),
    };
    match query {
        Some(query) => (format!("{package}?{query}"), directory),
        None => (package, directory),
    }
}

/// A directory inside a package, without `.`, `..` and doubled slashes.
///
/// Errors: it leads out of the package, or means different places on different systems.
fn clean_directory(directory: &str) -> Result<String, String> {
    if directory.contains(['\\', ':']) {
        return Err("a directory after `//` has no backslash and no colon".to_owned());
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in directory.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or("the directory after `//` leads out of the repository")?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests;
