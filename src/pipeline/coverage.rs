//! What was read, and what no provider models.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ringfence_check::{CoverageSummary, Site, UnknownReason};
use ringfence_model::{Coverage, ResourceId, Source, Sources, UnknownCount, UnknownKind, Unsupported};
use ringfence_provider::Provider;
use ringfence_terraform::{Record, RecordKind};

use super::unknown;

/// Providers of values, not of infrastructure: nothing of theirs can be reached or holds a right.
const NEUTRAL: [&str; 9] =
    ["random_", "null_", "time_", "tls_", "local_", "terraform_", "template_", "external", "archive_"];

/// Counts the records of one stack.
pub(super) fn count(records: &[Record], providers: &[&dyn Provider]) -> Coverage {
    let mut coverage = Coverage::default();
    for record in records.iter().filter(|record| record.kind == RecordKind::Managed) {
        let kind = record.type_name.as_ref();
        let support =
            providers.iter().find(|provider| provider.owns(kind)).map(|provider| provider.support());
        let read = support.is_some_and(|s| s.read.iter().any(|(name, _)| *name == kind));
        let irrelevant = support.is_some_and(|s| s.irrelevant.contains(&kind));
        if read {
            coverage.read += 1;
        } else if irrelevant || NEUTRAL.iter().any(|prefix| kind.starts_with(prefix)) {
            coverage.irrelevant += 1;
        } else {
            let first = || Unsupported {
                first: ResourceId::new(record.address.clone()),
                source: Source::File(record.header),
                count: 0,
            };
            coverage.unsupported.entry(kind.to_owned()).or_insert_with(first).count += 1;
        }
    }
    (coverage.unknown_expressions, coverage.unknown) = unknown::count(records);
    coverage
}

/// The same with places that can be shown.
pub(super) fn summary(coverage: &Coverage, sources: &Sources) -> CoverageSummary {
    let unsupported = coverage.unsupported.iter().map(|(kind, seen)| {
        let site = seen.source.span().and_then(|span| Site::resolve(sources, span, seen.first.as_str()));
        (kind.clone(), seen.count, site)
    });
    CoverageSummary {
        read: coverage.read,
        irrelevant: coverage.irrelevant,
        unsupported: unsupported.collect(),
        unknown_expressions: coverage.unknown_expressions,
        unknown: coverage.unknown.iter().map(|count| reason(count, sources)).collect(),
    }
}

fn reason(count: &UnknownCount, sources: &Sources) -> UnknownReason {
    UnknownReason {
        kind: count.kind,
        subject: count.subject.to_string(),
        count: count.count,
        first: count.first.span().and_then(|span| Site::resolve(sources, span, "")),
    }
}

/// Adds one stack's coverage to the sum.
pub(super) fn add(total: &mut CoverageSummary, one: CoverageSummary) {
    total.read += one.read;
    total.irrelevant += one.irrelevant;
    total.unknown_expressions += one.unknown_expressions;
    let mut reasons: BTreeMap<(UnknownKind, String), UnknownReason> = BTreeMap::new();
    for reason in total.unknown.drain(..).chain(one.unknown) {
        match reasons.entry((reason.kind, reason.subject.clone())) {
            Entry::Vacant(entry) => {
                entry.insert(reason);
            }
            Entry::Occupied(mut entry) => entry.get_mut().count += reason.count,
        }
    }
    total.unknown = reasons.into_values().collect();
    let mut types: BTreeMap<String, (usize, Option<Site>)> =
        total.unsupported.drain(..).map(|(kind, count, site)| (kind, (count, site))).collect();
    for (kind, count, site) in one.unsupported {
        let entry = types.entry(kind).or_insert((0, site));
        entry.0 += count;
    }
    total.unsupported = types.into_iter().map(|(kind, (count, site))| (kind, count, site)).collect();
}
