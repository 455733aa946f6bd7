//! Routers between networks, and to places outside the cloud.

use ringfence_packets::{AddressSet, Bounds};

use crate::{About, Attr, Evidence, Gap, Link, ResourceId, Route, Truth};

/// A router that connects networks with each other or with places outside the cloud: a peering, a transit gateway, a
/// private gateway with its tunnels and lines.
///
/// A packet comes in by one attachment and goes out by another one, as the table of the attachment it came in by says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Router {
    /// Header.
    pub about: About,
    /// What it connects.
    pub attachments: Vec<Attachment>,
    /// Whether inbound rules on one side may name groups of the other side and mean their members.
    pub groups_cross: Attr<bool>,
    /// Whether outbound rules may too, where inbound ones may.
    pub groups_cross_outward: bool,
    /// Why there may be attachments that could not be seen.
    pub unseen: Vec<Gap>,
}

/// One side of a router.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its own id where it is a resource of its own; else one that is unique in its router.
    pub id: ResourceId,
    /// Whether it is in force: not pending, not refused.
    pub exists: Truth,
    /// What stands on this side.
    pub to: Attached,
    /// The subnets that packets between the router and this network pass through, and whose border filters they
    /// meet; empty if it stands in none.
    pub subnets: Vec<Link>,
    /// Whether packets from the network come in only in the zones of these subnets; what comes out reaches every zone.
    pub zonal: bool,
    /// Where packets go that come in by this attachment: its association's table; most specific destination wins,
    /// earlier routes among equals. What no route names goes nowhere.
    pub routes: Vec<Route>,
    /// What says so.
    pub evidence: Vec<Evidence>,
}

/// What a router is attached to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attached {
    /// A network: what is addressed into its own ranges arrives, and nothing else.
    Network(Link),
    /// Places outside the cloud that have these addresses. Unknown: `may` is wider than `must`.
    Outside {
        /// The gateway, line or site that stands for them.
        id: ResourceId,
        /// Their addresses.
        ranges: Bounds<AddressSet>,
    },
    /// Another router, by its id: packets go on by the table of its attachment that leads here.
    Router(Link),
}
