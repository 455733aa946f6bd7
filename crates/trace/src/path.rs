//! A way as it is walked, before anybody judges it.

use ringfence_model::{Direction, ResourceId, Truth};
use ringfence_packets::Protocol;

use crate::check::{Check, Guard};
use crate::party::Party;
use crate::place::Place;
use crate::trace::{Disposition, NodeKind};
use crate::{Address, Decision};

/// What stands in a packet's header at one point of its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) source: Address,
    pub(crate) destination: Address,
    pub(crate) protocol: Protocol,
    /// Destination port or ICMP type and code; nothing if it is not known.
    pub(crate) selector: Option<u16>,
    /// Source port; nothing if it is not given.
    pub(crate) source_port: Option<u16>,
    /// Whether the destination is a public address that a gateway translates.
    pub(crate) outer: bool,
}

/// A place that the packet passes, with what is to be decided there.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) node: ResourceId,
    pub(crate) kind: NodeKind,
    pub(crate) checks: Vec<Check>,
}

/// An end of a leg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    Party(Party),
    /// Beyond this gateway.
    Internet(Option<ResourceId>),
    /// An outside place.
    Outside(ResourceId),
    /// Services behind a gateway of the network at this place.
    Service(ResourceId, Place),
    /// Somebody in this place, nobody knows who.
    Place(Place),
}

/// A part of the way on which one sends to another: a load balancer begins a new one.
#[derive(Clone, Debug)]
pub(crate) struct Leg {
    pub(crate) start: Spot,
    pub(crate) finish: Option<Spot>,
    /// Whom rules that name groups take the sender for.
    pub(crate) sender: Option<Party>,
    pub(crate) receiver: Option<Party>,
    /// Whether inbound rules that name groups mean who sends.
    pub(crate) groups: Truth,
    /// Whether outbound rules that name groups mean who receives.
    pub(crate) groups_outward: Truth,
    /// The header as it arrives.
    pub(crate) last: Option<Header>,
    /// The gateway by which the sender went out to the internet.
    pub(crate) out_by: Option<ResourceId>,
    /// Whether it is led to its end whatever its address: a load balancer that keeps the client's address.
    pub(crate) led: bool,
}

/// A way.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) steps: Vec<Step>,
    pub(crate) legs: Vec<Leg>,
    /// The sides of routers that it came in by.
    pub(crate) crossed: Vec<(usize, usize)>,
    pub(crate) end: Disposition,
}

impl Header {
    /// The header of the answer; nothing is known of its port where the client's is not.
    pub(crate) fn answer(&self) -> Self {
        Self {
            source: self.destination.clone(),
            destination: self.source.clone(),
            protocol: self.protocol,
            selector: self.source_port,
            source_port: self.selector,
            outer: false,
        }
    }
}

impl Leg {
    pub(crate) fn new(start: Spot) -> Self {
        let sender = match &start {
            Spot::Party(party) => Some(party.clone()),
            _ => None,
        };
        Self {
            start,
            finish: None,
            sender,
            receiver: None,
            groups: Truth::Yes,
            groups_outward: Truth::Yes,
            last: None,
            out_by: None,
            led: false,
        }
    }
}

impl Path {
    pub(crate) fn new(start: Spot) -> Self {
        Self {
            steps: Vec::new(),
            legs: vec![Leg::new(start)],
            crossed: Vec::new(),
            end: Disposition::Accepted,
        }
    }

    /// Adds something to decide at the last step.
    pub(crate) fn check(&mut self, check: Check) {
        if let Some(step) = self.steps.last_mut() {
            step.checks.push(check);
        }
    }

    /// Adds something that is decided already; a packet that it stops ends that way.
    pub(crate) fn settle(&mut self, decision: Decision, stops: Disposition) {
        self.check(Check::Settled { decision, stops });
    }

    /// Adds filters to ask at the last step.
    pub(crate) fn ask(&mut self, guard: Guard, direction: Direction, header: &Header) {
        let leg = self.legs.len().saturating_sub(1);
        self.check(Check::Filters { guard, direction, header: header.clone(), leg });
    }

    /// The part of the way that it is on.
    pub(crate) fn leg(&mut self) -> Option<&mut Leg> {
        self.legs.last_mut()
    }

    /// Notes where a part of the way ends.
    pub(crate) fn finish(&mut self, spot: Spot, header: &Header) {
        if let Some(leg) = self.legs.last_mut() {
            if let Spot::Party(party) = &spot {
                leg.receiver = Some(party.clone());
            }
            leg.finish = Some(spot);
            leg.last = Some(header.clone());
        }
    }
}
