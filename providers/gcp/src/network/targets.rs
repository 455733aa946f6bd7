//! The machines that a firewall rule concerns.

use ringfence_model::{AppliesTo, Evidence, Gap, ResourceId};
use ringfence_provider::evidence;
use ringfence_terraform::{Record, Value};

use super::groups::{ambiguity, tag_group};
use crate::iam::account;
use crate::list::elements;
use crate::stack::Stack;
use crate::symbol::Symbol;

/// The machines a rule concerns, with what says so.
///
/// Unknown: one target that is not known makes the whole rule's targets unknown.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_firewall>
/// ("If neither targetServiceAccounts nor targetTags are specified, the firewall rule applies to all
/// instances"), read 2026-11-23.
pub(crate) fn targets(
    stack: &Stack<'_>,
    network: &ResourceId,
    record: &Record,
) -> (AppliesTo, Vec<Evidence>) {
    let subject = ResourceId::new(record.address.clone());
    let tags = elements(record.get("target_tags"));
    let accounts = elements(record.get("target_service_accounts"));
    let mut groups = Vec::new();
    let mut facts = Vec::new();
    let mut gaps: Vec<Gap> = tags.gaps.into_iter().chain(accounts.gaps).collect();
    for value in tags.items {
        match Symbol::of(value) {
            Ok(tag) => {
                gaps.extend(ambiguity(&tag, stack).map(|(gap, _)| placed(gap, value)));
                groups.push(tag_group(network, &tag));
                facts.extend(evidence(&subject, format!("`target_tags` contains `{}`", tag.text), value));
            }
            Err(gap) => gaps.push(gap),
        }
    }
    for value in accounts.items {
        match account(&stack.records, value) {
            Ok(id) => {
                facts.extend(evidence(&subject, format!("`target_service_accounts` contains `{id}`"), value));
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

fn placed(gap: Gap, value: &Value) -> Gap {
    Gap { source: gap.source.or(Some(ringfence_provider::source(value))), ..gap }
}
