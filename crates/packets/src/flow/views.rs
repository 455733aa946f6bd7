//! Questions to a flow set, and the ways a path changes it.

use crate::partition::Partition;
use crate::{AddressSet, FlowSet, Peers, PortSet, Protocol, Traffic};

impl FlowSet {
    /// Who can open this selector of the protocol.
    pub fn peers_at(&self, protocol: Protocol, selector: u16) -> Peers {
        let ports = self.by_protocol.get(protocol.0);
        ports.and_then(|ports| ports.get(selector)).cloned().unwrap_or_else(Peers::empty)
    }

    /// Who can open at least some of the traffic.
    pub fn peers_any(&self, traffic: &Traffic) -> Peers {
        let within = self.only_traffic(traffic);
        let peers: Vec<&Peers> = within.cells().map(|cell| cell.peers).collect();
        Peers::union_all(peers.iter().copied())
    }

    /// Who can open all of the traffic; everybody if it is empty.
    pub fn peers_every(&self, traffic: &Traffic) -> Peers {
        let within = self.only_traffic(traffic);
        if !traffic.is_subset(&within.traffic()) {
            return Peers::empty();
        }
        within.cells().fold(Peers::all(), |common, cell| common.intersection(cell.peers))
    }

    /// What anybody at all can open.
    pub fn traffic(&self) -> Traffic {
        self.traffic_where(|_| true)
    }

    /// What at least one of the peers can open.
    pub fn traffic_any(&self, peers: &Peers) -> Traffic {
        self.traffic_where(|open_to| open_to.overlaps(peers))
    }

    /// What every address of the set can open; all traffic if the set is empty.
    pub fn traffic_every(&self, addresses: &AddressSet) -> Traffic {
        if addresses.is_empty() {
            return Traffic::all();
        }
        self.traffic_where(|open_to| addresses.is_subset(&open_to.addresses))
    }

    /// Whether anybody at all can open some of the traffic; what [`FlowSet::only_traffic`] would leave is not made.
    pub fn has_some_of(&self, traffic: &Traffic) -> bool {
        self.by_protocol.meets(traffic.partition(), |ports, selectors| {
            ports.pieces().any(|(low, high, _)| selectors.has_between(low, high))
        })
    }

    /// What of this set these peers can open.
    #[must_use]
    pub fn only_peers(&self, peers: &Peers) -> Self {
        let by_protocol = self.by_protocol.map(|ports| ports.map(|open_to| open_to.intersection(peers)));
        Self { by_protocol }
    }

    /// What of this set is this traffic.
    #[must_use]
    pub fn only_traffic(&self, traffic: &Traffic) -> Self {
        let restrict =
            |ports: Option<&Partition<u16, Peers>>, selectors: Option<&PortSet>| match (ports, selectors) {
                (Some(ports), Some(selectors)) if selectors.is_full() => ports.clone(),
                (Some(ports), Some(selectors)) => restrict_ports(ports, selectors),
                _ => Partition::empty(),
            };
        Self { by_protocol: self.by_protocol.overlay(traffic.partition(), restrict) }
    }

    /// What a listener opens behind it: whoever can open any of `from` can open `to`, nothing else.
    ///
    /// This is how a load balancer rewrites the destination and keeps the source.
    #[must_use]
    pub fn redirect(&self, from: &Traffic, to: (Protocol, u16)) -> Self {
        Self::of(&self.peers_any(from), &Traffic::port(to.0, to.1))
    }

    /// The same traffic, opened by these peers instead.
    ///
    /// This is how a proxy rewrites the source: what anybody can open through it, it opens itself.
    #[must_use]
    pub fn with_peers(&self, peers: &Peers) -> Self {
        Self::of(peers, &self.traffic())
    }

    /// The traffic whose peers pass the test.
    fn traffic_where(&self, test: impl Fn(&Peers) -> bool) -> Traffic {
        Traffic::from_partition(self.by_protocol.map(|ports| {
            let open = ports.pieces().filter(|(_, _, peers)| test(peers));
            PortSet::from_ranges(open.map(|(low, high, _)| (low, high)))
        }))
    }
}

fn restrict_ports(ports: &Partition<u16, Peers>, selectors: &PortSet) -> Partition<u16, Peers> {
    let mut kept = Partition::empty();
    for (low, high, peers) in ports.pieces() {
        for &(low, high) in PortSet::of(low, high).intersection(selectors).ranges() {
            kept.push(low, high, peers.clone());
        }
    }
    kept
}
