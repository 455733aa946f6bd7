//! `aws_network_acl`, `aws_default_network_acl`, `aws_network_acl_rule`: numbered rules.
//!
//! Source: the provider's pages (read 2026-11-23).

use ringfence_model::{Direction, Evidence, Link, Source};
use ringfence_packets::{Action, AddressSet};
use ringfence_provider::{Fields, each_cidr, evidence, shown};
use ringfence_terraform::Record;

use crate::links;
use crate::network::{Draft, Head, NETWORK_ACL, Side, traffic};
use crate::pages;
use crate::stack::{Stack, id};

/// A rule with its number, if that is known.
pub(crate) struct Numbered {
    pub(crate) number: Option<i64>,
    pub(crate) rule: Draft,
}

/// The rules written in the ACL itself.
pub(crate) fn inline(record: &Record) -> Vec<Numbered> {
    let mut rules = Vec::new();
    for (name, direction) in [("ingress", Direction::Ingress), ("egress", Direction::Egress)] {
        for block in record.blocks(name) {
            let read = traffic(&id(record), block, NETWORK_ACL);
            let mut head = Head::new(record, direction, read, &Source::File(block.origin.at));
            if block.maybe || block.is_opaque() {
                head.doubt.get_or_insert_with(|| ringfence_provider::gap(block));
            }
            rules.extend(numbered(record, head, block, ("rule_no", "action")));
        }
    }
    rules
}

/// The rules in resources of their own, with the ACL each belongs to.
pub(crate) fn standalone(stack: &Stack<'_>) -> Vec<(Link, Numbered)> {
    let mut rules = Vec::new();
    for record in stack.records.of_type("aws_network_acl_rule") {
        let Some(acl) = record.get("network_acl_id") else { continue };
        let acl = stack.link(acl, &links::NETWORK_ACL);
        let egress = ringfence_provider::bool_attr(*record, "egress", Some((false, pages::NETWORK_ACL_RULE)));
        for (direction, truth) in
            [(Direction::Ingress, egress.truth().negate()), (Direction::Egress, egress.truth())]
        {
            if !truth.possible() {
                continue;
            }
            let read = traffic(&id(record), *record, NETWORK_ACL);
            let mut head = Head::new(record, direction, read, &Source::File(record.header));
            head.doubt = head.doubt.or_else(|| egress.gap().cloned());
            let found = numbered(record, head, *record, ("rule_number", "rule_action"));
            rules.extend(found.into_iter().map(|rule| (acl.clone(), rule)));
        }
    }
    rules
}

/// The rules of one body: one for each address family that it names, and both actions if that is not known.
fn numbered(record: &Record, mut head: Head, body: &dyn Fields, names: (&str, &str)) -> Vec<Numbered> {
    let (number_name, action_name) = names;
    let number = body.field(number_name).and_then(ringfence_terraform::Value::as_i64);
    let action = body.field(action_name);
    let actions = match action.and_then(|value| value.as_str()) {
        Some(text) if text.eq_ignore_ascii_case("allow") => vec![Action::Allow],
        Some(text) if text.eq_ignore_ascii_case("deny") => vec![Action::Deny],
        _ => {
            head.doubt = head.doubt.or_else(|| action.map(ringfence_provider::gap));
            vec![Action::Deny, Action::Allow]
        }
    };
    let said: Vec<Evidence> = action
        .into_iter()
        .flat_map(|value| evidence(&id(record), format!("`{action_name}` is {}", shown(value)), value))
        .collect();
    let mut rules = Vec::new();
    for action in actions {
        head.action = action;
        for (name, widest) in
            [("cidr_block", AddressSet::all_v4()), ("ipv6_cidr_block", AddressSet::all_v6())]
        {
            let value = body.field(name).filter(|value| value.as_str() != Some(""));
            for read in value.into_iter().flat_map(|value| each_cidr(&id(record), name, value, &widest)) {
                let evidence = read.evidence.into_iter().chain(said.clone()).collect();
                let rule = head.rule(Side::Addresses(read.set), evidence, read.gap);
                rules.push(Numbered { number, rule });
            }
        }
    }
    rules
}
