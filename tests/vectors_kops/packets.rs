//! Packets at which anything changes.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::configuration::Configuration;

/// What a rule tells packets apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Packet {
    Tcp(u16),
    Udp(u16),
    /// Type and code.
    Icmp(u8, u8),
    Icmpv6(u8, u8),
    Other(u8),
}

/// A part of the packets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Flows {
    /// As Terraform has it: `-1`, `all`, `tcp`, `4`.
    pub(crate) protocol: String,
    /// For ICMP the type.
    pub(crate) low: i64,
    /// For ICMP the code.
    pub(crate) high: i64,
}

impl Flows {
    pub(crate) fn contain(&self, packet: Packet) -> bool {
        let within = |port: u16| self.low <= i64::from(port) && i64::from(port) <= self.high;
        let icmp = |kind: u8, code: u8| {
            (self.low == -1 || self.low == i64::from(kind))
                && (self.high == -1 || self.high == i64::from(code))
        };
        match (self.protocol.as_str(), packet) {
            ("-1" | "all", _) => true,
            ("tcp", Packet::Tcp(port)) | ("udp", Packet::Udp(port)) => within(port),
            ("icmp", Packet::Icmp(kind, code)) | ("icmpv6", Packet::Icmpv6(kind, code)) => icmp(kind, code),
            ("esp", Packet::Other(number)) => number == 50,
            ("ah", Packet::Other(number)) => number == 51,
            ("ipip", Packet::Other(number)) => number == 4,
            ("sctp", Packet::Other(number)) => number == 132,
            (other, Packet::Other(number)) => other.parse() == Ok(number),
            _ => false,
        }
    }
}

impl Packet {
    /// Whether it is in a set as the matrix prints it.
    pub(crate) fn is_in(self, set: &Value) -> bool {
        let ranges = |name: &str| -> Vec<[u64; 2]> {
            let list = set[name].as_array().map(Vec::as_slice).unwrap_or_default();
            list.iter().map(|range| [range[0].as_u64().unwrap(), range[1].as_u64().unwrap()]).collect()
        };
        let within = |name: &str, number: u64| {
            ranges(name).iter().any(|[low, high]| *low <= number && number <= *high)
        };
        let icmp = |name: &str, kind: u8, code: u8| {
            let codes = set[format!("{name}_codes")].as_array().map(Vec::as_slice).unwrap_or_default();
            let codes = codes.iter().any(|range| {
                let end = |at: usize| (range[at][0].as_u64().unwrap(), range[at][1].as_u64().unwrap());
                let own = (u64::from(kind), u64::from(code));
                end(0) <= own && own <= end(1)
            });
            codes || within(name, u64::from(kind))
        };
        match self {
            Self::Tcp(port) => within("tcp", u64::from(port)),
            Self::Udp(port) => within("udp", u64::from(port)),
            Self::Icmp(kind, code) => icmp("icmp", kind, code),
            Self::Icmpv6(kind, code) => icmp("icmpv6", kind, code),
            Self::Other(132) => within("sctp", 1000),
            Self::Other(number) => within("protocols", u64::from(number)),
        }
    }
}

/// Packets of every protocol, at, below and above every port where a rule, a listener or a row begins or ends.
pub(crate) fn of_interest(configuration: &Configuration, rows: &[Value]) -> BTreeSet<Packet> {
    let mut ports: BTreeSet<i64> = [0, 22, 443, 2379, 6443, 10250, 65535].into();
    for rule in &configuration.rules {
        ports.extend([rule.flows.low, rule.flows.high].iter().flat_map(|port| [port - 1, *port, port + 1]));
    }
    for listener in configuration.balancers.iter().flat_map(|balancer| &balancer.listeners) {
        ports.extend([i64::from(listener.port), i64::from(listener.target_port)]);
    }
    for set in rows.iter().flat_map(|row| [&row["must"], &row["may"]]) {
        for range in ["tcp", "udp"].iter().filter_map(|name| set[name].as_array()).flatten() {
            let ends = [range[0].as_i64().unwrap(), range[1].as_i64().unwrap()];
            ports.extend(ends.iter().flat_map(|port| [port - 1, *port, port + 1]));
        }
    }
    let ports = ports.into_iter().filter_map(|port| u16::try_from(port).ok());
    let mut found: BTreeSet<Packet> = ports.flat_map(|port| [Packet::Tcp(port), Packet::Udp(port)]).collect();
    found.extend([(0, 0), (3, 3), (3, 4), (4, 4), (8, 0)].map(|(kind, code)| Packet::Icmp(kind, code)));
    found.extend([(1, 0), (128, 0)].map(|(kind, code)| Packet::Icmpv6(kind, code)));
    found.extend([4, 47, 50, 51, 132].map(Packet::Other));
    found
}
