//! Prefix lists: named lists of prefixes that rules and routes refer to.

use ringfence_model::{Evidence, Gap, ResourceId};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::{Fields, each_cidr, evidence, gap, gap_of, shown};
use ringfence_terraform::{Record, RecordKind, Value};

use super::peers::Peer;
use super::rule::Side;
use crate::links::ANY;
use crate::stack::{Stack, outside};

/// The addresses of the list that a value names.
///
/// Unknown: the entries of a list that is not declared here are not known: `must` empty, `may` everything.
pub(super) fn addresses(stack: &Stack<'_>, value: &Value) -> (Bounds<AddressSet>, Vec<Evidence>, Vec<Gap>) {
    let link = stack.link(value, &ANY);
    let record = link.id().and_then(|id| stack.record(id));
    if let Some(known) = record.and_then(listed) {
        return known;
    }
    let declared = |record: &&Record| {
        record.type_name.as_ref() == "aws_ec2_managed_prefix_list" && record.kind == RecordKind::Managed
    };
    let Some(record) = record.filter(declared) else {
        let what = link.id().map_or_else(|| gap(value).what, |id| format!("the prefixes of `{id}`"));
        let gap = outside(what, link.source().cloned());
        return (Bounds::at_most(AddressSet::all()), Vec::new(), vec![gap]);
    };
    let mut all = (Bounds::empty(), Vec::new(), Vec::new());
    let id = crate::stack::id(record);
    for (subject, cidr) in entries(stack, record, &id) {
        for read in each_cidr(&subject, "cidr", cidr, &AddressSet::all()) {
            all.0 = all.0.union(&read.set);
            all.1.extend(read.evidence);
            all.2.extend(read.gap);
        }
    }
    all.2.extend(unseen(record));
    if !all.2.is_empty() {
        all.0.may = AddressSet::all();
    }
    all
}

/// The addresses that a data source, or an endpoint in a state, lists.
fn listed(record: &Record) -> Option<(Bounds<AddressSet>, Vec<Evidence>, Vec<Gap>)> {
    let values = super::gateway_endpoints::listed(record);
    let known = !values.is_empty() && values.iter().all(|value| value.as_str().is_some());
    let id = crate::stack::id(record);
    let reads = values.iter().flat_map(|value| each_cidr(&id, "cidr", value, &AddressSet::all()));
    known.then(|| {
        let mut all = (Bounds::empty(), Vec::new(), Vec::new());
        for read in reads {
            all.0 = all.0.union(&read.set);
            all.1.extend(read.evidence);
            all.2.extend(read.gap);
        }
        all
    })
}

/// The list as the other side of a rule.
pub(super) fn prefix_list(stack: &Stack<'_>, subject: &ResourceId, name: &str, value: &Value) -> Peer {
    let (set, entries, gaps) = addresses(stack, value);
    let mut said = evidence(subject, format!("`{name}` is {}", text(stack, value)), value);
    said.extend(entries);
    (Side::Addresses(set), said, gaps.into_iter().next())
}

fn text(stack: &Stack<'_>, value: &Value) -> String {
    let link = stack.link(value, &ANY);
    link.id().map_or_else(|| shown(value), |id| format!("`{id}`"))
}

/// The prefixes: inline, and of resources of their own.
fn entries<'s>(stack: &'s Stack<'_>, list: &'s Record, id: &ResourceId) -> Vec<(ResourceId, &'s Value)> {
    let inline = list.nested("entry").iter().filter_map(|entry| Some((id.clone(), entry.field("cidr")?)));
    let own = stack.prefixes().of(id).iter().map(|naming| naming.record);
    let own = own.filter_map(|entry| Some((crate::stack::id(entry), entry.field("cidr")?)));
    inline.chain(own).collect()
}

/// Why there may be entries that could not be seen.
fn unseen(list: &Record) -> Option<Gap> {
    let value = list.field("entry")?;
    value.reason().map(|reason| gap_of(reason, value.origin.used_at()))
}
