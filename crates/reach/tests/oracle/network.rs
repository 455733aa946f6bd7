//! Random small networks in plain lists.

use ringfence_packets::{Action, Order};
use ringfence_reach::{Certainty, Crossing, Direction, Unseen};

use crate::numbers::Numbers;
use crate::universe::{ADDRESSES, INSIDE, Mask, World, atoms, is_v4};

pub(crate) const GROUPS: usize = 3;

/// A lower and an upper set of atoms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) must: Mask,
    pub(crate) may: Mask,
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) direction: Direction,
    pub(crate) action: Action,
    pub(crate) addresses: Range,
    /// Groups as bits; the one above the last stands for all groups that nobody is in.
    pub(crate) groups: Range,
    pub(crate) traffic: Range,
}

#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) order: Order,
    pub(crate) stateful: bool,
    pub(crate) default_ingress: Action,
    pub(crate) default_egress: Action,
    pub(crate) unseen: Unseen,
    pub(crate) rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
pub(crate) struct Outside {
    pub(crate) routed_in: Range,
    pub(crate) routed_out: Range,
    pub(crate) v4: Crossing,
    pub(crate) v6: Crossing,
}

#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) zone: u32,
    pub(crate) borders: Vec<usize>,
    /// By region.
    pub(crate) outside: Vec<Option<Outside>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Addresses {
    /// An atom and how far into it, for either family.
    Known(Vec<(usize, usize)>),
    Open(Range),
}

#[derive(Clone, Debug)]
pub(crate) struct Interface {
    pub(crate) place: usize,
    pub(crate) filters: Vec<usize>,
    pub(crate) groups: Mask,
    pub(crate) more_groups: bool,
    pub(crate) addresses: Addresses,
    pub(crate) public_v4: Certainty,
    pub(crate) public_v6: Certainty,
    pub(crate) label: u16,
    pub(crate) exists: Certainty,
}

#[derive(Clone, Debug)]
pub(crate) struct Network {
    pub(crate) world: World,
    pub(crate) filters: Vec<Filter>,
    /// From zone to zone.
    pub(crate) gates: Vec<(u32, u32, Certainty)>,
    /// Zones between which groups are not known.
    pub(crate) strange: Vec<(u32, u32)>,
    pub(crate) regions: Vec<Mask>,
    pub(crate) places: Vec<Place>,
    pub(crate) interfaces: Vec<Interface>,
}

/// How much of a network is left open: nothing in every other one.
struct Maker<'n> {
    numbers: &'n mut Numbers,
    open: bool,
    world: World,
}

impl Network {
    pub(crate) fn random(numbers: &mut Numbers) -> Self {
        let world = World::random(numbers);
        let open = numbers.once_in(2);
        let mut maker = Maker { numbers, open, world };
        let filters: Vec<Filter> = (0..=maker.numbers.below(5)).map(|_| maker.filter()).collect();
        let regions: Vec<Mask> = (0..maker.numbers.below(3)).map(|_| maker.region()).collect();
        let places: Vec<Place> =
            (0..=maker.numbers.below(3)).map(|_| maker.place(filters.len(), regions.len())).collect();
        let count = maker.numbers.below(4) + 2;
        let mut interfaces: Vec<Interface> = Vec::new();
        for _ in 0..count {
            let mut interface = maker.interface(filters.len(), places.len());
            // Interfaces that are alike but for their addresses are one class.
            if maker.numbers.once_in(2) && !interfaces.is_empty() {
                let twin = interfaces[maker.numbers.below(interfaces.len())].clone();
                interface = Interface { addresses: interface.addresses, ..twin };
            }
            interfaces.push(interface);
        }
        let gates = (0..9).map(|index| (index / 3, index % 3));
        let gates = gates.filter_map(|(from, to)| {
            let told = from != to && !maker.numbers.once_in(4) || maker.numbers.once_in(8);
            told.then(|| (from, to, maker.certainty()))
        });
        let gates = gates.collect();
        let zones = (0..9).map(|index| (index / 3, index % 3));
        let strange = zones.filter(|_| maker.numbers.once_in(4)).collect();
        Self { gates, strange, world: maker.world.clone(), filters, regions, places, interfaces }
    }
}

impl Maker<'_> {
    fn certainty(&mut self) -> Certainty {
        if self.open && self.numbers.once_in(3) {
            return Certainty::Possible;
        }
        self.numbers.pick(&[Certainty::No, Certainty::Certain, Certainty::Certain])
    }

    /// Some bits; mostly the same in both bounds.
    fn range(&mut self, bits: usize, whole: usize) -> Range {
        let full = (1 << bits) - 1;
        let mask = |numbers: &mut Numbers| {
            if numbers.once_in(whole) { full } else { numbers.mask(bits) }
        };
        let first = mask(self.numbers);
        if self.open && self.numbers.once_in(4) {
            let second = mask(self.numbers);
            return Range { must: first & second, may: first | second };
        }
        Range { must: first, may: first }
    }

    fn filter(&mut self) -> Filter {
        let order = self.numbers.pick(&[Order::Unordered, Order::FirstMatch]);
        let action = |numbers: &mut Numbers, allow: usize| {
            if numbers.once_in(allow) { Action::Allow } else { Action::Deny }
        };
        let only_allows = self.numbers.once_in(2);
        let unseen = self.open && self.numbers.once_in(5);
        let rules = (0..self.numbers.below(5)).map(|_| self.rule(only_allows)).collect();
        Filter {
            order,
            stateful: self.numbers.once_in(2),
            default_ingress: action(self.numbers, 5),
            default_egress: action(self.numbers, 3),
            unseen: if unseen {
                self.numbers.pick(&[Unseen::Allows, Unseen::Anything])
            } else {
                Unseen::Nothing
            },
            rules,
        }
    }

    fn rule(&mut self, allow: bool) -> Rule {
        let by_group = self.numbers.once_in(3);
        let nothing = Range { must: 0, may: 0 };
        let both = self.numbers.once_in(5);
        let addresses = if by_group && !both { nothing } else { self.range(ADDRESSES, 3) };
        let mut groups = if by_group || both { self.range(GROUPS + 1, 8) } else { nothing };
        if !self.numbers.once_in(4) {
            groups.must &= (1 << GROUPS) - 1;
            groups.may &= (1 << GROUPS) - 1;
        }
        Rule {
            direction: self.numbers.pick(&[Direction::Ingress, Direction::Egress]),
            action: if allow || !self.numbers.once_in(3) { Action::Allow } else { Action::Deny },
            addresses,
            groups,
            traffic: self.range(self.world.count(), 2),
        }
    }

    fn region(&mut self) -> Mask {
        let outside: Mask = 1 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 10;
        let wide = self.numbers.once_in(4);
        self.numbers.mask(ADDRESSES) & if wide { Mask::MAX } else { outside }
    }

    fn place(&mut self, filters: usize, regions: usize) -> Place {
        let count = self.numbers.below(3);
        let borders = (0..count).map(|_| self.numbers.below(filters)).collect();
        let outside = (0..regions).map(|_| {
            let connected = !self.numbers.once_in(6);
            connected.then(|| {
                let crossings = [Crossing::Plain, Crossing::Mapped, Crossing::OutwardOnly];
                Outside {
                    routed_in: self.range(ADDRESSES, 2),
                    routed_out: self.range(ADDRESSES, 2),
                    v4: self.numbers.pick(&crossings),
                    v6: self.numbers.pick(&crossings),
                }
            })
        });
        let outside = outside.collect();
        Place { zone: u32::try_from(self.numbers.below(3)).unwrap(), borders, outside }
    }

    fn addresses(&mut self) -> Addresses {
        if self.open && self.numbers.once_in(3) || self.numbers.once_in(10) {
            let range = self.range(ADDRESSES, 20);
            let few = |mask: Mask| atoms(mask, ADDRESSES).take(4).fold(0, |mask, atom| mask | 1 << atom);
            let may = few(range.may);
            return Addresses::Open(Range { must: range.must & may, may });
        }
        let mut known = vec![(self.numbers.pick(&INSIDE), self.numbers.below(3))];
        if self.numbers.once_in(3) {
            let other = (self.numbers.pick(&INSIDE), self.numbers.below(3));
            if is_v4(other.0) != is_v4(known[0].0) {
                known.push(other);
            }
        }
        Addresses::Known(known)
    }

    fn interface(&mut self, filters: usize, places: usize) -> Interface {
        let count = self.numbers.below(4);
        let gone = self.open && self.numbers.once_in(8);
        Interface {
            place: self.numbers.below(places),
            filters: (0..count).map(|_| self.numbers.below(filters)).collect(),
            groups: self.numbers.mask(GROUPS) & self.numbers.mask(GROUPS),
            more_groups: self.open && self.numbers.once_in(5),
            addresses: self.addresses(),
            public_v4: self.certainty(),
            public_v6: self.certainty(),
            label: u16::try_from(self.numbers.below(3)).unwrap(),
            exists: if gone {
                self.numbers.pick(&[Certainty::Possible, Certainty::No])
            } else {
                Certainty::Certain
            },
        }
    }
}
