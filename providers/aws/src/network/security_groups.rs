//! Security groups: stateful, allow only, all rules together.
//!
//! Without an `egress` block Terraform takes the cloud's own allow-all away, so a group has just the rules that
//! are written: inline, or in resources of their own.
//!
//! Source: `aws_security_group`, note on egress rules; default security groups (read 2026-11-23).

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::{About, Gap, Link, Model, PacketFilter, ResourceId, Source};
use ringfence_packets::{Action, Order};
use ringfence_provider::{Fields, about, gap_of, tags, undeclared};
use ringfence_terraform::Record;

use super::exclusive_rules::Exclusive;
use super::made_groups::made_group;
use super::rule::{Draft, Pending};
use crate::resources::{security_group, security_group_rule};
use crate::stack::{Stack, id, name, outside};

/// All of them: those that are declared, and those that machines, balancers and rules refer to.
pub(super) fn lower(stack: &Stack<'_>, model: &mut Model) {
    let mut rules: BTreeMap<ResourceId, Vec<Draft>> = BTreeMap::new();
    let mut stray: Vec<(Draft, Gap)> = Vec::new();
    let exclusive = Exclusive::new(stack);
    for pending in security_group_rule::all(stack) {
        match pending {
            Pending { filter: Link::To { id, .. }, rule } => rules.entry(id).or_default().push(rule),
            Pending { filter: Link::Unknown(gap), rule } => stray.push((rule, gap)),
        }
    }
    for record in stack.records.of_types(&["aws_security_group", "aws_default_security_group"]) {
        let own = rules.remove(&id(record)).unwrap_or_default();
        let mut all = security_group::inline_rules(stack, record);
        all.extend(own);
        exclusive.apply(&id(record), &mut all);
        let mut filter = empty(security_group_about(record));
        filter.unseen.extend(unseen(record));
        push(model, filter, all, &stray);
    }
    for (id, source) in used(model, &rules) {
        let (mut filter, mut all) = made_elsewhere(stack, &id, &source);
        all.extend(rules.remove(&id).unwrap_or_default());
        exclusive.apply(&id, &mut all);
        if exclusive.tells_all(&id) {
            filter.unseen.clear();
        }
        push(model, filter, all, &stray);
    }
}

fn security_group_about(record: &Record) -> About {
    let mut header = about(record, "security group");
    header.name = name(record);
    header.tags = tags(record.field("tags"));
    header
}

fn empty(about: About) -> PacketFilter {
    PacketFilter {
        about,
        order: Order::Unordered,
        stateful: true,
        default_ingress: Action::Deny,
        default_egress: Action::Deny,
        rules: Vec::new(),
        unseen: Vec::new(),
    }
}

/// Adds a filter with its rules, and as unseen those rules of which it is not known to whom they belong.
fn push(model: &mut Model, mut filter: PacketFilter, rules: Vec<Draft>, stray: &[(Draft, Gap)]) {
    filter.rules.extend(rules.into_iter().map(|rule| rule.finish(&mut model.groups)));
    for (rule, gap) in stray {
        let mut possible = rule.clone().finish(&mut model.groups);
        possible.traffic.must = ringfence_packets::Traffic::none();
        possible.gaps.push(gap.clone());
        filter.rules.push(possible);
    }
    model.filters.push(filter);
}

/// Why a declared group may have rules that could not be seen: blocks whose number is unknown.
fn unseen(record: &Record) -> Vec<Gap> {
    let blocks = ["ingress", "egress"].iter().filter_map(|name| record.field(name));
    let open = blocks.filter_map(|value| {
        let unknown = value.reason()?;
        Some(gap_of(unknown, value.origin.used_at()))
    });
    open.collect()
}

/// Groups that something in the model or a rule refers to and that no resource declares.
fn used(model: &Model, rules: &BTreeMap<ResourceId, Vec<Draft>>) -> Vec<(ResourceId, Source)> {
    let declared: BTreeSet<&ResourceId> = model.filters.iter().map(|filter| &filter.about.id).collect();
    let machines = model.machines.iter().flat_map(ringfence_model::Machine::filters);
    let balancers = model.balancers.iter().filter_map(|balancer| balancer.filters.as_ref()).flatten();
    let clusters = model.clusters.iter().flat_map(|cluster| &cluster.filters);
    let endpoints = model.endpoints.iter().flat_map(|endpoint| &endpoint.interfaces);
    let endpoints = endpoints.flat_map(|interface| &interface.filters);
    let mut found: BTreeMap<&ResourceId, Source> = BTreeMap::new();
    for (id, drafts) in rules {
        if let Some(evidence) = drafts.first().and_then(|draft| draft.evidence.last()) {
            found.insert(id, evidence.source.clone());
        }
    }
    for link in machines.chain(balancers).chain(clusters).chain(endpoints) {
        if let Link::To { id, source } = link {
            found.entry(id).or_insert_with(|| source.clone());
        }
    }
    found.into_iter().filter(|(id, _)| !declared.contains(id)).map(|(id, at)| (id.clone(), at)).collect()
}

/// A group that no resource declares: one that a service makes, whose rules are documented, or one from
/// elsewhere, whose rules are not known.
fn made_elsewhere(stack: &Stack<'_>, id: &ResourceId, source: &Source) -> (PacketFilter, Vec<Draft>) {
    if let Some((header, rules)) = made_group(stack, id) {
        return (empty(header), rules);
    }
    let mut filter = empty(undeclared(id, "security group", source));
    filter.unseen.push(outside(format!("the rules of `{id}`"), Some(source.clone())));
    (filter, Vec::new())
}
