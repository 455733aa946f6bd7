//! From a decision to the statements that made it.

use super::answer::MOST;
use super::question::{Asked, fits};
use super::{Answer, Grants, Part, Placed, StatementRef, Truth};
use crate::pattern::{Alphabet, Region, Search};
use crate::reading::{Reading, Side};
use crate::{Effect, Pattern};

/// What one statement adds to an answer.
struct Share {
    reference: StatementRef,
    resources: Vec<String>,
    condition: Option<String>,
}

impl Grants {
    /// Puts an answer together: the statements in force under the reading that decided.
    pub(super) fn answer(
        &self,
        action: &str,
        asked: &Asked,
        reading: Reading,
        truth: Truth,
        witness: Option<String>,
    ) -> Answer {
        let outside = Region::both([asked.region.clone(), Region::not(self.allowed(action, reading))]);
        let everywhere = truth != Truth::No && outside.witness(Alphabet::Text) == Search::Empty;
        let mut answer = Answer {
            truth,
            everywhere,
            resources: Vec::new(),
            witness,
            because: Vec::new(),
            residue: Vec::new(),
        };
        let room = Region::both([asked.region.clone(), self.not_barred(action, reading)]);
        if truth != Truth::No {
            let own = self.own().filter_map(|placed| placed.share(Part::Grants, action, &room, reading));
            let limits =
                self.limits().filter_map(|placed| placed.share(Part::Limits, action, &room, reading));
            own.chain(limits).take(MOST).for_each(|share| answer.add(share));
        }
        let widest = Reading::POSSIBLE;
        let all = self.own().chain(self.limits());
        let denials = all.filter_map(|placed| placed.share(Part::Denies, action, &asked.region, widest));
        // A refusal of what nobody grants is no news.
        let granted = truth != Truth::No || self.is_granted(action);
        denials.filter(|_| granted).take(MOST).for_each(|share| answer.add(share));
        answer
    }

    /// Returns whether any statement may allow the action on anything, denials aside.
    fn is_granted(&self, action: &str) -> bool {
        self.own().any(|placed| placed.region(Effect::Allow, action, Reading::POSSIBLE) != Region::None)
    }
}

impl Answer {
    fn add(&mut self, share: Share) {
        if share.reference.part == Part::Grants {
            super::answer::add_new(&mut self.resources, &share.resources);
        }
        if self.truth != Truth::Yes {
            super::answer::add_new(&mut self.residue, share.condition.as_slice());
        }
        super::answer::add_new(&mut self.because, &[share.reference]);
    }
}

impl Placed<'_> {
    /// Returns what the statement does about the action within the room, if anything.
    fn share(&self, part: Part, action: &str, room: &Region, reading: Reading) -> Option<Share> {
        let effect = if part == Part::Denies { Effect::Deny } else { Effect::Allow };
        let mine = self.region(effect, action, reading);
        // Most statements are about something else; a room can be large.
        let reaches = mine != Region::None
            && Region::both([mine, room.clone()]).witness(Alphabet::Text) != Search::Empty;
        let in_force =
            reaches || (effect == Effect::Allow && self.grants_some_text_in(room, action, reading));
        let touched = in_force.then(|| self.touched(room, reading))?;
        Some(Share {
            reference: self.reference(part, action, &touched, reading),
            resources: self.resource_texts(&touched),
            condition: self.condition(part, &touched),
        })
    }

    /// Returns the listed resource patterns that reach into the room.
    fn touched(&self, room: &Region, reading: Reading) -> Vec<&Pattern> {
        let listed = self.statement.resources.iter().filter(|set| !set.negated);
        let reaches = |pattern: &&Pattern| {
            let here = Region::both([Region::of(pattern), room.clone()]);
            let for_sure = pattern.applies(reading) && here.witness(Alphabet::Text) != Search::Empty;
            for_sure || (pattern.is_some_text() && fits(pattern, room))
        };
        listed.flat_map(|set| &set.patterns).filter(reaches).take(MOST).collect()
    }

    fn reference(&self, part: Part, action: &str, touched: &[&Pattern], reading: Reading) -> StatementRef {
        let statement = self.statement;
        let actions = &statement.actions;
        let resources = statement.resources.as_ref().map(|set| set.span.clone());
        StatementRef {
            policy: self.policy.id.clone(),
            statement: self.number,
            sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
            part,
            effect: statement.effect,
            span: statement.span.clone(),
            action: actions.covering(action, reading).map_or(actions.span.clone(), Pattern::span),
            resource: touched.first().map(|pattern| pattern.span()).or(resources),
            condition: (!statement.conditions.is_empty()).then(|| statement.conditions.span.clone()),
        }
    }

    fn resource_texts(&self, touched: &[&Pattern]) -> Vec<String> {
        match &self.statement.resources {
            None => vec!["*".to_owned()],
            Some(set) if set.negated => {
                let all_but: Vec<_> = set.patterns.iter().map(Pattern::readable).collect();
                vec![format!("not {}", all_but.join(" or "))]
            }
            Some(_) => touched.iter().map(|pattern| pattern.readable()).collect(),
        }
    }

    /// Returns what must hold for the statement to apply, or, for a denial, must not hold.
    fn condition(&self, part: Part, touched: &[&Pattern]) -> Option<String> {
        let conditions = &self.statement.conditions;
        let written = (!conditions.is_empty()).then(|| conditions.text());
        let negated = self.statement.resources.iter().filter(|set| set.negated);
        let mut listed = touched.iter().copied().chain(negated.flat_map(|set| &set.patterns));
        let variable = listed.find(|pattern| pattern.is_variable());
        let is = if touched.is_empty() { "is not" } else { "is" };
        let resource = variable.map(|pattern| format!("the resource {is} `{}`", pattern.readable()));
        let all: Vec<String> = written.into_iter().chain(resource).collect();
        let text = (!all.is_empty()).then(|| all.join(" and "))?;
        Some(if part == Part::Denies { format!("unless {text}") } else { text })
    }
}

impl Pattern {
    /// Returns whether the request decides what the pattern matches.
    fn is_variable(&self) -> bool {
        self.applies(Reading::POSSIBLE) && !self.applies(Reading { caller: Side::Least, unknown: Side::Most })
    }
}
