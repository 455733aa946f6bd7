//! Saved replies of the API: what `aws … describe-…` prints, and tools that collect the same, as records.
//!
//! A record is what Terraform's state would have for the object: its type, names, units and shape. It goes by the
//! cloud's own id, so that reports name things as people know them, and every value keeps the place that it has in the
//! file.

mod absent;
mod balancers;
mod classic;
mod databases;
mod direct_connect;
mod eks;
mod endpoints;
mod file_name;
mod gateways;
mod iam;
mod instances;
mod interfaces;
mod kinds;
mod launch_template;
mod making;
mod network_acls;
mod objects;
mod peering;
mod prefix_lists;
mod route_tables;
mod scaling;
mod scope;
mod security_groups;
mod shape;
mod targets;
mod transit;
mod transit_routes;
mod volumes;
mod vpc;
mod vpn;

use ringfence_model::NoticeId;
use ringfence_replies::{Dialect, Opening, Recorded, Reply, ReplyFile};
use ringfence_terraform::Value;

use kinds::Use;
use making::Making;
use objects::Objects;

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Replies;

/// Names that say of a whole file what it is: np-guard's collector puts all kinds into one.
const COLLECTOR: [&str; 2] = ["collector_version", "provider"];

impl Dialect for Replies {
    fn name(&self) -> &'static str {
        "AWS"
    }

    fn opens(&self, opening: &Opening) -> bool {
        if COLLECTOR.iter().all(|name| opening.has(name)) {
            return opening.text("provider") == Some("aws");
        }
        // Descriptions of single things have parts that are called as answers are: a notebook has `SecurityGroups`.
        let is_known = |name: &str| kinds::of(name).is_some();
        opening.names.iter().any(|(name, _)| is_known(name))
            && opening.names.iter().all(|(name, _)| is_known(name) || kinds::BESIDE.contains(&name.as_str()))
    }

    fn replies(&self, file: &ReplyFile) -> Vec<Reply> {
        let Some(map) = file.root.as_map() else { return Vec::new() };
        let from_collector = COLLECTOR.iter().all(|name| map.contains_key(name));
        let continues = ["NextToken", "nextToken", "NextMarker", "Marker"]
            .iter()
            .any(|name| map.get(name).and_then(Value::as_str).is_some_and(|token| !token.is_empty()))
            || map.get("AdditionalRoutesAvailable").and_then(Value::as_bool) == Some(true);
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let reply = |kind: &str, value: &Value| Reply {
            kind: kind.into(),
            scope: scope::of_path(&file.path),
            file: name.as_ref().into(),
            value: value.clone(),
            continues,
        };
        let mut found = Vec::new();
        for (key, value) in map {
            if kinds::BESIDE.contains(&key.as_ref()) || COLLECTOR.contains(&key.as_ref()) || value.is_null() {
                continue;
            }
            let known =
                if from_collector { kinds::collected(key) } else { kinds::of(key).map(|(kind, _)| kind) };
            // Only few answers are a single word, and these are known.
            if known.is_none() && value.as_list().is_none() && value.as_map().is_none() {
                continue;
            }
            // What an instance boots from does not name the instance, which stands beside it.
            let value = if known == Some("UserData") { &file.root } else { value };
            found.push(reply(known.unwrap_or(key), value));
        }
        found
    }

    fn records(&self, replies: &[Reply]) -> Recorded {
        let mut making = Making::new(Objects::new(replies));
        iam::make(&mut making);
        vpc::make(&mut making);
        gateways::make(&mut making);
        route_tables::make(&mut making);
        network_acls::make(&mut making);
        security_groups::make(&mut making);
        instances::make(&mut making);
        interfaces::make(&mut making);
        volumes::make(&mut making);
        peering::make(&mut making);
        transit::make(&mut making);
        transit_routes::make(&mut making);
        vpn::make(&mut making);
        direct_connect::make(&mut making);
        endpoints::make(&mut making);
        prefix_lists::make(&mut making);
        balancers::make(&mut making);
        targets::make(&mut making);
        classic::make(&mut making);
        scaling::make(&mut making);
        eks::make(&mut making);
        databases::make(&mut making);
        absent::make(&mut making);
        unread(&mut making);
        making.finish()
    }
}

/// Says what was answered and is not read.
fn unread(making: &mut Making<'_>) {
    let (mut irrelevant, mut unknown) = (Vec::new(), Vec::new());
    for (kind, count, first) in making.objects.counts() {
        let at = first.map(|object| object.value.origin.at);
        match kinds::of(kind).map(|(_, found)| found) {
            Some(Use::Read(_) | Use::OfAccount(_)) => {}
            _ if count == 0 => {}
            Some(Use::Irrelevant) => irrelevant.push(format!("{count} of `{kind}`")),
            None => {
                unknown.push((format!("{count} of `{kind}` are not modelled and were not analysed"), at));
            }
        }
    }
    if !irrelevant.is_empty() {
        let message = format!("not read, because no rule depends on it: {}", irrelevant.join(", "));
        making.mention(NoticeId::Unsupported, message);
    }
    for (message, at) in unknown {
        making.note(NoticeId::Unsupported, message, at);
    }
}
