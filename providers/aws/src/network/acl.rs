//! Network ACLs: stateless, rules in order of their numbers, deny at the end.
//!
//! Source: `aws_network_acl`, `aws_network_acl_rule`, `aws_default_network_acl`; default network ACLs
//! (read 2026-11-23). Adopting a default ACL deletes every rule that is not written.

use std::collections::{BTreeMap, HashSet};

use ringfence_model::{About, Direction, Link, Model, PacketFilter, ResourceId, Source, Truth};
use ringfence_packets::{Action, AddressSet, Bounds, Order, Traffic};
use ringfence_provider::{Fields, about, documented, gap_of, tags, undeclared};
use ringfence_terraform::{Record, RecordKind};

use super::rule::{Draft, Side, documented_rule};
use crate::pages;
use crate::resources::network_acl::{Numbered, inline, standalone};
use crate::stack::{Stack, id, name, outside};

/// All of them: the declared ones, and those that a subnet's border has by default.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    let mut rules: BTreeMap<ResourceId, Vec<Numbered>> = BTreeMap::new();
    let mut doubtful = Vec::new();
    for (link, numbered) in standalone(stack) {
        match link {
            Link::To { id, .. } => rules.entry(id).or_default().push(numbered),
            Link::Unknown(gap) => doubtful.push(gap),
        }
    }
    for record in stack.records.of_types(&["aws_network_acl", "aws_default_network_acl"]) {
        let mut all = inline(record);
        all.extend(rules.remove(&id(record)).unwrap_or_default());
        let mut header = about(record, "network ACL");
        header.name = name(record);
        header.tags = tags(record.field("tags"));
        let mut filter = empty(header);
        for value in ["ingress", "egress"].iter().filter_map(|name| record.field(name)) {
            let open = value.reason();
            filter.unseen.extend(open.map(|unknown| gap_of(unknown, value.origin.used_at())));
        }
        filter.unseen.extend(doubtful.iter().cloned());
        push(model, filter, all);
    }
    for (id, source) in used(model) {
        let own = rules.remove(&id).unwrap_or_default();
        let mut filter = made_elsewhere(stack, &id, &source);
        filter.unseen.extend(doubtful.iter().cloned());
        if filter.about.declared && own.is_empty() {
            filter.rules = open_rules(&id).into_iter().map(|rule| rule.finish(&mut model.groups)).collect();
        }
        push(model, filter, own);
    }
}

fn empty(about: About) -> PacketFilter {
    PacketFilter {
        about,
        order: Order::FirstMatch,
        stateful: false,
        default_ingress: Action::Deny,
        default_egress: Action::Deny,
        rules: Vec::new(),
        unseen: Vec::new(),
        default_of: None,
    }
}

/// Adds a filter with its rules in the order of their numbers.
///
/// Unknown: a rule without a known number stands first and certain of nothing, so that it may overrule any.
fn push(model: &mut Model, mut filter: PacketFilter, mut rules: Vec<Numbered>) {
    rules.sort_by_key(|numbered| numbered.number);
    for numbered in rules {
        let mut rule = numbered.rule.finish(&mut model.groups);
        if numbered.number.is_none() {
            rule.traffic.must = Traffic::none();
        }
        filter.rules.push(rule);
    }
    model.filters.push(filter);
}

/// ACLs at the border of a subnet that no resource declares.
fn used(model: &Model) -> Vec<(ResourceId, Source)> {
    let declared: HashSet<&ResourceId> = model.filters.iter().map(|filter| &filter.about.id).collect();
    let mut found: BTreeMap<ResourceId, Source> = BTreeMap::new();
    for subnet in &model.subnets {
        for id in subnet.filters.iter().filter(|id| !declared.contains(id)) {
            found.entry(id.clone()).or_insert_with(|| subnet.about.declared_at.clone());
        }
    }
    found.into_iter().collect()
}

fn made_elsewhere(stack: &Stack<'_>, id: &ResourceId, source: &Source) -> PacketFilter {
    let vpc = id.as_str().strip_suffix("/default-network-acl").map(ResourceId::new);
    let declares = |vpc: &ResourceId| match stack.record(vpc) {
        Some(record) => record.kind == RecordKind::Managed && is_vpc(record),
        None => *vpc == stack.default_vpc(),
    };
    if vpc.is_some_and(|vpc| declares(&vpc)) {
        return empty(documented(id.clone(), "default network ACL", pages::DEFAULT_NETWORK_ACL, Truth::Yes));
    }
    let mut filter = empty(undeclared(id, "network ACL", source));
    filter.unseen.push(outside(format!("the rules of `{id}`"), Some(source.clone())));
    filter
}

fn is_vpc(record: &Record) -> bool {
    matches!(record.type_name.as_ref(), "aws_vpc" | "aws_default_vpc")
}

/// The rules of a VPC's own ACL: everything in and out.
///
/// Source: default network ACLs for a VPC (read 2026-11-23).
fn open_rules(id: &ResourceId) -> Vec<Draft> {
    let rule = |direction, fact| {
        let everybody = Side::Addresses(Bounds::exact(AddressSet::all()));
        documented_rule(id, direction, everybody, Traffic::all(), (fact, pages::DEFAULT_NETWORK_ACL))
    };
    vec![
        rule(Direction::Ingress, "the default network ACL lets everything in"),
        rule(Direction::Egress, "the default network ACL lets everything out"),
    ]
}
