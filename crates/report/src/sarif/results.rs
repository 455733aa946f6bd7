//! Results: one for each group of findings.

use std::collections::BTreeMap;

use ringfence_check::{RESOURCE_IDENTITY, Remark, Verdict, redact};
use serde::Serialize;

use super::code_flows::{CodeFlow, code_flows};
use super::level;
use super::locations::Location;
use super::message::{self, Filled, Text, sentence};
use super::rules::RuleIndex;
use super::selection::{Detail, Group};
use super::uri::Paths;
use crate::clean::Clean;
use crate::words;

/// A result.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult {
    pub(super) rule_id: String,
    pub(super) rule_index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'static str>,
    pub(super) level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rank: Option<u8>,
    pub(super) message: Filled,
    /// Exactly one: code scanning refuses none, and ignores further ones.
    pub(super) locations: [Location; 1],
    pub(super) partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) code_flows: Vec<CodeFlow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<Location>,
    pub(super) properties: ResultProperties,
}

/// What only our own readers know.
#[derive(Debug, Serialize)]
pub(super) struct ResultProperties {
    /// Which kind of input it was found in.
    pub(super) source: &'static str,
    pub(super) severity: &'static str,
    pub(super) verdict: &'static str,
    pub(super) requirement: &'static str,
    pub(super) stack: Clean,
    pub(super) aspect: &'static str,
    pub(super) subject: Clean,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) instances: Vec<Clean>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) unknowns: Vec<Clean>,
}

/// What results are made with.
#[derive(Debug)]
pub(super) struct Results<'a> {
    pub(super) rules: &'a RuleIndex,
    pub(super) paths: &'a Paths,
}

impl Results<'_> {
    /// The result of a group; nothing if its rule is not one of the run's, which no report has.
    pub(super) fn result(&self, group: &Group<'_>, detail: Detail) -> Option<SarifResult> {
        let finding = group.finding;
        let (rule_id, rule_index) = self.rules.of_finding(finding)?;
        let related: Vec<&Remark> =
            finding.related.iter().filter(|remark| remark.site.is_some()).take(detail.related).collect();
        let ways = group.ways().take(detail.ways);
        Some(SarifResult {
            rule_id: rule_id.to_owned(),
            rule_index,
            kind: level::kind(group.verdict(), group.profile),
            level: level::level(finding.severity, group.verdict(), group.profile),
            rank: Some(level::rank(finding.severity, group.verdict())),
            message: message_of(group, &related),
            locations: [Location::of(&finding.primary, self.paths, detail.place)],
            partial_fingerprints: BTreeMap::from([
                ("primaryLocationLineHash", finding.primary.spot.line_hash.clone()),
                (RESOURCE_IDENTITY, finding.identity()),
            ]),
            code_flows: code_flows(finding, ways, self.paths, detail.steps),
            related_locations: self.related_locations(&related, detail),
            properties: ResultProperties::of(group, self.paths),
        })
    }

    fn related_locations(&self, related: &[&Remark], detail: Detail) -> Vec<Location> {
        let sited = related.iter().filter_map(|remark| Some((*remark, remark.site.as_ref()?))).zip(1..);
        let location = |((remark, site), id): ((&Remark, _), usize)| {
            let text = sentence(&format!("{}: {}", remark.subject, remark.fact));
            Location::of(site, self.paths, detail.steps).with_id(id).with_message(Text::new(&text))
        };
        sited.map(location).collect()
    }
}

fn message_of(group: &Group<'_>, related: &[&Remark]) -> Filled {
    let template = match group.verdict() {
        Verdict::Violation => message::VIOLATION,
        Verdict::Possible => message::POSSIBLE,
    };
    let fix = message::unlinked(group.finding.fix.trim().trim_end_matches('.')).into_owned();
    let arguments = [message::titled(&group.finding.message), details(group, related), fix];
    template.fill(arguments.map(|text| Clean::new(&text)))
}

/// How many instances a message names.
const NAMED_INSTANCES: usize = 5;

fn details(group: &Group<'_>, related: &[&Remark]) -> String {
    let subject = &group.finding.subject;
    let role = subject.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    let mut sentences = vec![sentence(&format!("Subject: {} `{}`{role}", subject.kind, subject.id))];
    if let Some(way) = group.ways().next() {
        let more = group.ways().count() - 1;
        let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
        sentences.push(sentence(&format!("Way in: {}{more}", way.summary)));
    }
    let unknowns = group.unknowns();
    if !unknowns.is_empty() {
        sentences.push(sentence(&format!("Not known: {}", unknowns.join("; "))));
    }
    sentences.extend(instances(&group.instances()));
    let links: Vec<String> =
        related.iter().zip(1..).map(|(remark, id)| message::link(&remark.fact, id)).collect();
    if !links.is_empty() {
        sentences.push(format!("See also: {}.", links.join("; ")));
    }
    sentences.join(" ")
}

/// Of whom else the same holds.
pub(super) fn instances(instances: &[&str]) -> Option<String> {
    let named: Vec<String> = instances.iter().take(NAMED_INSTANCES).map(|id| format!("`{id}`")).collect();
    let rest = instances.len() - named.len();
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    (!named.is_empty()).then(|| sentence(&format!("The same holds for {}{rest}", named.join(", "))))
}

impl ResultProperties {
    fn of(group: &Group<'_>, paths: &Paths) -> Self {
        let finding = group.finding;
        let clean = |texts: Vec<&str>| texts.into_iter().map(Clean::new).collect();
        Self {
            source: "terraform",
            severity: finding.severity.name(),
            verdict: words::verdict(finding.verdict),
            requirement: words::requirement(finding.rule.requirement),
            stack: Clean::composed(paths.repository_path(&redact(&finding.stack))),
            aspect: finding.aspect,
            subject: Clean::new(&finding.subject.id),
            instances: clean(group.instances()),
            unknowns: clean(group.unknowns()),
        }
    }
}
