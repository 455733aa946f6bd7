//! From a graph to the ways from one party to another, or what closes them.

use std::collections::{BTreeSet, HashSet};
use std::net::IpAddr;

use ringfence_check::{Telling, Verdict, WayIn};
use ringfence_graph::{Graph, Party, Selected, Way};
use ringfence_model::{Evidence, Level};
use ringfence_packets::{AddressSet, Bound, Bounds, FlowSet, Peers, Traffic};
use ringfence_report::path::{Openness, PathPair, PathStack};
use ringfence_trace::{Trace, Tracer, Verdict as TraceVerdict};

use super::Lowered;
use super::followed::{self, Followed};

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// Who opens.
    pub(crate) from: String,
    /// On whom.
    pub(crate) to: String,
    /// What.
    pub(crate) traffic: Traffic,
    /// Source address of the packet that is followed; one that the source has without it.
    pub(crate) source: Option<IpAddr>,
    /// Source port of that packet; any that clients use without it.
    pub(crate) source_port: Option<u16>,
    /// Whether every pair and way is wanted.
    pub(crate) all: bool,
}

/// Pairs and ways that are shown if not all are wanted.
const MOST_PAIRS: usize = 10;
const MOST_WAYS: usize = 3;

/// The answer for one root module; nothing if neither side means anything in it.
pub(crate) fn path(lowered: &Lowered, question: &Question) -> PathStack {
    let graph = Graph::new(&lowered.model);
    let mut stack = PathStack { stack: lowered.shown.clone(), ..PathStack::default() };
    let (from, to) = match (side(&graph, &question.from), side(&graph, &question.to)) {
        (Ok(from), Ok(to)) => (from, to),
        (from, to) => {
            stack.notices.extend([from.err(), to.err()].into_iter().flatten());
            return stack;
        }
    };
    let tracer = Tracer::new(&lowered.model);
    let asked = Asked { graph: &graph, lowered, question, tracer: &tracer };
    let mut pairs: Vec<(PathPair, Vec<Key>)> = Vec::new();
    for from in &from {
        let others = to.iter().filter(|to| {
            // An address of the internet that was named may be one that somebody here should have.
            let same = to.party == from.party && to.addresses.is_none();
            !same || graph.is_group(to.party)
        });
        for to in others {
            pairs.push(asked.pair(from, to));
        }
    }
    if pairs.is_empty() {
        stack
            .notices
            .push(format!("`{}` and `{}` are one and the same: name two", question.from, question.to));
    }
    let mut pairs = together(pairs);
    pairs.sort_by_key(|pair| pair.openness);
    let most = if question.all { usize::MAX } else { MOST_PAIRS };
    stack.more = pairs.len().saturating_sub(most);
    pairs.truncate(most);
    stack.pairs = pairs;
    let told = lowered.model.notices.iter().filter(|notice| notice.level != Level::Note);
    stack.notices.extend(told.map(|notice| notice.message.clone()));
    stack
}

/// What opens a way: the rules, and the balancer that it passes. Ways that the same things open are one to a reader.
type Key = (Vec<Evidence>, Option<usize>);

/// Pairs that the same things open, or close, are one; the others are named beside it.
fn together(pairs: Vec<(PathPair, Vec<Key>)>) -> Vec<PathPair> {
    let mut found: Vec<(PathPair, Vec<Key>)> = Vec::new();
    for (pair, keys) in pairs {
        let like = |(other, theirs): &&mut (PathPair, Vec<Key>)| {
            let same = (&other.openness, &other.open, &other.answer_blocked)
                == (&pair.openness, &pair.open, &pair.answer_blocked);
            same && *theirs == keys && other.blockers == pair.blockers
        };
        match found.iter_mut().find(like) {
            Some((other, _)) => other.same_for.push((pair.from, pair.to)),
            None => found.push((pair, keys)),
        }
    }
    found.into_iter().map(|(pair, _)| pair).collect()
}

/// Whether what was asked can be opened.
///
/// The sets follow no way from machine to machine that leads out to the internet and in again; a packet does.
fn openness(open: &Bounds<FlowSet>, blocked: &Bounds<FlowSet>, packet: Option<&Trace>) -> Openness {
    match packet.map(Trace::verdict) {
        _ if !open.must.is_empty() => Openness::Open,
        Some(TraceVerdict::Open) if open.may.is_empty() => Openness::Open,
        _ if !open.may.is_empty() => Openness::Possible,
        Some(TraceVerdict::PossiblyOpen) => Openness::Possible,
        _ if !blocked.may.is_empty() => Openness::AnswerBlocked,
        _ => Openness::Closed,
    }
}

/// Whom a word means, or what is wrong with it.
fn side(graph: &Graph<'_>, text: &str) -> Result<Vec<Side>, String> {
    match graph.select(text) {
        None => Err(unknown(graph, text)),
        Some(Selected::Unclaimed(_)) => Err(format!(
            "`{text}` is the address of nothing that is known here: no host has it, no subnet holds it and no private \
             line leads to it"
        )),
        Some(Selected::Parties(parties)) => {
            Ok(parties.into_iter().map(|party| Side { party, addresses: None }).collect())
        }
        Some(Selected::Internet(addresses)) => {
            Ok(vec![Side { party: Party::Internet, addresses: Some(addresses) }])
        }
    }
}

fn unknown(graph: &Graph<'_>, text: &str) -> String {
    let words: Vec<&str> = Graph::role_words().collect();
    let parties = graph.parties();
    let examples = parties.iter().skip(1).take(3).map(|party| format!("`{}`", graph.name(*party)));
    let examples: Vec<String> = examples.collect();
    let some = if examples.is_empty() { String::new() } else { format!(", such as {}", examples.join(", ")) };
    format!(
        "`{text}` is nobody here: name one of {}, an IP address, or the address, id or name of a host, load balancer or \
         cluster{some}",
        words.join(", ")
    )
}

/// One side of the question.
struct Side {
    party: Party,
    /// The addresses that are meant, of those that the party has.
    addresses: Option<AddressSet>,
}

impl Side {
    fn name(&self, graph: &Graph<'_>) -> String {
        self.addresses.as_ref().map_or_else(|| graph.name(self.party), ToString::to_string)
    }
}

/// A way, what it opens of what was asked, and what arrives without an answer.
type Carried = (Way, Bounds<FlowSet>, Bounds<FlowSet>);

/// The way that a packet should take: a certain one before others, a direct one before one through a balancer.
fn plainest(carried: &[Carried]) -> Option<&Way> {
    let open = carried.iter().filter(|(_, open, _)| !open.may.is_empty());
    let rank =
        |(way, open, _): &&Carried| (open.must.is_empty(), way.balancer().is_some(), way.nodes().count());
    open.min_by_key(rank).map(|(way, ..)| way)
}

struct Asked<'a> {
    graph: &'a Graph<'a>,
    lowered: &'a Lowered,
    question: &'a Question,
    tracer: &'a Tracer<'a>,
}

impl Asked<'_> {
    fn pair(&self, from: &Side, to: &Side) -> (PathPair, Vec<Key>) {
        let ways = self.graph.ways(from.party, to.party);
        let narrow = from.addresses.as_ref().or(to.addresses.as_ref());
        let carried: Vec<Carried> = ways.into_iter().map(|way| self.carried(way, narrow)).collect();
        let nothing = || Bounds::exact(FlowSet::empty());
        let (mut open, mut blocked) = (nothing(), nothing());
        for (_, opens, unanswered) in &carried {
            open = open.union(opens);
            blocked = blocked.union(unanswered);
        }
        let (ways, unknowns) = self.told(&carried);
        let most = if self.question.all { usize::MAX } else { MOST_WAYS };
        let keys = ways.iter().map(|(_, key)| key.clone()).collect();
        let of_interest = [&open.must, &open.may, &blocked.must].into_iter().find(|set| !set.is_empty());
        let followed =
            self.followed((from.party, to.party), of_interest.unwrap_or(&blocked.may), plainest(&carried));
        let openness = openness(&open, &blocked, followed.as_ref().map(|found| &found.trace));
        let telling = Telling { graph: self.graph, sources: &self.lowered.sources };
        let blockers = followed.as_ref().filter(|_| openness >= Openness::AnswerBlocked);
        let blockers = blockers.map(|found| followed::changes(&telling, &self.lowered.model, &found.changes));
        let pair = PathPair {
            from: from.name(self.graph),
            to: to.name(self.graph),
            openness,
            open: open.map(FlowSet::traffic),
            answer_blocked: blocked.map(FlowSet::traffic),
            more: ways.len().saturating_sub(most),
            ways: ways.into_iter().take(most).map(|(way, _)| way).collect(),
            unknowns: unknowns.into_iter().collect(),
            packet: followed.map(|found| followed::told(&telling, &found)),
            blockers: blockers.unwrap_or_default(),
            same_for: Vec::new(),
        };
        (pair, keys)
    }

    /// One packet of the question, followed.
    fn followed(&self, pair: (Party, Party), of_interest: &FlowSet, way: Option<&Way>) -> Option<Followed> {
        let packet = followed::packet(self.graph, self.question, pair, of_interest, way)?;
        let found = self.tracer.blockers(&packet);
        Some(Followed { packet, trace: found.trace, changes: found.changes })
    }

    /// What a way carries of what was asked.
    fn carried(&self, way: Way, narrow: Option<&AddressSet>) -> Carried {
        let wanted = |set: &FlowSet| {
            let of_traffic = set.only_traffic(&self.question.traffic);
            narrow.map_or_else(
                || of_traffic.clone(),
                |some| of_traffic.only_peers(&Peers::addresses(some.clone())),
            )
        };
        let (open, unanswered) = (way.flows.map(wanted), way.unanswered.map(wanted));
        (way, open, unanswered)
    }

    /// The ways that carry something, the certain ones first, of those that the same things open the plainest; and what
    /// is not known on the others.
    fn told(&self, carried: &[Carried]) -> (Vec<(WayIn, Key)>, BTreeSet<String>) {
        let telling = Telling { graph: self.graph, sources: &self.lowered.sources };
        let mut unknowns = BTreeSet::new();
        let mut ways: Vec<(WayIn, Key)> = Vec::new();
        for (way, open, _) in carried.iter().filter(|(_, open, _)| !open.may.is_empty()) {
            let bound = if open.must.is_empty() { Bound::May } else { Bound::Must };
            let hops = way.explain(self.graph.model(), &self.question.traffic, bound);
            if bound == Bound::May {
                let of_rules = hops.iter().flat_map(|hop| &hop.because).flat_map(|because| &because.gaps);
                let of_hops = hops.iter().flat_map(|hop| &hop.gaps);
                unknowns.extend(of_hops.chain(of_rules).map(|gap| gap.what.clone()));
            }
            let because = hops.iter().flat_map(|hop| &hop.because);
            let opening = because.filter(|because| because.opens).map(|because| because.evidence.clone());
            ways.push((telling.way(way, &hops, open), (opening.collect(), way.balancer())));
        }
        ways.sort_by_key(|(way, _)| (way.verdict != Verdict::Violation, way.hops.len()));
        let mut seen = HashSet::new();
        if !self.question.all {
            ways.retain(|(_, key)| seen.insert(key.clone()));
        }
        (ways, unknowns)
    }
}
