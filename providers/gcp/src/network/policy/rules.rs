//! Every rule of every policy, by policy.

use std::cell::Cell;
use std::collections::BTreeMap;

use ringfence_model::{Gap, Link, ResourceId};
use ringfence_terraform::Record;

use super::rule::Written;
use super::ties::Ties;
use crate::kind::Kind;
use crate::kinds::{FIREWALL_POLICY, NETWORK_POLICY, OLD_POLICY, REGION_POLICY};
use crate::list::elements;
use crate::stack::Stack;

/// A kind of policy with the resources that make its rules and tie it to what it holds for.
#[derive(Clone, Copy)]
pub(super) struct Family {
    pub(super) kind: &'static Kind,
    /// Resources that are one rule each.
    rules: &'static str,
    /// What the rule names its policy by.
    of: &'static str,
    /// Resources that tie a policy to what it holds for.
    pub(super) ties: &'static str,
    /// What the tie names the policy, and its target, by.
    pub(super) names: (&'static str, &'static str),
}

/// Of folders and organizations.
pub(super) const ABOVE: [Family; 2] = [
    Family {
        kind: &FIREWALL_POLICY,
        rules: "google_compute_firewall_policy_rule",
        of: "firewall_policy",
        ties: "google_compute_firewall_policy_association",
        names: ("firewall_policy", "attachment_target"),
    },
    Family {
        kind: &OLD_POLICY,
        rules: "google_compute_organization_security_policy_rule",
        of: "policy_id",
        ties: "google_compute_organization_security_policy_association",
        names: ("policy_id", "attachment_id"),
    },
];

/// Of networks.
pub(super) const GLOBAL: Family = Family {
    kind: &NETWORK_POLICY,
    rules: "google_compute_network_firewall_policy_rule",
    of: "firewall_policy",
    ties: "google_compute_network_firewall_policy_association",
    names: ("firewall_policy", "attachment_target"),
};

/// Of networks, in one region.
pub(super) const REGIONAL: Family = Family {
    kind: &REGION_POLICY,
    rules: "google_compute_region_network_firewall_policy_rule",
    of: "firewall_policy",
    ties: "google_compute_region_network_firewall_policy_association",
    names: ("firewall_policy", "attachment_target"),
};

/// Rules of policies that are read at most, each counted once for every network that it holds for: a policy of an
/// organization holds for all.
pub(super) const MOST_RULES: usize = 250_000;

/// Every rule, by the policy it belongs to, and what ties policies to what they hold for.
#[derive(Default)]
pub(in super::super) struct Policies<'a> {
    pub(super) ties: Ties<'a>,
    spent: Cell<usize>,
    by_policy: BTreeMap<ResourceId, Vec<Written<'a>>>,
    /// Why any policy may have rules that could not be seen.
    unplaced: Vec<Gap>,
}

impl<'a> Policies<'a> {
    /// Finds them.
    pub(in super::super) fn of(stack: &Stack<'a>) -> Self {
        let mut found = Self { ties: Ties::of(stack), ..Self::default() };
        for family in ABOVE.into_iter().chain([GLOBAL, REGIONAL]) {
            for record in stack.records.of_types(family.kind.types) {
                found.add_blocks(record);
            }
            for record in stack.records.of_type(family.rules) {
                let policy = record.get(family.of).map(|value| family.kind.link(&stack.records, value));
                match policy {
                    Some(Link::To { id, .. }) => {
                        found.by_policy.entry(id).or_default().push(Written { record, block: None });
                    }
                    Some(Link::Unknown(gap)) => found.unplaced.push(gap),
                    None => {}
                }
            }
        }
        found
    }

    fn add_blocks(&mut self, record: &'a Record) {
        let blocks = elements(record.get("rule"));
        let id = ResourceId::new(record.address.clone());
        let written = blocks.items.iter().enumerate();
        let written = written.map(|(at, block)| Written { record, block: Some((at, block)) });
        self.by_policy.entry(id).or_default().extend(written);
        if blocks.items.is_empty() {
            self.unplaced.extend(blocks.gaps);
        }
    }

    /// The rules of a policy.
    pub(super) fn rules(&self, policy: &ResourceId) -> &[Written<'a>] {
        self.by_policy.get(policy).map_or(&[], Vec::as_slice)
    }

    /// Whether so many more may be read.
    pub(super) fn spend(&self, rules: usize) -> bool {
        let spent = self.spent.get().saturating_add(rules);
        self.spent.set(spent);
        spent <= MOST_RULES
    }

    /// Why any policy may have rules that could not be seen.
    pub(super) fn unplaced(&self) -> &[Gap] {
        &self.unplaced
    }
}
