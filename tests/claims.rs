//! Findings and claims over every fixture: a subject that a rule has decided about has the one or the other, and no packet
//! contradicts a claim.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

use ringfence_check::{Asker, Claim, RuleContext, Settings};
use ringfence_graph::{Circle, Graph, Party, Purpose, Subject};
use ringfence_model::{Attr, Model, Role, Sources, Truth};
use ringfence_packets::{AddressSet, Protocol, Traffic};
use ringfence_trace::{Goal, Packet, Start, Tracer};
use support::models::{fixtures, model};

/// The subjects of each rule.
type Subjects = BTreeMap<&'static str, BTreeSet<String>>;

/// What all rules say of one model.
struct Said<'a> {
    graph: &'a Graph<'a>,
    settings: &'a Settings,
    found: Subjects,
    proved: Subjects,
    claims: Vec<Claim>,
}

impl<'a> Said<'a> {
    fn of(graph: &'a Graph<'a>, sources: &Sources, settings: &'a Settings) -> Self {
        let (mut found, mut proved, mut claims) = (Subjects::new(), Subjects::new(), Vec::new());
        for rule in ringfence_rules::ALL {
            let id = rule.meta.id;
            let cx = RuleContext { graph, sources, settings, stack: "", meta: rule.meta };
            for finding in (rule.check)(&cx) {
                let subjects = found.entry(id).or_default();
                subjects.insert(finding.subject.id);
                subjects.extend(finding.instances);
            }
            for claim in rule.proves.map_or_else(Vec::new, |proves| proves(&cx)) {
                let first = proved.entry(id).or_default().insert(claim.subject.id.clone());
                assert!(first, "{id}: `{}` is claimed twice", claim.subject.id);
                claims.push(claim);
            }
        }
        Self { graph, settings, found, proved, claims }
    }

    fn has(subjects: &Subjects, rule: &str, id: &str) -> bool {
        subjects.get(rule).is_some_and(|ids| ids.contains(id))
    }

    /// Those about which a rule has to say something.
    fn decided(&self, rule: &str) -> BTreeSet<String> {
        match rule {
            "RF101" => self.fronts(),
            "RF102" if self.settings.admin_networks.is_some() => self.fronts(),
            "RF103" | "RF104" | "RF105" => self.machines(&[Role::ControlPlane], |_| true),
            "RF106" => self.machines(&[Role::ControlPlane], |at| !self.graph.bootstrap_ports(at).is_empty()),
            "RF107" => self.clusters(),
            "RF201" | "RF202" | "RF205" | "RF206" | "RF208" => self.machines(&[Role::Node], |_| true),
            "RF203" | "RF207" => self.machines(&[Role::ControlPlane, Role::Node], |_| true),
            "RF204" => self
                .machines(&[Role::ControlPlane, Role::Node], |at| !self.graph.read_only_ports(at).is_empty()),
            "RF209" if self.graph.clusters().len() > 1 => {
                let roles = [Role::ControlPlane, Role::Etcd, Role::Node];
                self.machines(&roles, |at| self.graph.cluster_of(at).is_some())
            }
            "RF401" => self.machines(&[Role::Etcd], |_| true),
            "RF402" => self.machines(&[Role::Etcd], |at| self.serves(at, Purpose::EtcdClient)),
            "RF403" => self.machines(&[Role::Etcd], |at| self.serves(at, Purpose::EtcdPeer)),
            _ => BTreeSet::new(),
        }
    }

    fn serves(&self, at: usize, purpose: Purpose) -> bool {
        self.graph.etcd_ports(at).iter().any(|port| port.purpose == purpose)
    }

    fn machines(&self, roles: &[Role], wanted: impl Fn(usize) -> bool) -> BTreeSet<String> {
        let all = roles.iter().flat_map(|role| self.graph.machines(*role));
        all.filter(|(at, ..)| wanted(*at)).map(|(_, machine, _)| machine.about.id.to_string()).collect()
    }

    fn clusters(&self) -> BTreeSet<String> {
        self.graph.model().clusters.iter().map(|cluster| cluster.about.id.to_string()).collect()
    }

    fn fronts(&self) -> BTreeSet<String> {
        let endpoints = self.graph.classifications().iter().filter(|class| class.plays(Role::ApiEndpoint));
        let balancers = endpoints.filter_map(|class| match class.subject {
            Subject::Balancer(at) => Some(&self.graph.model().balancers[at]),
            _ => None,
        });
        let balancers = balancers.filter(|balancer| !balancer.listeners.is_empty());
        let mut found = self.machines(&[Role::ControlPlane], |_| true);
        found.extend(balancers.map(|balancer| balancer.about.id.to_string()));
        found.extend(self.clusters());
        found
    }

    /// Why a rule may leave a subject to another one, or to a service.
    fn left(&self, rule: &str, id: &str) -> Option<&'static str> {
        let has = |other: &str| Self::has(&self.found, other, id);
        let wider = match rule {
            "RF102" | "RF107" => &["RF101"][..],
            "RF402" | "RF403" => &["RF401"],
            "RF104" => &[],
            _ if rule > "RF104" && rule < "RF209" => &["RF201", "RF205", "RF206"],
            _ => &[],
        };
        if wider.iter().any(|other| has(other)) {
            return Some("what the whole internet reaches is another rule's");
        }
        let at = self.graph.model().machines.iter().position(|machine| *machine.about.id.0 == *id)?;
        let nobodys = self.graph.admitting_rules(at, &Traffic::all());
        if nobodys.iter().any(|rule| rule.source.span().is_none()) {
            return Some("nobody wrote the rule that lets them in");
        }
        self.balanced(id).then_some("a load balancer may send on")
    }

    fn balanced(&self, id: &str) -> bool {
        let listeners = self.graph.model().balancers.iter().flat_map(|balancer| &balancer.listeners);
        let mut groups = listeners.flat_map(|listener| &listener.targets);
        groups.any(|group| {
            let may_be = |member: &ringfence_model::Member| {
                member.machine.id().is_none_or(|machine| machine.as_str() == id)
            };
            !group.unseen.is_empty() || group.members.iter().any(may_be)
        })
    }
}

fn settings() -> [Settings; 2] {
    let listed = AddressSet::parse_cidrs(["20.30.40.0/24"]).unwrap();
    [Settings::default(), Settings { admin_networks: Some(listed), ..Settings::default() }]
}

#[test]
fn a_subject_has_a_finding_or_a_claim() {
    let (mut complaints, mut counts) = (Vec::new(), BTreeMap::new());
    let (mut findings, mut claims) = (0, 0);
    for (path, replies) in fixtures() {
        let (model, sources) = model(&path, replies);
        let graph = Graph::new(&model);
        for settings in &settings() {
            let said = Said::of(&graph, &sources, settings);
            for rule in ringfence_rules::ALL.iter().map(|rule| rule.meta.id) {
                let decided = said.decided(rule);
                for id in said.proved.get(rule).into_iter().flatten() {
                    assert!(
                        decided.contains(id),
                        "{}: {rule}: `{id}` is none of its subjects",
                        path.display()
                    );
                }
                for id in &decided {
                    let (found, proved) =
                        (Said::has(&said.found, rule, id), Said::has(&said.proved, rule, id));
                    findings += usize::from(found);
                    claims += usize::from(proved);
                    match (found, proved) {
                        (true, true) => complaints.push(format!("{}: {rule}: `{id}`: both", path.display())),
                        (false, false) => match said.left(rule, id) {
                            Some(why) => *counts.entry((rule, why)).or_insert(0) += 1,
                            None => complaints.push(format!("{}: {rule}: `{id}`: neither", path.display())),
                        },
                        _ => {}
                    }
                }
            }
        }
    }
    eprintln!("{findings} findings, {claims} claims, neither: {counts:#?}");
    assert!(findings > 300 && claims > 1000, "{findings}, {claims}");
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

/// Sends packets for all askers of a claim, not for one as the command does.
struct Senders<'a> {
    graph: &'a Graph<'a>,
    model: &'a Model,
}

impl Senders<'_> {
    fn packets(&self, claim: &Claim) -> Vec<Packet> {
        let question = &claim.question;
        let id = |party| ringfence_model::ResourceId::new(self.graph.name(party));
        let goal = match (question.through, question.to) {
            (Some(at), to) => Goal::Through { balancer: id(Party::Balancer(at)), machine: id(to) },
            (None, to @ Party::Machine(_)) => Goal::Machine(id(to), None),
            (None, to @ Party::Balancer(_)) => Goal::Balancer(id(to)),
            (None, to @ Party::Cluster(_)) => Goal::Cluster(id(to)),
            (None, other) => panic!("{other:?}"),
        };
        let mut found = Vec::new();
        for (protocol, port) in samples(&question.traffic) {
            for (start, source) in self.senders(&question.from, question.to) {
                let packet = Packet::to_goal(start, goal.clone(), protocol, port);
                found.push(source.iter().fold(packet, |packet, source| packet.with_source(*source)));
            }
        }
        found
    }

    fn senders(&self, from: &Asker, to: Party) -> Vec<(Start, Option<IpAddr>)> {
        let machine =
            |at| Start::Machine(ringfence_model::ResourceId::new(self.graph.name(Party::Machine(at))), None);
        match from {
            Asker::PublicAddress => Vec::new(),
            Asker::Internet(addresses) => {
                let ranges = addresses.v4.ranges().iter();
                let ends = ranges.flat_map(|(low, high)| [*low, low + (high - low) / 2, *high]);
                ends.map(|bits| (Start::Internet, Some(IpAddr::V4(Ipv4Addr::from_bits(bits))))).collect()
            }
            Asker::Machine(at) => vec![(machine(*at), None)],
            Asker::Beyond(circle) => {
                let Party::Machine(subject) = to else { panic!("{to:?}") };
                let outsiders = (0..self.model.machines.len()).filter(|at| *at != subject);
                let outsiders = outsiders.filter(|at| self.together(*at, subject));
                let outsiders =
                    outsiders.filter(|at| self.graph.class_of(*at).is_some_and(|class| !circle.has(class)));
                outsiders.map(|at| (machine(at), None)).chain(self.strangers(subject, *circle)).collect()
            }
        }
    }

    /// Whether two machines stand in one network, as far as that is known.
    fn together(&self, one: usize, other: usize) -> bool {
        !self.networks(one).is_disjoint(&self.networks(other))
    }

    fn networks(&self, at: usize) -> BTreeSet<String> {
        let machine = &self.model.machines[at];
        let of_subnets = machine.subnets().filter_map(|link| {
            let subnet = self.model.subnets.iter().find(|subnet| Some(&subnet.about.id) == link.id())?;
            subnet.network.id()
        });
        machine
            .networks()
            .filter_map(ringfence_model::Link::id)
            .chain(of_subnets)
            .map(ToString::to_string)
            .collect()
    }

    /// Addresses of the network in which others may stand.
    fn strangers(&self, subject: usize, circle: Circle) -> Vec<(Start, Option<IpAddr>)> {
        let networks = self.networks(subject);
        let networks =
            self.model.networks.iter().filter(|network| networks.contains(network.about.id.as_str()));
        let ends = networks.flat_map(|network| {
            let inner = self.graph.inner_ranges(&network.about.id, circle);
            let free = network.ranges.may.difference(&inner);
            let ends = free.v4.ranges().iter().flat_map(|(low, high)| [*low, *high]).take(8);
            let mut sources: Vec<Option<IpAddr>> =
                ends.map(|bits| Some(IpAddr::V4(Ipv4Addr::from_bits(bits)))).collect();
            if sources.is_empty() {
                // Where all addresses are taken for the circle's, anybody may have one all the same.
                sources.push(None);
            }
            sources.into_iter().map(|source| (Start::Network(network.about.id.clone()), source))
        });
        ends.collect()
    }
}

/// Some packets of some traffic: the first and the last of the first ports of each protocol.
fn samples(traffic: &Traffic) -> BTreeSet<(Protocol, u16)> {
    let of = |protocol| {
        let ports = traffic.ports(protocol);
        let ranges: Vec<(u16, u16)> = ports.ranges().iter().copied().take(4).collect();
        ranges.into_iter().flat_map(move |(low, high)| [(protocol, low), (protocol, high)])
    };
    [Protocol::TCP, Protocol::UDP, Protocol::IPIP].into_iter().flat_map(of).collect()
}

#[test]
fn no_packet_contradicts_a_claim() {
    let (mut sent, mut wrong) = (0, Vec::new());
    for (path, replies) in fixtures() {
        let (model, sources) = model(&path, replies);
        let (graph, tracer) = (Graph::new(&model), Tracer::new(&model));
        let senders = Senders { graph: &graph, model: &model };
        let settings = Settings::default();
        for claim in &Said::of(&graph, &sources, &settings).claims {
            for packet in senders.packets(claim) {
                sent += 1;
                let trace = tracer.trace(&packet);
                if trace.connects() == Truth::Yes {
                    wrong.push(format!(
                        "{}: {}\n{packet:?}\n{}",
                        path.display(),
                        claim.statement,
                        trace.explain().join("\n")
                    ));
                }
            }
        }
    }
    eprintln!("{sent} packets");
    assert!(sent > 10_000, "{sent}");
    assert!(wrong.is_empty(), "{} of {sent}:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Where a public address is claimed not to be, no interface certainly has one that is routed.
#[test]
fn who_has_no_public_address_is_reached_by_nobody() {
    for (path, replies) in fixtures() {
        let (model, sources) = model(&path, replies);
        let graph = Graph::new(&model);
        let settings = Settings::default();
        for claim in &Said::of(&graph, &sources, &settings).claims {
            let (Asker::PublicAddress, Party::Machine(at)) = (&claim.question.from, claim.question.to) else {
                continue;
            };
            let direct = graph.ways(Party::Internet, Party::Machine(at)).into_iter();
            let mut direct = direct.filter(|way| way.balancer().is_none() && !way.flows.may.is_empty());
            assert!(direct.next().is_none(), "{}: {}", path.display(), claim.statement);
            let has = |attr: &Attr<bool>| attr.truth() == Truth::Yes;
            let has_one =
                model.machines[at].interfaces.iter().any(|i| has(&i.public_v4) || has(&i.public_v6));
            assert!(!has_one || !graph.public_addresses(at).iter().any(|a| a.truth.possible()));
        }
    }
}
