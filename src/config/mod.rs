//! `ringfence.toml`.

use std::path::{Path, PathBuf};

use anyhow::Context;
use ringfence_check::Settings;
use ringfence_packets::AddressSet;
use serde::Deserialize;

const FILE_NAME: &str = "ringfence.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    #[serde(default)]
    admin: Admin,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Admin {
    networks: Option<Vec<String>>,
}

/// The settings for what lies in a directory: from the file that was named, else from the nearest
/// `ringfence.toml` upward, to the root of the repository.
///
/// Errors: a file that cannot be read, an unknown key, an address that is none.
pub(crate) fn settings(directory: &Path, named: Option<&Path>) -> anyhow::Result<Settings> {
    let Some(path) = named.map(Path::to_owned).or_else(|| nearest(directory)) else {
        return Ok(Settings::default());
    };
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    parse(&text).with_context(|| format!("`{}` is not valid", path.display()))
}

fn parse(text: &str) -> anyhow::Result<Settings> {
    let config: Config = toml::from_str(text)?;
    let networks = config.admin.networks.map(|networks| addresses(&networks)).transpose()?;
    Ok(Settings { admin_networks: networks })
}

fn addresses(networks: &[String]) -> anyhow::Result<AddressSet> {
    AddressSet::parse_cidrs(networks.iter().map(String::as_str)).context("`admin.networks`")
}

fn nearest(directory: &Path) -> Option<PathBuf> {
    // Standard input has no directory: then it is the one in which the command runs.
    let absolute = directory.canonicalize().or_else(|_| std::env::current_dir()).ok()?;
    for folder in absolute.ancestors() {
        let candidate = folder.join(FILE_NAME);
        if candidate.is_file() {
            return Some(candidate);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn admin_networks_become_a_set() {
        let settings = parse("[admin]\nnetworks = [\"203.0.113.0/25\", \"203.0.113.128/25\"]").unwrap();
        assert_eq!(settings.admin_networks, Some(AddressSet::parse_cidr("203.0.113.0/24").unwrap()));
        assert_eq!(parse("").unwrap(), Settings::default());
    }

    #[test]
    fn mistakes_are_errors_that_name_them() {
        let unknown = format!("{:#}", parse("[admin]\nnetwork = []").unwrap_err());
        assert!(unknown.contains("network") && unknown.contains("networks"), "{unknown}");
        let wrong = format!("{:#}", parse("[admin]\nnetworks = [\"10.0.0.0/33\"]").unwrap_err());
        assert!(wrong.contains("10.0.0.0/33"), "{wrong}");
    }
}
