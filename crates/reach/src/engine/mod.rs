//! Questions about a fabric.

mod answer;
mod exposure;
mod flows;
mod judge;
mod limits;
mod matrix;
mod outside;
mod pair;
mod pieces;
mod side;
mod sources;

use ringfence_packets::{AddressSet, Bounds, Traffic};

pub use exposure::{Exposure, ExposureOf};
pub use limits::Limits;
pub use matrix::{Matrix, Party};
pub use sources::{ClassSource, Sources};

use crate::Fabric;
use crate::algebra::Algebra;
use crate::hash::IdMap;

/// What gets from one party to another.
///
/// Connections (TCP and SCTP) are open if their answers get back to at least one client port of 1024–65535; of
/// other traffic, the packet that arrives is what counts.
///
/// Unknown: `must` is what passes however everything unknown turns out, `may` what passes in some way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reach {
    /// Traffic that can be opened.
    pub open: Bounds<Traffic>,
    /// Traffic that arrives and whose answers are stopped, for some or all client ports.
    ///
    /// Shape: TCP, UDP and SCTP are answered to each port of 1024–65535, echo requests by echo replies, other
    /// protocols by themselves; other kinds of ICMP need no answer. What arrives and is answered to no port at
    /// all is here and, for connections, not in `open`.
    pub answer_blocked: Bounds<Traffic>,
}

impl Reach {
    /// Nothing gets there.
    pub fn nothing() -> Self {
        Self { open: Bounds::empty(), answer_blocked: Bounds::empty() }
    }
}

/// Answers questions about a fabric, and remembers what it found on the way.
#[derive(Debug)]
pub struct Engine<'f> {
    fabric: &'f Fabric,
    addresses: Algebra<'f, AddressSet>,
    traffic: Algebra<'f, Traffic>,
    /// What is answered to some and to all client ports, by what answers get through.
    answered: IdMap<u32, (u32, u32)>,
    /// What borders' filters let through, by address.
    tables: IdMap<judge::TableKey, Option<judge::Table>>,
    flows: flows::Flows,
    outside: outside::Known,
    limits: Limits,
    /// How many pairs of pieces were compared so far.
    compared: u64,
}

/// What passes at one bound, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Passing {
    open: u32,
    blocked: u32,
}

impl Passing {
    const NOTHING: Self = Self { open: crate::algebra::EMPTY, blocked: crate::algebra::EMPTY };
}

impl<'f> Engine<'f> {
    /// An engine that has not been asked anything.
    pub fn new(fabric: &'f Fabric) -> Self {
        Self::with_limits(fabric, Limits::default())
    }

    /// An engine that has not been asked anything, and ends its work early where other limits say so.
    pub fn with_limits(fabric: &'f Fabric, limits: Limits) -> Self {
        let mut addresses = Algebra::new(&fabric.addresses);
        let outside = outside::Known::new(&mut addresses);
        Self {
            fabric,
            addresses,
            traffic: Algebra::new(&fabric.traffics),
            answered: IdMap::default(),
            tables: IdMap::default(),
            flows: flows::Flows::new(),
            outside,
            limits,
            compared: 0,
        }
    }

    /// The fabric it is asked about.
    pub fn fabric(&self) -> &'f Fabric {
        self.fabric
    }

    /// The sets of what passes at both bounds.
    fn reach(&self, passing: Bounds<Passing>) -> Reach {
        Reach {
            open: passing.map(|passing| self.traffic.set(passing.open)),
            answer_blocked: passing.map(|passing| self.traffic.set(passing.blocked)),
        }
    }
}
