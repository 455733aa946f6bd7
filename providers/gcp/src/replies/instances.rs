//! Machines and templates.

use ringfence_replies::{Body, field, items, text};
use ringfence_terraform::{Map, Value};

use super::making::Making;
use super::shape::body;

/// Attributes that Terraform calls otherwise.
const RENAMED: [(&str, &str); 6] = [
    ("networkInterfaces", "network_interface"),
    ("accessConfigs", "access_config"),
    ("ipv6AccessConfigs", "ipv6_access_config"),
    ("aliasIpRanges", "alias_ip_range"),
    ("serviceAccounts", "service_account"),
    ("kmsKeyName", "kms_key_self_link"),
];

/// Makes them.
pub(super) fn make(making: &mut Making<'_>) {
    for (object, address) in making.each("instance") {
        let own = machine(making, object, true);
        making.add("google_compute_instance", address, object.origin.at, own);
    }
    for (object, address) in making.each("instanceTemplate") {
        let Some(properties) = field(object, "properties") else { continue };
        let mut own = machine(making, properties, false);
        own.put("name", field(object, "name"));
        making.add("google_compute_instance_template", address, object.origin.at, own);
    }
}

fn machine(making: &mut Making<'_>, object: &Value, is_instance: bool) -> Body {
    let kept: Map = object
        .as_map()
        .into_iter()
        .flatten()
        .filter(|(name, _)| !special(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let mut own = body(&Value::object(kept, object.origin.at), &RENAMED);
    let at = object.origin.at;
    if let Some(tags) = field(object, "tags") {
        own.put("tags", field(tags, "items"));
    }
    let entries = items(object, "metadata.items").iter();
    let entries: Map =
        entries.filter_map(|item| Some((text(item, "key")?.into(), field(item, "value")?.clone()))).collect();
    if !entries.is_empty() {
        for value in entries.values() {
            making.hide(value);
        }
        own.set("metadata", Value::object(entries, at));
    }
    let (mut boot, mut others) = (Vec::new(), Vec::new());
    for disk in items(object, "disks") {
        let block = body(disk, &RENAMED).block(disk.origin.at);
        let is_boot = field(disk, "boot").and_then(Value::as_bool) == Some(true);
        if is_boot && is_instance { &mut boot } else { &mut others }.push(block);
    }
    own.set_list("boot_disk", boot, at);
    own.set_list(if is_instance { "attached_disk" } else { "disk" }, others, at);
    own
}

/// Attributes that are put together otherwise.
fn special(name: &str) -> bool {
    ["tags", "metadata", "disks"].contains(&name)
}
