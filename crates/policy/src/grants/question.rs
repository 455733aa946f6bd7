//! May the identity do one action?

use super::{Answer, Grants, Truth};
use crate::Pattern;
use crate::pattern::{Alphabet, Region, Search};
use crate::reading::{Reading, Side};

/// The resources a question is about.
///
/// Unknown: a resource with unknown pieces is some one of those it may be: only what holds for all of them is
/// certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResourceQuery<'a> {
    /// At least one resource that this pattern matches.
    SomeOf(&'a str),
    /// Every resource that this pattern matches.
    AllOf(&'a str),
    /// This resource, in which no character is a wildcard.
    Exactly(&'a str),
}

impl ResourceQuery<'_> {
    /// Any resource at all.
    pub const ANY: Self = ResourceQuery::SomeOf("*");
    /// All resources.
    pub const EVERY: Self = ResourceQuery::AllOf("*");
}

/// A question's resources, ready to be looked for.
pub(super) struct Asked {
    pub(super) region: Region,
    every: bool,
    unknown: bool,
}

/// Whether something holds under one reading.
pub(super) enum Held {
    /// It does, for one on this resource.
    Yes(Option<String>),
    No,
    Undecided,
}

/// The readings in which a question is asked, with what a yes means in each.
const READINGS: [(Reading, Truth); 3] = [
    (Reading::CERTAIN, Truth::Yes),
    (Reading::CONDITIONAL, Truth::Conditional),
    (Reading::POSSIBLE, Truth::Unknown),
];

impl Grants {
    /// Returns whether the identity may do an action on a resource, and why.
    ///
    /// No catalogue of actions is consulted: an action counts as allowed on whatever its statement names,
    /// also where the service knows no such resource for it.
    pub fn can(&self, action: &str, resource: ResourceQuery<'_>) -> Answer {
        let action = action.to_ascii_lowercase();
        let asked = Asked::new(resource);
        for (reading, truth) in READINGS {
            match self.holds(&action, &asked, reading) {
                Held::Yes(witness) => return self.answer(&action, &asked, reading, truth, witness),
                Held::Undecided => {
                    return self.answer(&action, &asked, Reading::POSSIBLE, Truth::Unknown, None);
                }
                Held::No => {}
            }
        }
        self.answer(&action, &asked, Reading::POSSIBLE, Truth::No, None)
    }

    fn holds(&self, action: &str, asked: &Asked, reading: Reading) -> Held {
        let allowed = self.allowed(action, reading);
        if asked.every_under(reading) {
            return match Region::both([asked.region.clone(), Region::not(allowed)]).witness(Alphabet::Text) {
                Search::Empty => Held::Yes(asked.member()),
                Search::Found(_) => Held::No,
                Search::Undecided => Held::Undecided,
            };
        }
        match Region::both([asked.region.clone(), allowed]).witness(Alphabet::Text) {
            Search::Found(text) => Held::Yes(Some(text)),
            Search::Empty if self.grants_some_text(action, asked, reading) => Held::Yes(None),
            Search::Empty => Held::No,
            Search::Undecided => Held::Undecided,
        }
    }

    /// Returns whether a grant on a resource that is not fully known is a grant whatever the resource is.
    ///
    /// A pattern with unknown pieces matches no text for certain, but it does match some text: if all that
    /// it may match is asked for and not barred, something is allowed.
    fn grants_some_text(&self, action: &str, asked: &Asked, reading: Reading) -> bool {
        let room = Region::both([asked.region.clone(), self.not_barred(action, reading)]);
        self.own().any(|placed| placed.grants_some_text_in(&room, action, reading))
    }
}

impl super::Placed<'_> {
    /// Returns whether the statement surely grants the action on something within the room.
    pub(super) fn grants_some_text_in(&self, room: &Region, action: &str, reading: Reading) -> bool {
        let granting = self.statement.is_in_force(crate::Effect::Allow, reading)
            && self.statement.actions.covers(action, reading);
        let resources = self.statement.resources.as_ref().filter(|set| granting && !set.negated);
        let mut patterns = resources.into_iter().flat_map(|set| &set.patterns);
        patterns.any(|pattern| pattern.is_some_text() && fits(pattern, room))
    }
}

/// Returns whether all that the pattern may match lies in the room.
pub(super) fn fits(pattern: &Pattern, room: &Region) -> bool {
    let outside = Region::both([Region::of(pattern), Region::not(room.clone())]);
    outside.witness(Alphabet::Text) == Search::Empty
}

impl Asked {
    pub(super) fn new(query: ResourceQuery<'_>) -> Self {
        let (pattern, every) = match query {
            ResourceQuery::SomeOf(text) => (Pattern::resource_of(text, crate::Version::V2008), false),
            ResourceQuery::AllOf(text) => (Pattern::resource_of(text, crate::Version::V2008), true),
            ResourceQuery::Exactly(text) => (Pattern::literal(text), true),
        };
        Self { region: Region::of(&pattern), every, unknown: !pattern.is_known() }
    }

    /// Returns whether every resource must be allowed for a yes under this reading.
    fn every_under(&self, reading: Reading) -> bool {
        if self.unknown { reading.unknown == Side::Least } else { self.every }
    }

    /// Returns one of the resources, where they are known.
    fn member(&self) -> Option<String> {
        match self.region.witness(Alphabet::Text) {
            Search::Found(text) if !self.unknown => Some(text),
            _ => None,
        }
    }
}
