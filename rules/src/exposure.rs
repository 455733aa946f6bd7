//! What several rules ask: which machines of a role the internet reaches on which ports.

use rayon::prelude::*;
use ringfence_check::{Draft, Exposure, Finding, RuleContext, Verdict, roles_in_words, verdict_of};
use ringfence_graph::Node;
use ringfence_model::{About, Role};
use ringfence_packets::{AddressSet, PortSet, Protocol, Traffic};

/// TCP ports of remote administration: SSH and RDP.
/// Source: IANA service name and port number registry, read 2026-11-23.
pub(crate) const ADMIN_PORTS: [u16; 2] = [22, 3389];

/// Web traffic, for which nodes often run an ingress controller.
pub(crate) const WEB_PORTS: [u16; 2] = [80, 443];

/// `NodePort` services, TCP and UDP.
/// Source: <https://kubernetes.io/docs/reference/networking/ports-and-protocols/>, read 2026-11-23.
pub(crate) const NODE_PORTS: (u16, u16) = (30000, 32767);

/// These TCP ports.
pub(crate) fn tcp(ports: &[u16]) -> Traffic {
    Traffic::of(Protocol::TCP, PortSet::from_ranges(ports.iter().map(|port| (*port, *port))))
}

/// The `NodePort` range.
pub(crate) fn node_ports() -> Traffic {
    let range = || PortSet::of(NODE_PORTS.0, NODE_PORTS.1);
    Traffic::of(Protocol::TCP, range()).union(&Traffic::of(Protocol::UDP, range()))
}

/// Echo requests and the like, which reach no port.
pub(crate) fn icmp() -> Traffic {
    Traffic::whole(Protocol::ICMP).union(&Traffic::whole(Protocol::ICMPV6))
}

/// What is open of judged traffic that has many holes: "nearly all of tcp; udp 53".
pub(crate) fn in_short(open: &Traffic, judged: &Traffic) -> String {
    if open == judged {
        return "nearly everything".to_owned();
    }
    let mut rest = open.clone();
    let mut words = Vec::new();
    for (protocol, name) in [(Protocol::TCP, "tcp"), (Protocol::UDP, "udp")] {
        let whole = Traffic::whole(protocol);
        let ports = open.ports(protocol);
        if !ports.is_empty() && ports == judged.ports(protocol) {
            words.push(format!("nearly all of {name}"));
            rest = rest.difference(&whole);
        }
    }
    if !rest.is_empty() {
        words.push(rest.to_string());
    }
    words.join("; ")
}

/// Findings for the machines of a role that the internet reaches on some of this traffic.
///
/// `say` gives the message from the machine's id, its roles, the sources and the open traffic in words.
pub(crate) fn machines(
    cx: &RuleContext<'_>,
    role: Role,
    traffic: &Traffic,
    say: impl Fn(&Open<'_>) -> String + Sync,
) -> Vec<Finding> {
    let machines: Vec<_> = cx.graph.machines(role).collect();
    let found = machines.par_iter().filter_map(|(at, machine, class)| {
        let exposure = cx.exposure(&Node::Machine(*at), traffic)?;
        let verdict = cx.open_to_internet(&exposure, traffic)?;
        let open = Open::new(&machine.about, &exposure, traffic, verdict);
        let draft = cx.draft(&machine.about, verdict).role(roles_in_words(class)).message(say(&open));
        with_ways(draft, &exposure, traffic).aspect("ingress").finish()
    });
    found.collect()
}

/// A draft with all ways of an exposure.
pub(crate) fn with_ways<'a>(draft: Draft<'a>, exposure: &Exposure<'_>, traffic: &Traffic) -> Draft<'a> {
    draft.ways(exposure.ways.iter().copied(), traffic)
}

/// What is open, for messages.
pub(crate) struct Open<'a> {
    /// The machine.
    pub(crate) about: &'a About,
    /// Where from, in words: "0.0.0.0/0".
    pub(crate) sources: String,
    /// What, in words: "tcp 22".
    pub(crate) traffic: String,
    /// "can" or "may".
    pub(crate) can: &'static str,
}

impl<'a> Open<'a> {
    pub(crate) fn new(
        about: &'a About,
        exposure: &Exposure<'_>,
        traffic: &Traffic,
        verdict: Verdict,
    ) -> Self {
        let certain = verdict == Verdict::Violation;
        let flows = if certain { &exposure.flows.must } else { &exposure.flows.may };
        Self {
            about,
            sources: in_words(&flows.peers_any(traffic).addresses),
            traffic: flows.traffic().to_string(),
            can: if certain { "can" } else { "may" },
        }
    }
}

/// Addresses as people say them: everything public is "the internet".
pub(crate) fn in_words(addresses: &AddressSet) -> String {
    let internet = AddressSet::internet();
    let whole_v4 = internet.v4.is_subset(&addresses.v4);
    let whole_v6 = internet.v6.is_subset(&addresses.v6);
    match (whole_v4, whole_v6) {
        (true, true) => "the whole internet, IPv4 and IPv6".to_owned(),
        (true, false) if addresses.v6.is_empty() => "the whole internet (IPv4)".to_owned(),
        (false, true) if addresses.v4.is_empty() => "the whole internet (IPv6)".to_owned(),
        _ => addresses.to_string(),
    }
}

/// Findings for the machines of a role that have a public address and a route from the internet.
pub(crate) fn public_machines(cx: &RuleContext<'_>, role: Role, what: &str) -> Vec<Finding> {
    let machines: Vec<_> = cx.graph.machines(role).collect();
    let addresses = machines.par_iter().flat_map_iter(|(at, machine, class)| {
        let addresses = cx.graph.public_addresses(*at).into_iter();
        addresses.map(move |address| (address, *machine, *class))
    });
    let found = addresses.filter_map(|(address, machine, class)| {
        let verdict = verdict_of(address.truth)?;
        let has = if verdict == Verdict::Violation { "has" } else { "may have" };
        let message =
            format!("{what} `{}` {has} a public {} address.", machine.about.id, address.family.in_words());
        let draft = cx.draft(&machine.about, verdict).role(roles_in_words(class)).message(message);
        let draft = draft.unknown(&address.gaps).because(address.route).aspect(address.family.aspect());
        draft.at_evidence(&address.mapping).finish()
    });
    found.collect()
}
