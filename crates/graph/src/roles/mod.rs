//! Which role each machine and endpoint plays, and what says so.
//!
//! One definite sign decides. Without one, two strong signs of different kinds decide, or a strong and a weak
//! one; anything less leaves the role unknown. A machine may play several roles. There is one file a kind of
//! sign; signs that name a cloud come from the providers, in [`ringfence_model::Machine::signals`].

mod balancers;
mod decide;
mod disks;
mod names;
mod payloads;
mod tags;

use std::collections::BTreeSet;

use ringfence_model::{Machine, Model, ResourceId, Role, RoleSignal};

use crate::index::Index;

/// What was decided about one machine or endpoint, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    /// What it is about.
    pub subject: Subject,
    /// Its address.
    pub id: ResourceId,
    /// What a person calls it: "autoscaling group".
    pub kind: &'static str,
    /// The roles that were decided; empty if unknown.
    pub roles: BTreeSet<Role>,
    /// Every sign that was seen, the strongest first, also those that did not decide.
    pub signals: Vec<RoleSignal>,
}

/// What a classification is about: a position in a list of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// In [`Model::machines`].
    Machine(usize),
    /// In [`Model::balancers`].
    Balancer(usize),
    /// In [`Model::clusters`].
    Cluster(usize),
}

impl Classification {
    /// Whether it was decided that the subject plays this role.
    pub fn plays(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// The strongest sign for a role, if it was decided.
    pub fn sign_for(&self, role: Role) -> Option<&RoleSignal> {
        self.signals.iter().filter(|_| self.plays(role)).find(|signal| signal.role == role)
    }
}

/// Classifies everything in a model.
///
/// Shape: machines first, then balancers that are API endpoints, then clusters; each in the model's order.
pub(crate) fn classify(model: &Model, index: &Index) -> Vec<Classification> {
    let mut machines: Vec<Classification> = model
        .machines
        .iter()
        .enumerate()
        .map(|(at, machine)| of_machine(model, index, at, machine))
        .collect();
    let endpoints = balancers::classify(model, index, &mut machines);
    decide::stacked_etcd(&mut machines);
    let clusters = model.clusters.iter().enumerate().map(|(at, cluster)| Classification {
        subject: Subject::Cluster(at),
        id: cluster.about.id.clone(),
        kind: cluster.about.kind,
        roles: BTreeSet::from([Role::ApiEndpoint]),
        signals: vec![decide::managed(cluster)],
    });
    machines.into_iter().chain(endpoints).chain(clusters).collect()
}

fn of_machine(model: &Model, index: &Index, at: usize, machine: &Machine) -> Classification {
    let mut signals = machine.signals.clone();
    signals.extend(tags::signals(&machine.about));
    signals.extend(payloads::signals(machine));
    signals.extend(names::signals(model, index, machine));
    signals.extend(disks::signals(model, index, machine));
    decide::sort(&mut signals);
    Classification {
        subject: Subject::Machine(at),
        id: machine.about.id.clone(),
        kind: machine.about.kind,
        roles: decide::roles(&signals),
        signals,
    }
}
