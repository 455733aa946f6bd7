//! The graph of one stack.

use ringfence_model::{Evidence, Identity, Machine, Model, Role};
use ringfence_packets::{AddressSet, Bounds, Traffic};

use crate::etcd_disks::{self, EtcdDisk};
use crate::index::Index;
use crate::listening::{self, ListeningPort, Purpose};
use crate::reach::{self, Crossing, Edge, Node, PublicAddress, Way};
use crate::roles::{self, Classification, Subject};

/// Who can reach what in one stack, and who plays which role.
#[derive(Debug)]
pub struct Graph<'m> {
    model: &'m Model,
    index: Index,
    classes: Vec<Classification>,
    edges: Vec<Edge>,
    ways: Vec<Way>,
}

impl<'m> Graph<'m> {
    /// Reads a model.
    pub fn new(model: &'m Model) -> Self {
        let index = Index::new(model);
        let classes = roles::classify(model, &index);
        let edges = reach::edges(model, &index);
        let ways = reach::ways(&edges);
        Self { model, index, classes, edges, ways }
    }

    /// The model it was made from.
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// What was decided about every machine and endpoint.
    ///
    /// Shape: machines first, then balancers that are API endpoints, then clusters; each in the model's order.
    pub fn classifications(&self) -> &[Classification] {
        &self.classes
    }

    /// The machines that play a role, with their position in the model.
    pub fn machines(&self, role: Role) -> impl Iterator<Item = (usize, &'m Machine, &Classification)> {
        self.classes.iter().filter(move |class| class.plays(role)).filter_map(|class| match class.subject {
            Subject::Machine(at) => Some((at, self.model.machines.get(at)?, class)),
            _ => None,
        })
    }

    /// What was decided about a machine, by its position in the model.
    pub fn class_of(&self, machine: usize) -> Option<&Classification> {
        self.classes.iter().find(|class| class.subject == Subject::Machine(machine))
    }

    /// The ways from the internet to a node that some of this traffic may travel; the shortest first.
    pub fn ways_in(&self, to: &Node, traffic: &Traffic) -> Vec<&Way> {
        let open = |way: &&Way| !way.flows.may.only_traffic(traffic).is_empty();
        self.ways.iter().filter(|way| way.to() == to).filter(open).collect()
    }

    /// The public addresses of a machine that the internet is routed to, whatever the filters allow.
    pub fn public_addresses(&self, at: usize) -> Vec<PublicAddress> {
        let machine = self.model.machines.get(at);
        machine.map(|m| reach::public_addresses(self.model, &self.index, &self.edges, m)).unwrap_or_default()
    }

    /// The ways from one machine to another inside their network that some of this traffic may travel.
    pub fn between(&self, from: usize, to: usize, traffic: &Traffic) -> Vec<Way> {
        let ways = Crossing { model: self.model, index: &self.index, from, to }.ways();
        ways.into_iter().filter(|way| !way.flows.may.only_traffic(traffic).is_empty()).collect()
    }

    /// The addresses of the machine's own network that its filters let in on some of this traffic, by
    /// network, leaving aside rules that name groups.
    pub fn admitted(
        &self,
        machine: &Machine,
        traffic: &Traffic,
    ) -> Vec<(ringfence_model::ResourceId, Bounds<AddressSet>)> {
        reach::admitted(self.model, &self.index, machine, traffic)
    }

    /// The rules whose addresses let machines of the network in on some of this traffic.
    pub fn admitting_rules(&self, machine: &Machine, traffic: &Traffic) -> Vec<Evidence> {
        reach::admitting_rules(self.model, &self.index, machine, traffic)
    }

    /// The ranges of the subnets in which only control planes and etcd members stand.
    ///
    /// Unknown: a machine whose role is not known is not one of these.
    pub fn ranges_of_control_plane_only(&self) -> AddressSet {
        let mut own = AddressSet::empty();
        let mut others = AddressSet::empty();
        for (at, machine) in self.model.machines.iter().enumerate() {
            let ranges = reach::ranges(self.model, &self.index, machine);
            let inner = self.class_of(at).is_some_and(|c| c.plays(Role::ControlPlane) || c.plays(Role::Etcd));
            if inner {
                own = own.union(&ranges.must);
            } else {
                others = others.union(&ranges.may);
            }
        }
        own.difference(&others)
    }

    /// The ports of the API server on a control-plane machine: what its payload says or the installer's
    /// default, and what load balancers in front of the API send to.
    pub fn api_ports(&self, at: usize) -> Vec<ListeningPort> {
        let Some(machine) = self.model.machines.get(at) else { return Vec::new() };
        let mut ports = listening::api(machine);
        for class in self.classes.iter().filter(|class| class.plays(Role::ApiEndpoint)) {
            let Subject::Balancer(balancer) = class.subject else { continue };
            ports.extend(self.target_ports(balancer, at));
        }
        ports.sort();
        ports.dedup_by_key(|port| port.port);
        ports
    }

    fn target_ports(&self, balancer: usize, machine: usize) -> Vec<ListeningPort> {
        let listeners = self.model.balancers.get(balancer).into_iter().flat_map(|b| &b.listeners);
        let groups = listeners.flat_map(|listener| &listener.targets);
        let mine = groups.filter(|group| {
            let ids = group.members.iter().filter_map(|member| member.machine.id());
            ids.filter_map(|id| self.index.machine(id)).any(|at| at == machine)
        });
        mine.filter_map(|group| {
            let port = *group.port.value()?;
            let evidence = group.port.source().map(|source| {
                let fact = format!("the API's load balancer sends to tcp {port}");
                Evidence::new(&group.id, fact, source)
            })?;
            let api = [443, 6443, 8443].contains(&port);
            api.then(|| ListeningPort {
                port,
                purpose: Purpose::Api,
                of: String::new(),
                assumed: false,
                evidence,
            })
        })
        .collect()
    }

    /// The ports of the etcd members on a machine.
    pub fn etcd_ports(&self, at: usize) -> Vec<ListeningPort> {
        self.model.machines.get(at).map(|machine| listening::etcd(self.model, machine)).unwrap_or_default()
    }

    /// The TCP traffic that reaches any of these ports.
    pub fn traffic(ports: &[ListeningPort]) -> Traffic {
        listening::traffic(ports.iter())
    }

    /// The disks that hold etcd's data.
    pub fn etcd_disks(&self) -> Vec<EtcdDisk> {
        etcd_disks::find(self.model, &self.index, &self.classes)
    }

    /// The identity of a machine, if it has one that the stack declares.
    pub fn identity_of(&self, machine: &Machine) -> Option<&'m Identity> {
        let id = machine.identity.value()?.as_ref()?;
        self.model.identities.get(self.index.identity(id)?)
    }

    /// A node in words: the address of what it stands for.
    pub fn label(&self, node: &Node) -> String {
        let id = match node {
            Node::Internet => return "internet".to_owned(),
            Node::Gateway(id) | Node::Subnet(id) | Node::Network(id) => Some(id),
            Node::Balancer(at) => self.model.balancers.get(*at).map(|b| &b.about.id),
            Node::Listener(at, listener) => {
                self.model.balancers.get(*at).and_then(|b| b.listeners.get(*listener)).map(|l| &l.id)
            }
            Node::Machine(at) => self.model.machines.get(*at).map(|m| &m.about.id),
            Node::Cluster(at) => self.model.clusters.get(*at).map(|c| &c.about.id),
        };
        id.map(|id| id.as_str().to_owned()).unwrap_or_default()
    }
}
