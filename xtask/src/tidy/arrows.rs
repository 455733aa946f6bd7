//! The arrows between crates point one way: inputs → records → model → graph → rules → reports → command.

use std::collections::BTreeMap;

use toml::Table;

use crate::problem::Problem;
use crate::tree::TextFile;

/// Folder of a crate → the workspace's crates it may use. A provider folder that is not listed gets [`PROVIDER`].
const ALLOWED: &[(&str, &[&str])] = &[
    ("crates/packets", &[]),
    ("crates/policy", &[]),
    ("crates/reach", &["packets"]),
    ("crates/model", &["packets"]),
    ("crates/hcl", &[]),
    ("crates/value", &["model"]),
    ("crates/functions", &["model", "value"]),
    ("crates/terraform", &["functions", "hcl", "model", "value"]),
    ("crates/fetch", &["model", "terraform"]),
    ("crates/replies", &["hcl", "model", "terraform", "value"]),
    ("crates/provider", &["model", "packets", "replies", "terraform"]),
    ("crates/graph", &["model", "packets", "reach"]),
    ("crates/trace", &["model", "packets"]),
    ("crates/check", &["graph", "model", "packets"]),
    ("crates/report", &["check", "model", "packets"]),
    ("rules", &["check", "graph", "model", "packets"]),
    ("xtask", &[]),
    ("fuzz", &["hcl", "model", "terraform"]),
];

/// Folder of a crate → what its tests may use besides: the functions' cases are expressions, which have to be parsed.
const TESTED_WITH: &[(&str, &[&str])] = &[("crates/functions", &["hcl"]), ("crates/graph", &["trace"])];

/// What a cloud may use: never the graph, the rules or another cloud.
const PROVIDER: &[&str] = &["model", "packets", "policy", "provider", "replies", "terraform"];

const PREFIX: &str = "ringfence-";

/// Complains about dependencies between the workspace's crates that the house plan does not have.
pub(crate) fn check(files: &[TextFile]) -> Vec<Problem> {
    files
        .iter()
        .filter(|file| file.name() == "Cargo.toml" && file.path != "Cargo.toml")
        .flat_map(check_crate)
        .collect()
}

fn check_crate(file: &TextFile) -> Vec<Problem> {
    let folder = file.path.trim_end_matches("/Cargo.toml");
    let complain = |line, message| vec![Problem::new("arrows", &file.path, line, message)];
    let Some(allowed) = allowed(folder) else {
        return complain(
            0,
            "the crate is not in the table of xtask/src/tidy/arrows.rs: add it there".to_owned(),
        );
    };
    let manifest: Table = match file.text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return complain(0, format!("does not parse: {error}")),
    };
    let fits = |name: &str, kind: &str| {
        is_allowed(name, allowed) || kind == "dev-dependencies" && is_allowed(name, tested_with(folder))
    };
    let forbidden = dependencies(&manifest).into_iter().filter(|(name, kind)| !fits(name, kind));
    forbidden
        .map(|(name, kind)| {
            let message = format!("{folder} must not depend on `{name}` ({kind}): see docs/architecture.md");
            Problem::new("arrows", &file.path, line_of(file, &name), message)
        })
        .collect()
}

fn allowed(folder: &str) -> Option<&'static [&'static str]> {
    let listed = ALLOWED.iter().find(|(name, _)| *name == folder).map(|(_, allowed)| *allowed);
    listed.or_else(|| folder.starts_with("providers/").then_some(PROVIDER))
}

fn tested_with(folder: &str) -> &'static [&'static str] {
    TESTED_WITH.iter().find(|(name, _)| *name == folder).map_or(&[], |(_, allowed)| *allowed)
}

/// Tests obey the arrows too: otherwise a rule's tests could quietly need a cloud.
fn is_allowed(name: &str, allowed: &[&str]) -> bool {
    allowed.iter().any(|crate_name| name.strip_prefix(PREFIX) == Some(crate_name))
}

/// The workspace's own crates that a manifest names, with the kind of dependency.
fn dependencies(manifest: &Table) -> BTreeMap<String, &'static str> {
    let mut found = BTreeMap::new();
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let table = manifest.get(kind).and_then(|value| value.as_table());
        let names = table.into_iter().flatten().map(|(name, value)| package_name(name, value));
        let own = names.filter(|name| name == "ringfence" || name.starts_with(PREFIX));
        found.extend(own.map(|name| (name, kind)));
    }
    found
}

/// The package that a dependency means, which may have another name in the code.
fn package_name(name: &str, value: &toml::Value) -> String {
    value.get("package").and_then(toml::Value::as_str).unwrap_or(name).to_owned()
}

fn line_of(file: &TextFile, name: &str) -> usize {
    file.lines()
        .find(|(_, line)| line.contains(name) && !line.starts_with("name"))
        .map_or(0, |(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, dependencies: &str) -> Vec<String> {
        let text = format!("[package]\nname = \"x\"\n{dependencies}");
        check(&[TextFile::new(path, &text)]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn rules_know_no_provider() {
        assert_eq!(found("rules/Cargo.toml", "[dependencies]\nringfence-check.workspace = true\n"), [""; 0]);
        let wrong = found("rules/Cargo.toml", "[dependencies]\nringfence-provider-aws.workspace = true\n");
        assert!(
            wrong[0].starts_with("rules/Cargo.toml:4: rules must not depend on `ringfence-provider-aws`"),
            "{wrong:?}"
        );
    }

    #[test]
    fn test_dependencies_obey_too() {
        let wrong =
            found("rules/Cargo.toml", "[dev-dependencies]\nringfence-terraform = { path = \"..\" }\n");
        assert!(wrong[0].contains("(dev-dependencies)"), "{wrong:?}");
    }

    #[test]
    fn what_only_tests_may_use_is_listed() {
        let hcl = |kind: &str| format!("[{kind}]\nringfence-hcl.workspace = true\n");
        assert_eq!(found("crates/functions/Cargo.toml", &hcl("dev-dependencies")), [""; 0]);
        assert_eq!(found("crates/functions/Cargo.toml", &hcl("dependencies")).len(), 1);
        assert_eq!(found("crates/value/Cargo.toml", &hcl("dev-dependencies")).len(), 1);
    }

    #[test]
    fn nothing_depends_on_the_command() {
        for folder in ["crates/report", "rules", "providers/aws", "xtask"] {
            let wrong =
                found(&format!("{folder}/Cargo.toml"), "[dependencies]\nringfence = { path = \"..\" }\n");
            assert_eq!(wrong.len(), 1, "{folder}");
        }
    }

    #[test]
    fn another_name_in_the_code_hides_nothing() {
        let renamed = "[dependencies]\ncloud = { package = \"ringfence-provider-gcp\", path = \"..\" }\n";
        assert_eq!(found("crates/graph/Cargo.toml", renamed).len(), 1);
    }

    #[test]
    fn a_new_cloud_needs_no_entry_but_a_new_crate_does() {
        let own = "[dependencies]\nringfence-provider.workspace = true\n";
        assert_eq!(found("providers/nimbus/Cargo.toml", own), [""; 0]);
        assert_eq!(
            found("providers/nimbus/Cargo.toml", "[dependencies]\nringfence-graph.workspace = true\n").len(),
            1
        );
        assert_eq!(found("crates/new/Cargo.toml", "").len(), 1);
    }
}
