//! The graph of one stack.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use ringfence_model::{Evidence, Gap, Identity, Machine, Model, ResourceId, Role};
use ringfence_packets::{Bounds, FlowSet, Traffic};

use crate::api_targets::ApiTargets;
use crate::circle::Circles;
use crate::cluster::Clusters;
use crate::etcd_disks::{self, EtcdDisk};
use crate::index::Index;
use crate::listening::{self, ListeningPort};
use crate::reach::{self, Crossing, Doors, Fronts, Hosts, Node, Party, PublicAddress, Search, Way};
use crate::roles::{self, Classification, Subject};

/// Who can reach what in one stack, and who plays which role.
#[derive(Debug)]
pub struct Graph<'m> {
    pub(crate) model: &'m Model,
    pub(crate) index: Index,
    pub(crate) classes: Vec<Classification>,
    pub(crate) hosts: Hosts,
    fronts: Fronts,
    /// The edges of everything that is reached from the internet.
    search: Search,
    /// What lies behind the doors of services.
    doors: Doors,
    ways: Vec<Way>,
    /// Positions of the ways by where they end.
    ways_to: HashMap<Node, Vec<usize>>,
    /// Who stands outside of each circle that was asked about, and where only insiders stand.
    pub(crate) circles: Circles,
    pub(crate) clusters: Clusters,
    api_targets: ApiTargets,
    /// Ports of etcd members that manifests of the stack tell of.
    etcd_of_stack: Vec<ListeningPort>,
    /// Ports of the stack's installers that machines boot from.
    pub(crate) bootstrap: OnceLock<Vec<ListeningPort>>,
    /// What the internet is called.
    internet: ResourceId,
    /// What is called by no name.
    nothing: ResourceId,
}

impl<'m> Graph<'m> {
    /// Reads a model.
    pub fn new(model: &'m Model) -> Self {
        let index = Index::new(model);
        let classes = roles::classify(model, &index);
        let (hosts, edges, doors) = reach::lay(model, &index);
        let search = Search::new(&edges);
        let ways = search.all_from_internet();
        let mut ways_to: HashMap<Node, Vec<usize>> = HashMap::new();
        for (at, way) in ways.iter().enumerate() {
            ways_to.entry(way.to().clone()).or_default().push(at);
        }
        Self {
            fronts: Fronts::new(&edges),
            circles: Circles::default(),
            clusters: Clusters::new(model),
            api_targets: ApiTargets::new(model, &index, &classes),
            etcd_of_stack: listening::etcd_of_stack(model),
            bootstrap: OnceLock::new(),
            internet: ResourceId::new("internet"),
            nothing: ResourceId::new(""),
            model,
            index,
            classes,
            hosts,
            search,
            doors,
            ways,
            ways_to,
        }
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
        // Machines are classified first, and all of them.
        self.classes.get(machine).filter(|class| class.subject == Subject::Machine(machine))
    }

    /// The ways from the internet to a node that some of this traffic may travel; the shortest first.
    pub fn ways_in(&self, to: &Node, traffic: &Traffic) -> Vec<&Way> {
        self.arriving(to).filter(|way| way.flows.may.has_some_of(traffic)).collect()
    }

    /// The ways from the internet to a node on which anything arrives, answered or not.
    pub(crate) fn arriving(&self, to: &Node) -> impl Iterator<Item = &Way> {
        self.ways_to.get(to).into_iter().flatten().filter_map(|at| self.ways.get(*at))
    }

    /// The public addresses of a machine that the internet is routed to, whatever the filters allow.
    pub fn public_addresses(&self, at: usize) -> Vec<PublicAddress> {
        let machine = self.model.machines.get(at);
        machine.map(|machine| self.fronts.addresses(&self.hosts.places, at, machine)).unwrap_or_default()
    }

    /// The ways from one machine to another inside their network that some of this traffic may travel.
    pub fn between(&self, from: usize, to: usize, traffic: &Traffic) -> Vec<Way> {
        let ways = self.crossing(Party::Machine(from), Party::Machine(to)).ways();
        ways.into_iter().filter(|way| way.flows.may.has_some_of(traffic)).collect()
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) fn hosts(&self) -> &Hosts {
        &self.hosts
    }

    pub(crate) fn search(&self) -> &Search {
        &self.search
    }

    pub(crate) fn doors(&self) -> &Doors {
        &self.doors
    }

    pub(crate) fn crossing(&self, from: Party, to: Party) -> Crossing<'_> {
        Crossing { model: self.model, index: &self.index, hosts: &self.hosts, from, to }
    }

    /// What of some traffic a machine's filters let in from addresses of its own network, by network, leaving aside
    /// rules that name groups; the machine by its position in the model.
    pub fn admitted(&self, machine: usize, traffic: &Traffic) -> Vec<(ResourceId, Bounds<FlowSet>)> {
        reach::admitted(self.model, &self.hosts, machine, traffic)
    }

    /// The rules whose addresses let machines of the network in on some of this traffic; the machine by its
    /// position in the model.
    pub fn admitting_rules(&self, machine: usize, traffic: &Traffic) -> Vec<Evidence> {
        reach::admitting_rules(self.model, &self.hosts, machine, traffic)
    }

    /// Why a machine's filters may let addresses in on some of this traffic; the machine by its position in the
    /// model.
    pub fn admitting_gaps(&self, machine: usize, traffic: &Traffic) -> Vec<Gap> {
        reach::admitting_gaps(self.model, &self.hosts, machine, traffic)
    }

    /// The ports of the API server on a control-plane machine: what its payload says or the installer's
    /// default, and what load balancers in front of the API send to.
    pub fn api_ports(&self, at: usize) -> Vec<ListeningPort> {
        let Some(machine) = self.model.machines.get(at) else { return Vec::new() };
        let mut ports = listening::api(machine);
        ports.extend(self.api_targets.of(at).cloned());
        ports.sort();
        ports.dedup_by_key(|port| port.port);
        ports
    }

    /// The ports of the etcd members on a machine.
    pub fn etcd_ports(&self, at: usize) -> Vec<ListeningPort> {
        let machine = self.model.machines.get(at);
        machine.map(|machine| listening::etcd(machine, &self.etcd_of_stack)).unwrap_or_default()
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
    pub fn label<'g>(&'g self, node: &'g Node) -> &'g Arc<str> {
        let id = match node {
            Node::Internet => Some(&self.internet),
            Node::Gateway(id) | Node::Subnet(id) | Node::Network(id) => Some(id),
            Node::Balancer(at) => self.model.balancers.get(*at).map(|b| &b.about.id),
            Node::Listener(at, listener) => {
                self.model.balancers.get(*at).and_then(|b| b.listeners.get(*listener)).map(|l| &l.id)
            }
            Node::Machine(at) => self.model.machines.get(*at).map(|m| &m.about.id),
            Node::Cluster(at) => self.model.clusters.get(*at).map(|c| &c.about.id),
            Node::Endpoint(at) => self.model.endpoints.get(*at).map(|e| &e.about.id),
            Node::Router(at) => self.model.routers.get(*at).map(|r| &r.about.id),
            Node::Outside(at, attachment) => {
                let attachment = self.model.routers.get(*at).and_then(|r| r.attachments.get(*attachment));
                attachment.and_then(|attachment| match &attachment.to {
                    ringfence_model::Attached::Outside { id, .. } => Some(id),
                    _ => None,
                })
            }
        };
        id.map_or(&self.nothing.0, |id| &id.0)
    }
}
