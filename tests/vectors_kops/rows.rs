//! Rules by role, and counts of resources.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_terraform::{RecordKind, Stack};
use serde_json::Value;

use crate::amazon;
use crate::configuration::Source;

/// By pair of roles: protocols, and their ranges.
pub(crate) type Rows = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// The rules of security groups that let something in.
pub(crate) fn found(stack: &Stack) -> Rows {
    let mut rows = Rows::new();
    for rule in amazon::rules(stack) {
        let from = match &rule.from {
            Source::Group(group) => role(group).to_owned(),
            Source::Addresses(cidr) | Source::List(cidr) => cidr.clone(),
        };
        let (protocol, range) = match rule.flows.protocol.as_str() {
            "-1" => ("all".to_owned(), "0-65535".to_owned()),
            other => (other.to_owned(), format!("{}-{}", rule.flows.low, rule.flows.high)),
        };
        let row = rows.entry(format!("{from} -> {}", role(&rule.to))).or_default();
        row.entry(protocol).or_default().insert(range);
    }
    rows
}

/// The role that kops names a group for.
fn role(group: &str) -> &'static str {
    let name = group.rsplit('.').next().unwrap_or(group);
    [("api-elb", "api-lb"), ("bastion", "bastion"), ("master", "masters"), ("node", "nodes")]
        .into_iter()
        .find(|(part, _)| name.starts_with(part))
        .unwrap_or_else(|| panic!("`{group}` is for no role"))
        .1
}

/// The same as the second opinion has them.
pub(crate) fn expected(rows: &Value) -> Rows {
    let ranges = |ranges: &Value| ranges.as_array().expect("ranges").iter().map(said).collect();
    let row = |row: &Value| {
        let protocols = row.as_object().expect("protocols").iter();
        protocols.map(|(protocol, found)| (protocol.clone(), ranges(found))).collect()
    };
    rows.as_object().expect("rows").iter().map(|(pair, found)| (pair.clone(), row(found))).collect()
}

fn said(text: &Value) -> String {
    text.as_str().expect("a text").to_owned()
}

/// How many rules there are, of both directions.
pub(crate) fn rules(stack: &Stack) -> u64 {
    stack.records.iter().filter(|record| &*record.type_name == amazon::RULE).count() as u64
}

/// How many resources there are of each type, as a row of one range each.
pub(crate) fn counted(stack: &Stack) -> Rows {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for record in stack.records.iter().filter(|record| record.kind == RecordKind::Managed) {
        *counts.entry(record.type_name.to_string()).or_default() += 1;
    }
    counts.into_iter().map(|(name, count)| (name, counts_as(count))).collect()
}

/// The same as the second opinion has them.
pub(crate) fn expected_counts(resources: &Value) -> Rows {
    let all = resources.as_object().expect("resources").iter();
    all.map(|(name, count)| (name.clone(), counts_as(count.as_u64().expect("a number")))).collect()
}

fn counts_as(count: u64) -> BTreeMap<String, BTreeSet<String>> {
    [("count".to_owned(), [count.to_string()].into())].into()
}
