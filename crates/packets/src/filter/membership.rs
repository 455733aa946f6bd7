//! The groups that a source of packets can be in.

use std::collections::BTreeSet;

use super::step::Step;
use crate::{Action, AddressSet, Bound, Bounds, GroupId, GroupSet};

/// With more groups than this in both allows and denies, the cases are no longer tried one by one: each
/// costs as much as the whole filter.
const MOST_CASES: usize = 32;

/// The groups that a source is taken to be in.
pub(super) struct Membership {
    /// For rules that allow.
    allows: GroupSet,
    /// For rules that deny; the same, unless there are too many cases to try.
    denies: GroupSet,
    /// For rules that lead to the next level; the same, unless there are too many cases to try.
    passes: Bounds<GroupSet>,
}

impl Membership {
    fn of(groups: GroupSet) -> Self {
        Self { denies: groups.clone(), passes: Bounds::exact(groups.clone()), allows: groups }
    }

    /// The addresses of a source that a step matches if the source is in these groups.
    pub(super) fn matched(&self, step: &Step<'_>, addresses: &AddressSet) -> AddressSet {
        let groups = match step.turn.action {
            Action::Allow => &self.allows,
            Action::Deny => &self.denies,
            Action::Next => self.passes.at(if step.turn.perhaps { Bound::May } else { Bound::Must }),
        };
        if step.peers.groups.overlaps(groups) {
            return addresses.clone();
        }
        step.peers.addresses.intersection(addresses)
    }
}

/// The memberships that have to be tried so that the best or worst case for every packet is among them.
///
/// For a packet to be stopped, one deny has to match it and no allow before that: one group besides the
/// certain ones is enough, and more groups can only bring more allows. Groups that only denies name do
/// no harm to that, so they are all in at once; only a group that both allows and denies name needs a
/// case of its own. The same holds with allow and deny exchanged for a packet to be let in.
///
/// Whether a rule that leads to the next level helps or harms depends on what follows, so the groups that it names are
/// of both kinds. A packet leaves each level by one rule at most: so many groups besides the certain ones, and one for
/// the rule that decides, are enough.
pub(super) fn memberships(steps: &[Step<'_>], groups: &Bounds<GroupSet>, bound: Bound) -> Vec<Membership> {
    let unknown = groups.may.difference(&groups.must);
    if unknown.is_empty() {
        return vec![Membership::of(groups.must.clone())];
    }
    let (allowed, denied) = (named_by(steps, Action::Allow), named_by(steps, Action::Deny));
    let passed = named_by(steps, Action::Next);
    let (wanted, others) = match bound {
        Bound::Must => (denied, allowed),
        Bound::May => (allowed, denied),
    };
    let base = groups.must.union(&unknown.intersection(&wanted).difference(&others).difference(&passed));
    let two_faced = unknown.intersection(&wanted.intersection(&others).union(&passed));
    let singles = representatives(steps, &two_faced);
    let Some(choices) = choices(&singles, levels_left(steps, &unknown) + 1) else {
        return vec![taken_apart(groups, bound)];
    };
    choices.into_iter().map(|chosen| Membership::of(base.union(&GroupSet::of(chosen)))).collect()
}

/// In how many levels rules that lead to the next level name some of these groups.
fn levels_left(steps: &[Step<'_>], groups: &GroupSet) -> usize {
    let naming = steps.iter().filter(|step| step.turn.action == Action::Next);
    let naming = naming.filter(|step| step.peers.groups.overlaps(groups));
    naming.map(|step| step.turn.level).collect::<BTreeSet<_>>().len()
}

/// Every choice of at most so many of the groups; nothing if these are too many.
fn choices(groups: &[GroupId], most: usize) -> Option<Vec<Vec<GroupId>>> {
    let mut all: Vec<Vec<GroupId>> = vec![Vec::new()];
    for &group in groups {
        let shorter = all.iter().filter(|chosen| chosen.len() < most);
        let longer: Vec<Vec<GroupId>> =
            shorter.map(|chosen| chosen.iter().copied().chain([group]).collect()).collect();
        all.extend(longer);
        if all.len() > MOST_CASES + 1 {
            return None;
        }
    }
    Some(all)
}

/// All unknown groups for the one kind of rule and none for the other: at least as bad, or as good, as
/// any membership.
fn taken_apart(groups: &Bounds<GroupSet>, bound: Bound) -> Membership {
    let Bounds { must, may } = groups.clone();
    let passes = groups.clone();
    match bound {
        Bound::Must => Membership { allows: must, denies: may, passes },
        Bound::May => Membership { allows: may, denies: must, passes },
    }
}

fn named_by(steps: &[Step<'_>], action: Action) -> GroupSet {
    let rules = steps.iter().filter(|step| step.rule.is_some() && step.turn.action == action);
    GroupSet::union_all(rules.map(|step| &step.peers.groups))
}

/// Every group of the set that is written down anywhere, and one that is not: it stands for the others.
fn representatives(steps: &[Step<'_>], set: &GroupSet) -> Vec<GroupId> {
    let rules = steps.iter().flat_map(|step| step.peers.groups.named());
    let mut groups: BTreeSet<GroupId> = rules.chain(set.named()).collect();
    groups.extend((0..=u32::MAX).map(GroupId).find(|group| !groups.contains(group)));
    groups.into_iter().filter(|&group| set.contains(group)).collect()
}
