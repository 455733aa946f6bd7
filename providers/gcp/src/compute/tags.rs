//! Labels and network tags.

use ringfence_model::{Gap, Link, Source, Tag};
use ringfence_provider::{Fields, source, tags};

use crate::list::elements;
use crate::network::tag_group;
use crate::symbol::Symbol;

/// Labels, and network tags as keys with an empty value; sorted by key.
pub(crate) fn labels_and_tags(body: &impl Fields) -> Vec<Tag> {
    let network_tags = elements(body.field("tags"));
    let marks = network_tags.items.iter().filter_map(|value| {
        let tag = Symbol::of(value).ok()?;
        Some(Tag { key: tag.text, value: Some(String::new()), source: source(value) })
    });
    let mut all: Vec<Tag> = tags(body.field("labels")).into_iter().chain(marks).collect();
    all.sort_by(|a, b| a.key.cmp(&b.key));
    all.dedup_by(|later, earlier| later.key == earlier.key && later.value == earlier.value);
    all
}

/// The groups that a machine's network tags make it a member of.
///
/// Unknown: a tag that is not known, or a network that is not, may be any group.
pub(crate) fn tag_groups(body: &impl Fields, network: Option<&Link>) -> Vec<Link> {
    let list = elements(body.field("tags"));
    let mut groups: Vec<Link> = list
        .items
        .iter()
        .map(|value| match (Symbol::of(value), network) {
            (Ok(tag), Some(Link::To { id, .. })) => {
                Link::To { id: tag_group(id, &tag), source: Source::File(value.origin.used_at()) }
            }
            (Ok(_), Some(Link::Unknown(gap))) => Link::Unknown(gap.clone()),
            (Ok(_), None) => Link::Unknown(unplaced(value.origin.used_at())),
            (Err(gap), _) => Link::Unknown(gap),
        })
        .collect();
    groups.extend(list.gaps.into_iter().map(Link::Unknown));
    groups
}

/// Every network tag of a machine that is known well enough to compare.
pub(crate) fn symbols(body: &impl Fields) -> Vec<Symbol> {
    elements(body.field("tags")).items.iter().filter_map(|value| Symbol::of(value).ok()).collect()
}

fn unplaced(at: ringfence_model::Span) -> Gap {
    ringfence_provider::invalid("a network tag of a machine without a network", at)
}
