//! The outermost object.

use ringfence_check::Report;
use serde::Serialize;

use super::SarifOptions;
use super::run::Run;

/// A SARIF log: one run.
#[derive(Debug, Serialize)]
pub(super) struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

/// The one that validators accept; the `-rtm` ones of earlier drafts are refused.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

impl Log {
    pub(super) fn of(report: &Report, options: &SarifOptions) -> Self {
        Self { schema: SCHEMA, version: "2.1.0", runs: [Run::of(report, options)] }
    }
}
