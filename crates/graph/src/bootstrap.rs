//! Ports from which machines that join a cluster get what they boot from.
//!
//! Source: kops `pkg/wellknownports` (commit 268927e2), RKE2's requirements (docs at 9477b7b1), `OpenShift`'s security
//! groups for one's own machines, as listed in the research, read 2026-11-23; the konnectivity server's example manifest
//! <https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity/>, read 2026-11-25.

use std::collections::BTreeMap;

use ringfence_model::{Document, Evidence, Machine, Model};
use ringfence_packets::Protocol;

use crate::graph::Graph;
use crate::listening::{self, ListeningPort, Purpose};
use crate::reach::naming_rules;

/// A service that only some installers run.
struct Service {
    port: u16,
    name: &'static str,
    /// Texts in payloads and manifests that show that it is there.
    texts: &'static [&'static str],
    /// Whether whatever shows that kops made a machine shows it.
    of_kops: bool,
}

const fn service(port: u16, name: &'static str, texts: &'static [&'static str]) -> Service {
    Service { port, name, texts, of_kops: false }
}

const SERVICES: [Service; 5] = [
    service(22623, "the machine config server", &[":22623/config/"]),
    service(22624, "the machine config server", &[":22624/config/"]),
    service(9345, "the RKE2 supervisor", &["rke2-server", "rke2-agent", "INSTALL_RKE2_TYPE"]),
    Service { port: 3988, name: "kops-controller", texts: &["NodeupConfigHash"], of_kops: true },
    service(8132, "the konnectivity server", &["konnectivity"]),
];

impl Graph<'_> {
    /// The ports at a control plane from which machines get what they boot from, as far as something says that
    /// its installer has them: a payload of any machine, a tag, a load balancer's port, or a rule that lets somebody
    /// in on just that port. The machine by its position in the model.
    pub fn bootstrap_ports(&self, machine: usize) -> Vec<ListeningPort> {
        let of_stack = self.bootstrap.get_or_init(|| of_stack(self.model));
        let mut found = of_stack.clone();
        for service in &SERVICES {
            if of_stack.iter().any(|port| port.port == service.port) {
                continue;
            }
            let rules = naming_rules(self.model, &self.hosts, machine, (Protocol::TCP, service.port));
            found.extend(rules.into_iter().take(1).map(|rule| listens(service, rule)));
        }
        found.sort();
        found
    }
}

fn listens(service: &Service, evidence: Evidence) -> ListeningPort {
    let (purpose, of) = (Purpose::Bootstrap, service.name.to_owned());
    ListeningPort { port: service.port, purpose, of, assumed: false, evidence }
}

/// What the stack as a whole says.
fn of_stack(model: &Model) -> Vec<ListeningPort> {
    let mut found: BTreeMap<u16, ListeningPort> = BTreeMap::new();
    for service in &SERVICES {
        let machines = model.machines.iter();
        let evidence = if service.of_kops { machines.clone().find_map(kops) } else { None };
        let payloads = machines.flat_map(|machine| &machine.payloads).chain(&model.documents);
        let evidence = evidence
            .or_else(|| payloads.into_iter().find_map(|document| said(service, document)))
            .or_else(|| listener(model, service.port));
        if let Some(evidence) = evidence {
            found.insert(service.port, listens(service, evidence));
        }
    }
    found.into_values().collect()
}

fn kops(machine: &Machine) -> Option<Evidence> {
    let source = listening::kops_sign(machine)?;
    Some(Evidence::new(
        &machine.about.id,
        "made by kops, whose nodes ask kops-controller on tcp 3988",
        &source,
    ))
}

fn said(service: &Service, document: &Document) -> Option<Evidence> {
    let (text, at) = service.texts.iter().find_map(|text| Some((text, document.text.find(text)?)))?;
    let fact = format!("`{text}` in {}", document.name);
    Some(Evidence {
        subject: document.id.clone(),
        fact: fact.into(),
        source: document.source_of(at, text.len()),
    })
}

/// A load balancer that serves just that port.
fn listener(model: &Model, port: u16) -> Option<Evidence> {
    let listeners = model.balancers.iter().flat_map(|balancer| &balancer.listeners);
    let mut serving = listeners.filter(|listener| {
        let ports = listener.traffic.must.ports(Protocol::TCP);
        ports.size() == 1 && ports.contains(port)
    });
    serving.find_map(|listener| listener.evidence.first().cloned())
}
