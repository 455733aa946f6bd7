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
    pub(super) turn: Turn,
    pub(super) peers: &'a Peers,
    pub(super) traffic: &'a Traffic,
}

/// What a step does, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) action: Action,
    pub(super) level: u16,
    /// Whether it is open if it does so. Only of [`Action::Next`]: whether that lets more in or less depends on the
    /// rules after it, so it cannot be settled beforehand.
    pub(super) perhaps: bool,
}

impl Filter {
    /// The rules in the order in which they decide, and then the default as a rule that matches all.
    ///
    /// With [`Bound::Must`] as little as possible is let in, with [`Bound::May`] as much as possible.
    /// That "any deny wins" is the same as trying the denies first.
    pub(super) fn steps(&self, bound: Bound) -> Vec<Step<'_>> {
        let rules = self.rules.iter().enumerate();
        let mut steps: Vec<Step<'_>> = match self.order {
            Order::Unordered => {
                let rules = rules.filter(|(_, rule)| rule.action != Action::Next);
                rules.map(|(index, rule)| rule.step(index, bound)).collect()
            }
            Order::FirstMatch => rules.flat_map(|(index, rule)| rule.steps(index, bound)).collect(),
        };
        match self.order {
            Order::Unordered => steps.sort_by_key(|step| step.turn.action == Action::Allow),
            Order::FirstMatch => steps.sort_by_key(|step| step.turn.level),
        }
        let action = if self.default == Action::Allow { Action::Allow } else { Action::Deny };
        let turn = Turn { action, level: u16::MAX, perhaps: false };
        steps.push(Step { rule: None, turn, peers: &EVERYBODY, traffic: &EVERYTHING });
        steps
    }
}

impl Rule {
    /// One step; of a rule that leads to the next level what is certain, and then what is open.
    fn steps(&self, index: usize, bound: Bound) -> impl Iterator<Item = Step<'_>> {
        let open = Step { turn: Turn { perhaps: true, ..self.turn() }, ..self.at(index, Bound::May) };
        let open = (self.action == Action::Next).then_some(open);
        std::iter::once(self.step(index, bound)).chain(open)
    }

    fn step(&self, index: usize, bound: Bound) -> Step<'_> {
        let side = match (self.action, bound) {
            (Action::Allow, bound) => bound,
            (Action::Deny, Bound::Must) => Bound::May,
            (Action::Deny, Bound::May) | (Action::Next, _) => Bound::Must,
        };
        self.at(index, side)
    }

    fn at(&self, index: usize, side: Bound) -> Step<'_> {
        Step {
            rule: Some(index),
            turn: self.turn(),
            peers: self.peers.at(side),
            traffic: self.traffic.at(side),
        }
    }

    fn turn(&self) -> Turn {
        Turn { action: self.action, level: self.level, perhaps: false }
    }
}
