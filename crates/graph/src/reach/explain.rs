//! Why a way is open: the rule or attribute behind each hop, for given traffic.

use ringfence_model::{Direction, Evidence, Gap, Model, ResourceId};
use ringfence_packets::{Action, AddressSet, Bound, FlowSet, Origin, Protocol, Traffic};

use super::edge::{Edge, Pass, Seen};
use super::sieve::{RuleOrigin, Sieve};
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
    /// The places between where its value is written and where it is used.
    pub passed_on: Vec<Evidence>,
    /// A rule that lets the way's own sources in: changing it closes the way.
    pub opens: bool,
    /// What is not known about it; empty if it is certain.
    pub gaps: Vec<Gap>,
}

impl Because {
    /// A fact that needs no rule.
    fn fixed(evidence: &Evidence, opens: bool) -> Self {
        Self { evidence: evidence.clone(), passed_on: Vec::new(), opens, gaps: Vec::new() }
    }
}

impl Way {
    /// The reasons of each hop, for the traffic that arrives at the end.
    ///
    /// With [`Bound::Must`] the reasons why it is certainly open, with [`Bound::May`] why it may be.
    pub fn explain(&self, model: &Model, traffic: &Traffic, bound: Bound) -> Vec<ExplainedHop> {
        let question = Question {
            model,
            sources: self.flows.at(bound).peers_any(traffic).addresses,
            bound,
            from_internet: *self.from() == Node::Internet,
        };
        let wanted = self.traffic_before(traffic);
        self.edges.iter().zip(wanted).map(|(edge, traffic)| question.hop(edge, &traffic)).collect()
    }

    /// Rules in front of what it passes that let the internet in on this traffic too, without effect today:
    /// the way carries nothing of their addresses (no IPv6 address, no route).
    pub fn idle_rules(&self, model: &Model, traffic: &Traffic) -> Vec<Evidence> {
        let wanted = self.traffic_before(traffic);
        let sources = self.flows.may.peers_any(traffic).addresses;
        let mut found = Vec::new();
        for (edge, traffic) in self.edges.iter().zip(&wanted) {
            for pass in edge.passes.iter() {
                let (Pass::Filter { sieve, from: Seen::Client } | Pass::Either { sieve, .. }) = pass else {
                    continue;
                };
                found.extend(idle(model, sieve, traffic, &sources));
            }
        }
        found
    }

    /// For each edge, what the traffic at the end was when it entered that edge.
    fn traffic_before(&self, at_end: &Traffic) -> Vec<Traffic> {
        let mut traffic = at_end.clone();
        let mut found = Vec::with_capacity(self.edges.len());
        for edge in self.edges.iter().rev() {
            found.push(traffic.clone());
            for pass in edge.passes.iter().rev() {
                if let Pass::Redirect { accepted, port } = pass {
                    traffic = before_redirect(&traffic, accepted, *port);
                }
            }
        }
        found.reverse();
        found
    }
}

/// What was sent to a listener of what arrives at its target's port.
fn before_redirect(traffic: &Traffic, accepted: &Traffic, port: u16) -> Traffic {
    let protocols =
        [Protocol::TCP, Protocol::UDP].into_iter().filter(|protocol| traffic.contains(*protocol, port));
    protocols
        .fold(Traffic::none(), |all, protocol| all.union(&accepted.intersection(&Traffic::whole(protocol))))
}

/// What is asked of every hop of a way.
struct Question<'a> {
    model: &'a Model,
    sources: AddressSet,
    bound: Bound,
    from_internet: bool,
}

impl Question<'_> {
    /// Units: `traffic` is what leaves the edge.
    fn hop(&self, edge: &Edge, traffic: &Traffic) -> ExplainedHop {
        let fixed = edge.because.iter().map(|evidence| Because::fixed(evidence, false));
        let opening = edge.opening.iter().map(|evidence| Because::fixed(evidence, true));
        let mapped = edge.mapped.iter().filter(|(family, _)| family.all().overlaps(&self.sources));
        let mapped = mapped.map(|(_, evidence)| Because::fixed(evidence, false));
        let passes = edge.passes.iter().flat_map(|pass| self.reasons(pass, traffic));
        ExplainedHop {
            from: edge.from.clone(),
            to: edge.to.clone(),
            essential: edge.essential,
            because: fixed.chain(opening).chain(mapped).chain(passes).collect(),
            gaps: edge.gaps.clone(),
        }
    }

    /// Why one pass lets the traffic through.
    fn reasons(&self, pass: &Pass, traffic: &Traffic) -> Vec<Because> {
        let client = || Origin::stranger(self.sources.clone());
        match pass {
            Pass::Filter { sieve, from: Seen::Client } => {
                self.deciding(sieve, &client(), traffic, self.bound, true)
            }
            Pass::Filter { sieve, from: Seen::One(origin) } => {
                // Behind a balancer, the rule that lets the balancer in opens nothing: the front's rules do.
                let opens = !self.from_internet && sieve.direction == Direction::Ingress;
                self.deciding(sieve, origin, traffic, self.bound, opens)
            }
            Pass::Either { sieve, sender } => self.either(sieve, sender, traffic, self.bound),
            Pass::Uncertain { sieve, sender } => {
                // Which source the filter sees is what is unknown: none of its rules is to blame.
                let reasons = self.either(sieve, sender, traffic, Bound::May).into_iter();
                reasons.map(|reason| Because { opens: false, ..reason }).collect()
            }
            Pass::Mapped(_)
            | Pass::From(_)
            | Pass::Only(_)
            | Pass::Answer { .. }
            | Pass::Return(_)
            | Pass::Anew
            | Pass::Redirect { .. } => Vec::new(),
        }
    }

    fn either(&self, sieve: &Sieve, sender: &Origin, traffic: &Traffic, bound: Bound) -> Vec<Because> {
        let by_client = self.deciding(sieve, &Origin::stranger(self.sources.clone()), traffic, bound, true);
        if by_client.iter().any(|reason| reason.opens) {
            return by_client;
        }
        self.deciding(sieve, sender, traffic, bound, false)
    }

    /// The rules that let the traffic pass, or the default that does.
    fn deciding(
        &self,
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
        let origins = rules.iter().filter_map(|at| sieve.origins.get(*at));
        let mut reasons: Vec<Because> = origins
            .filter_map(|origin| self.rule(sieve, origin))
            .map(|reason| Because { opens, ..reason })
            .collect();
        if reasons.is_empty() {
            let filters = sieve.filters.iter().filter_map(|at| self.model.filters.get(*at));
            reasons.extend(filters.map(|filter| Because {
                evidence: Evidence::new(
                    &filter.about.id,
                    format!("nothing in the {} stops it", filter.about.kind),
                    &filter.about.declared_at,
                ),
                passed_on: Vec::new(),
                opens: false,
                gaps: Vec::new(),
            }));
        }
        reasons
    }

    /// What a rule says, or what could not be seen of the rules.
    fn rule(&self, sieve: &Sieve, origin: &RuleOrigin) -> Option<Because> {
        match origin {
            RuleOrigin::Written(filter, rule) => {
                let rule = self.model.filters.get(*filter)?.rules.get(*rule)?;
                let (evidence, others) = rule.evidence.split_first()?;
                let passed_on = others.iter().take_while(|said| said.is_passed_on()).cloned().collect();
                let evidence = evidence.clone();
                Some(Because { evidence, passed_on, opens: true, gaps: rule.gaps.clone() })
            }
            RuleOrigin::Unseen(gap) => {
                let filter = sieve.filters.first().and_then(|at| self.model.filters.get(*at));
                let source = gap.source.clone().or_else(|| Some(filter?.about.declared_at.clone()))?;
                let subject =
                    filter.map_or_else(|| ResourceId::new(gap.what.as_str()), |f| f.about.id.clone());
                let evidence = Evidence::new(&subject, format!("not known: {}", gap.what), &source);
                Some(Because { evidence, passed_on: Vec::new(), opens: true, gaps: vec![gap.clone()] })
            }
        }
    }
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

/// The rules of a filter that certainly let some of the traffic in from public addresses, none of them among
/// these sources.
fn idle(model: &Model, sieve: &Sieve, traffic: &Traffic, sources: &AddressSet) -> Vec<Evidence> {
    let internet = AddressSet::internet();
    let rules = sieve.filter.rules.iter().zip(&sieve.origins).filter(|(rule, _)| {
        let public = rule.peers.must.addresses.intersection(&internet);
        rule.action == Action::Allow
            && rule.traffic.must.overlaps(traffic)
            && !public.is_empty()
            && !public.overlaps(sources)
    });
    let written = rules.filter_map(|(_, origin)| {
        let RuleOrigin::Written(filter, rule) = origin else { return None };
        model.filters.get(*filter)?.rules.get(*rule)?.evidence.first()
    });
    let noted = written.map(|evidence| {
        let fact = format!("{}, without effect while nothing here has such an address", evidence.fact);
        Evidence { fact: fact.into(), ..evidence.clone() }
    });
    noted.collect()
}
