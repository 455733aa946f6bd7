//! Resources whose attributes are Terraform's but for the case of their names.

use std::collections::BTreeMap;

use ringfence_replies::{field, items, text};
use ringfence_terraform::Value;

use super::kinds::plain;
use super::making::Making;
use super::shape::{after, body, last};

/// Attributes that Terraform calls otherwise.
const RENAMED: [(&str, &str); 2] = [("backends", "backend"), ("namedPorts", "named_port")];

/// Makes them.
pub(super) fn make(making: &mut Making<'_>) {
    for (kind, [of_all, of_region]) in plain() {
        for (object, address) in making.each(kind) {
            let type_name = if after(address, "regions").is_some() { of_region } else { of_all };
            making.add(type_name, address, object.origin.at, body(object, &RENAMED));
        }
    }
    for (object, address) in making.each("router") {
        let at = object.origin.at;
        making.add("google_compute_router", address, at, body(object, &RENAMED));
        for nat in items(object, "nats") {
            let Some(name) = text(nat, "name") else { continue };
            let mut own = body(nat, &[]);
            own.set_text("router", address, at);
            making.add("google_compute_router_nat", &format!("{address}/nats/{name}"), nat.origin.at, own);
        }
        for peer in items(object, "bgpPeers") {
            let Some(name) = text(peer, "name") else { continue };
            let mut own = body(peer, &[]);
            own.set_text("router", address, at);
            making.add("google_compute_router_peer", &format!("{address}/peers/{name}"), peer.origin.at, own);
        }
    }
    groups(making);
}

/// Groups of instances.
fn groups(making: &mut Making<'_>) {
    let made = made_by(making);
    for (object, address) in making.each("instanceGroup") {
        let at = object.origin.at;
        let mut own = body(object, &RENAMED);
        match made.get(&(place(address), last(address))) {
            Some(members) => own.set_list("instances", members.clone(), at),
            None => own.set_unknown("instances", "the members of the group were not listed", at),
        }
        making.add("google_compute_instance_group", address, at, own);
    }
}

/// Instances by the zone or region and the name of the manager that made them; its group has the same name.
///
/// Source: <https://cloud.google.com/compute/docs/instance-groups/getting-info-about-migs> (`created-by` of the
/// metadata), remembered.
fn made_by<'r>(making: &mut Making<'r>) -> BTreeMap<(&'r str, &'r str), Vec<Value>> {
    let mut found: BTreeMap<(&str, &str), Vec<Value>> = BTreeMap::new();
    for (instance, _) in making.each("instance") {
        let made_by =
            items(instance, "metadata.items").iter().find(|item| text(item, "key") == Some("created-by"));
        let manager = made_by.and_then(|item| text(item, "value"));
        if let (Some(manager), Some(link)) = (manager, field(instance, "selfLink")) {
            found.entry((place(manager), last(manager))).or_default().push(link.clone());
        }
    }
    found
}

/// The zone or region of a path.
fn place(path: &str) -> &str {
    after(path, "zones").or_else(|| after(path, "regions")).unwrap_or_default()
}
