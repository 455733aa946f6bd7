//! Disks: standing alone, attached, and part of instances and templates.

use ringfence_model::{About, Attr, ResourceId, Source, Volume};
use ringfence_provider::{Fields, about, tags};
use ringfence_terraform::Value;

use super::overlay::Overlay;
use crate::kinds::DISK;
use crate::list::elements;
use crate::pages::DISK_ENCRYPTION;
use crate::stack::{Lowered, Stack};

/// Lowers the disks that stand alone.
pub(crate) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    for record in stack.records.of_types(DISK.types) {
        let mut header = about(record, "disk");
        header.name = record.get("name").and_then(Value::as_str).map(str::to_owned);
        header.tags = tags(record.get("labels"));
        let key = key(record.block("disk_encryption_key"));
        out.model.volumes.push(volume(header, key, false, None));
    }
}

/// The disks of a machine: those it names, and those made with it, which are added to the model.
pub(crate) fn of_machine(
    stack: &Stack<'_>,
    out: &mut Lowered<'_>,
    machine: &ResourceId,
    body: &Overlay<'_>,
) -> Vec<ResourceId> {
    let mut found = Vec::new();
    for (block, boot) in [("boot_disk", true), ("attached_disk", false), ("disk", false)] {
        for (at, disk) in elements(body.field(block)).items.iter().enumerate() {
            let boot = boot || is_boot(disk, at);
            found.push(match named_source(stack, disk) {
                Some(id) => id,
                None => made_with(out, body, (block, at), disk, boot),
            });
        }
    }
    found.extend(attached(stack, machine));
    found.retain(|id| !id.as_str().is_empty());
    found
}

/// The disk that a block names instead of making one; an empty name is none.
fn named_source(stack: &Stack<'_>, disk: &Value) -> Option<ResourceId> {
    let value = disk.get("source").filter(|value| value.as_str() != Some(""))?;
    DISK.link(&stack.records, value).id().cloned()
}

/// In templates the first disk is the boot disk, and `boot` may say so.
fn is_boot(disk: &Value, at: usize) -> bool {
    disk.get("boot").and_then(Value::as_bool).unwrap_or(at == 0 && disk.get("source_image").is_some())
}

/// Adds a disk that is made with its machine; once, however many groups use the template.
fn made_with(
    out: &mut Lowered<'_>,
    body: &Overlay<'_>,
    (block, at): (&str, usize),
    disk: &Value,
    boot: bool,
) -> ResourceId {
    let Some(record) = body.described_by() else { return ResourceId::new("") };
    let id = ResourceId::new(format!("{}.{block}[{at}]", record.address));
    if !out.disks.insert(id.clone()) {
        return id;
    }
    let labels = disk.get("labels").or_else(|| disk.block("initialize_params")?.get("labels"));
    let header = About {
        id: id.clone(),
        kind: "disk",
        name: disk
            .get("disk_name")
            .and_then(Value::as_str)
            .filter(|name| !name.is_empty())
            .map(str::to_owned),
        declared_at: Source::File(disk.origin.at),
        declared: true,
        exists: record.exists,
        tags: tags(labels),
    };
    let device = disk.get("device_name").and_then(Value::as_str).map(str::to_owned);
    let key = key(disk.block("disk_encryption_key").or(Some(disk)));
    out.model.volumes.push(volume(header, key, boot, device));
    id
}

/// Disks that separate resources attach to an instance.
fn attached(stack: &Stack<'_>, machine: &ResourceId) -> Vec<ResourceId> {
    let own = stack.attached_disks().of(machine).iter();
    own.filter_map(|naming| DISK.link(&stack.records, naming.record.get("disk")?).id().cloned()).collect()
}

/// Everything on a disk is encrypted, with Google's keys unless the customer names one.
///
/// Source: <https://cloud.google.com/compute/docs/disks/disk-encryption> ("By default, Compute Engine encrypts
/// customer content at rest"), read 2026-11-23.
fn volume(about: About, key: Attr<Option<ResourceId>>, root: bool, device: Option<String>) -> Volume {
    let encrypted = Attr::Default { value: true, source: Source::Documented { url: DISK_ENCRYPTION } };
    Volume { about, encrypted, key, root, device }
}

/// The customer's key, by its name; a key handed over in the configuration has none.
fn key(block: Option<&Value>) -> Attr<Option<ResourceId>> {
    const NAMED: [&str; 2] = ["kms_key_self_link", "kms_key_name"];
    const HANDED_OVER: [&str; 4] =
        ["disk_encryption_key_raw", "disk_encryption_key_rsa", "raw_key", "rsa_encrypted_key"];
    let written = |names: &[&str]| names.iter().find_map(|name| block?.get(name));
    if let Some(value) = written(&NAMED) {
        let id = value.reference().map(|reference| reference.address.clone());
        let id = id.or_else(|| value.as_str().map(Into::into));
        return match id {
            Some(id) => {
                Attr::Set { value: Some(ResourceId::new(id)), source: Source::File(value.origin.used_at()) }
            }
            None => Attr::Unknown(ringfence_provider::gap(value)),
        };
    }
    if let Some(value) = written(&HANDED_OVER) {
        let id = ResourceId::new("customer-supplied key");
        return Attr::Set { value: Some(id), source: Source::File(value.origin.used_at()) };
    }
    Attr::Default { value: None, source: Source::Documented { url: DISK_ENCRYPTION } }
}
