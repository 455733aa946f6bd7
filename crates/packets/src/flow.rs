//! Sets of (peer, protocol, selector).

mod views;

use std::fmt;

use crate::algebra::set_algebra;
use crate::partition::Partition;
use crate::sweep::{Layer, fold_layers};
use crate::traffic::ShowSegment;
use crate::{Peers, PortSet, Protocol, Traffic};

/// A set of flows: who can open what.
///
/// Shape: for every protocol and selector (see [`Traffic`]) the peers that can open it; neighbours with
/// equal peers are one piece, so equal sets are equal values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FlowSet {
    pub(crate) by_protocol: Partition<u8, Partition<u16, Peers>>,
}

/// A block of a [`FlowSet`]: all these selectors of all these protocols are open to the same peers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// First and last protocol.
    pub protocols: (Protocol, Protocol),
    /// First and last selector.
    pub selectors: (u16, u16),
    /// Who can open them; never empty.
    pub peers: &'a Peers,
}

impl FlowSet {
    /// No flow.
    pub fn empty() -> Self {
        Self { by_protocol: Partition::empty() }
    }

    /// Everything from everybody.
    pub fn all() -> Self {
        Self::of(&Peers::all(), &Traffic::all())
    }

    /// This traffic from these peers.
    pub fn of(peers: &Peers, traffic: &Traffic) -> Self {
        let by_port = |ports: &PortSet| {
            let mut pieces = Partition::empty();
            for &(low, high) in ports.ranges() {
                pieces.push(low, high, peers.clone());
            }
            pieces
        };
        Self { by_protocol: traffic.partition().map(by_port) }
    }

    /// The union of any number of blocks, by one sort for each stretch between their ports.
    pub fn union_of<'a>(blocks: impl IntoIterator<Item = (&'a Peers, &'a Traffic)>) -> Self {
        let layers: Vec<_> =
            blocks.into_iter().map(|(peers, traffic)| Layer { traffic, item: peers }).collect();
        fold_layers(&layers, |peers| Peers::union_all(peers.iter().copied()))
    }

    /// Flows of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self { by_protocol: self.by_protocol.union(&other.by_protocol) }
    }

    /// Flows of both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self { by_protocol: self.by_protocol.intersection(&other.by_protocol) }
    }

    /// Flows of this set that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self { by_protocol: self.by_protocol.difference(&other.by_protocol) }
    }

    /// All flows that are not in this set.
    #[must_use]
    pub fn complement(&self) -> Self {
        let peers = |peers: Option<&Peers>| peers.map_or_else(Peers::all, Peers::complement);
        let ports = |ports: Option<&Partition<u16, Peers>>| match ports {
            Some(ports) => ports.map_all(peers),
            None => Partition::everywhere(Peers::all()),
        };
        Self { by_protocol: self.by_protocol.map_all(ports) }
    }

    /// Whether there is no flow.
    pub fn is_empty(&self) -> bool {
        self.by_protocol.is_empty()
    }

    /// Whether all flows of this set are in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.by_protocol.is_subset(&other.by_protocol)
    }

    /// Whether the sets share a flow.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.by_protocol.overlaps(&other.by_protocol)
    }

    /// The blocks that make up the set.
    ///
    /// Shape: disjoint, ordered by protocol, then selector.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        self.by_protocol.pieces().flat_map(|(first, last, ports)| {
            ports.pieces().map(move |(low, high, peers)| Cell {
                protocols: (Protocol(first), Protocol(last)),
                selectors: (low, high),
                peers,
            })
        })
    }
}

set_algebra!(FlowSet, all);

impl fmt::Display for FlowSet {
    /// Writes `tcp 443 from 0.0.0.0/0; udp all from group 3`, or `nothing`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return write!(out, "nothing");
        }
        for (position, cell) in self.cells().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(out, "{separator}{cell}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Cell<'_> {
    /// Writes `tcp 443 from 0.0.0.0/0`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let selectors = PortSet::of(self.selectors.0, self.selectors.1);
        let ((first, last), peers) = (self.protocols, self.peers);
        if (first.0, last.0) == (u8::MIN, u8::MAX) && selectors.is_full() {
            return write!(out, "all from {peers}");
        }
        write!(out, "{} from {peers}", ShowSegment { first, last, selectors: &selectors })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AddressSet, GroupId};

    #[test]
    fn reads_well() {
        let web = FlowSet::of(&AddressSet::all_v4().into(), &Traffic::port(Protocol::TCP, 443));
        let overlay = FlowSet::of(&Peers::group(GroupId(3)), &Traffic::whole(Protocol::IPIP));
        assert_eq!(web.union(&overlay).to_string(), "ipip from group 3; tcp 443 from 0.0.0.0/0");
        assert_eq!(FlowSet::all().to_string(), "all from 0.0.0.0/0, ::/0 and any group");
        assert_eq!(FlowSet::empty().to_string(), "nothing");
    }

    #[test]
    fn pieces_that_touch_are_joined() {
        let ports = |low, high| Traffic::of(Protocol::TCP, PortSet::of(low, high));
        let (low, high) = (ports(0, 79), ports(80, u16::MAX));
        let joined = FlowSet::of(&Peers::all(), &low).union(&FlowSet::of(&Peers::all(), &high));
        assert_eq!(joined, FlowSet::of(&Peers::all(), &Traffic::whole(Protocol::TCP)));
        assert_eq!(joined.cells().count(), 1);
    }
}
