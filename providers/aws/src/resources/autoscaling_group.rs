//! `aws_autoscaling_group` with its `aws_launch_template` or `aws_launch_configuration`.
//!
//! Source: the provider's pages (read 2026-11-23).

use rayon::prelude::*;
use ringfence_model::{Evidence, Link, MachineKind, Model, Source, Tag, Truth};
use ringfence_provider::{Fields, about, name_tag, source, tags};
use ringfence_terraform::{Record, Value};

use super::launch::Launch;
use super::machine::{Made, add, machine};
use super::volume::specified_tags;
use crate::links::SUBNET;
use crate::stack::{Stack, id, outside};

/// All groups. One that mixes templates is a machine for each.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    let groups = stack.records.of_type("aws_autoscaling_group").par_iter();
    let made: Vec<Made> = groups.flat_map_iter(|record| machines(stack, record)).collect();
    add(model, made);
}

fn machines<'s>(stack: &'s Stack<'_>, record: &'s Record) -> impl Iterator<Item = Made> + 's {
    templates(record).into_iter().enumerate().map(move |(number, template)| {
        let launch = match template {
            Some(value) => Launch::from_template(stack, value),
            None => Launch { own: None, template: None, unseen: Some(no_template(record)) },
        };
        group(stack, record, &launch, number)
    })
}

fn group(stack: &Stack<'_>, record: &Record, launch: &Launch<'_>, number: usize) -> Made {
    let mut header = about(record, "auto scaling group");
    header.tags = all_tags(record, launch);
    let own = record.field("name").and_then(|value| value.as_str()).map(str::to_owned);
    header.name = own.or_else(|| name_tag(&header.tags, "Name"));
    if number > 0 {
        // Further templates are alternatives: the id must stay unique, the group is the part they share.
        header.id = ringfence_model::ResourceId::new(format!("{}/override-{number}", record.address));
        header.exists = header.exists.and(Truth::Unknown);
    }
    if record.field("max_size").and_then(Value::as_i64) == Some(0) {
        header.exists = Truth::No;
    }
    let subnets = record.field("vpc_zone_identifier").map(|value| stack.links(value, &SUBNET));
    let placed = subnets.filter(|links| !links.is_empty());
    let evidence: Vec<Evidence> =
        placed.iter().flatten().filter_map(|link| placement(record, link)).collect();
    let mut made = machine(stack, record, launch, (MachineKind::Group, header, placed));
    if number > 0 {
        made.machine.parts.push(id(record));
    }
    made.machine.evidence.extend(evidence);
    made
}

fn placement(record: &Record, link: &Link) -> Option<Evidence> {
    let (id, source) = (link.id()?, link.source()?);
    Some(Evidence::new(&crate::stack::id(record), format!("its machines stand in `{id}`"), source))
}

/// The templates it launches from: one, or the policy's with its overrides.
fn templates(record: &Record) -> Vec<Option<&Value>> {
    if let Some(value) = record.field("launch_configuration").filter(|value| value.as_str() != Some("")) {
        return vec![Some(value)];
    }
    if let Some(block) = record.block("launch_template") {
        return vec![block.field("id").or_else(|| block.field("name"))];
    }
    let policy = record.block("mixed_instances_policy").and_then(|policy| policy.block("launch_template"));
    let Some(policy) = policy else { return vec![None] };
    let overrides = policy.nested("override").iter().filter_map(specification).map(Some);
    std::iter::once(specification(policy)).chain(overrides).collect()
}

fn specification(block: &Value) -> Option<&Value> {
    let inner = block.block("launch_template_specification")?;
    inner.field("launch_template_id").or_else(|| inner.field("launch_template_name"))
}

fn no_template(record: &Record) -> ringfence_model::Gap {
    outside(format!("the launch template of `{}`", record.address), Some(Source::File(record.header)))
}

/// Tags of the group (`tag` blocks, or `tags` as a list of objects), then those its template gives instances.
fn all_tags(record: &Record, launch: &Launch<'_>) -> Vec<Tag> {
    let blocks = record.nested("tag").iter().chain(record.nested("tags"));
    let mut found: Vec<Tag> = blocks
        .filter_map(|block| {
            let key = block.field("key")?;
            let value = block.field("value").and_then(|value| value.as_str()).map(str::to_owned);
            Some(Tag { key: key.as_str()?.to_owned(), value, source: source(key) })
        })
        .collect();
    let as_map = record.field("tags").filter(|value| value.as_map().is_some());
    for tag in tags(as_map).into_iter().chain(specified_tags(launch, "instance")) {
        if !found.iter().any(|own| own.key == tag.key) {
            found.push(tag);
        }
    }
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found
}
