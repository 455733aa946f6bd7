//! Through load balancers: to the front, and from there to what stands behind.

use ringfence_model::{
    Attr, Behind, Direction, Listener, ListenerSource, Member, ResourceId, TargetGroup, Truth,
};

use super::{Aim, Beyond, Walk};
use crate::check::Guard;
use crate::filter::carries;
use crate::party::{Body, Party};
use crate::path::{Header, Leg, Path, Spot};
use crate::place::Place;
use crate::trace::{Disposition, NodeKind};
use crate::{Address, Decision, What};

/// A listener that sends to the members of one group.
struct Forward<'m> {
    listener: &'m Listener,
    group: &'m TargetGroup,
    front: Party,
    /// Which source the target sees.
    source: &'m Attr<ListenerSource>,
}

/// A front that was reached.
struct Front<'f, 'm> {
    party: &'f Party,
    /// The door it was reached by, if it was reached by one.
    door: Option<&'m Behind>,
}

impl<'m> Walk<'_, 'm> {
    /// At a front, which is the last step: its own list of clients, its listeners, and on.
    pub(super) fn at_front(&mut self, path: Path, at: usize, party: &Party, header: &Header) {
        if let Some(path) = self.listed(path, at, header) {
            self.at_listeners(path, at, &Front { party, door: None }, header);
        }
    }

    /// A front's own list of clients.
    fn listed(&mut self, path: Path, at: usize, header: &Header) -> Option<Path> {
        let balancer = self.model.balancers.get(at)?;
        let Some(clients) = &balancer.clients else { return Some(path) };
        let decision = Self::clients(&balancer.about.id, header.source.is_within(clients), header);
        self.pass(path, decision, Disposition::DeniedIn)
    }

    fn at_listeners(&mut self, path: Path, at: usize, front: &Front<'_, 'm>, header: &Header) {
        let Some(balancer) = self.model.balancers.get(at) else { return };
        let id = &balancer.about.id;
        let mut listening = false;
        for listener in &balancer.listeners {
            let truth = carries(&listener.traffic, header);
            if truth.possible() {
                listening = true;
                let fact = format!("listener `{}` of `{id}` takes the packet", listener.id);
                let decision = Decision::new(What::Listener, truth, id, fact).because(&listener.evidence);
                if let Some(path) = self.pass(path.clone(), decision, Disposition::DeniedIn) {
                    self.at_listener(path, listener, front, header);
                }
            }
        }
        if !listening {
            let fact = format!(
                "no listener of `{id}` takes {}",
                crate::packet::traffic_in_words(header.protocol, header.selector)
            );
            let decision = Decision::new(What::Listener, Truth::No, id, fact);
            if let Some(path) = self.pass(path, decision, Disposition::DeniedIn) {
                self.end(path, Disposition::DeniedIn);
            }
        }
    }

    fn at_listener(&mut self, path: Path, listener: &'m Listener, front: &Front<'_, 'm>, header: &Header) {
        if self.beyond == Beyond::Stop {
            self.end(path, Disposition::Accepted);
            return;
        }
        let before = self.done.len();
        for group in &listener.targets {
            let kept = matches!(
                group.source.value(),
                None | Some(ListenerSource::Client | ListenerSource::ClientOrBalancer)
            );
            let source = front.door.filter(|_| kept).map_or(&group.source, |door| &door.source);
            let forward = Forward { listener, group, front: front.party.clone(), source };
            for member in &group.members {
                self.reach_member(&path, &forward, member, header);
            }
        }
        if self.done.len() == before && !self.cut {
            let unseen: Vec<_> = listener.targets.iter().flat_map(|group| &group.unseen).collect();
            let truth = if unseen.is_empty() { Truth::No } else { Truth::Unknown };
            let fact =
                if truth.possible() { "may have targets behind it" } else { "has no target behind it" };
            let decision = Decision::new(What::Delivery, truth, &listener.id, fact).lacking(unseen);
            if let Some(path) = self.pass(path, decision, Disposition::NeighborUnreachable) {
                self.end(path, Disposition::Accepted);
            }
        }
    }

    fn reach_member(&mut self, path: &Path, forward: &Forward<'m>, member: &'m Member, header: &Header) {
        let machine = member.machine.id().and_then(|id| self.index.machine(id));
        let Some(machine) = machine else { return };
        if let Beyond::Machine(wanted) = self.beyond
            && wanted != machine
        {
            return;
        }
        let interfaces = self.model.machines.get(machine).map_or(0, |machine| machine.interfaces.len());
        for interface in 0..interfaces {
            let body = Body::Machine(machine, interface);
            for target in body.parties(self.model, self.index) {
                for seen in sources(forward.source) {
                    self.second_leg(path.clone(), forward, member, &target, header, seen);
                }
            }
        }
    }

    fn second_leg(
        &mut self,
        mut path: Path,
        forward: &Forward<'m>,
        member: &'m Member,
        target: &Party,
        header: &Header,
        (seen, certain): (Option<&ListenerSource>, bool),
    ) {
        let port = member.port.as_ref().unwrap_or(&forward.group.port);
        let evidence = [forward.group.evidence.as_slice(), &member.evidence].concat();
        let truth = if certain && port.gap().is_none() { Truth::Yes } else { Truth::Unknown };
        let id = &forward.listener.id;
        let fact = format!("sends to `{}`", target.body.id(self.model));
        let gaps = port.gap().into_iter().chain(forward.source.gap());
        let decision = Decision::new(What::Listener, truth, id, fact).because(&evidence).lacking(gaps);
        path.settle(decision, Disposition::DeniedIn);
        let Some(next) = self.forwarded(forward, seen, port, target, header) else { return };
        let mut leg = Leg::new(Spot::Party(forward.front.clone()));
        if matches!(seen, Some(ListenerSource::Client)) {
            leg.sender = None;
        }
        leg.led = false;
        path.legs.push(leg);
        path.crossed.clear();
        let (aim, beyond) = (self.aim.clone(), self.beyond);
        self.aim = Aim::Party(target.clone());
        self.leave_front(path, &forward.front, &next);
        (self.aim, self.beyond) = (aim, beyond);
    }

    /// The header that a target sees.
    fn forwarded(
        &self,
        forward: &Forward<'m>,
        seen: Option<&ListenerSource>,
        port: &Attr<u16>,
        target: &Party,
        header: &Header,
    ) -> Option<Header> {
        let source = match seen {
            Some(ListenerSource::Client | ListenerSource::ClientOrBalancer) => Some(header.source.clone()),
            Some(ListenerSource::Ranges(ranges)) => {
                let family = header.source.family();
                Address::of(ranges, family).or_else(|| Address::of(ranges, other(family)))
            }
            Some(ListenerSource::Balancer) | None => {
                let family = header.source.family();
                let front = |family| forward.front.address(self.model, family);
                front(family).or_else(|| front(other(family)))
            }
        };
        // A front outside any network has addresses that nobody wrote down.
        let source = source.unwrap_or_else(|| Address::public(header.source.family()));
        let destination = target.address(self.model, source.family());
        let destination = destination.or_else(|| target.address(self.model, other(source.family())))?;
        let selector = match port {
            Attr::NotApplicable => header.selector,
            Attr::Unknown(_) => None,
            Attr::Set { value, .. } | Attr::Default { value, .. } => Some(*value),
        };
        Some(Header { source, destination, selector, outer: false, ..header.clone() })
    }

    /// From a front, which is the last step, to a target.
    fn leave_front(&mut self, mut path: Path, front: &Party, header: &Header) {
        let Aim::Party(target) = self.aim.clone() else { return };
        path.ask(Guard::Interface(front.clone()), Direction::Egress, header);
        let place = &front.place;
        if place.is_outside() {
            // The cloud carries the packet to the target's network.
            if let Some(path) = self.at_network(path, target.place.network) {
                self.enter(path, &target, header, Truth::Yes, None);
            }
            return;
        }
        if target.place.is_with(place) {
            let path = match &place.subnet_id {
                Some(id) => self.step(path, id, NodeKind::Subnet),
                None => Some(path),
            };
            if let Some(path) = path {
                self.arrive(path, &target, header, Truth::Yes);
            }
            return;
        }
        self.cross(path, place, header);
    }

    /// From a target back to the front that sent to it, whatever address the answer has.
    pub(super) fn lead(&mut self, path: Path, place: &Place, header: &Header) {
        let Aim::Party(front) = self.aim.clone() else { return };
        if let (true, Some(id)) = (front.place.is_with(place), &place.subnet_id) {
            if let Some(path) = self.step(path, id, NodeKind::Subnet) {
                self.arrive(path, &front, header, Truth::Yes);
            }
            return;
        }
        let Some(path) = self.border(path, place, Direction::Egress, header) else { return };
        if let Some(path) = self.at_network(path, place.network) {
            self.enter(path, &front, header, Truth::Yes, None);
        }
    }

    /// From a service's door in another network to the front behind it: the service carries the packet.
    pub(super) fn behind_endpoint(&mut self, path: Path, door: &'m Behind, balancer: usize, header: &Header) {
        let body = Body::Balancer(balancer);
        let id: ResourceId = body.id(self.model);
        let decision = Decision::new(What::Clients, door.accepted.truth(), &id, "lets the door connect")
            .lacking(door.accepted.gap());
        let Some(path) = self.pass(path, decision, Disposition::DeniedIn) else { return };
        for party in body.parties(self.model, self.index) {
            let family = header.source.family();
            let Some(own) = party.address(self.model, family) else { continue };
            let Some(path) = self.step(path.clone(), &id, NodeKind::Balancer) else { continue };
            let arriving = Header { destination: own.clone(), ..header.clone() };
            let Some(path) = self.judged(path, door, (balancer, &party), &arriving) else { continue };
            // What the listener sees is one of the front's own addresses.
            let header = Header { source: own, ..arriving };
            self.at_listeners(path, balancer, &Front { party: &party, door: Some(door) }, &header);
        }
    }

    /// What a front says of who comes in by a door.
    fn judged(
        &mut self,
        mut path: Path,
        door: &Behind,
        (at, party): (usize, &Party),
        header: &Header,
    ) -> Option<Path> {
        let balancer = self.model.balancers.get(at)?;
        match door.judged.truth() {
            Truth::Yes => {
                path = self.listed(path, at, header)?;
                path.ask(Guard::Door(party.clone()), Direction::Ingress, header);
            }
            Truth::Unknown if balancer.filters.is_some() || balancer.clients.is_some() => {
                let fact = "may judge who comes in by a door";
                let decision = Decision::new(What::Clients, Truth::Unknown, &balancer.about.id, fact);
                path.settle(decision.lacking(door.judged.gap()), Disposition::DeniedIn);
            }
            Truth::Unknown | Truth::No => {}
        }
        Some(path)
    }
}

/// The sources that a target may see, and whether it certainly does.
fn sources(attr: &Attr<ListenerSource>) -> Vec<(Option<&ListenerSource>, bool)> {
    match attr.value() {
        Some(source) => vec![(Some(source), true)],
        None => vec![(Some(&ListenerSource::Client), false), (None, false)],
    }
}

fn other(family: crate::Family) -> crate::Family {
    match family {
        crate::Family::V4 => crate::Family::V6,
        crate::Family::V6 => crate::Family::V4,
    }
}
