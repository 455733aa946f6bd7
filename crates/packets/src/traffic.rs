//! Sets of protocols and ports.

use std::fmt;

use crate::algebra::set_algebra;
use crate::partition::Partition;
use crate::{PortSet, Protocol, SelectorKind};

/// A set of (protocol, selector) pairs.
///
/// Shape: the selector is the destination port for TCP, UDP and SCTP, and `type << 8 | code` for either
/// ICMP. Other protocols are in the set whole or not at all: every selector or none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Traffic {
    by_protocol: Partition<u8, PortSet>,
}

impl Traffic {
    /// No traffic.
    pub fn none() -> Self {
        Self { by_protocol: Partition::empty() }
    }

    /// No traffic; the same as [`Traffic::none`].
    pub fn empty() -> Self {
        Self::none()
    }

    /// All traffic of all protocols.
    pub fn all() -> Self {
        Self { by_protocol: Partition::everywhere(PortSet::full()) }
    }

    /// These selectors of a protocol; the whole protocol if it has none and the set is not empty.
    pub fn of(protocol: Protocol, selectors: PortSet) -> Self {
        let whole = protocol.selector_kind() == SelectorKind::None && !selectors.is_empty();
        let selectors = if whole { PortSet::full() } else { selectors };
        Self { by_protocol: Partition::on(protocol.0, protocol.0, selectors) }
    }

    /// One port of a protocol.
    pub fn port(protocol: Protocol, port: u16) -> Self {
        Self::of(protocol, PortSet::single(port))
    }

    /// All of a protocol.
    pub fn whole(protocol: Protocol) -> Self {
        Self::of(protocol, PortSet::full())
    }

    /// All codes of an ICMP type, or one code; the whole protocol for any other.
    pub fn icmp(protocol: Protocol, kind: u8, code: Option<u8>) -> Self {
        let first = u16::from_be_bytes([kind, code.unwrap_or(0)]);
        let last = u16::from_be_bytes([kind, code.unwrap_or(u8::MAX)]);
        Self::of(protocol, PortSet::of(first, last))
    }

    /// Traffic of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self { by_protocol: self.by_protocol.union(&other.by_protocol) }
    }

    /// Traffic of both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self { by_protocol: self.by_protocol.intersection(&other.by_protocol) }
    }

    /// Traffic of this set that is not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self { by_protocol: self.by_protocol.difference(&other.by_protocol) }
    }

    /// All traffic that is not in this set.
    #[must_use]
    pub fn complement(&self) -> Self {
        let invert = |ports: Option<&PortSet>| ports.map_or_else(PortSet::full, PortSet::complement);
        Self { by_protocol: self.by_protocol.map_all(invert) }
    }

    /// Whether there is no traffic.
    pub fn is_empty(&self) -> bool {
        self.by_protocol.is_empty()
    }

    /// Whether this is all traffic of all protocols.
    pub fn is_all(&self) -> bool {
        *self == Self::all()
    }

    /// Whether all of this traffic is in the other set.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.by_protocol.is_subset(&other.by_protocol)
    }

    /// Whether the sets share traffic.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.by_protocol.overlaps(&other.by_protocol)
    }

    /// Whether the set has this selector of the protocol.
    pub fn contains(&self, protocol: Protocol, selector: u16) -> bool {
        self.by_protocol.get(protocol.0).is_some_and(|selectors| selectors.contains(selector))
    }

    /// The selectors of a protocol.
    pub fn ports(&self, protocol: Protocol) -> PortSet {
        self.by_protocol.get(protocol.0).cloned().unwrap_or_else(PortSet::empty)
    }

    /// The protocols of which there is any traffic, in order.
    pub fn protocols(&self) -> impl Iterator<Item = Protocol> + '_ {
        self.by_protocol.pieces().flat_map(|(low, high, _)| (low..=high).map(Protocol))
    }

    /// Runs of protocols that have the same selectors.
    ///
    /// Shape: first and last protocol, both included; in order; the selectors are never empty.
    pub fn segments(&self) -> impl Iterator<Item = (Protocol, Protocol, &PortSet)> {
        self.by_protocol.pieces().map(|(low, high, selectors)| (Protocol(low), Protocol(high), selectors))
    }

    /// What the pieces of a partition by protocol make up.
    pub(crate) fn from_partition(by_protocol: Partition<u8, PortSet>) -> Self {
        Self { by_protocol }
    }

    /// The pieces by protocol.
    pub(crate) fn partition(&self) -> &Partition<u8, PortSet> {
        &self.by_protocol
    }
}

set_algebra!(Traffic, all);

impl fmt::Display for Traffic {
    /// Writes `tcp 443, 6443-6444; udp all`, `all` or `no traffic`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return write!(out, "no traffic");
        }
        if self.is_all() {
            return write!(out, "all");
        }
        for (position, (first, last, selectors)) in self.segments().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(out, "{separator}{}", ShowSegment { first, last, selectors })?;
        }
        Ok(())
    }
}

/// A run of protocols with the same selectors, for people.
pub(crate) struct ShowSegment<'a> {
    pub(crate) first: Protocol,
    pub(crate) last: Protocol,
    pub(crate) selectors: &'a PortSet,
}

impl fmt::Display for ShowSegment<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(out, "{}", self.first)?;
        } else {
            write!(out, "protocols {}-{}", self.first.0, self.last.0)?;
        }
        match (self.first.selector_kind(), self.selectors.is_full()) {
            (SelectorKind::None, _) if self.first == self.last => Ok(()),
            (_, true) => write!(out, " all"),
            (SelectorKind::IcmpType, false) => write!(out, " {}", icmp_types(self.selectors)),
            (_, false) => write!(out, " {}", ports(self.selectors)),
        }
    }
}

/// `443, 6443-6444`.
fn ports(selectors: &PortSet) -> String {
    list(selectors, |port| port.to_string())
}

/// `8/0` for a type and code, `8` for all codes of a type.
fn icmp_types(selectors: &PortSet) -> String {
    let whole_types =
        |&(low, high): &(u16, u16)| low.to_be_bytes()[1] == 0 && high.to_be_bytes()[1] == u8::MAX;
    if selectors.ranges().iter().all(whole_types) {
        return list(selectors, |selector| selector.to_be_bytes()[0].to_string());
    }
    list(selectors, |selector| {
        let [kind, code] = selector.to_be_bytes();
        format!("{kind}/{code}")
    })
}

fn list(selectors: &PortSet, show: impl Fn(u16) -> String) -> String {
    let range = |&(low, high): &(u16, u16)| match (show(low), show(high)) {
        (low, high) if low == high => low,
        (low, high) => format!("{low}-{high}"),
    };
    selectors.ranges().iter().map(range).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_without_selector_are_whole_or_absent() {
        assert_eq!(Traffic::port(Protocol::ESP, 443), Traffic::whole(Protocol::ESP));
        assert_eq!(Traffic::of(Protocol::ESP, PortSet::empty()), Traffic::none());
        assert!(Traffic::all().difference(&Traffic::port(Protocol(99), 1)).ports(Protocol(99)).is_empty());
    }

    #[test]
    fn icmp_types_and_codes_are_selectors() {
        let echo = Traffic::icmp(Protocol::ICMP, 8, None);
        assert!(echo.contains(Protocol::ICMP, 0x0800) && echo.contains(Protocol::ICMP, 0x08ff));
        assert!(!echo.contains(Protocol::ICMP, 0x0900) && !echo.contains(Protocol::ICMPV6, 0x0800));
        assert!(Traffic::icmp(Protocol::ICMP, 3, Some(4)).is_subset(&Traffic::icmp(Protocol::ICMP, 3, None)));
    }

    #[test]
    fn port_zero_and_the_last_port_count() {
        let all = PortSet::from_ranges([(0, 0), (1, 65534), (65535, 65535)]);
        assert_eq!(Traffic::of(Protocol::TCP, all), Traffic::whole(Protocol::TCP));
    }

    #[test]
    fn all_protocols_are_one_segment() {
        let pieces = (0..=u8::MAX).map(|number| Traffic::whole(Protocol(number)));
        let all = pieces.reduce(|all, one| all.union(&one)).unwrap();
        assert_eq!(all, Traffic::all());
        assert_eq!(all.segments().count(), 1);
        assert_eq!(all.protocols().count(), 256);
    }

    #[test]
    fn reads_well() {
        let web = Traffic::of(Protocol::TCP, PortSet::from_ranges([(443, 443), (6443, 6444)]));
        assert_eq!(web.union(&Traffic::whole(Protocol::UDP)).to_string(), "tcp 443, 6443-6444; udp all");
        assert_eq!(Traffic::all().to_string(), "all");
        assert_eq!(Traffic::none().to_string(), "no traffic");
        assert_eq!(Traffic::whole(Protocol::ESP).to_string(), "esp");
        assert_eq!(Traffic::icmp(Protocol::ICMP, 8, None).to_string(), "icmp 8");
        assert_eq!(Traffic::icmp(Protocol::ICMP, 3, Some(4)).to_string(), "icmp 3/4");
        let not_tcp = Traffic::all().difference(&Traffic::whole(Protocol::TCP));
        assert_eq!(not_tcp.to_string(), "protocols 0-5 all; protocols 7-255 all");
    }
}
