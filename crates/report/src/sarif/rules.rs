//! Rule descriptors. They do not depend on what was found: all rules are there in every log.

use std::collections::BTreeMap;

use ringfence_check::{Finding, Requirement, RuleMeta, Verdict};
use serde::Serialize;

use super::level;
use super::message::{CLEAR, POSSIBLE, Template, Text, VIOLATION, sentence};
use super::taxonomies::{Relationship, Taxonomies};
use super::{Profile, rule_help};

/// A rule.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    id: String,
    name: String,
    short_description: Text,
    full_description: Text,
    help: rule_help::Help,
    help_uri: String,
    message_strings: BTreeMap<&'static str, MessageString>,
    default_configuration: Configuration,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relationships: Vec<Relationship>,
    properties: RuleProperties,
}

#[derive(Debug, Serialize)]
struct MessageString {
    text: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

#[derive(Debug, Serialize)]
struct RuleProperties {
    tags: Vec<String>,
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    problem_severity: &'static str,
    /// A string: code scanning takes no number.
    #[serde(rename = "security-severity")]
    security_severity: &'static str,
    requirement: &'static str,
}

/// Which descriptor the findings of a rule belong to.
#[derive(Debug)]
pub(super) struct RuleIndex {
    /// Rules in the order of their descriptors, with the verdict each is for.
    entries: Vec<(&'static RuleMeta, Verdict)>,
    /// Index in `entries` and id, by rule and verdict.
    index: BTreeMap<(&'static str, Verdict), (String, usize)>,
    profile: Profile,
}

/// The longest description that code scanning shows whole.
const LONGEST_DESCRIPTION: usize = 1_024;

/// And how many tags.
const MOST_TAGS: usize = 10;

impl RuleIndex {
    pub(super) fn of(rules: &[&'static RuleMeta], profile: Profile) -> Self {
        let verdicts: &[Verdict] = match profile {
            Profile::Github => &[Verdict::Violation, Verdict::Possible],
            Profile::Full => &[Verdict::Violation],
        };
        let entries: Vec<_> = rules.iter().flat_map(|rule| verdicts.iter().map(|v| (*rule, *v))).collect();
        let numbered = entries.iter().zip(0..);
        let index = numbered.map(|((rule, v), at)| ((rule.id, *v), (descriptor_id(rule, *v), at))).collect();
        Self { entries, index, profile }
    }

    /// Id and index of a finding's descriptor.
    pub(super) fn of_finding(&self, finding: &Finding) -> Option<(&str, usize)> {
        let certain = self.profile == Profile::Full;
        let verdict = if certain { Verdict::Violation } else { finding.verdict };
        self.of_rule(finding.rule, verdict)
    }

    /// Id and index of a rule's descriptor.
    pub(super) fn of_rule(&self, rule: &RuleMeta, verdict: Verdict) -> Option<(&str, usize)> {
        self.index.get(&(rule.id, verdict)).map(|(id, at)| (id.as_str(), *at))
    }

    pub(super) fn descriptors(&self, taxonomies: &Taxonomies) -> Vec<Rule> {
        self.entries
            .iter()
            .map(|(rule, verdict)| Rule::of(rule, *verdict, self.profile, taxonomies))
            .collect()
    }
}

/// `RF101`, and for what is only possible `RF101-1`: see [`Profile::Github`].
fn descriptor_id(rule: &RuleMeta, verdict: Verdict) -> String {
    match verdict {
        Verdict::Violation => rule.id.to_owned(),
        Verdict::Possible => format!("{}-1", rule.id),
    }
}

impl Rule {
    fn of(rule: &RuleMeta, verdict: Verdict, profile: Profile, taxonomies: &Taxonomies) -> Self {
        let possible = verdict == Verdict::Possible;
        let title = sentence(rule.title);
        let short = if possible { format!("Possible: {title}") } else { title };
        let full = if possible { format!("{POSSIBLE_IS} {}", rule.what) } else { rule.what.to_owned() };
        Self {
            id: descriptor_id(rule, verdict),
            name: format!("{}{}", pascal_case(rule.name), if possible { "Possible" } else { "" }),
            short_description: Text::new(&cut(&short)),
            full_description: Text::new(&cut(&sentence(&format!("{full} {}", rule.why)))),
            help: rule_help::help(rule, verdict),
            help_uri: rule_help::page(rule.name),
            message_strings: strings(verdict, profile),
            default_configuration: Configuration { level: level::level(rule.severity, verdict, profile) },
            relationships: taxonomies.relationships(rule),
            properties: RuleProperties::of(rule, verdict),
        }
    }
}

/// What the rule for possible findings says of itself.
pub(super) const POSSIBLE_IS: &str = "Reported where a value that cannot be known from the configuration decides, such as a variable without default.";

fn strings(verdict: Verdict, profile: Profile) -> BTreeMap<&'static str, MessageString> {
    let templates: &[Template] = match (profile, verdict) {
        (Profile::Full, _) => &[VIOLATION, POSSIBLE, CLEAR],
        (Profile::Github, Verdict::Violation) => &[VIOLATION],
        (Profile::Github, Verdict::Possible) => &[POSSIBLE],
    };
    templates.iter().map(|template| (template.id, MessageString { text: template.text })).collect()
}

impl RuleProperties {
    fn of(rule: &RuleMeta, verdict: Verdict) -> Self {
        let possible = verdict == Verdict::Possible;
        Self {
            tags: tags(rule),
            precision: if possible { "low" } else { "very-high" },
            problem_severity: if possible { "recommendation" } else { level::problem(rule.severity) },
            security_severity: if possible { level::possible_score(rule.severity) } else { rule.score },
            requirement: crate::words::requirement(rule.requirement),
        }
    }
}

fn tags(rule: &RuleMeta) -> Vec<String> {
    let domain = match rule.requirement {
        Requirement::R1 | Requirement::R2 | Requirement::R4 => "network",
        Requirement::R3 => "identity",
        Requirement::R5 => "encryption",
    };
    let weaknesses = rule.taxa.iter().filter(|taxon| taxon.catalogue == "CWE");
    let weaknesses = weaknesses.map(|taxon| format!("external/cwe/{}", taxon.id.to_lowercase()));
    let own = ["security", "kubernetes", domain].map(str::to_owned);
    own.into_iter().chain(weaknesses).take(MOST_TAGS).collect()
}

/// `etcd-open-to-internet` as `EtcdOpenToInternet`.
pub(super) fn pascal_case(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    name.split(['-', '_']).map(capital).collect()
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST_DESCRIPTION {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST_DESCRIPTION - 2).collect();
    format!("{kept}….")
}
