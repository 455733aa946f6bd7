//! One `google_compute_firewall` as a rule.

use ringfence_model::{
    AppliesTo, Direction, Evidence, FilterRule, Gap, GapKind, Groups, ResourceId, Source, Truth,
};
use ringfence_packets::{Action, Bounds, Peers, Traffic};
use ringfence_provider::{bool_attr, gap, string_attr, u64_attr};
use ringfence_terraform::Record;

use super::peers::{Matching, PeerReader};
use super::targets::targets;
use super::traffic::{Matched, of_blocks};
use crate::pages::TF_FIREWALL;
use crate::stack::Stack;

/// A rule with its place in the order.
///
/// Shape: level by level, the lowest priority number is tried first; among equals, rules that deny. Sorting the tuples
/// of level, priority, rank of the action, id gives the order of evaluation.
/// Unknown: a rule of unknown priority comes first and nothing of it is certain, so it hides no other rule.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_firewall>
/// (priority: 1000 by default, lower wins, "DENY rules take precedence over ALLOW rules having equal
/// priority"), read 2026-11-23.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    /// The level of the network's filter: policies above it, its own rules, its policies.
    pub(crate) level: u16,
    /// Priority; nothing if it is unknown.
    pub(crate) priority: Option<u64>,
    /// The rule.
    pub(crate) rule: FilterRule,
}

impl Ranked {
    /// What rules are sorted by.
    pub(crate) fn key(&self) -> (u16, Option<u64>, u8, ResourceId) {
        let rank = match self.rule.action {
            Action::Deny => 0,
            Action::Next => 1,
            Action::Allow => 2,
        };
        (self.level, self.priority, rank, self.rule.id.clone())
    }

    /// The rule with its level.
    pub(crate) fn placed(self) -> FilterRule {
        FilterRule { level: self.level, ..self.rule }
    }

    /// The same rule, of which nothing is certain any more.
    pub(crate) fn uncertain(mut self, gap: Gap) -> Self {
        self.rule.peers = Bounds::at_most(self.rule.peers.may);
        self.rule.gaps.push(gap);
        self
    }
}

/// Reads a firewall of a network; nothing if it is disabled or makes no rule.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_firewall>
/// (direction is INGRESS by default, a disabled rule is as if it did not exist), read 2026-11-23.
pub(crate) fn read(
    stack: &Stack<'_>,
    groups: &mut Groups,
    network: &ResourceId,
    record: &Record,
) -> Option<Ranked> {
    let disabled = bool_attr(record, "disabled", Some((false, TF_FIREWALL)));
    if disabled.truth() == Truth::Yes || record.exists == Truth::No {
        return None;
    }
    let subject = ResourceId::new(record.address.clone());
    let (action, matched) = action(&subject, record)?;
    let direction = string_attr(record, "direction", Some(("INGRESS", TF_FIREWALL)));
    let egress = direction.is(|text| text.eq_ignore_ascii_case("EGRESS")).certain();
    let mut reader = PeerReader { stack, groups, network, subject: &subject };
    let matching = if egress { reader.destinations(record) } else { reader.sources(record) };
    let direction_gap = direction.gap().cloned();
    let direction = if egress { Direction::Egress } else { Direction::Ingress };
    let (applies_to, target_facts) = targets(stack, network, record);
    let priority = u64_attr(record, "priority", Some((1000, TF_FIREWALL)));
    let mut ranked = Ranked {
        level: 0,
        priority: priority.value().copied(),
        rule: rule(record, (action, direction), (matching, matched), (applies_to, target_facts)),
    };
    let doubts = [disabled.gap().cloned(), direction_gap, priority.gap().cloned(), existence(record)];
    for gap in doubts.into_iter().flatten() {
        ranked = ranked.uncertain(gap);
    }
    Some(ranked)
}

/// A rule that may hold in a network, because which network it is in is not known.
pub(crate) fn possible(ranked: &Ranked, gap: &Gap) -> Ranked {
    ranked.clone().uncertain(gap.clone())
}

fn rule(
    record: &Record,
    (action, direction): (Action, Direction),
    (matching, matched): (Matching, Matched),
    (applies_to, target_facts): (AppliesTo, Vec<Evidence>),
) -> FilterRule {
    let id = ResourceId::new(record.address.clone());
    let verb = if action == Action::Allow { "allows" } else { "denies" };
    let noun = if direction == Direction::Ingress { "inbound" } else { "outbound" };
    let itself = Evidence::new(&id, format!("the rule {verb} {noun} traffic"), &Source::File(record.header));
    let facts = [matching.evidence, matched.evidence, target_facts, vec![itself]];
    let mut gaps: Vec<Gap> = matching.gaps.into_iter().chain(matched.gaps).collect();
    gaps.sort();
    gaps.dedup();
    FilterRule {
        id,
        direction,
        action,
        level: 0,
        peers: matching.peers,
        traffic: matched.traffic,
        applies_to,
        gaps,
        evidence: facts.concat(),
    }
}

/// What the rule does, and with which traffic: `allow` and `deny` exclude each other.
fn action(subject: &ResourceId, record: &Record) -> Option<(Action, Matched)> {
    let (allow, deny) = (record.get("allow"), record.get("deny"));
    if deny.is_some() && allow.is_none() {
        return Some((Action::Deny, of_blocks(subject, deny, "protocol")));
    }
    let mut matched = of_blocks(subject, allow, "protocol");
    if let (Some(allow), Some(deny)) = (allow, deny)
        && (allow.is_opaque() || deny.is_opaque())
    {
        // Which of both there is decides; that it allows is the wider reading.
        matched.traffic = Bounds::at_most(Traffic::all());
        matched.gaps.push(gap(if allow.is_opaque() { allow } else { deny }));
    }
    (!matched.traffic.may.is_empty()).then_some((Action::Allow, matched))
}

/// Why a rule may not be there at all.
pub(crate) fn existence(record: &Record) -> Option<Gap> {
    (record.exists == Truth::Unknown).then(|| Gap {
        kind: GapKind::UnresolvedVariable,
        what: format!("whether `{}` exists", record.base),
        source: Some(Source::File(record.header)),
    })
}

/// A rule that the cloud makes by itself, as its documentation says.
pub(crate) fn documented(
    id: ResourceId,
    (priority, action): (u64, Action),
    (peers, traffic): (Bounds<Peers>, Traffic),
    applies_to: AppliesTo,
    (fact, url): (&str, &'static str),
) -> Ranked {
    let evidence = vec![Evidence::new(&id, fact, &Source::Documented { url })];
    let rule = FilterRule {
        id,
        direction: Direction::Ingress,
        action,
        level: 0,
        peers,
        traffic: Bounds::exact(traffic),
        applies_to,
        gaps: Vec::new(),
        evidence,
    };
    Ranked { level: 0, priority: Some(priority), rule }
}
