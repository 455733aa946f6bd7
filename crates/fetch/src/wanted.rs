//! A module that has to be brought, and the repository it lies in.

use std::path::PathBuf;

use ringfence_model::Sources;
use ringfence_terraform::{
    GitUrl, ModuleAddress, ModuleCall, RegistryAddress, Written, vendored, without_credentials,
};

use crate::constraint::Constraint;
use crate::{FetchError, Missing, Planned, Request};

/// A repository at one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) url: GitUrl,
    /// A tag, branch or commit; nothing for what it shows first.
    pub(crate) reference: Option<String>,
}

/// Which state of which repository a call wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// This one.
    Package(Package),
    /// The newest version that fits.
    Newest {
        url: GitUrl,
        constraint: Option<Constraint>,
        /// As it is written, or empty.
        written: String,
    },
}

/// A module call whose module has to be brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Names of the calls that lead to it, joined with dots.
    pub(crate) key: String,
    pub(crate) said: Said,
    pub(crate) address: ModuleAddress,
    /// Inside the repository.
    pub(crate) directory: String,
    pub(crate) origin: Origin,
}

/// A module call as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// `module.a.module.b`
    pub(crate) call: String,
    /// Without credentials.
    pub(crate) source: String,
    /// `main.tf:3`
    pub(crate) place: String,
    pub(crate) copy: PathBuf,
}

impl Said {
    pub(crate) fn of(call: &ModuleCall, sources: &Sources) -> Self {
        let path: Vec<String> = call.path.iter().map(|name| format!("module.{name}")).collect();
        let source = match &call.source {
            Written::Plain(source) => source.as_ref(),
            Written::Absent | Written::Computed => "",
        };
        let place = sources.place(call.place).map(|place| format!("{}:{}", place.path, place.start.line));
        Self {
            call: printable(&path.join(".")),
            source: printable(&without_credentials(source)),
            place: place.unwrap_or_default(),
            copy: vendored(source),
        }
    }

    pub(crate) fn missing(self, error: FetchError) -> Missing {
        let Self { call, source, place, copy } = self;
        Missing { call, source, place, error, copy }
    }
}

impl Wanted {
    /// Reads what a call wants.
    ///
    /// Errors: it is nothing that is fetched, and why.
    pub(crate) fn of(call: &ModuleCall, said: Said, request: &Request) -> Result<Self, Box<Missing>> {
        match wanted(call, request) {
            Ok((address, directory, origin)) => {
                let wanted = Self { key: call.path.join("."), said, address, directory, origin };
                Ok(wanted)
            }
            Err(error) => Err(Box::new(said.missing(error))),
        }
    }

    /// The repository.
    pub(crate) fn url(&self) -> &GitUrl {
        match &self.origin {
            Origin::Package(Package { url, .. }) | Origin::Newest { url, .. } => url,
        }
    }

    pub(crate) fn planned(self) -> Planned {
        let from = self.url().to_string();
        let wanted = match self.origin {
            Origin::Package(package) => package.reference.unwrap_or_default(),
            Origin::Newest { written, .. } => printable(&written),
        };
        Planned { call: self.said.call, source: self.said.source, from, wanted }
    }
}

impl Package {
    /// The same for the same state of the same repository.
    pub(crate) fn identity(&self) -> String {
        format!("{}?{}", self.url.repository(), self.reference.as_deref().unwrap_or(""))
    }
}

fn wanted(call: &ModuleCall, request: &Request) -> Result<(ModuleAddress, String, Origin), FetchError> {
    if !call.path.iter().all(|name| is_name(name)) {
        return Err(FetchError::Name);
    }
    let Written::Plain(source) = &call.source else { return Err(FetchError::Computed) };
    let address = ModuleAddress::parse(source).map_err(FetchError::Source)?;
    let (directory, origin) = match &address {
        ModuleAddress::Git(git) => {
            let package = Package { url: git.url.clone(), reference: git.reference.clone() };
            (git.directory.clone(), Origin::Package(package))
        }
        ModuleAddress::Registry(module) => {
            let (constraint, written) = constraint(&call.version)?;
            let url = repository(module, &request.repositories)?;
            (module.directory.clone(), Origin::Newest { url, constraint, written })
        }
        ModuleAddress::Foreign(kind) => return Err(FetchError::Foreign(*kind)),
        ModuleAddress::Local(_) => return Err(FetchError::Unread("there is no such directory".to_owned())),
    };
    let (Origin::Package(Package { url, .. }) | Origin::Newest { url, .. }) = &origin;
    let protocols: &[&str] =
        if request.allow_file { &["https", "ssh", "git", "file"] } else { &["https", "ssh", "git"] };
    if !protocols.contains(&url.protocol()) {
        return Err(FetchError::Protocol(url.protocol().to_owned()));
    }
    Ok((address, directory, origin))
}

/// Where a module of a public registry lies.
///
/// Source: <https://developer.hashicorp.com/terraform/registry/modules/publish> (read 2026-11-25).
pub(crate) fn repository(module: &RegistryAddress, repositories: &str) -> Result<GitUrl, FetchError> {
    if !module.is_public() {
        return Err(FetchError::PrivateRegistry(module.host.clone()));
    }
    let RegistryAddress { namespace, name, provider, .. } = module;
    let base = repositories.trim_end_matches('/');
    GitUrl::parse(&format!("{base}/{namespace}/terraform-{provider}-{name}")).map_err(FetchError::Source)
}

/// The constraint of a call, and how it is written.
pub(crate) fn constraint(version: &Written) -> Result<(Option<Constraint>, String), FetchError> {
    match version {
        Written::Absent => Ok((None, String::new())),
        Written::Plain(text) => match Constraint::parse(text) {
            Some(constraint) => Ok((Some(constraint), text.to_string())),
            None => Err(FetchError::Constraint(printable(text))),
        },
        Written::Computed => Err(FetchError::Constraint("an expression".to_owned())),
    }
}

/// What Terraform takes for a name: nothing in it means anything to a file system.
///
/// Source: <https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers> (read 2026-11-25).
fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    name.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_') && name.chars().all(fits)
}

/// A text without what a terminal would obey.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_calls_cannot_lead_anywhere() {
        for name in ["vpc", "_a", "größe", "a-b_1", "名"] {
            assert!(is_name(name), "{name}");
        }
        for name in
            ["", ".", "..", "a.b", "a/b", "../x", "a\\b", "-x", "1a", "a b", "a\nb", "a\0b", "C:", "~a"]
        {
            assert!(!is_name(name), "{name}");
        }
    }
}
