//! What a filter lets in from anybody, groups by name.

use super::first_match::let_in;
use super::step::{Step, Turn};
use crate::sweep::{Layer, fold_layers};
use crate::{Action, AddressSet, Bound, Bounds, Filter, FlowSet, GroupSet, Peers};

impl Filter {
    /// What the filter lets in, independent of any source: for reports.
    ///
    /// An address stands for a stranger: a source with that address and in no group. A group stands for
    /// its members as far as rules name it, their addresses and other groups being open:
    /// - `must` has the groups that an allow names and whose members get in whatever their addresses
    ///   and other groups are;
    /// - `may` has besides them the groups that an allow possibly names and of which some member is not
    ///   certain to be stopped by a deny before it.
    ///
    /// So even a filter whose rules are all known can leave a group between both bounds, if a deny
    /// stands before the allow. A default of allow names all groups. Ask [`Filter::admits`] about a
    /// source of which more is known.
    ///
    /// Rules that lead to the next level leave more groups between the bounds than need be: for `must` they are
    /// taken to stop, for `may` to lead past every deny behind them in their level.
    pub fn allowed(&self) -> Bounds<FlowSet> {
        let must = self.allowed_at(Bound::Must, certain_groups);
        let only_allows = self.rules.iter().all(|rule| rule.action == Action::Allow);
        if self.is_exact() && only_allows {
            return Bounds::exact(must);
        }
        let may = self.allowed_at(Bound::May, possible_groups).union(&must);
        Bounds { must, may }
    }

    fn allowed_at(&self, bound: Bound, groups: impl Fn(&[&Step<'_>]) -> GroupSet) -> FlowSet {
        let steps = self.steps(bound);
        let layers: Vec<_> = steps.iter().map(|step| Layer { traffic: step.traffic, item: step }).collect();
        fold_layers(&layers, |steps| Peers {
            addresses: let_in(steps.iter().map(|step| (step.turn, &step.peers.addresses)), bound),
            groups: groups(steps),
        })
    }
}

/// The groups that an allow names and whose members no deny can match first.
fn certain_groups(steps: &[&Step<'_>]) -> GroupSet {
    let allows = steps.iter().filter(|step| step.turn.action == Action::Allow);
    let named = GroupSet::union_all(allows.map(|step| &step.peers.groups));
    if named.is_empty() { named } else { named.difference(&stopped_groups(steps)) }
}

/// The groups of which a deny can match a member first.
fn stopped_groups(steps: &[&Step<'_>]) -> GroupSet {
    let mut tried = Tried::nothing();
    for step in steps {
        // A later deny finds fewer groups open than the first, so the first decides.
        if step.turn.action != Action::Allow && tried.leaves_some_of(step.peers) {
            return tried.open_groups();
        }
        tried.add(step.peers);
    }
    GroupSet::empty()
}

/// The groups that an allow names and of which no deny before it matches every member.
fn possible_groups(steps: &[&Step<'_>]) -> GroupSet {
    // Most denies leave addresses over; then these need not be added up step by step.
    let rules = steps.iter().filter(|step| step.rule.is_some() && step.turn.action == Action::Deny);
    let denied_addresses = AddressSet::union_all(rules.map(|step| &step.peers.addresses));
    let mut possible = GroupSet::empty();
    let mut denied = Tried::nothing();
    let mut left: Option<Turn> = None;
    for step in steps {
        let groups = &step.peers.groups;
        match step.turn.action {
            Action::Next => left = Some(step.turn),
            Action::Deny if left.is_some_and(|turn| turn.level == step.turn.level) => {}
            Action::Allow if groups.is_empty() => {}
            Action::Allow => possible = possible.union(&groups.intersection(&denied.open_groups())),
            Action::Deny if denied_addresses.is_all() => denied.add(step.peers),
            Action::Deny => denied.groups = denied.groups.union(groups),
        }
    }
    possible
}

/// Whom some steps match.
struct Tried {
    addresses: AddressSet,
    groups: GroupSet,
}

impl Tried {
    fn nothing() -> Self {
        Self { addresses: AddressSet::empty(), groups: GroupSet::empty() }
    }

    fn add(&mut self, peers: &Peers) {
        self.addresses = self.addresses.union(&peers.addresses);
        self.groups = self.groups.union(&peers.groups);
    }

    /// The groups with a possible member that none of the steps matches.
    fn open_groups(&self) -> GroupSet {
        if self.addresses.is_all() { GroupSet::empty() } else { self.groups.complement() }
    }

    /// Whether a source that none of the steps matches can be one of these peers.
    fn leaves_some_of(&self, peers: &Peers) -> bool {
        !peers.addresses.is_subset(&self.addresses) || !peers.groups.is_subset(&self.groups)
    }
}
