//! Out of a subnet by its routes.

use ringfence_model::{Direction, Gap, ResourceId, Route, RouteTarget, Truth};

use super::{Aim, Walk};
use crate::check::Guard;
use crate::party::Party;
use crate::path::{Header, Path, Spot};
use crate::place::Place;
use crate::route::{Choice, Local, Target, choices};
use crate::trace::{Disposition, NodeKind};
use crate::{Address, Decision, What};

impl<'m> Walk<'_, 'm> {
    /// From an interface in this place: to a neighbour, or over the border.
    pub(super) fn depart(&mut self, path: Path, place: &Place, header: &Header) {
        if path.legs.last().is_some_and(|leg| leg.led) {
            self.lead(path, place, header);
            return;
        }
        match self.is_neighbour(place, header) {
            Truth::Yes => self.meet_neighbours(path, place, header),
            Truth::No => self.cross(path, place, header),
            Truth::Unknown => {
                self.meet_neighbours(path.clone(), place, header);
                self.cross(path, place, header);
            }
        }
    }

    /// Whether the packet is for somebody in the same subnet.
    fn is_neighbour(&self, place: &Place, header: &Header) -> Truth {
        if let Aim::Party(party) = &self.aim {
            return (party.place.is_with(place) && !header.outer).into();
        }
        if self.aim == Aim::Internet {
            return Truth::No;
        }
        let subnet = place.subnet.and_then(|at| self.model.subnets.get(at));
        subnet.map_or(Truth::No, |subnet| header.destination.is_within(&subnet.ranges))
    }

    fn meet_neighbours(&mut self, path: Path, place: &Place, header: &Header) {
        if let Aim::Party(party) = self.aim.clone() {
            self.arrive(path, &party, header, Truth::Yes);
            return;
        }
        let Some(subnet) = place.subnet else { return };
        self.meet_holders(path, subnet, header);
    }

    /// To whoever in a subnet has the address.
    pub(super) fn meet_holders(&mut self, path: Path, subnet: usize, header: &Header) {
        let holders = self.holders(subnet, &header.destination);
        if holders.is_empty() {
            let id = self.model.subnets.get(subnet).map(|subnet| subnet.about.id.clone());
            let id = id.unwrap_or_else(|| ResourceId::new("unknown"));
            let fact = format!("nobody in it has {}", header.destination);
            let decision = Decision::new(What::Delivery, Truth::No, &id, fact);
            if let Some(path) = self.pass(path, decision, Disposition::NeighborUnreachable) {
                self.end(path, Disposition::NeighborUnreachable);
            }
            return;
        }
        for (party, truth) in holders {
            self.arrive(path.clone(), &party, header, truth);
        }
    }

    /// Who in a subnet has an address: whoever certainly has it, else everybody that may.
    pub(super) fn holders(&self, subnet: usize, address: &Address) -> Vec<(Party, Truth)> {
        let place = Place::subnet(self.model, self.index, subnet);
        let bodies = self.index.in_subnet(subnet).iter();
        let parties = bodies.map(|body| Party { body: *body, place: place.clone() });
        let found: Vec<(Party, Truth)> = parties
            .map(|party| {
                let truth = address.is_within(&party.addresses(self.model));
                (party, truth)
            })
            .filter(|(_, truth)| truth.possible())
            .collect();
        let certain: Vec<_> = found.iter().filter(|(_, truth)| *truth == Truth::Yes).cloned().collect();
        if certain.is_empty() { found } else { certain }
    }

    /// From a subnet itself: to somebody in it, or over its border.
    pub(super) fn cross_or_stay(&mut self, path: Path, place: &Place, header: &Header) {
        let stays = self.is_neighbour(place, header);
        if stays.possible() {
            let id = place.subnet_id.clone().unwrap_or_else(|| ResourceId::new("unknown"));
            if let Some(path) = self.step(path.clone(), &id, NodeKind::Subnet) {
                self.meet_neighbours(path, place, header);
            }
        }
        if stays != Truth::Yes {
            self.cross(path, place, header);
        }
    }

    /// Over the border of a subnet, and on by its routes.
    pub(super) fn cross(&mut self, path: Path, place: &Place, header: &Header) {
        let Some(path) = self.border(path, place, Direction::Egress, header) else { return };
        let owner = place.subnet_id.clone().or_else(|| place.network.map(|at| self.network_id(at)));
        if place.is_outside() {
            self.beyond_gateway(path, header, None);
            return;
        }
        let Some(owner) = owner else {
            let gap = place.gap.clone();
            self.anywhere(path, place, header, gap.as_ref());
            return;
        };
        if place.gap.is_some() && !self.is_local(place, header).certain() {
            self.anywhere(path, place, header, place.gap.as_ref());
            return;
        }
        for choice in self.choices(&owner, place, header) {
            self.choose(path.clone(), place, header, choice);
        }
    }

    /// The step of a subnet with the filters at its border.
    pub(super) fn border(
        &mut self,
        path: Path,
        place: &Place,
        direction: Direction,
        header: &Header,
    ) -> Option<Path> {
        let Some(id) = &place.subnet_id else { return Some(path) };
        let mut path = self.step(path, id, NodeKind::Subnet)?;
        if let Some(gap) = &place.gap {
            let decision = Decision::new(What::Filter, Truth::Unknown, id, "may let it pass").lacking([gap]);
            path = self.pass(path, decision, Disposition::DeniedOut)?;
        }
        if let Some(at) = place.subnet {
            path.ask(Guard::Border(at), direction, header);
        }
        Some(path)
    }

    /// Whether the destination is in the place's own network.
    fn is_local(&self, place: &Place, header: &Header) -> Truth {
        if header.outer || self.aim == Aim::Internet {
            return Truth::No;
        }
        if let Aim::Party(party) = &self.aim {
            if party.place.is_outside() {
                return Truth::No;
            }
            return match (party.place.network, place.network) {
                (Some(a), Some(b)) => (a == b).into(),
                // Networks that are not known may be one.
                _ => Truth::Unknown,
            };
        }
        let network = place.network.and_then(|at| self.model.networks.get(at));
        network.map_or(Truth::No, |network| header.destination.is_within(&network.ranges))
    }

    fn choices(&self, owner: &ResourceId, place: &Place, header: &Header) -> Vec<Choice<'m>> {
        let network = place.network.and_then(|at| self.model.networks.get(at));
        let ranges = network.map(|network| &network.ranges.may);
        let local = Local {
            truth: self.is_local(place, header),
            length: ranges.map_or(0, |ranges| header.destination.prefix_in(ranges)),
        };
        let mut routes = self.routes(place);
        if self.mode.answer {
            // Services open no connection, so an address that may be one's is not one's if it is a client's.
            routes.retain(|route| {
                !matches!(route.target, RouteTarget::Service(_))
                    || header.destination.is_within(&route.to).certain()
            });
        }
        choices(owner, &routes, Some(&local), &header.destination)
    }

    /// The routes that hold in a place, the subnet's own first.
    pub(super) fn routes(&self, place: &Place) -> Vec<&'m Route> {
        let subnet = place.subnet.and_then(|at| self.model.subnets.get(at));
        let network = place.network.and_then(|at| self.model.networks.get(at));
        let own = subnet.into_iter().flat_map(|subnet| &subnet.routes);
        own.chain(network.into_iter().flat_map(|network| &network.routes)).collect()
    }

    fn choose(&mut self, path: Path, place: &Place, header: &Header, choice: Choice<'m>) {
        let stops = match choice.target {
            Target::To(RouteTarget::Dropped) => Disposition::NullRouted,
            _ => Disposition::NoRoute,
        };
        match choice.target {
            Target::Nowhere | Target::To(RouteTarget::Dropped) => {
                if self.mode.past_stops {
                    self.other_routes(&path, place, header, &choice.decision);
                    return;
                }
                if let Some(path) = self.pass(path, choice.decision, stops) {
                    self.end(path, stops);
                }
            }
            Target::Local => {
                if let Some(path) = self.pass(path, choice.decision, stops) {
                    self.stay_inside(path, place, header);
                }
            }
            Target::To(target) => {
                if let Some(path) = self.pass(path, choice.decision, stops) {
                    self.follow(path, place, header, target);
                }
            }
        }
    }

    pub(super) fn stay_inside(&mut self, path: Path, place: &Place, header: &Header) {
        match (place.network, self.aim.clone()) {
            (Some(network), _) => self.through_network(path, network, header),
            (None, Aim::Party(party)) => self.enter(path, &party, header, Truth::Unknown, None),
            (None, _) => self.anywhere(path, place, header, place.gap.as_ref()),
        }
    }

    /// On by a route.
    pub(super) fn follow(&mut self, path: Path, place: &Place, header: &Header, target: &'m RouteTarget) {
        let mut path = path;
        if let RouteTarget::Router(id) = target
            && let Some(decision) = self.takes_zone(id, place)
        {
            let Some(passed) = self.pass(path, decision, Disposition::NullRouted) else { return };
            path = passed;
        }
        let Some(path) = self.at_network(path, place.network) else { return };
        match target {
            RouteTarget::Internet(id) => self.out_to_internet(path, header, id),
            RouteTarget::OutboundOnly(id) => self.out_one_way(path, header, id),
            RouteTarget::Router(id) => self.reach_router(path, place, header, id),
            RouteTarget::Service(id) => self.reach_service(path, place, header, id),
            RouteTarget::Middlebox(id) => {
                let Some(path) = self.step(path, id, NodeKind::Middlebox) else { return };
                self.anywhere(path, place, header, None);
            }
            RouteTarget::Unknown(gap) => self.anywhere(path, place, header, Some(gap)),
            RouteTarget::Attachment(_) | RouteTarget::Dropped => self.end(path, Disposition::NullRouted),
        }
    }

    fn reach_service(&mut self, path: Path, place: &Place, header: &Header, id: &ResourceId) {
        let Some(path) = self.step(path, id, NodeKind::Service) else { return };
        if self.aim == Aim::Anyone {
            let spot = Spot::Service(id.clone(), place.clone());
            self.finish(path, spot, header, Disposition::Accepted);
            return;
        }
        let decision = Decision::new(What::Delivery, Truth::No, id, "leads to services of the cloud only");
        if let Some(path) = self.pass(path, decision, Disposition::NullRouted) {
            self.end(path, Disposition::NullRouted);
        }
    }

    /// Nobody knows where the packet goes: it may come to whom it is for.
    pub(super) fn anywhere(&mut self, path: Path, place: &Place, header: &Header, gap: Option<&Gap>) {
        let mut path = path;
        if let Some(leg) = path.leg() {
            leg.groups = leg.groups.and(Truth::Unknown);
            leg.groups_outward = leg.groups_outward.and(Truth::Unknown);
        }
        let owner = path.steps.last().map_or_else(Self::internet, |step| step.node.clone());
        let decision = Decision::new(What::Route, Truth::Unknown, &owner, "may lead anywhere").lacking(gap);
        let Some(path) = self.pass(path, decision, Disposition::NoRoute) else { return };
        match self.aim.clone() {
            Aim::Party(party) => self.enter(path, &party, header, Truth::Yes, None),
            Aim::Outside(id) => {
                let Some(path) = self.step(path, &id, NodeKind::Outside) else { return };
                self.finish(path, Spot::Outside(id), header, Disposition::ExitsNetwork);
            }
            Aim::Internet => self.beyond_gateway(path, header, None),
            Aim::Anyone => {
                if let Some(network) = place.network
                    && self.is_local(place, header).possible()
                {
                    self.deliver(path.clone(), network, header, None);
                }
                self.finish(path, Spot::Internet(None), header, Disposition::ExitsNetwork);
            }
        }
    }
}
