//! One step of a packet, and what may pass it.

use std::sync::Arc;

use ringfence_model::{Evidence, Gap};
use ringfence_packets::{AddressSet, Bounds, FlowSet, Origin, Peers, Protocol, Traffic};

use super::answers::Travel;
use super::sieve::Sieve;
use super::{Family, Node};

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
    /// What opens it whatever the packet, where no filter's rule does: a client list, a public front.
    pub(crate) opening: Vec<Evidence>,
    /// What gives the target the addresses of [`Pass::Mapped`], by family.
    pub(crate) mapped: Vec<(Family, Evidence)>,
    /// What the packet must pass, in order; shared by the edges to machines that stand alike.
    pub(crate) passes: Arc<[Pass]>,
    /// Edges of one number that leave one node carry the same; nothing if no other is like this one.
    pub(crate) alike: Option<usize>,
    /// Whether it crosses a border of trust.
    pub(crate) essential: bool,
}

/// Something that lets part of the packets pass.
#[derive(Clone, Debug)]
pub(crate) enum Pass {
    /// Only packets from these addresses: the return route, a client list.
    From(Bounds<AddressSet>),
    /// Only packets of families in which the target has an address on the internet, or may have one.
    Mapped(Vec<Mapping>),
    /// Only this traffic: a listener.
    Only(Bounds<Traffic>),
    /// A filter that judges the packet.
    Filter { sieve: Arc<Sieve>, from: Seen },
    /// A stateless filter that judges the answer: to the client's own port.
    Answer { sieve: Arc<Sieve>, to: Seen },
    /// Only these answers come back: by protocol and the client's own port.
    Return(Bounds<Traffic>),
    /// A connection ends here and another one begins: what comes out has other answers.
    Anew,
    /// A filter that lets pass what the sender's own groups or the packet's own address let pass.
    Either { sieve: Arc<Sieve>, sender: Origin },
    /// From here on the destination port is this one.
    Redirect { accepted: Traffic, port: u16 },
    /// It is not known which source the filter sees: nothing is certain.
    Uncertain { sieve: Arc<Sieve>, sender: Origin },
}

/// An address on the internet, or the possibility of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Mapping {
    pub(crate) family: Family,
    /// Whether it certainly is there.
    pub(crate) certain: bool,
}

/// Which source a filter sees.
#[derive(Clone, Debug)]
pub(crate) enum Seen {
    /// The packet's own address, one by one; the source is in no group.
    Client,
    /// One machine: its address is one of these, it belongs to these groups.
    One(Origin),
}

impl Edge {
    pub(crate) fn new(from: Node, to: Node) -> Self {
        Self {
            from,
            to,
            certain: true,
            gaps: Vec::new(),
            because: Vec::new(),
            opening: Vec::new(),
            mapped: Vec::new(),
            passes: Arc::from([]),
            alike: None,
            essential: false,
        }
    }

    /// What arrives at the other end of what is sent into it.
    pub(crate) fn carry(&self, travel: &Arc<Travel>) -> Arc<Travel> {
        if self.passes.is_empty() && self.certain {
            return Arc::clone(travel);
        }
        let mut travel = travel.onward();
        for pass in self.passes.iter() {
            if travel.flows.may.is_empty() {
                break;
            }
            pass.apply(&mut travel);
        }
        if !self.certain {
            travel.flows.must = FlowSet::empty();
        }
        Arc::new(travel)
    }
}

impl Pass {
    pub(crate) fn apply(&self, travel: &mut Travel) {
        let flows = &travel.flows;
        travel.flows = match self {
            Self::From(addresses) => only_from(flows, addresses),
            Self::Mapped(mappings) => only_from(flows, &mapped(mappings)),
            Self::Only(traffic) => flows.zip_with(traffic, FlowSet::only_traffic),
            Self::Filter { sieve, from: Seen::Client } => {
                flows.intersection(&sieve.filter.admits(&client(flows)))
            }
            Self::Filter { sieve, from: Seen::One(origin) } => {
                flows.zip_with(&from_one(sieve, origin), FlowSet::only_traffic)
            }
            Self::Either { sieve, sender } => either(flows, sieve, sender),
            Self::Redirect { accepted, port } => flows.map(|set| redirected(set, accepted, *port)),
            Self::Uncertain { sieve, sender } => Bounds::at_most(either(flows, sieve, sender).may),
            Self::Anew => {
                travel.settle();
                return;
            }
            Self::Answer { sieve, to: Seen::Client } => {
                let passing = sieve.filter.admits(&client(flows));
                travel.answers_pass(passing);
                return;
            }
            Self::Answer { sieve, to: Seen::One(origin) } => {
                let everybody = Peers::addresses(AddressSet::all());
                let passing = from_one(sieve, origin).map(|traffic| FlowSet::of(&everybody, traffic));
                travel.answers_pass(passing);
                return;
            }
            Self::Return(answers) => {
                let everybody = Peers::addresses(AddressSet::all());
                travel.answers_pass(answers.map(|traffic| FlowSet::of(&everybody, traffic)));
                return;
            }
        };
    }
}

impl Pass {
    /// What a filter lets through of a packet whose other end is one machine; everything of other passes.
    pub(crate) fn lets_through(&self) -> Bounds<Traffic> {
        match self {
            Self::Filter { sieve, from: Seen::One(origin) } => from_one(sieve, origin),
            _ => Bounds::exact(Traffic::all()),
        }
    }
}

/// What either the sender's groups or the packet's own address lets through.
fn either(flows: &Bounds<FlowSet>, sieve: &Sieve, sender: &Origin) -> Bounds<FlowSet> {
    let by_sender = flows.zip_with(&from_one(sieve, sender), FlowSet::only_traffic);
    by_sender.union(&flows.intersection(&sieve.filter.admits(&client(flows))))
}

/// Protocols whose packets go to ports and come from ports.
const PORTED: [Protocol; 2] = [Protocol::TCP, Protocol::UDP];

fn only_from(flows: &Bounds<FlowSet>, addresses: &Bounds<AddressSet>) -> Bounds<FlowSet> {
    flows.intersection(&addresses.map(|a| FlowSet::of(&Peers::addresses(a.clone()), &Traffic::all())))
}

/// The addresses of the families in which something has an address on the internet.
fn mapped(mappings: &[Mapping]) -> Bounds<AddressSet> {
    mappings.iter().fold(Bounds::exact(AddressSet::empty()), |all, mapping| {
        let family = mapping.family.all();
        all.union(&if mapping.certain { Bounds::exact(family) } else { Bounds::at_most(family) })
    })
}

/// Whoever can open any of the accepted ports can open the target's, protocol by protocol.
fn redirected(set: &FlowSet, accepted: &Traffic, port: u16) -> FlowSet {
    PORTED.iter().fold(FlowSet::empty(), |all, protocol| {
        let accepted = accepted.intersection(&Traffic::whole(*protocol));
        all.union(&set.redirect(&accepted, (*protocol, port)))
    })
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
