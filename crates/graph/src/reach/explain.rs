//! Why a way is open: the rule or attribute behind each hop, for given traffic.

use ringfence_model::{Evidence, Gap, Model};
use ringfence_packets::{AddressSet, Bound, FlowSet, Origin, Protocol, Traffic};

use super::edge::{Edge, Pass, Seen};
use super::sieve::Sieve;
use super::{Node, Way};

/// One hop with its reasons.
#[derive(Clone, Debug)]
pub struct ExplainedHop {
    /// Where it starts.
    pub from: Node,
    /// Where it ends.
    pub to: Node,
    /// Whether it crosses a border of trust.
    pub essential: bool,
    /// What makes it so.
    pub because: Vec<Because>,
    /// What is not known about it.
    pub gaps: Vec<Gap>,
}

/// A fact, and whether it is what opens the way.
#[derive(Clone, Debug)]
pub struct Because {
    /// The fact.
    pub evidence: Evidence,
    /// A rule that lets the way's own sources in: changing it closes the way.
    pub opens: bool,
}

impl Way {
    /// The reasons of each hop, for the traffic that arrives at the end.
    ///
    /// With [`Bound::Must`] the reasons why it is certainly open, with [`Bound::May`] why it may be.
    pub fn explain(&self, model: &Model, traffic: &Traffic, bound: Bound) -> Vec<ExplainedHop> {
        let wanted = self.traffic_before(traffic);
        let sources = self.flows.at(bound).peers_any(traffic).addresses;
        self.edges
            .iter()
            .zip(wanted)
            .map(|(edge, traffic)| explain_edge(model, edge, &traffic, &sources, bound))
            .collect()
    }

    /// The gaps that decide whether it is open.
    pub fn gaps(&self) -> Vec<Gap> {
        let sieves = self.edges.iter().flat_map(|edge| &edge.passes).filter_map(|pass| match pass {
            Pass::Filter { sieve, .. } | Pass::Answer(sieve) | Pass::Behind { sieve, .. } => {
                Some(&sieve.gaps)
            }
            _ => None,
        });
        let mut gaps: Vec<Gap> =
            self.edges.iter().flat_map(|edge| &edge.gaps).chain(sieves.flatten()).cloned().collect();
        gaps.sort();
        gaps.dedup();
        gaps
    }

    /// For each edge, what the traffic at the end was when it entered that edge.
    fn traffic_before(&self, at_end: &Traffic) -> Vec<Traffic> {
        let mut traffic = at_end.clone();
        let mut found = Vec::with_capacity(self.edges.len());
        for edge in self.edges.iter().rev() {
            found.push(traffic.clone());
            for pass in edge.passes.iter().rev() {
                if let Pass::Redirect { accepted, to } = pass {
                    traffic = if traffic.contains(to.0, to.1) { accepted.clone() } else { Traffic::none() };
                }
            }
        }
        found.reverse();
        found
    }
}

/// Units: `traffic` is what leaves the edge.
fn explain_edge(
    model: &Model,
    edge: &Edge,
    traffic: &Traffic,
    sources: &AddressSet,
    bound: Bound,
) -> ExplainedHop {
    let mut because: Vec<Because> =
        edge.because.iter().map(|evidence| Because { evidence: evidence.clone(), opens: false }).collect();
    for pass in &edge.passes {
        let rules = match pass {
            Pass::Filter { sieve, from: Seen::Client } => {
                deciding(model, sieve, &Origin::stranger(sources.clone()), traffic, bound, true)
            }
            Pass::Filter { sieve, from: Seen::One(origin) } => {
                deciding(model, sieve, origin, traffic, bound, true)
            }
            Pass::Behind { sieve, seen, certain, .. } => {
                let bound = if *certain { bound } else { Bound::May };
                deciding(model, sieve, seen, traffic, bound, false)
            }
            _ => Vec::new(),
        };
        because.extend(rules);
    }
    // A public address matters only in the families that the way's sources use.
    because.retain(|reason| fits_family(&reason.evidence, sources));
    ExplainedHop {
        from: edge.from.clone(),
        to: edge.to.clone(),
        essential: edge.essential,
        because,
        gaps: edge.gaps.clone(),
    }
}

fn fits_family(evidence: &Evidence, sources: &AddressSet) -> bool {
    !(evidence.fact.contains("public IPv4 address") && sources.v4.is_empty()
        || evidence.fact.contains("public IPv6 address") && sources.v6.is_empty())
}

/// The rules that let the traffic pass, or the default that does.
fn deciding(
    model: &Model,
    sieve: &Sieve,
    origin: &Origin,
    traffic: &Traffic,
    bound: Bound,
    opens: bool,
) -> Vec<Because> {
    let mut rules: Vec<usize> = samples(sieve, traffic)
        .into_iter()
        .flat_map(|(protocol, selector)| sieve.filter.deciding(origin, protocol, selector, bound))
        .collect();
    rules.sort_unstable();
    rules.dedup();
    let mut reasons: Vec<Because> = rules
        .iter()
        .filter_map(|at| {
            let (filter, rule) = (*sieve.origins.get(*at)?)?;
            model.filters.get(filter)?.rules.get(rule)
        })
        .flat_map(|rule| rule.evidence.iter().take(1))
        .map(|evidence| Because { evidence: evidence.clone(), opens })
        .collect();
    if reasons.is_empty() {
        reasons.extend(sieve.filters.iter().filter_map(|at| model.filters.get(*at)).map(|filter| Because {
            evidence: Evidence::new(
                &filter.about.id,
                format!("nothing in the {} stops it", filter.about.kind),
                &filter.about.declared_at,
            ),
            opens: false,
        }));
    }
    reasons
}

/// One packet class for each way in which the rules can treat the traffic: where a rule's ports begin, and
/// where the traffic's own do.
fn samples(sieve: &Sieve, traffic: &Traffic) -> Vec<(Protocol, u16)> {
    const MOST: usize = 64;
    let mut found = Vec::new();
    for part in std::iter::once(traffic.clone())
        .chain(sieve.filter.rules.iter().map(|rule| rule.traffic.may.intersection(traffic)))
    {
        for (low, _, ports) in part.segments() {
            found.extend(ports.ranges().first().map(|(first, _)| (low, *first)));
        }
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(MOST);
    found
}

impl Way {
    /// What arrives of this traffic, certainly and possibly.
    pub fn carries(&self, traffic: &Traffic) -> ringfence_packets::Bounds<FlowSet> {
        self.flows.map(|set| set.only_traffic(traffic))
    }
}
