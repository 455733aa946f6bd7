//! The levels of a network's filter, in the order in which they are tried.

use std::collections::BTreeSet;

use ringfence_model::{Gap, GapKind, Groups, Link, ResourceId, Source, Truth};
use ringfence_provider::{source, string_attr};

use super::super::rule::Ranked;
use super::region::{self, Region};
use super::rule::{Reader, doubtful};
use super::rules::{MOST_RULES, Policies, REGIONAL};
use super::ties::Level;
use crate::pages::POLICY_ORDER;
use crate::stack::Stack;

/// More policies than hold for any network: one a folder, one a network, one a region.
const MOST_POLICIES: usize = 64;

/// Where the network's own rules stand among its policies, and the policies' rules.
pub(in super::super) struct Levels {
    /// Rules of policies, each with its level.
    pub(in super::super) rules: Vec<Ranked>,
    /// The level of the network's own rules.
    pub(in super::super) own: u16,
    /// Why there may be rules that were not seen.
    pub(in super::super) unseen: Vec<Gap>,
    /// Regions of which machines of the network have to be told apart.
    pub(in super::super) regions: Vec<Region>,
}

/// The policies of a network, in order.
///
/// Source: <https://docs.cloud.google.com/firewall/docs/firewall-policies-rule-eval-order> (`AFTER_CLASSIC_FIREWALL`
/// is the default: hierarchical policies from the organization down, the network's rules, global policies, regional
/// ones; `BEFORE_CLASSIC_FIREWALL`: both kinds before the network's rules), read 2026-11-25.
pub(in super::super) fn levels(
    stack: &Stack<'_>,
    groups: &mut Groups,
    policies: &Policies<'_>,
    network: &ResourceId,
) -> Levels {
    let mut found = Levels { rules: Vec::new(), own: 0, unseen: Vec::new(), regions: Vec::new() };
    let mut above = policies.ties.above(stack, network);
    let mut own = policies.ties.own(network);
    if above.len() + own.len() > MOST_POLICIES {
        let what = format!("more than {MOST_POLICIES} firewall policies of `{network}`");
        found.unseen.push(Gap { kind: GapKind::Unsupported, what, source: None });
        above.truncate(MOST_POLICIES);
        own.truncate(MOST_POLICIES);
    }
    if !(above.is_empty() && own.is_empty()) {
        found.unseen.extend(policies.unplaced().iter().cloned());
    }
    let mut placing = Placing { stack, groups, policies, network, found, next: 0 };
    for level in &above {
        placing.add(level, None);
    }
    let order = order(stack, network);
    if order.before != Truth::No {
        for level in &own {
            placing.add(level, order.gap.as_ref());
        }
    }
    placing.found.own = placing.next;
    placing.next += 1;
    if order.before != Truth::Yes {
        for level in &own {
            placing.add(level, order.gap.as_ref());
        }
    }
    placing.found
}

/// Whether network policies come before the network's own rules.
struct OrderOfNetwork {
    before: Truth,
    gap: Option<Gap>,
}

fn order(stack: &Stack<'_>, network: &ResourceId) -> OrderOfNetwork {
    let Some(record) = stack.records.get(network.as_str()) else {
        // The default network is as documented; of any other one the rules are not all known anyway.
        return OrderOfNetwork { before: Truth::No, gap: None };
    };
    let default = Some(("AFTER_CLASSIC_FIREWALL", POLICY_ORDER));
    let order = string_attr(record, "network_firewall_policy_enforcement_order", default);
    OrderOfNetwork { before: order.is(|text| text.starts_with("BEFORE")), gap: order.gap().cloned() }
}

/// Puts policies one behind the other.
struct Placing<'a, 'r, 'p, 'm> {
    stack: &'a Stack<'r>,
    groups: &'m mut Groups,
    policies: &'a Policies<'p>,
    network: &'a ResourceId,
    found: Levels,
    next: u16,
}

impl Placing<'_, '_, '_, '_> {
    fn add(&mut self, level: &Level<'_, '_>, misplaced: Option<&Gap>) {
        let number = self.next;
        self.next += 1;
        let policy = match &level.tie.policy {
            Link::To { id, .. } if level.tie.declared => id,
            _ => return self.found.unseen.push(not_declared(level)),
        };
        let written = self.policies.rules(policy);
        if !self.policies.spend(written.len()) {
            let what =
                format!("rules of policies beyond the first {MOST_RULES}, each counted once a network");
            return self.found.unseen.push(Gap { kind: GapKind::Unsupported, what, source: None });
        }
        let mut reader = Reader { stack: self.stack, groups: self.groups, network: self.network };
        let mut rules: Vec<Ranked> = written.iter().flat_map(|written| reader.read(*written)).collect();
        let doubts = [misplaced.cloned(), (!level.holds.certain()).then(|| whether_it_holds(level))];
        for gap in doubts.into_iter().flatten() {
            for ranked in &mut rules {
                ranked.rule = doubtful(ranked.rule.clone(), gap.clone());
            }
        }
        if level.tie.family.kind.types == REGIONAL.kind.types {
            let region = Region::of(self.stack, self.network, level.tie.record, policy).with_targets(&rules);
            rules = region::confine(&region, rules);
            self.found.regions.push(region);
        }
        self.found.rules.extend(rules.into_iter().map(|ranked| Ranked { level: number, ..ranked }));
    }
}

fn not_declared(level: &Level<'_, '_>) -> Gap {
    let tie = level.tie.record;
    let why = match &level.tie.policy {
        Link::Unknown(gap) => format!(" ({})", gap.what),
        Link::To { .. } => String::new(),
    };
    Gap {
        kind: GapKind::OutsideInput,
        what: format!("the firewall policy that `{}` attaches{why}", tie.address),
        source: Some(Source::File(tie.header)),
    }
}

fn whether_it_holds(level: &Level<'_, '_>) -> Gap {
    let tie = level.tie.record;
    let target = tie.get(level.tie.family.names.1);
    let what = match target {
        Some(value) => format!("whether the network lies below {}", ringfence_provider::shown(value)),
        None => format!("what `{}` attaches its policy to", tie.address),
    };
    let at = target.map_or(Source::File(tie.header), source);
    Gap { kind: GapKind::OutsideInput, what, source: Some(at) }
}

/// Groups that rules name, so that machines of a region can be told apart in them.
pub(super) fn named_groups(rules: &[Ranked]) -> BTreeSet<ResourceId> {
    let applies = rules.iter().map(|ranked| &ranked.rule.applies_to);
    let groups = applies.flat_map(|applies| match applies {
        ringfence_model::AppliesTo::Groups(groups) => groups.as_slice(),
        _ => &[],
    });
    groups.cloned().collect()
}
