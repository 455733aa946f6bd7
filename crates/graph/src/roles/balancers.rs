//! Load balancers in front of API servers.

use std::collections::BTreeSet;

use ringfence_model::{Listener, LoadBalancer, Model, Role, RoleSignal, Source, Strength};
use ringfence_packets::{Protocol, Traffic};

use super::{Classification, Subject, decide};
use crate::index::Index;

/// The port kubeadm and most installers give the API server.
/// Source: <https://kubernetes.io/docs/reference/networking/ports-and-protocols/>, read 2026-11-23.
const API_PORT: u16 = 6443;

/// The balancers that are API endpoints; the machines behind them gain a sign, and perhaps a role.
pub(super) fn classify(model: &Model, index: &Index, machines: &mut [Classification]) -> Vec<Classification> {
    let mut endpoints = Vec::new();
    for (at, balancer) in model.balancers.iter().enumerate() {
        let mut signals: Vec<RoleSignal> = balancer
            .listeners
            .iter()
            .filter_map(|listener| of_listener(balancer, listener, index, machines))
            .collect();
        if signals.is_empty() {
            continue;
        }
        decide::sort(&mut signals);
        endpoints.push(Classification {
            subject: Subject::Balancer(at),
            id: balancer.about.id.clone(),
            kind: balancer.about.kind,
            roles: BTreeSet::from([Role::ApiEndpoint]),
            signals,
        });
    }
    endpoints
}

fn of_listener(
    balancer: &LoadBalancer,
    listener: &Listener,
    index: &Index,
    machines: &mut [Classification],
) -> Option<RoleSignal> {
    let source = listener.evidence.first().map_or(&balancer.about.declared_at, |e| &e.source).clone();
    let members: Vec<usize> = listener
        .targets
        .iter()
        .flat_map(|group| &group.members)
        .filter_map(|member| index.machine(member.machine.id()?))
        .collect();
    let serves_control_plane =
        members.iter().any(|at| machines.get(*at).is_some_and(|machine| machine.plays(Role::ControlPlane)));
    let playing = |at: &usize, role| machines.get(*at).is_some_and(|machine| machine.plays(role));
    let serves_nodes =
        !members.is_empty() && members.iter().all(|at| playing(at, Role::Node)) && !serves_control_plane;
    let why = api_sign(balancer, listener, serves_control_plane, serves_nodes)?;
    for at in members {
        if let Some(machine) = machines.get_mut(at) {
            add_sign(machine, &why, &source);
        }
    }
    Some(RoleSignal {
        role: Role::ApiEndpoint,
        strength: Strength::Strong,
        kind: "load balancer",
        why,
        source,
    })
}

/// Why a listener serves the API, in words; nothing if it does not.
///
/// HTTPS to machines that are known to be nodes is the way to what runs on them, whatever its health check:
/// ingress controllers answer on the API server's paths as well.
fn api_sign(
    balancer: &LoadBalancer,
    listener: &Listener,
    serves_control_plane: bool,
    serves_nodes: bool,
) -> Option<String> {
    let serves = |port| listener.traffic.may.overlaps(&Traffic::port(Protocol::TCP, port));
    let whole = listener.traffic.may.ports(Protocol::TCP).is_full();
    if serves(API_PORT) && (!whole || serves_control_plane) {
        return Some(format!("a listener on tcp {API_PORT}"));
    }
    let target = |port: u16| listener.targets.iter().any(|group| group.port.value() == Some(&port));
    if !(serves(443) || serves(8443) || target(API_PORT)) {
        return None;
    }
    if serves_control_plane {
        return Some("a listener on tcp 443 in front of the control plane".to_owned());
    }
    let health = |path: &String| ["/healthz", "/readyz", "/livez"].iter().any(|p| path.starts_with(p));
    if target(API_PORT) {
        Some(format!("a listener that sends to tcp {API_PORT}"))
    } else if serves_nodes {
        None
    } else if listener.targets.iter().filter_map(|group| group.health_path.as_ref()).any(health) {
        Some("a listener on tcp 443 with an API server's health check".to_owned())
    } else {
        let name = balancer.about.name.as_deref()?;
        (name == "api" || name.starts_with("api-") || name.starts_with("api.") || name.contains("apiserver"))
            .then(|| format!("a listener on tcp 443 of `{name}`"))
    }
}

fn add_sign(machine: &mut Classification, why: &str, source: &Source) {
    machine.signals.push(RoleSignal {
        role: Role::ControlPlane,
        strength: Strength::Strong,
        kind: "load balancer",
        why: format!("it stands behind {why}"),
        source: source.clone(),
    });
    decide::sort(&mut machine.signals);
    machine.roles = decide::roles(&machine.signals);
}
