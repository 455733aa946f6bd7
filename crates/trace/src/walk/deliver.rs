//! Into a network, a subnet, an interface.

use ringfence_model::{Behind, Direction, ResourceId, Truth};

use super::{Aim, Walk};
use crate::check::Guard;
use crate::filter::carries;
use crate::party::{Body, Party};
use crate::path::{Header, Path, Spot};
use crate::place::Place;
use crate::trace::{Disposition, NodeKind};
use crate::{Decision, What};

/// The router that a packet comes from, with the subnets that it comes through.
#[derive(Clone, Debug)]
pub(super) struct Via {
    pub(super) router: ResourceId,
    pub(super) subnets: Vec<usize>,
}

impl<'m> Walk<'_, 'm> {
    /// From one subnet of a network into it.
    pub(super) fn through_network(&mut self, path: Path, network: usize, header: &Header) {
        if let Some(path) = self.at_network(path, Some(network)) {
            self.deliver(path, network, header, None);
        }
    }

    /// To whom the packet is for, in a network that is the last step.
    pub(super) fn deliver(&mut self, path: Path, network: usize, header: &Header, via: Option<&Via>) {
        let Aim::Party(party) = self.aim.clone() else {
            self.by_address(path, network, header, via);
            return;
        };
        if party.place.network == Some(network) {
            self.enter(path, &party, header, Truth::Yes, via);
        } else if party.place.network.is_none() && party.place.gap.is_some() {
            self.enter(path, &party, header, Truth::Unknown, via);
        } else {
            let (id, network) = (party.body.id(self.model), self.network_id(network));
            let fact = format!("`{id}` does not stand in it");
            let decision = Decision::new(What::Delivery, Truth::No, &network, fact);
            if let Some(path) = self.pass(path, decision, Disposition::NullRouted) {
                self.end(path, Disposition::NullRouted);
            }
        }
    }

    fn by_address(&mut self, path: Path, network: usize, header: &Header, via: Option<&Via>) {
        let mut found = false;
        for subnet in self.index.subnets_of(network) {
            let Some(ranges) = self.model.subnets.get(*subnet).map(|subnet| &subnet.ranges) else { continue };
            let truth = header.destination.is_within(ranges);
            if truth.possible() {
                found = true;
                self.enter_subnet(path.clone(), *subnet, truth, header, via);
            }
        }
        for body in self.index.in_network(network) {
            let party = Party { body: *body, place: Place::network(network) };
            let truth = header.destination.is_within(&party.addresses(self.model));
            if truth.possible() {
                found = true;
                self.enter(path.clone(), &party, header, truth, via);
            }
        }
        if !found {
            let id = self.network_id(network);
            let fact = format!("has no subnet with {}", header.destination);
            let decision = Decision::new(What::Delivery, Truth::No, &id, fact);
            if let Some(path) = self.pass(path, decision, Disposition::NullRouted) {
                self.end(path, Disposition::NullRouted);
            }
        }
    }

    fn enter_subnet(&mut self, path: Path, subnet: usize, truth: Truth, header: &Header, via: Option<&Via>) {
        let place = Place::subnet(self.model, self.index, subnet);
        let Some(path) = self.door(path, &place, header, via) else { return };
        let id = place.subnet_id.clone().unwrap_or_else(|| ResourceId::new("unknown"));
        let path = if truth == Truth::Yes {
            path
        } else {
            let fact = format!("may have {}", header.destination);
            let decision = Decision::new(What::Delivery, truth, &id, fact);
            let Some(path) = self.pass(path, decision, Disposition::NullRouted) else { return };
            path
        };
        self.meet_holders(path, subnet, header);
    }

    /// Into a subnet: by the borders that a packet from a router meets on its way, and by the subnet's own.
    ///
    /// What comes out of a router in the same subnet meets no filter at that border; what goes into one does.
    fn door(&mut self, mut path: Path, place: &Place, header: &Header, via: Option<&Via>) -> Option<Path> {
        let same = via.is_some_and(|via| place.subnet.is_some_and(|at| via.subnets.contains(&at)));
        if same {
            let id = place.subnet_id.as_ref()?;
            return self.step(path, id, NodeKind::Subnet);
        }
        if let Some(via) = via.filter(|via| !via.subnets.is_empty()) {
            let guard = Guard::Through(via.router.clone(), self.near(&via.subnets, place));
            path.ask(guard, Direction::Egress, header);
        }
        self.border(path, place, Direction::Ingress, header)
    }

    /// Into the subnet of somebody, and to it.
    pub(super) fn enter(
        &mut self,
        path: Path,
        party: &Party,
        header: &Header,
        truth: Truth,
        via: Option<&Via>,
    ) {
        if let Some(path) = self.door(path, &party.place, header, via) {
            self.arrive(path, party, header, truth);
        }
    }

    /// At the interface of somebody.
    pub(super) fn arrive(&mut self, path: Path, party: &Party, header: &Header, truth: Truth) {
        let id = party.body.id(self.model);
        let Some(mut path) = self.step(path, &id, party.body.kind()) else { return };
        if truth != Truth::Yes {
            let fact = format!("may have {}", header.destination);
            let decision = Decision::new(What::Delivery, truth, &id, fact);
            let Some(passed) = self.pass(path, decision, Disposition::NeighborUnreachable) else { return };
            path = passed;
        }
        let Some(mut path) = self.exists(path, party.body) else { return };
        path.ask(Guard::Interface(party.clone()), Direction::Ingress, header);
        path.finish(Spot::Party(party.clone()), header);
        if self.mode.answer {
            self.end(path, Disposition::Accepted);
            return;
        }
        match party.body {
            Body::Machine(..) => self.end(path, Disposition::Accepted),
            Body::Endpoint(at, _) => self.at_endpoint(path, at, header),
            Body::Balancer(at) => self.at_front(path, at, party, header),
            Body::Cluster(at) => self.at_cluster(path, at, header),
        }
    }

    fn at_endpoint(&mut self, path: Path, at: usize, header: &Header) {
        let Some(endpoint) = self.model.endpoints.get(at) else { return };
        let fact = "takes the packet's port";
        let decision = Decision::new(
            What::Listener,
            carries(&endpoint.traffic, header),
            &endpoint.about.id,
            if carries(&endpoint.traffic, header).possible() {
                fact
            } else {
                "does not take the packet's port"
            },
        )
        .because(&endpoint.evidence);
        let Some(path) = self.pass(path, decision, Disposition::DeniedIn) else { return };
        let behind = endpoint.leads_to.value().into_iter().flatten();
        let known: Vec<(&'m Behind, usize)> =
            behind.filter_map(|behind| Some((behind, self.index.balancer(behind.balancer.id()?)?))).collect();
        if known.is_empty() || self.beyond == super::Beyond::Stop {
            return self.end(path, Disposition::Accepted);
        }
        for (behind, balancer) in known {
            self.behind_endpoint(path.clone(), behind, balancer, header);
        }
    }

    /// The private endpoint of a managed cluster.
    fn at_cluster(&mut self, path: Path, at: usize, header: &Header) {
        let Some(cluster) = self.model.clusters.get(at) else { return };
        let id = &cluster.about.id;
        let private = cluster.private.truth();
        let fact = if private.possible() {
            "has an endpoint in the network"
        } else {
            "has no endpoint in the network"
        };
        let decision = Decision::new(What::Existence, private, id, fact).lacking(cluster.private.gap());
        let Some(path) = self.pass(path, decision, Disposition::NullRouted) else { return };
        let Some(path) = self.cluster_port(path, at, header) else { return };
        let Some(path) = self.answers_afar(path, at) else { return };
        let Some(clients) = &cluster.private_clients else {
            self.end(path, Disposition::Accepted);
            return;
        };
        let decision = Self::clients(id, header.source.is_within(clients), header);
        if let Some(path) = self.pass(path, decision, Disposition::DeniedIn) {
            self.end(path, Disposition::Accepted);
        }
    }

    /// Whether a private endpoint answers to who comes from another network.
    fn answers_afar(&mut self, path: Path, at: usize) -> Option<Path> {
        let cluster = self.model.clusters.get(at)?;
        let afar = path.steps.iter().any(|step| matches!(step.kind, NodeKind::Router | NodeKind::Outside));
        if !afar || matches!(cluster.private_from_afar, ringfence_model::Attr::NotApplicable) {
            return Some(path);
        }
        let truth = cluster.private_from_afar.truth();
        let fact =
            if truth.possible() { "answers to other networks" } else { "does not answer to other networks" };
        let decision = Decision::new(What::Clients, truth, &cluster.about.id, fact)
            .lacking(cluster.private_from_afar.gap());
        self.pass(path, decision, Disposition::DeniedIn)
    }

    pub(super) fn cluster_port(&mut self, path: Path, at: usize, header: &Header) -> Option<Path> {
        let cluster = self.model.clusters.get(at)?;
        let listens = header.protocol == ringfence_packets::Protocol::TCP
            && header.selector.is_some_and(|port| cluster.ports.contains(&port));
        let fact = if listens { "listens on this port" } else { "does not listen on this port" };
        let decision = Decision::new(What::Listener, listens.into(), &cluster.about.id, fact);
        self.pass(path, decision, Disposition::DeniedIn)
    }

    /// What a service's own list of clients decides.
    pub(super) fn clients(id: &ResourceId, truth: Truth, header: &Header) -> Decision {
        let fact = match truth {
            Truth::Yes => format!("lets clients like {} in", header.source),
            Truth::No => format!("does not let {} in", header.source),
            Truth::Unknown => format!("may let {} in", header.source),
        };
        Decision::new(What::Clients, truth, id, fact)
    }
}
