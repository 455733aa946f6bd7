//! `aws_vpc_security_group_rules_exclusive`: the rules that a group has and no others.
//!
//! Source: `aws_vpc_security_group_rules_exclusive` (read 2026-11-25): rules that are not listed are removed, when it is applied.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::{Direction, Gap, Link, ResourceId, Source};
use ringfence_packets::Traffic;
use ringfence_provider::Fields;
use ringfence_terraform::Record;

use super::rule::Draft;
use crate::links::{GROUP, GROUP_RULE};
use crate::stack::{Stack, id};

/// The lists by group.
pub(super) struct Exclusive {
    lists: BTreeMap<ResourceId, Lists>,
}

/// What one group's lists name.
struct Lists {
    ingress: BTreeSet<ResourceId>,
    egress: BTreeSet<ResourceId>,
    /// Why not all that is listed is known.
    open: bool,
    declared: Gap,
}

impl Exclusive {
    pub(super) fn new(stack: &Stack<'_>) -> Self {
        let mut lists = BTreeMap::new();
        for record in stack.records.of_type("aws_vpc_security_group_rules_exclusive").iter().copied() {
            let group = record.field("security_group_id").map(|value| stack.link(value, &GROUP));
            if let Some(Link::To { id: group, .. }) = group.filter(|_| record.exists.certain()) {
                lists.insert(group, listed(stack, record));
            }
        }
        Self { lists }
    }

    /// Whether everything a group has is listed and known.
    pub(super) fn tells_all(&self, group: &ResourceId) -> bool {
        self.lists.get(group).is_some_and(|lists| !lists.open)
    }

    /// Takes certainty from the rules of a group that its lists do not name: they are removed when that is noticed.
    pub(super) fn apply(&self, group: &ResourceId, rules: &mut [Draft]) {
        let Some(lists) = self.lists.get(group) else { return };
        for rule in rules {
            let named = match rule.direction {
                Direction::Ingress => &lists.ingress,
                Direction::Egress => &lists.egress,
            };
            if !named.contains(&rule.id) {
                rule.traffic.must = Traffic::none();
                rule.gaps.push(lists.declared.clone());
            }
        }
    }
}

fn listed(stack: &Stack<'_>, record: &Record) -> Lists {
    let mut open = false;
    let mut read = |name: &str| -> BTreeSet<ResourceId> {
        let links = record.field(name).map(|value| stack.links(value, &GROUP_RULE)).unwrap_or_default();
        open |= links.iter().any(|link| link.id().is_none_or(|id| stack.record(id).is_none()));
        links.iter().filter_map(Link::id).cloned().collect()
    };
    let (ingress, egress) = (read("ingress_rule_ids"), read("egress_rule_ids"));
    let at = Source::File(record.header);
    let declared = crate::stack::outside(format!("whether `{}` has removed the rule", id(record)), Some(at));
    Lists { ingress, egress, open, declared }
}
