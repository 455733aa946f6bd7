//! Notices about the analysis itself.

use ringfence_check::{SeenNotice, Site};
use ringfence_model::{Level, NoticeId};
use serde::Serialize;

use super::locations::{Location, Snippet};
use super::message::{Text, sentence};
use super::rule_help::DOCUMENTATION;
use super::rules::{Configuration, pascal_case};
use super::uri::Paths;
use crate::clean::Clean;

/// What a kind of notice means.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    id: &'static str,
    name: String,
    short_description: Text,
    full_description: Text,
    help: Text,
    help_uri: String,
    default_configuration: Configuration,
}

/// A notice.
#[derive(Debug, Serialize)]
pub(super) struct Notification {
    descriptor: DescriptorReference,
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Debug, Serialize)]
struct DescriptorReference {
    id: &'static str,
    index: usize,
}

/// A type of resource that is not modelled.
#[derive(Debug, Serialize)]
pub(super) struct Unsupported {
    #[serde(rename = "type")]
    kind: Clean,
    count: usize,
}

impl Unsupported {
    pub(super) fn of((kind, count, _): &(String, usize, Option<Site>)) -> Self {
        Self { kind: Clean::new(kind), count: *count }
    }
}

impl Notification {
    pub(super) fn of(notice: &SeenNotice, paths: &Paths) -> Self {
        let location = notice.site.as_ref().map(|site| Location::of(site, paths, Snippet::Nothing));
        Self {
            locations: location.into_iter().collect(),
            ..Self::new(notice.id, notice.level, &notice.message)
        }
    }

    /// One that stands nowhere.
    pub(super) fn new(id: NoticeId, level: Level, message: &str) -> Self {
        let index = NoticeId::ALL.iter().position(|known| *known == id).unwrap_or_default();
        Self {
            descriptor: DescriptorReference { id: id.name(), index },
            level: level.name(),
            message: Text::new(&sentence(&capitalised(message))),
            locations: Vec::new(),
        }
    }

    /// All the types that are not modelled, in one.
    pub(super) fn of_unsupported(types: &[(String, usize, Option<Site>)], paths: &Paths) -> Option<Self> {
        let named: Vec<String> = types.iter().map(|(kind, count, _)| format!("`{kind}` ({count})")).collect();
        let first = types.iter().find_map(|(_, _, site)| site.as_ref());
        let message = format!(
            "resources of these types are not modelled and may open or grant more: {}",
            named.join(", ")
        );
        let notification = Self::new(NoticeId::Unsupported, Level::Note, &message);
        let locations = first.map(|site| Location::of(site, paths, Snippet::Nothing)).into_iter().collect();
        (!types.is_empty()).then_some(Self { locations, ..notification })
    }
}

/// Descriptors of all kinds, in the order of [`NoticeId::ALL`].
pub(super) fn descriptors() -> Vec<Descriptor> {
    NoticeId::ALL.iter().map(|id| Descriptor::of(*id)).collect()
}

impl Descriptor {
    fn of(id: NoticeId) -> Self {
        let (short, help) = meaning(id);
        Self {
            id: id.name(),
            name: format!("{}Notice", pascal_case(id.name())),
            short_description: Text::new(short),
            full_description: Text::new(&format!(
                "{short} What it concerns was not analysed, or not in full."
            )),
            help: Text::new(help),
            help_uri: format!("{DOCUMENTATION}/coverage.md"),
            default_configuration: Configuration { level: "warning" },
        }
    }
}

/// What it means, and what to do.
fn meaning(id: NoticeId) -> (&'static str, &'static str) {
    match id {
        NoticeId::Syntax => {
            ("A file or block is not valid.", "Mend the syntax; `terraform validate` names the same place.")
        }
        NoticeId::Unreadable => (
            "A file could not be read.",
            "Check that the file exists below the analysed directory, is readable and of sensible size.",
        ),
        NoticeId::MissingModule => (
            "A module could not be found.",
            "Run `ringfence fetch-modules` or `terraform init`, or say where a copy is with `--module-map`.",
        ),
        NoticeId::Limit => (
            "A bound on memory, time, recursion or size was met.",
            "Analyse a smaller part, or write the configuration so that it stays below the bound.",
        ),
        NoticeId::Cycle => ("References go in a circle.", "Break the circle; Terraform would refuse it too."),
        NoticeId::UnknownValue => (
            "A value could not be worked out.",
            "Give the variable a value in a `.tfvars` file; what depends on it is reported as possible.",
        ),
        NoticeId::Policy => (
            "A policy document could not be read.",
            "Check that the document is valid JSON of the provider's policy language.",
        ),
        NoticeId::Unsupported => (
            "A resource type or attribute is not modelled.",
            "What it opens or grants is in no finding: check it by hand.",
        ),
        NoticeId::NoInput => (
            "There was nothing to analyse.",
            "Name a directory with Terraform files, a plan as `terraform show -json` prints it, or a state.",
        ),
        NoticeId::Plan => (
            "A plan says something about itself.",
            "A plan that failed, or that targets resources, holds only a part: plan again without `-target`.",
        ),
        NoticeId::Role => (
            "The role of a machine could not be decided.",
            "Assign the role in `ringfence.toml`; `ringfence explain-roles` shows the signs.",
        ),
        NoticeId::Undecided => (
            "A rule could not be decided for want of configuration.",
            "Add what the message asks for to `ringfence.toml`.",
        ),
        NoticeId::Settings => ("A setting does not count any more.", "Remove it from the file, or renew it."),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
