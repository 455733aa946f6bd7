//! What travels a way, and whether it is answered.
//!
//! A TCP or SCTP connection is there only if its answers come back. A packet of any other protocol does its work by
//! arriving (one forged VXLAN packet is enough), so it counts without an answer, and that the answer is stopped is told
//! beside it.

use std::sync::{Arc, OnceLock};

use ringfence_packets::{AddressSet, Bounds, FlowSet, Peers, PortSet, Protocol, Traffic};

/// Packets on their way, and the answers that have been let back so far.
#[derive(Debug)]
pub(crate) struct Travel {
    /// What has come this far: by source address, protocol and port.
    pub(crate) flows: Bounds<FlowSet>,
    /// The answers that every stateless filter on the way lets back: by client address, protocol and the client's own
    /// port (for ICMP: the type of the answer). Nothing while no filter has been asked: all are let back.
    answers: Option<Bounds<FlowSet>>,
    /// What arrives if this is the end, once somebody has asked: many ways to machines that stand alike end with it.
    settled: OnceLock<Settled>,
}

/// What arrives at the end of a way.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    /// What can be opened.
    pub(crate) open: Arc<Bounds<FlowSet>>,
    /// What arrives, but of which answers to some or all client ports are stopped.
    pub(crate) unanswered: Arc<Bounds<FlowSet>>,
}

/// The ports from which clients connect and to which answers go back.
/// Source: RFC 6056 §3.2 (ephemeral ports are 1024–65535), read 2026-11-23.
const CLIENT_PORTS: (u16, u16) = (1024, 65535);

/// Protocols of which both sides have to hear each other.
const CONNECTED: [Protocol; 2] = [Protocol::TCP, Protocol::SCTP];

/// Protocols whose answers go to the client's own port.
const PORTED: [Protocol; 3] = [Protocol::TCP, Protocol::UDP, Protocol::SCTP];

/// Requests of ICMP and their answers: protocol, type of the request, type of the answer. Other types are answers
/// themselves, or are not answered.
/// Source: RFC 792 and RFC 4443 §4 (echo), read 2026-11-25.
const ECHOES: [(Protocol, u8, u8); 2] = [(Protocol::ICMP, 8, 0), (Protocol::ICMPV6, 128, 129)];

impl Travel {
    /// Packets that set out.
    pub(crate) fn of(flows: Bounds<FlowSet>) -> Self {
        Self { flows, answers: None, settled: OnceLock::new() }
    }

    /// The same, to be led on.
    pub(crate) fn onward(&self) -> Self {
        Self { flows: self.flows.clone(), answers: self.answers.clone(), settled: OnceLock::new() }
    }

    /// Only these answers are let back.
    pub(crate) fn answers_pass(&mut self, passing: Bounds<FlowSet>) {
        self.settled = OnceLock::new();
        self.answers = Some(match self.answers.take() {
            Some(before) => before.intersection(&passing),
            None => passing,
        });
    }

    /// What can be opened of it, as the beginning of something else.
    pub(crate) fn settle(&mut self) {
        if self.answers.is_some() {
            *self = Self::of(Bounds::clone(&self.settled().open));
        }
    }

    /// What arrives if this is the end.
    pub(crate) fn settled(&self) -> &Settled {
        self.settled.get_or_init(|| self.end())
    }

    fn end(&self) -> Settled {
        let Some(answers) = &self.answers else {
            let nothing = Bounds::exact(FlowSet::empty());
            return Settled { open: Arc::new(self.flows.clone()), unanswered: Arc::new(nothing) };
        };
        let Bounds { must, may } = &self.flows;
        let open = Bounds::new(connections(must, &answers.must), connections(may, &answers.may));
        let silent = Bounds::new(unanswered(must, &answers.may), unanswered(may, &answers.must));
        Settled { open: Arc::new(open), unanswered: Arc::new(silent) }
    }
}

fn client_ports(protocol: Protocol) -> Traffic {
    Traffic::of(protocol, PortSet::of(CLIENT_PORTS.0, CLIENT_PORTS.1))
}

fn whole(protocols: &[Protocol]) -> Traffic {
    protocols.iter().fold(Traffic::none(), |all, protocol| all.union(&Traffic::whole(*protocol)))
}

/// What can be opened: of the connected protocols what some client port gets answers to, of others everything.
fn connections(flows: &FlowSet, answers: &FlowSet) -> FlowSet {
    let others = flows.only_traffic(&whole(&CONNECTED).complement());
    CONNECTED.iter().fold(others, |all, protocol| {
        let clients = answers.peers_any(&client_ports(*protocol));
        all.union(&flows.intersection(&FlowSet::of(&clients, &Traffic::whole(*protocol))))
    })
}

/// What arrives but is not answered: to some client port, or not at all.
fn unanswered(flows: &FlowSet, answers: &FlowSet) -> FlowSet {
    let mut answered = portless(answers);
    for protocol in PORTED {
        let clients = answers.peers_every(&client_ports(protocol));
        answered = answered.union(&FlowSet::of(&clients, &Traffic::whole(protocol)));
    }
    let everybody = Peers::addresses(AddressSet::all());
    for (protocol, request, answer) in ECHOES {
        let clients = answers.peers_every(&Traffic::icmp(protocol, answer, Some(0)));
        let silent = Traffic::whole(protocol).difference(&Traffic::icmp(protocol, request, None));
        answered = answered.union(&FlowSet::of(&everybody, &silent));
        answered = answered.union(&FlowSet::of(&clients, &Traffic::icmp(protocol, request, None)));
    }
    flows.difference(&answered)
}

/// The answers of protocols without ports: they are of the same protocol.
fn portless(answers: &FlowSet) -> FlowSet {
    let icmp = ECHOES.map(|(protocol, _, _)| protocol);
    answers.only_traffic(&whole(&PORTED).union(&whole(&icmp)).complement())
}
