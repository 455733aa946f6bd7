//! Every pair of a start and an end that a question is about.

use ringfence_model::{Attached, ResourceId, Truth};
use ringfence_packets::AddressSet;

use crate::limits::{MOST_ADDRESSES, MOST_PAIRS, MOST_STEPS_IN_ALL};
use crate::packet::{Goal, Packet, Start};
use crate::party::{Body, Party};
use crate::path::{Header, Path, Spot};
use crate::place::Place;
use crate::trace::Disposition;
use crate::tracer::Tracer;
use crate::walk::{Aim, Beyond, Mode, Walk};
use crate::{Address, Decision, Family, What};

/// Where a walk starts.
#[derive(Clone, Debug)]
enum Origin {
    Party(Party),
    Internet,
    /// The side of a router that leads outside.
    Outside(ResourceId, usize, usize),
    Subnet(Place),
    Network(usize),
}

/// What came of all walks of a question.
pub(crate) struct Walked {
    pub(crate) paths: Vec<Path>,
    /// Whether a bound was met.
    pub(crate) cut: bool,
}

impl Tracer<'_> {
    /// Every way that the packet may take.
    pub(crate) fn walk(&self, packet: &Packet, mode: Mode) -> Walked {
        let mut walked = Walked { paths: Vec::new(), cut: false };
        let (origins, goals) = (self.origins(packet), self.goals(packet));
        let (mut pairs, mut steps) = (0, 0);
        for origin in &origins {
            for (aim, beyond) in &goals {
                let headers = self.headers(packet, origin, aim);
                if let (Origin::Party(party), true) = (origin, headers.is_empty()) {
                    let mut walk = Walk::new(self.model, &self.index, mode, aim.clone(), *beyond);
                    walk.has_no_address(party, packet.family());
                    walked.paths.append(&mut walk.done);
                }
                for header in headers {
                    pairs += 1;
                    if pairs > MOST_PAIRS || steps > MOST_STEPS_IN_ALL {
                        walked.cut = true;
                        return walked;
                    }
                    let mut walk = Walk::new(self.model, &self.index, mode, aim.clone(), *beyond);
                    self.start(&mut walk, origin, packet, &header);
                    walked.cut |= walk.cut;
                    steps += walk.steps;
                    walked.paths.append(&mut walk.done);
                }
            }
        }
        walked
    }

    fn start(&self, walk: &mut Walk<'_, '_>, origin: &Origin, packet: &Packet, header: &Header) {
        match origin {
            Origin::Party(party) => {
                let path = Path::new(Spot::Party(party.clone()));
                if packet.source.is_some() && !self.may_send(party, header) {
                    walk.forged(path, party, header);
                    return;
                }
                walk.start_party(path, party, header);
            }
            Origin::Internet => walk.start_internet(Path::new(Spot::Internet(None)), header),
            Origin::Outside(id, router, side) => {
                let path = Path::new(Spot::Outside(id.clone()));
                walk.start_outside(path, id, (*router, *side), header);
            }
            Origin::Subnet(place) => {
                let mut path = Path::new(Spot::Place(place.clone()));
                if let Some(leg) = path.leg() {
                    leg.sender = self.who(place, header);
                }
                walk.start_place(path, place, header);
            }
            Origin::Network(at) => {
                let place = Place::network(*at);
                walk.start_place(Path::new(Spot::Place(place.clone())), &place, header);
            }
        }
    }

    /// Whether the source address may be the sender's, or the sender may pass on what others sent.
    fn may_send(&self, party: &Party, header: &Header) -> bool {
        let own = header.source.is_within(&party.addresses(self.model));
        let forwards = party.body.interface(self.model).map_or(Truth::No, |i| i.forwards.truth());
        own.or(forwards).possible()
    }

    /// Who in a subnet certainly has the source address.
    fn who(&self, place: &Place, header: &Header) -> Option<Party> {
        let bodies = self.index.in_subnet(place.subnet?).iter();
        let mut parties = bodies.map(|body| Party { body: *body, place: place.clone() });
        parties.find(|party| header.source.is_within(&party.addresses(self.model)).certain())
    }

    fn origins(&self, packet: &Packet) -> Vec<Origin> {
        match &packet.from {
            Start::Machine(id, interface) => {
                self.machine(id, *interface).into_iter().map(Origin::Party).collect()
            }
            Start::Balancer(id) => {
                self.of(self.index.balancer(id).map(Body::Balancer)).map(Origin::Party).collect()
            }
            Start::Internet => vec![Origin::Internet],
            Start::Network(id) => self.index.network(id).map(Origin::Network).into_iter().collect(),
            Start::Subnet(id) => {
                let at = self.index.subnet(id);
                at.map(|at| Origin::Subnet(Place::subnet(self.model, &self.index, at))).into_iter().collect()
            }
            Start::Outside(id) => self.outside(id),
        }
    }

    fn outside(&self, wanted: &ResourceId) -> Vec<Origin> {
        let mut found = Vec::new();
        for (at, router) in self.model.routers.iter().enumerate() {
            for (side, attachment) in router.attachments.iter().enumerate() {
                match &attachment.to {
                    Attached::Outside { id, .. } if id == wanted || attachment.id == *wanted => {
                        found.push(Origin::Outside(id.clone(), at, side));
                    }
                    _ => {}
                }
            }
        }
        found
    }

    fn machine(&self, id: &ResourceId, interface: Option<usize>) -> Vec<Party> {
        let Some(at) = self.index.machine(id) else { return Vec::new() };
        let interfaces = self.model.machines.get(at).map_or(0, |machine| machine.interfaces.len());
        let wanted = (0..interfaces).filter(|number| interface.is_none_or(|wanted| wanted == *number));
        wanted.flat_map(|number| Body::Machine(at, number).parties(self.model, &self.index)).collect()
    }

    fn door(&self, id: &ResourceId) -> Vec<Party> {
        let at = self.index.endpoint(id);
        let endpoint = at.and_then(|at| self.model.endpoints.get(at));
        let interfaces = 0..endpoint.map_or(0, |endpoint| endpoint.interfaces.len());
        let bodies = interfaces.filter_map(|interface| Some(Body::Endpoint(at?, interface)));
        bodies.flat_map(|body| self.of(Some(body))).collect()
    }

    fn of(&self, body: Option<Body>) -> impl Iterator<Item = Party> {
        body.map_or_else(Vec::new, |body| body.parties(self.model, &self.index)).into_iter()
    }

    fn goals(&self, packet: &Packet) -> Vec<(Aim, Beyond)> {
        let parties = |parties: Vec<Party>, beyond: Beyond| {
            parties.into_iter().map(|party| (Aim::Party(party), beyond)).collect()
        };
        match &packet.to {
            None => vec![(Aim::Anyone, Beyond::Follow)],
            Some(Goal::Machine(id, interface)) => parties(self.machine(id, *interface), Beyond::Stop),
            Some(Goal::Balancer(id)) => {
                parties(self.of(self.index.balancer(id).map(Body::Balancer)).collect(), Beyond::Stop)
            }
            Some(Goal::Through { balancer, machine }) => {
                let front = self.of(self.index.balancer(balancer).map(Body::Balancer)).collect();
                let machine = self.index.machine(machine);
                machine.map_or_else(Vec::new, |at| parties(front, Beyond::Machine(at)))
            }
            Some(Goal::Cluster(id)) => {
                parties(self.of(self.index.cluster(id).map(Body::Cluster)).collect(), Beyond::Stop)
            }
            Some(Goal::Endpoint(id)) => parties(self.door(id), Beyond::Stop),
            Some(Goal::Behind { door, machine }) => {
                let machine = self.index.machine(machine);
                machine.map_or_else(Vec::new, |at| parties(self.door(door), Beyond::Machine(at)))
            }
            Some(Goal::Outside(id)) => vec![(Aim::Outside(id.clone()), Beyond::Stop)],
            Some(Goal::Internet) => vec![(Aim::Internet, Beyond::Stop)],
        }
    }

    /// The headers that the packet may have between a start and an end: each address that is known, or all that are
    /// possible.
    fn headers(&self, packet: &Packet, origin: &Origin, aim: &Aim) -> Vec<Header> {
        let family = packet.family();
        let sources = match packet.source {
            Some(address) => vec![Address::one(address)],
            None => self.sources(origin, family),
        };
        let destinations = self.destinations(packet, origin, aim, family);
        let pairs = sources.iter().flat_map(|source| destinations.iter().map(move |to| (source, to)));
        pairs
            .map(|(source, (destination, outer))| Header {
                source: source.clone(),
                destination: destination.clone(),
                protocol: packet.protocol,
                selector: Some(packet.selector),
                source_port: packet.source_port,
                outer: *outer,
            })
            .collect()
    }

    fn sources(&self, origin: &Origin, family: Family) -> Vec<Address> {
        match origin {
            Origin::Party(party) => self.own(party, family),
            Origin::Internet => vec![Address::public(family)],
            Origin::Outside(_, router, side) => {
                let side = self.model.routers.get(*router).and_then(|router| router.attachments.get(*side));
                match side.map(|side| &side.to) {
                    Some(Attached::Outside { ranges, .. }) => {
                        Address::of(&ranges.may, family).into_iter().collect()
                    }
                    _ => Vec::new(),
                }
            }
            Origin::Subnet(place) => {
                let subnet = place.subnet.and_then(|at| self.model.subnets.get(at));
                subnet.and_then(|subnet| Address::of(&subnet.ranges.may, family)).into_iter().collect()
            }
            Origin::Network(at) => {
                let network = self.model.networks.get(*at);
                network.and_then(|network| Address::of(&network.ranges.may, family)).into_iter().collect()
            }
        }
    }

    fn own(&self, party: &Party, family: Family) -> Vec<Address> {
        let addresses = party.addresses(self.model);
        let known = Address::of(&addresses.must, family).map(|known| known.each(MOST_ADDRESSES));
        known.unwrap_or_else(|| Address::of(&addresses.may, family).into_iter().collect())
    }

    /// Destination addresses, and whether they are public ones that a gateway translates.
    fn destinations(
        &self,
        packet: &Packet,
        origin: &Origin,
        aim: &Aim,
        family: Family,
    ) -> Vec<(Address, bool)> {
        if let Some(address) = packet.destination {
            let address = Address::one(address);
            let outer = match aim {
                Aim::Party(party) => {
                    family == Family::V4
                        && !address.is_within(&party.addresses(self.model)).possible()
                        && address.is_in(&AddressSet::internet()).certain()
                }
                _ => false,
            };
            return vec![(address, outer)];
        }
        match aim {
            Aim::Anyone => Vec::new(),
            Aim::Internet => vec![(Address::public(family), false)],
            Aim::Outside(wanted) => self.ranges(wanted, family),
            Aim::Party(party) => {
                let public = || vec![(party.public_address(self.model, family), family == Family::V4)];
                let inside = self.own(party, family).into_iter().map(|address| (address, false));
                let network = match origin {
                    Origin::Internet => return public(),
                    Origin::Party(from) => from.place.network,
                    Origin::Subnet(place) => place.network,
                    Origin::Network(at) => Some(*at),
                    Origin::Outside(..) => return inside.collect(),
                };
                let together = network.is_some() && network == party.place.network;
                let service = matches!(party.body, Body::Cluster(_) | Body::Balancer(_));
                let mapped = party.body.public(self.model, family).truth().possible();
                let public = if together && !service || !mapped { Vec::new() } else { public() };
                if party.place.is_outside() { public } else { inside.chain(public).collect() }
            }
        }
    }

    fn ranges(&self, wanted: &ResourceId, family: Family) -> Vec<(Address, bool)> {
        let sides = self.model.routers.iter().flat_map(|router| &router.attachments);
        let ranges = sides.filter_map(|side| match &side.to {
            Attached::Outside { id, ranges } if id == wanted => Address::of(&ranges.may, family),
            _ => None,
        });
        ranges.map(|address| (address, false)).collect()
    }
}

impl Walk<'_, '_> {
    /// A sender or a goal without an address of the family.
    fn has_no_address(&mut self, party: &Party, family: Family) {
        let id = party.body.id(self.model);
        let goal = match &self.aim {
            Aim::Party(goal) if party.address(self.model, family).is_some() => goal.body.id(self.model),
            _ => id.clone(),
        };
        let fact = format!("has no {} address", family.in_words());
        let decision = Decision::new(What::Source, Truth::No, &goal, fact);
        let path = Path::new(Spot::Party(party.clone()));
        self.stopped(path, &id, party.body.kind(), decision, Disposition::NoRoute);
    }

    /// A sender whose address the packet does not have.
    fn forged(&mut self, path: Path, party: &Party, header: &Header) {
        let id = party.body.id(self.model);
        let fact = format!("does not have {}, and sends only what is its own", header.source);
        let decision = Decision::new(What::Source, Truth::No, &id, fact);
        self.stopped(path, &id, party.body.kind(), decision, Disposition::DeniedOut);
    }
}
