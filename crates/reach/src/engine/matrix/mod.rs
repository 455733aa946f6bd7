//! What every label can open on every other, and on regions outside, and these on labels.

mod borders;
mod cell;
mod filling;
mod layout;
mod ranges;
mod search;

use std::collections::BTreeMap;

use rayon::prelude::*;
use ringfence_packets::{Bound, Bounds, Traffic};

use super::{Engine, Reach};
use crate::ids::number;
use crate::{Fabric, Label, RegionId};
use filling::{Filling, Found};
use layout::Layout;
use search::Search;

/// A row or column of a [`Matrix`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// All interfaces with a label.
    Label(Label),
    /// All addresses of a region outside.
    Region(RegionId),
}

/// What any interface of one label can open on any other of another label; the same with regions outside.
///
/// Shape: what is open for one pair is in the cell, so a cell says what is possible between two labels and not
/// that each pair can do it. An interface and itself are no pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    cells: BTreeMap<(Party, Party), Reach>,
}

impl Matrix {
    /// What gets from one party to another.
    pub fn get(&self, from: Party, to: Party) -> Reach {
        self.cells.get(&(from, to)).cloned().unwrap_or_else(Reach::nothing)
    }

    /// All cells in which anything arrives.
    ///
    /// Shape: ordered by source, then target.
    pub fn cells(&self) -> impl Iterator<Item = (Party, Party, &Reach)> {
        self.cells.iter().map(|(&(from, to), reach)| (from, to, reach))
    }
}

impl Engine<'_> {
    /// What every label can open on every label and region, and every region on every label.
    ///
    /// The work is shared out among threads by target; the result does not depend on how many there are.
    pub fn matrix(&mut self) -> Matrix {
        let fabric = self.fabric;
        let layout = Layout::new(fabric);
        let bounds: &[Bound] = if fabric.exact { &[Bound::Must] } else { &[Bound::Must, Bound::May] };
        let threads = rayon::current_num_threads();
        let found: Vec<Vec<Found>> = if threads < 2 {
            bounds.iter().map(|&bound| work(self, &layout, bound, 0, 1)).collect()
        } else {
            let shares: Vec<(Bound, usize)> =
                bounds.iter().flat_map(|&bound| (0..threads).map(move |share| (bound, share))).collect();
            let work = |&(bound, share): &(Bound, usize)| {
                work(&mut Engine::new(fabric), &layout, bound, share, threads)
            };
            shares.par_iter().map(work).collect()
        };
        collect(fabric, found)
    }
}

/// One of so many shares of the target classes, at one bound.
fn work<'f>(
    engine: &mut Engine<'f>,
    layout: &Layout<'f>,
    bound: Bound,
    share: usize,
    of: usize,
) -> Vec<Found> {
    let classes = layout.label_of.len();
    let length = classes.div_ceil(of.max(1));
    let range = number((share * length).min(classes))..number(((share + 1) * length).min(classes));
    Filling::new(&mut Search::new(engine, layout, bound)).fill(range)
}

fn collect(fabric: &Fabric, found: Vec<Vec<Found>>) -> Matrix {
    let mut cells: BTreeMap<(Party, Party), Reach> = BTreeMap::new();
    for Found { from, to, bound, open, blocked } in found.into_iter().flatten() {
        let cell = cells.entry((from, to)).or_insert_with(Reach::nothing);
        let add = |bounds: &mut Bounds<Traffic>, traffic: &Traffic| {
            if bound == Bound::Must {
                bounds.must = bounds.must.union(traffic);
            }
            if bound == Bound::May || fabric.exact {
                bounds.may = bounds.may.union(traffic);
            }
        };
        add(&mut cell.open, &open);
        add(&mut cell.answer_blocked, &blocked);
    }
    Matrix { cells }
}
