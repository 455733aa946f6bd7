//! Disks: the root disk as a part of its instance, every other one by itself.
//!
//! Source: EC2 API `Volume`, `InstanceBlockDeviceMapping`; `aws_instance`, `aws_ebs_volume`, `aws_volume_attachment`
//! (read 2026-11-25).

use std::collections::{HashMap, HashSet};

use ringfence_replies::{Body, field, items, path, text};
use ringfence_terraform::Value;

use super::kinds::command;
use super::making::Making;
use super::objects::Object;
use super::shape::{put_tags, tags};

/// Attributes that blocks and resources of disks share.
const OF_DISKS: [(&str, &str); 3] =
    [("Encrypted", "encrypted"), ("KmsKeyId", "kms_key_id"), ("SnapshotId", "snapshot_id")];

/// Attributes of which the names differ; these are those of blocks.
const OF_BLOCKS: [(&str, &str); 4] =
    [("Size", "volume_size"), ("VolumeType", "volume_type"), ("Iops", "iops"), ("Throughput", "throughput")];

/// All disks by their ids.
pub(super) struct Volumes<'r> {
    known: HashMap<&'r str, Object<'r>>,
}

impl<'r> Volumes<'r> {
    pub(super) fn new(making: &Making<'r>) -> Self {
        let all = making.objects.of("Volumes").into_iter();
        Self { known: all.filter_map(|object| Some((text(object.value, "VolumeId")?, object))).collect() }
    }

    /// The disks of an instance: those of which nothing else is told are all parts of it.
    pub(super) fn of_instance(&self, object: Object<'r>, body: &mut Body) {
        let (mut roots, mut others) = (Vec::new(), Vec::new());
        let root = text(object.value, "RootDeviceName");
        for mapping in items(object.value, "BlockDeviceMappings") {
            let Some(disk) = path(mapping, "Ebs.VolumeId") else { continue };
            let is_root = text(mapping, "DeviceName") == root && root.is_some();
            let known = disk.as_str().and_then(|id| self.known.get(id));
            match (known, is_root) {
                (Some(known), true) => roots.push(Self::block(mapping, disk, Some(known.value))),
                (Some(_), false) => {}
                (None, true) => roots.push(Self::block(mapping, disk, None)),
                (None, false) => others.push(Self::block(mapping, disk, None)),
            }
        }
        let lists = [("root_block_device", roots), ("ebs_block_device", others)];
        for (name, blocks) in lists.into_iter().filter(|(_, blocks)| !blocks.is_empty()) {
            body.set_list(name, blocks, object.value.origin.at);
        }
    }

    fn block(mapping: &Value, disk: &Value, known: Option<&Value>) -> Value {
        let mut block = Body::default();
        block.put("volume_id", Some(disk));
        block.copy(
            mapping,
            &[("DeviceName", "device_name"), ("Ebs.DeleteOnTermination", "delete_on_termination")],
        );
        if let Some(known) = known {
            block.copy(known, &OF_DISKS);
            block.copy(known, &OF_BLOCKS);
            block.put("tags", tags(known).as_ref());
        } else {
            let why = format!("whether a disk is encrypted, which no reply tells ({})", command("Volumes"));
            block.set_unknown("encrypted", &why, disk.origin.at);
            block.set_unknown("kms_key_id", &why, disk.origin.at);
        }
        block.block(mapping.origin.at)
    }
}

/// Every disk that is no instance's root, with what attaches it.
pub(super) fn make(making: &mut Making<'_>) {
    let mut roots = HashSet::new();
    for object in making.objects.of("Instances") {
        let root = text(object.value, "RootDeviceName");
        let mappings = items(object.value, "BlockDeviceMappings").iter();
        let own = mappings.filter(|mapping| text(mapping, "DeviceName") == root);
        roots.extend(own.filter_map(|mapping| text(mapping, "Ebs.VolumeId")));
    }
    for (object, id) in making.each("Volumes", "VolumeId") {
        if id.as_str().is_some_and(|id| roots.contains(id)) {
            continue;
        }
        let mut body = Body::default();
        body.copy(object.value, &OF_DISKS);
        body.copy(
            object.value,
            &[
                ("AvailabilityZone", "availability_zone"),
                ("Size", "size"),
                ("VolumeType", "type"),
                ("MultiAttachEnabled", "multi_attach_enabled"),
            ],
        );
        put_tags(&mut body, object.value);
        making.add("aws_ebs_volume", object, id, body);
        for attachment in items(object.value, "Attachments") {
            let (Some(instance), Some(device)) =
                (field(attachment, "InstanceId"), field(attachment, "Device"))
            else {
                continue;
            };
            let mut body = Body::default();
            body.put("instance_id", Some(instance));
            body.put("volume_id", Some(id));
            body.put("device_name", Some(device));
            let address =
                format!("{}:{}", id.as_str().unwrap_or_default(), instance.as_str().unwrap_or_default());
            making.add_as("aws_volume_attachment", object, &address, instance.origin.at, body);
        }
    }
    for object in making.objects.of("EbsEncryptionByDefault") {
        let at = object.value.origin.at;
        let mut body = Body::default();
        body.put("enabled", Some(object.value));
        let scope = making.objects.scope(object);
        let parts = [scope.account.as_deref(), scope.region.as_deref()];
        let place = parts.into_iter().flatten().collect::<Vec<_>>().join("/");
        making.add_as("aws_ebs_encryption_by_default", object, &format!("ebs-encryption/{place}"), at, body);
    }
}
