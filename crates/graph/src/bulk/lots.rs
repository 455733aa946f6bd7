//! Kinds by where they stand: of most pairs of networks nothing need be asked.

use std::collections::BTreeMap;

use super::kinds::{Area, Kind};
use super::woven::Woven;
use crate::Graph;

/// Kinds that stand in the same networks, by number.
#[derive(Debug)]
pub(super) struct Lot {
    pub(super) kinds: Vec<usize>,
    area: Area,
    woven: bool,
}

/// All kinds in lots.
pub(super) fn lots(kinds: &[Kind], woven: &Woven) -> Vec<Lot> {
    let mut found: BTreeMap<(&Area, bool), Vec<usize>> = BTreeMap::new();
    for (number, kind) in kinds.iter().enumerate() {
        found.entry((&kind.area, woven.has(number))).or_default().push(number);
    }
    let lot = |((area, woven), kinds): ((&Area, bool), Vec<usize>)| Lot { kinds, area: area.clone(), woven };
    found.into_iter().map(lot).collect()
}

impl Lot {
    /// Whether packets may come from one lot to another in ways that the fabric does not tell of.
    ///
    /// Unknown: what may stand in any network may share one with anything.
    pub(super) fn may_reach(&self, graph: &Graph<'_>, other: &Self) -> bool {
        let (from, to) = (&self.area, &other.area);
        if from.anywhere || to.anywhere {
            return true;
        }
        let linked = to.networks.iter().any(|network| {
            let mut sources = graph.hosts().linked.sources_of(*network);
            sources.any(|source| from.networks.contains(&source))
        });
        let told = self.woven && other.woven;
        linked || !told && !from.networks.is_disjoint(&to.networks)
    }
}
