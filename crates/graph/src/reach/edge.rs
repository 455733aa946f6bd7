//! One step of a packet, and what may pass it.

use ringfence_model::{Direction, Evidence, Gap};
use ringfence_packets::{AddressSet, Bounds, FlowSet, Origin, Peers, PortSet, Protocol, Traffic};

use super::Node;
use super::sieve::Sieve;

/// A step from one place to the next.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub(crate) from: Node,
    pub(crate) to: Node,
    /// False if it is not certain that the step exists at all: then nothing certainly passes it.
    pub(crate) certain: bool,
    /// Why it is not certain, or what it allows is not.
    pub(crate) gaps: Vec<Gap>,
    /// What makes it so whatever the packet.
    pub(crate) because: Vec<Evidence>,
    /// What the packet must pass, in order.
    pub(crate) passes: Vec<Pass>,
    /// Whether it crosses a border of trust.
    pub(crate) essential: bool,
}

/// Something that lets part of the packets pass.
#[derive(Clone, Debug)]
pub(crate) enum Pass {
    /// Only packets from these addresses: the return route, the mapping, a client list.
    From(Bounds<AddressSet>),
    /// Only this traffic: a listener.
    Only(Bounds<Traffic>),
    /// A filter that judges the packet as it is.
    Filter { sieve: Sieve, from: Seen },
    /// A stateless filter that judges the answer: outbound, to the client's own port.
    Answer(Sieve),
    /// From here on the destination port is this one.
    Redirect { accepted: Traffic, to: (Protocol, u16) },
    /// A filter that does not see the packet's own source, and lets this traffic pass: of the whole way's
    /// packets, whatever their source.
    Behind { sieve: Sieve, seen: Origin, certain: bool, traffic: Bounds<Traffic> },
}

/// Which source a filter sees.
#[derive(Clone, Debug)]
pub(crate) enum Seen {
    /// The packet's own address, one by one; the source is in no group.
    Client,
    /// One machine: its address is one of these, it belongs to these groups.
    One(Origin),
}

/// The ports from which clients connect and to which answers go back.
/// Source: RFC 6056 §3.2 (ephemeral ports are 1024–65535), read 2026-11-23.
const CLIENT_PORTS: (u16, u16) = (1024, 65535);

impl Edge {
    pub(crate) fn new(from: Node, to: Node) -> Self {
        Self {
            from,
            to,
            certain: true,
            gaps: Vec::new(),
            because: Vec::new(),
            passes: Vec::new(),
            essential: false,
        }
    }

    /// What arrives at the other end of what is sent into it.
    pub(crate) fn carry(&self, flows: &Bounds<FlowSet>) -> Bounds<FlowSet> {
        let mut flows = flows.clone();
        for pass in &self.passes {
            if flows.may.is_empty() {
                break;
            }
            flows = pass.apply(&flows);
        }
        if !self.certain {
            flows.must = FlowSet::empty();
        }
        flows
    }
}

impl Pass {
    pub(crate) fn apply(&self, flows: &Bounds<FlowSet>) -> Bounds<FlowSet> {
        match self {
            Self::From(addresses) => {
                let allowed = addresses.map(|a| FlowSet::of(&Peers::addresses(a.clone()), &Traffic::all()));
                flows.intersection(&allowed)
            }
            Self::Only(traffic) | Self::Behind { traffic, .. } => {
                flows.zip_with(traffic, FlowSet::only_traffic)
            }
            Self::Filter { sieve, from: Seen::Client } => {
                flows.intersection(&sieve.filter.admits(&client(flows)))
            }
            Self::Filter { sieve, from: Seen::One(origin) } => {
                flows.zip_with(&from_one(sieve, origin), FlowSet::only_traffic)
            }
            Self::Answer(sieve) => flows.intersection(&answered(sieve, flows)),
            Self::Redirect { accepted, to } => flows.map(|set| set.redirect(accepted, *to)),
        }
    }
}

/// The addresses that a set of packets comes from, as a source that is in no group.
pub(crate) fn client(flows: &Bounds<FlowSet>) -> Origin {
    Origin::stranger(flows.may.peers_any(&Traffic::all()).addresses)
}

/// What one machine can send through a filter: certainly, if every address it may have can.
pub(crate) fn from_one(sieve: &Sieve, origin: &Origin) -> Bounds<Traffic> {
    let admitted = sieve.filter.admits(origin);
    let anyone = Peers::addresses(origin.addresses.clone());
    Bounds::new(admitted.must.traffic_every(&origin.addresses), admitted.may.traffic_any(&anyone))
}

/// The packets whose answers a stateless filter lets out: by protocol, those of clients that can be answered
/// on some client port.
fn answered(sieve: &Sieve, flows: &Bounds<FlowSet>) -> Bounds<FlowSet> {
    debug_assert_eq!(sieve.direction, Direction::Egress);
    let out = sieve.filter.admits(&client(flows));
    let ports = PortSet::of(CLIENT_PORTS.0, CLIENT_PORTS.1);
    out.map(|set| {
        let by_port = [Protocol::TCP, Protocol::UDP].map(|protocol| {
            let clients = set.peers_any(&Traffic::of(protocol, ports.clone()));
            FlowSet::of(&clients, &Traffic::whole(protocol))
        });
        let ported = Traffic::whole(Protocol::TCP).union(&Traffic::whole(Protocol::UDP));
        let others = set.only_traffic(&ported.complement());
        by_port.iter().fold(others, |all, set| all.union(set))
    })
}
