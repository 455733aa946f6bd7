//! What lies behind the doors of services: load balancers in other networks, and what stands behind these.

use std::sync::Arc;

use ringfence_model::{
    Attr, Behind, Direction, ListenerSource, LoadBalancer, ServiceEndpoint, TargetGroup, Truth,
};

use super::behind::to_listener;
use super::edge::{Edge, Pass, Seen};
use super::inbound::Builder;
use super::{Node, Travel, Way};

/// The edges behind each door.
#[derive(Debug, Default)]
pub(crate) struct Doors {
    /// By position of the door: the edge to each balancer behind it, and the number of what lies behind that.
    entries: Vec<Vec<(Arc<Edge>, usize)>>,
    /// Chains of edges from a balancer: to a listener, and on to a machine.
    beyond: Vec<Vec<Vec<Arc<Edge>>>>,
}

impl Doors {
    /// The ways through a door to nodes that pass the test, for what arrives at it over these edges.
    pub(crate) fn ways(
        &self,
        door: usize,
        (edges, travel): (&[Arc<Edge>], &Arc<Travel>),
        wanted: impl Fn(&Node) -> bool,
    ) -> Vec<Way> {
        let mut found = Vec::new();
        for (entry, beyond) in self.entries.get(door).into_iter().flatten() {
            let inside = entry.carry(travel);
            if inside.flows.may.is_empty() {
                continue;
            }
            let chains = self.beyond.get(*beyond).into_iter().flatten();
            for chain in chains.filter(|chain| chain.last().is_some_and(|edge| wanted(&edge.to))) {
                let arriving = chain.iter().fold(Arc::clone(&inside), |travel, edge| edge.carry(&travel));
                let all = edges.iter().chain([entry]).chain(chain).cloned().collect();
                found.extend(Way::arrived(all, &arriving));
            }
        }
        found
    }

    /// The doors behind which balancers are known.
    pub(crate) fn open(&self) -> impl Iterator<Item = usize> {
        let doors = self.entries.iter().enumerate();
        doors.filter(|(_, entries)| !entries.is_empty()).map(|(at, _)| at)
    }
}

impl<'m> Builder<'_, 'm> {
    pub(super) fn doors(&mut self) -> Doors {
        let mut doors = Doors::default();
        // Doors into one balancer of which the same holds lead to the same.
        let mut known: Vec<(usize, &'m Attr<ListenerSource>)> = Vec::new();
        for (at, endpoint) in self.model.endpoints.iter().enumerate() {
            let mut entries = Vec::new();
            for behind in endpoint.leads_to.value().into_iter().flatten() {
                let balancer = behind.balancer.id().and_then(|id| self.index.balancer(id));
                let Some(number) = balancer else { continue };
                let Some(balancer) = self.model.balancers.get(number) else { continue };
                let same = known.iter().position(|(to, source)| *to == number && **source == behind.source);
                let beyond = same.unwrap_or_else(|| {
                    known.push((number, &behind.source));
                    let chains = self.beyond(number, balancer, &behind.source);
                    doors.beyond.push(chains);
                    known.len() - 1
                });
                let entry = self.entry((at, endpoint), behind, (number, balancer));
                entries.push((Arc::new(entry), beyond));
            }
            doors.entries.push(entries);
        }
        doors
    }

    fn entry(
        &mut self,
        (at, endpoint): (usize, &ServiceEndpoint),
        behind: &Behind,
        (number, balancer): (usize, &'m LoadBalancer),
    ) -> Edge {
        let mut edge = Edge::new(Node::Endpoint(at), Node::Balancer(number));
        edge.essential = true;
        edge.because.clone_from(&endpoint.evidence);
        edge.gaps.extend(behind.accepted.gap().into_iter().chain(behind.judged.gap()).cloned());
        let guard = self.guard(balancer, Direction::Ingress);
        let judged = behind.judged.truth();
        let nothing_judges = guard.is_none() && balancer.clients.is_none();
        let known = judged != Truth::Unknown || nothing_judges;
        edge.certain =
            known && behind.accepted.truth().and(balancer.about.exists).and(endpoint.about.exists).certain();
        let mut passes = Vec::new();
        if !behind.accepted.truth().possible() {
            passes.push(Pass::Only(ringfence_packets::Bounds::empty()));
        }
        if judged == Truth::Yes {
            passes.extend(balancer.clients.clone().map(Pass::From));
            passes.extend(guard.map(|sieve| Pass::Filter { sieve, from: Seen::Client }));
        }
        passes.push(Pass::Anew);
        edge.passes = passes.into();
        edge
    }

    /// The chains from a balancer, where its members see this instead of their clients.
    fn beyond(
        &mut self,
        number: usize,
        balancer: &'m LoadBalancer,
        source: &'m Attr<ListenerSource>,
    ) -> Vec<Vec<Arc<Edge>>> {
        let hosts = self.hosts;
        let front = if balancer.subnets.is_empty() { &[] } else { hosts.places.of_balancer(number) };
        let mut found = Vec::new();
        for (at, listener) in balancer.listeners.iter().enumerate() {
            let first = Arc::new(to_listener((number, at), listener));
            found.push(vec![Arc::clone(&first)]);
            for group in &listener.targets {
                let out = self.outward(balancer, listener, group, seen(group, source), front);
                let members = self.lead_to_members(&first.to, &out);
                found.extend(members.into_iter().map(|edge| vec![Arc::clone(&first), Arc::new(edge)]));
            }
        }
        found
    }
}

/// What the members of a group see of who comes in by a door: what else is the client's address is the service's.
fn seen<'l>(group: &'l TargetGroup, source: &'l Attr<ListenerSource>) -> &'l Attr<ListenerSource> {
    match group.source.value() {
        None | Some(ListenerSource::Client | ListenerSource::ClientOrBalancer) => source,
        Some(ListenerSource::Balancer | ListenerSource::Ranges(_)) => &group.source,
    }
}
