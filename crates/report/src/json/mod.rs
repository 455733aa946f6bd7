//! Ringfence's own format: all of the report, versioned.
//!
//! `docs/report-schema.json` describes it. A field may be added within a version; none is renamed, removed or
//! given another meaning.

mod clear;
mod findings;
mod rules;
mod sites;

use std::io::{self, Write};

use ringfence_check::{CoverageSummary, Report, SeenNotice, Site, StackSummary, UnknownReason};
use serde::Serialize;

use crate::clean::{self, Clean};
use clear::ClearJson;
use findings::Findings;
use rules::RuleJson;
use sites::SiteJson;

/// Name and version of the format.
pub const SCHEMA: &str = "ringfence/report/1";

/// Writes the report, indented.
///
/// # Errors
///
/// Those of `out`.
pub fn write(report: &Report, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &Document::of(report)).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    version: &'static str,
    inputs: Vec<Clean>,
    rules: Vec<RuleJson>,
    findings: Findings<'a>,
    /// Only if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    clear: Option<Vec<ClearJson>>,
    notices: Vec<NoticeJson>,
    stacks: Vec<StackJson>,
    coverage: CoverageJson,
}

#[derive(Debug, Serialize)]
struct NoticeJson {
    level: &'static str,
    id: &'static str,
    message: Clean,
    site: Option<SiteJson>,
}

#[derive(Debug, Serialize)]
struct StackJson {
    root: Clean,
    resources: usize,
    roles: Vec<RoleJson>,
}

#[derive(Debug, Serialize)]
struct RoleJson {
    /// Nothing where it is not known.
    role: Option<String>,
    count: usize,
}

#[derive(Debug, Serialize)]
struct CoverageJson {
    read: usize,
    irrelevant: usize,
    unsupported: Vec<UnsupportedJson>,
    unknown_expressions: usize,
    unknown: Vec<UnknownJson>,
}

#[derive(Debug, Serialize)]
struct UnknownJson {
    reason: &'static str,
    /// Nothing where the reason says all.
    subject: Option<Clean>,
    count: usize,
    first: Option<SiteJson>,
}

#[derive(Debug, Serialize)]
struct UnsupportedJson {
    #[serde(rename = "type")]
    kind: Clean,
    count: usize,
    first: Option<SiteJson>,
}

impl<'a> Document<'a> {
    fn of(report: &'a Report) -> Self {
        Self {
            schema: SCHEMA,
            version: report.version,
            inputs: clean::all(&report.inputs),
            rules: report.rules.iter().map(|rule| RuleJson::of(rule)).collect(),
            findings: Findings(&report.findings),
            clear: report.clear.as_ref().map(|clear| clear.iter().map(ClearJson::of).collect()),
            notices: report.notices.iter().map(NoticeJson::of).collect(),
            stacks: report.stacks.iter().map(StackJson::of).collect(),
            coverage: CoverageJson::of(&report.coverage),
        }
    }
}

impl NoticeJson {
    fn of(notice: &SeenNotice) -> Self {
        Self {
            level: notice.level.name(),
            id: notice.id.name(),
            message: Clean::new(&notice.message),
            site: notice.site.as_ref().map(SiteJson::of),
        }
    }
}

impl StackJson {
    fn of(stack: &StackSummary) -> Self {
        let role = |count: &ringfence_check::RoleCount| RoleJson {
            role: count.role.map(|role| role.to_string()),
            count: count.count,
        };
        Self {
            root: Clean::new(&stack.root),
            resources: stack.resources,
            roles: stack.roles.iter().map(role).collect(),
        }
    }
}

impl UnknownJson {
    fn of(unknown: &UnknownReason) -> Self {
        Self {
            reason: unknown.kind.name(),
            subject: (!unknown.subject.is_empty()).then(|| Clean::new(&unknown.subject)),
            count: unknown.count,
            first: unknown.first.as_ref().map(SiteJson::of),
        }
    }
}

impl CoverageJson {
    fn of(coverage: &CoverageSummary) -> Self {
        let unsupported = |(kind, count, first): &(String, usize, Option<Site>)| UnsupportedJson {
            kind: Clean::new(kind),
            count: *count,
            first: first.as_ref().map(SiteJson::of),
        };
        Self {
            read: coverage.read,
            irrelevant: coverage.irrelevant,
            unsupported: coverage.unsupported.iter().map(unsupported).collect(),
            unknown_expressions: coverage.unknown_expressions,
            unknown: coverage.unknown.iter().map(UnknownJson::of).collect(),
        }
    }
}
