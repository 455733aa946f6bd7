//! Where the load balancers of API servers send to.

use std::collections::{BTreeSet, HashMap};

use ringfence_model::{Evidence, Model, Role, TargetGroup};

use crate::index::Index;
use crate::listening::{ListeningPort, Purpose};
use crate::roles::{Classification, Subject};

/// The API's ports at machines behind its load balancers.
#[derive(Debug, Default)]
pub(crate) struct ApiTargets {
    ports: Vec<ListeningPort>,
    /// Which of the ports a machine has, by its position in the model.
    of_machines: HashMap<usize, Vec<usize>>,
}

/// Ports that API servers are given.
const API_PORTS: [u16; 3] = [443, 6443, 8443];

impl ApiTargets {
    pub(crate) fn new(model: &Model, index: &Index, classes: &[Classification]) -> Self {
        let mut found = Self::default();
        for class in classes.iter().filter(|class| class.plays(Role::ApiEndpoint)) {
            let Subject::Balancer(at) = class.subject else { continue };
            let listeners = model.balancers.get(at).into_iter().flat_map(|balancer| &balancer.listeners);
            for group in listeners.flat_map(|listener| &listener.targets) {
                found.add(index, group);
            }
        }
        found
    }

    fn add(&mut self, index: &Index, group: &TargetGroup) {
        let Some(port) = port(group) else { return };
        let members = group.members.iter().filter_map(|member| index.machine(member.machine.id()?));
        for machine in members.collect::<BTreeSet<usize>>() {
            self.of_machines.entry(machine).or_default().push(self.ports.len());
        }
        self.ports.push(port);
    }

    /// Those of a machine, by its position in the model.
    pub(crate) fn of(&self, machine: usize) -> impl Iterator<Item = &ListeningPort> {
        self.of_machines.get(&machine).into_iter().flatten().filter_map(|at| self.ports.get(*at))
    }
}

fn port(group: &TargetGroup) -> Option<ListeningPort> {
    let port = *group.port.value().filter(|port| API_PORTS.contains(port))?;
    let fact = format!("the API's load balancer sends to tcp {port}");
    let evidence = Evidence::new(&group.id, fact, group.port.source()?);
    Some(ListeningPort { port, purpose: Purpose::Api, of: String::new(), assumed: false, evidence })
}
