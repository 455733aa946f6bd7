//! Who can reach a machine inside its network, or from a narrow range outside, and is none of those that may.

use std::collections::BTreeSet;

use ringfence_check::{Draft, Exposure, RuleContext, Verdict, roles_in_words};
use ringfence_graph::{Circle, Node, Outsiders, Way};
use ringfence_model::{Evidence, Gap, GapKind, ResourceId};
use ringfence_packets::{AddressSet, Bound, Bounds, FlowSet, Peers, PortSet, Protocol, Traffic};

use crate::exposure::in_words;

/// Who is none of those that may reach a machine, and can.
#[derive(Clone)]
pub(crate) struct Beyond<'a> {
    traffic: Traffic,
    /// Machines of the stack, with the first of their ways.
    hosts: Vec<Outsiders>,
    /// What all of their ways carry.
    of_hosts: Bounds<Traffic>,
    /// What comes from ranges of the machine's own network in which others may stand.
    ranges: Vec<(ResourceId, Bounds<FlowSet>)>,
    /// Rules that name such ranges.
    openings: Vec<Evidence>,
    /// Why these may be able to, where that is not certain.
    gaps: Vec<Gap>,
    /// Public ranges that are not the internet at large.
    narrow: Option<Exposure<'a>>,
}

impl<'a> Beyond<'a> {
    /// Those outside a circle inside the machine's network, if there are any; all that holds for machines that
    /// stand alike.
    pub(crate) fn inside(cx: &RuleContext<'a>, at: usize, traffic: &Traffic, circle: Circle) -> Option<Self> {
        let mut hosts = cx.graph.outsiders(at, traffic, circle);
        let of_hosts = abridge(&mut hosts, traffic);
        let openings = cx.graph.admitting_rules(at, traffic);
        let mut ranges = other_ranges(cx, at, traffic, circle);
        // What a service or a default network lets in by rules that nobody wrote is what its cluster needs, or is
        // reported as the default that it is (RF210); etcd is not to be open by any rule.
        let nobodys = !openings.is_empty() && openings.iter().all(|rule| rule.source.span().is_none());
        if nobodys && !matches!(circle, Circle::Etcd | Circle::ControlPlane) {
            ranges.clear();
        }
        let mut gaps = if ranges.is_empty() { Vec::new() } else { cx.graph.admitting_gaps(at, traffic) };
        if gaps.is_empty() {
            gaps.extend(
                ranges.iter().filter(|(_, flows)| flows.must.is_empty()).map(|(of, _)| unknown_ranges(of)),
            );
        }
        Self { traffic: traffic.clone(), hosts, of_hosts, ranges, openings, gaps, narrow: None }.somebody()
    }

    /// Those, and the public ranges from which the machine can be reached that are not the internet at large.
    pub(crate) fn of(cx: &RuleContext<'a>, at: usize, traffic: &Traffic, circle: Circle) -> Option<Self> {
        Self::with_narrow(Self::inside(cx, at, traffic, circle), cx, at, traffic)
    }

    /// Adds the public ranges.
    pub(crate) fn with_narrow(
        inside: Option<Self>,
        cx: &RuleContext<'a>,
        at: usize,
        traffic: &Traffic,
    ) -> Option<Self> {
        let exposure = cx.exposure(&Node::Machine(at), traffic);
        let (open, narrow) = match exposure {
            Some(exposure) if cx.settings.is_internet(&exposure.sources(traffic).may) => (true, None),
            other => (false, other),
        };
        let nobody = || Self {
            traffic: traffic.clone(),
            hosts: Vec::new(),
            of_hosts: Bounds::exact(Traffic::none()),
            ranges: Vec::new(),
            openings: Vec::new(),
            gaps: Vec::new(),
            narrow: None,
        };
        let found = Self { narrow, ..inside.unwrap_or_else(nobody) }.somebody()?;
        // Where the whole internet may come in, it is no news that the network may.
        (!open || found.verdict() == Verdict::Violation).then_some(found)
    }

    /// Those without the public ranges.
    pub(crate) fn without_narrow(self) -> Option<Self> {
        Self { narrow: None, ..self }.somebody()
    }

    /// Machines that are known to reach it.
    pub(crate) fn of_hosts(mut hosts: Vec<Outsiders>, traffic: &Traffic) -> Option<Self> {
        let of_hosts = abridge(&mut hosts, traffic);
        let (ranges, openings, gaps) = (Vec::new(), Vec::new(), Vec::new());
        Self { traffic: traffic.clone(), hosts, of_hosts, ranges, openings, gaps, narrow: None }.somebody()
    }

    /// The first machines of each kind, by their positions in the model.
    pub(crate) fn machines(&self) -> impl Iterator<Item = usize> {
        self.hosts.iter().flat_map(|alike| &alike.first).copied()
    }

    /// Somebody; where somebody certainly can, those that only may are left aside.
    fn somebody(mut self) -> Option<Self> {
        if self.verdict() == Verdict::Violation {
            let traffic = &self.traffic;
            let can = |way: &Way| !way.carries(traffic).must.is_empty();
            self.hosts.retain(|alike| alike.ways.iter().any(can));
            self.ranges.retain(|(_, flows)| !flows.must.is_empty());
            self.narrow = self.narrow.filter(|exposure| !exposure.flows.must.is_empty());
        }
        let nobody = self.hosts.is_empty() && self.ranges.is_empty() && self.narrow.is_none();
        (!nobody).then_some(self)
    }

    /// Whether machines are among them, rather than ranges alone.
    pub(crate) fn has_hosts(&self) -> bool {
        !self.hosts.is_empty()
    }

    /// Certain if any of them certainly can.
    pub(crate) fn verdict(&self) -> Verdict {
        let certain = !self.traffic_at(Bound::Must).is_empty();
        if certain { Verdict::Violation } else { Verdict::Possible }
    }

    /// What they can reach; only what is certain if something is.
    pub(crate) fn open(&self) -> Traffic {
        let certain = self.traffic_at(Bound::Must);
        if certain.is_empty() { self.traffic_at(Bound::May) } else { certain }
    }

    fn traffic_at(&self, bound: Bound) -> Traffic {
        let flows = self.ranges.iter().map(|(_, flows)| flows);
        let flows = flows.chain(self.narrow.iter().map(|exposure| &exposure.flows));
        let of_hosts = self.of_hosts.at(bound).clone();
        flows.fold(of_hosts, |all, flows| all.union(&flows.at(bound).traffic()))
    }

    /// They in words: the first by name.
    pub(crate) fn who(&self, cx: &RuleContext<'_>) -> String {
        let number: usize = self.hosts.iter().map(|alike| alike.number).sum();
        // The first of all are among the first of each kind.
        let first: BTreeSet<usize> = self.hosts.iter().flat_map(|alike| &alike.first).copied().collect();
        let named = first.into_iter().take(Outsiders::NAMED).filter_map(|at| cx.graph.class_of(at));
        let mut words: Vec<String> =
            named.map(|class| format!("{} `{}`", roles_in_words(class), class.id)).collect();
        if number > Outsiders::NAMED {
            words.push(format!("{} more hosts", number - Outsiders::NAMED));
        }
        words.extend(self.ranges.iter().map(|(network, flows)| {
            let set = if flows.must.is_empty() { &flows.may } else { &flows.must };
            let addresses = set.peers_any(&self.traffic).addresses;
            format!("any host of `{network}` in {addresses}")
        }));
        words.extend(
            self.narrow.iter().map(|exposure| {
                format!("{} on the internet", in_words(&exposure.sources(&self.traffic).may))
            }),
        );
        words.join(" and ")
    }

    /// Adds the ways and the rules to a draft.
    pub(crate) fn tell<'d>(&self, mut draft: Draft<'d>) -> Draft<'d> {
        for host in &self.hosts {
            draft = draft.ways(&host.ways, &self.traffic);
        }
        if let Some(exposure) = &self.narrow {
            draft = draft.ways(exposure.ways.iter().copied(), &self.traffic);
        }
        draft = draft.unknown(&self.gaps);
        let alone = self.hosts.is_empty() && self.narrow.is_none();
        for opening in &self.openings {
            draft = if alone { draft.opened_by(opening.clone()) } else { draft.because([opening.clone()]) };
        }
        draft
    }
}

/// So many ways of one machine are told; a machine that may stand in a thousand places has a thousand.
const MOST_WAYS: usize = 16;

/// Keeps the first ways of each, the certain ones before the others; what all of them carried.
fn abridge(hosts: &mut [Outsiders], traffic: &Traffic) -> Bounds<Traffic> {
    let mut all = Bounds::exact(Traffic::none());
    for alike in hosts {
        let ways = std::mem::take(&mut alike.ways);
        let carried = ways.into_iter().map(|way| (way.carries(traffic).map(FlowSet::traffic), way));
        let mut carried: Vec<(Bounds<Traffic>, Way)> = carried.collect();
        all = carried.iter().fold(all, |all, (some, _)| all.union(some));
        carried.sort_by_key(|(some, _)| some.must.is_empty());
        alike.ways = carried.into_iter().take(MOST_WAYS).map(|(_, way)| way).collect();
    }
    all
}

/// The traffic on which the internet at large, as `is_internet` says, certainly reaches a machine: that is reported by
/// a rule about the internet, and it is no news that the network can reach it too.
pub(crate) fn open_to_everybody(
    cx: &RuleContext<'_>,
    at: usize,
    traffic: &Traffic,
    is_internet: impl Fn(&AddressSet) -> bool,
) -> Traffic {
    let Some(exposure) = cx.exposure(&Node::Machine(at), traffic) else { return Traffic::none() };
    let mut open = Traffic::none();
    for cell in exposure.flows.must.cells() {
        if is_internet(&cell.peers.addresses) {
            let ports = PortSet::of(cell.selectors.0, cell.selectors.1);
            let protocols = cell.protocols.0.0..=cell.protocols.1.0;
            let all = protocols.map(|protocol| Traffic::of(Protocol(protocol), ports.clone()));
            open = all.fold(open, |open, some| open.union(&some));
        }
    }
    open
}

/// The rules are known, so that it is the network's own addresses that are not.
fn unknown_ranges(network: &ResourceId) -> Gap {
    Gap { kind: GapKind::OutsideInput, what: format!("the ranges of `{network}`"), source: None }
}

/// What comes from the ranges of the network without those in which only insiders stand.
pub(crate) fn other_ranges(
    cx: &RuleContext<'_>,
    machine: usize,
    traffic: &Traffic,
    circle: Circle,
) -> Vec<(ResourceId, Bounds<FlowSet>)> {
    let beyond = |(network, flows): (ResourceId, Bounds<FlowSet>)| {
        let own = Peers::addresses(cx.graph.inner_ranges(&network, circle));
        let own = FlowSet::of(&own, &Traffic::all());
        (network, flows.map(|set| set.difference(&own)))
    };
    let all = cx.graph.admitted(machine, traffic).into_iter().map(beyond);
    let mut found: Vec<_> = all.filter(|(_, flows)| !flows.may.is_empty()).collect();
    found.dedup();
    found
}
