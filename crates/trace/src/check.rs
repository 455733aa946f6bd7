//! What is to be decided at a step.

use ringfence_model::{Direction, ResourceId};

use crate::Decision;
use crate::party::Party;
use crate::path::Header;
use crate::trace::Disposition;

/// Something to decide at a step.
#[derive(Clone, Debug)]
pub(crate) enum Check {
    /// Decided while walking.
    Settled {
        decision: Decision,
        /// What becomes of a packet that it stops.
        stops: Disposition,
    },
    /// Filters, which are asked when both ends of the leg are known.
    Filters {
        guard: Guard,
        direction: Direction,
        header: Header,
        /// The part of the way that it belongs to.
        leg: usize,
    },
}

/// Where filters stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// At an interface, and those of its network as they concern it.
    Interface(Party),
    /// At a front, for who comes in by a service's door: the client's address counts, its groups do not.
    Door(Party),
    /// At the border of a subnet, by its position.
    Border(usize),
    /// At the borders of the subnets through which packets go between a router and a network.
    Through(ResourceId, Vec<usize>),
}
