//! What a rule may ask.

use std::collections::HashSet;

use ringfence_graph::{Graph, Node, Subject as ClassSubject, Way};
use ringfence_model::{About, Identity, Machine, ResourceId, Role, Sources, Truth};
use ringfence_packets::{AddressSet, Bounds, FlowSet, Traffic};

use crate::{Draft, RuleMeta, Settings, Verdict};

/// Everything a rule sees: the graph of one stack and the user's settings.
#[derive(Clone, Copy, Debug)]
pub struct RuleContext<'a> {
    /// The graph, and through it the model.
    pub graph: &'a Graph<'a>,
    /// The files, for places.
    pub sources: &'a Sources,
    /// The user's settings.
    pub settings: &'a Settings,
    /// The stack's root directory as reports show it.
    pub stack: &'a str,
    /// The rule that asks.
    pub meta: &'static RuleMeta,
}

/// The ways from the internet to one target that some traffic may travel.
#[derive(Clone, Debug)]
pub struct Exposure<'a> {
    /// The ways, the shortest first; never empty.
    pub ways: Vec<&'a Way>,
    /// What they carry together of the traffic in question.
    pub flows: Bounds<FlowSet>,
}

impl<'a> RuleContext<'a> {
    /// Starts a finding about a resource.
    pub fn draft(&self, about: &About, verdict: Verdict) -> Draft<'a> {
        Draft::new(*self, about, verdict)
    }

    /// What of this traffic can come from the internet to a node; nothing if none can.
    pub fn exposure(&self, to: &Node, traffic: &Traffic) -> Option<Exposure<'a>> {
        Exposure::of(self.graph.ways_in(to, traffic), traffic)
    }

    /// Whether an exposure is open to the internet at large: certainly, possibly (with an unknown deciding),
    /// or not.
    pub fn open_to_internet(&self, exposure: &Exposure<'_>, traffic: &Traffic) -> Option<Verdict> {
        let sources = exposure.flows.map(|set| set.peers_any(traffic).addresses);
        self.verdict(&sources, |addresses| self.is_foreign(addresses))
    }

    /// A test on the certain and the possible sources: certainly, possibly or not.
    pub fn verdict(
        &self,
        sources: &Bounds<AddressSet>,
        test: impl Fn(&AddressSet) -> bool,
    ) -> Option<Verdict> {
        if test(&sources.must) {
            Some(Verdict::Violation)
        } else {
            test(&sources.may).then_some(Verdict::Possible)
        }
    }

    /// Whether addresses reach beyond those that administer the cluster: any public one that the user's list
    /// does not hold; without a list, more than any one organisation has.
    pub fn is_foreign(&self, addresses: &AddressSet) -> bool {
        match self.settings.beyond_admin(addresses) {
            Some(beyond) => !beyond.is_empty(),
            None => self.settings.is_internet(addresses),
        }
    }

    /// The identities that machines in a Kubernetes role, or managed clusters, act as; each once, with the
    /// first machine that does and its roles in words.
    pub fn cluster_identities(&self) -> Vec<(&'a Identity, &'a Machine, String)> {
        let mut found: Vec<(&Identity, &Machine, String)> = Vec::new();
        let mut known: HashSet<&ResourceId> = HashSet::new();
        for class in self.graph.classifications() {
            let ClassSubject::Machine(at) = class.subject else { continue };
            let in_cluster =
                [Role::ControlPlane, Role::Etcd, Role::Node].iter().any(|role| class.plays(*role));
            let machine = self.graph.model().machines.get(at).filter(|_| in_cluster);
            let Some(machine) = machine else { continue };
            let Some(identity) = self.graph.identity_of(machine) else { continue };
            if known.insert(&identity.about.id) {
                found.push((identity, machine, roles_in_words(class)));
            }
        }
        found
    }
}

/// The roles of a classification: "control plane and etcd member".
pub fn roles_in_words(class: &ringfence_graph::Classification) -> String {
    let words: Vec<String> = class.roles.iter().map(ToString::to_string).collect();
    match words.split_last() {
        None => "host of unknown role".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

impl<'a> Exposure<'a> {
    /// Of these ways, for this traffic; nothing if none is left.
    pub fn of(ways: Vec<&'a Way>, traffic: &Traffic) -> Option<Self> {
        if ways.is_empty() {
            return None;
        }
        let mut flows = Bounds::exact(FlowSet::empty());
        for way in &ways {
            flows = flows.union(&way.carries(traffic));
        }
        Some(Self { ways, flows })
    }

    /// The certain and possible sources.
    pub fn sources(&self, traffic: &Traffic) -> Bounds<AddressSet> {
        self.flows.map(|set| set.peers_any(traffic).addresses)
    }
}

/// A verdict from a three-valued answer: nothing for no.
pub fn verdict_of(truth: Truth) -> Option<Verdict> {
    match truth {
        Truth::Yes => Some(Verdict::Violation),
        Truth::Unknown => Some(Verdict::Possible),
        Truth::No => None,
    }
}
