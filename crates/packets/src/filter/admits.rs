//! What a filter lets in from one source.

use std::collections::BTreeSet;

use super::first_match::let_in;
use super::step::Step;
use crate::sweep::{Layer, fold_layers};
use crate::{
    Action, AddressSet, Bound, Bounds, Filter, FlowSet, GroupId, GroupSet, Origin, Peers, SetAlgebra,
};

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
    /// that is not known is the same for all rules: "allow group 1, deny group 1" leaves nothing open.
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
        let flows = cases.iter().map(|groups| admitted_if(&steps, &from.addresses, groups));
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

/// The addresses of a source that a step matches if the source is in these groups.
pub(super) fn matched(step: &Step<'_>, addresses: &AddressSet, groups: &GroupSet) -> AddressSet {
    if step.peers.groups.overlaps(groups) {
        return addresses.clone();
    }
    step.peers.addresses.intersection(addresses)
}

/// What gets in if the source is in exactly these groups.
fn admitted_if(steps: &[Step<'_>], addresses: &AddressSet, groups: &GroupSet) -> FlowSet {
    let matches: Vec<(Action, AddressSet)> =
        steps.iter().map(|step| (step.action, matched(step, addresses, groups))).collect();
    let layers: Vec<Layer<'_, (Action, AddressSet)>> = steps
        .iter()
        .zip(&matches)
        .filter(|(_, (_, addresses))| !addresses.is_empty())
        .map(|(step, item)| Layer { traffic: step.traffic, item })
        .collect();
    fold_layers(&layers, |layers| {
        Peers::addresses(let_in(layers.iter().map(|(action, addresses)| (*action, addresses))))
    })
}

/// The memberships that have to be tried so that the best or worst case for every packet is among them.
///
/// For a packet to be stopped, one deny has to match it and no allow before that: one group besides the
/// certain ones is enough, and more groups can only bring more allows. Groups that only denies name do
/// no harm to that, so they are all in at once; only a group that both allows and denies name needs a
/// case of its own. The same holds with allow and deny exchanged for a packet to be let in.
pub(super) fn memberships(steps: &[Step<'_>], groups: &Bounds<GroupSet>, bound: Bound) -> Vec<GroupSet> {
    let unknown = groups.may.difference(&groups.must);
    if unknown.is_empty() {
        return vec![groups.must.clone()];
    }
    let wanted = match bound {
        Bound::Must => Action::Deny,
        Bound::May => Action::Allow,
    };
    let (wanted, others): (Vec<&Step<'_>>, Vec<&Step<'_>>) =
        steps.iter().filter(|step| step.rule.is_some()).partition(|step| step.action == wanted);
    let (wanted, others) = (named_by(&wanted), named_by(&others));
    let base = groups.must.union(&unknown.intersection(&wanted).difference(&others));
    let two_faced = unknown.intersection(&wanted).intersection(&others);
    let single = representatives(steps, &unknown).into_iter().filter(|&group| two_faced.contains(group));
    let with_one = single.map(|group| base.union(&GroupSet::of([group])));
    std::iter::once(base.clone()).chain(with_one).collect()
}

fn named_by(steps: &[&Step<'_>]) -> GroupSet {
    steps.iter().fold(GroupSet::empty(), |named, step| named.union(&step.peers.groups))
}

/// Every group that is written down anywhere, and one that is not: it stands for all the others.
fn representatives(steps: &[Step<'_>], unknown: &GroupSet) -> BTreeSet<GroupId> {
    let rules = steps.iter().flat_map(|step| step.peers.groups.named());
    let mut groups: BTreeSet<GroupId> = rules.chain(unknown.named()).collect();
    groups.extend((0..=u32::MAX).map(GroupId).find(|group| !groups.contains(group)));
    groups
}
