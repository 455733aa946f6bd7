//! VPCs and subnets that the configuration uses and does not declare.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::{Attached, Attachment, Link, Model, Network, ResourceId, Source, Subnet, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{documented, undeclared};

use super::ranges;
use super::routes::{default_vpc_routes, unknown_route};
use crate::pages;
use crate::stack::{Stack, outside, part};

/// The id of the subnet that instances without one land in.
pub(crate) fn default_subnet(stack: &Stack<'_>) -> ResourceId {
    part(&stack.default_vpc(), "default-subnet")
}

/// Adds every subnet, then every VPC, that something refers to.
///
/// A default VPC is as its documentation says; of anything else nothing is known.
pub(crate) fn unseen_places(stack: &Stack<'_>, model: &mut Model) {
    for (id, source) in missing_subnets(model) {
        let subnet =
            if id == default_subnet(stack) { of_default_vpc(stack, &id) } else { foreign(&id, &source) };
        model.subnets.push(subnet);
    }
    for (id, source) in missing_networks(model) {
        let network = if id == stack.default_vpc() {
            Network {
                about: documented(id, "default VPC", pages::DEFAULT_VPC, Truth::Yes),
                ranges: ranges::default_vpc(),
                routes: Vec::new(),
                filters: Vec::new(),
            }
        } else {
            // Its subnets say that their routes are not known.
            Network {
                about: undeclared(&id, "VPC", &source),
                ranges: Bounds::unknown(),
                routes: Vec::new(),
                filters: Vec::new(),
            }
        };
        model.networks.push(network);
    }
}

/// Source: default VPCs (read 2026-11-23): its subnets are public.
fn of_default_vpc(stack: &Stack<'_>, id: &ResourceId) -> Subnet {
    let vpc = stack.default_vpc();
    let at = Source::Documented { url: pages::DEFAULT_VPC };
    Subnet {
        about: documented(id.clone(), "default subnet", pages::DEFAULT_VPC, Truth::Yes),
        zone: None,
        ranges: Bounds::at_most(ranges::default_vpc().may),
        routes: default_vpc_routes(&vpc),
        filters: vec![stack.default_acl(&vpc)],
        network: Link::To { id: vpc, source: at },
    }
}

fn foreign(id: &ResourceId, source: &Source) -> Subnet {
    let gap = outside(format!("the network of `{id}`"), Some(source.clone()));
    let routes = outside(format!("the routes of `{id}`"), Some(source.clone()));
    Subnet {
        about: undeclared(id, "subnet", source),
        network: Link::Unknown(gap),
        zone: None,
        ranges: Bounds::<AddressSet>::unknown(),
        routes: vec![unknown_route(routes)],
        filters: Vec::new(),
    }
}

fn missing_subnets(model: &Model) -> Vec<(ResourceId, Source)> {
    let machines = model.machines.iter().flat_map(ringfence_model::Machine::subnets);
    let balancers = model.balancers.iter().flat_map(|balancer| &balancer.subnets);
    let clusters = model.clusters.iter().flat_map(|cluster| &cluster.subnets);
    let routers = attachments(model).flat_map(|attachment| &attachment.subnets);
    let endpoints = model.endpoints.iter().flat_map(|endpoint| &endpoint.interfaces);
    let endpoints = endpoints.flat_map(|interface| &interface.subnets);
    let declared = model.subnets.iter().map(|subnet| &subnet.about.id).collect();
    missing(machines.chain(balancers).chain(clusters).chain(routers).chain(endpoints), &declared)
}

fn missing_networks(model: &Model) -> Vec<(ResourceId, Source)> {
    let subnets = model.subnets.iter().map(|subnet| &subnet.network);
    let machines = model.machines.iter().flat_map(ringfence_model::Machine::networks);
    let balancers = model.balancers.iter().filter_map(|balancer| balancer.network.as_ref());
    let clusters = model.clusters.iter().filter_map(|cluster| cluster.network.as_ref());
    let routers = attachments(model).filter_map(|attachment| match &attachment.to {
        Attached::Network(network) => Some(network),
        Attached::Outside { .. } | Attached::Router(_) => None,
    });
    let endpoints = model.endpoints.iter().flat_map(|endpoint| &endpoint.interfaces);
    let endpoints = endpoints.filter_map(|interface| interface.network.as_ref());
    let declared = model.networks.iter().map(|network| &network.about.id).collect();
    missing(
        subnets.chain(machines).chain(balancers).chain(clusters).chain(routers).chain(endpoints),
        &declared,
    )
}

fn attachments(model: &Model) -> impl Iterator<Item = &Attachment> {
    model.routers.iter().flat_map(|router| &router.attachments)
}

fn missing<'m>(
    links: impl Iterator<Item = &'m Link>,
    declared: &BTreeSet<&ResourceId>,
) -> Vec<(ResourceId, Source)> {
    let mut found = BTreeMap::new();
    for link in links {
        if let Link::To { id, source } = link
            && !declared.contains(id)
        {
            found.entry(id.clone()).or_insert_with(|| source.clone());
        }
    }
    found.into_iter().collect()
}
