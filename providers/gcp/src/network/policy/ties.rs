//! What ties policies to what they hold for, each looked up once.

use std::collections::HashMap;

use ringfence_model::{Link, ResourceId, Truth};
use ringfence_terraform::Record;

use super::above::{Above, Target};
use super::rules::{ABOVE, Family, GLOBAL, REGIONAL};
use crate::kinds::NETWORK;
use crate::stack::Stack;

/// An association of a policy.
pub(super) struct Tie<'a> {
    pub(super) record: &'a Record,
    pub(super) family: Family,
    pub(super) policy: Link,
    /// Whether the policy is declared here.
    pub(super) declared: bool,
    /// The folder or organization that it is tied to; nothing of a network's, or if it is not known.
    target: Option<Target>,
}

/// A policy that holds for a network, or may.
#[derive(Clone, Copy)]
pub(super) struct Level<'t, 'a> {
    pub(super) tie: &'t Tie<'a>,
    pub(super) holds: Truth,
    /// Distance from the top.
    depth: u64,
}

/// Every association.
#[derive(Default)]
pub(super) struct Ties<'a> {
    above: Vec<Tie<'a>>,
    own: Vec<Tie<'a>>,
    /// Positions of a network's own; those of which it is not known whose they are apart.
    by_network: HashMap<ResourceId, Vec<usize>>,
    unplaced: Vec<usize>,
}

impl<'a> Ties<'a> {
    /// Finds them.
    pub(super) fn of(stack: &Stack<'a>) -> Self {
        let mut found = Self::default();
        for family in ABOVE {
            for record in stack.records.of_type(family.ties) {
                let target = record.get(family.names.1).and_then(|value| Target::of(&stack.records, value));
                found.above.extend(tie(stack, record, family, target));
            }
        }
        for family in [GLOBAL, REGIONAL] {
            for record in stack.records.of_type(family.ties) {
                let network = record.get(family.names.1).map(|value| NETWORK.link(&stack.records, value));
                let Some(tie) = tie(stack, record, family, None) else { continue };
                match network {
                    Some(Link::To { id, .. }) => {
                        found.by_network.entry(id).or_default().push(found.own.len());
                    }
                    Some(Link::Unknown(_)) => found.unplaced.push(found.own.len()),
                    None => continue,
                }
                found.own.push(tie);
            }
        }
        found
    }

    /// The policies of folders and organizations that hold for a network, in order.
    ///
    /// Shape: those that may hold come before those that do, wherever they stand. A level that may decide is not
    /// hidden so by one that certainly does, and what lies behind it is still possible.
    pub(super) fn above<'t>(&'t self, stack: &Stack<'_>, network: &ResourceId) -> Vec<Level<'t, 'a>> {
        if self.above.is_empty() {
            return Vec::new();
        }
        let line = Above::network(stack, network);
        let levels = self.above.iter().map(|tie| {
            let (holds, depth) = tie.target.as_ref().map_or((Truth::Unknown, 0), |target| line.holds(target));
            Level { tie, holds: holds.and(tie.record.exists), depth }
        });
        let mut levels: Vec<Level<'_, '_>> = levels.filter(|level| level.holds.possible()).collect();
        levels.sort_by_key(|level| (level.holds, level.depth, level.tie.record.address.clone()));
        levels
    }

    /// A network's own policies, in order: those that may hold, the global ones, those of regions.
    pub(super) fn own<'t>(&'t self, network: &ResourceId) -> Vec<Level<'t, 'a>> {
        let mine = self.by_network.get(network).into_iter().flatten().map(|at| (at, Truth::Yes));
        let perhaps = self.unplaced.iter().map(|at| (at, Truth::Unknown));
        let levels = mine.chain(perhaps).filter_map(|(at, holds)| {
            let tie = self.own.get(*at)?;
            Some(Level { tie, holds: holds.and(tie.record.exists), depth: 0 })
        });
        let mut levels: Vec<Level<'_, '_>> = levels.filter(|level| level.holds.possible()).collect();
        levels.sort_by_key(|level| level.holds);
        levels
    }
}

fn tie<'a>(stack: &Stack<'a>, record: &'a Record, family: Family, target: Option<Target>) -> Option<Tie<'a>> {
    let policy = family.kind.link(&stack.records, record.get(family.names.0)?);
    let declared = family.kind.declared(&stack.records, &policy).is_some();
    Some(Tie { record, family, policy, declared, target })
}
