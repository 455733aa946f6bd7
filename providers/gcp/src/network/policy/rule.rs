//! One rule of a firewall policy.

use ringfence_model::{AppliesTo, Direction, Evidence, FilterRule, Gap, GapKind, Groups, ResourceId, Source};
use ringfence_packets::{Action, Bounds};
use ringfence_provider::{Fields, bool_attr, evidence, string_attr, u64_attr};
use ringfence_terraform::{Record, Value};

use super::super::rule::{Ranked, existence};
use super::super::traffic::of_blocks;
use super::matching::{Side, matching};
use crate::iam::account;
use crate::kinds::{NETWORK, TAG_VALUE};
use crate::list::elements;
use crate::pages::{POLICY_RULES, TF_POLICY_RULE};
use crate::stack::Stack;

/// A rule as it is written: a resource of its own, or a block of its policy.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    /// The resource.
    pub(super) record: &'a Record,
    /// The block and its place among the others, if it is one.
    pub(super) block: Option<(usize, &'a Value)>,
}

impl Fields for Written<'_> {
    fn field(&self, name: &str) -> Option<&Value> {
        match self.block {
            Some((_, block)) => block.get(name),
            None => self.record.get(name),
        }
    }
}

impl Written<'_> {
    fn id(&self) -> ResourceId {
        match self.block {
            Some((at, _)) => ResourceId::new(format!("{}.rule[{at}]", self.record.address)),
            None => ResourceId::new(self.record.address.clone()),
        }
    }

    fn source(&self) -> Source {
        Source::File(self.block.map_or(self.record.header, |(_, block)| block.origin.at))
    }
}

/// What a rule is read for: a network, and whom it is for if not for all its machines.
pub(super) struct Reader<'a, 'r, 'm> {
    pub(super) stack: &'a Stack<'r>,
    pub(super) groups: &'m mut Groups,
    pub(super) network: &'a ResourceId,
}

impl Reader<'_, '_, '_> {
    /// The rule as it holds in the network; several if it is not known what it does, none if it does not hold there.
    ///
    /// Unknown: what an inspection lets through. So a rule that has one may stop what it matches, and may let it in.
    /// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_firewall_policy_rule>
    /// (`action`, `direction`, `disabled`, `priority`),
    /// <https://docs.cloud.google.com/firewall/docs/firewall-policies-rule-details> ("Action on match"), read
    /// 2026-11-25.
    pub(super) fn read(&mut self, written: Written<'_>) -> Vec<Ranked> {
        let disabled = bool_attr(&written, "disabled", Some((false, TF_POLICY_RULE)));
        let doubt = match self.holds(written) {
            Holds::No => return Vec::new(),
            Holds::Yes => None,
            Holds::Perhaps(gap) => Some(gap),
        };
        if disabled.truth().certain() || !written.record.exists.possible() {
            return Vec::new();
        }
        let direction = string_attr(&written, "direction", Some(("INGRESS", TF_POLICY_RULE)));
        let egress = direction.is(|text| text.eq_ignore_ascii_case("EGRESS")).certain();
        let priority = u64_attr(&written, "priority", None);
        let actions = actions(written);
        let maybe_block = written.block.and_then(|(_, block)| block.maybe.then(|| how_many(written)));
        let doubts: Vec<Gap> = [disabled.gap(), direction.gap(), priority.gap(), actions.gap.as_ref()]
            .into_iter()
            .flatten()
            .cloned()
            .chain(doubt)
            .chain(maybe_block)
            .chain(existence(written.record))
            .collect();
        let direction = if egress { Direction::Egress } else { Direction::Ingress };
        let rule = self.rule(written, direction);
        let one = |action: Action| Ranked {
            level: 0,
            priority: priority.value().copied(),
            rule: FilterRule { action, ..rule.clone() },
        };
        let ranked = actions.possible.into_iter().map(one);
        ranked.map(|ranked| doubts.iter().cloned().fold(ranked, Ranked::uncertain)).collect()
    }

    fn rule(&mut self, written: Written<'_>, direction: Direction) -> FilterRule {
        let id = written.id();
        let subject = ResourceId::new(written.record.address.clone());
        let side = if direction == Direction::Egress { Side::DESTINATION } else { Side::SOURCE };
        // The oldest kind of policy has one block more around it.
        let matches = written.block("match").map(|block| block.block("config").unwrap_or(block));
        let other = matching(self.stack, self.groups, &subject, matches, side);
        let blocks =
            matches.and_then(|block| block.get("layer4_configs").or_else(|| block.get("layer4_config")));
        let layer4 = of_blocks(&subject, blocks, "ip_protocol");
        let (applies_to, facts) = self.targets(written, &subject);
        let noun = if direction == Direction::Ingress { "inbound" } else { "outbound" };
        let verb = shown_action(written);
        let itself =
            Evidence::new(&id, format!("the policy's rule {verb} {noun} traffic"), &written.source());
        let mut gaps: Vec<Gap> = other.gaps.into_iter().chain(layer4.gaps).collect();
        gaps.sort();
        gaps.dedup();
        FilterRule {
            id,
            direction,
            action: Action::Allow,
            level: 0,
            peers: other.peers,
            traffic: layer4.traffic,
            applies_to,
            gaps,
            evidence: [other.evidence, layer4.evidence, facts, vec![itself]].concat(),
        }
    }

    /// The machines that a rule concerns: all of the network, or those that carry a tag or act as an account.
    ///
    /// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_network_firewall_policy_rule>
    /// (`target_secure_tags`, `target_service_accounts`: "If neither … are specified, the firewall rule applies to
    /// all instances on the specified network"), read 2026-11-25.
    fn targets(&self, written: Written<'_>, subject: &ResourceId) -> (AppliesTo, Vec<Evidence>) {
        let tags = elements(written.field("target_secure_tags"));
        let accounts = elements(written.field("target_service_accounts"));
        let mut gaps: Vec<Gap> = tags.gaps.into_iter().chain(accounts.gaps).collect();
        let mut groups = Vec::new();
        let mut facts = Vec::new();
        for name in tags.items.iter().filter_map(|tag| tag.get("name")) {
            match TAG_VALUE.link(&self.stack.records, name) {
                ringfence_model::Link::To { id, .. } => {
                    facts.extend(evidence(subject, format!("`target_secure_tags` names `{id}`"), name));
                    groups.push(id);
                }
                ringfence_model::Link::Unknown(gap) => gaps.push(gap),
            }
        }
        for value in accounts.items {
            match account(&self.stack.records, value) {
                Ok(id) => {
                    facts.extend(evidence(
                        subject,
                        format!("`target_service_accounts` contains `{id}`"),
                        value,
                    ));
                    groups.push(id);
                }
                Err(gap) => gaps.push(gap),
            }
        }
        match gaps.into_iter().next() {
            Some(gap) => (AppliesTo::Unknown(gap), facts),
            None if groups.is_empty() => (AppliesTo::All, facts),
            None => (AppliesTo::Groups(groups), facts),
        }
    }

    /// Whether a rule is for machines of the network.
    ///
    /// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_firewall_policy_rule>
    /// (`target_resources`: "which network's VMs get this rule"), read 2026-11-25; remembered: rules with
    /// `target_type` `INTERNAL_MANAGED_LB` are for proxies, not for machines.
    fn holds(&self, written: Written<'_>) -> Holds {
        let kind = written.field("target_type").and_then(Value::as_str);
        if kind.is_some_and(|kind| kind != "INSTANCES") {
            return Holds::No;
        }
        let networks = elements(written.field("target_resources"));
        if networks.is_empty() {
            return Holds::Yes;
        }
        let mut doubt = networks.gaps.into_iter().next();
        for value in networks.items {
            match NETWORK.link(&self.stack.records, value) {
                ringfence_model::Link::To { id, .. } if id == *self.network => return Holds::Yes,
                ringfence_model::Link::To { .. } => {}
                ringfence_model::Link::Unknown(gap) => doubt = doubt.or(Some(gap)),
            }
        }
        doubt.map_or(Holds::No, Holds::Perhaps)
    }
}

enum Holds {
    Yes,
    No,
    Perhaps(Gap),
}

/// What a rule may do; more than one if it is not known.
struct Actions {
    possible: Vec<Action>,
    gap: Option<Gap>,
}

fn actions(written: Written<'_>) -> Actions {
    let action = string_attr(&written, "action", None);
    let text = action.value().map(|text| text.to_ascii_lowercase());
    let certain = |action| Actions { possible: vec![action], gap: None };
    match text.as_deref() {
        Some("allow") => certain(Action::Allow),
        Some("goto_next") => certain(Action::Next),
        Some("deny") => certain(Action::Deny),
        Some("apply_security_profile_group") => Actions {
            possible: vec![Action::Deny, Action::Allow],
            gap: Some(Gap {
                kind: GapKind::Unsupported,
                what: "what the rule's security profile lets through".to_owned(),
                source: action.source().cloned(),
            }),
        },
        _ => Actions {
            possible: vec![Action::Deny, Action::Next, Action::Allow],
            gap: Some(action.gap().cloned().unwrap_or_else(|| Gap {
                kind: GapKind::Invalid,
                what: "an action that no rule has".to_owned(),
                source: Some(written.source()),
            })),
        },
    }
}

fn shown_action(written: Written<'_>) -> &'static str {
    match written.field("action").and_then(Value::as_str).map(str::to_ascii_lowercase).as_deref() {
        Some("allow") => "allows",
        Some("deny") => "denies",
        Some("goto_next") => "leaves to the next level",
        Some("apply_security_profile_group") => "inspects",
        _ => "does something unknown with",
    }
}

fn how_many(written: Written<'_>) -> Gap {
    let what = "how many rules a `dynamic` makes here".to_owned();
    Gap { kind: GapKind::UnresolvedVariable, what, source: Some(written.source()) }
}

/// What nobody is certain to be matched by any more.
pub(super) fn doubtful(mut rule: FilterRule, gap: Gap) -> FilterRule {
    rule.peers = Bounds::at_most(rule.peers.may);
    rule.gaps.push(gap);
    rule
}

/// The page about the components of rules.
pub(super) const PAGE: &str = POLICY_RULES;
