//! Disks: `aws_ebs_volume`, `aws_volume_attachment`, block devices of machines and templates.
//!
//! Source: the provider's pages (read 2026-11-23).

use ringfence_model::{About, Attr, Gap, GapKind, Model, ResourceId, Source, Tag, Volume};
use ringfence_provider::{Fields, about, name_tag, tags};
use ringfence_terraform::{Record, Value};

use super::launch::Launch;
use super::volume_encryption::{encrypted, key};
use crate::links::ANY;
use crate::pages;
use crate::stack::{Stack, id};

/// The disks that are resources of their own.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    for record in stack.records.of_type("aws_ebs_volume") {
        let mut header = about(record, "EBS volume");
        header.tags = tags(record.field("tags"));
        header.name = name_tag(&header.tags, "Name");
        let attachments = stack.machines_of_disks().of(&id(record)).iter();
        let device = attachments.into_iter().find_map(|naming| text(naming.record, "device_name"));
        model.volumes.push(Volume {
            about: header,
            encrypted: encrypted(stack, *record, pages::EBS_VOLUME),
            key: key(stack, *record, pages::EBS_VOLUME),
            root: false,
            device,
        });
    }
}

/// The disks that are attached to a machine.
pub(super) fn attached(stack: &Stack<'_>, machine: &ResourceId) -> Vec<ResourceId> {
    let attachments = stack.disks_of_machines().of(machine).iter();
    let volumes = attachments.filter_map(|naming| naming.record.field("volume_id"));
    volumes.filter_map(|value| stack.link(value, &ANY).id().cloned()).collect()
}

/// The disks that come with a machine.
pub(super) fn own(stack: &Stack<'_>, machine: &Record, launch: &Launch<'_>) -> Vec<Volume> {
    let mut found = Vec::new();
    for name in ["root_block_device", "ebs_block_device", "block_device_mappings"] {
        let Some(owner) = launch.owner(name) else { continue };
        let page = if name == "block_device_mappings" { pages::LAUNCH_TEMPLATE } else { pages::INSTANCE };
        for (number, block) in launch.nested(name).iter().enumerate() {
            // A mapping without `ebs` is a disk of the host (`virtual_name`) or takes one away (`no_device`).
            let body = if name == "block_device_mappings" { block.block("ebs") } else { Some(block) };
            let Some(body) = body else { continue };
            let device = text(block, "device_name");
            let root = name == "root_block_device" || device.as_deref().is_some_and(is_root);
            let header = of_block(
                owner,
                launch,
                block,
                ResourceId::new(format!("{}.{name}[{number}]", owner.address)),
            );
            found.push(Volume {
                about: header,
                encrypted: encrypted(stack, body, page),
                key: key(stack, body, page),
                root,
                device,
            });
        }
    }
    if !found.iter().any(|volume| volume.root) {
        found.insert(0, unseen_root(stack, machine, launch));
    }
    found
}

/// Device names under which images have their root disk.
///
/// Source: EC2 User Guide, device names on Linux instances: `/dev/sda1` or `/dev/xvda` is reserved for root
/// (read 2026-11-23).
fn is_root(device: &str) -> bool {
    matches!(device, "/dev/xvda" | "/dev/sda1" | "/dev/sda" | "xvda")
}

fn of_block(owner: &Record, launch: &Launch<'_>, block: &Value, id: ResourceId) -> About {
    let mut header = about(owner, "EBS volume");
    header.id = id;
    header.declared_at = Source::File(block.origin.at);
    header.tags = volume_tags(launch, block);
    header.name = name_tag(&header.tags, "Name");
    header
}

/// Tags of the block, of all disks of the instance, or of the template's disks.
fn volume_tags(launch: &Launch<'_>, block: &Value) -> Vec<Tag> {
    if block.field("tags").is_some() {
        return tags(block.field("tags"));
    }
    if launch.field("volume_tags").is_some() {
        return tags(launch.field("volume_tags"));
    }
    specified_tags(launch, "volume")
}

/// The tags that a template gives to one kind of resource.
pub(super) fn specified_tags(launch: &Launch<'_>, kind: &str) -> Vec<Tag> {
    let blocks = launch.nested("tag_specifications").iter();
    let of_kind = blocks.filter(|block| block.field("resource_type").and_then(Value::as_str) == Some(kind));
    let mut found: Vec<Tag> = of_kind.flat_map(|block| tags(block.field("tags"))).collect();
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found
}

/// The root disk of which nothing is written: the image decides.
fn unseen_root(stack: &Stack<'_>, machine: &Record, launch: &Launch<'_>) -> Volume {
    let owner = launch.template.unwrap_or(machine);
    let what = format!("the root disk of `{}`: nothing is written, so the image decides", machine.address);
    let gap = launch.unseen.clone().unwrap_or(Gap {
        kind: GapKind::OutsideInput,
        what,
        source: Some(Source::File(owner.header)),
    });
    let mut header = about(owner, "EBS volume");
    header.id = ResourceId::new(format!("{}/root-disk", owner.address));
    let region = encrypted(stack, owner, pages::INSTANCE);
    let certain = region.truth().certain() && owner.field("encrypted").is_none();
    Volume {
        about: header,
        encrypted: if certain { region } else { Attr::Unknown(gap.clone()) },
        key: Attr::Unknown(gap),
        root: true,
        device: None,
    }
}

fn text(body: &impl Fields, name: &str) -> Option<String> {
    body.field(name)?.as_str().map(str::to_owned)
}
