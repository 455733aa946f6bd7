//! The graph of one stack.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use ringfence_model::{Evidence, Identity, Machine, Model, ResourceId, Role};
use ringfence_packets::{AddressSet, Bounds, Traffic};

use crate::api_targets::ApiTargets;
use crate::etcd_disks::{self, EtcdDisk};
use crate::index::Index;
use crate::listening::{self, ListeningPort};
use crate::outsiders::{Outsiders, Roles};
use crate::reach::{
    self, Crossing, Fronts, Hosts, Near, Neighbours, Node, Party, PublicAddress, Search, Strangers, Way,
};
use crate::roles::{self, Classification, Subject};

/// Who can reach what in one stack, and who plays which role.
#[derive(Debug)]
pub struct Graph<'m> {
    model: &'m Model,
    index: Index,
    classes: Vec<Classification>,
    hosts: Hosts,
    fronts: Fronts,
    /// The edges of everything that is reached from the internet.
    search: Search,
    ways: Vec<Way>,
    /// Positions of the ways by where they end.
    ways_to: HashMap<Node, Vec<usize>>,
    neighbours: Neighbours,
    /// The ranges in which only control planes and etcd members stand, by position of the network.
    inner_ranges: HashMap<usize, AddressSet>,
    api_targets: ApiTargets,
    /// Ports of etcd members that manifests of the stack tell of.
    etcd_of_stack: Vec<ListeningPort>,
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
        let (hosts, edges) = reach::lay(model, &index);
        let search = Search::new(&edges);
        let ways = search.from_internet();
        let Roles { outsiders, inner_ranges } = Roles::new(model, &hosts, &classes);
        let mut ways_to: HashMap<Node, Vec<usize>> = HashMap::new();
        for (at, way) in ways.iter().enumerate() {
            ways_to.entry(way.to().clone()).or_default().push(at);
        }
        Self {
            fronts: Fronts::new(&edges),
            neighbours: Neighbours::new(&hosts, outsiders),
            inner_ranges,
            api_targets: ApiTargets::new(model, &index, &classes),
            etcd_of_stack: listening::etcd_of_stack(model),
            internet: ResourceId::new("internet"),
            nothing: ResourceId::new(""),
            model,
            index,
            classes,
            hosts,
            search,
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

    pub(crate) fn crossing(&self, from: Party, to: Party) -> Crossing<'_> {
        Crossing { model: self.model, index: &self.index, hosts: &self.hosts, from, to }
    }

    /// The machines that are neither control plane nor etcd members and that can send some of this traffic to a
    /// machine inside their network, with the ways on which they can.
    ///
    /// Shape: machines that are alike to the filters on the way are one entry; entries in the order of their
    /// first machines.
    pub fn outsiders(&self, to: usize, traffic: &Traffic) -> Vec<Outsiders> {
        let near = self.neighbours.of(&self.hosts, to, traffic);
        let single = near.single.iter().filter_map(|cohort| {
            let machines = self.neighbours.machines(*cohort);
            let others = machines.len() - usize::from(machines.binary_search(&to).is_ok());
            self.alike(to, traffic, others, machines.iter().copied().filter(|machine| *machine != to))
        });
        let strangers = near.strangers.iter().flat_map(|all| all.iter());
        let strangers = strangers.flat_map(|alike| self.strangers(to, traffic, &near, alike));
        let mut found: Vec<Outsiders> = single.chain(strangers).collect();
        found.sort_by_key(|outsiders| outsiders.first.first().copied());
        found
    }

    /// Strangers that have ways to a machine: those that stand in the same place as it does, and the others.
    fn strangers(&self, to: usize, traffic: &Traffic, near: &Near, all: &Strangers) -> Vec<Outsiders> {
        let parts = all.at_nodes(&near.nodes);
        let number = |cohorts: &BTreeSet<usize>, machines: &[usize]| {
            let apart = near.single.intersection(cohorts);
            machines.len() - apart.map(|cohort| self.neighbours.machines(*cohort).len()).sum::<usize>()
        };
        let cohort = |machine: &usize| self.hosts.number_of(*machine);
        let is_single = |machine: &usize| cohort(machine).is_some_and(|at| near.single.contains(&at));
        let near_by: Vec<Option<Outsiders>> = parts
            .iter()
            .map(|part| {
                let others = part.machines.iter().copied().filter(|machine| !is_single(machine));
                self.alike(to, traffic, number(&part.cohorts, &part.machines), others)
            })
            .collect();
        let taken: usize = parts.iter().map(|part| number(&part.cohorts, &part.machines)).sum();
        let is_near = |machine: &usize| {
            cohort(machine).is_some_and(|at| parts.iter().any(|part| part.cohorts.contains(&at)))
        };
        let far = number(&all.cohorts, &all.machines) - taken;
        let others = all.machines.iter().copied();
        let others = others.filter(|machine| !is_single(machine) && !is_near(machine)).take(far);
        near_by.into_iter().chain([self.alike(to, traffic, far, others)]).flatten().collect()
    }

    /// Some machines that are alike, if the first of them has ways to a machine.
    fn alike(
        &self,
        to: usize,
        traffic: &Traffic,
        number: usize,
        machines: impl Iterator<Item = usize>,
    ) -> Option<Outsiders> {
        let first: Vec<usize> = machines.take(Outsiders::NAMED.min(number)).collect();
        let ways = self.between(*first.first()?, to, traffic);
        (!ways.is_empty()).then_some(Outsiders { number, first, ways })
    }

    /// The addresses of the machine's own network that its filters let in on some of this traffic, by
    /// network, leaving aside rules that name groups; the machine by its position in the model.
    pub fn admitted(&self, machine: usize, traffic: &Traffic) -> Vec<(ResourceId, Bounds<AddressSet>)> {
        reach::admitted(self.model, &self.hosts, machine, traffic)
    }

    /// The rules whose addresses let machines of the network in on some of this traffic; the machine by its
    /// position in the model.
    pub fn admitting_rules(&self, machine: usize, traffic: &Traffic) -> Vec<Evidence> {
        reach::admitting_rules(self.model, &self.hosts, machine, traffic)
    }

    /// The ranges of a network in which only control planes and etcd members stand; networks may have ranges in
    /// common that have nothing to do with each other.
    ///
    /// Unknown: a machine whose role is not known is not one of these, and one whose network is not known may
    /// stand in any.
    pub fn ranges_of_control_plane_only(&self, network: &ResourceId) -> AddressSet {
        let ranges = self.index.network_at(network).and_then(|at| self.inner_ranges.get(&at));
        ranges.cloned().unwrap_or_else(AddressSet::empty)
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
