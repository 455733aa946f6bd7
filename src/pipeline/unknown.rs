//! Which expressions stayed unknown, and why.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ringfence_model::{Source, Span, UnknownCount, UnknownKind};
use ringfence_terraform::{Cause, Reason, Record, Value};

/// Reasons inside each other that are followed.
const DEPTH: usize = 8;

/// Unknown expressions of one stack, and the reasons: by kind, then subject.
///
/// Shape: an expression with several reasons counts for each of them, and once for the sum.
pub(super) fn count(records: &[Record]) -> (usize, Vec<UnknownCount>) {
    let mut expressions: HashMap<Span, &Arc<Reason>> = HashMap::new();
    for record in records {
        for value in record.body.values() {
            add(value, &mut expressions);
        }
    }
    let total = expressions.len();
    let mut sorted: Vec<(Span, &Arc<Reason>)> = expressions.into_iter().collect();
    sorted.sort_by_key(|(at, _)| *at);
    let mut counts: BTreeMap<(UnknownKind, Arc<str>), UnknownCount> = BTreeMap::new();
    for (at, reason) in sorted {
        let mut causes = BTreeSet::new();
        gather(reason, DEPTH, &mut causes);
        for (kind, subject) in causes {
            let first = || UnknownCount { kind, subject: subject.clone(), count: 0, first: Source::File(at) };
            counts.entry((kind, subject.clone())).or_insert_with(first).count += 1;
        }
    }
    (total, counts.into_values().collect())
}

/// The innermost values that are unknown, by the expression that gave them.
fn add<'v>(value: &'v Value, found: &mut HashMap<Span, &'v Arc<Reason>>) {
    let inner: Vec<&Value> = match (value.as_list(), value.as_map()) {
        (Some(items), _) => items.iter().collect(),
        (None, Some(entries)) => entries.values().collect(),
        (None, None) => Vec::new(),
    };
    match value.reason().filter(|_| value.open().is_some() || inner.is_empty()) {
        Some(reason) => {
            found.entry(value.origin.used_at()).or_insert(reason);
        }
        None => inner.into_iter().for_each(|item| add(item, found)),
    }
}

fn gather(reason: &Reason, depth: usize, found: &mut BTreeSet<(UnknownKind, Arc<str>)>) {
    let cause = match &reason.cause {
        Cause::Derived(from) if depth > 0 => {
            return from.iter().for_each(|inner| gather(inner, depth - 1, found));
        }
        Cause::Derived(_) | Cause::Computed(_) | Cause::Later(_) => (UnknownKind::KnownAfterApply, "".into()),
        Cause::Data(reference) => (UnknownKind::Data, block(&reference.address).into()),
        Cause::Variable(name) => (UnknownKind::Variable, format!("var.{name}").into()),
        Cause::MissingModule { address, source } => {
            (UnknownKind::MissingModule, format!("{address} ({source})").into())
        }
        Cause::Function(name) => (UnknownKind::Function, format!("{name}()").into()),
        Cause::Cycle(address) => (UnknownKind::Cycle, address.clone()),
        Cause::Unread(why) => (UnknownKind::Unread, why.clone()),
        Cause::Limit(limit) => (UnknownKind::Limit, limit.clone()),
        Cause::Undeclared(what) => (UnknownKind::Undeclared, what.clone()),
        Cause::Error(message) => (UnknownKind::Error, message.clone()),
    };
    found.insert(cause);
}

/// The address of a data source without module instances and key: all of them are read alike.
fn block(address: &str) -> &str {
    let start = address.rfind("data.").unwrap_or(0);
    let local = address.get(start..).unwrap_or(address);
    local.split('[').next().unwrap_or(local)
}
