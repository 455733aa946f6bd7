//! The simulator: every packet on every hop, every way in which unknowns can turn out for it.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use ringfence_packets::{Action, Bound, Order};
use ringfence_reach::{Certainty, Crossing, Direction, Unseen};

use crate::network::{Addresses, Filter, GROUPS, Interface, Network, Outside, Range, Rule};
use crate::universe::{ADDRESSES, Kind, Mask, atoms, has, is_v4};

/// What passes at either bound, as traffic atoms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Result {
    pub(crate) open: [Mask; 2],
    pub(crate) blocked: [Mask; 2],
}

pub(crate) const BOUNDS: [Bound; 2] = [Bound::Must, Bound::May];

/// Whether something happens for certain, and whether it can.
#[derive(Clone, Copy, Debug)]
struct Chance {
    certain: bool,
    possible: bool,
}

/// Filters that judge together, as indexes, and whether they know answers.
type Judges = (Vec<usize>, bool);

/// Somebody who sends or receives: an interface, or nobody known.
type Party = Option<usize>;

type Asked = (Vec<usize>, Direction, Party, usize, usize);

pub(crate) struct Simulator<'n> {
    pub(crate) network: &'n Network,
    /// Every set of addresses that each interface can turn out to have.
    settlements: Vec<Vec<Mask>>,
    known: RefCell<HashMap<Asked, (bool, bool)>>,
}

/// One connection attempt: its ends with their addresses.
#[derive(Clone, Copy)]
struct Attempt {
    from: Party,
    source: usize,
    to: Party,
    target: usize,
}

impl<'n> Simulator<'n> {
    pub(crate) fn new(network: &'n Network) -> Self {
        let settlements = network.interfaces.iter().map(|one| settlements(&one.addresses)).collect();
        Self { network, settlements, known: RefCell::default() }
    }

    fn interface(&self, index: usize) -> &'n Interface {
        &self.network.interfaces[index]
    }

    /// What one interface can open on another.
    pub(crate) fn pair(&self, from: usize, to: usize) -> Result {
        let mut result = Result::default();
        let (sources, targets) = (&self.settlements[from], &self.settlements[to]);
        for traffic in 0..self.network.world.count() {
            let mut tried: HashMap<(usize, usize), [Chance; 2]> = HashMap::new();
            let mut settled = Vec::new();
            for (&source_set, &target_set) in sources.iter().flat_map(|s| targets.iter().map(move |t| (s, t)))
            {
                let mut total = [Chance { certain: false, possible: false }; 2];
                for source in atoms(source_set, ADDRESSES) {
                    for target in
                        atoms(target_set, ADDRESSES).filter(|&target| is_v4(target) == is_v4(source))
                    {
                        let attempt = Attempt { from: Some(from), source, to: Some(to), target };
                        let one = tried
                            .entry((source, target))
                            .or_insert_with(|| self.attempt(attempt, traffic, None));
                        total = either(total, *one);
                    }
                }
                settled.push(total);
            }
            note(&mut result, traffic, &settled);
        }
        result
    }

    /// What an address of a region can open on an interface, or it on the address.
    pub(crate) fn outside(&self, region: usize, address: usize, interface: usize, inwards: bool) -> Result {
        let mut result = Result::default();
        let owner = self.interface(interface);
        let Some(outside) = &self.network.places[owner.place].outside[region] else { return result };
        if !has(self.network.regions[region], address) {
            return result;
        }
        for traffic in 0..self.network.world.count() {
            let settled: Vec<[Chance; 2]> = self.settlements[interface]
                .iter()
                .map(|&own| {
                    let crosses = crosses(outside, owner, own, is_v4(address), inwards);
                    let attempt = if inwards {
                        Attempt { from: None, source: address, to: Some(interface), target: usize::MAX }
                    } else {
                        Attempt { from: Some(interface), source: usize::MAX, to: None, target: address }
                    };
                    let carried = (crosses, outside, address, inwards);
                    self.attempt(attempt, traffic, Some(carried))
                })
                .collect();
            note(&mut result, traffic, &settled);
        }
        result
    }

    /// Whether a packet opens something, and whether it arrives and some answer is stopped.
    fn attempt(
        &self,
        attempt: Attempt,
        traffic: usize,
        carried: Option<(Chance, &Outside, usize, bool)>,
    ) -> [Chance; 2] {
        let atom = &self.network.world.traffic[traffic];
        let mut there = self.packet(attempt, traffic, false);
        if let Some((crosses, outside, address, inwards)) = carried {
            let routed = if inwards { outside.routed_in } else { outside.routed_out };
            there = both(there, both(crosses, member(routed, address)));
        }
        let back =
            Attempt { from: attempt.to, source: attempt.target, to: attempt.from, target: attempt.source };
        let answers: Vec<Chance> = atom
            .answers
            .iter()
            .map(|&answer| {
                let passes = self.packet(back, answer, true);
                let Some((_, outside, address, inwards)) = carried else { return passes };
                both(passes, routed_back(outside, address, inwards))
            })
            .collect();
        let some = Chance {
            certain: answers.iter().any(|answer| answer.certain),
            possible: answers.iter().any(|answer| answer.possible),
        };
        let stopped = Chance {
            certain: answers.iter().any(|answer| !answer.possible),
            possible: answers.iter().any(|answer| !answer.certain),
        };
        let open = if atom.kind == Kind::Connection { both(there, some) } else { there };
        [open, both(there, stopped)]
    }

    /// Whether one packet gets from end to end; filters that know answers let them pass.
    fn packet(&self, way: Attempt, traffic: usize, answer: bool) -> Chance {
        let mut chance = Chance { certain: true, possible: true };
        let place = |party: Party| party.map(|index| self.interface(index).place);
        let crosses = way.from.is_none() || way.to.is_none() || place(way.from) != place(way.to);
        let strangers = match (way.from, way.to) {
            (Some(from), Some(to)) if answer => self.strangers(to, from),
            (Some(from), Some(to)) => self.strangers(from, to),
            _ => false,
        };
        let ends = [
            (way.from, Direction::Egress, way.to, way.target),
            (way.to, Direction::Ingress, way.from, way.source),
        ];
        for (end, direction, peer, address) in ends {
            let Some(end) = end else { continue };
            let peer = peer.filter(|_| !strangers);
            let mut judges = self.judges_of(end);
            if crosses {
                let borders = &self.network.places[self.interface(end).place].borders;
                judges.extend(
                    borders.iter().map(|&filter| (vec![filter], self.network.filters[filter].stateful)),
                );
            }
            for (filters, stateful) in judges {
                if !(answer && stateful) {
                    chance = both(chance, self.judge(&filters, direction, peer, address, traffic));
                }
            }
        }
        if let (Some(from), Some(to)) = (way.from, way.to) {
            chance = both(chance, self.gate(from, to));
        }
        // Who exists when the packet arrives exists when the answer does.
        for end in [way.from, way.to].into_iter().flatten().filter(|_| !answer) {
            chance = both(chance, chance_of(self.interface(end).exists));
        }
        chance
    }

    fn gate(&self, from: usize, to: usize) -> Chance {
        let (from, to) = (self.interface(from).place, self.interface(to).place);
        if from == to {
            return Chance { certain: true, possible: true };
        }
        let zones = (self.network.places[from].zone, self.network.places[to].zone);
        let told = self.network.gates.iter().rfind(|gate| (gate.0, gate.1) == zones);
        let untold = if zones.0 == zones.1 { Certainty::Certain } else { Certainty::No };
        chance_of(told.map_or(untold, |gate| gate.2))
    }

    /// Whether what opens between two interfaces comes by a gate that hides their groups.
    fn strangers(&self, from: usize, to: usize) -> bool {
        let (from, to) = (self.interface(from).place, self.interface(to).place);
        let zones = (self.network.places[from].zone, self.network.places[to].zone);
        from != to && self.network.strange.contains(&zones)
    }

    fn judges_of(&self, interface: usize) -> Vec<Judges> {
        let own: BTreeSet<usize> = self.interface(interface).filters.iter().copied().collect();
        let mut judges: Vec<Judges> = Vec::new();
        for stateful in [false, true] {
            let alike = |&&index: &&usize| self.network.filters[index].stateful == stateful;
            let (pool, ordered): (Vec<usize>, Vec<usize>) = own
                .iter()
                .filter(alike)
                .partition(|&&index| self.network.filters[index].order == Order::Unordered);
            if !pool.is_empty() {
                judges.push((pool, stateful));
            }
            judges.extend(ordered.into_iter().map(|filter| (vec![filter], stateful)));
        }
        judges
    }

    fn judge(
        &self,
        filters: &[usize],
        direction: Direction,
        peer: Party,
        address: usize,
        traffic: usize,
    ) -> Chance {
        let asked = (filters.to_vec(), direction, peer, address, traffic);
        if let Some(&(certain, possible)) = self.known.borrow().get(&asked) {
            return Chance { certain, possible };
        }
        let verdicts = self.verdicts(filters, direction, peer, address, traffic);
        let certain = !verdicts.contains(&Action::Deny);
        let possible = verdicts.contains(&Action::Allow);
        self.known.borrow_mut().insert(asked, (certain, possible));
        Chance { certain, possible }
    }

    /// All that can happen to a packet, over all that its rules leave open.
    fn verdicts(
        &self,
        filters: &[usize],
        direction: Direction,
        peer: Party,
        address: usize,
        traffic: usize,
    ) -> BTreeSet<Action> {
        let filters: Vec<&Filter> = filters.iter().map(|&index| &self.network.filters[index]).collect();
        let rules: Vec<&Rule> = filters
            .iter()
            .flat_map(|filter| &filter.rules)
            .filter(|rule| rule.direction == direction)
            .collect();
        let sides: Vec<(Action, bool, bool)> = rules
            .iter()
            .map(|rule| {
                let [certain, possible] =
                    BOUNDS.map(|bound| self.matches(rule, bound, peer, address, traffic));
                (rule.action, certain, possible)
            })
            .collect();
        let open: Vec<usize> = (0..sides.len()).filter(|&index| sides[index].2 && !sides[index].1).collect();
        let default = filters.iter().any(|filter| match direction {
            Direction::Ingress => filter.default_ingress == Action::Allow,
            Direction::Egress => filter.default_egress == Action::Allow,
        });
        let default = if default { Action::Allow } else { Action::Deny };
        let order = filters[0].order;
        let mut verdicts = BTreeSet::new();
        for case in 0..1u32 << open.len() {
            let matching = (0..sides.len())
                .filter(|&index| {
                    sides[index].1
                        || open.iter().position(|&one| one == index).is_some_and(|bit| has(case, bit))
                })
                .map(|index| sides[index].0);
            let matching: Vec<Action> = matching.collect();
            verdicts.insert(verdict(order, &matching, default));
            let unseen = filters.iter().map(|filter| filter.unseen);
            for hidden in unseen.flat_map(hidden) {
                let first: Vec<Action> = std::iter::once(*hidden).chain(matching.iter().copied()).collect();
                verdicts.insert(verdict(order, &first, default));
            }
        }
        verdicts
    }

    fn matches(&self, rule: &Rule, bound: Bound, peer: Party, address: usize, traffic: usize) -> bool {
        let side = |range: Range| if bound == Bound::Must { range.must } else { range.may };
        let groups = side(rule.groups);
        let by_group = peer.is_some_and(|peer| {
            let peer = self.interface(peer);
            let more = peer.more_groups && bound == Bound::May;
            groups & peer.groups & ((1 << GROUPS) - 1) != 0 || more && groups != 0
        });
        let by_address = address != usize::MAX && has(side(rule.addresses), address);
        (by_group || by_address) && has(side(rule.traffic), traffic)
    }
}

fn verdict(order: Order, matching: &[Action], default: Action) -> Action {
    match order {
        Order::Unordered if matching.contains(&Action::Deny) => Action::Deny,
        _ => matching.first().copied().unwrap_or(default),
    }
}

/// What a rule that nobody sees may do.
fn hidden(unseen: Unseen) -> &'static [Action] {
    match unseen {
        Unseen::Nothing => &[],
        Unseen::Allows => &[Action::Allow],
        Unseen::Anything => &[Action::Allow, Action::Deny],
    }
}

/// Every set of addresses that an interface can turn out to have.
fn settlements(addresses: &Addresses) -> Vec<Mask> {
    match addresses {
        Addresses::Known(known) => vec![known.iter().fold(0, |mask, (atom, _)| mask | 1 << atom)],
        Addresses::Open(Range { must, may }) => {
            let all = (0..1 << ADDRESSES).filter(|set| set & must == *must && set & !may == 0);
            all.filter(|&set: &Mask| set != 0 || *may == 0).collect()
        }
    }
}

fn crosses(outside: &Outside, owner: &Interface, own: Mask, v4: bool, inwards: bool) -> Chance {
    let (crossing, public) = if v4 { (outside.v4, owner.public_v4) } else { (outside.v6, owner.public_v6) };
    let has_family = atoms(own, ADDRESSES).any(|atom| is_v4(atom) == v4);
    match crossing {
        Crossing::Mapped => chance_of(public),
        Crossing::OutwardOnly if inwards => Chance { certain: false, possible: false },
        Crossing::Plain | Crossing::OutwardOnly => Chance { certain: has_family, possible: has_family },
    }
}

fn routed_back(outside: &Outside, address: usize, inwards: bool) -> Chance {
    let crossing = if is_v4(address) { outside.v4 } else { outside.v6 };
    match (inwards, crossing) {
        (true, _) => member(outside.routed_out, address),
        (false, Crossing::OutwardOnly) => Chance { certain: true, possible: true },
        (false, _) => member(outside.routed_in, address),
    }
}

fn member(range: Range, atom: usize) -> Chance {
    Chance { certain: has(range.must, atom), possible: has(range.may, atom) }
}

fn chance_of(certainty: Certainty) -> Chance {
    Chance { certain: certainty == Certainty::Certain, possible: certainty != Certainty::No }
}

fn both(a: Chance, b: Chance) -> Chance {
    Chance { certain: a.certain && b.certain, possible: a.possible && b.possible }
}

fn either(a: [Chance; 2], b: [Chance; 2]) -> [Chance; 2] {
    [0, 1].map(|index| Chance {
        certain: a[index].certain || b[index].certain,
        possible: a[index].possible || b[index].possible,
    })
}

/// Notes what holds for every settlement, and for some.
fn note(result: &mut Result, traffic: usize, settled: &[[Chance; 2]]) {
    let bit = |yes: bool| u32::from(yes) << traffic;
    for (index, masks) in [&mut result.open, &mut result.blocked].into_iter().enumerate() {
        masks[0] |= bit(!settled.is_empty() && settled.iter().all(|chances| chances[index].certain));
        masks[1] |= bit(settled.iter().any(|chances| chances[index].possible));
    }
}

impl Result {
    pub(crate) fn union(self, other: Self) -> Self {
        Self {
            open: [0, 1].map(|index| self.open[index] | other.open[index]),
            blocked: [0, 1].map(|index| self.blocked[index] | other.blocked[index]),
        }
    }
}
