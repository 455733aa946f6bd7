//! Ways told to people: places and words in place of positions and spans.

use std::sync::Arc;

use ringfence_graph::{ExplainedHop, Graph, Way};
use ringfence_model::{Evidence, ResourceId, Source, Sources, Span};
use ringfence_packets::{Bounds, FlowSet};

use crate::{Hop, Remark, Site, Verdict, WayIn};

/// What is needed for it.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// The graph, for the names of nodes.
    pub graph: &'a Graph<'a>,
    /// The files, for places.
    pub sources: &'a Sources,
}

impl Telling<'_> {
    /// A way whose hops have been explained, and what it carries of the traffic in question.
    pub fn way(&self, way: &Way, hops: &[ExplainedHop], carried: &Bounds<FlowSet>) -> WayIn {
        let certain = !carried.must.is_empty();
        let carried = if certain { &carried.must } else { &carried.may };
        let verdict = if certain { Verdict::Violation } else { Verdict::Possible };
        let labels: Vec<&str> = way.nodes().map(|node| self.graph.label(node).as_ref()).collect();
        let summary = format!("{}, {}", labels.join(" → "), carried.traffic());
        WayIn { verdict, summary, hops: hops.iter().map(|hop| self.hop(hop)).collect() }
    }

    /// One hop with its reasons.
    pub fn hop(&self, hop: &ExplainedHop) -> Hop {
        let said =
            hop.because.iter().flat_map(|because| [&because.evidence].into_iter().chain(&because.passed_on));
        let mut because: Vec<Remark> = said.map(|evidence| self.remark(evidence)).collect();
        because.extend(self.holes(hop).map(|evidence| self.remark(&evidence)));
        because.dedup();
        Hop {
            from: self.graph.label(&hop.from).clone(),
            to: self.graph.label(&hop.to).clone(),
            essential: hop.essential,
            kind: "network",
            because,
        }
    }

    /// What is not known about a hop, with its place.
    pub(crate) fn holes<'h>(&self, hop: &'h ExplainedHop) -> impl Iterator<Item = Evidence> + use<'h> {
        let id = ResourceId::new(self.graph.label(&hop.to).clone());
        hop.gaps.iter().filter_map(move |gap| {
            Some(Evidence::new(&id, format!("not known: {}", gap.what), gap.source.as_ref()?))
        })
    }

    /// A fact with its place.
    pub fn remark(&self, evidence: &Evidence) -> Remark {
        let subject = &evidence.subject.0;
        let site = evidence.source.span().and_then(|span| self.site(span, subject));
        let url = match &evidence.source {
            Source::Documented { url } => Some(*url),
            Source::File(_) => None,
        };
        Remark { fact: evidence.fact.clone(), subject: subject.clone(), site, url }
    }

    pub(crate) fn site(&self, span: Span, address: &Arc<str>) -> Option<Site> {
        Site::resolve(self.sources, span, Arc::clone(address))
    }
}
