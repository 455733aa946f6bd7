//! What every label can open on every other, and on regions outside, and these on labels.

mod borders;
mod cell;
mod effort;
mod filling;
mod layout;
mod outward;
mod ranges;
mod search;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

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
    cut_off: BTreeSet<Label>,
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

    /// The labels of which not all was looked at that can be opened on them; see [`Limits`](crate::Limits).
    ///
    /// Unknown: in their cells everything is possible, and what is certain is not all that is.
    pub fn cut_off(&self) -> impl Iterator<Item = Label> + '_ {
        self.cut_off.iter().copied()
    }
}

impl<'f> Engine<'f> {
    /// What every label can open on every label and region, and every region on every label.
    ///
    /// The work is shared out among threads by target; the result does not depend on how many there are.
    pub fn matrix(&mut self) -> Matrix {
        let fabric = self.fabric;
        let layout = Layout::new(fabric);
        let bounds: &[Bound] = if fabric.exact { &[Bound::Must] } else { &[Bound::Must, Bound::May] };
        let threads = rayon::current_num_threads();
        let classes = layout.label_of.len();
        let length = classes.div_ceil(threads);
        let part =
            |share: usize| number((share * length).min(classes))..number(((share + 1) * length).min(classes));
        let shares: Vec<Share> = layout.shares(threads).into_iter().zip((0..threads).map(part)).collect();
        let work = |engine: &mut Engine<'f>, share: &Share| -> Vec<Found> {
            bounds.iter().flat_map(|&bound| work(engine, &layout, bound, share)).collect()
        };
        let found: Vec<Vec<Found>> = if let [only] = shares.as_slice() {
            vec![work(self, only)]
        } else {
            let limits = self.limits;
            let own = |share: &Share| work(&mut Engine::with_limits(fabric, limits), share);
            shares.par_iter().map(own).collect()
        };
        collect(fabric, found)
    }
}

/// What one thread does: targets inside, and classes to compare with regions outside.
type Share = (Vec<u32>, Range<u32>);

/// One share of the work at one bound.
fn work<'f>(
    engine: &mut Engine<'f>,
    layout: &Layout<'f>,
    bound: Bound,
    (targets, outside): &Share,
) -> Vec<Found> {
    let mut search = Search::new(engine, layout, bound);
    let mut found = outward::regions(&mut search, outside);
    found.extend(Filling::new(&mut search).fill(targets));
    found
}

fn collect(fabric: &Fabric, found: Vec<Vec<Found>>) -> Matrix {
    let mut cells: BTreeMap<(Party, Party), Reach> = BTreeMap::new();
    let mut cut = BTreeSet::new();
    for Found { from, to, bound, open, blocked, cut_off } in found.into_iter().flatten() {
        if let (true, Party::Label(label)) = (cut_off, to) {
            cut.insert(label);
        }
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
    Matrix { cells, cut_off: cut }
}
