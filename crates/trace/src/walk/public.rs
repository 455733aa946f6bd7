//! In from the internet.

use std::collections::BTreeSet;

use ringfence_model::{Evidence, ResourceId, Route, RouteTarget, Truth};

use super::{Aim, Walk};
use crate::party::{Body, Party};
use crate::path::{Header, Path, Spot};
use crate::place::Place;
use crate::route::{Target, choices};
use crate::trace::{Disposition, NodeKind};
use crate::{Address, Decision, Family, What};

/// A gateway by which the internet comes into a network.
struct Entry {
    gateway: Option<ResourceId>,
    decision: Decision,
    stops: Disposition,
}

impl Walk<'_, '_> {
    /// Follows a packet that somebody on the internet sends.
    pub(crate) fn start_internet(&mut self, path: Path, header: &Header) {
        let Some(path) = self.step(path, &Self::internet(), NodeKind::Internet) else { return };
        let Some(path) = self.is_routed(path, header) else { return };
        let holders = match self.aim.clone() {
            Aim::Party(party) => vec![(party, Truth::Yes)],
            Aim::Anyone => self.public_holders(&header.destination, true),
            Aim::Outside(_) | Aim::Internet => Vec::new(),
        };
        if holders.is_empty() {
            let fact = format!("nobody has {}", header.destination);
            let decision = Decision::new(What::Delivery, Truth::No, &Self::internet(), fact);
            if let Some(path) = self.pass(path, decision, Disposition::NullRouted) {
                self.end(path, Disposition::NullRouted);
            }
            return;
        }
        for (party, truth) in holders {
            self.inbound(path.clone(), &party, header, truth);
        }
    }

    /// Who has a public address; if nobody certainly has it, everybody that may, if that is asked for.
    pub(super) fn public_holders(&self, address: &Address, perhaps: bool) -> Vec<(Party, Truth)> {
        let family = address.family();
        let (mut certain, mut possible) = (Vec::new(), Vec::new());
        for body in Body::all(self.model) {
            if matches!(body, Body::Cluster(_)) || !body.public(self.model, family).truth().possible() {
                continue;
            }
            for party in body.parties(self.model, self.index) {
                let truth = match (family, body.interface(self.model)) {
                    (Family::V4, Some(interface)) if !interface.public_addresses.is_empty() => {
                        address.is_in(&interface.public_addresses)
                    }
                    (Family::V4, _) => Truth::Unknown,
                    (Family::V6, _) => address.is_within(&party.addresses(self.model)),
                };
                match truth {
                    Truth::Yes => certain.push((party, truth)),
                    Truth::Unknown => possible.push((party, truth)),
                    Truth::No => {}
                }
            }
        }
        if certain.is_empty() && perhaps { possible } else { certain }
    }

    /// From the internet, which is the last step, to somebody there.
    pub(super) fn inbound(&mut self, mut path: Path, party: &Party, header: &Header, truth: Truth) {
        if let Some(leg) = path.leg() {
            leg.groups = Truth::No;
            leg.groups_outward = Truth::No;
        }
        if let Body::Cluster(at) = party.body {
            self.reach_public_cluster(path, at, party, header);
            return;
        }
        let mut mapping = self.mapping(party.body, header.destination.family());
        if truth != Truth::Yes && mapping.truth == Truth::Yes {
            mapping = Decision { truth, fact: format!("may have {}", header.destination), ..mapping };
        }
        let Some(path) = self.pass(path, mapping, Disposition::NullRouted) else { return };
        if party.place.is_outside() {
            // A front outside any network: nothing stands before it.
            self.arrive(path, party, header, Truth::Yes);
            return;
        }
        for entry in self.entries(&party.place, &header.source) {
            self.through_entry(path.clone(), party, header, entry);
        }
    }

    fn through_entry(&mut self, path: Path, party: &Party, header: &Header, entry: Entry) {
        let path = match &entry.gateway {
            Some(id) => match self.step(path, id, NodeKind::Gateway) {
                Some(path) => path,
                None => return,
            },
            None => path,
        };
        let Some(path) = self.pass(path, entry.decision, entry.stops) else { return };
        self.behind_gateway(path, party, header);
    }

    /// Into the network behind a gateway, which is the last step, with the address that somebody has inside.
    pub(crate) fn behind_gateway(&mut self, path: Path, party: &Party, header: &Header) {
        let family = header.destination.family();
        let inside = party.address(self.model, family).unwrap_or_else(|| header.destination.clone());
        let header = Header { destination: inside, outer: false, ..header.clone() };
        let Some(path) = self.at_network(path, party.place.network) else { return };
        self.enter(path, party, &header, Truth::Yes, None);
    }

    /// The gateways by which packets from an address come to a place: that by which its answers go, else any other
    /// of its network: what has a public address is reached whatever its own routes are.
    fn entries(&self, place: &Place, client: &Address) -> Vec<Entry> {
        let owner = place.subnet_id.clone().or_else(|| place.network.map(|at| self.network_id(at)));
        let owner = owner.unwrap_or_else(Self::internet);
        let mut found: Vec<Entry> = Vec::new();
        if let Some(gap) = &place.gap {
            let decision =
                Decision::new(What::Route, Truth::Unknown, &owner, "may be reached").lacking([gap]);
            return vec![Entry { gateway: None, decision, stops: Disposition::NoRoute }];
        }
        let mut outbound = None;
        for choice in choices(&owner, &self.routes(place), None, client) {
            let Target::To(target) = choice.target else { continue };
            let entry = |gateway: Option<&ResourceId>, decision: Decision| Entry {
                gateway: gateway.cloned(),
                decision,
                stops: Disposition::NoRoute,
            };
            match target {
                RouteTarget::Internet(id) => found.push(entry(Some(id), self.open(id, place))),
                RouteTarget::Middlebox(_) | RouteTarget::Unknown(_) => {
                    let fact = "may be reached: its route back is not known";
                    let decision =
                        Decision { truth: Truth::Unknown, fact: fact.to_owned(), ..choice.decision };
                    found.push(entry(None, decision));
                }
                RouteTarget::OutboundOnly(id) => outbound = Some(id.clone()),
                _ => {}
            }
        }
        if found.is_empty() {
            found.extend(self.gateways(place).into_iter().map(|id| Entry {
                decision: self.open(&id, place),
                gateway: Some(id),
                stops: Disposition::NoRoute,
            }));
        }
        if found.is_empty() {
            found.push(closed(&owner, outbound));
        }
        found
    }

    /// The gateways of a place's network that let the internet in, in the model's order.
    pub(super) fn gateways(&self, place: &Place) -> BTreeSet<ResourceId> {
        let Some(network) = place.network else { return BTreeSet::new() };
        let subnets = self.index.subnets_of(network).iter().filter_map(|at| self.model.subnets.get(*at));
        let own = self.model.networks.get(network).into_iter().flat_map(|network| &network.routes);
        let routes = subnets.flat_map(|subnet| &subnet.routes).chain(own);
        routes.filter_map(|route| internet_gateway(route)).cloned().collect()
    }

    /// A gateway that lets the internet in: it certainly does if a route certainly leads to it.
    fn open(&self, gateway: &ResourceId, place: &Place) -> Decision {
        let network = place.network;
        let subnets = network.map_or(&[][..], |at| self.index.subnets_of(at)).iter();
        let subnets = subnets.filter_map(|at| self.model.subnets.get(*at)).flat_map(|subnet| &subnet.routes);
        let own = network.and_then(|at| self.model.networks.get(at)).into_iter().flat_map(|n| &n.routes);
        let leads = |route: &&Route| matches!(&route.target, RouteTarget::Internet(id) if id == gateway);
        let routes: Vec<&Route> = subnets.chain(own).chain(self.routes(place)).filter(leads).collect();
        let certain = routes.iter().any(|route| !route.to.must.is_empty());
        let truth = if certain { Truth::Yes } else { Truth::Unknown };
        let fact = if certain { "lets the internet in" } else { "may let the internet in" };
        // The gateway's own fact stands last.
        let evidence: Vec<Evidence> =
            routes.first().and_then(|route| route.evidence.last()).cloned().into_iter().collect();
        Decision::new(What::Route, truth, gateway, fact).because(&evidence)
    }

    fn reach_public_cluster(&mut self, path: Path, at: usize, party: &Party, header: &Header) {
        let Some(cluster) = self.model.clusters.get(at) else { return };
        let id = cluster.about.id.clone();
        let Some(path) = self.step(path, &id, NodeKind::Cluster) else { return };
        let Some(path) = self.exists(path, party.body) else { return };
        let enabled = self.mapping(party.body, header.destination.family());
        let fact = enabled.fact.replace("address", "endpoint");
        let Some(path) = self.pass(path, Decision { fact, ..enabled }, Disposition::NullRouted) else {
            return;
        };
        let Some(mut path) = self.cluster_port(path, at, header) else { return };
        let clients = header.source.is_within(&cluster.public.clients);
        let decision = Self::clients(&id, clients, header)
            .because(&cluster.public.evidence)
            .lacking(cluster.public.gaps.iter().filter(|_| clients == Truth::Unknown));
        let out_by = path.legs.last().and_then(|leg| leg.out_by.clone());
        path.finish(Spot::Internet(out_by), header);
        if let Some(path) = self.pass(path, decision, Disposition::DeniedIn) {
            self.end(path, Disposition::Accepted);
        }
    }
}

/// No gateway lets the internet in; one that lets only answers in stops the packet itself.
fn closed(owner: &ResourceId, outbound: Option<ResourceId>) -> Entry {
    match outbound {
        Some(id) => Entry {
            decision: Decision::new(What::Mapping, Truth::No, &id, super::internet::ANSWERS_ONLY),
            gateway: Some(id),
            stops: Disposition::DeniedIn,
        },
        None => Entry {
            gateway: None,
            decision: Decision::new(What::Route, Truth::No, owner, super::repair::NO_GATEWAY),
            stops: Disposition::NoRoute,
        },
    }
}

/// The internet gateway that a route leads to: it carries both families, whatever the route is about.
fn internet_gateway(route: &Route) -> Option<&ResourceId> {
    match &route.target {
        RouteTarget::Internet(id) => Some(id),
        _ => None,
    }
}
