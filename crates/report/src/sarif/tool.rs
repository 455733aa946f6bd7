//! The tool.

use ringfence_check::Report;
use serde::Serialize;

use super::notifications::{Descriptor, descriptors};
use super::rules::Rule;
use super::taxonomies::{ComponentReference, Taxonomies};

/// The tool.
#[derive(Debug, Serialize)]
pub(super) struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    full_name: String,
    semantic_version: &'static str,
    version: &'static str,
    organization: &'static str,
    information_uri: &'static str,
    download_uri: &'static str,
    guid: &'static str,
    language: &'static str,
    rules: Vec<Rule>,
    notifications: Vec<Descriptor>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    supported_taxonomies: Vec<ComponentReference>,
}

impl Tool {
    pub(super) fn of(report: &Report, rules: Vec<Rule>, taxonomies: &Taxonomies) -> Self {
        Self {
            driver: Driver {
                name: "Ringfence",
                full_name: format!("Ringfence {}", report.version),
                semantic_version: report.version,
                version: report.version,
                organization: "Ringfence",
                information_uri: "https://github.com/ringfence/ringfence",
                download_uri: "https://github.com/ringfence/ringfence/releases",
                // Drawn once; the tool keeps it for ever.
                guid: "5e764fc4-a0db-4b65-8493-e30ff5a72fd4",
                language: "en-US",
                rules,
                notifications: descriptors(),
                supported_taxonomies: taxonomies.references(),
            },
        }
    }
}
