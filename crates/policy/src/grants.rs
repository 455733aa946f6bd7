//! The policies of one identity, taken together.

mod actions;
mod answer;
mod evidence;
mod method;
mod question;
mod wildcard;

pub use actions::WrittenAction;
pub use answer::{Answer, Part, StatementRef, Truth};
pub use method::{Matched, Method, Requirement};
pub use question::ResourceQuery;
pub use wildcard::ServiceWildcard;

use crate::pattern::Region;
use crate::reading::Reading;
use crate::{Document, Effect, Statement};

/// A document with the name under which it is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedPolicy {
    /// The caller's name for it; comes back in every [`StatementRef`].
    pub id: String,
    /// What it says.
    pub document: Document,
}

/// Everything the policies of one identity grant it.
///
/// An action on a resource is allowed if the identity's own policies allow it, every limit allows it, and
/// no statement anywhere denies it.
///
/// Source: IAM user guide, "Policy evaluation logic" (read 2026-11-23).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grants {
    /// The identity's own policies first, then each limit.
    layers: Vec<Vec<AttachedPolicy>>,
}

/// A statement and where it comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) policy: &'a AttachedPolicy,
    pub(super) number: usize,
    pub(super) statement: &'a Statement,
}

impl Grants {
    /// The policies attached to an identity, inline ones and those of its groups included.
    pub fn new(policies: Vec<AttachedPolicy>) -> Self {
        Self { layers: vec![policies] }
    }

    /// Adds a limit: a permission boundary, or whatever else must allow too.
    #[must_use]
    pub fn bounded_by(mut self, limit: Vec<AttachedPolicy>) -> Self {
        self.layers.push(limit);
        self
    }

    /// Returns the statements of one layer.
    fn layer(policies: &[AttachedPolicy]) -> impl Iterator<Item = Placed<'_>> {
        policies.iter().flat_map(|policy| {
            let statements = policy.document.statements.iter().enumerate();
            statements.map(move |(number, statement)| Placed { policy, number, statement })
        })
    }

    /// Returns the statements of the identity's own policies.
    fn own(&self) -> impl Iterator<Item = Placed<'_>> {
        self.layers.first().into_iter().flat_map(|policies| Self::layer(policies))
    }

    /// Returns the statements of all limits.
    fn limits(&self) -> impl Iterator<Item = Placed<'_>> {
        self.layers.iter().skip(1).flat_map(|policies| Self::layer(policies))
    }

    /// Returns the resources on which an action is allowed.
    fn allowed(&self, action: &str, reading: Reading) -> Region {
        let granted = self.own().map(|placed| placed.region(Effect::Allow, action, reading));
        Region::both([Region::either(granted), self.not_barred(action, reading)])
    }

    /// Returns the resources on which a grant of the action would have effect.
    fn not_barred(&self, action: &str, reading: Reading) -> Region {
        let limits = self.layers.iter().skip(1).map(|policies| {
            Region::either(Self::layer(policies).map(|placed| placed.region(Effect::Allow, action, reading)))
        });
        let all = self.own().chain(self.limits());
        let denied = all.map(|placed| placed.region(Effect::Deny, action, reading.opposite()));
        Region::both(limits.chain([Region::not(Region::either(denied))]))
    }
}

impl Placed<'_> {
    /// Returns the resources on which the statement has this effect for the action.
    pub(super) fn region(&self, effect: Effect, action: &str, reading: Reading) -> Region {
        let statement = self.statement;
        if !statement.is_in_force(effect, reading) || !statement.actions.covers(action, reading) {
            return Region::None;
        }
        statement.resources.as_ref().map_or(Region::All, |resources| resources.region(reading))
    }
}
