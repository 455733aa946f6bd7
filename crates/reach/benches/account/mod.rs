//! A made-up account of any size, the same in every run.
//!
//! Its proportions are those of a large account: a group and its filter for ten interfaces, 17.5 rules a filter,
//! sets of up to five filters that about twelve interfaces share, subnets of 250, and at most 400 lists at their
//! borders. Which peers and ports a rule names is drawn evenly, which is harder than life: few rules repeat.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ringfence_packets::{Action, AddressSet, Bounds, Cidr, GroupId, Order, PortSet, Protocol, Traffic};
use ringfence_reach::{
    AddressesId, Addressing, Certainty, Crossing, Direction, Fabric, FabricBuilder, FilterId, FilterRule,
    FilterSettings, InterfaceSettings, Label, Outside, PeersId, PlaceId, PlaceSettings, RegionId, TrafficId,
    Zone,
};

/// Numbers that look random.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end.max(1))).unwrap()
    }

    fn percent(&mut self, share: u32) -> bool {
        self.below(100) < share
    }
}

/// Ports as an account has them: some alone, some ranges, a few whole protocols.
fn port_choices(numbers: &mut Numbers) -> Vec<Traffic> {
    let mut choices = vec![
        Traffic::all(),
        Traffic::whole(Protocol::TCP),
        Traffic::whole(Protocol::UDP),
        Traffic::icmp(Protocol::ICMP, 8, None),
        Traffic::whole(Protocol::IPIP),
    ];
    while choices.len() < 250 {
        let low = u16::try_from(numbers.below(40_000)).unwrap();
        let width = if numbers.percent(70) { 0 } else { u16::try_from(numbers.below(3000)).unwrap() };
        let protocol = if numbers.percent(85) { Protocol::TCP } else { Protocol::UDP };
        choices.push(Traffic::of(protocol, PortSet::of(low, low + width)));
    }
    choices
}

/// What rules are made of, known to the builder.
struct Choices {
    ports: Vec<TrafficId>,
    all: TrafficId,
    everybody: PeersId,
    groups: u32,
}

/// The account being made.
struct Account {
    numbers: Numbers,
    builder: FabricBuilder,
    choices: Choices,
}

/// A set of filters, and where interfaces with it are.
struct Kind {
    filters: Vec<FilterId>,
    groups: Vec<GroupId>,
    places: [PlaceId; 2],
    label: Label,
    public: Certainty,
}

/// An account with so many interfaces, and how many rules it has.
pub(crate) fn account(interfaces: u32) -> (Fabric, usize) {
    let mut numbers = Numbers(0x5eed);
    let mut builder = FabricBuilder::new();
    let ports = port_choices(&mut numbers).iter().map(|ports| builder.traffic(ports)).collect();
    let all = builder.traffic(&Traffic::all());
    let everybody = builder.peers(&AddressSet::all().into());
    let choices = Choices { ports, all, everybody, groups: (interfaces / 10).max(4) };
    Account { numbers, builder, choices }.make(interfaces)
}

impl Account {
    fn make(mut self, interfaces: u32) -> (Fabric, usize) {
        let mut rules = 0;
        let filters: Vec<FilterId> = (0..self.choices.groups).map(|_| self.filter(&mut rules)).collect();
        let places = self.places((interfaces / 250).max(8), &mut rules);
        let kinds: Vec<Kind> = (0..(interfaces / 12).max(4)).map(|_| self.kind(&filters, &places)).collect();
        let mut used = vec![0; places.len()];
        for _ in 0..interfaces {
            self.interface(&kinds, &mut used);
        }
        (self.builder.build(), rules)
    }

    fn cidr(&mut self, base: u32, shortest: u32, longest: u32) -> PeersId {
        let length = shortest + self.numbers.below(longest - shortest + 1);
        let host = self.numbers.below(1 << 24) | base;
        let cidr = Cidr::new(IpAddr::V4(Ipv4Addr::from_bits(host)), u8::try_from(length).unwrap());
        self.builder.peers(&AddressSet::from(cidr).into())
    }

    fn peers(&mut self) -> PeersId {
        match self.numbers.below(100) {
            0..40 => {
                let group = GroupId(self.numbers.below(self.choices.groups));
                self.builder.group(group)
            }
            40..90 => self.cidr(0x0a00_0000, 12, 28),
            90..93 => self.choices.everybody,
            _ => {
                let base = (self.numbers.below(90) + 100) << 24;
                self.cidr(base, 16, 32)
            }
        }
    }

    fn ports(&mut self) -> TrafficId {
        let count = u32::try_from(self.choices.ports.len()).unwrap();
        self.choices.ports[usize::try_from(self.numbers.below(count)).unwrap()]
    }

    /// A security group's rules: inwards what it serves, outwards mostly everything.
    fn filter(&mut self, rules: &mut usize) -> FilterId {
        let mut told = Vec::new();
        let inwards = 10 + self.numbers.below(12);
        let outwards = if self.numbers.percent(80) { 1 } else { 5 };
        for index in 0..inwards + outwards {
            let direction = if index < inwards { Direction::Ingress } else { Direction::Egress };
            let everything = index >= inwards && outwards == 1;
            let peers = if everything { self.choices.everybody } else { self.peers() };
            let traffic = if everything { self.choices.all } else { self.ports() };
            told.push(allow(direction, peers, traffic));
        }
        *rules += told.len();
        self.builder.filter(FilterSettings::allowing(), told)
    }

    /// A list at the border of subnets.
    fn border(&mut self, rules: &mut usize) -> FilterId {
        let mut told = Vec::new();
        let clients = match self.numbers.below(10) {
            0..7 => (1024, u16::MAX),
            _ => (32768, u16::MAX),
        };
        let clients = self.builder.traffic(&Traffic::of(Protocol::TCP, PortSet::of(clients.0, clients.1)));
        let near = AddressSet::parse_cidr("10.0.0.0/8").unwrap();
        let near = self.builder.peers(&near.into());
        for direction in [Direction::Ingress, Direction::Egress] {
            for _ in 0..8 + self.numbers.below(10) {
                let peers = self.cidr(0x0a00_0000, 8, 18);
                let traffic = self.ports();
                let action = if self.numbers.percent(40) { Action::Deny } else { Action::Allow };
                told.push(FilterRule { action, ..allow(direction, peers, traffic) });
            }
            let answered = if self.numbers.percent(85) { self.choices.everybody } else { near };
            told.push(allow(direction, answered, clients));
            let open = if self.numbers.percent(70) { self.choices.everybody } else { near };
            told.push(allow(direction, open, self.choices.all));
        }
        *rules += told.len();
        self.builder.filter(FilterSettings { order: Order::FirstMatch, ..FilterSettings::border() }, told)
    }

    fn places(&mut self, count: u32, rules: &mut usize) -> Vec<PlaceId> {
        let lists: Vec<FilterId> = (0..(count / 10).clamp(4, 400)).map(|_| self.border(rules)).collect();
        for (from, to) in (0..10).flat_map(|from| (0..10).map(move |to| (from, to))) {
            let open = from != to && self.numbers.percent(30);
            if open {
                self.builder.gate(Zone(from), Zone(to), Certainty::Certain);
                self.builder.gate(Zone(to), Zone(from), Certainty::Certain);
            }
        }
        let everything = self.builder.addresses(&AddressSet::all());
        let internet = self.builder.addresses(&AddressSet::internet());
        let office = self.builder.addresses(&AddressSet::parse_cidr("172.16.0.0/12").unwrap());
        let regions = [self.builder.region(internet), self.builder.region(office)];
        (0..count).map(|_| self.place(&lists, regions, everything)).collect()
    }

    fn place(&mut self, lists: &[FilterId], regions: [RegionId; 2], everything: AddressesId) -> PlaceId {
        let list = self.numbers.below(u32::try_from(lists.len()).unwrap());
        // A list belongs to one network.
        let zone = Zone(list % 10);
        let borders = [lists[usize::try_from(list).unwrap()]];
        let place = self.builder.place(PlaceSettings { zone, borders: &borders });
        let everywhere = Bounds::exact(everything);
        let (v4, v6) = if self.numbers.percent(40) {
            (Crossing::Mapped, Crossing::Mapped)
        } else {
            (Crossing::OutwardOnly, Crossing::OutwardOnly)
        };
        let internet = Outside { routed_in: everywhere, routed_out: everywhere, v4, v6 };
        self.builder.outside(place, regions[0], internet);
        if self.numbers.percent(25) {
            let plain = Outside { v4: Crossing::Plain, v6: Crossing::Plain, ..internet };
            self.builder.outside(place, regions[1], plain);
        }
        place
    }

    fn kind(&mut self, filters: &[FilterId], places: &[PlaceId]) -> Kind {
        let mut chosen: Vec<u32> =
            (0..=self.numbers.below(4)).map(|_| self.numbers.below(self.choices.groups)).collect();
        chosen.sort_unstable();
        let count = u32::try_from(places.len()).unwrap();
        let home = places[usize::try_from(self.numbers.below(count)).unwrap()];
        let other = places[usize::try_from(self.numbers.below(count)).unwrap()];
        Kind {
            filters: chosen.iter().map(|&index| filters[usize::try_from(index).unwrap()]).collect(),
            groups: chosen.iter().map(|&index| GroupId(index)).collect(),
            places: [home, if self.numbers.percent(33) { other } else { home }],
            label: Label(u16::try_from(self.numbers.below(16)).unwrap()),
            public: if self.numbers.percent(15) { Certainty::Certain } else { Certainty::No },
        }
    }

    fn interface(&mut self, kinds: &[Kind], used: &mut [u32]) {
        let kind = &kinds[usize::try_from(self.numbers.below(u32::try_from(kinds.len()).unwrap())).unwrap()];
        let place = kind.places[usize::from(self.numbers.percent(50))];
        let next = &mut used[place.index()];
        *next += 1;
        let host = (u32::try_from(place.index()).unwrap() << 10) + *next % 1024;
        let v4 = Ipv4Addr::from_bits(0x0a00_0000 + host);
        let addressing = if self.numbers.percent(2) {
            let v6 = Ipv6Addr::from_bits((0xfd00 << 112) + u128::from(host));
            let both = AddressSet::from_cidrs([v4.into(), v6.into()].map(|one| Cidr::new(one, 128)));
            Addressing::Set(Bounds::exact(self.builder.addresses(&both)))
        } else {
            Addressing::One(v4.into())
        };
        self.builder.interface(&InterfaceSettings {
            groups: &kind.groups,
            addressing,
            public_v4: kind.public,
            ..InterfaceSettings::plain(place, &kind.filters, kind.label)
        });
    }
}

fn allow(direction: Direction, peers: PeersId, traffic: TrafficId) -> FilterRule {
    FilterRule {
        direction,
        action: Action::Allow,
        peers: Bounds::exact(peers),
        traffic: Bounds::exact(traffic),
    }
}
