//! Who can open what on whom: the questions that people ask.

use std::sync::Arc;

use ringfence_model::{Attached, MachineKind};
use ringfence_packets::{AddressSet, Bounds, FlowSet, Peers, Traffic};

use crate::Graph;
use crate::reach::{self, Node, Party, Travel, Way};

/// What one party can open on another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// What can be opened.
    pub open: Bounds<Traffic>,
    /// What arrives, but of which answers are stopped, to some or to all ports of the client.
    pub answer_blocked: Bounds<Traffic>,
}

impl Reach {
    /// Nothing.
    pub fn none() -> Self {
        Self { open: Bounds::empty(), answer_blocked: Bounds::empty() }
    }

    /// Whether nothing arrives for certain.
    pub fn is_none(&self) -> bool {
        self.open.may.is_empty() && self.answer_blocked.may.is_empty()
    }

    /// What either of two can.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            open: self.open.union(&other.open),
            answer_blocked: self.answer_blocked.union(&other.answer_blocked),
        }
    }
}

impl Graph<'_> {
    /// Everybody who can open connections, or to whom they can be opened.
    ///
    /// Shape: the internet, places outside the cloud, machines, balancers, clusters, endpoints; each in the model's
    /// order.
    pub fn parties(&self) -> Vec<Party> {
        let model = self.model();
        let outside = model.routers.iter().enumerate().flat_map(|(at, router)| {
            let sides = router.attachments.iter().enumerate();
            let outside = sides.filter(|(_, side)| matches!(side.to, Attached::Outside { .. }));
            outside.map(move |(number, _)| Party::Outside(at, number))
        });
        std::iter::once(Party::Internet)
            .chain(outside)
            .chain((0..model.machines.len()).map(Party::Machine))
            .chain((0..model.balancers.len()).map(Party::Balancer))
            .chain((0..model.clusters.len()).map(Party::Cluster))
            .chain((0..model.endpoints.len()).map(Party::Endpoint))
            .collect()
    }

    /// What a party is called: its address, or its id in the cloud.
    pub fn name(&self, party: Party) -> String {
        self.label(&party.node(self.model())).to_string()
    }

    /// Every way from one party to another, direct or through load balancers.
    ///
    /// Shape: of ways to the internet the peers of the flows are destinations, of all others sources.
    pub fn ways(&self, from: Party, to: Party) -> Vec<Way> {
        match (from, to) {
            (Party::Internet, Party::Internet) => Vec::new(),
            (Party::Internet, Party::Balancer(at)) => self.to_listeners(at),
            (Party::Internet, Party::Subnet(at)) => self.into_subnet(at),
            (Party::Internet, to) => self.arriving(&to.node(self.model())).cloned().collect(),
            (Party::Machine(at), Party::Internet) => reach::outward(self.model(), self.hosts(), at),
            (Party::Subnet(at), Party::Internet) => reach::out_of_subnet(self.model(), self.hosts(), at),
            (_, Party::Internet) => Vec::new(),
            (Party::Balancer(at), to) => self.behind(at, to),
            (Party::Endpoint(_), _) => Vec::new(),
            // Without filters of its own it is not known where in the network a control plane sends from.
            (Party::Cluster(at), _) if self.hidden(at) => Vec::new(),
            (from, Party::Balancer(at)) => self.to_front(from, at, |node| matches!(node, Node::Listener(..))),
            (from, to) => {
                let mut found = self.crossing(from, to).ways();
                let wanted = to.node(self.model());
                for at in self.in_front_of(to) {
                    found.extend(self.to_front(from, at, |node| *node == wanted));
                }
                found
            }
        }
    }

    /// What one party can open on another by itself; through load balancers it is these that do.
    pub fn reach(&self, from: Party, to: Party) -> Reach {
        let direct = self.direct(from, to);
        let reaches = direct.iter().map(Way::reach);
        reaches.fold(Reach::none(), |all, some| all.union(&some))
    }

    /// The ways from one party to another that pass no load balancer.
    pub(crate) fn direct(&self, from: Party, to: Party) -> Vec<Way> {
        match (from, to) {
            (Party::Internet, Party::Machine(_) | Party::Cluster(_)) => {
                let ways = self.ways(from, to);
                ways.into_iter().filter(|way| way.balancer().is_none()).collect()
            }
            (Party::Internet | Party::Balancer(_) | Party::Endpoint(_), _)
            | (_, Party::Internet | Party::Balancer(_)) => self.ways(from, to),
            (Party::Cluster(at), _) if self.hidden(at) => Vec::new(),
            (from, to) => self.crossing(from, to).ways(),
        }
    }

    /// Whether it is not known where in its network a cluster's control plane sends from.
    fn hidden(&self, cluster: usize) -> bool {
        self.model().clusters.get(cluster).is_none_or(|cluster| cluster.filters.is_empty())
    }

    /// Whether it stands for several equal ones.
    pub fn is_group(&self, party: Party) -> bool {
        let Party::Machine(at) = party else { return false };
        self.model().machines.get(at).is_some_and(|machine| machine.kind == MachineKind::Group)
    }

    /// The ways from the internet to the listeners of a balancer.
    fn to_listeners(&self, at: usize) -> Vec<Way> {
        let listeners = self.model().balancers.get(at).map_or(0, |balancer| balancer.listeners.len());
        let nodes = (0..listeners).map(|listener| Node::Listener(at, listener));
        nodes.flat_map(|node| self.arriving(&node).cloned().collect::<Vec<_>>()).collect()
    }

    /// The ways from the internet into a subnet: possible ones, since nobody there is known to have a public address.
    fn into_subnet(&self, at: usize) -> Vec<Way> {
        let wanted = Party::Subnet(at).node(self.model());
        let everybody = FlowSet::of(&Peers::addresses(AddressSet::internet()), &Traffic::all());
        self.search().to_place(&wanted, &Arc::new(Travel::of(Bounds::at_most(everybody))))
    }

    /// The ways from a balancer to what stands behind it.
    fn behind(&self, at: usize, to: Party) -> Vec<Way> {
        let everybody = FlowSet::of(&Peers::addresses(AddressSet::all()), &Traffic::all());
        let start = Arc::new(Travel::of(Bounds::exact(everybody)));
        let ways = self.search().from(&Node::Balancer(at), &[], &start);
        let wanted = to.node(self.model());
        ways.into_iter().filter(|way| *way.to() == wanted).collect()
    }

    /// The ways from a party inside to the front of a balancer and on to nodes that pass the test.
    fn to_front(&self, from: Party, at: usize, wanted: impl Fn(&Node) -> bool) -> Vec<Way> {
        let arrivals = self.crossing(from, Party::Balancer(at)).arrivals();
        let node = Node::Balancer(at);
        let ways =
            arrivals.iter().flat_map(|arrival| self.search().from(&node, &arrival.edges, &arrival.travel));
        ways.filter(|way| wanted(way.to())).collect()
    }

    /// The balancers that send to a machine.
    fn in_front_of(&self, to: Party) -> Vec<usize> {
        let Party::Machine(machine) = to else { return Vec::new() };
        let model = self.model();
        let sends = |balancer: &ringfence_model::LoadBalancer| {
            let groups = balancer.listeners.iter().flat_map(|listener| &listener.targets);
            let mut members =
                groups.flat_map(|group| &group.members).filter_map(|member| member.machine.id());
            members.any(|id| self.index().machine(id) == Some(machine))
        };
        let all = model.balancers.iter().enumerate();
        all.filter(|(_, balancer)| sends(balancer)).map(|(at, _)| at).collect()
    }
}

impl Way {
    /// What it carries, whoever sends it.
    pub fn reach(&self) -> Reach {
        Reach {
            open: self.flows.map(FlowSet::traffic),
            answer_blocked: self.unanswered.map(FlowSet::traffic),
        }
    }
}
