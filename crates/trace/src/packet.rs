//! The packet that is asked about.

use std::net::IpAddr;

use ringfence_model::ResourceId;
use ringfence_packets::{Protocol, SelectorKind};

use crate::Family;

/// A packet: where it starts, whom it is for, and what stands in its header.
///
/// Shape: at least one of [`Packet::to`] and [`Packet::destination`] is given; with neither it leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// Where it starts.
    pub from: Start,
    /// Whom it is for, where the address alone does not say: that the destination is an address of this is a premise.
    pub to: Option<Goal>,
    /// Source address; nothing: one that the start has.
    pub source: Option<IpAddr>,
    /// Destination address; nothing: one that the goal has.
    pub destination: Option<IpAddr>,
    /// Family where no address is given.
    pub family: Family,
    /// Protocol above IP.
    pub protocol: Protocol,
    /// Destination port, or `type << 8 | code` of ICMP; nothing else has one.
    pub selector: u16,
    /// Source port; nothing: any of those that clients use, whichever works.
    pub source_port: Option<u16>,
}

/// Where a packet starts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Start {
    /// At a machine: any of its interfaces, or that one by its position.
    Machine(ResourceId, Option<usize>),
    /// In a subnet, by whoever has the source address.
    Subnet(ResourceId),
    /// In a network, by nobody in particular.
    Network(ResourceId),
    /// On the public internet.
    Internet,
    /// At a place outside the cloud that a router leads to.
    Outside(ResourceId),
    /// At a load balancer, as it asks after the health of its targets.
    Balancer(ResourceId),
}

/// Whom a packet is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Goal {
    /// A machine: any of its interfaces, or that one by its position.
    Machine(ResourceId, Option<usize>),
    /// A machine behind a load balancer; the packet's port is the listener's.
    Through {
        /// The load balancer.
        balancer: ResourceId,
        /// The machine behind it.
        machine: ResourceId,
    },
    /// A machine behind a load balancer behind a service's door; the packet's port is the listener's.
    Behind {
        /// The door.
        door: ResourceId,
        /// The machine behind it.
        machine: ResourceId,
    },
    /// The front of a load balancer.
    Balancer(ResourceId),
    /// The endpoint of a managed cluster.
    Cluster(ResourceId),
    /// A door that a service has into a network.
    Endpoint(ResourceId),
    /// A place outside the cloud that a router leads to.
    Outside(ResourceId),
    /// Anybody on the public internet.
    Internet,
}

impl Packet {
    /// A packet to an address.
    pub fn to_address(from: Start, destination: IpAddr, protocol: Protocol, selector: u16) -> Self {
        Self {
            from,
            to: None,
            source: None,
            destination: Some(destination),
            family: Family::of(destination),
            protocol,
            selector,
            source_port: None,
        }
    }

    /// A packet to whatever address something has.
    pub fn to_goal(from: Start, goal: Goal, protocol: Protocol, selector: u16) -> Self {
        Self {
            from,
            to: Some(goal),
            source: None,
            destination: None,
            family: Family::V4,
            protocol,
            selector,
            source_port: None,
        }
    }

    /// The same packet with this source address.
    #[must_use]
    pub fn with_source(mut self, source: IpAddr) -> Self {
        self.source = Some(source);
        self
    }

    /// The same packet with this destination address.
    #[must_use]
    pub fn with_destination(mut self, destination: IpAddr) -> Self {
        self.destination = Some(destination);
        self
    }

    /// The same packet from this client port.
    #[must_use]
    pub fn with_source_port(mut self, port: u16) -> Self {
        self.source_port = Some(port);
        self
    }

    /// The same packet in another family, where no address says.
    #[must_use]
    pub fn in_family(mut self, family: Family) -> Self {
        self.family = family;
        self
    }

    /// The family of its addresses.
    pub(crate) fn family(&self) -> Family {
        self.destination.or(self.source).map_or(self.family, Family::of)
    }
}

/// The traffic in words: `tcp 22`, `icmp 8/0`, `esp`; `tcp` if the port is not known.
pub(crate) fn traffic_in_words(protocol: Protocol, selector: Option<u16>) -> String {
    match (protocol.selector_kind(), selector) {
        (SelectorKind::Port, Some(port)) => format!("{protocol} {port}"),
        (SelectorKind::IcmpType, Some(selector)) => {
            let [kind, code] = selector.to_be_bytes();
            format!("{protocol} {kind}/{code}")
        }
        _ => protocol.to_string(),
    }
}
