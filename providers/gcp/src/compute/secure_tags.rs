//! Tags of the resource manager, which rules of firewall policies name.

use std::collections::HashMap;

use ringfence_model::{Link, ResourceId, Source};
use ringfence_provider::{Fields, gap_of};
use ringfence_terraform::{Cause, Part, Reason, Record, Value};

use crate::kinds::{INSTANCE, TAG_VALUE};
use crate::stack::Stack;

/// The groups that a machine's secure tags make it a member of: those written in it or its template, and those that
/// resources of their own bind to it.
///
/// Unknown: a tag that is not known may be any.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance>
/// (`params.resource_manager_tags`), the pages of `compute_instance_template` (`resource_manager_tags`) and of
/// `tags_location_tag_binding`, remembered.
pub(super) fn secure_tags(
    stack: &Stack<'_>,
    id: &ResourceId,
    parts: &[ResourceId],
    body: &impl Fields,
) -> Vec<Link> {
    let params = body.block("params").and_then(|params| params.get("resource_manager_tags"));
    let written = params.or_else(|| body.field("resource_manager_tags"));
    let mut all = of_map(stack, written);
    let bound = stack.bound_tags();
    all.extend(std::iter::once(id).chain(parts).filter_map(|id| bound.get(id)).flatten().cloned());
    all
}

/// The groups of a map from keys of tags to their values.
pub(crate) fn of_map(stack: &Stack<'_>, map: Option<&Value>) -> Vec<Link> {
    let Some(map) = map else { return Vec::new() };
    let entries = map.as_map().into_iter().flat_map(ringfence_terraform::Map::values);
    let mut all: Vec<Link> = entries.map(|value| TAG_VALUE.link(&stack.records, value)).collect();
    if let Some(reason) = map.reason() {
        // Keys that only the cloud knows make a map unknown, but not what it is made of.
        match values_in(stack, reason) {
            Some(values) => {
                let source = || Source::File(map.origin.used_at());
                all.extend(values.into_iter().map(|id| Link::To { id, source: source() }));
            }
            None => all.push(Link::Unknown(gap_of(reason, map.origin.used_at()))),
        }
    }
    all
}

/// The tags that resources of their own bind, by the machine or template.
pub(crate) fn bound(stack: &Stack<'_>) -> HashMap<ResourceId, Vec<Link>> {
    let mut found: HashMap<ResourceId, Vec<Link>> = HashMap::new();
    for binding in stack.records.of_type("google_tags_location_tag_binding") {
        let (Some(parent), Some(value)) = (binding.get("parent"), binding.get("tag_value")) else { continue };
        let tag = TAG_VALUE.link(&stack.records, value);
        for record in named(stack, parent) {
            found.entry(ResourceId::new(record.address.clone())).or_default().push(tag.clone());
        }
    }
    found
}

/// The resources that a full name refers to: `//compute.googleapis.com/…/instances/${…}`.
fn named<'a>(stack: &Stack<'a>, name: &Value) -> Vec<&'a Record> {
    if let Some(text) = name.as_str() {
        let last = text.rsplit('/').next().unwrap_or(text);
        let keys = INSTANCE.types.iter().flat_map(|kind| ["instance_id", "name"].map(|key| (kind, key)));
        return keys.flat_map(|(kind, key)| stack.records.with_literal(kind, key, last)).collect();
    }
    let parts = name.parts().unwrap_or_default().iter().filter_map(|part| match part {
        Part::Unknown(reason) => Some(reason.as_ref()),
        Part::Known(_) => None,
    });
    let reasons = parts.chain(name.reason().map(AsRef::as_ref));
    let references = reasons.flat_map(Reason::references);
    let records = references.flat_map(|reference| stack.records.referenced(reference)).copied();
    let mut found: Vec<&Record> = records.collect();
    found.sort_by(|a, b| a.address.cmp(&b.address));
    found.dedup_by(|a, b| a.address == b.address);
    found
}

/// The values of tags that an unknown is made of, if it is made of nothing but keys and values of tags.
fn values_in(stack: &Stack<'_>, reason: &Reason) -> Option<Vec<ResourceId>> {
    match &reason.cause {
        Cause::Computed(reference) | Cause::Data(reference) => {
            let [record] = stack.records.referenced(reference) else { return None };
            match record.type_name.as_ref() {
                "google_tags_tag_value" => Some(vec![ResourceId::new(record.address.clone())]),
                "google_tags_tag_key" => Some(Vec::new()),
                _ => None,
            }
        }
        Cause::Derived(from) => {
            let parts: Option<Vec<Vec<ResourceId>>> =
                from.iter().map(|part| values_in(stack, part)).collect();
            Some(parts?.concat())
        }
        _ => None,
    }
}
