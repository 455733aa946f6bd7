//! Machines that a filter knows by nothing but their addresses.

use std::collections::{BTreeSet, HashMap};

use ringfence_model::{Gap, Truth};
use ringfence_packets::AddressSet;

use super::hosts::{Cohort, Hosts};

/// What a packet meets on its way out of a cohort, and the addresses it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Look {
    exists: Truth,
    grouped: Grouped,
    stands: Vec<Lookout>,
}

/// Whether machines are in any group: rules about a group that is not known may mean that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Grouped {
    No,
    Yes,
    /// They may be in any.
    Perhaps,
}

/// What a packet meets at one place, by numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Lookout {
    /// What the filters away from the machine let through.
    egress: Vec<usize>,
    /// What those at the border of its place let through.
    border: Vec<usize>,
    addresses: usize,
    /// The routes that hold there.
    road: usize,
    node: usize,
    certain: bool,
    /// What is not known of the place, wherever it is written.
    gap: Option<Gap>,
}

/// Cohorts that some address sets do not tell apart.
#[derive(Debug, Default)]
pub(crate) struct Strangers {
    pub(crate) cohorts: BTreeSet<usize>,
    /// Their machines that may be sources, in order.
    pub(crate) machines: Vec<usize>,
    /// The same by where they stand.
    parts: Vec<Part>,
    /// Which parts stand at a node, among others.
    by_node: HashMap<usize, Vec<usize>>,
}

/// Strangers that stand at the same nodes.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) cohorts: BTreeSet<usize>,
    /// Their machines that may be sources, in order.
    pub(crate) machines: Vec<usize>,
}

impl Look {
    /// `number` numbers the addresses of a network.
    pub(super) fn of(hosts: &Hosts, cohort: &Cohort, mut number: impl FnMut(&AddressSet) -> usize) -> Self {
        let mut grouped = Grouped::No;
        let stands = cohort.stands.iter().map(|stand| {
            let groups = &stand.origin.groups;
            grouped = match (groups.is_exact(), groups.may.is_empty()) {
                (false, _) => Grouped::Perhaps,
                (true, false) => Grouped::Yes,
                (true, true) => Grouped::No,
            };
            let place = hosts.places.get(stand.place);
            Lookout {
                egress: stand.egress.iter().map(|sieve| sieve.content).collect(),
                border: hosts.border(stand.place).iter().map(|border| border.outward.content).collect(),
                addresses: number(&stand.origin.addresses),
                road: hosts.linked.road(stand.place),
                node: hosts.places.node(stand.place),
                certain: place.is_some_and(|place| place.certain),
                gap: place.and_then(|place| place.gap.clone()).map(|gap| Gap { source: None, ..gap }),
            }
        });
        let stands = stands.collect();
        Self { stands, grouped, exists: cohort.exists }
    }

    /// The same, but for what the sets do not tell apart: `relations` has a number for each address set of the
    /// network that they do not cut in two.
    fn seen(&self, relations: &[Option<usize>]) -> (Self, Vec<bool>) {
        let mut seen = self.clone();
        let mut whole = Vec::with_capacity(seen.stands.len());
        for lookout in &mut seen.stands {
            let relation = relations.get(lookout.addresses).copied().flatten();
            whole.push(relation.is_some());
            // A range that is cut in two is like no other.
            lookout.addresses = relation.unwrap_or(lookout.addresses);
            lookout.node = 0;
        }
        (seen, whole)
    }
}

impl Strangers {
    /// The cohorts, by what sets tell them apart; `addresses` are those that looks refer to.
    pub(super) fn told_apart(
        looks: &[(usize, Look)],
        addresses: &[AddressSet],
        sets: &[AddressSet],
        machines: &[Vec<usize>],
    ) -> Vec<Self> {
        let relations = relations(addresses, sets);
        let mut found: Vec<Self> = Vec::new();
        let mut known: HashMap<(Look, Vec<bool>), usize> = HashMap::new();
        let mut parts: HashMap<(usize, Vec<usize>), usize> = HashMap::new();
        for (cohort, look) in looks {
            let at = *known.entry(look.seen(&relations)).or_insert_with(|| {
                found.push(Self::default());
                found.len() - 1
            });
            let Some(strangers) = found.get_mut(at) else { continue };
            let nodes: Vec<usize> = look.stands.iter().map(|lookout| lookout.node).collect();
            let part = *parts.entry((at, nodes)).or_insert_with_key(|(_, nodes)| strangers.begin(nodes));
            strangers.add(part, *cohort, machines.get(*cohort).map_or(&[], Vec::as_slice));
        }
        for strangers in &mut found {
            strangers.machines.sort_unstable();
            strangers.parts.iter_mut().for_each(|part| part.machines.sort_unstable());
        }
        found
    }

    fn begin(&mut self, nodes: &[usize]) -> usize {
        let part = self.parts.len();
        self.parts.push(Part::default());
        for node in nodes.iter().collect::<BTreeSet<_>>() {
            self.by_node.entry(*node).or_default().push(part);
        }
        part
    }

    fn add(&mut self, part: usize, cohort: usize, machines: &[usize]) {
        self.cohorts.insert(cohort);
        self.machines.extend(machines);
        if let Some(part) = self.parts.get_mut(part) {
            part.cohorts.insert(cohort);
            part.machines.extend(machines);
        }
    }

    /// Those that stand at one of these nodes; all others are alike.
    pub(crate) fn at_nodes(&self, nodes: &BTreeSet<usize>) -> Vec<&Part> {
        let parts: BTreeSet<usize> =
            nodes.iter().filter_map(|node| self.by_node.get(node)).flatten().copied().collect();
        parts.into_iter().filter_map(|part| self.parts.get(part)).collect()
    }
}

/// For each of some address sets, a number for how it lies to all of the others: within or apart; nothing if one
/// cuts it in two.
fn relations(addresses: &[AddressSet], sets: &[AddressSet]) -> Vec<Option<usize>> {
    let mut numbers: HashMap<Vec<bool>, usize> = HashMap::new();
    let lies = |addresses: &AddressSet, set: &AddressSet| {
        let apart = !addresses.overlaps(set);
        if apart { Some(false) } else { addresses.is_subset(set).then_some(true) }
    };
    let relation = |addresses: &AddressSet| -> Option<Vec<bool>> {
        sets.iter().map(|set| lies(addresses, set)).collect()
    };
    let mut number = |addresses: &AddressSet| {
        let next = numbers.len();
        relation(addresses).map(|relation| *numbers.entry(relation).or_insert(next))
    };
    addresses.iter().map(&mut number).collect()
}
