//! A universe of few atoms: ranges of addresses and of traffic that no rule cuts.

use std::net::IpAddr;

use ringfence_packets::{AddressSet, PortSet, Protocol, RangeSet, Traffic};

use crate::numbers::Numbers;

pub(crate) type Mask = u32;

pub(crate) const V4: [u32; 7] =
    [0, 0x0a00_0000, 0x0a00_0004, 0x0a00_0008, 0x0a00_0100, 0x0b00_0000, 0x8000_0000];
pub(crate) const V6: [u128; 4] = [0, 0xfd00 << 112, (0xfd00 << 112) + 8, 0xfe00 << 112];
/// Atoms of addresses: those of IPv4, then those of IPv6.
pub(crate) const ADDRESSES: usize = V4.len() + V6.len();
/// Atoms in which interfaces are.
pub(crate) const INSIDE: [usize; 6] = [1, 2, 3, 4, 8, 9];

pub(crate) fn is_v4(atom: usize) -> bool {
    atom < V4.len()
}

pub(crate) fn has(mask: Mask, atom: usize) -> bool {
    mask >> atom & 1 == 1
}

pub(crate) fn atoms(mask: Mask, count: usize) -> impl Iterator<Item = usize> + Clone {
    (0..count).filter(move |&atom| has(mask, atom))
}

fn v4_ends(atom: usize) -> (u32, u32) {
    (V4[atom], V4.get(atom + 1).map_or(u32::MAX, |next| next - 1))
}

fn v6_ends(atom: usize) -> (u128, u128) {
    let atom = atom - V4.len();
    (V6[atom], V6.get(atom + 1).map_or(u128::MAX, |next| next - 1))
}

pub(crate) fn addresses(mask: Mask) -> AddressSet {
    AddressSet {
        v4: RangeSet::from_ranges(atoms(mask, V4.len()).map(v4_ends)),
        v6: RangeSet::from_ranges((V4.len()..ADDRESSES).filter(|&atom| has(mask, atom)).map(v6_ends)),
    }
}

/// An address of an atom, a few steps into it.
pub(crate) fn address_in(atom: usize, step: usize) -> IpAddr {
    if is_v4(atom) {
        let (low, _) = v4_ends(atom);
        IpAddr::V4((low + u32::try_from(step).unwrap()).into())
    } else {
        let (low, _) = v6_ends(atom);
        IpAddr::V6((low + u128::try_from(step).unwrap()).into())
    }
}

/// The first and last address of an atom.
pub(crate) fn corners(atom: usize) -> [IpAddr; 2] {
    if is_v4(atom) {
        let (low, high) = v4_ends(atom);
        [IpAddr::V4(low.into()), IpAddr::V4(high.into())]
    } else {
        let (low, high) = v6_ends(atom);
        [IpAddr::V6(low.into()), IpAddr::V6(high.into())]
    }
}

/// What kind of traffic an atom is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// TCP or SCTP.
    Connection,
    Datagram,
    EchoRequest,
    OtherIcmp,
    Alone,
}

/// A range of selectors of a protocol.
#[derive(Clone, Debug)]
pub(crate) struct TrafficAtom {
    pub(crate) protocol: Protocol,
    pub(crate) low: u16,
    pub(crate) high: u16,
    pub(crate) kind: Kind,
    /// The atoms of which every packet is an answer that should pass.
    pub(crate) answers: Vec<usize>,
}

/// The traffic of one network.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) traffic: Vec<TrafficAtom>,
}

impl World {
    pub(crate) fn random(numbers: &mut Numbers) -> Self {
        let boundary = numbers.pick(&[1024, 1025, 2000]);
        let cuts: [u16; 6] = [0, 22, 443, boundary, 30000, 50000];
        let mut world = Self { traffic: Vec::new() };
        let connection = numbers.pick(&[Protocol::TCP, Protocol::TCP, Protocol::SCTP]);
        world.add(connection, &cuts, |_| Kind::Connection);
        world.add(Protocol::UDP, &cuts, |_| Kind::Datagram);
        let v6 = numbers.once_in(3);
        let (icmp, request, reply): (_, u16, u16) =
            if v6 { (Protocol::ICMPV6, 0x8000, 0x8100) } else { (Protocol::ICMP, 0x0800, 0) };
        let mut cuts = vec![0, request, request + 0x10, request + 0x100, reply, reply + 0x10, reply + 0x100];
        cuts.sort_unstable();
        cuts.dedup();
        let is_request = |low: u16| if low & 0xff00 == request { Kind::EchoRequest } else { Kind::OtherIcmp };
        world.add(icmp, &cuts, is_request);
        world.add(Protocol::ESP, &[0], |_| Kind::Alone);
        world.add(Protocol::GRE, &[0], |_| Kind::Alone);
        world.link(reply);
        world
    }

    fn add(&mut self, protocol: Protocol, cuts: &[u16], kind: impl Fn(u16) -> Kind) {
        for (index, &low) in cuts.iter().enumerate() {
            let high = cuts.get(index + 1).map_or(u16::MAX, |next| next - 1);
            self.traffic.push(TrafficAtom { protocol, low, high, kind: kind(low), answers: Vec::new() });
        }
    }

    fn link(&mut self, reply: u16) {
        let all = self.traffic.clone();
        for (index, atom) in self.traffic.iter_mut().enumerate() {
            let same = || all.iter().enumerate().filter(|(_, other)| other.protocol == atom.protocol);
            atom.answers = match atom.kind {
                Kind::Connection | Kind::Datagram => {
                    same().filter(|(_, other)| other.high >= 1024).map(|(index, _)| index).collect()
                }
                Kind::EchoRequest => {
                    let wanted = reply | atom.low & 0xff;
                    same().filter(|(_, other)| other.low == wanted).map(|(index, _)| index).collect()
                }
                Kind::Alone => vec![index],
                Kind::OtherIcmp => Vec::new(),
            };
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.traffic.len()
    }

    pub(crate) fn set(&self, mask: Mask) -> Traffic {
        if mask == (1 << self.count()) - 1 {
            return Traffic::all();
        }
        atoms(mask, self.count()).map(|atom| &self.traffic[atom]).fold(Traffic::none(), |all, atom| {
            all.union(&Traffic::of(atom.protocol, PortSet::of(atom.low, atom.high)))
        })
    }

    /// The atoms of a set, each of which must be in it whole or not at all.
    pub(crate) fn mask(&self, set: &Traffic) -> Mask {
        (0..self.count()).fold(0, |mask, index| {
            let atom = &self.traffic[index];
            let [low, high] = [atom.low, atom.high].map(|selector| set.contains(atom.protocol, selector));
            let middle = set.contains(atom.protocol, atom.low.midpoint(atom.high));
            assert!(low == high && low == middle, "an atom of traffic is only partly in the set");
            mask | u32::from(low) << index
        })
    }
}
