//! Questions about many actions at once.

use super::{Answer, Grants, ResourceQuery, StatementRef, Truth};
use crate::pattern::{Alphabet, Region, Search, each_kind};
use crate::reading::Reading;
use crate::{Effect, Pattern};

/// The shape of every action's name: a service and an action.
///
/// Source: IAM policy grammar, `action_string`: "a service namespace, a colon, and the name of an action"
/// (read 2026-11-23).
const ANY_ACTION: &str = "?*:?*";

/// An action string of a granting statement, and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenAction {
    /// The string as written; `not …` for a `NotAction`.
    pub text: String,
    /// Whether some action it covers is allowed on some resource, and why.
    pub answer: Answer,
}

impl Grants {
    /// Returns whether the identity may do everything: every action on every resource.
    ///
    /// Exact over all names that actions can have, those of future services included: a single denied action
    /// makes it [`Truth::No`]. For wide but not full rights see [`Grants::service_wildcards`].
    pub fn is_administrator(&self) -> Answer {
        self.every_action_in(&Region::of(&Pattern::action(ANY_ACTION)), ResourceQuery::EVERY)
    }

    /// Returns whether the identity may do every action that the pattern matches.
    pub fn can_all(&self, actions: &str, resource: ResourceQuery<'_>) -> Answer {
        self.every_action_in(&Region::of(&Pattern::action(actions)), resource)
    }

    /// Returns whether the identity may do at least one action that the pattern matches.
    pub fn can_any(&self, actions: &str, resource: ResourceQuery<'_>) -> Answer {
        self.some_action_in(&Region::of(&Pattern::action(actions)), resource)
    }

    /// Returns the action strings that grant something the pattern matches, with what each comes to.
    ///
    /// Shape: in the order written; the same string in several statements comes once.
    pub fn allowed_actions_matching(&self, actions: &str) -> Vec<WrittenAction> {
        let asked = Region::of(&Pattern::action(actions));
        let mut written: Vec<WrittenAction> = Vec::new();
        for (text, region) in self.granting_strings() {
            if written.iter().any(|known| known.text == text) {
                continue;
            }
            let answer = self.some_action_in(&Region::both([asked.clone(), region]), ResourceQuery::ANY);
            if answer.truth != Truth::No {
                written.push(WrittenAction { text, answer });
            }
        }
        written
    }

    /// Returns each action string of the granting statements, with the actions it covers.
    pub(super) fn granting_strings(&self) -> Vec<(String, Region)> {
        let granting =
            self.own().filter(|placed| placed.statement.is_in_force(Effect::Allow, Reading::POSSIBLE));
        let mut strings = Vec::new();
        for actions in granting.map(|placed| &placed.statement.actions) {
            if actions.negated {
                let but: Vec<_> = actions.patterns.iter().map(Pattern::readable).collect();
                strings.push((format!("not {}", but.join(" or ")), actions.region(Reading::POSSIBLE)));
            } else {
                let listed = actions.patterns.iter();
                strings.extend(listed.map(|pattern| (pattern.readable(), Region::of(pattern))));
            }
        }
        strings
    }

    /// The weakest answer over every kind of action in the region.
    pub(super) fn every_action_in(&self, within: &Region, resource: ResourceQuery<'_>) -> Answer {
        let mut weakest: Option<Answer> = None;
        let complete = self.visit_kinds(within, &mut |action| {
            let answer = self.can(action, resource);
            let going = answer.truth != Truth::No;
            weakest = Some(match weakest.take() {
                _ if !going => answer,
                Some(mut known) => {
                    known.truth = known.truth.min(answer.truth);
                    known.everywhere &= answer.everywhere;
                    known.rest_on(&answer);
                    known
                }
                None => answer,
            });
            going
        });
        let answer = weakest.unwrap_or_else(Answer::no);
        answer.at_most(if complete { Truth::Yes } else { Truth::Unknown })
    }

    /// The strongest answer over every kind of action in the region.
    pub(super) fn some_action_in(&self, within: &Region, resource: ResourceQuery<'_>) -> Answer {
        let mut strongest = Answer::no();
        let complete = self.visit_kinds(within, &mut |action| {
            let answer = self.can(action, resource);
            if answer.truth > strongest.truth {
                strongest = answer;
            }
            strongest.truth != Truth::Yes
        });
        if !complete {
            strongest.truth = strongest.truth.max(Truth::Unknown);
        }
        strongest
    }

    /// Visits one action of every kind in the region that the statements tell apart.
    fn visit_kinds(&self, within: &Region, visit: &mut dyn FnMut(&str) -> bool) -> bool {
        let statements = self.own().chain(self.limits());
        let written = statements.flat_map(|placed| &placed.statement.actions.patterns);
        let near = written.filter(|pattern| {
            if pattern.is_literal() {
                return within.has(&pattern.lower_text());
            }
            let here = Region::both([within.clone(), Region::of(pattern)]);
            here.witness(Alphabet::Action) != Search::Empty
        });
        each_kind(within, &near.collect::<Vec<_>>(), visit)
    }
}

impl Answer {
    /// Nothing is allowed, and no statement is to be named for it.
    fn no() -> Self {
        let because: Vec<StatementRef> = Vec::new();
        Self {
            truth: Truth::No,
            everywhere: false,
            resources: Vec::new(),
            witness: None,
            because,
            residue: Vec::new(),
        }
    }

    fn at_most(mut self, limit: Truth) -> Self {
        self.truth = self.truth.min(limit);
        self
    }
}
