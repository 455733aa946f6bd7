//! Findings about a service of machines that only some may reach: what the rules about ports share.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;
use ringfence_check::{Finding, RuleContext, Severity, Verdict, roles_in_words};
use ringfence_graph::{Circle, Classification, ListeningPort, Node};
use ringfence_model::{Evidence, Machine, Role};
use ringfence_packets::{AddressSet, Protocol, Traffic};

use crate::beyond::{Beyond, open_to_everybody};
use crate::exposure::{Open, with_ways};

/// A machine with its service.
pub(crate) struct Served<'a> {
    /// Position in the model.
    pub(crate) at: usize,
    pub(crate) machine: &'a Machine,
    pub(crate) class: &'a Classification,
    /// The traffic of the service.
    pub(crate) traffic: Traffic,
    /// Its ports, where something says that they are used.
    pub(crate) ports: Vec<ListeningPort>,
}

/// Who can reach a service, in words.
pub(crate) struct Reached<'r> {
    /// The machine's address.
    pub(crate) id: &'r str,
    /// "can" or "may".
    pub(crate) can: &'static str,
    /// Who.
    pub(crate) who: String,
    /// What they can reach.
    pub(crate) open: Traffic,
    /// The ports of that which something says are used.
    pub(crate) ports: Vec<&'r ListeningPort>,
}

/// What a rule says about a service.
pub(crate) struct Service<'q> {
    /// Who may reach it.
    pub(crate) circle: Circle,
    /// Whether public ranges that are not the internet at large count.
    pub(crate) narrow: bool,
    /// How bad it is if the internet can; nothing if that is another rule's to say.
    pub(crate) from_internet: Option<&'q (dyn Fn(&Traffic) -> Severity + Sync)>,
    /// How bad it is if these can.
    pub(crate) from_inside: &'q (dyn Fn(&Served<'_>, &Beyond<'_>) -> Severity + Sync),
    /// The message.
    pub(crate) say: &'q (dyn Fn(&Reached<'_>) -> String + Sync),
}

impl<'r> Reached<'r> {
    fn new(one: &'r Served<'_>, can: &'static str, who: String, open: Traffic) -> Self {
        let ports = one.ports.iter().filter(|port| open.contains(Protocol::TCP, port.port)).collect();
        Self { id: one.machine.about.id.as_str(), can, who, open, ports }
    }

    fn evidence(&self) -> impl Iterator<Item = Evidence> {
        self.ports.iter().map(|port| port.evidence.clone())
    }

    /// The ports with what listens there: "tcp 3988, kops-controller".
    pub(crate) fn ports_in_words(&self) -> String {
        let words: Vec<String> =
            self.ports.iter().map(|port| format!("tcp {}, {}", port.port, port.of)).collect();
        words.join("; ")
    }
}

/// The machines that play one of these roles, with the traffic of a service.
pub(crate) fn serving<'a>(
    cx: &RuleContext<'a>,
    roles: &[Role],
    ports: impl Fn(usize) -> (Traffic, Vec<ListeningPort>) + Sync,
) -> Vec<Served<'a>> {
    let graph = cx.graph;
    let machines = graph.model().machines.par_iter().enumerate();
    let served = machines.filter_map(|(at, machine)| {
        let class = graph.class_of(at).filter(|class| roles.iter().any(|role| class.plays(*role)))?;
        let (traffic, ports) = ports(at);
        (!traffic.is_empty()).then_some(Served { at, machine, class, traffic, ports })
    });
    served.collect()
}

/// Findings for the machines that somebody beyond the circle can reach.
pub(crate) fn report(cx: &RuleContext<'_>, served: &[Served<'_>], service: &Service<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(severity) = service.from_internet {
        let open = served.par_iter().filter_map(|one| from_internet(cx, one, severity, service));
        found.extend(open.collect::<Vec<_>>());
    }
    found.extend(from_inside(cx, served, service));
    found
}

/// Nodes that the internet reaches are RF201's, whatever the port.
fn from_internet(
    cx: &RuleContext<'_>,
    one: &Served<'_>,
    severity: &(dyn Fn(&Traffic) -> Severity + Sync),
    service: &Service<'_>,
) -> Option<Finding> {
    if one.class.plays(Role::Node) {
        return None;
    }
    let exposure = cx.exposure(&Node::Machine(one.at), &one.traffic)?;
    let verdict = cx.verdict(&exposure.sources(&one.traffic), |all| cx.settings.is_internet(all))?;
    let open = Open::new(&one.machine.about, &exposure, &one.traffic, verdict);
    let flows = if verdict == Verdict::Violation { &exposure.flows.must } else { &exposure.flows.may };
    let reached = Reached::new(one, open.can, open.sources.clone(), flows.traffic());
    let draft = cx.draft(&one.machine.about, verdict).role(roles_in_words(one.class));
    let draft = draft.severity(severity(&reached.open)).message((service.say)(&reached));
    let draft = draft.because(reached.evidence());
    with_ways(draft, &exposure, &one.traffic).aspect("ingress").finish()
}

/// Machines that stand alike are asked about once; those that something outside reaches differ in more than that.
///
/// What the internet at large can reach is said already, here or by a rule about nodes: it is no news that the network
/// can reach it too.
fn from_inside(cx: &RuleContext<'_>, served: &[Served<'_>], service: &Service<'_>) -> Vec<Finding> {
    let closed = served.par_iter().map(|one| {
        // The rules about nodes take the user's list for the border of the internet.
        let is_internet = |from: &AddressSet| {
            if one.class.plays(Role::Node) { cx.is_foreign(from) } else { cx.settings.is_internet(from) }
        };
        let open = open_to_everybody(cx, one.at, &one.traffic, is_internet);
        Served { traffic: one.traffic.difference(&open), ports: one.ports.clone(), ..*one }
    });
    let closed: Vec<Served<'_>> = closed.filter(|one| !one.traffic.is_empty()).collect();
    let groups = alike(cx, &closed);
    let found = groups.par_iter().flat_map_iter(|group| {
        let inside = group.first().and_then(|one| Beyond::inside(cx, one.at, &one.traffic, service.circle));
        let reached = |one: &&Served<'_>| !cx.graph.ways_in(&Node::Machine(one.at), &one.traffic).is_empty();
        let (apart, together): (Vec<_>, Vec<_>) = group.iter().copied().partition(reached);
        let mut roles: BTreeMap<&BTreeSet<Role>, Vec<&Served<'_>>> = BTreeMap::new();
        for one in together {
            roles.entry(&one.class.roles).or_default().push(one);
        }
        let of_roles =
            roles.into_values().filter_map(|group| of_group(cx, &group, inside.as_ref()?, service));
        let mut found: Vec<Finding> = of_roles.collect();
        found.extend(apart.into_iter().filter_map(|one| {
            let mut beyond = Beyond::with_narrow(inside.clone(), cx, one.at, &one.traffic)?;
            if !service.narrow {
                beyond = beyond.without_narrow()?;
            }
            of_group(cx, &[one], &beyond, service)
        }));
        found
    });
    found.collect()
}

/// Machines that stand alike, with the same traffic; in the order of the first of each.
pub(crate) fn alike<'s, 'a>(cx: &RuleContext<'_>, served: &'s [Served<'a>]) -> Vec<Vec<&'s Served<'a>>> {
    let mut numbers: HashMap<(Option<usize>, &Traffic), usize> = HashMap::new();
    let mut groups: Vec<Vec<&Served<'_>>> = Vec::new();
    for one in served {
        let at = *numbers.entry((cx.graph.standing(one.at), &one.traffic)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}

/// Some machines, by their positions in the model, with the traffic that is judged.
pub(crate) fn serving_those<'a>(
    cx: &RuleContext<'a>,
    machines: impl Iterator<Item = usize>,
    traffic: impl Fn(usize) -> Traffic,
) -> Vec<Served<'a>> {
    let served = machines.filter_map(|at| {
        let (machine, class) = (cx.graph.model().machines.get(at)?, cx.graph.class_of(at)?);
        Some(Served { at, machine, class, traffic: traffic(at), ports: Vec::new() })
    });
    served.collect()
}

/// One finding for machines that stand alike: the first speaks for the others.
fn of_group(
    cx: &RuleContext<'_>,
    group: &[&Served<'_>],
    beyond: &Beyond<'_>,
    service: &Service<'_>,
) -> Option<Finding> {
    let (one, others) = group.split_first()?;
    let verdict = beyond.verdict();
    let can = if verdict == Verdict::Violation { "can" } else { "may" };
    let reached = Reached::new(one, can, beyond.who(cx), beyond.open());
    let draft = cx.draft(&one.machine.about, verdict).role(roles_in_words(one.class));
    let draft = draft.severity((service.from_inside)(one, beyond)).message((service.say)(&reached));
    let draft = beyond.tell(draft.because(reached.evidence()));
    let mut finding = draft.aspect("ingress").finish()?;
    finding.instances = others.iter().map(|other| other.machine.about.id.to_string()).collect();
    finding.instances.sort_unstable();
    Some(finding)
}

/// What is open of some traffic with names: "tcp 10257, the controller manager; tcp 10259, the scheduler".
pub(crate) fn named(open: &Traffic, names: &[(Traffic, &str)]) -> String {
    let words = names.iter().filter_map(|(traffic, name)| {
        let open = open.intersection(traffic);
        (!open.is_empty()).then(|| format!("{open}, {name}"))
    });
    words.collect::<Vec<_>>().join("; ")
}
