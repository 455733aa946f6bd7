//! How much work goes into a matrix, by target label.

use super::layout::Layout;
use crate::ids::{number, place_of};

/// The work that is left for each target label.
///
/// Shape: every label has its share by the number of its classes, whichever thread does it; so the result does not
/// depend on threads even where work ends early.
#[derive(Debug)]
pub(super) struct Effort {
    left: Vec<u64>,
}

impl Effort {
    /// What it takes to ask what passes between two classes, beside each pair of their pieces.
    pub(super) const OF_A_PAIR: u64 = 64;

    /// What it takes to keep a rule in mind.
    pub(super) const OF_A_DOOR: u64 = 16;

    /// So much work in all.
    pub(super) fn new(layout: &Layout<'_>, work: u64) -> Self {
        let classes = layout.label_of.len().max(1) as u64;
        let mut counts = vec![0u64; layout.labels.len()];
        for &label in &layout.label_of {
            counts.get_mut(place_of(label)).into_iter().for_each(|count| *count += 1);
        }
        let each = work / classes;
        let rest = work % classes;
        Self { left: counts.into_iter().map(|count| count * each + (count * rest) / classes + 1).collect() }
    }

    /// Does some of the work for a target label; whether there is still some left.
    pub(super) fn spend(&mut self, label: u32, work: u64) -> bool {
        let Some(left) = self.left.get_mut(place_of(label)) else { return false };
        *left = left.saturating_sub(work);
        *left > 0
    }

    /// Whether nothing is left for a target label.
    pub(super) fn is_cut_off(&self, label: u32) -> bool {
        self.left.get(place_of(label)).is_none_or(|&left| left == 0)
    }

    /// The target labels for which nothing is left, in order.
    pub(super) fn cut_off(&self) -> impl Iterator<Item = u32> + use<> {
        let cut: Vec<u32> = (0..number(self.left.len())).filter(|&label| self.is_cut_off(label)).collect();
        cut.into_iter()
    }
}
