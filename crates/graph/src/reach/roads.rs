//! The ways that packets are routed from one place to another, whatever filters at both ends say.

use ringfence_model::{Attached, Attachment, Evidence, Gap, Link, ResourceId, RouteTarget, Router, Truth};
use ringfence_model::{GapKind, Model};
use ringfence_packets::{Bounds, Origin, Traffic};

use super::Node;
use super::edge::{Edge, Pass};
use super::gates::Side;
use super::hosts::Hosts;
use super::lanes::{Lane, Target, lanes};
use super::place::Place;
use crate::index::Index;

/// Routers that one packet passes at most: longer ways would be a circle.
const MOST_ROUTERS: usize = 6;

/// Where packets are sent from or to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// Number of a place.
    Place(usize),
    /// An attachment of a router that leads outside the cloud: positions of both.
    Outside(usize, usize),
}

/// Packets from one spot to another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Errand<'a> {
    pub(crate) from: Spot,
    pub(crate) source: &'a Origin,
    pub(crate) to: Spot,
    pub(crate) destination: &'a Origin,
}

/// One way that packets are routed.
#[derive(Debug)]
pub(crate) struct Journey {
    /// The edges between the nodes of both spots; none if that is one node.
    pub(crate) edges: Vec<Edge>,
    /// Whether they are certainly routed so.
    pub(crate) certain: bool,
    /// Why that is not certain.
    pub(crate) gaps: Vec<Gap>,
    /// Whether filters at either end can name groups of the other.
    /// Whether inbound rules see the groups of who sends, outbound ones those of who receives.
    pub(crate) groups_cross: GroupsCross,
    /// The filters on it that are asked about answers as about any packet.
    pub(crate) stateless: Vec<Pass>,
}

/// What is needed to find them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Roads<'g> {
    pub(crate) model: &'g Model,
    pub(crate) index: &'g Index,
    pub(crate) hosts: &'g Hosts,
}

/// A journey in the making.
#[derive(Clone)]
pub(super) struct Trail {
    pub(super) edges: Vec<Edge>,
    pub(super) certain: bool,
    gaps: Vec<Gap>,
    groups_cross: GroupsCross,
    at: Node,
    passed: Vec<usize>,
    /// Whether the first and the last router stand in the subnet of the end itself.
    pub(super) beside: (bool, bool),
    pub(super) stateless: Vec<Pass>,
}

impl Roads<'_> {
    /// Every way on which packets may be routed from one spot to the other.
    ///
    /// Unknown: something whose network is not known may share one with anything; a route that is not known may lead
    /// to any router that the network is attached to.
    pub(crate) fn journeys(&self, errand: &Errand<'_>) -> Vec<Journey> {
        let mut found = Vec::new();
        match errand.from {
            Spot::Place(from) => self.depart(errand, from, &mut found),
            Spot::Outside(router, attachment) => {
                let trail = Self::begin(Node::Outside(router, attachment));
                self.enter(errand, router, attachment, trail, &mut found);
            }
        }
        found
    }

    /// The answers that come back, by protocol and the client's own port, whatever way they take; nothing if all do.
    ///
    /// Filters that know connections let answers pass by themselves.
    pub(crate) fn answers(&self, errand: &Errand<'_>) -> Option<Bounds<Traffic>> {
        let Errand { from, source, to, destination } = *errand;
        let back = Errand { from: to, source: destination, to: from, destination: source };
        let journeys = self.journeys(&back);
        if let [only] = journeys.as_slice()
            && only.certain
            && only.stateless.is_empty()
        {
            return None;
        }
        let passing = |journey: &Journey| {
            let everything = Bounds::exact(Traffic::all());
            journey
                .stateless
                .iter()
                .fold(everything, |passing, pass| passing.intersection(&pass.lets_through()))
        };
        let mut found = Bounds::<Traffic>::empty();
        for journey in &journeys {
            let passing = passing(journey);
            found.may = found.may.union(&passing.may);
            if journey.certain {
                found.must = found.must.union(&passing.must);
            }
        }
        Some(found)
    }

    fn begin(at: Node) -> Trail {
        Trail {
            edges: Vec::new(),
            certain: true,
            gaps: Vec::new(),
            groups_cross: GroupsCross { inward: Truth::Yes, outward: Truth::Yes },
            at,
            passed: Vec::new(),
            beside: (false, false),
            stateless: Vec::new(),
        }
    }

    fn depart(&self, errand: &Errand<'_>, from: usize, found: &mut Vec<Journey>) {
        let places = &self.hosts.places;
        let Some(place) = places.get(from) else { return };
        let mut trail = Self::begin(place.node.clone());
        let target =
            if let Spot::Place(to) = errand.to { places.get(to).map(|place| (to, place)) } else { None };
        if let Some((to, end)) = target {
            if places.node(from) == places.node(to) {
                trail.certain = place.network.is_some() || place.node == end.node;
                return found.push(trail.arrived());
            }
            if place.network.is_none() || end.network.is_none() {
                trail.certain = false;
                trail.gaps.extend(place.gap.iter().chain(&end.gap).cloned());
                return self.deliver(errand, to, trail, found);
            }
        }
        let Some(network) = place.network.and_then(|at| self.model.networks.get(at)) else { return };
        trail.step(Node::Network(network.about.id.clone()), Vec::new());
        let lanes = lanes(place.routes(self.model), Some(&network.ranges));
        match target {
            Some((to, end)) if end.network == place.network => {
                let inner = network.ranges.must.intersection(&errand.destination.addresses);
                let diverted = lanes
                    .iter()
                    .find(|lane| !matches!(lane.target, Target::Local) && lane.to.may.overlaps(&inner));
                if let Some(lane) = diverted {
                    trail.certain = false;
                    trail.gaps.push(diversion(lane));
                }
                self.deliver(errand, to, trail, found);
            }
            _ => lanes.iter().for_each(|lane| self.follow(errand, place, lane, &trail, found)),
        }
    }

    /// Leaves a network on one of its lanes.
    fn follow(
        &self,
        errand: &Errand<'_>,
        place: &Place,
        lane: &Lane<'_>,
        trail: &Trail,
        found: &mut Vec<Journey>,
    ) {
        let wanted = &errand.destination.addresses;
        let Target::Route(target) = lane.target else { return };
        if !lane.to.may.overlaps(wanted) {
            return;
        }
        let routers: Vec<(usize, &Router)> = match target {
            RouteTarget::Router(id) => {
                match self.index.router(id).and_then(|at| Some((at, self.model.routers.get(at)?))) {
                    Some(router) => vec![router],
                    None => return self.beyond_sight(errand, place, (id, lane.evidence), trail, found),
                }
            }
            RouteTarget::Unknown(gap) => {
                self.anywhere(errand, place, (None, gap.clone()), lane.evidence, trail, found);
                self.model.routers.iter().enumerate().collect()
            }
            RouteTarget::Middlebox(_) => self.model.routers.iter().enumerate().collect(),
            _ => return,
        };
        for (at, router) in routers {
            // A side that was not seen may be that of this network, and another one that of any other.
            if let Some(gap) = router.unseen.first() {
                self.anywhere(
                    errand,
                    place,
                    (Some(&router.about.id), gap.clone()),
                    lane.evidence,
                    trail,
                    found,
                );
            }
            self.take_router(errand, place, (lane, target), (at, router), trail, found);
        }
    }

    /// Enters a router by each attachment that may be of the network of a place.
    fn take_router(
        &self,
        errand: &Errand<'_>,
        place: &Place,
        (lane, target): (&Lane<'_>, &RouteTarget),
        (at, router): (usize, &Router),
        trail: &Trail,
        found: &mut Vec<Journey>,
    ) {
        let certain = errand.destination.addresses.is_subset(&lane.to.must);
        for (number, attachment) in router.attachments.iter().enumerate() {
            let Attached::Network(link) = &attachment.to else { continue };
            let ours = match (self.index.network(link), link) {
                (Some(at), _) => Truth::from(place.network == Some(at)),
                (None, Link::Unknown(_)) => Truth::Unknown,
                (None, Link::To { .. }) => Truth::No,
            };
            let there =
                ours.and(attachment.exists).and(router.about.exists).and(self.in_zone(place, attachment));
            if !there.possible() {
                continue;
            }
            let mut onward = trail.clone();
            onward.step(Node::Router(at), lane.evidence.to_vec());
            onward.doubt(certain && there.certain(), doubts(target, link, attachment));
            self.gate(errand, attachment, &mut onward, Side::Into);
            self.enter(errand, at, number, onward, found);
        }
    }

    /// Whether packets from a place are in a zone of an attachment.
    fn in_zone(&self, place: &Place, attachment: &Attachment) -> Truth {
        if !attachment.zonal {
            return Truth::Yes;
        }
        let own = place.subnet.and_then(|at| self.model.subnets.get(at));
        let Some(own) = own else { return Truth::Unknown };
        let near = attachment.subnets.iter().map(|link| {
            let at = self.index.subnet(link).and_then(|at| self.model.subnets.get(at));
            match at {
                Some(subnet) if subnet.about.id == own.about.id => Truth::Yes,
                Some(subnet) => subnet
                    .zone
                    .as_ref()
                    .zip(own.zone.as_ref())
                    .map_or(Truth::Unknown, |(a, b)| (a == b).into()),
                None => Truth::Unknown,
            }
        });
        near.fold(Truth::No, Truth::or)
    }

    /// A router that is not declared may lead to any other network.
    fn beyond_sight(
        &self,
        errand: &Errand<'_>,
        place: &Place,
        (id, evidence): (&ResourceId, &[Evidence]),
        trail: &Trail,
        found: &mut Vec<Journey>,
    ) {
        let what = format!("where `{id}` leads, which is not declared here");
        let source = evidence.first().map(|said| said.source.clone());
        let gap = Gap { kind: GapKind::OutsideInput, what, source };
        self.anywhere(errand, place, (Some(id), gap), evidence, trail, found);
    }

    /// What is not known may lead to any other network.
    fn anywhere(
        &self,
        errand: &Errand<'_>,
        place: &Place,
        (through, gap): (Option<&ResourceId>, Gap),
        evidence: &[Evidence],
        trail: &Trail,
        found: &mut Vec<Journey>,
    ) {
        let Spot::Place(to) = errand.to else { return };
        let end = self.hosts.places.get(to).and_then(|end| end.network);
        if end.is_none() || end == place.network {
            return;
        }
        let mut onward = trail.clone();
        if let Some(id) = through {
            onward.step(Node::Gateway(id.clone()), evidence.to_vec());
        }
        onward.doubt(false, vec![gap]);
        onward.groups_cross = onward.groups_cross.and(Truth::Unknown, true);
        self.deliver(errand, to, onward, found);
    }

    /// Goes through a router that was entered by one of its attachments.
    fn enter(&self, errand: &Errand<'_>, at: usize, incoming: usize, trail: Trail, found: &mut Vec<Journey>) {
        let Some(router) = self.model.routers.get(at) else { return };
        if trail.passed.contains(&at) || trail.passed.len() >= MOST_ROUTERS {
            return;
        }
        let mut trail = trail;
        if trail.at != Node::Router(at) {
            trail.step(
                Node::Router(at),
                router.attachments.get(incoming).map(|a| a.evidence.clone()).unwrap_or_default(),
            );
        }
        trail.passed.push(at);
        trail.groups_cross = trail.groups_cross.and(router.groups_cross.truth(), router.groups_cross_outward);
        let table = router.attachments.get(incoming).map(|attachment| &attachment.routes);
        let wanted = &errand.destination.addresses;
        for lane in lanes(table.into_iter().flatten(), None) {
            let Target::Route(target) = lane.target else { continue };
            if !lane.to.may.overlaps(wanted) {
                continue;
            }
            let certain = wanted.is_subset(&lane.to.must);
            for (number, attachment) in router.attachments.iter().enumerate() {
                let meant = match target {
                    RouteTarget::Attachment(id) => attachment.id == *id,
                    RouteTarget::Unknown(_) => number != incoming,
                    _ => false,
                };
                if !meant || !attachment.exists.possible() {
                    continue;
                }
                let mut onward = trail.clone();
                let known = matches!(target, RouteTarget::Attachment(_));
                let gaps =
                    if let RouteTarget::Unknown(gap) = target { vec![gap.clone()] } else { Vec::new() };
                onward.doubt(certain && known && attachment.exists.certain(), gaps);
                self.exit(errand, (at, number, attachment), onward, lane.evidence, found);
            }
        }
    }

    /// Leaves a router by an attachment.
    fn exit(
        &self,
        errand: &Errand<'_>,
        (router, number, attachment): (usize, usize, &Attachment),
        mut trail: Trail,
        evidence: &[Evidence],
        found: &mut Vec<Journey>,
    ) {
        let because: Vec<Evidence> = evidence.iter().chain(&attachment.evidence).cloned().collect();
        let wanted = &errand.destination.addresses;
        match (&attachment.to, errand.to) {
            (Attached::Outside { ranges, .. }, Spot::Outside(at, to)) if (at, to) == (router, number) => {
                trail.doubt(wanted.is_subset(&ranges.must), Vec::new());
                trail.step(Node::Outside(router, number), because);
                self.borders(errand, &mut trail);
                found.push(trail.arrived());
            }
            (Attached::Network(link), Spot::Place(to)) => {
                let end = self.hosts.places.get(to).and_then(|end| end.network);
                let at = self.index.network(link);
                let Some(network) = end.and_then(|at| self.model.networks.get(at)) else { return };
                if at != end && !matches!(link, Link::Unknown(_)) || !network.ranges.may.overlaps(wanted) {
                    return;
                }
                let certain = at == end && wanted.is_subset(&network.ranges.must);
                trail.doubt(
                    certain,
                    if let Link::Unknown(gap) = link { vec![gap.clone()] } else { Vec::new() },
                );
                self.gate(errand, attachment, &mut trail, Side::OutOf);
                trail.step(Node::Network(network.about.id.clone()), because);
                self.deliver(errand, to, trail, found);
            }
            (Attached::Router(link), _) => self.on_to(errand, (router, link), &trail, &because, found),
            _ => {}
        }
    }

    /// From one router to another one that it is joined to.
    fn on_to(
        &self,
        errand: &Errand<'_>,
        (router, link): (usize, &Link),
        trail: &Trail,
        because: &[Evidence],
        found: &mut Vec<Journey>,
    ) {
        let Some(next) = link.id().and_then(|id| self.index.router(id)) else { return };
        let Some(here) = self.model.routers.get(router).map(|router| &router.about.id) else { return };
        let facing =
            |other: &Attachment| matches!(&other.to, Attached::Router(back) if back.id() == Some(here));
        let attachments = self.model.routers.get(next).into_iter().flat_map(|router| &router.attachments);
        for (incoming, other) in attachments.enumerate().filter(|(_, other)| facing(other)) {
            let mut onward = trail.clone();
            onward.doubt(other.exists.certain(), Vec::new());
            onward.step(Node::Router(next), because.to_vec());
            self.enter(errand, next, incoming, onward, found);
        }
    }

    /// The last step: from the network into the place.
    fn deliver(&self, errand: &Errand<'_>, to: usize, mut trail: Trail, found: &mut Vec<Journey>) {
        let Some(end) = self.hosts.places.get(to) else { return };
        trail.step(end.node.clone(), Vec::new());
        self.borders(errand, &mut trail);
        found.push(trail.arrived());
    }
}

impl Trail {
    fn step(&mut self, to: Node, because: Vec<Evidence>) {
        let from = std::mem::replace(&mut self.at, to.clone());
        if from != to {
            let mut edge = Edge::new(from, to);
            edge.because = because;
            self.edges.push(edge);
        }
    }

    fn doubt(&mut self, certain: bool, gaps: Vec<Gap>) {
        self.certain &= certain;
        self.gaps.extend(gaps);
    }

    fn arrived(self) -> Journey {
        let Self { edges, certain, gaps, groups_cross, stateless, .. } = self;
        Journey { edges, certain, gaps, groups_cross, stateless }
    }
}

/// Whether the groups of one end mean something at the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GroupsCross {
    /// To inbound rules: those of who sends.
    pub(crate) inward: Truth,
    /// To outbound rules: those of who receives.
    pub(crate) outward: Truth,
}

impl GroupsCross {
    fn and(self, inward: Truth, outward_too: bool) -> Self {
        let outward = if outward_too { inward } else { Truth::No };
        Self { inward: self.inward.and(inward), outward: self.outward.and(outward) }
    }
}

/// What is not known of the step from a network into a router.
fn doubts(target: &RouteTarget, network: &Link, attachment: &Attachment) -> Vec<Gap> {
    let at = attachment.evidence.first().map(|said| said.source.clone());
    let pending = (attachment.exists != Truth::Yes).then(|| Gap {
        kind: GapKind::KnownAfterApply,
        what: format!("whether `{}` is in force", attachment.id),
        source: at,
    });
    let unknown = match target {
        RouteTarget::Unknown(gap) => Some(gap.clone()),
        RouteTarget::Middlebox(id) => Some(forwards(id)),
        _ => None,
    };
    let network = if let Link::Unknown(gap) = network { Some(gap.clone()) } else { None };
    unknown.into_iter().chain(pending).chain(network).collect()
}

fn diversion(lane: &Lane<'_>) -> Gap {
    let source = lane.evidence.first().map(|said| said.source.clone());
    match lane.target {
        Target::Route(RouteTarget::Unknown(gap)) => gap.clone(),
        Target::Route(RouteTarget::Middlebox(id)) => Gap { source, ..forwards(id) },
        _ => Gap { kind: GapKind::Unsupported, what: "a route inside the network".to_owned(), source },
    }
}

fn forwards(id: &ResourceId) -> Gap {
    Gap { kind: GapKind::Unsupported, what: format!("what `{id}` forwards"), source: None }
}
