//! A set of traffic that only grows.

use ringfence_packets::Traffic;

use crate::algebra::{Algebra, EMPTY};
use crate::ids::place_of;

/// Traffic that was found, and which sets are known to be in it.
#[derive(Debug)]
pub(super) struct Growing {
    traffic: Traffic,
    /// How often it grew.
    version: u32,
    /// By number of a set: [`INSIDE`], or one more than the version in which it was not inside.
    tested: Vec<u32>,
}

const INSIDE: u32 = u32::MAX;

impl Growing {
    pub(super) fn new() -> Self {
        Self { traffic: Traffic::none(), version: 0, tested: Vec::new() }
    }

    /// Whether a set is inside already.
    pub(super) fn has(&mut self, set: u32, sets: &Algebra<'_, Traffic>) -> bool {
        if set == EMPTY {
            return true;
        }
        let place = place_of(set);
        if self.tested.len() <= place {
            self.tested.resize(place + 1, 0);
        }
        let Some(tested) = self.tested.get_mut(place) else { return false };
        if *tested == INSIDE {
            return true;
        }
        if *tested == self.version.saturating_add(1) {
            return false;
        }
        let inside = sets.get(set).is_none_or(|set| set.is_subset(&self.traffic));
        *tested = if inside { INSIDE } else { self.version.saturating_add(1) };
        inside
    }

    /// Adds a set; whether it brought anything new.
    pub(super) fn add(&mut self, set: u32, sets: &Algebra<'_, Traffic>) -> bool {
        if self.has(set, sets) {
            return false;
        }
        if let Some(set) = sets.get(set) {
            self.traffic = self.traffic.union(set);
        }
        self.version = self.version.saturating_add(1);
        true
    }

    pub(super) fn into_traffic(self) -> Traffic {
        self.traffic
    }
}

/// What was found to pass from one party to another.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) open: Growing,
    pub(super) blocked: Growing,
}

impl Cell {
    pub(super) fn new() -> Self {
        Self { open: Growing::new(), blocked: Growing::new() }
    }

    /// Whether neither of these would bring anything new.
    pub(super) fn has(&mut self, open: u32, blocked: u32, sets: &Algebra<'_, Traffic>) -> bool {
        self.open.has(open, sets) && self.blocked.has(blocked, sets)
    }

    /// Adds what passes; whether it brought anything new.
    pub(super) fn add(&mut self, open: u32, blocked: u32, sets: &Algebra<'_, Traffic>) -> bool {
        let opened = self.open.add(open, sets);
        self.blocked.add(blocked, sets) || opened
    }
}
