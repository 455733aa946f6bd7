//! Places, what is outside of them, and stretches of addresses.

use std::net::IpAddr;

use ringfence_packets::{AddressSet, Bounds};

use super::Factor;
use crate::{AddressesId, FilterId, Zone};

/// A place, such as a subnet: packets within it meet no border filter and no gate.
#[derive(Clone, Copy, Debug)]
pub struct PlaceSettings<'a> {
    /// What gates know it by.
    pub zone: Zone,
    /// The filters at its border; a packet that enters or leaves has to pass each of them.
    pub borders: &'a [FilterId],
}

/// How packets of one address family cross between a place and a region outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Crossing {
    /// As they are, as over a private line.
    Plain,
    /// Both ways, for interfaces that have a public mapping of the family.
    Mapped,
    /// Only from within, and answers always find back, as behind an address translation.
    OutwardOnly,
}

/// What connects a place with a region outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outside {
    /// Addresses of the region whose packets are brought in.
    pub routed_in: Bounds<AddressesId>,
    /// Addresses of the region to which packets are brought out.
    pub routed_out: Bounds<AddressesId>,
    /// How IPv4 packets cross.
    pub v4: Crossing,
    /// How IPv6 packets cross.
    pub v6: Crossing,
}

/// A place as it is kept.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) zone: Zone,
    pub(crate) borders: Vec<Factor>,
    /// By region, where there is any connection.
    pub(crate) outside: Vec<(u32, Outside)>,
    /// From the first to the last address of each family that an interface here has or may have.
    pub(crate) hull: Hull,
}

/// An address family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Family {
    V4,
    V6,
}

/// Addresses of one family from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) family: Family,
    pub(crate) low: u128,
    pub(crate) high: u128,
}

/// How a span lies to a set of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
    Outside,
    Inside,
    /// It is partly in the set: the span should be cut before this address, which is in it and not its first.
    Cut(u128),
}

/// A span for each family, if there is any address of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hull {
    pub(crate) v4: Option<(u128, u128)>,
    pub(crate) v6: Option<(u128, u128)>,
}

impl Span {
    pub(crate) fn lie(self, set: &AddressSet) -> Lie {
        let ends = match self.family {
            Family::V4 => {
                let low = u32::try_from(self.low).unwrap_or(u32::MAX);
                let ranges = set.v4.ranges();
                let at = ranges.partition_point(|&(_, end)| end < low);
                ranges.get(at).map(|&(start, end)| (u128::from(start), u128::from(end)))
            }
            Family::V6 => {
                let ranges = set.v6.ranges();
                let at = ranges.partition_point(|&(_, end)| end < self.low);
                ranges.get(at).copied()
            }
        };
        match ends {
            Some((start, end)) if start <= self.low && end >= self.high => Lie::Inside,
            Some((start, end)) if start <= self.low => Lie::Cut(end.saturating_add(1)),
            Some((start, _)) if start <= self.high => Lie::Cut(start),
            _ => Lie::Outside,
        }
    }
}

impl Hull {
    pub(crate) fn add(&mut self, span: Span) {
        let own = match span.family {
            Family::V4 => &mut self.v4,
            Family::V6 => &mut self.v6,
        };
        let (low, high) = own.unwrap_or((span.low, span.high));
        *own = Some((low.min(span.low), high.max(span.high)));
    }

    pub(crate) fn of(&self, family: Family) -> Option<Span> {
        let (low, high) = match family {
            Family::V4 => self.v4,
            Family::V6 => self.v6,
        }?;
        Some(Span { family, low, high })
    }

    /// Whether it has an address that may be in the set: `false` is certain.
    pub(crate) fn meets(&self, set: &AddressSet) -> bool {
        let families = [Family::V4, Family::V6].into_iter().filter_map(|family| self.of(family));
        families.into_iter().any(|span| span.lie(set) != Lie::Outside)
    }
}

/// The spans that make up a set.
pub(crate) fn spans(set: &AddressSet) -> impl Iterator<Item = Span> + '_ {
    let v4 = set.v4.ranges().iter().map(|&(low, high)| Span {
        family: Family::V4,
        low: u128::from(low),
        high: u128::from(high),
    });
    let v6 = set.v6.ranges().iter().map(|&(low, high)| Span { family: Family::V6, low, high });
    v4.chain(v6)
}

/// An address as its family and a number.
pub(crate) fn widen(address: IpAddr) -> (Family, u128) {
    match address {
        IpAddr::V4(address) => (Family::V4, u128::from(address.to_bits())),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => (Family::V4, u128::from(mapped.to_bits())),
            None => (Family::V6, address.to_bits()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_cut_where_a_set_begins_or_ends() {
        let set = AddressSet::parse_cidrs(["10.0.0.8/29", "10.0.0.32/27"]).unwrap();
        let lie = |low: u32, high: u32| {
            let base = 0x0a00_0000;
            let span = |at: u32| u128::from(base + at);
            match (Span { family: Family::V4, low: span(low), high: span(high) }).lie(&set) {
                Lie::Cut(at) => Lie::Cut(at - u128::from(base)),
                other => other,
            }
        };
        assert_eq!(lie(8, 15), Lie::Inside);
        assert_eq!(lie(0, 7), Lie::Outside);
        assert_eq!(lie(16, 31), Lie::Outside);
        assert_eq!(lie(0, 8), Lie::Cut(8));
        assert_eq!(lie(9, 40), Lie::Cut(16));
        assert_eq!(lie(16, 40), Lie::Cut(32));
    }
}
