//! Places that packets leave for other networks alike, and how they come from one such zone to another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ringfence_model::{Attached, Truth};
use ringfence_packets::{Action, AddressSet, Bounds, GroupSet, Origin};
use ringfence_reach::{Certainty, FabricBuilder, Zone};

use crate::Graph;
use crate::reach::{Errand, Place, Roads, Sieve, Spot};

/// All that decides about the way from a place to other networks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Likeness {
    network: usize,
    road: usize,
    part: Option<String>,
    /// The place itself where it is not known in which part of a region it lies.
    place: Option<usize>,
}

/// A zone of the fabric.
#[derive(Debug)]
struct Member {
    network: usize,
    /// One of its places.
    place: usize,
    /// The addresses of all that stands there.
    addresses: AddressSet,
}

/// How packets get from one zone to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Passage {
    Closed,
    /// Certainly, on one way, past no filter but those of both ends; whether these know each other's groups.
    Open {
        groups: bool,
    },
    Unclear,
}

/// Zones by number.
#[derive(Debug, Default)]
pub(super) struct Zones {
    numbers: HashMap<Likeness, u32>,
    members: Vec<Member>,
    /// From and to, where the fabric does not tell what passes.
    untold: BTreeSet<(u32, u32)>,
}

impl Zones {
    /// The zone of a place, by its number.
    pub(super) fn of(&mut self, graph: &Graph<'_>, number: usize, place: &Place) -> Option<Zone> {
        let network = place.network?;
        let subnet = place.subnet.and_then(|at| graph.model().subnets.get(at));
        let part = subnet.and_then(|subnet| subnet.zone.clone());
        let unknown = part.is_none().then(|| graph.hosts().places.node(number));
        let likeness = Likeness { network, road: graph.hosts().linked.road(number), part, place: unknown };
        let next = u32::try_from(self.members.len()).ok()?;
        let zone = *self.numbers.entry(likeness).or_insert(next);
        if zone == next {
            self.members.push(Member { network, place: number, addresses: AddressSet::empty() });
        }
        Some(Zone(zone))
    }

    /// Notes that something with these addresses stands in a zone.
    pub(super) fn settle(&mut self, zone: Zone, addresses: &AddressSet) {
        if let Some(member) = usize::try_from(zone.0).ok().and_then(|at| self.members.get_mut(at)) {
            member.addresses = member.addresses.union(addresses);
        }
    }

    /// Tells the fabric how packets get from zone to zone.
    pub(super) fn tell(&mut self, graph: &Graph<'_>, builder: &mut FabricBuilder) {
        let plain = plain_networks(graph);
        let mut passages: BTreeMap<(u32, u32), Passage> = BTreeMap::new();
        for (from, source) in (0..).zip(&self.members) {
            for (to, target) in (0..).zip(&self.members) {
                if source.network == target.network {
                    builder.gate(Zone(from), Zone(to), Certainty::Certain);
                } else if near(graph, source.network, target.network) {
                    let known =
                        [source.network, target.network].iter().all(|at| plain.get(*at) == Some(&true));
                    passages.insert((from, to), passage(graph, source, target, known));
                }
            }
        }
        for (&(from, to), &there) in &passages {
            let back = passages.get(&(to, from)).copied().unwrap_or(Passage::Closed);
            match (there, back) {
                (Passage::Closed, _) => {}
                (Passage::Open { groups }, Passage::Closed | Passage::Open { .. }) => {
                    builder.gate(Zone(from), Zone(to), Certainty::Certain);
                    if !groups {
                        builder.hide_groups(Zone(from), Zone(to));
                    }
                }
                _ => {
                    self.untold.insert((from, to));
                }
            }
        }
    }

    /// Whether packets may get from one zone to another in ways that the fabric does not tell of.
    pub(super) fn is_untold(&self, from: Zone, to: Zone) -> bool {
        self.untold.contains(&(from.0, to.0))
    }
}

/// Whether packets may come from one network to the other, or answers back.
fn near(graph: &Graph<'_>, from: usize, to: usize) -> bool {
    let linked = &graph.hosts().linked;
    linked.sources_of(to).any(|other| other == from) || linked.sources_of(from).any(|other| other == to)
}

/// How packets get from all that stands in one zone to all that stands in another.
///
/// Shape: what holds for all addresses together holds for each: none of them has a way that all together have not, and
/// a way that is certain for all is the only one of each.
fn passage(graph: &Graph<'_>, from: &Member, to: &Member, plain: bool) -> Passage {
    let roads = Roads { model: graph.model(), index: graph.index(), hosts: graph.hosts() };
    let origin = |member: &Member| Origin {
        addresses: member.addresses.clone(),
        groups: Bounds::exact(GroupSet::empty()),
    };
    let (source, destination) = (origin(from), origin(to));
    let (start, end) = (Spot::Place(from.place), Spot::Place(to.place));
    let errand = Errand { from: start, source: &source, to: end, destination: &destination };
    match roads.journeys(&errand).as_slice() {
        [] => Passage::Closed,
        [only] if only.certain && plain => match (only.groups_cross.inward, only.groups_cross.outward) {
            (Truth::Yes, Truth::Yes) => Passage::Open { groups: true },
            (Truth::No, Truth::No) => Passage::Open { groups: false },
            _ => Passage::Unclear,
        },
        _ => Passage::Unclear,
    }
}

/// Whether the subnets that routers stand in have no border that stops anything, by network.
fn plain_networks(graph: &Graph<'_>) -> Vec<bool> {
    let mut plain = vec![true; graph.model().networks.len()];
    for side in graph.model().routers.iter().flat_map(|router| &router.attachments) {
        let Attached::Network(link) = &side.to else { continue };
        let all = side.subnets.iter().all(|subnet| {
            let place = subnet.id().and_then(|id| graph.hosts().places.of_subnet(id));
            let mut borders = place.into_iter().flat_map(|place| graph.hosts().border(place));
            let open =
                borders.all(|border| lets_all_through(&border.inward) && lets_all_through(&border.outward));
            place.is_some() && open
        });
        match graph.index().network(link).and_then(|at| plain.get_mut(at)) {
            Some(network) => *network &= all,
            None if !all => plain.fill(false),
            None => {}
        }
    }
    plain
}

fn lets_all_through(sieve: &Sieve) -> bool {
    let mut rules: Vec<_> = sieve.filter.rules.iter().collect();
    rules.sort_by_key(|rule| rule.level);
    let Some(first) = rules.first() else { return sieve.filter.default == Action::Allow };
    let unstopped = sieve.filter.order == ringfence_packets::Order::FirstMatch
        || rules.iter().all(|rule| rule.action == Action::Allow);
    let everybody = AddressSet::all_v4().is_subset(&first.peers.must.addresses);
    unstopped && first.action == Action::Allow && everybody && first.traffic.must.is_all()
}
