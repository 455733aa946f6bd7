//! Following a packet over every way that it may take.

mod balancer;
mod deliver;
mod internet;
mod leave;
mod public;
mod repair;
mod router;

use ringfence_model::{Direction, Model, ResourceId, Truth};

use crate::check::{Check, Guard};
use crate::index::Index;
use crate::limits::{MOST_HOPS, MOST_STEPS, MOST_WAYS};
use crate::party::{Body, Party};
use crate::path::{Header, Path, Spot, Step};
use crate::place::Place;
use crate::trace::{Disposition, NodeKind};
use crate::{Decision, What};

/// Whom the packet is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Whoever has the address.
    Anyone,
    Party(Party),
    Outside(ResourceId),
    Internet,
}

/// What happens behind a load balancer's front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beyond {
    /// Nothing: the front is the end.
    Stop,
    /// The packet goes on to every member.
    Follow,
    /// It goes on to this machine.
    Machine(usize),
}

/// How a walk is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mode {
    /// Whether it goes on past what certainly stops the packet, and takes routes that one change would add.
    pub(crate) past_stops: bool,
    /// Whether the packet is an answer.
    pub(crate) answer: bool,
}

/// A walk.
pub(crate) struct Walk<'t, 'm> {
    pub(crate) model: &'m Model,
    pub(crate) index: &'t Index,
    pub(crate) mode: Mode,
    pub(crate) aim: Aim,
    pub(crate) beyond: Beyond,
    /// The gateway by which the connection that is answered went out to the internet.
    pub(crate) session: Option<ResourceId>,
    pub(crate) steps: usize,
    /// Whether a bound was met, so that some ways were not followed.
    pub(crate) cut: bool,
    pub(crate) done: Vec<Path>,
}

impl<'t, 'm> Walk<'t, 'm> {
    pub(crate) fn new(model: &'m Model, index: &'t Index, mode: Mode, aim: Aim, beyond: Beyond) -> Self {
        Self { model, index, mode, aim, beyond, session: None, steps: 0, cut: false, done: Vec::new() }
    }

    /// Follows a packet that somebody sends.
    pub(crate) fn from_party(&mut self, path: Path, party: &Party, header: &Header) {
        let id = party.body.id(self.model);
        let Some(path) = self.step(path, &id, party.body.kind()) else { return };
        let Some(path) = self.exists(path, party.body) else { return };
        self.send(path, party, header);
    }

    /// A packet that its own sender stops.
    pub(crate) fn stopped(
        &mut self,
        path: Path,
        id: &ResourceId,
        kind: NodeKind,
        decision: Decision,
        stops: Disposition,
    ) {
        if let Some(mut path) = self.step(path, id, kind) {
            path.settle(decision, stops);
            self.end(path, stops);
        }
    }

    /// Follows a packet that comes from outside the cloud, in by one side of a router.
    pub(crate) fn from_outside(
        &mut self,
        path: Path,
        id: &ResourceId,
        (router, side): (usize, usize),
        header: &Header,
    ) {
        if let Some(path) = self.step(path, id, NodeKind::Outside) {
            self.through_router(path, router, side, header);
        }
    }

    /// Follows a packet that somebody in a place sends, nobody knows who.
    pub(crate) fn from_place(&mut self, path: Path, place: &Place, header: &Header) {
        if place.subnet_id.is_some() {
            self.cross_or_stay(path, place, header);
            return;
        }
        let Some(network) = place.network.map(|at| self.network_id(at)) else { return };
        if let Some(path) = self.step(path, &network, NodeKind::Network) {
            self.cross(path, place, header);
        }
    }

    /// Follows an answer from the internet in by the gateway that let the connection out.
    pub(crate) fn from_gateway(
        &mut self,
        path: Path,
        party: &Party,
        gateway: Option<&ResourceId>,
        header: &Header,
    ) {
        if let Some(path) = self.step(path, &Self::internet(), NodeKind::Internet) {
            self.by_session(path, party, gateway, header);
        }
    }

    /// An answer on the internet, which is the last step, in by the gateway that let the connection out.
    fn by_session(&mut self, path: Path, party: &Party, gateway: Option<&ResourceId>, header: &Header) {
        let mut path = path;
        if let Some(id) = gateway {
            let Some(mut at_gateway) = self.step(path, id, NodeKind::Gateway) else { return };
            let fact = "lets the answer in: it knows the connection";
            at_gateway.settle(Decision::new(What::Mapping, Truth::Yes, id, fact), Disposition::DeniedIn);
            path = at_gateway;
        }
        self.behind_gateway(path, party, header);
    }

    /// Follows an answer of a service behind a gateway of the network.
    pub(crate) fn from_service(&mut self, path: Path, party: &Party, service: &ResourceId, header: &Header) {
        if let Some(path) = self.step(path, service, NodeKind::Service) {
            self.behind_gateway(path, party, header);
        }
    }

    /// Follows a packet out of an interface whose owner is the last step.
    pub(crate) fn send(&mut self, mut path: Path, party: &Party, header: &Header) {
        self.ask(&mut path, Guard::Interface(party.clone()), Direction::Egress, header);
        self.depart(path, &party.place, header);
    }

    /// Adds a step; nothing if a bound is met.
    fn step(&mut self, mut path: Path, node: &ResourceId, kind: NodeKind) -> Option<Path> {
        if self.steps >= MOST_STEPS || self.done.len() >= MOST_WAYS || path.steps.len() >= MOST_HOPS {
            self.cut = true;
            return None;
        }
        self.steps += 1;
        path.steps.push(Step { node: node.clone(), kind, checks: Vec::new() });
        Some(path)
    }

    /// Adds what is decided; nothing if the packet stops there.
    fn pass(&mut self, mut path: Path, decision: Decision, stops: Disposition) -> Option<Path> {
        let stopped = decision.truth == Truth::No && !self.mode.past_stops;
        path.settle(decision, stops);
        if stopped {
            self.end(path, stops);
            return None;
        }
        Some(path)
    }

    /// Adds filters to ask.
    fn ask(&mut self, path: &mut Path, guard: Guard, direction: Direction, header: &Header) {
        let leg = path.leg_number();
        path.check(Check::Filters { guard, direction, header: header.clone(), leg });
    }

    /// The packet goes no further.
    fn end(&mut self, mut path: Path, disposition: Disposition) {
        path.end = disposition;
        self.done.push(path);
    }

    /// The packet comes to where it is meant to come, or leaves what is known.
    fn finish(&mut self, mut path: Path, spot: Spot, header: &Header, disposition: Disposition) {
        path.finish(spot, header);
        self.end(path, disposition);
    }

    /// Whether what the packet meets is there at all.
    fn exists(&mut self, path: Path, body: Body) -> Option<Path> {
        let Some(about) = body.about(self.model).filter(|about| !about.exists.certain()) else {
            return Some(path);
        };
        let fact = if about.exists.possible() { "may not exist" } else { "does not exist" };
        let decision = Decision::new(What::Existence, about.exists, &about.id, fact);
        self.pass(path, decision, Disposition::NullRouted)
    }

    /// The step of a network, unless the packet is there already.
    fn at_network(&mut self, path: Path, network: Option<usize>) -> Option<Path> {
        let Some(id) = network.map(|at| self.network_id(at)) else { return Some(path) };
        if path.steps.last().is_some_and(|step| step.node == id) {
            return Some(path);
        }
        self.step(path, &id, NodeKind::Network)
    }

    /// The id of a network of the model.
    fn network_id(&self, network: usize) -> ResourceId {
        let found = self.model.networks.get(network);
        found.map_or_else(|| ResourceId::new("unknown"), |network| network.about.id.clone())
    }

    /// The node of the internet.
    pub(crate) fn internet() -> ResourceId {
        ResourceId::new("internet")
    }
}
