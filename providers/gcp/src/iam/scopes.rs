//! Access scopes: what a machine's credentials can be used for, whatever the account may do.

use ringfence_model::{Gap, Source};
use ringfence_provider::Fields;
use ringfence_terraform::Value;

use crate::list::elements;

/// The scopes of a machine's credentials.
///
/// Source: <https://cloud.google.com/compute/docs/access/service-accounts> ("Access scopes": a request needs
/// the scope and the role), read 2026-11-23.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scopes {
    /// Known scopes: the last segments of their URLs, sorted.
    pub(crate) names: Vec<String>,
    /// Why there may be others.
    pub(crate) gap: Option<Gap>,
    /// Where they stand.
    pub(crate) source: Option<Source>,
}

/// An interface of the cloud that methods of escalation call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Api {
    /// Machines, disks, networks.
    Compute,
    /// Object storage.
    Storage,
    /// Everything that only the widest scope covers.
    Other,
}

/// The scope that covers every interface.
const EVERYTHING: &str = "cloud-platform";

/// Scopes that GKE gives to nodes with the default account and none of their own.
///
/// Source: <https://cloud.google.com/kubernetes-engine/docs/how-to/access-scopes>, read 2026-11-23.
const GKE_DEFAULT: [&str; 6] = [
    "devstorage.read_only",
    "logging.write",
    "monitoring",
    "service.management.readonly",
    "servicecontrol",
    "trace.append",
];

/// Short names of scopes.
///
/// Source: `google/tpgresource/service_scope.go` of terraform-provider-google e03b7622 (those that are not just
/// the end of the URL and bear on a rule), read 2026-11-23.
const ALIASES: [(&str, &str); 5] = [
    ("compute-ro", "compute.readonly"),
    ("compute-rw", "compute"),
    ("storage-full", "devstorage.full_control"),
    ("storage-ro", "devstorage.read_only"),
    ("storage-rw", "devstorage.read_write"),
];

impl Scopes {
    /// The scopes that an attribute lists.
    pub(crate) fn read(block: &impl Fields, attribute: &str) -> Self {
        let value = block.field(attribute);
        let list = elements(value);
        let mut gap = list.gaps.into_iter().next();
        let mut names = Vec::new();
        for item in list.items {
            match item.as_str() {
                Some(text) => names.push(canonical(text)),
                None => gap = gap.or(Some(ringfence_provider::gap(item))),
            }
        }
        names.sort();
        names.dedup();
        Self { names, gap, source: value.map(ringfence_provider::source) }
    }

    /// No limit: the account itself.
    pub(crate) fn unlimited() -> Self {
        Self { names: vec![EVERYTHING.to_owned()], gap: None, source: None }
    }

    /// The scopes of GKE nodes that set none: few with the default account, all with another.
    pub(crate) fn of_gke(default_account: bool) -> Self {
        let all: &[&str] = if default_account { &GKE_DEFAULT } else { &[EVERYTHING] };
        let source = Source::Documented { url: crate::pages::GKE_SCOPES };
        Self { names: all.iter().map(ToString::to_string).collect(), gap: None, source: Some(source) }
    }

    /// Whether they limit nothing.
    pub(crate) fn are_everything(&self) -> bool {
        self.names.iter().any(|name| name == EVERYTHING)
    }

    /// Whether they certainly cover an interface.
    pub(crate) fn cover(&self, api: Api) -> bool {
        let has = |wanted: &str| self.names.iter().any(|name| name == wanted);
        self.are_everything()
            || match api {
                Api::Compute => has("compute"),
                Api::Storage => has("devstorage.full_control"),
                Api::Other => false,
            }
    }

    /// In words, as part of a name.
    pub(crate) fn words(&self) -> String {
        match (&self.gap, self.names.is_empty()) {
            (Some(_), _) => "scopes not known".to_owned(),
            (None, true) => "no scopes".to_owned(),
            (None, false) if self.names == GKE_DEFAULT => "default scopes of GKE".to_owned(),
            (None, false) => format!("scopes {}", self.names.join(", ")),
        }
    }
}

fn canonical(text: &str) -> String {
    let last = text.rsplit('/').next().unwrap_or(text);
    let full = ALIASES.iter().find(|(alias, _)| *alias == last).map(|(_, full)| *full);
    full.unwrap_or(last).to_owned()
}

/// Whether a list of scopes is there at all.
pub(crate) fn are_set(block: &Value, attribute: &str) -> bool {
    !elements(block.get(attribute)).is_empty()
}
