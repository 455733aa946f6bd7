//! Where balancers, clusters and service endpoints stand inside networks.

use ringfence_model::{Direction, Link, LoadBalancer, ManagedCluster, Model, ServiceEndpoint};
use ringfence_packets::{AddressSet, Bounds, Origin};

use super::hosts::Stand;
use super::place::Places;
use super::sieves::{Sieves, groups};

/// The places of everything that is no machine, each list in the order of the model.
#[derive(Debug)]
pub(crate) struct Fronts {
    /// Of the front of each balancer.
    pub(crate) balancers: Vec<Vec<Stand>>,
    /// Of the private endpoint of each managed cluster.
    pub(crate) clusters: Vec<Vec<Stand>>,
    /// Of the interfaces of each service endpoint.
    pub(crate) endpoints: Vec<Vec<Stand>>,
}

impl Fronts {
    pub(super) fn new<'m>(model: &'m Model, places: &Places, sieves: &mut Sieves<'m>) -> Self {
        let balancers = model.balancers.iter().zip(&places.of_balancers);
        let balancers = balancers.map(|(balancer, numbers)| {
            Front::of_balancer(balancer).stands(0, numbers, (model, places), sieves)
        });
        let balancers = balancers.collect();
        let clusters = model.clusters.iter().zip(&places.of_clusters);
        let clusters = clusters
            .map(|(cluster, numbers)| Front::of_cluster(cluster).stands(0, numbers, (model, places), sieves));
        let clusters = clusters.collect();
        let endpoints = model.endpoints.iter().zip(&places.of_endpoints);
        let endpoints = endpoints
            .map(|(endpoint, interfaces)| of_endpoint(endpoint, interfaces, (model, places), sieves));
        Self { balancers, clusters, endpoints: endpoints.collect() }
    }
}

fn of_endpoint<'m>(
    endpoint: &'m ServiceEndpoint,
    interfaces: &[Vec<usize>],
    (model, places): (&Model, &Places),
    sieves: &mut Sieves<'m>,
) -> Vec<Stand> {
    let interfaces = endpoint.interfaces.iter().zip(interfaces).enumerate();
    let stands = interfaces.flat_map(|(at, (interface, numbers))| {
        let front = Front {
            filters: guarded(&interface.filters),
            groups: &interface.groups,
            addresses: interface.addresses.as_ref(),
        };
        front.stands(at, numbers, (model, places), sieves)
    });
    stands.collect()
}

fn guarded(filters: &[Link]) -> Option<&[Link]> {
    (!filters.is_empty()).then_some(filters)
}

/// What stands in a network and is no machine: the filters of the network do not concern it, only its own.
struct Front<'m> {
    /// Nothing if everything passes.
    filters: Option<&'m [Link]>,
    groups: &'m [Link],
    addresses: Option<&'m Bounds<AddressSet>>,
}

impl<'m> Front<'m> {
    fn of_balancer(balancer: &'m LoadBalancer) -> Self {
        Self {
            filters: balancer.filters.as_deref(),
            groups: &balancer.groups,
            addresses: balancer.addresses.as_ref(),
        }
    }

    fn of_cluster(cluster: &'m ManagedCluster) -> Self {
        Self { filters: guarded(&cluster.filters), groups: &cluster.filters, addresses: None }
    }

    fn stands(
        &self,
        interface: usize,
        numbers: &[usize],
        (model, places): (&Model, &Places),
        sieves: &mut Sieves<'m>,
    ) -> Vec<Stand> {
        let groups = groups(self.groups, model);
        let stand = |number: &usize| {
            let place = places.get(*number)?;
            let mut guards = |direction| {
                let named = self.filters.map(|filters| sieves.named(filters));
                named.map(|named| sieves.any_of(named, direction)).into_iter().collect()
            };
            let (ingress, egress) = (guards(Direction::Ingress), guards(Direction::Egress));
            let addresses = self.addresses.cloned().unwrap_or_else(|| place.addresses(model)).may;
            let origin = Origin { addresses, groups: groups.clone() };
            Some(Stand { interface, place: *number, ingress, egress, origin })
        };
        numbers.iter().filter_map(stand).collect()
    }
}
