//! Rules in resources of their own: `aws_security_group_rule`, `aws_vpc_security_group_ingress_rule`,
//! `aws_vpc_security_group_egress_rule`.
//!
//! Source: the provider's pages (read 2026-11-23).

use ringfence_model::{Direction, Link, Source};
use ringfence_terraform::Record;

use crate::links::GROUP;
use crate::network::{Head, Names, Pending, SECURITY_GROUP_BLOCK, SECURITY_GROUP_RULE, peers, traffic};
use crate::stack::{Stack, id};

/// All of them, in the order of the stack.
pub(crate) fn all(stack: &Stack<'_>) -> Vec<Pending> {
    let mut found = Vec::new();
    for record in stack.records.of_type("aws_security_group_rule") {
        // A rule whose direction is not known may be either.
        let kind = record.get("type");
        for (name, direction) in [("ingress", Direction::Ingress), ("egress", Direction::Egress)] {
            match kind.map(|value| (value, value.as_str())) {
                Some((_, Some(text))) if text.eq_ignore_ascii_case(name) => {
                    found.extend(rules(stack, record, direction, SECURITY_GROUP_BLOCK));
                }
                Some((value, None)) => {
                    let doubt = ringfence_provider::gap(value);
                    found.extend(rules(stack, record, direction, SECURITY_GROUP_BLOCK).into_iter().map(
                        |mut pending| {
                            pending.rule.traffic.must = ringfence_packets::Traffic::none();
                            pending.rule.gaps.push(doubt.clone());
                            pending
                        },
                    ));
                }
                _ => {}
            }
        }
    }
    for (type_name, direction) in [
        ("aws_vpc_security_group_ingress_rule", Direction::Ingress),
        ("aws_vpc_security_group_egress_rule", Direction::Egress),
    ] {
        for record in stack.records.of_type(type_name) {
            found.extend(rules(stack, record, direction, SECURITY_GROUP_RULE));
        }
    }
    found
}

fn rules(stack: &Stack<'_>, record: &Record, direction: Direction, names: Names) -> Vec<Pending> {
    let filter = match record.get("security_group_id") {
        Some(value) => stack.link(value, &GROUP),
        None => return Vec::new(),
    };
    let read = traffic(&id(record), record, names);
    let head = Head::new(record, direction, read, &Source::File(record.header));
    let own = match &filter {
        Link::To { id, .. } => Link::To { id: id.clone(), source: Source::File(record.header) },
        unknown @ Link::Unknown(_) => unknown.clone(),
    };
    let sides = peers(stack, &id(record), record, &own).into_iter();
    sides
        .map(|(side, evidence, gap)| Pending { filter: filter.clone(), rule: head.rule(side, evidence, gap) })
        .collect()
}
