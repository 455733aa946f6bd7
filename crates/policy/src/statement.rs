//! One statement of a policy document.

mod element;
mod reader;

pub(crate) use reader::{Elements, read_statement};

use crate::reading::{Reading, Side};
use crate::{Conditions, PatternSet, Principals, Spanned};
use std::ops::Range;

/// A statement: what it does, to which actions on which resources, for whom and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its name within the document.
    pub sid: Option<Spanned<String>>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// The actions it covers.
    pub actions: PatternSet,
    /// The resources it covers; `None` where the element is absent, as in a trust policy: the resource is
    /// then what the policy is attached to.
    pub resources: Option<PatternSet>,
    /// Whom it speaks of; `None` in an identity's policy, where it speaks of the identity.
    pub principals: Option<Principals>,
    /// When it applies.
    pub conditions: Conditions,
    /// Where the statement stands.
    pub span: Range<usize>,
}

/// What a statement does to the requests it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It allows them, unless another statement denies them.
    Allow,
    /// It denies them, whatever else allows them.
    Deny,
    /// One of the two, or neither.
    Unknown,
}

impl Statement {
    /// Stands for statements of which nothing is known, not even how many.
    pub(crate) fn unknown(effect: Effect, span: Range<usize>) -> Self {
        Self {
            sid: None,
            effect,
            actions: PatternSet::unknown(span.clone()),
            resources: Some(PatternSet::unknown(span.clone())),
            principals: None,
            conditions: Conditions::default(),
            span,
        }
    }

    /// Returns whether the statement takes this effect on what it covers, under this reading.
    ///
    /// Unknown: an unknown effect and an unknown condition count only in the wider readings, and so does a
    /// statement with a principal: whether it speaks of the identity is not looked at here.
    pub fn is_in_force(&self, effect: Effect, reading: Reading) -> bool {
        let may = reading.unknown == Side::Most;
        let fits = self.effect == effect || (self.effect == Effect::Unknown && may);
        let met = self.conditions.is_empty() || reading.caller == Side::Most;
        fits && met && (may || (self.conditions.unknown.is_none() && self.principals.is_none()))
    }
}
