//! Sources that are modules of a registry.

use std::fmt;

use super::clean_directory;

/// Registries whose modules are repositories of GitHub, by their rules.
///
/// Source: <https://developer.hashicorp.com/terraform/registry/modules/publish> and
/// <https://github.com/opentofu/registry> (read 2026-11-25).
const PUBLIC: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

/// Hosts of repositories, which are never registries.
const REPOSITORIES: [&str; 3] = ["github.com", "bitbucket.org", "gitlab.com"];

/// Units: bytes of a namespace, name or provider.
const LONGEST_NAME: usize = 64;

/// A module of a registry, or a directory in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistryAddress {
    /// `registry.terraform.io`
    pub host: String,
    /// `terraform-aws-modules`
    pub namespace: String,
    /// `vpc`
    pub name: String,
    /// `aws`
    pub provider: String,
    /// After `//`; empty for the module's own directory. It does not lead out.
    pub directory: String,
}

impl RegistryAddress {
    /// Reads `[HOST/]NAMESPACE/NAME/PROVIDER[//DIRECTORY]`; nothing if it is not of that form.
    pub(super) fn parse(source: &str) -> Result<Option<Self>, String> {
        let (package, directory) = source.split_once("//").unwrap_or((source, ""));
        let parts: Vec<&str> = package.split('/').collect();
        let (host, namespace, name, provider) = match parts.as_slice() {
            [namespace, name, provider] => ("registry.terraform.io", namespace, name, provider),
            [host, namespace, name, provider] if is_host(host) => (*host, namespace, name, provider),
            _ => return Ok(None),
        };
        let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let fits = is_name(namespace) && is_name(name) && is_name(provider) && provider.bytes().all(lower);
        if !fits {
            return Ok(None);
        }
        Ok(Some(Self {
            host: host.to_ascii_lowercase(),
            namespace: (*namespace).to_owned(),
            name: (*name).to_owned(),
            provider: (*provider).to_owned(),
            directory: clean_directory(directory)?,
        }))
    }

    /// Whether its registry is one whose modules are public repositories.
    pub fn is_public(&self) -> bool {
        PUBLIC.contains(&self.host.as_str())
    }

    pub(super) fn identity(&self) -> String {
        let host = if self.is_public() { "public" } else { self.host.as_str() };
        format!("registry {host}/{}/{}/{}//{}", self.namespace, self.name, self.provider, self.directory)
    }
}

impl fmt::Display for RegistryAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/{}", self.host, self.namespace, self.name, self.provider)?;
        if self.directory.is_empty() { Ok(()) } else { write!(f, "//{}", self.directory) }
    }
}

/// Whether a text may be the host of a registry.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "0"));
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let named = (name.contains('.') || name == "localhost") && !name.starts_with(['-', '.']);
    named
        && name.bytes().all(fits)
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && !REPOSITORIES.iter().any(|host| name.eq_ignore_ascii_case(host))
}

fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let ends = |text: &str| {
        let first = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
        first && text.bytes().next_back().is_some_and(|byte| byte.is_ascii_alphanumeric())
    };
    text.len() <= LONGEST_NAME && ends(text) && text.bytes().all(fits)
}
