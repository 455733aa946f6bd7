//! Findings, made one by one as they are written.

use ringfence_check::{Finding, Hop, Remark, Subject, WayIn};
use serde::{Serialize, Serializer};

use super::sites::SiteJson;
use crate::clean::{self, Clean};
use crate::words;

/// All findings, in the order of the report.
#[derive(Debug)]
pub(super) struct Findings<'a>(pub(super) &'a [Finding]);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(FindingJson::of))
    }
}

#[derive(Debug, Serialize)]
struct FindingJson {
    rule: &'static str,
    name: &'static str,
    requirement: &'static str,
    verdict: &'static str,
    severity: &'static str,
    identity: String,
    subject: SubjectJson,
    message: Clean,
    primary: SiteJson,
    ways: Vec<WayJson>,
    related: Vec<RemarkJson>,
    unknowns: Vec<Clean>,
    fix: Clean,
    aspect: &'static str,
    instances: Vec<Clean>,
    stack: Clean,
}

#[derive(Debug, Serialize)]
pub(super) struct SubjectJson {
    id: Clean,
    kind: &'static str,
    role: Option<Clean>,
}

#[derive(Debug, Serialize)]
struct WayJson {
    verdict: &'static str,
    summary: Clean,
    hops: Vec<HopJson>,
}

#[derive(Debug, Serialize)]
struct HopJson {
    from: Clean,
    to: Clean,
    kind: &'static str,
    essential: bool,
    because: Vec<RemarkJson>,
}

#[derive(Debug, Serialize)]
pub(super) struct RemarkJson {
    fact: Clean,
    subject: Clean,
    site: Option<SiteJson>,
    url: Option<&'static str>,
}

impl FindingJson {
    fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.id,
            name: finding.rule.name,
            requirement: words::requirement(finding.rule.requirement),
            verdict: words::verdict(finding.verdict),
            severity: finding.severity.name(),
            identity: finding.identity(),
            subject: SubjectJson::of(&finding.subject),
            message: Clean::new(&finding.message),
            primary: SiteJson::of(&finding.primary),
            ways: finding.ways.iter().map(WayJson::of).collect(),
            related: finding.related.iter().map(RemarkJson::of).collect(),
            unknowns: clean::all(&finding.unknowns),
            fix: Clean::new(&finding.fix),
            aspect: finding.aspect,
            instances: clean::all(&finding.instances),
            stack: Clean::new(&finding.stack),
        }
    }
}

impl SubjectJson {
    pub(super) fn of(subject: &Subject) -> Self {
        Self {
            id: Clean::new(&subject.id),
            kind: subject.kind,
            role: subject.role.as_deref().map(Clean::new),
        }
    }
}

impl WayJson {
    fn of(way: &WayIn) -> Self {
        Self {
            verdict: words::verdict(way.verdict),
            summary: Clean::new(&way.summary),
            hops: way.hops.iter().map(HopJson::of).collect(),
        }
    }
}

impl HopJson {
    fn of(hop: &Hop) -> Self {
        Self {
            from: Clean::new(&hop.from),
            to: Clean::new(&hop.to),
            kind: hop.kind,
            essential: hop.essential,
            because: hop.because.iter().map(RemarkJson::of).collect(),
        }
    }
}

impl RemarkJson {
    pub(super) fn of(remark: &Remark) -> Self {
        Self {
            fact: Clean::new(&remark.fact),
            subject: Clean::new(&remark.subject),
            site: remark.site.as_ref().map(SiteJson::of),
            url: remark.url,
        }
    }
}
