//! `aws_security_group`, `aws_default_security_group`: rules written inline.
//!
//! Source: the provider's pages (read 2026-11-23). Both treat `ingress` and `egress` as attributes that may be
//! written as blocks. Adopting a default group deletes every rule that is not written.

use ringfence_model::{Direction, Link, Source};
use ringfence_terraform::Record;

use crate::network::{Draft, Head, SECURITY_GROUP_BLOCK, peers, traffic};
use crate::stack::{Stack, id};

/// The rules of its `ingress` and `egress` blocks.
pub(crate) fn inline_rules(stack: &Stack<'_>, record: &Record) -> Vec<Draft> {
    let own = Link::To { id: id(record), source: Source::File(record.header) };
    let mut rules = Vec::new();
    for (name, direction) in [("ingress", Direction::Ingress), ("egress", Direction::Egress)] {
        for block in record.blocks(name) {
            let traffic = traffic(&id(record), block, SECURITY_GROUP_BLOCK);
            let mut head = Head::new(record, direction, traffic, &Source::File(block.origin.at));
            if block.maybe || block.is_opaque() {
                head.doubt.get_or_insert_with(|| ringfence_provider::gap(block));
            }
            let sides = peers(stack, &id(record), block, &own).into_iter();
            rules.extend(sides.map(|(side, evidence, gap)| head.rule(side, evidence, gap)));
        }
    }
    rules
}
