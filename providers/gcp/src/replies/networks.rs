//! Networks with their peerings, subnets, routes.

use std::collections::BTreeSet;

use ringfence_replies::{field, items, text};

use super::making::Making;
use super::shape::{after, body, last, path};

/// Makes them.
pub(super) fn make(making: &mut Making<'_>) {
    let with_routes = making.projects("route");
    let mut named: BTreeSet<&str> = BTreeSet::new();
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
        named.extend(items(object, "subnetworks").iter().filter_map(|link| link.as_str()).map(path));
    }
    for (object, address) in making.each("subnetwork") {
        let own = body(object, &[("secondaryIpRanges", "secondary_ip_range")]);
        making.add("google_compute_subnetwork", address, object.origin.at, own);
    }
    for (object, address) in making.each("network") {
        for link in items(object, "subnetworks") {
            let Some(subnet) = link.as_str().map(path).filter(|subnet| !making.has(subnet)) else { continue };
            let at = link.origin.at;
            let mut own = ringfence_replies::Body::default();
            own.set_text("name", last(subnet), at);
            own.set_text("network", address, at);
            if let Some(region) = after(subnet, "regions") {
                own.set_text("region", region, at);
            }
            own.set_unknown("ip_cidr_range", "the subnets were not listed", at);
            making.add("google_compute_subnetwork", subnet, at, own);
        }
    }
    for (object, address) in making.each("route") {
        // Routes to subnets, the network's own and those of peers, follow from these.
        let follows = ["nextHopNetwork", "nextHopPeering"].iter().any(|name| field(object, name).is_some());
        if !follows {
            making.add("google_compute_route", address, object.origin.at, body(object, &[]));
        }
    }
}
