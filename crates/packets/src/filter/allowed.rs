//! What a filter lets in from anybody, groups by name.

use super::first_match::let_in;
use super::step::Step;
use crate::sweep::{Layer, fold_layers};
use crate::{Action, AddressSet, Bound, Bounds, Filter, FlowSet, GroupSet, Peers};

impl Filter {
    /// What the filter lets in, independent of any source: for reports.
    ///
    /// An address stands for a stranger: a source with that address and in no group. A group stands for
    /// its members as far as rules name it, their addresses and other groups being open:
    /// - `must` has the groups that an allow names and whose members get in whatever their addresses
    ///   and other groups are;
    /// - `may` has besides them the groups of which some member can get in by a rule that names it.
    ///
    /// So even a filter whose rules are all known can leave a group between both bounds, if a deny
    /// stands before the allow. A default of allow names all groups. Ask [`Filter::admits`] about a
    /// source of which more is known.
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
            addresses: let_in(steps.iter().map(|step| (step.action, &step.peers.addresses))),
            groups: groups(steps),
        })
    }
}

/// The groups that an allow names and whose members no deny can match first.
fn certain_groups(steps: &[&Step<'_>]) -> GroupSet {
    let (mut named, mut stopped) = (GroupSet::empty(), GroupSet::empty());
    let mut tried = Tried::nothing();
    for step in steps {
        match step.action {
            Action::Allow => named = named.union(&step.peers.groups),
            Action::Deny if tried.leaves_some_of(step.peers) => stopped = stopped.union(&tried.open_groups()),
            Action::Deny => {}
        }
        tried.add(step.peers);
    }
    named.difference(&stopped)
}

/// The groups that an allow names and of which some member gets as far as that allow.
fn possible_groups(steps: &[&Step<'_>]) -> GroupSet {
    let mut possible = GroupSet::empty();
    let mut tried = Tried::nothing();
    for step in steps {
        if step.action == Action::Allow {
            possible = possible.union(&step.peers.groups.intersection(&tried.open_groups()));
        }
        tried.add(step.peers);
    }
    possible
}

/// Whom the steps so far have matched.
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

    /// The groups with a possible member that nothing has matched yet.
    fn open_groups(&self) -> GroupSet {
        if self.addresses.is_all() { GroupSet::empty() } else { self.groups.complement() }
    }

    /// Whether a source that nothing has matched yet can be one of these peers.
    fn leaves_some_of(&self, peers: &Peers) -> bool {
        !peers.addresses.is_subset(&self.addresses) || !peers.groups.is_subset(&self.groups)
    }
}
