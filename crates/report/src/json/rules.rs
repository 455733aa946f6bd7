//! Rules.

use ringfence_check::{Reference, RuleMeta, Taxon};
use serde::Serialize;

use crate::words;

#[derive(Debug, Serialize)]
pub(super) struct RuleJson {
    id: &'static str,
    name: &'static str,
    title: &'static str,
    requirement: &'static str,
    severity: &'static str,
    score: &'static str,
    what: &'static str,
    why: &'static str,
    fix: &'static str,
    limits: &'static str,
    references: Vec<ReferenceJson>,
    taxa: Vec<TaxonJson>,
}

#[derive(Debug, Serialize)]
struct ReferenceJson {
    title: &'static str,
    url: &'static str,
}

#[derive(Debug, Serialize)]
struct TaxonJson {
    catalogue: &'static str,
    id: &'static str,
}

impl RuleJson {
    pub(super) fn of(rule: &RuleMeta) -> Self {
        let reference = |reference: &Reference| ReferenceJson { title: reference.title, url: reference.url };
        let taxon = |taxon: &Taxon| TaxonJson { catalogue: taxon.catalogue, id: taxon.id };
        Self {
            id: rule.id,
            name: rule.name,
            title: rule.title,
            requirement: words::requirement(rule.requirement),
            severity: rule.severity.name(),
            score: rule.score,
            what: rule.what,
            why: rule.why,
            fix: rule.fix,
            limits: rule.limits,
            references: rule.references.iter().map(reference).collect(),
            taxa: rule.taxa.iter().map(taxon).collect(),
        }
    }
}
