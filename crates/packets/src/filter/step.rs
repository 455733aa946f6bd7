//! A filter with its unknowns settled one way.

use std::sync::LazyLock;

use crate::{Action, Bound, Filter, Order, Peers, Rule, Traffic};

static EVERYBODY: LazyLock<Peers> = LazyLock::new(Peers::all);
static EVERYTHING: LazyLock<Traffic> = LazyLock::new(Traffic::all);

/// A rule, or the default, as it is if the unknowns are settled for or against letting traffic in.
#[derive(Clone, Copy)]
pub(super) struct Step<'a> {
    /// The rule's index; none for the default.
    pub(super) rule: Option<usize>,
    pub(super) action: Action,
    pub(super) peers: &'a Peers,
    pub(super) traffic: &'a Traffic,
}

impl Filter {
    /// The rules in the order in which they decide, and then the default as a rule that matches all.
    ///
    /// With [`Bound::Must`] as little as possible is let in, with [`Bound::May`] as much as possible.
    /// That "any deny wins" is the same as trying the denies first.
    pub(super) fn steps(&self, bound: Bound) -> Vec<Step<'_>> {
        let rules = self.rules.iter().enumerate().map(|(index, rule)| rule.step(index, bound));
        let mut steps: Vec<Step<'_>> = rules.collect();
        if self.order == Order::Unordered {
            steps.sort_by_key(|step| step.action == Action::Allow);
        }
        steps.push(Step { rule: None, action: self.default, peers: &EVERYBODY, traffic: &EVERYTHING });
        steps
    }
}

impl Rule {
    fn step(&self, index: usize, bound: Bound) -> Step<'_> {
        let side = match (self.action, bound) {
            (Action::Allow, bound) => bound,
            (Action::Deny, Bound::Must) => Bound::May,
            (Action::Deny, Bound::May) => Bound::Must,
        };
        Step {
            rule: Some(index),
            action: self.action,
            peers: self.peers.at(side),
            traffic: self.traffic.at(side),
        }
    }
}
