//! What was proved closed: the claims of rules, each with what blocks one packet that stands for all.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rayon::prelude::*;
use ringfence_check::{
    Asker, Claim, Clear, Question, Remark, Rule, RuleContext, SeenNotice, Settings, Site, Telling,
};
use ringfence_graph::{Circle, Graph, Party};
use ringfence_model::{Level, Link, Model, NoticeId, ResourceId, Truth};
use ringfence_packets::{AddressSet, Protocol};
use ringfence_trace::{Blockers, Goal, Packet, Start, Tracer, What};

use super::followed;
use super::stack::Lowered;

/// What the rules claim of one root module, with what blocks the way; and the claims that a packet contradicts, which
/// are none.
pub(crate) fn prove(
    lowered: &Lowered,
    graph: &Graph<'_>,
    settings: &Settings,
    rules: &[&'static Rule],
) -> (Vec<Clear>, Vec<SeenNotice>) {
    let claims = rules.par_iter().flat_map_iter(|rule| {
        let (sources, stack) = (&lowered.sources, lowered.shown.as_str());
        let cx = RuleContext { graph, sources, settings, stack, meta: rule.meta };
        rule.proves.map_or_else(Vec::new, |proves| proves(&cx))
    });
    let claims: Vec<Claim> = claims.collect();
    let groups = alike(graph, &claims);
    let stand = Standing::new(graph.model());
    let tracer = Tracer::new(graph.model());
    let proof = Proof { lowered, graph, stand: &stand, tracer: &tracer };
    let told: Vec<Result<Clear, SeenNotice>> =
        groups.par_iter().filter_map(|group| proof.of(group)).collect();
    let (mut clear, mut doubts) = (Vec::new(), Vec::new());
    for one in told {
        match one {
            Ok(one) => clear.push(one),
            Err(doubt) => doubts.push(doubt),
        }
    }
    (together(clear), doubts)
}

/// The order of every report: by rule, place and subject.
pub(crate) fn sort(clear: &mut [Clear]) {
    let place = |one: &Clear| one.declared.as_ref().map(|site| site.spot.place.clone());
    clear.sort_by(|a, b| {
        let key = |one: &Clear| (one.rule.id, place(one));
        key(a).cmp(&key(b)).then_with(|| (&a.subject, a.aspect).cmp(&(&b.subject, b.aspect)))
    });
}

/// Claims that say the same of machines that stand alike: one packet answers for all of them.
fn alike<'c>(graph: &Graph<'_>, claims: &'c [Claim]) -> Vec<Vec<&'c Claim>> {
    let mut numbers: HashMap<_, usize> = HashMap::new();
    let mut groups: Vec<Vec<&Claim>> = Vec::new();
    for claim in claims {
        let likeness = match claim.question.to {
            Party::Machine(at) => graph.likeness(at),
            _ => None,
        };
        let to = if likeness.is_some() { None } else { Some(claim.question.to) };
        let Question { from, through, traffic, .. } = &claim.question;
        let key = (claim.rule.id, claim.without_subject(), likeness, to, from, through, traffic);
        let at = *numbers.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(claim),
            None => groups.push(vec![claim]),
        }
    }
    groups
}

/// Those of whom the same holds for the same reasons are one.
fn together(clear: Vec<Clear>) -> Vec<Clear> {
    let mut numbers: HashMap<_, usize> = HashMap::new();
    let mut found: Vec<Clear> = Vec::new();
    for one in clear {
        let at = *numbers.entry((one.rule.id, one.likeness())).or_insert(found.len());
        match found.get_mut(at) {
            Some(first) => {
                first.instances.push(one.subject.id);
                first.instances.extend(one.instances);
                first.instances.sort();
            }
            None => found.push(one),
        }
    }
    found
}

/// Which machines stand in which network.
struct Standing<'m> {
    of: HashMap<usize, BTreeSet<&'m ResourceId>>,
    machines: BTreeMap<&'m ResourceId, Vec<usize>>,
}

impl<'m> Standing<'m> {
    fn new(model: &'m Model) -> Self {
        let subnets: HashMap<&ResourceId, &Link> =
            model.subnets.iter().map(|subnet| (&subnet.about.id, &subnet.network)).collect();
        let mut found = Self { of: HashMap::new(), machines: BTreeMap::new() };
        for (at, machine) in model.machines.iter().enumerate() {
            let of_subnets = machine.subnets().filter_map(|subnet| subnets.get(subnet.id()?).copied());
            let networks: BTreeSet<&ResourceId> =
                machine.networks().chain(of_subnets).filter_map(Link::id).collect();
            for network in &networks {
                found.machines.entry(network).or_default().push(at);
            }
            found.of.insert(at, networks);
        }
        found
    }

    fn networks(&self, machine: usize) -> impl Iterator<Item = &'m ResourceId> {
        self.of.get(&machine).into_iter().flatten().copied()
    }
}

struct Proof<'a> {
    lowered: &'a Lowered,
    graph: &'a Graph<'a>,
    stand: &'a Standing<'a>,
    tracer: &'a Tracer<'a>,
}

impl Proof<'_> {
    /// The claim of a group with what blocks the way, or that a packet comes through all the same.
    fn of(&self, group: &[&Claim]) -> Option<Result<Clear, SeenNotice>> {
        let (claim, others) = group.split_first()?;
        let packet = self.packet(&claim.question);
        let found = packet.as_ref().map(|packet| (packet, self.tracer.blockers(packet)));
        if let Some((packet, blockers)) = &found
            && blockers.trace.connects() == Truth::Yes
            && claim.question.from != Asker::PublicAddress
        {
            return Some(Err(contradicted(claim, packet)));
        }
        let mut instances: Vec<String> = others.iter().map(|other| other.subject.id.clone()).collect();
        instances.sort();
        let blockers = found.as_ref().map(|(_, blockers)| self.remarks(claim, blockers));
        let declared = claim.declared_at.span();
        Some(Ok(Clear {
            rule: claim.rule,
            subject: claim.subject.clone(),
            statement: claim.statement.clone(),
            declared: declared
                .and_then(|span| Site::resolve(&self.lowered.sources, span, claim.subject.id.as_str())),
            packet: found.as_ref().map(|(packet, _)| in_words(packet, &claim.subject.id)),
            blockers: blockers.unwrap_or_default(),
            aspect: claim.aspect,
            instances,
            stack: self.lowered.shown.clone(),
        }))
    }

    /// What blocks; of a missing address what filters do is another matter.
    fn remarks(&self, claim: &Claim, blockers: &Blockers) -> Vec<Remark> {
        let telling = Telling { graph: self.graph, sources: &self.lowered.sources };
        let mut changes = blockers.changes.clone();
        if claim.question.from == Asker::PublicAddress {
            changes.retain(|change| matches!(change.what, What::Mapping | What::Route));
        }
        followed::changes(&telling, &self.lowered.model, &changes)
    }

    /// The packet that stands for a question; nothing if there is nobody to send it.
    fn packet(&self, question: &Question) -> Option<Packet> {
        let (protocol, selector) = match question.through {
            // What a listener takes is what comes in at the front.
            None => followed::sample(&question.traffic)?,
            Some(_) => followed::sample(&question.traffic).unwrap_or((Protocol::TCP, 443)),
        };
        let goal = match (question.through, followed::goal(self.graph, question.to)?) {
            (Some(at), Goal::Machine(machine, _)) => {
                let balancer = ResourceId::new(self.graph.name(Party::Balancer(at)));
                Goal::Through { balancer, machine }
            }
            (_, goal) => goal,
        };
        let (from, source) = self.sender(question)?;
        let packet = Packet::to_goal(from, goal, protocol, selector);
        Some(match source {
            Some(source) => packet.with_source(source),
            None => packet,
        })
    }

    /// Who sends it, and with which address where not any will do.
    fn sender(&self, question: &Question) -> Option<(Start, Option<IpAddr>)> {
        match (&question.from, question.to) {
            (Asker::PublicAddress, _) => Some((Start::Internet, None)),
            (Asker::Internet(addresses), _) => {
                let whole = *addresses == AddressSet::internet();
                Some((Start::Internet, if whole { None } else { Some(one_of(addresses)?) }))
            }
            (Asker::Machine(at), _) => Some((self.machine(*at), None)),
            (Asker::Beyond(circle), Party::Machine(at)) => {
                let outsider = self.outsider(at, *circle).map(|outsider| (self.machine(outsider), None));
                outsider.or_else(|| self.stranger(at, *circle))
            }
            (Asker::Beyond(_), _) => None,
        }
    }

    fn machine(&self, at: usize) -> Start {
        Start::Machine(ResourceId::new(self.graph.name(Party::Machine(at))), None)
    }

    /// The first machine of the subject's networks that is none of a circle's.
    fn outsider(&self, subject: usize, circle: Circle) -> Option<usize> {
        let mut near =
            self.stand.networks(subject).filter_map(|network| self.stand.machines.get(network)).flatten();
        let is_outside = |at: usize| self.graph.class_of(at).is_some_and(|class| !circle.has(class));
        near.find(|at| **at != subject && is_outside(**at)).copied()
    }

    /// Somebody in the subject's network whom the configuration does not name.
    fn stranger(&self, subject: usize, circle: Circle) -> Option<(Start, Option<IpAddr>)> {
        let network = self.stand.networks(subject).next()?;
        let ranges = self.lowered.model.networks.iter().find(|known| known.about.id == *network)?;
        let free = ranges.ranges.may.difference(&self.graph.inner_ranges(network, circle));
        Some((Start::Network(network.clone()), one_of(&free)))
    }
}

/// The middle one of the largest range.
fn one_of(addresses: &AddressSet) -> Option<IpAddr> {
    let v4 = addresses.v4.ranges().iter().max_by_key(|(low, high)| high - low);
    let v4 = v4.map(|(low, high)| IpAddr::V4(Ipv4Addr::from_bits(low + (high - low) / 2)));
    let v6 = || addresses.v6.ranges().iter().max_by_key(|(low, high)| high - low);
    v4.or_else(|| v6().map(|(low, high)| IpAddr::V6(Ipv6Addr::from_bits(low + (high - low) / 2))))
}

/// `internet → x_machine.a, tcp 22`.
fn in_words(packet: &Packet, subject: &str) -> String {
    let from = match &packet.from {
        Start::Internet => "internet",
        Start::Machine(id, _)
        | Start::Subnet(id)
        | Start::Network(id)
        | Start::Outside(id)
        | Start::Balancer(id) => id.as_str(),
    };
    let source = packet.source.map(|source| format!(" ({source})")).unwrap_or_default();
    let through = match &packet.to {
        Some(Goal::Through { balancer, .. }) => format!(" → {balancer}"),
        _ => String::new(),
    };
    let traffic = followed::traffic_of(packet);
    format!("{from}{source}{through} → {subject}, {traffic}")
}

/// Two looks that differ: what is closed is then not known.
fn contradicted(claim: &Claim, packet: &Packet) -> SeenNotice {
    let message = format!(
        "{} was not proved of `{}`: the packet {} comes through, so that the network is to be looked at by hand; \
         `ringfence path` follows it",
        claim.rule.id,
        claim.subject.id,
        in_words(packet, &claim.subject.id)
    );
    // No warning: that this was asked for must not change the exit code of `--strict-coverage`.
    SeenNotice { level: Level::Note, id: NoticeId::Undecided, message, site: None }
}
