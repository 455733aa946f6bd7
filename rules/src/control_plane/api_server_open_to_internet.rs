//! The API server must not be open to the internet.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use ringfence_check::{
    Claim, Exposure, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon, Verdict,
    roles_in_words,
};
use ringfence_graph::{Graph, ListeningPort, Node, Subject, Way};
use ringfence_model::{About, Gap, GapKind, LoadBalancer, Role};
use ringfence_packets::{AddressSet, Traffic};

use crate::api_closed;
use crate::closed::internet_without;
use crate::exposure::{Open, tcp, with_ways};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF101",
    name: "api-server-open-to-internet",
    title: "API server reachable from the internet",
    requirement: Requirement::R1,
    severity: Severity::High,
    score: "8.6",
    what: "Finds a way from the internet to the API server: to a control-plane host with a public address, through a load balancer, or to the public endpoint of a managed control plane. Every route, filter and listener on the way must let the connection in, and its answer out.",
    why: "Whoever reaches the API server can try stolen credentials, and any flaw in authentication or in the server itself becomes a takeover of the cluster.",
    fix: "Allow only the networks that administer the cluster, or make the endpoint private and reach it through a bastion or VPN.",
    limits: "\"The internet\" is more public address space than any one organisation has (an IPv4 /8, an IPv6 /16) or, with admin networks in `ringfence.toml`, any public address beyond them (then RF102 reports narrower ones). Host firewalls and the API server's own authentication are not read. Load balancers that controllers make inside the cluster are not in Terraform.",
    references: &[
        Reference {
            title: "Kubernetes: controlling access to the API",
            url: "https://kubernetes.io/docs/concepts/security/controlling-access/",
        },
        Reference {
            title: "NSA/CISA Kubernetes Hardening Guide",
            url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-668" },
        Taxon { catalogue: "ATT&CK", id: "T1190" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    exposures(cx.graph).par_iter().filter_map(|api| report(cx, api)).collect()
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    let is_closed = |api: &ApiExposure<'_>| cx.open_to_internet(&api.exposure, &api.traffic).is_none();
    api_closed::claims(cx, is_closed, internet_without)
}

fn report(cx: &RuleContext<'_>, api: &ApiExposure<'_>) -> Option<Finding> {
    let open_to = cx.open_to_internet(&api.exposure, &api.traffic)?;
    let verdict = if api.unseen.is_empty() { open_to } else { Verdict::Possible };
    let open = Open::new(api.about, &api.exposure, &api.traffic, verdict);
    let through = if api.front { "through" } else { "on" };
    let message = format!(
        "API server {} be reached from {} {through} `{}` ({}).",
        open.can, open.sources, open.about.id, open.traffic
    );
    let ports = api.ports.iter().map(|port| port.evidence.clone());
    let draft =
        cx.draft(api.about, verdict).role(&api.role).message(message).because(ports).unknown(&api.unseen);
    with_ways(draft, &api.exposure, &api.traffic).aspect("ingress").finish()
}

/// One front of an API server, and what reaches it from the internet.
pub(crate) struct ApiExposure<'a> {
    /// The machine, balancer or cluster that is the front.
    pub(crate) about: &'a About,
    /// Its role in words.
    pub(crate) role: String,
    /// Whether the front is a load balancer before the hosts.
    pub(crate) front: bool,
    /// The ways.
    pub(crate) exposure: Exposure<'a>,
    /// The API's traffic where the ways end.
    pub(crate) traffic: Traffic,
    /// What says that the API listens there.
    pub(crate) ports: Vec<ListeningPort>,
    /// Why it is not known what stands behind the front; empty if it is.
    pub(crate) unseen: Vec<Gap>,
}

/// What passes one load balancer on its way to API servers.
struct Front<'a> {
    ways: Vec<&'a Way>,
    traffic: Traffic,
    ports: Vec<ListeningPort>,
    known: BTreeSet<ListeningPort>,
}

impl<'a> Front<'a> {
    fn new() -> Self {
        Self { ways: Vec::new(), traffic: Traffic::none(), ports: Vec::new(), known: BTreeSet::new() }
    }

    fn add(&mut self, way: &'a Way, traffic: &Traffic, ports: &[ListeningPort]) {
        self.ways.push(way);
        self.traffic = self.traffic.union(traffic);
        for port in ports {
            if self.known.insert(port.clone()) {
                self.ports.push(port.clone());
            }
        }
    }
}

/// The fronts of API servers that something on the internet may reach: hosts reached directly, each load
/// balancer once whatever stands behind it, and managed endpoints.
pub(crate) fn exposures<'a>(graph: &'a Graph<'a>) -> Vec<ApiExposure<'a>> {
    let mut found = Vec::new();
    let mut fronts: BTreeMap<usize, Front<'_>> = BTreeMap::new();
    for (at, machine, class) in graph.machines(Role::ControlPlane) {
        let ports = graph.api_ports(at);
        let traffic = Graph::traffic(&ports);
        let (through, direct): (Vec<&Way>, Vec<&Way>) =
            graph.ways_in(&Node::Machine(at), &traffic).into_iter().partition(|way| way.balancer().is_some());
        if let Some(exposure) = Exposure::of(direct, &traffic) {
            let role = roles_in_words(class);
            let (traffic, ports) = (traffic.clone(), ports.clone());
            let (about, unseen) = (&machine.about, Vec::new());
            found.push(ApiExposure { about, role, front: false, exposure, traffic, ports, unseen });
        }
        for way in through {
            let Some(balancer) = way.balancer() else { continue };
            fronts.entry(balancer).or_insert_with(Front::new).add(way, &traffic, &ports);
        }
    }
    let seen: BTreeSet<usize> = fronts.keys().copied().collect();
    for (at, Front { ways, traffic, ports, .. }) in fronts {
        let Some(balancer) = graph.model().balancers.get(at) else { continue };
        let Some(exposure) = Exposure::of(ways, &traffic) else { continue };
        let (about, role, unseen) = (&balancer.about, Role::ApiEndpoint.to_string(), Vec::new());
        found.push(ApiExposure { about, role, front: true, exposure, traffic, ports, unseen });
    }
    found.extend(blind_fronts(graph, &seen));
    found.extend(graph.model().clusters.iter().enumerate().filter_map(|(at, cluster)| {
        let traffic = tcp(&cluster.ports);
        let exposure = Exposure::of(graph.ways_in(&Node::Cluster(at), &traffic), &traffic)?;
        let role = "managed control plane".to_owned();
        let (ports, unseen) = (Vec::new(), Vec::new());
        Some(ApiExposure { about: &cluster.about, role, front: false, exposure, traffic, ports, unseen })
    }));
    found
}

/// The load balancers that serve the API and of which it is not known what stands behind them: the API may be
/// reached wherever the front is.
fn blind_fronts<'a>(graph: &'a Graph<'a>, seen: &BTreeSet<usize>) -> Vec<ApiExposure<'a>> {
    let endpoints = graph.classifications().iter().filter(|class| class.plays(Role::ApiEndpoint));
    let balancers = endpoints.filter_map(|class| match class.subject {
        Subject::Balancer(at) if !seen.contains(&at) => Some((at, graph.model().balancers.get(at)?)),
        _ => None,
    });
    let mut found = Vec::new();
    for (at, balancer) in balancers {
        let unseen = unseen_targets(balancer);
        let listeners = 0..balancer.listeners.len();
        let ways: Vec<&Way> = listeners
            .flat_map(|listener| graph.ways_in(&Node::Listener(at, listener), &Traffic::all()))
            .collect();
        let traffic = ways.iter().fold(Traffic::none(), |all, way| all.union(&way.flows.may.traffic()));
        let Some(exposure) = Exposure::of(ways, &traffic).filter(|_| !unseen.is_empty()) else { continue };
        let (about, role, ports) = (&balancer.about, Role::ApiEndpoint.to_string(), Vec::new());
        found.push(ApiExposure { about, role, front: true, exposure, traffic, ports, unseen });
    }
    found
}

/// Why it is not known what stands behind a balancer: unseen members, or none at all, since an API's balancer
/// without any gets them from elsewhere. Empty if it is known.
fn unseen_targets(balancer: &LoadBalancer) -> Vec<Gap> {
    let groups = || balancer.listeners.iter().flat_map(|listener| &listener.targets);
    let mut unseen: Vec<Gap> = groups().flat_map(|group| group.unseen.iter().cloned()).collect();
    if groups().all(|group| group.members.is_empty()) {
        let what = format!("what stands behind `{}`: nothing here says it", balancer.about.id);
        let source = Some(balancer.about.declared_at.clone());
        unseen.push(Gap { kind: GapKind::OutsideInput, what, source });
    }
    unseen
}

/// The public addresses among some.
pub(super) fn public(addresses: &AddressSet) -> AddressSet {
    addresses.intersection(&AddressSet::internet())
}
