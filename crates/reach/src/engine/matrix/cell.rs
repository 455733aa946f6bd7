//! Cells of a matrix, which only grow.

use ringfence_packets::Traffic;

use crate::algebra::{Algebra, EMPTY};
use crate::engine::Passing;
use crate::hash::IdMap;
use crate::ids::place_of;

/// Traffic that was found, and which sets are known to be in it.
#[derive(Debug)]
pub(super) struct Growing {
    traffic: Traffic,
    /// How often it grew.
    version: u32,
    /// By number of a set: [`INSIDE`], or one more than the version in which it was not inside; 0 if it was not tested.
    tested: IdMap<u32, u32>,
    /// The same for the first so many sets, which are asked about most.
    dense: Box<[u32]>,
}

/// With more labels the first sets are no different from others: there are too many cells.
const FEW_LABELS: usize = 64;

/// So many sets are the first ones.
const FIRST_SETS: usize = 1024;

const INSIDE: u32 = u32::MAX;

impl Growing {
    fn new(first_sets: usize) -> Self {
        let dense = vec![0; first_sets].into_boxed_slice();
        Self { traffic: Traffic::none(), version: 0, tested: IdMap::default(), dense }
    }

    /// Whether a set is inside already.
    pub(super) fn has(&mut self, set: u32, sets: &Algebra<'_, Traffic>) -> bool {
        if set == EMPTY {
            return true;
        }
        let now = self.version.saturating_add(1);
        let tested = match self.dense.get_mut(place_of(set)) {
            Some(tested) => tested,
            None => self.tested.entry(set).or_insert(0),
        };
        if *tested != INSIDE && *tested != now {
            let inside = sets.get(set).is_none_or(|set| set.is_subset(&self.traffic));
            *tested = if inside { INSIDE } else { now };
        }
        *tested == INSIDE
    }

    /// Whether the common part of two sets is inside already; the first is more likely to be so whole.
    fn has_common(&mut self, likely: u32, other: u32, sets: &mut Algebra<'_, Traffic>) -> bool {
        if other == EMPTY || self.has(likely, sets) {
            return true;
        }
        let common = sets.intersection(likely, other);
        common != likely && self.has(common, sets)
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
    fn new(first_sets: usize) -> Self {
        Self { open: Growing::new(first_sets), blocked: Growing::new(first_sets) }
    }

    /// Adds what passes; whether it brought anything new.
    pub(super) fn add(&mut self, open: u32, blocked: u32, sets: &Algebra<'_, Traffic>) -> bool {
        let opened = self.open.add(open, sets);
        self.blocked.add(blocked, sets) || opened
    }
}

/// Cells by source and target label.
#[derive(Debug, Default)]
pub(super) struct Cells {
    found: IdMap<(u32, u32), Cell>,
    /// How often a cell of a target label grew.
    versions: Vec<u32>,
    first_sets: usize,
}

impl Cells {
    pub(super) fn new(labels: usize) -> Self {
        let first_sets = if labels <= FEW_LABELS { FIRST_SETS } else { 0 };
        Self { found: IdMap::default(), versions: vec![0; labels], first_sets }
    }

    /// Whether the part of what passes that is some traffic would bring nothing new to a cell.
    ///
    /// Both sets are tried whole first, because there are far fewer of them than of their common parts.
    pub(super) fn has(
        &mut self,
        (from, to): (u32, u32),
        passing: Passing,
        traffic: u32,
        sets: &mut Algebra<'_, Traffic>,
    ) -> bool {
        let Some(cell) = self.found.get_mut(&(from, to)) else {
            return sets.intersection(passing.open, traffic) == EMPTY
                && sets.intersection(passing.blocked, traffic) == EMPTY;
        };
        cell.open.has_common(traffic, passing.open, sets)
            && cell.blocked.has_common(passing.blocked, traffic, sets)
    }

    pub(super) fn add(&mut self, from: u32, to: u32, passing: Passing, sets: &Algebra<'_, Traffic>) -> bool {
        if passing == Passing::NOTHING {
            return false;
        }
        let cell = self.found.entry((from, to)).or_insert_with(|| Cell::new(self.first_sets));
        let grew = cell.add(passing.open, passing.blocked, sets);
        if let Some(version) = self.versions.get_mut(place_of(to)).filter(|_| grew) {
            *version = version.saturating_add(1);
        }
        grew
    }

    /// How often a cell of a target label grew.
    pub(super) fn version(&self, to: u32) -> u32 {
        self.versions.get(place_of(to)).copied().unwrap_or(0)
    }

    /// The cells with anything in them.
    ///
    /// Shape: ordered by source, then target.
    pub(super) fn finish(self) -> Vec<((u32, u32), Cell)> {
        let mut cells: Vec<((u32, u32), Cell)> = self.found.into_iter().collect();
        cells.sort_unstable_by_key(|entry| entry.0);
        cells
    }
}
