//! Which rules decide about a packet, for evidence.

use std::collections::BTreeSet;

use super::admits::combine;
use super::first_match::let_in;
use super::membership::{Membership, memberships};
use super::step::{Step, Turn};
use crate::{Action, AddressSet, Bound, Filter, Order, Origin, Protocol};

/// What stops packets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Blocking {
    /// Indexes of the denies that stop some of them, in order.
    pub rules: Vec<usize>,
    /// Whether some of them match no rule and the default stops them.
    pub default: bool,
}

/// The packets of one protocol and selector, and the steps that apply to them.
struct Class<'a> {
    steps: Vec<Step<'a>>,
    cases: Vec<Case>,
    /// The addresses let in, on the side of the bounds that was asked for.
    admitted: AddressSet,
}

/// Groups that the source can be in, and the addresses let in if it is.
struct Case {
    groups: Membership,
    admitted: AddressSet,
}

/// The rules that decide about some addresses, and whether the default does.
#[derive(Default)]
struct Deciders {
    rules: BTreeSet<usize>,
    default: bool,
}

impl Filter {
    /// Indexes of the allows that let in packets of the source with this protocol and selector.
    ///
    /// With [`Bound::Must`]: packets that get in for certain; with [`Bound::May`]: packets that possibly
    /// get in. Empty if there are none, or if only the default lets them in.
    ///
    /// Shape: in rule order; in an unordered filter every allow that matches, else those that match first.
    pub fn deciding(&self, from: &Origin, protocol: Protocol, selector: u16, bound: Bound) -> Vec<usize> {
        let class = self.class(from, protocol, selector, bound);
        let deciders = self.deciders(&class, from, &class.admitted, Action::Allow);
        deciders.rules.into_iter().collect()
    }

    /// What stops packets of the source with this protocol and selector.
    ///
    /// With [`Bound::Must`]: packets that are stopped for certain; with [`Bound::May`]: packets that are
    /// possibly stopped.
    ///
    /// Shape: in an unordered filter every deny that matches, else those that match first.
    pub fn blocking(&self, from: &Origin, protocol: Protocol, selector: u16, bound: Bound) -> Blocking {
        // What is certainly stopped is what is not even possibly let in.
        let let_in = match bound {
            Bound::Must => Bound::May,
            Bound::May => Bound::Must,
        };
        let class = self.class(from, protocol, selector, let_in);
        let stopped = from.addresses.difference(&class.admitted);
        let deciders = self.deciders(&class, from, &stopped, Action::Deny);
        Blocking { rules: deciders.rules.into_iter().collect(), default: deciders.default }
    }

    fn class(&self, from: &Origin, protocol: Protocol, selector: u16, bound: Bound) -> Class<'_> {
        let mut steps = self.steps(bound);
        steps.retain(|step| step.traffic.contains(protocol, selector));
        let case = |groups| Case { admitted: addresses_let_in(&steps, from, &groups, bound), groups };
        let cases: Vec<Case> = memberships(&steps, &from.groups, bound).into_iter().map(case).collect();
        let admitted = combine(cases.iter().map(|case| case.admitted.clone()), bound);
        Class { steps, cases, admitted }
    }

    /// Who takes this action on some of these addresses, in any case of membership.
    fn deciders(&self, class: &Class<'_>, from: &Origin, addresses: &AddressSet, action: Action) -> Deciders {
        let mut deciders = Deciders::default();
        for case in &class.cases {
            let decided = match action {
                Action::Allow => addresses.intersection(&case.admitted),
                Action::Deny | Action::Next => addresses.difference(&case.admitted),
            };
            let mut undecided = Undecided { here: decided.clone(), next: AddressSet::empty(), level: 0 };
            for step in &class.steps {
                let matched = case.groups.matched(step, &from.addresses);
                let every_match = self.order == Order::Unordered && step.rule.is_some();
                undecided.enter(step.turn.level);
                let candidates = if every_match { &decided } else { &undecided.here };
                if step.turn.action == action && matched.overlaps(candidates) {
                    deciders.add(step.rule);
                }
                undecided.pass(step.turn, &matched);
            }
        }
        deciders
    }
}

/// Addresses about which no step has decided.
struct Undecided {
    /// Those that come to the next step of this level.
    here: AddressSet,
    /// Those that go on with the next level.
    next: AddressSet,
    level: u16,
}

impl Undecided {
    fn enter(&mut self, level: u16) {
        if level != self.level {
            self.level = level;
            self.here = self.here.union(&self.next);
            self.next = AddressSet::empty();
        }
    }

    fn pass(&mut self, turn: Turn, matched: &AddressSet) {
        if turn.action == Action::Next {
            self.next = self.next.union(&self.here.intersection(matched));
        }
        if !turn.perhaps {
            self.here = self.here.difference(matched);
        }
    }
}

impl Deciders {
    fn add(&mut self, rule: Option<usize>) {
        match rule {
            Some(index) => {
                self.rules.insert(index);
            }
            None => self.default = true,
        }
    }
}

fn addresses_let_in(steps: &[Step<'_>], from: &Origin, groups: &Membership, bound: Bound) -> AddressSet {
    let matches: Vec<_> =
        steps.iter().map(|step| (step.turn, groups.matched(step, &from.addresses))).collect();
    let_in(matches.iter().map(|(turn, addresses)| (*turn, addresses)), bound)
}
