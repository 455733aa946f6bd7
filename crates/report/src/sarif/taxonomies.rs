//! Public catalogues, with the entries that the rules refer to.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_check::{RuleMeta, Taxon};
use serde::Serialize;

use super::message::Text;

/// The catalogues in use, sorted by name.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct Taxonomies(Vec<Taxonomy>);

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Taxonomy {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    information_uri: Option<&'static str>,
    is_comprehensive: bool,
    short_description: Text,
    taxa: Vec<Entry>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
}

/// A rule's relation to an entry.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Relationship {
    target: Target,
    kinds: [&'static str; 1],
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    id: &'static str,
    index: usize,
    tool_component: ComponentReference,
}

/// A reference to a catalogue.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ComponentReference {
    name: &'static str,
    index: usize,
}

impl Taxonomies {
    /// Of all rules, whether or not they found anything.
    pub(super) fn of(rules: &[&RuleMeta]) -> Self {
        let mut catalogues: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for taxon in rules.iter().flat_map(|rule| rule.taxa) {
            catalogues.entry(catalogue_name(taxon.catalogue)).or_default().insert(taxon.id);
        }
        Self(catalogues.into_iter().map(|(name, ids)| Taxonomy::of(name, ids)).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// References to all of them.
    pub(super) fn references(&self) -> Vec<ComponentReference> {
        let named = self.0.iter().zip(0..);
        named.map(|(taxonomy, index)| ComponentReference { name: taxonomy.name, index }).collect()
    }

    /// The relations of a rule.
    pub(super) fn relationships(&self, rule: &RuleMeta) -> Vec<Relationship> {
        rule.taxa.iter().filter_map(|taxon| self.relationship(taxon)).collect()
    }

    fn relationship(&self, taxon: &Taxon) -> Option<Relationship> {
        let name = catalogue_name(taxon.catalogue);
        let (catalogue, taxonomy) = self.0.iter().enumerate().find(|(_, taxonomy)| taxonomy.name == name)?;
        let index = taxonomy.taxa.iter().position(|entry| entry.id == taxon.id)?;
        let tool_component = ComponentReference { name: taxonomy.name, index: catalogue };
        let kind = if name == "CWE" { "superset" } else { "relevant" };
        Some(Relationship { target: Target { id: taxon.id, index, tool_component }, kinds: [kind] })
    }
}

/// The catalogue's own name.
fn catalogue_name(catalogue: &'static str) -> &'static str {
    if catalogue == "ATT&CK" { "MITRE ATT&CK" } else { catalogue }
}

impl Taxonomy {
    fn of(name: &'static str, ids: BTreeSet<&'static str>) -> Self {
        let (organization, uri, description) = about(name);
        let entry = |id: &'static str| Entry { id, help_uri: help_uri(name, id) };
        Self {
            name,
            organization,
            information_uri: uri,
            is_comprehensive: false,
            short_description: Text::new(description),
            taxa: ids.into_iter().map(entry).collect(),
        }
    }
}

/// Organisation, address and description of a catalogue.
fn about(name: &str) -> (Option<&'static str>, Option<&'static str>, &'static str) {
    match name {
        "CWE" => (Some("MITRE"), Some("https://cwe.mitre.org/"), "The MITRE Common Weakness Enumeration."),
        "MITRE ATT&CK" => {
            (Some("MITRE"), Some("https://attack.mitre.org/"), "Tactics and techniques of adversaries.")
        }
        "NSA/CISA" => (
            Some("NSA and CISA"),
            Some(
                "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
            ),
            "The Kubernetes Hardening Guide.",
        ),
        _ if name.starts_with("CIS") => (
            Some("Center for Internet Security"),
            Some("https://www.cisecurity.org/benchmark/kubernetes"),
            "The CIS benchmarks.",
        ),
        _ => (None, None, "A public catalogue."),
    }
}

/// The page of an entry, where the catalogue has one a piece.
fn help_uri(catalogue: &str, id: &str) -> Option<String> {
    match catalogue {
        "CWE" => Some(format!("https://cwe.mitre.org/data/definitions/{}.html", id.strip_prefix("CWE-")?)),
        "MITRE ATT&CK" => Some(format!("https://attack.mitre.org/techniques/{}/", id.replace('.', "/"))),
        _ => None,
    }
}
