//! What load balancers send on, for claims: what may come through one is not proved closed.

use std::collections::HashMap;

use ringfence_check::RuleContext;
use ringfence_graph::{Graph, Party};
use ringfence_model::{Attr, Listener, Member, ResourceId, TargetGroup};
use ringfence_packets::{PortSet, Protocol, Traffic};

/// What load balancers may send to machines.
pub(crate) struct SentOn<'a> {
    /// To those that are known to stand behind one.
    known: HashMap<&'a ResourceId, Traffic>,
    /// To whoever else may stand behind one.
    anybody: Traffic,
    /// That which comes from the internet.
    from_internet: Traffic,
}

impl<'a> SentOn<'a> {
    /// By all load balancers of the stack.
    pub(crate) fn new(cx: &RuleContext<'a>) -> Self {
        let graph = cx.graph;
        let mut found =
            Self { known: HashMap::new(), anybody: Traffic::none(), from_internet: Traffic::none() };
        for (at, balancer) in graph.model().balancers.iter().enumerate() {
            let before = std::mem::replace(&mut found.anybody, Traffic::none());
            for listener in &balancer.listeners {
                for group in &listener.targets {
                    found.add(listener, group);
                }
            }
            let blind = std::mem::replace(&mut found.anybody, before);
            if !blind.is_empty() && is_reached(graph, at) {
                found.from_internet = found.from_internet.union(&blind);
            }
            found.anybody = found.anybody.union(&blind);
        }
        found
    }

    fn add(&mut self, listener: &'a Listener, group: &'a TargetGroup) {
        for member in &group.members {
            let sent = sent(listener, group, Some(member));
            let to = match member.machine.id() {
                Some(id) => self.known.entry(id).or_insert_with(Traffic::none),
                None => &mut self.anybody,
            };
            *to = to.union(&sent);
        }
        if !group.unseen.is_empty() {
            self.anybody = self.anybody.union(&sent(listener, group, None));
        }
    }

    /// Whether some of this traffic may come to a machine through one.
    pub(crate) fn may_come(&self, machine: &ResourceId, traffic: &Traffic) -> bool {
        self.anybody.overlaps(traffic) || self.known.get(machine).is_some_and(|sent| sent.overlaps(traffic))
    }

    /// Whether some of this traffic may come from the internet through one of which it is not known what stands
    /// behind it; the others are on the graph's ways.
    pub(crate) fn may_come_unseen(&self, traffic: &Traffic) -> bool {
        self.from_internet.overlaps(traffic)
    }
}

/// Whether the internet may reach a listener.
fn is_reached(graph: &Graph<'_>, balancer: usize) -> bool {
    let ways = graph.ways(Party::Internet, Party::Balancer(balancer));
    ways.iter().any(|way| !way.flows.may.is_empty())
}

/// Unknown: every port.
fn sent(listener: &Listener, group: &TargetGroup, member: Option<&Member>) -> Traffic {
    let port = member.and_then(|member| member.port.as_ref()).unwrap_or(&group.port);
    let to = |ports: PortSet| {
        let protocols = [Protocol::TCP, Protocol::UDP].map(|protocol| Traffic::of(protocol, ports.clone()));
        protocols.iter().fold(Traffic::none(), |all, some| all.union(some))
    };
    match port {
        Attr::NotApplicable => listener.traffic.may.clone(),
        port => port.value().map_or_else(|| to(PortSet::full()), |port| to(PortSet::of(*port, *port))),
    }
}
