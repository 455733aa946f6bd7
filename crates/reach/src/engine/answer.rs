//! Whether what arrives is answered.

use std::sync::LazyLock;

use ringfence_packets::{PortSet, Protocol, RangeSet, Traffic};

use super::{Engine, Passing};
use crate::algebra::{ALL, EMPTY};

/// The ports from which clients connect, and to which answers go back.
pub(super) const CLIENT_PORTS: (u16, u16) = (1024, 65535);

/// Protocols whose answers go to the client's port.
pub(super) const WITH_PORTS: [Protocol; 3] = [Protocol::TCP, Protocol::UDP, Protocol::SCTP];
/// Those that open nothing without an answer.
pub(super) const CONNECTIONS: [Protocol; 2] = [Protocol::TCP, Protocol::SCTP];

/// Echo requests and replies: the protocol, and the types as high bytes of selectors.
///
/// Source: RFC 792 and RFC 4443, read 2026-11-25.
const ECHO: [(Protocol, u16, u16); 2] =
    [(Protocol::ICMP, 0x0800, 0x0000), (Protocol::ICMPV6, 0x8000, 0x8100)];

/// What needs no answer that filters could stop on its own: ICMP but for echo requests.
pub(super) static UNANSWERED: LazyLock<Traffic> = LazyLock::new(|| {
    let others = |&(protocol, request, _): &(Protocol, u16, u16)| {
        Traffic::of(protocol, PortSet::of(request, request | 0xff).complement())
    };
    ECHO.iter().map(others).fold(Traffic::none(), |all, one| all.union(&one))
});

/// Protocols that are answered by themselves.
static BY_THEMSELVES: LazyLock<Traffic> = LazyLock::new(|| {
    let others = [Protocol::TCP, Protocol::UDP, Protocol::SCTP, Protocol::ICMP, Protocol::ICMPV6];
    others.iter().fold(Traffic::all(), |rest, &protocol| rest.difference(&Traffic::whole(protocol)))
});

/// What opens without an answer.
pub(super) static WITHOUT_ANSWER: LazyLock<Traffic> = LazyLock::new(|| {
    CONNECTIONS.iter().fold(Traffic::all(), |rest, &protocol| rest.difference(&Traffic::whole(protocol)))
});

/// The traffic whose answer is one packet, if these are the answers that pass.
pub(super) fn answered_one_way(answers: &Traffic) -> Traffic {
    let mut answered = BY_THEMSELVES.intersection(answers);
    for &(protocol, request, reply) in &ECHO {
        // The reply copies the code of the request.
        let replies = answers.ports(protocol).intersection(&PortSet::of(reply, reply | 0xff));
        let codes = replies.ranges().iter().map(|&(low, high)| (low & 0xff, high & 0xff));
        let requests = RangeSet::from_ranges(codes.map(|(low, high)| (request | low, request | high)));
        answered = answered.union(&Traffic::of(protocol, requests));
    }
    answered
}

/// The client ports to which answers of a protocol get.
pub(super) fn client_ports(answers: &Traffic, protocol: Protocol) -> PortSet {
    answers.ports(protocol).intersection(&PortSet::of(CLIENT_PORTS.0, CLIENT_PORTS.1))
}

/// What opens, and what is answered to every client port, if these are the answers that pass.
fn answered(answers: &Traffic) -> (Traffic, Traffic) {
    let mut opens = WITHOUT_ANSWER.clone();
    let mut whole = answered_one_way(answers).union(&UNANSWERED);
    for protocol in WITH_PORTS {
        let ports = client_ports(answers, protocol);
        if !ports.is_empty() && CONNECTIONS.contains(&protocol) {
            opens = opens.union(&Traffic::whole(protocol));
        }
        if ports == PortSet::of(CLIENT_PORTS.0, CLIENT_PORTS.1) {
            whole = whole.union(&Traffic::whole(protocol));
        }
    }
    (opens, whole)
}

impl Engine<'_> {
    /// What opens, and what is answered to every client port, by number of the answers that pass.
    pub(super) fn answered(&mut self, answers: u32) -> (u32, u32) {
        if answers == ALL {
            return (ALL, ALL);
        }
        if let Some(&known) = self.answered.get(&answers) {
            return known;
        }
        let (opens, whole) = answered(&self.traffic.set(answers));
        let numbers = (self.traffic.add(opens), self.traffic.add(whole));
        self.answered.insert(answers, numbers);
        numbers
    }

    /// What passes of the packets that arrive, if these answers pass for certain, and these possibly or the other
    /// way round.
    pub(super) fn passing(&mut self, arrives: u32, answers: u32, opposite: u32) -> Passing {
        if arrives == EMPTY {
            return Passing::NOTHING;
        }
        let (opens, _) = self.answered(answers);
        let (_, whole) = self.answered(opposite);
        Passing {
            open: self.traffic.intersection(arrives, opens),
            blocked: self.traffic.difference(arrives, whole),
        }
    }
}
