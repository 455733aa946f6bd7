//! Through routers.

use ringfence_model::{Attached, Attachment, Direction, Link, ResourceId, RouteTarget, Router, Truth};

use super::deliver::Via;
use super::{Aim, Walk};
use crate::check::Guard;
use crate::path::{Header, Path, Spot};
use crate::place::Place;
use crate::route::{Choice, Target, choices};
use crate::trace::{Disposition, NodeKind};
use crate::{Decision, What};

impl<'m> Walk<'_, 'm> {
    /// From a network, which is the last step, into a router.
    pub(super) fn reach_router(&mut self, path: Path, place: &Place, header: &Header, id: &ResourceId) {
        let Some(at) = self.index.router(id) else {
            self.off_the_map(path, header, id, "is not declared here");
            return;
        };
        let Some(router) = self.model.routers.get(at) else { return };
        let sides = self.sides(router, place.network);
        if sides.is_empty() {
            let network = path.steps.last().map_or_else(Self::internet, |step| step.node.clone());
            let truth = if router.unseen.is_empty() { Truth::No } else { Truth::Unknown };
            let fact = if truth.possible() { "may be attached to" } else { "is not attached to" };
            let decision = Decision::new(What::Attachment, truth, id, format!("{fact} `{network}`"))
                .lacking(&router.unseen);
            if let Some(path) = self.pass(path, decision, Disposition::NullRouted) {
                self.off_the_map(path, header, id, "may lead on");
            }
            return;
        }
        for side in sides {
            let mut path = path.clone();
            // Of several subnets, that in the sender's own zone takes it; the sender's own, if it is one of them.
            let through = self.near(&self.subnets(router, side), place);
            if !through.is_empty() {
                let guard = Guard::Through(id.clone(), through);
                path.ask(guard, Direction::Ingress, header);
            }
            self.through_router(path, at, side, header);
        }
    }

    /// Whether a router takes packets of a place's zone; nothing if every zone is one to it.
    pub(super) fn takes_zone(&self, id: &ResourceId, place: &Place) -> Option<Decision> {
        let router = self.model.routers.get(self.index.router(id)?)?;
        let sides = self.sides(router, place.network);
        let sides: Vec<&Attachment> = sides.iter().filter_map(|side| router.attachments.get(*side)).collect();
        let first = sides.first()?;
        let mut truth = Truth::No;
        for side in &sides {
            if !side.zonal {
                return None;
            }
            for link in &side.subnets {
                truth = truth.or(self.same_zone(place, link));
            }
        }
        let fact = match truth {
            Truth::Yes => return None,
            Truth::Unknown => "may stand in no zone of the sender's subnet",
            Truth::No => "stands in no zone of the sender's subnet",
        };
        Some(Decision::new(What::Attachment, truth, &first.id, fact).because(&first.evidence))
    }

    fn same_zone(&self, place: &Place, other: &Link) -> Truth {
        if other.id().is_some() && other.id() == place.subnet_id.as_ref() {
            return Truth::Yes;
        }
        let own = place.subnet.and_then(|at| self.zone(at));
        let other = other.id().and_then(|id| self.index.subnet(id)).and_then(|at| self.zone(at));
        match (own, other) {
            (Some(own), Some(other)) => (own == other).into(),
            _ => Truth::Unknown,
        }
    }

    fn zone(&self, subnet: usize) -> Option<&'m str> {
        self.model.subnets.get(subnet)?.zone.as_deref()
    }

    /// Those of a router's subnets through which packets of a place may go: its own, else those in its zone, else all.
    pub(super) fn near(&self, subnets: &[usize], place: &Place) -> Vec<usize> {
        if let Some(own) = place.subnet.filter(|own| subnets.contains(own)) {
            return vec![own];
        }
        let zone = place.subnet.and_then(|at| self.zone(at));
        let fits =
            |other: &usize| zone.is_none() || self.zone(*other).is_none_or(|other| Some(other) == zone);
        let near: Vec<usize> = subnets.iter().copied().filter(fits).collect();
        if near.is_empty() { subnets.to_vec() } else { near }
    }

    /// The sides of a router at a network.
    pub(super) fn sides(&self, router: &Router, network: Option<usize>) -> Vec<usize> {
        let Some(network) = network else { return Vec::new() };
        let is_there = |attachment: &Attachment| match &attachment.to {
            Attached::Network(link) => link.id().and_then(|id| self.index.network(id)) == Some(network),
            _ => false,
        };
        let sides = router.attachments.iter().enumerate();
        sides.filter(|(_, side)| is_there(side)).map(|(at, _)| at).collect()
    }

    fn subnets(&self, router: &Router, side: usize) -> Vec<usize> {
        let links = router.attachments.get(side).into_iter().flat_map(|side| &side.subnets);
        links.filter_map(Link::id).filter_map(|id| self.index.subnet(id)).collect()
    }

    /// In by one side of a router, and on by that side's table.
    pub(super) fn through_router(&mut self, mut path: Path, at: usize, side: usize, header: &Header) {
        let Some(router) = self.model.routers.get(at) else { return };
        let Some(attachment) = router.attachments.get(side) else { return };
        if path.crossed.contains(&(at, side)) {
            let decision = Decision::new(What::Route, Truth::No, &router.about.id, "is led in a circle");
            path.settle(decision, Disposition::NoRoute);
            self.end(path, Disposition::NoRoute);
            return;
        }
        path.crossed.push((at, side));
        if let Some(leg) = path.leg() {
            let inward = router.groups_cross.truth();
            leg.groups = leg.groups.and(inward);
            let outward = if router.groups_cross_outward { inward } else { Truth::No };
            leg.groups_outward = leg.groups_outward.and(outward);
        }
        let Some(path) = self.step(path, &router.about.id, NodeKind::Router) else { return };
        let Some(path) = self.in_force(path, attachment) else { return };
        let table: Vec<_> = attachment.routes.iter().collect();
        for choice in choices(&router.about.id, &table, None, &header.destination) {
            self.switch(path.clone(), (at, side), header, choice);
        }
    }

    fn in_force(&mut self, path: Path, attachment: &Attachment) -> Option<Path> {
        if attachment.exists == Truth::Yes {
            return Some(path);
        }
        let fact = if attachment.exists.possible() { "may not be in force" } else { "is not in force" };
        let decision = Decision::new(What::Attachment, attachment.exists, &attachment.id, fact)
            .because(&attachment.evidence);
        self.pass(path, decision, Disposition::NullRouted)
    }

    fn switch(&mut self, path: Path, from: (usize, usize), header: &Header, choice: Choice<'m>) {
        let Some(router) = self.model.routers.get(from.0) else { return };
        let stops = match choice.target {
            Target::To(RouteTarget::Dropped) => Disposition::NullRouted,
            _ => Disposition::NoRoute,
        };
        let stuck = matches!(choice.target, Target::Nowhere | Target::To(RouteTarget::Dropped));
        if stuck && self.mode.past_stops {
            self.other_sides(&path, from, header, &choice.decision);
            return;
        }
        let Some(path) = self.pass(path, choice.decision, stops) else { return };
        match choice.target {
            Target::To(RouteTarget::Attachment(id)) => {
                let side = router.attachments.iter().position(|side| side.id == *id);
                match side {
                    Some(side) => self.out_of_router(path, from.0, side, header),
                    None => self.off_the_map(path, header, id, "is not declared here"),
                }
            }
            Target::To(RouteTarget::Dropped) | Target::Nowhere | Target::Local => self.end(path, stops),
            Target::To(_) => {
                for side in (0..router.attachments.len()).filter(|side| *side != from.1) {
                    self.out_of_router(path.clone(), from.0, side, header);
                }
            }
        }
    }

    /// Out by one side of a router.
    pub(super) fn out_of_router(&mut self, path: Path, at: usize, side: usize, header: &Header) {
        let Some(router) = self.model.routers.get(at) else { return };
        let Some(attachment) = router.attachments.get(side) else { return };
        let Some(path) = self.in_force(path, attachment) else { return };
        match &attachment.to {
            Attached::Network(link) => {
                let via = Via { router: router.about.id.clone(), subnets: self.subnets(router, side) };
                self.leave_to_network(path, link, header, &via);
            }
            Attached::Outside { id, ranges } => {
                let truth = match &self.aim {
                    Aim::Outside(aim) if aim == id => header.destination.is_within(ranges).or(Truth::Unknown),
                    _ => header.destination.is_within(ranges),
                };
                let fact = match truth {
                    Truth::Yes => "has",
                    Truth::Unknown => "may have",
                    Truth::No => "does not have",
                };
                let decision =
                    Decision::new(What::Delivery, truth, id, format!("{fact} {}", header.destination));
                self.outside(path, id, header, decision);
            }
            Attached::Router(link) => self.next_router(path, &router.about.id, link, header),
        }
    }

    fn outside(&mut self, path: Path, id: &ResourceId, header: &Header, decision: Decision) {
        let Some(path) = self.step(path, id, NodeKind::Outside) else { return };
        let wrong = match &self.aim {
            Aim::Outside(aim) => aim != id,
            Aim::Anyone => false,
            Aim::Party(_) | Aim::Internet => true,
        };
        let decision = if wrong { Decision { truth: Truth::No, ..decision } } else { decision };
        let Some(path) = self.pass(path, decision, Disposition::NullRouted) else { return };
        let end = if self.mode.answer { Disposition::Accepted } else { Disposition::ExitsNetwork };
        self.finish(
            path,
            Spot::Outside(id.clone()),
            header,
            if wrong { Disposition::NullRouted } else { end },
        );
    }

    fn leave_to_network(&mut self, path: Path, link: &Link, header: &Header, via: &Via) {
        let known = link.id().and_then(|id| Some((id, self.index.network(id)?)));
        let Some((id, at)) = known else {
            let id = link.id().cloned().unwrap_or_else(|| ResourceId::new("unknown"));
            self.off_the_map(path, header, &id, "is not declared here");
            return;
        };
        let Some(path) = self.step(path, id, NodeKind::Network) else { return };
        let Some(network) = self.model.networks.get(at) else { return };
        let truth = header.destination.is_within(&network.ranges);
        if truth == Truth::Yes {
            self.deliver(path, at, header, Some(via));
            return;
        }
        let fact = if truth.possible() { "may have" } else { "does not have" };
        let fact = format!("{fact} {}, and passes nothing on", header.destination);
        let decision = Decision::new(What::Delivery, truth, id, fact);
        if let Some(path) = self.pass(path, decision, Disposition::NullRouted) {
            self.deliver(path, at, header, Some(via));
        }
    }

    fn next_router(&mut self, path: Path, from: &ResourceId, link: &Link, header: &Header) {
        let next = link.id().and_then(|id| self.index.router(id));
        let Some((at, router)) = next.and_then(|at| Some((at, self.model.routers.get(at)?))) else {
            let id = link.id().cloned().unwrap_or_else(|| ResourceId::new("unknown"));
            self.off_the_map(path, header, &id, "is not declared here");
            return;
        };
        let back = |side: &Attachment| matches!(&side.to, Attached::Router(link) if link.id() == Some(from));
        let sides: Vec<usize> =
            router.attachments.iter().enumerate().filter(|(_, s)| back(s)).map(|(at, _)| at).collect();
        if sides.is_empty() {
            self.off_the_map(path, header, &router.about.id, "has no side that is known to lead here");
            return;
        }
        for side in sides {
            self.through_router(path.clone(), at, side, header);
        }
    }

    /// To something of which nothing is known: the packet may come to whom it is for.
    fn off_the_map(&mut self, path: Path, header: &Header, id: &ResourceId, why: &str) {
        let Some(path) = self.step(path, id, NodeKind::Router) else { return };
        let decision = Decision::new(What::Route, Truth::Unknown, id, why);
        let Some(path) = self.pass(path, decision, Disposition::NoRoute) else { return };
        let nowhere = Place { subnet: None, subnet_id: None, network: None, gap: None };
        self.anywhere(path, &nowhere, header, None);
    }
}
