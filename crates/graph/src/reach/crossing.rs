//! From one party to another inside networks, and between them.

use std::sync::Arc;

use ringfence_model::{Gap, GapKind, Model, Truth};
use ringfence_packets::{Bounds, FlowSet, GroupSet, Origin, Peers, Traffic};

use super::answers::Travel;
use super::edge::{Edge, Pass, Seen};
use super::hosts::Hosts;
use super::parties::{End, Party, ends};
use super::roads::{Errand, Journey, Roads};
use super::sieve::Sieve;
use super::{Node, Way};
use crate::index::Index;

/// Two parties.
pub(crate) struct Crossing<'g> {
    pub(crate) model: &'g Model,
    pub(crate) index: &'g Index,
    pub(crate) hosts: &'g Hosts,
    pub(crate) from: Party,
    pub(crate) to: Party,
}

/// A path in the making, from a party to the front of another.
pub(crate) struct Arrival {
    pub(crate) edges: Vec<Arc<Edge>>,
    pub(crate) travel: Arc<Travel>,
}

impl Crossing<'_> {
    /// The ways on private addresses: one for each pair of places and each way that is routed between them.
    pub(crate) fn ways(&self) -> Vec<Way> {
        let arrivals = self.arrivals().into_iter();
        arrivals.filter_map(|Arrival { edges, travel }| Way::arrived(edges, &travel)).collect()
    }

    /// The same, to be led on.
    pub(crate) fn arrivals(&self) -> Vec<Arrival> {
        let (starts, finishes) =
            (ends(self.model, self.hosts, self.from), ends(self.model, self.hosts, self.to));
        let pairs = starts.iter().flat_map(|start| finishes.iter().map(move |finish| (start, finish)));
        pairs.flat_map(|(start, finish)| self.arrive(start, finish)).collect()
    }

    fn arrive(&self, start: &End<'_>, finish: &End<'_>) -> Vec<Arrival> {
        let roads = Roads { model: self.model, index: self.index, hosts: self.hosts };
        let errand =
            Errand { from: start.spot, source: &start.origin, to: finish.spot, destination: &finish.origin };
        let journeys = roads.journeys(&errand);
        if journeys.is_empty() {
            return Vec::new();
        }
        let back = roads.answers(&errand);
        journeys.into_iter().filter_map(|journey| path(start, finish, journey, back.as_ref())).collect()
    }
}

/// The way over one journey, with what both ends ask.
fn path(
    start: &End<'_>,
    finish: &End<'_>,
    journey: Journey,
    back: Option<&Bounds<Traffic>>,
) -> Option<Arrival> {
    let far = journey.edges.iter().any(|edge| matches!(edge.to, Node::Router(_) | Node::Gateway(_)));
    let let_in = if far { finish.from_afar } else { Truth::Yes };
    if !let_in.possible() {
        return None;
    }
    let source = across(&start.origin, journey.groups_cross.inward);
    let destination = across(&finish.origin, journey.groups_cross.outward);
    let mut edges = Vec::new();
    if start.node != start.stands_at {
        let mut leave = Edge::new(start.node.clone(), start.stands_at.clone());
        leave.passes = start.egress.iter().map(|sieve| from_one(sieve, &destination)).collect();
        edges.push(leave);
    }
    edges.extend(journey.edges);
    if let Some(first) = edges.first_mut() {
        first.certain &= journey.certain && start.there.certain();
        first.gaps.extend(start.gaps.iter().chain(&journey.gaps).cloned());
    }
    if let Some(back) = back
        && let Some(last) = edges.last_mut()
    {
        last.passes = last.passes.iter().cloned().chain([Pass::Return(back.clone())]).collect();
        last.gaps.extend((back.must != back.may).then(no_return));
    }
    if finish.node != finish.stands_at {
        let mut arrive = Edge::new(finish.stands_at.clone(), finish.node.clone());
        arrive.essential = true;
        let inward = finish.ingress.iter().map(|sieve| from_one(sieve, &source));
        arrive.passes = finish.entry.iter().cloned().chain(inward).collect();
        edges.push(arrive);
    }
    if let Some(last) = edges.last_mut() {
        last.certain &= finish.there.and(let_in).certain();
        last.gaps.extend(finish.gaps.iter().cloned());
    }
    let all = FlowSet::of(&Peers::addresses(start.origin.addresses.clone()), &Traffic::all());
    let edges: Vec<Arc<Edge>> = edges.into_iter().map(Arc::new).collect();
    let begin = Arc::new(Travel::of(Bounds::exact(all)));
    let travel = edges.iter().fold(begin, |travel, edge| edge.carry(&travel));
    (!travel.flows.may.is_empty()).then_some(Arrival { edges, travel })
}

/// An end as filters at the other one see it.
fn across(origin: &Origin, groups_cross: Truth) -> Origin {
    let none = GroupSet::empty();
    let groups = match groups_cross {
        Truth::Yes => origin.groups.clone(),
        Truth::Unknown => Bounds::new(none, origin.groups.may.clone()),
        Truth::No => Bounds::exact(none),
    };
    Origin { addresses: origin.addresses.clone(), groups }
}

fn from_one(sieve: &Arc<Sieve>, origin: &Origin) -> Pass {
    Pass::Filter { sieve: Arc::clone(sieve), from: Seen::One(origin.clone()) }
}

fn no_return() -> Gap {
    let what = "whether answers are routed back".to_owned();
    Gap { kind: GapKind::OutsideInput, what, source: None }
}
