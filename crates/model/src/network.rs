//! Networks, subnets, routes and packet filters.

use ringfence_packets::{Action, AddressSet, Bounds, Order, Peers, Traffic};

use crate::{About, Evidence, Gap, Link, ResourceId};

/// A virtual network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Header.
    pub about: About,
    /// Its own address ranges. Unknown: `may` is wider than `must`.
    pub ranges: Bounds<AddressSet>,
    /// Routes that hold for the whole network, beside those of its subnets; most specific destination wins.
    pub routes: Vec<Route>,
    /// Filters enforced at every machine of the network (rules say which machines they apply to).
    pub filters: Vec<ResourceId>,
}

/// A subnet of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subnet {
    /// Header.
    pub about: About,
    /// The network it lies in.
    pub network: Link,
    /// The part of the region it lies in, where it lies in one; nothing if that is not known, or does not matter.
    pub zone: Option<String>,
    /// Its address ranges. Unknown: `may` is the network's.
    pub ranges: Bounds<AddressSet>,
    /// Its effective routes without the local ones; most specific destination wins.
    pub routes: Vec<Route>,
    /// Stateless filters at its border (not between its own machines); inbound and outbound rules in one.
    pub filters: Vec<ResourceId>,
}

/// A route: traffic to a destination goes that way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Destination. Unknown: `must` empty, `may` everything.
    pub to: Bounds<AddressSet>,
    /// Next hop.
    pub target: RouteTarget,
    /// The attribute, association and gateway that make it so, in the order of the way *in*.
    pub evidence: Vec<Evidence>,
}

/// Where a route leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RouteTarget {
    /// A gateway to the internet that lets connections in and out.
    Internet(ResourceId),
    /// A gateway that lets only answers in: address translation, egress-only.
    OutboundOnly(ResourceId),
    /// A router between networks, or to places outside the cloud; in a router's own table never.
    Router(ResourceId),
    /// In a router's own table: out by this attachment of it.
    Attachment(ResourceId),
    /// Services of the cloud, which never open a connection by themselves: a gateway endpoint.
    Service(ResourceId),
    /// A machine or service that forwards by rules that are not modelled.
    Middlebox(ResourceId),
    /// Nowhere.
    Dropped,
    /// It could not be learnt: it may lead anywhere.
    Unknown(Gap),
}

/// A packet filter: security group, network access list, the firewall rules of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PacketFilter {
    /// Header.
    pub about: About,
    /// Whether rules are tried in order or all allow together.
    pub order: Order,
    /// Whether answers to allowed connections pass by themselves.
    pub stateful: bool,
    /// What happens to inbound traffic that no rule matches.
    pub default_ingress: Action,
    /// What happens to outbound traffic that no rule matches.
    pub default_egress: Action,
    /// The rules; for ordered filters in order of evaluation, lower levels first.
    pub rules: Vec<FilterRule>,
    /// Why there may be rules that could not be seen: not declared here, an unknown `count`. Empty if all are.
    pub unseen: Vec<Gap>,
    /// What says, in words that go after "uses", that it or some of its rules come with every new network, for all
    /// that choose no other; nothing if somebody made it.
    pub default_of: Option<Evidence>,
}

/// One rule of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterRule {
    /// The resource that declares it (often not the filter itself).
    pub id: ResourceId,
    /// Inbound or outbound, seen from the machines behind the filter.
    pub direction: Direction,
    /// Allow, deny, or leave it to the next level.
    pub action: Action,
    /// The level it stands in, where an ordered filter has several: a level that decides nothing leaves it to the next.
    pub level: u16,
    /// The other side: sources of inbound rules, destinations of outbound ones.
    pub peers: Bounds<Peers>,
    /// Protocols and destination ports.
    pub traffic: Bounds<Traffic>,
    /// Which machines it concerns.
    pub applies_to: AppliesTo,
    /// Why `must` and `may` differ, if they do.
    pub gaps: Vec<Gap>,
    /// What says so: the peer's literal first, then ports, then the rule itself.
    pub evidence: Vec<Evidence>,
}

/// Direction of a rule, seen from the machine behind the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Towards the machine.
    Ingress,
    /// Away from the machine.
    Egress,
}

/// Which machines of those behind a filter a rule concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppliesTo {
    /// All of them.
    All,
    /// Members of at least one of these groups.
    Groups(Vec<ResourceId>),
    /// It could not be learnt: perhaps all, perhaps none.
    Unknown(Gap),
}
