//! What a filter lets in from one source.

use super::first_match::let_in;
use super::membership::{Membership, memberships};
use super::step::{Step, Turn};
use crate::sweep::{Layer, fold_layers};
use crate::{AddressSet, Bound, Bounds, Filter, FlowSet, Origin, Peers, SetAlgebra};

impl Filter {
    /// What the source can open through the filter, address by address.
    ///
    /// A rule matches a packet of the source if it names a group the source is in, whatever the packet's
    /// address, or if it names the packet's address.
    ///
    /// Shape: the peers of the result are addresses of the source; there are no groups in it.
    ///
    /// Unknown: exact over everything that the rules and the source leave open. `must` is what gets in
    /// however that turns out, `may` is what gets in if it turns out one way at least. A membership
    /// that is not known is the same for all rules: "allow group 1, deny group 1, allow all" allows all
    /// for certain. Only if more than 32 unknown groups stand in both allows and denies, they are taken
    /// apart: then `must` can be too small and `may` too large, never the other way. So they are where rules lead
    /// to the next level, if more than 32 combinations of unknown groups had to be tried.
    pub fn admits(&self, from: &Origin) -> Bounds<FlowSet> {
        let must = self.admitted(from, Bound::Must);
        if self.is_exact() && from.groups.is_exact() {
            return Bounds::exact(must);
        }
        Bounds { must, may: self.admitted(from, Bound::May) }
    }

    fn admitted(&self, from: &Origin, bound: Bound) -> FlowSet {
        let steps = self.steps(bound);
        let cases = memberships(&steps, &from.groups, bound);
        let flows = cases.iter().map(|groups| admitted_if(&steps, &from.addresses, groups, bound));
        combine(flows, bound)
    }
}

/// What all cases have in common, or what they come to together.
pub(super) fn combine<S: SetAlgebra>(cases: impl Iterator<Item = S>, bound: Bound) -> S {
    let both = |a: S, b: S| match bound {
        Bound::Must => a.intersection(&b),
        Bound::May => a.union(&b),
    };
    cases.reduce(both).unwrap_or_else(S::empty)
}

/// What gets in if the source is in these groups.
fn admitted_if(steps: &[Step<'_>], addresses: &AddressSet, groups: &Membership, bound: Bound) -> FlowSet {
    let matches: Vec<(Turn, AddressSet)> =
        steps.iter().map(|step| (step.turn, groups.matched(step, addresses))).collect();
    let layers: Vec<Layer<'_, (Turn, AddressSet)>> = steps
        .iter()
        .zip(&matches)
        .filter(|(_, (_, addresses))| !addresses.is_empty())
        .map(|(step, item)| Layer { traffic: step.traffic, item })
        .collect();
    fold_layers(&layers, |layers| {
        Peers::addresses(let_in(layers.iter().map(|(turn, addresses)| (*turn, addresses)), bound))
    })
}
