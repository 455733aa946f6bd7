//! `ringfence.toml`.

mod admin;
mod date;

use std::path::{Path, PathBuf};

use anyhow::Context;
use ringfence_check::Settings;
use ringfence_packets::AddressSet;
use serde::Deserialize;

use admin::{Network, Networks};
pub(crate) use date::Date;

const FILE_NAME: &str = "ringfence.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    #[serde(default)]
    admin: Admin,
    #[serde(default)]
    internet: Internet,
    #[serde(default)]
    kubelet: Kubelet,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Admin {
    networks: Option<Vec<Network>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Internet {
    #[serde(default)]
    own: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kubelet {
    open_to_nodes: Option<bool>,
}

/// The settings for what lies in a directory: from the file that was named, else from the nearest
/// `ringfence.toml` upward, to the root of the repository.
///
/// Errors: a file that cannot be read, an unknown key, an address or a day that is none.
pub(crate) fn settings(directory: &Path, named: Option<&Path>, today: Date) -> anyhow::Result<Settings> {
    let Some(path) = named.map(Path::to_owned).or_else(|| nearest(directory)) else {
        return Ok(Settings::default());
    };
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    parse(&text, today).with_context(|| format!("`{}` is not valid", path.display()))
}

fn parse(text: &str, today: Date) -> anyhow::Result<Settings> {
    let Config { admin, internet, kubelet } = toml::from_str(text)?;
    let own = internet.own.iter().map(String::as_str);
    let mut settings = Settings {
        own_networks: AddressSet::parse_cidrs(own).context("`internet.own`")?,
        kubelet_open_to_nodes: kubelet.open_to_nodes.unwrap_or(true),
        ..Settings::default()
    };
    if let Some(listed) = admin.networks {
        let Networks { valid, expired } = Networks::of(&listed, today)?;
        settings.admin_networks = Some(valid);
        settings.expired = expired;
    }
    Ok(settings)
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

    fn parse(text: &str) -> anyhow::Result<Settings> {
        super::parse(text, Date::parse("2026-11-25").unwrap())
    }

    #[test]
    fn admin_networks_become_a_set() {
        let settings = parse("[admin]\nnetworks = [\"203.0.113.0/25\", \"203.0.113.128/25\"]").unwrap();
        assert_eq!(settings.admin_networks, Some(AddressSet::parse_cidr("203.0.113.0/24").unwrap()));
        assert_eq!(parse("").unwrap(), Settings::default());
    }

    #[test]
    fn networks_count_through_the_last_day_of_theirs() {
        let settings = parse(
            r#"
            [admin]
            networks = [
                "198.51.100.1",
                { cidr = "198.51.100.2", owner = "build team", until = "2026-11-25" },
                { cidr = "198.51.100.3", until = 2026-11-24 },
                { cidr = "198.51.100.4", owner = "former partner", until = "2026-06-30" },
            ]
            "#,
        );
        let settings = settings.unwrap();
        let valid = AddressSet::parse_cidrs(["198.51.100.1", "198.51.100.2"]).unwrap();
        assert_eq!(settings.admin_networks, Some(valid));
        let [first, second] = settings.expired.as_slice() else { unreachable!("two have expired") };
        assert!(first.contains("198.51.100.3") && first.contains("2026-11-24"), "{first}");
        assert!(second.contains("of `former partner`"), "{second}");
    }

    #[test]
    fn ones_own_ranges_and_strict_kubelets_are_said() {
        let settings =
            parse("[internet]\nown = [\"203.0.113.0/24\"]\n[kubelet]\nopen_to_nodes = false").unwrap();
        assert_eq!(settings.own_networks, AddressSet::parse_cidr("203.0.113.0/24").unwrap());
        assert!(!settings.kubelet_open_to_nodes);
    }

    #[test]
    fn mistakes_are_errors_that_name_them() {
        for (text, words) in [
            ("[admin]\nnetwork = []", ["network", "networks"]),
            ("[admin]\nnetworks = [\"10.0.0.0/33\"]", ["10.0.0.0/33", "admin.networks"]),
            ("[admin]\nnetworks = [{ cidr = \"10.0.0.0/8\", untill = \"2026-12-31\" }]", ["untill", "until"]),
            ("[admin]\nnetworks = [{ owner = \"a\" }]", ["missing", "cidr"]),
            ("[admin]\nnetworks = [7]", ["7", "203.0.113.0/24"]),
            ("[admin]\nnetworks = [{ cidr = \"10.0.0.0/8\", until = \"soon\" }]", ["soon", "until"]),
            (
                "[admin]\nnetworks = [{ cidr = \"10.0.0.0/8\", until = \"2026-02-30\" }]",
                ["2026-02-30", "until"],
            ),
            ("[internet]\nown = [\"here\"]", ["here", "internet.own"]),
            ("[internet]\nours = []", ["ours", "own"]),
            ("[kubelet]\nopen = false", ["open", "open_to_nodes"]),
        ] {
            let error = format!("{:#}", parse(text).unwrap_err());
            assert!(words.iter().all(|word| error.contains(word)), "{text}: {error}");
        }
    }
}
