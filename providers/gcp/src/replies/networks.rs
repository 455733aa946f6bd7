//! Networks with their peerings, subnets, routes.

use std::collections::BTreeMap;

use ringfence_model::Span;
use ringfence_replies::{Body, field, items, path as along, text};
use ringfence_terraform::Value;

use super::making::Making;
use super::shape::{after, body, last, path};

/// Makes them.
pub(super) fn make(making: &mut Making<'_>) {
    let with_routes = making.projects("route");
    for (object, address) in making.each("network") {
        let at = object.origin.at;
        let mut own = body(object, &[]);
        // All routes are listed beside it, or none is known.
        let listed = after(address, "projects").is_some_and(|project| with_routes.contains(project));
        if listed {
            own.set_bool("delete_default_routes_on_create", true, at);
        } else {
            own.set_unknown("delete_default_routes_on_create", "the routes were not listed", at);
        }
        making.add("google_compute_network", address, at, own);
        for peering in items(object, "peerings") {
            let Some(name) = text(peering, "name") else { continue };
            let mut own = body(peering, &[("network", "peer_network"), ("exchangeSubnetRoutes", "exchange")]);
            own.set_text("network", address, at);
            let own_path = format!("{address}/peerings/{name}");
            making.add("google_compute_network_peering", &own_path, peering.origin.at, own);
        }
    }
    for (object, address) in making.each("subnetwork") {
        let own = body(object, &[("secondaryIpRanges", "secondary_ip_range")]);
        making.add("google_compute_subnetwork", address, object.origin.at, own);
    }
    for (object, address) in making.each("network") {
        for link in items(object, "subnetworks") {
            let Some(subnet) = link.as_str().map(path).filter(|subnet| !making.has(subnet)) else { continue };
            let at = link.origin.at;
            let mut own = Body::default();
            own.set_text("name", last(subnet), at);
            own.set_text("network", address, at);
            if let Some(region) = after(subnet, "regions") {
                own.set_text("region", region, at);
            }
            own.set_unknown("ip_cidr_range", "the subnets were not listed", at);
            making.add("google_compute_subnetwork", subnet, at, own);
        }
    }
    mentioned(making);
    for (object, address) in making.each("route") {
        // Routes to subnets, the network's own and those of peers, follow from these.
        let follows = ["nextHopNetwork", "nextHopPeering"].iter().any(|name| field(object, name).is_some());
        if !follows {
            making.add("google_compute_route", address, object.origin.at, body(object, &[]));
        }
    }
}

/// Adds the networks that something stands in and no reply describes.
fn mentioned(making: &mut Making<'_>) {
    let mut found: BTreeMap<String, Span> = BTreeMap::new();
    let mut add = |link: Option<&Value>| {
        let path = link.and_then(Value::as_str).map(path).filter(|path| after(path, "networks").is_some());
        if let (Some(path), Some(link)) = (path, link) {
            found.entry(path.to_owned()).or_insert(link.origin.at);
        }
    };
    for object in making.objects("instance") {
        for interface in items(object, "networkInterfaces") {
            add(field(interface, "network"));
        }
    }
    for kind in ["subnetwork", "forwardingRule", "router", "route"] {
        for object in making.objects(kind) {
            add(field(object, "network"));
        }
    }
    for object in making.objects("cluster") {
        add(along(object, "networkConfig.network"));
    }
    for (network, at) in found {
        undescribed(making, &network, at);
    }
}

/// A network of which only the name is known.
pub(super) fn undescribed(making: &mut Making<'_>, network: &str, at: Span) {
    if making.has(network) {
        return;
    }
    let mut own = Body::default();
    own.set_text("name", last(network), at);
    let listed = after(network, "projects").is_some_and(|project| making.projects("route").contains(project));
    if listed {
        own.set_bool("delete_default_routes_on_create", true, at);
    } else {
        own.set_unknown("delete_default_routes_on_create", "the routes were not listed", at);
    }
    own.set_unknown("auto_create_subnetworks", "the network was not listed", at);
    making.add("google_compute_network", network, at, own);
}
