//! Kinds by where they stand: of most pairs of networks nothing need be asked.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_reach::Zone;

use super::kinds::{Area, Kind};
use super::woven::Woven;
use crate::Graph;

/// Kinds that stand in the same networks, by number.
#[derive(Debug)]
pub(super) struct Lot<'k> {
    pub(super) kinds: Vec<usize>,
    area: &'k Area,
    /// Where they stand in the fabric, if they are in it.
    zones: Option<&'k BTreeSet<Zone>>,
}

/// All kinds in lots.
pub(super) fn lots<'k>(kinds: &'k [Kind], woven: &'k Woven) -> Vec<Lot<'k>> {
    let mut found: BTreeMap<(&Area, Option<&BTreeSet<Zone>>), Vec<usize>> = BTreeMap::new();
    for (number, kind) in kinds.iter().enumerate() {
        found.entry((&kind.area, woven.zones_of(number))).or_default().push(number);
    }
    found.into_iter().map(|((area, zones), kinds)| Lot { kinds, area, zones }).collect()
}

impl Lot<'_> {
    /// Whether packets may come from one lot to another in ways that the fabric does not tell of.
    pub(super) fn may_reach(&self, graph: &Graph<'_>, woven: &Woven, other: &Self) -> bool {
        match (self.zones, other.zones) {
            (Some(from), Some(to)) => woven.leaves_out(from, to),
            _ => self.area.may_reach(graph, other.area),
        }
    }
}
