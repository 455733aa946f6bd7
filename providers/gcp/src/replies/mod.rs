//! Saved replies of the API: lists and single resources as `gcloud … --format json` and collectors save them, as records.
//!
//! A record has the type, names and shape that Terraform's state would have. It goes by the resource's own path
//! (`projects/p/zones/z/instances/i`), so that links by URL find it, and every value keeps the place it has in the file.

mod absent;
mod clusters;
mod firewalls;
mod iam;
mod instances;
mod kinds;
mod making;
mod networks;
mod plain;
mod shape;

use ringfence_model::NoticeId;
use ringfence_replies::{Dialect, Opening, Recorded, Reply, ReplyFile, Scope};
use ringfence_terraform::Value;

use kinds::{EFFECTIVE, Use};
use making::Making;

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Replies;

/// Names of replies that do not say their kind, with what they list.
const NAMED: [(&str, &str); 4] = [
    ("firewalls", EFFECTIVE),
    ("clusters", "cluster"),
    ("accounts", "serviceAccount"),
    ("bindings", "iamPolicy"),
];

/// What a single cluster has, which does not say its kind either.
const OF_CLUSTERS: [&str; 2] = ["addonsConfig", "masterAuth"];

impl Dialect for Replies {
    fn name(&self) -> &'static str {
        "Google Cloud"
    }

    fn opens(&self, opening: &Opening) -> bool {
        // Long lists say their kind at the end, and whose they are at the beginning.
        let of_project = opening.text("id").is_some_and(|id| id.starts_with("projects/"));
        opening.text("kind").is_some_and(|kind| kind.starts_with("compute#"))
            || of_project && opening.has("items")
            || NAMED.iter().any(|(name, _)| opening.has(name))
            || OF_CLUSTERS.iter().all(|name| opening.has(name))
    }

    fn replies(&self, file: &ReplyFile) -> Vec<Reply> {
        let root = &file.root;
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let reply = |kind: &str, value: Value| Reply {
            kind: kind.into(),
            scope: Scope::default(),
            file: name.as_ref().into(),
            value,
            continues: root
                .get("nextPageToken")
                .and_then(Value::as_str)
                .is_some_and(|token| !token.is_empty()),
        };
        if let Some(kind) = root.get("kind").and_then(Value::as_str) {
            let kind = kind.rsplit('#').next().unwrap_or(kind);
            let listed = kind.strip_suffix("AggregatedList").or_else(|| kind.strip_suffix("List"));
            return match listed {
                Some(of) => vec![reply(of, shape::listed(root))],
                None => vec![reply(kind, root.clone())],
            };
        }
        if OF_CLUSTERS.iter().all(|name| root.get(name).is_some()) {
            return vec![reply("cluster", root.clone())];
        }
        let Some((name, kind)) = NAMED.iter().find(|(name, _)| root.get(name).is_some()) else {
            return Vec::new();
        };
        // Another cloud lists clusters, or their names, under the same name.
        let listed = root.get(name).and_then(Value::as_list).filter(|_| *kind == "cluster");
        if listed.is_some_and(|all| !all.is_empty() && all.iter().all(|one| one.get("selfLink").is_none())) {
            return Vec::new();
        }
        let whole = [EFFECTIVE, "iamPolicy"].contains(kind);
        let value = if whole { Some(root) } else { root.get(name) };
        value.map(|value| reply(kind, value.clone())).into_iter().collect()
    }

    fn records(&self, replies: &[Reply]) -> Recorded {
        let mut making = Making::new(replies);
        networks::make(&mut making);
        firewalls::make(&mut making);
        instances::make(&mut making);
        clusters::make(&mut making);
        plain::make(&mut making);
        iam::make(&mut making);
        absent::make(&mut making);
        unread(&mut making);
        making.finish()
    }
}

/// Says what was answered and is not read.
fn unread(making: &mut Making<'_>) {
    for (kind, count, at) in making.counts().into_iter().filter(|(_, count, _)| *count > 0) {
        match kinds::of(kind) {
            Some(Use::Read(_) | Use::Special) => {}
            Some(Use::Irrelevant) => {
                making.mention(format!("not read, because no rule depends on it: {count} of `{kind}`"));
            }
            None => {
                let message = format!("{count} of `{kind}` are not modelled and were not analysed");
                making.note(NoticeId::Unsupported, message, at);
            }
        }
    }
}
