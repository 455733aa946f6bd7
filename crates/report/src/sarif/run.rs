//! The run.

use std::collections::BTreeMap;

use ringfence_check::{REDACTED, Report, redact};
use serde::Serialize;

use super::SarifOptions;
use super::category::{AutomationDetails, automation_details};
use super::invocation::Invocation;
use super::message::Text;
use super::notifications::Unsupported;
use super::results::{Results, SarifResult};
use super::rules::RuleIndex;
use super::selection::Selection;
use super::taxonomies::Taxonomies;
use super::tool::Tool;
use super::uri::{Paths, REPOSITORY_ROOT};

/// One run of the command.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    tool: Tool,
    automation_details: AutomationDetails,
    invocations: [Invocation; 1],
    original_uri_base_ids: BTreeMap<&'static str, BaseId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    version_control_provenance: Vec<VersionControl>,
    results: Vec<SarifResult>,
    #[serde(skip_serializing_if = "Taxonomies::is_empty")]
    taxonomies: Taxonomies,
    column_kind: &'static str,
    default_encoding: &'static str,
    language: &'static str,
    redaction_tokens: [&'static str; 1],
    properties: RunProperties,
}

/// A base of relative addresses. It has no `uri`: that would be a path of the machine the command ran on.
#[derive(Debug, Serialize)]
struct BaseId {
    description: Text,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct VersionControl {
    repository_uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<String>,
    mapped_to: MappedTo,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MappedTo {
    uri_base_id: &'static str,
}

/// What was looked at: an analysis that is incomplete says so.
#[derive(Debug, Serialize)]
struct RunProperties {
    coverage: Coverage,
    stacks: Vec<Stack>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Coverage {
    read: usize,
    irrelevant: usize,
    unsupported: Vec<Unsupported>,
    unknown_expressions: usize,
    unknown: Vec<Unknown>,
}

#[derive(Debug, Serialize)]
struct Unknown {
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    count: usize,
}

#[derive(Debug, Serialize)]
struct Stack {
    root: String,
    resources: usize,
    roles: BTreeMap<String, usize>,
}

impl Run {
    pub(super) fn of(report: &Report, options: &SarifOptions) -> Self {
        let paths = Paths::new(options.checkout.as_ref());
        let taxonomies = Taxonomies::of(&report.rules);
        let rules = RuleIndex::of(&report.rules, options.profile);
        let selection = Selection::of(report, options.profile);
        let results = Results { rules: &rules, paths: &paths };
        let groups = selection.groups().iter().enumerate();
        let found = groups.filter_map(|(at, group)| results.result(group, Selection::detail(at)));
        let passes = selection.passes().iter().filter_map(|clear| results.pass(clear));
        Self {
            results: found.chain(passes).collect(),
            invocations: [Invocation::of(report, options, &selection, &paths)],
            automation_details: automation_details(report, options),
            original_uri_base_ids: base_ids(),
            version_control_provenance: provenance(options).into_iter().collect(),
            tool: Tool::of(report, rules.descriptors(&taxonomies), &taxonomies),
            taxonomies,
            column_kind: "utf16CodeUnits",
            default_encoding: "utf-8",
            language: "en-US",
            redaction_tokens: [REDACTED],
            properties: RunProperties::of(report, &paths),
        }
    }
}

fn base_ids() -> BTreeMap<&'static str, BaseId> {
    BTreeMap::from([(
        REPOSITORY_ROOT,
        BaseId { description: Text::new("The root of the analysed repository.") },
    )])
}

fn provenance(options: &SarifOptions) -> Option<VersionControl> {
    Some(VersionControl {
        repository_uri: without_credentials(options.repository.as_deref()?),
        revision_id: options.revision.clone(),
        branch: options.branch.clone(),
        mapped_to: MappedTo { uri_base_id: REPOSITORY_ROOT },
    })
}

/// An address without `user:password@`.
fn without_credentials(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let authority = rest.split('/').next().unwrap_or("");
    let host_at = authority.rfind('@').map_or(0, |at| at + 1);
    format!("{scheme}://{}", rest.get(host_at..).unwrap_or(""))
}

impl RunProperties {
    fn of(report: &Report, paths: &Paths) -> Self {
        let coverage = &report.coverage;
        Self {
            coverage: Coverage {
                read: coverage.read,
                irrelevant: coverage.irrelevant,
                unsupported: coverage.unsupported.iter().map(Unsupported::of).collect(),
                unknown_expressions: coverage.unknown_expressions,
                unknown: coverage.unknown.iter().map(Unknown::of).collect(),
            },
            stacks: report.stacks.iter().map(|stack| Stack::of(stack, paths)).collect(),
        }
    }
}

impl Unknown {
    fn of(unknown: &ringfence_check::UnknownReason) -> Self {
        let subject = (!unknown.subject.is_empty()).then(|| redact(&unknown.subject).into_owned());
        Self { reason: unknown.kind.name(), subject, count: unknown.count }
    }
}

impl Stack {
    fn of(stack: &ringfence_check::StackSummary, paths: &Paths) -> Self {
        let roles = stack.roles.iter().map(|role| (crate::words::role(role.role), role.count));
        Self {
            root: paths.repository_path(&redact(&stack.root)),
            resources: stack.resources,
            roles: roles.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_no_part_of_an_address() {
        assert_eq!(without_credentials("https://me:s3cret@host/a@b"), "https://host/a@b");
        assert_eq!(without_credentials("https://host/a"), "https://host/a");
        assert_eq!(without_credentials("git@host:a"), "git@host:a");
    }
}
