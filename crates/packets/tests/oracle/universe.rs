//! A universe of few atoms, and the way between sets of atoms and the crate's sets.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::LazyLock;

use proptest::prelude::*;
use ringfence_packets::{
    AddressSet, FlowSet, GroupId, GroupSet, Peers, PortSet, Protocol, RangeSet, Traffic,
};

/// Sets of atoms as bits: 8 of addresses, 4 of groups, 12 of peers, 18 of traffic.
pub(crate) type Mask = u32;
/// Sets of (peer atom, traffic atom).
pub(crate) type Flows = BTreeSet<(usize, usize)>;

pub(crate) const ADDRESSES: usize = 8;
pub(crate) const GROUPS: usize = 4;
pub(crate) const PEERS: usize = ADDRESSES + GROUPS;
pub(crate) const TRAFFIC: usize = 18;

/// Where the atoms of IPv4, IPv6 and ports start; each ends before the next.
const V4: [u32; 6] = [0, 0x0a00_0000, 0x0a80_0000, 0x0b00_0000, 0x8000_0000, u32::MAX];
const V6: [u128; 2] = [0, 0x2000 << 112];
const PORTS: [u16; 8] = [0, 1, 22, 23, 443, 444, 6444, u16::MAX];

pub(crate) fn full(atoms: usize) -> Mask {
    (1 << atoms) - 1
}

pub(crate) fn has(mask: Mask, atom: usize) -> bool {
    mask >> atom & 1 == 1
}

fn ends<T: Copy>(starts: &[T], atom: usize, last: T, before: impl Fn(T) -> T) -> (T, T) {
    (starts[atom], starts.get(atom + 1).map_or(last, |next| before(*next)))
}

fn v4_atom(atom: usize) -> (u32, u32) {
    ends(&V4, atom, u32::MAX, |next| next - 1)
}

fn v6_atom(atom: usize) -> (u128, u128) {
    ends(&V6, atom, u128::MAX, |next| next - 1)
}

pub(crate) fn port_atom(atom: usize) -> (u16, u16) {
    ends(&PORTS, atom, u16::MAX, |next| next - 1)
}

pub(crate) fn ports(mask: Mask) -> PortSet {
    // Backwards, so that the order of ranges is not already right.
    RangeSet::from_ranges((0..8).rev().filter(|&atom| has(mask, atom)).map(port_atom))
}

pub(crate) fn addresses(mask: Mask) -> AddressSet {
    let chosen = |from: usize, to: usize| (from..to).filter(move |&atom| has(mask, atom));
    AddressSet {
        v4: RangeSet::from_ranges(chosen(0, 6).map(v4_atom)),
        v6: RangeSet::from_ranges(chosen(6, 8).map(|atom| v6_atom(atom - 6))),
    }
}

/// Groups 1, 2 and 3, and all others as the fourth atom.
pub(crate) fn groups(mask: Mask) -> GroupSet {
    let those = |wanted: bool| (0..3u32).filter(move |&atom| has(mask, atom as usize) == wanted);
    if has(mask, 3) {
        GroupSet::AllBut(those(false).map(|atom| GroupId(atom + 1)).collect())
    } else {
        GroupSet::of(those(true).map(|atom| GroupId(atom + 1)))
    }
}

pub(crate) fn peers(mask: Mask) -> Peers {
    Peers { addresses: addresses(mask), groups: groups(mask >> ADDRESSES) }
}

/// Eight atoms of TCP, eight of UDP, ESP, and all other protocols as the last atom.
pub(crate) fn traffic(mask: Mask) -> Traffic {
    let mut all =
        Traffic::of(Protocol::TCP, ports(mask)).union(&Traffic::of(Protocol::UDP, ports(mask >> 8)));
    if has(mask, 16) {
        all = all.union(&Traffic::whole(Protocol::ESP));
    }
    if has(mask, 17) {
        all = all.union(&OTHERS);
    }
    all
}

static OTHERS: LazyLock<Traffic> = LazyLock::new(|| {
    let mentioned = [Protocol::TCP, Protocol::UDP, Protocol::ESP];
    let others = (0..=u8::MAX).map(Protocol).filter(|protocol| !mentioned.contains(protocol));
    others.fold(Traffic::none(), |all, protocol| all.union(&Traffic::whole(protocol)))
});

/// Some packets of a traffic atom, its corners among them.
pub(crate) fn samples(atom: usize) -> Vec<(Protocol, u16)> {
    let corners = |protocol: Protocol, (low, high)| vec![(protocol, low), (protocol, high)];
    match atom {
        0..8 => corners(Protocol::TCP, port_atom(atom)),
        8..16 => corners(Protocol::UDP, port_atom(atom - 8)),
        16 => corners(Protocol::ESP, (0, u16::MAX)),
        _ => [0, 5, 7, 16, 18, 49, 51, 255].into_iter().map(|number| (Protocol(number), 99)).collect(),
    }
}

/// The flow set of these blocks of peers and traffic, and its atoms.
pub(crate) fn flow_set(blocks: &[(Mask, Mask)]) -> (FlowSet, Flows) {
    let mut set = FlowSet::empty();
    let mut atoms = Flows::new();
    for &(peer_mask, traffic_mask) in blocks {
        set = set.union(&FlowSet::of(&peers(peer_mask), &traffic(traffic_mask)));
        atoms.extend(product(peer_mask, traffic_mask));
    }
    (set, atoms)
}

pub(crate) fn product(peer_mask: Mask, traffic_mask: Mask) -> Flows {
    let peers = (0..PEERS).filter(|&atom| has(peer_mask, atom));
    peers.flat_map(|p| (0..TRAFFIC).filter(|&t| has(traffic_mask, t)).map(move |t| (p, t))).collect()
}

/// Which of some atoms are in a set, given which of its points are; an atom has to be in it whole.
fn whole_atom(points: impl IntoIterator<Item = bool>) -> bool {
    let points: BTreeSet<bool> = points.into_iter().collect();
    assert_eq!(points.len(), 1, "an atom is only partly in the set");
    points.contains(&true)
}

fn mask_of(atoms: usize, contains: impl Fn(usize) -> bool) -> Mask {
    (0..atoms).filter(|&atom| contains(atom)).fold(0, |mask, atom| mask | 1 << atom)
}

pub(crate) fn port_mask(set: &PortSet) -> Mask {
    mask_of(8, |atom| {
        let (low, high) = port_atom(atom);
        whole_atom([low, high, low.midpoint(high)].map(|port| set.contains(port)))
    })
}

pub(crate) fn peer_mask(set: &Peers) -> Mask {
    mask_of(PEERS, |atom| match atom {
        0..6 => whole_atom(corners(v4_atom(atom)).map(|bits| holds(set, IpAddr::V4(bits.into())))),
        6..8 => whole_atom(corners(v6_atom(atom - 6)).map(|bits| set.addresses.v6.contains(bits))),
        8..11 => set.groups.contains(GroupId(u32::try_from(atom).unwrap() - 7)),
        _ => whole_atom([0, 4, 99, u32::MAX].map(|group| set.groups.contains(GroupId(group)))),
    })
}

fn corners<T>((low, high): (T, T)) -> [T; 2] {
    [low, high]
}

fn holds(set: &Peers, address: IpAddr) -> bool {
    set.addresses.contains(address)
}

pub(crate) fn traffic_mask(set: &Traffic) -> Mask {
    mask_of(TRAFFIC, |atom| {
        whole_atom(samples(atom).into_iter().map(|(protocol, port)| set.contains(protocol, port)))
    })
}

pub(crate) fn flow_atoms(set: &FlowSet) -> Flows {
    let mut atoms = Flows::new();
    for traffic in 0..TRAFFIC {
        let masks = samples(traffic).into_iter();
        let here: BTreeSet<Mask> =
            masks.map(|(protocol, port)| peer_mask(&set.peers_at(protocol, port))).collect();
        assert_eq!(here.len(), 1, "a traffic atom is open to different peers in its parts");
        atoms.extend(here.into_iter().flat_map(|mask| product(mask, 1 << traffic)));
    }
    atoms
}

/// Any set of so many atoms, often empty or full.
pub(crate) fn masks(atoms: usize) -> impl Strategy<Value = Mask> {
    prop_oneof![1 => Just(0), 1 => Just(full(atoms)), 6 => 0..=full(atoms)]
}

/// Few atoms, as in real rules.
pub(crate) fn sparse_masks(atoms: usize) -> impl Strategy<Value = Mask> {
    (0..=full(atoms), 0..=full(atoms)).prop_map(|(a, b)| a & b)
}

pub(crate) fn blocks() -> impl Strategy<Value = Vec<(Mask, Mask)>> {
    prop::collection::vec((masks(PEERS), masks(TRAFFIC)), 0..4)
}
