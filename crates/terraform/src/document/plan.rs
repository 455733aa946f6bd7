//! Plans, as `terraform show -json` prints them.
//!
//! Source: <https://developer.hashicorp.com/terraform/internals/json-format> (read 2026-11-25), format 0.1 to 1.2.

use std::borrow::Cow;
use std::collections::HashSet;

use ringfence_hcl::json::{Json, Kind};
use ringfence_model::{FileId, Truth};
use ringfence_value::Map;

use super::configuration::Configuration;
use super::item::{Item, Sensitive};
use super::links::{Links, Site};
use super::marked::Marked;
use super::record_list::{Listed, records};
use super::relate::relate;
use super::tree::each_resource;
use super::types::{self, typed};
use super::values::{Beside, Values};
use super::written::Written;
use super::{plan_notices, provider};
use crate::{Action, Stack};

/// The records of a plan.
pub(super) fn read(root: Json<'_>, file: FileId, keeps_computed: bool) -> Stack {
    let mut links = Links::new(Configuration::of(root.get("configuration")));
    let (items, mut notices) = items(root, file);
    for item in &items {
        links.add(&item.address);
    }
    let Listed { mut records, notices: more } = records(&items, Some(&links), file, keeps_computed);
    notices.extend(more);
    relate(&mut records, |record| links.blocks(record));
    notices.extend(plan_notices::of(root, file));
    let outputs = outputs(root, &links, file);
    let providers = provider::records(root, links.configuration(), file);
    Stack { records, outputs, providers, notices }
}

/// Every instance that is there after the plan, each once.
fn items(root: Json<'_>, file: FileId) -> (Vec<Item<'_>>, Vec<ringfence_model::Notice>) {
    let mut items = Vec::new();
    let mut seen: HashSet<Cow<'_, str>> = HashSet::new();
    let mut notices = Vec::new();
    let changes = root.get("resource_changes").into_iter().flat_map(Json::items);
    for change in changes {
        if change.get("deposed").is_some_and(|deposed| !deposed.is_null()) {
            continue;
        }
        match item_of(change, Truth::Yes) {
            Some(item) => {
                // What goes away is still in the prior state: it is not to come back from there.
                let stays = item.action.is_none_or(Action::stays);
                if seen.insert(item.address.clone()) && stays {
                    items.push(item);
                }
            }
            None => notices.push(plan_notices::no_address(change, file)),
        }
    }
    // Whether they come to be is decided by a later plan.
    for deferred in root.get("deferred_changes").into_iter().flat_map(Json::items) {
        let item = deferred.get("resource_change").and_then(|change| item_of(change, Truth::Unknown));
        items.extend(item.filter(|item| seen.insert(item.address.clone())));
    }
    let planned = root.get("planned_values");
    let prior = root.get("prior_state").and_then(|state| state.get("values"));
    for (tree, only_data) in [(planned, false), (prior, true)] {
        each_resource(tree, &mut |item| {
            let data = item.node.get("mode").and_then(Json::as_str).as_deref() == Some("data");
            if (data || !only_data) && seen.insert(item.address.clone()) {
                items.push(item);
            }
        });
    }
    (items, notices)
}

/// What a change leaves.
fn item_of(change: Json<'_>, exists: Truth) -> Option<Item<'_>> {
    let header = change.get("address")?;
    let planned = change.get("change");
    let part = |name: &str| planned.and_then(|planned| planned.get(name));
    Some(Item {
        address: header.as_str()?,
        node: change,
        header,
        values: part("after").filter(|after| after.kind() == Kind::Object),
        unknown: part("after_unknown"),
        sensitive: Sensitive::Tree(part("after_sensitive")),
        action: part("actions").and_then(Action::parse),
        exists,
        provider: None,
    })
}

/// The root module's outputs.
fn outputs(root: Json<'_>, links: &Links<'_>, file: FileId) -> Map {
    let mut values = Values::new(file, Some(links));
    let mut outputs = Map::default();
    let planned = root.get("planned_values").and_then(|planned| planned.get("outputs"));
    for (name, _, change) in root.get("output_changes").into_iter().flat_map(Json::entries) {
        let deleted = change.get("actions").and_then(Action::parse) == Some(Action::Delete);
        if deleted {
            continue;
        }
        let expression = links.configuration().module("").and_then(|module| module.output(&name));
        let beside = Beside {
            unknown: change.get("after_unknown"),
            marked: Marked::tree(change.get("after_sensitive")),
            written: expression
                .map_or(Written::Unlisted, |expression| Written::Expressions(vec![expression])),
        };
        let site = Site::root();
        let value = values.output(change.get("after"), values.at(change), &beside, &site);
        let ty = planned.and_then(|planned| planned.get(&name)?.get("type")).and_then(types::parse);
        outputs.insert(values.name(&name), typed(value, ty));
    }
    for (name, value) in shown_outputs(planned, &mut values) {
        if !outputs.contains_key(&name) {
            outputs.insert(name, value);
        }
    }
    outputs
}

/// Outputs as states have them: `{"name": {"value": …, "type": …, "sensitive": …}}`.
pub(super) fn shown_outputs<'d>(node: Option<Json<'d>>, values: &mut Values<'_, 'd>) -> Map {
    let mut outputs = Map::default();
    for (name, _, output) in node.into_iter().flat_map(Json::entries) {
        if let Some(value) = output.get("value") {
            let value = values.plain(value, Marked::tree(output.get("sensitive")));
            outputs.insert(values.name(&name), typed(value, output.get("type").and_then(types::parse)));
        }
    }
    outputs
}
