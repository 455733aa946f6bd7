//! Protocols above IP.

use std::fmt;

/// The number of a protocol above IP.
///
/// Source: <https://www.iana.org/assignments/protocol-numbers>, read 2026-11-23.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Protocol(pub u8);

/// What the selector of a packet is, by its protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SelectorKind {
    /// The destination port.
    Port,
    /// The ICMP type in the high byte, the code in the low.
    IcmpType,
    /// Nothing: the protocol is taken whole.
    None,
}

const NAMES: [(&str, Protocol); 13] = [
    ("icmp", Protocol::ICMP),
    ("ipip", Protocol::IPIP),
    ("tcp", Protocol::TCP),
    ("udp", Protocol::UDP),
    ("gre", Protocol::GRE),
    ("esp", Protocol::ESP),
    ("ah", Protocol::AH),
    ("icmpv6", Protocol::ICMPV6),
    ("sctp", Protocol::SCTP),
    // Second names come last: the first is the one we write.
    ("icmp6", Protocol::ICMPV6),
    ("ipv6-icmp", Protocol::ICMPV6),
    ("ipencap", Protocol::IPIP),
    ("ip-in-ip", Protocol::IPIP),
];

impl Protocol {
    /// Internet Control Message Protocol.
    pub const ICMP: Self = Self(1);
    /// IPv4 in IP.
    pub const IPIP: Self = Self(4);
    /// Transmission Control Protocol.
    pub const TCP: Self = Self(6);
    /// User Datagram Protocol.
    pub const UDP: Self = Self(17);
    /// Generic Routing Encapsulation.
    pub const GRE: Self = Self(47);
    /// Encapsulating Security Payload.
    pub const ESP: Self = Self(50);
    /// Authentication Header.
    pub const AH: Self = Self(51);
    /// Internet Control Message Protocol for IPv6.
    pub const ICMPV6: Self = Self(58);
    /// Stream Control Transmission Protocol.
    pub const SCTP: Self = Self(132);

    /// The protocol with this name, in any case, or with this decimal number.
    ///
    /// Unknown: `None` for what is no single protocol, so also for `-1`, `all` and `any`: these mean
    /// every protocol, which is the caller's to say.
    pub fn parse(text: &str) -> Option<Self> {
        let named = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        if let Some(&(_, protocol)) = named {
            return Some(protocol);
        }
        // `u8` would also read `+6`.
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok().map(Self)).flatten()
    }

    /// What the selector of this protocol's packets is.
    pub fn selector_kind(self) -> SelectorKind {
        match self {
            Self::TCP | Self::UDP | Self::SCTP => SelectorKind::Port,
            Self::ICMP | Self::ICMPV6 => SelectorKind::IcmpType,
            _ => SelectorKind::None,
        }
    }
}

impl fmt::Display for Protocol {
    /// Writes the usual name, or `protocol 99`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match NAMES.iter().find(|(_, protocol)| protocol == self) {
            Some((name, _)) => out.write_str(name),
            None => write!(out, "protocol {}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_in_any_case_and_numbers() {
        assert_eq!(Protocol::parse("tcp"), Some(Protocol::TCP));
        assert_eq!(Protocol::parse("ICMPv6"), Some(Protocol::ICMPV6));
        assert_eq!(Protocol::parse("58"), Some(Protocol::ICMPV6));
        assert_eq!(Protocol::parse("ipip"), Some(Protocol(4)));
        assert_eq!(Protocol::parse("0"), Some(Protocol(0)));
        assert_eq!(Protocol::parse("255"), Some(Protocol(255)));
    }

    #[test]
    fn leaves_what_is_not_one_protocol_to_the_caller() {
        for text in ["-1", "all", "any", "", "256", "+6", "6 ", "tcp_udp", "TLS"] {
            assert_eq!(Protocol::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_written_protocol_reads_as_itself() {
        for (name, protocol) in NAMES {
            assert_eq!(Protocol::parse(name), Some(protocol));
            assert_eq!(Protocol::parse(&protocol.to_string()), Some(protocol));
        }
        assert_eq!(Protocol(99).to_string(), "protocol 99");
    }
}
