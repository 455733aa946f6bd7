//! Findings are composed here: from graph and spans to places and words.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use ringfence_graph::{Because, ExplainedHop, Way};
use ringfence_model::{About, Attr, Evidence, Gap, ResourceId, Source};
use ringfence_packets::{Bound, Traffic};

use crate::{Finding, Remark, RuleContext, Severity, Site, Subject, Telling, Verdict, WayIn};

/// A finding in the making.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    cx: RuleContext<'a>,
    id: ResourceId,
    subject: Subject,
    declared_at: Source,
    verdict: Verdict,
    severity: Severity,
    message: String,
    fix: String,
    aspect: &'static str,
    primary: Option<(ResourceId, Source)>,
    ways: Vec<WayIn>,
    seen: BTreeSet<Vec<Evidence>>,
    opening: Vec<Evidence>,
    related: Vec<Evidence>,
    unknowns: BTreeSet<String>,
}

/// How many ways a finding shows; further ones count as evidence only.
pub(crate) const MOST_WAYS: usize = 4;

impl<'a> Draft<'a> {
    pub(crate) fn new(cx: RuleContext<'a>, about: &About, verdict: Verdict) -> Self {
        Self {
            cx,
            id: about.id.clone(),
            subject: Subject { id: about.id.to_string(), kind: about.kind, role: None },
            declared_at: about.declared_at.clone(),
            verdict,
            severity: cx.meta.severity,
            message: String::new(),
            fix: cx.meta.fix.to_owned(),
            aspect: "",
            primary: None,
            ways: Vec::new(),
            seen: BTreeSet::new(),
            opening: Vec::new(),
            related: Vec::new(),
            unknowns: BTreeSet::new(),
        }
    }

    /// The role or name in words.
    #[must_use]
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.subject.role = Some(role.into());
        self
    }

    /// The message: sentences, the first names the subject and is the title of alerts.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// What to change here, where that is more exact than the rule's own text.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = fix.into();
        self
    }

    /// The attribute it is about, for its identity.
    #[must_use]
    pub fn aspect(mut self, aspect: &'static str) -> Self {
        self.aspect = aspect;
        self
    }

    /// A severity other than the rule's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The guilty attribute, and a hole in it.
    #[must_use]
    pub fn at<T>(mut self, subject: &About, attr: &Attr<T>) -> Self {
        self.primary = attr.source().map(|source| (subject.id.clone(), source.clone()));
        self.unknowns.extend(attr.gap().map(|gap| gap.what.clone()));
        self
    }

    /// The guilty fact.
    #[must_use]
    pub fn at_evidence(mut self, evidence: &Evidence) -> Self {
        self.primary = Some((evidence.subject.clone(), evidence.source.clone()));
        self
    }

    /// A rule that opens the subject where no single way is shown.
    #[must_use]
    pub fn opened_by(mut self, evidence: Evidence) -> Self {
        self.opening.push(evidence);
        self
    }

    /// Further evidence.
    #[must_use]
    pub fn because(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.related.extend(evidence);
        self
    }

    /// Holes that decide a possible finding.
    #[must_use]
    pub fn unknown<'g>(mut self, gaps: impl IntoIterator<Item = &'g Gap>) -> Self {
        self.unknowns.extend(gaps.into_iter().map(|gap| gap.what.clone()));
        self
    }

    /// What decides a possible finding, in words.
    #[must_use]
    pub fn unknown_words(mut self, words: &[String]) -> Self {
        self.unknowns.extend(words.iter().cloned());
        self
    }

    /// A way that makes it true, for the traffic in question. Ways that the same rules open are one.
    #[must_use]
    pub fn way(mut self, way: &Way, traffic: &Traffic) -> Self {
        let bound = if self.verdict == Verdict::Violation { Bound::Must } else { Bound::May };
        let carried = way.carries(traffic);
        if carried.at(bound).is_empty() {
            return self;
        }
        let certain = !carried.must.is_empty();
        let hops = way.explain(self.cx.graph.model(), traffic, bound);
        if !certain {
            let of_rules = hops.iter().flat_map(|hop| &hop.because).flat_map(|because| &because.gaps);
            let of_hops = hops.iter().flat_map(|hop| &hop.gaps);
            self.unknowns.extend(of_hops.chain(of_rules).map(|gap| gap.what.clone()));
        }
        let mut opening: Vec<Evidence> = opening(&hops).map(|because| because.evidence.clone()).collect();
        if !certain {
            let telling = self.telling();
            opening.extend(hops.iter().rev().flat_map(|hop| telling.holes(hop).collect::<Vec<_>>()));
        }
        let mut key = opening.clone();
        key.extend(
            way.balancer()
                .and_then(|at| self.cx.graph.model().balancers.get(at))
                .map(|balancer| Evidence::new(&balancer.about.id, "", &balancer.about.declared_at)),
        );
        if !self.seen.insert(key) {
            return self;
        }
        self.opening.extend(opening);
        self.related.extend(way.idle_rules(self.cx.graph.model(), traffic));
        if self.ways.len() < MOST_WAYS {
            self.ways.push(self.telling().way(way, &hops, &carried));
        }
        self
    }

    /// All of these ways.
    #[must_use]
    pub fn ways<'w>(self, ways: impl IntoIterator<Item = &'w Way>, traffic: &Traffic) -> Self {
        ways.into_iter().fold(self, |draft, way| draft.way(way, traffic))
    }

    fn telling(&self) -> Telling<'a> {
        Telling { graph: self.cx.graph, sources: self.cx.sources }
    }

    fn remark(&self, evidence: &Evidence) -> Remark {
        self.telling().remark(evidence)
    }

    fn site(&self, span: ringfence_model::Span, address: &Arc<str>) -> Option<Site> {
        self.telling().site(span, address)
    }

    /// The way from the guilty literal to the attribute that has its value.
    fn passed_on(&self) -> Vec<Evidence> {
        let Some((id, Source::File(span))) = &self.primary else { return Vec::new() };
        let way = self.cx.graph.model().provenance.way(id, *span);
        way.iter().map(|at| Evidence::new(id, Evidence::PASSED_ON, &Source::File(*at))).collect()
    }

    /// The finding; nothing only if its subject stands in no file that was read.
    ///
    /// The primary place is the one that was named, else the rule that opens the last filter on the plainest
    /// way, else where the subject is declared. A documented default has no place: the subject's has.
    pub fn finish(self) -> Option<Finding> {
        let said = |evidence: &[Evidence]| {
            evidence.iter().find_map(|said| self.site(said.source.span()?, &said.subject.0))
        };
        let named = self.primary.as_ref().and_then(|(id, source)| self.site(source.span()?, &id.0));
        let declared = || self.site(self.declared_at.span()?, &self.id.0);
        let primary =
            named.or_else(|| said(&self.opening)).or_else(declared).or_else(|| said(&self.related))?;
        let passed_on = self.passed_on();
        let related = passed_on.iter().chain(&self.opening).chain(&self.related);
        let mut related: Vec<Remark> = related.map(|evidence| self.remark(evidence)).collect();
        let mut seen = HashSet::new();
        related.retain(|remark| {
            let spot = remark.site.as_ref().map(|site| &site.spot);
            let here = spot.is_some_and(|spot| spot.place == primary.spot.place);
            !here && seen.insert((remark.fact.clone(), spot.map(|spot| spot.place.clone())))
        });
        Some(Finding {
            rule: self.cx.meta,
            verdict: self.verdict,
            severity: self.severity,
            subject: self.subject,
            message: self.message,
            primary,
            ways: self.ways,
            related,
            unknowns: if self.verdict == Verdict::Possible {
                self.unknowns.into_iter().collect()
            } else {
                Vec::new()
            },
            fix: self.fix,
            aspect: self.aspect,
            instances: Vec::new(),
            stack: self.cx.stack.to_owned(),
        })
    }
}

/// What opens a way, the filter nearest to the target first: that is the rule to change. A documented default is
/// nobody's to change.
fn opening(hops: &[ExplainedHop]) -> impl Iterator<Item = &Because> {
    let written = |because: &&Because| because.opens && because.evidence.source.span().is_some();
    hops.iter().rev().flat_map(|hop| &hop.because).filter(written)
}
