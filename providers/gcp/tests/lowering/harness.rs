//! Lowers a text and finds things in the result.

use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

use ringfence_model::{
    Evidence, FilterRule, Identity, Link, LoadBalancer, Machine, ManagedCluster, Model, Network,
    PacketFilter, Power, PowerKind, Source, Sources, Volume,
};
use ringfence_packets::{AddressSet, Peers};
use ringfence_provider::Provider;
use ringfence_provider_gcp::Gcp;
use ringfence_terraform::{Options, load};

/// A lowered text.
pub(crate) struct Lowered {
    pub(crate) model: Model,
    sources: Sources,
}

/// Lowers one file of configuration.
pub(crate) fn lower(text: &str) -> Lowered {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("ringfence-gcp-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let dir = std::env::temp_dir().join(name);
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("main.tf"), text).unwrap();
    let sources = Sources::default();
    let stack = load(&dir, &Options::default(), &sources);
    fs::remove_dir_all(&dir).unwrap();
    let syntax: Vec<_> = stack.notices.iter().filter(|notice| notice.id.name() == "syntax").collect();
    assert!(syntax.is_empty(), "the test's own text is wrong: {syntax:?}");
    let mut model = Model::default();
    Gcp.lower(&stack.records, &sources, &mut model);
    Lowered { model, sources }
}

impl Lowered {
    pub(crate) fn network(&self, id: &str) -> &Network {
        self.model.networks.iter().find(|n| n.about.id.as_str() == id).expect(id)
    }

    pub(crate) fn filter(&self, network: &str) -> &PacketFilter {
        let id = &self.network(network).filters[0];
        self.model.filters.iter().find(|f| f.about.id == *id).expect(network)
    }

    pub(crate) fn rule(&self, id: &str) -> &FilterRule {
        let mut rules = self.model.filters.iter().flat_map(|f| &f.rules);
        rules.find(|rule| rule.id.as_str() == id).expect(id)
    }

    pub(crate) fn machine(&self, id: &str) -> &Machine {
        self.model.machines.iter().find(|m| m.about.id.as_str() == id).expect(id)
    }

    pub(crate) fn balancer(&self, id: &str) -> &LoadBalancer {
        self.model.balancers.iter().find(|b| b.about.id.as_str() == id).expect(id)
    }

    pub(crate) fn cluster(&self, id: &str) -> &ManagedCluster {
        self.model.clusters.iter().find(|c| c.about.id.as_str() == id).expect(id)
    }

    pub(crate) fn identity(&self, id: &str) -> &Identity {
        self.model.identities.iter().find(|i| i.about.id.as_str() == id).expect(id)
    }

    pub(crate) fn volume(&self, id: &str) -> &Volume {
        self.model.volumes.iter().find(|v| v.about.id.as_str() == id).expect(id)
    }

    /// The text that a source covers, or the page of documentation it is.
    pub(crate) fn text(&self, source: &Source) -> String {
        match source {
            Source::File(span) => self.sources.text(*span),
            Source::Documented { url } => (*url).to_owned(),
        }
    }

    /// The texts that pieces of evidence stand on.
    pub(crate) fn texts(&self, evidence: &[Evidence]) -> Vec<String> {
        evidence.iter().map(|evidence| self.text(&evidence.source)).collect()
    }

    /// Names of the groups in a set of peers.
    pub(crate) fn groups(&self, peers: &Peers) -> Vec<&str> {
        peers.groups.named().map(|id| self.model.groups.name(id).unwrap().as_str()).collect()
    }
}

/// The ids that links lead to; `?` for one that is unknown.
pub(crate) fn ids(links: &[Link]) -> Vec<&str> {
    links.iter().map(|link| link.id().map_or("?", |id| id.as_str())).collect()
}

/// A set of addresses from one prefix.
pub(crate) fn cidr(text: &str) -> AddressSet {
    AddressSet::parse_cidr(text).unwrap()
}

/// Names of the methods of escalation among powers.
pub(crate) fn methods(powers: &[Power]) -> Vec<&str> {
    let names = powers.iter().filter_map(|power| match &power.kind {
        PowerKind::Escalation { method, .. } => Some(method.as_str()),
        _ => None,
    });
    names.collect()
}
