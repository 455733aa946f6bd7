//! What was found between ranks.

use std::collections::BTreeMap;

use ringfence_packets::{Bounds, Traffic};

use crate::Reach;
use crate::matrix::{Rank, Row};

/// Cells of a matrix by rank, which only grow.
#[derive(Debug, Default)]
pub(super) struct Cells {
    found: BTreeMap<(Rank, Rank), Reach>,
}

impl Cells {
    /// Adds what somebody of these ranks can open on somebody of those.
    pub(super) fn add(&mut self, from: &[Rank], to: &[Rank], reach: &Reach) {
        if reach.is_none() {
            return;
        }
        for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to))) {
            let cell = self.found.entry((from, to)).or_insert_with(Reach::none);
            if !holds(&cell.open, &reach.open) || !holds(&cell.answer_blocked, &reach.answer_blocked) {
                *cell = cell.union(reach);
            }
        }
    }

    /// Adds what others hold.
    pub(super) fn merge(&mut self, others: Self) {
        for ((from, to), reach) in others.found {
            self.add(&[from], &[to], &reach);
        }
    }

    /// The rows with anything in them, in order.
    pub(super) fn rows(self) -> Vec<Row<Rank>> {
        self.found.into_iter().map(|((from, to), reach)| Row { from, to, reach }).collect()
    }
}

fn holds(all: &Bounds<Traffic>, some: &Bounds<Traffic>) -> bool {
    some.must.is_subset(&all.must) && some.may.is_subset(&all.may)
}
