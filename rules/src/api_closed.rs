//! What is proved of API servers: at which fronts the internet cannot reach one.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_check::{Asker, Claim, Question, RuleContext, roles_in_words};
use ringfence_graph::{Graph, Node, Party, Subject};
use ringfence_model::{About, Role};
use ringfence_packets::{AddressSet, Traffic};

use crate::control_plane::api_server_open_to_internet::{ApiExposure, exposures};
use crate::exposure::tcp;

/// A front at which an API server stands, or before which a load balancer does.
struct Front<'a> {
    about: &'a About,
    role: String,
    /// The machine behind it, and the load balancer.
    to: Party,
    through: Option<usize>,
    traffic: Traffic,
    /// "on `x`", "through `x`".
    place: String,
    /// A load balancer may stand before it, of which something else is said.
    balanced: bool,
}

/// Claims for the fronts of which `open` says, of the exposure that each has or has not, that nothing is to report.
///
/// `closed_to` gives those who cannot come, and in words those who may.
pub(crate) fn claims(
    cx: &RuleContext<'_>,
    is_closed: impl Fn(&ApiExposure<'_>) -> bool,
    closed_to: impl Fn(&AddressSet) -> (AddressSet, String),
) -> Vec<Claim> {
    let exposures = exposures(cx.graph);
    let by_front: BTreeMap<&str, &ApiExposure<'_>> =
        exposures.iter().map(|api| (api.about.id.as_str(), api)).collect();
    let claims = fronts(cx.graph).into_iter().filter_map(|front| {
        let exposure = by_front.get(front.about.id.as_str());
        if exposure.is_some_and(|api| !is_closed(api)) {
            return None;
        }
        let open = exposure.map(|api| api.exposure.sources(&api.traffic).may);
        let (from, words) = closed_to(&open.unwrap_or_else(AddressSet::empty));
        let directly = if front.balanced { " directly" } else { "" };
        let statement = format!(
            "API server {} cannot be reached{directly} from {words} ({}).",
            front.place, front.traffic
        );
        let (through, to) = (front.through, front.to);
        let question = Question { from: Asker::Internet(from), through, to, traffic: front.traffic };
        Some(cx.claim((front.about, &front.role), "ingress", question, statement))
    });
    claims.collect()
}

/// All fronts of API servers, open or not.
fn fronts<'a>(graph: &'a Graph<'a>) -> Vec<Front<'a>> {
    let endpoints = graph.classifications().iter().filter(|class| class.plays(Role::ApiEndpoint));
    let balancers: BTreeSet<usize> = endpoints
        .filter_map(|class| match class.subject {
            Subject::Balancer(at) => Some(at),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for (at, machine, class) in graph.machines(Role::ControlPlane) {
        let traffic = Graph::traffic(&graph.api_ports(at));
        if traffic.is_empty() {
            continue;
        }
        let ways = graph.ways_in(&Node::Machine(at), &traffic);
        let balanced = !balancers.is_empty() || ways.iter().any(|way| way.balancer().is_some());
        let place = format!("on `{}`", machine.about.id);
        let (role, to) = (roles_in_words(class), Party::Machine(at));
        found.push(Front { about: &machine.about, role, to, through: None, traffic, place, balanced });
    }
    found.extend(balancers.into_iter().filter_map(|at| balancer(graph, at)));
    found.extend(graph.model().clusters.iter().enumerate().filter_map(|(at, cluster)| {
        let (traffic, to) = (tcp(&cluster.ports), Party::Cluster(at));
        let (role, place) = ("managed control plane".to_owned(), format!("on `{}`", cluster.about.id));
        let front = Front { about: &cluster.about, role, to, through: None, traffic, place, balanced: false };
        (!front.traffic.is_empty()).then_some(front)
    }));
    found
}

/// A load balancer that serves the API: where its listeners can be reached, it is those behind it that cannot.
fn balancer<'a>(graph: &'a Graph<'a>, at: usize) -> Option<Front<'a>> {
    let balancer = graph.model().balancers.get(at)?;
    let listeners = balancer.listeners.iter();
    let traffic = listeners.fold(Traffic::none(), |all, listener| all.union(&listener.traffic.may));
    let ways = graph.ways(Party::Internet, Party::Balancer(at));
    let reached = ways.iter().fold(Traffic::none(), |all, way| all.union(&way.flows.may.traffic()));
    let groups = balancer.listeners.iter().flat_map(|listener| &listener.targets);
    let behind: BTreeSet<&str> = groups
        .flat_map(|group| &group.members)
        .filter_map(|member| Some(member.machine.id()?.as_str()))
        .collect();
    let mut machines = graph.machines(Role::ControlPlane);
    let behind = machines.find(|(_, machine, _)| behind.contains(machine.about.id.as_str()));
    let (through, to) = match behind.filter(|_| !reached.is_empty()) {
        Some((machine, ..)) => (Some(at), Party::Machine(machine)),
        None => (None, Party::Balancer(at)),
    };
    let (role, place) = (Role::ApiEndpoint.to_string(), format!("through `{}`", balancer.about.id));
    let front = Front { about: &balancer.about, role, to, through, traffic, place, balanced: false };
    (!front.traffic.is_empty()).then_some(front)
}
