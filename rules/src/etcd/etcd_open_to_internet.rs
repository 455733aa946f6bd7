//! etcd must not be open to the internet.

use ringfence_check::{
    Asker, Claim, Finding, Question, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon,
    roles_in_words,
};
use ringfence_graph::{Graph, Node, Party};
use ringfence_model::Role;

use super::etcd_open_beyond_control_plane::open_ports;
use crate::closed::{internet_without, let_in};
use crate::exposure::{Open, with_ways};
use crate::sent_on::SentOn;

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF401",
    name: "etcd-open-to-internet",
    title: "etcd reachable from the internet",
    requirement: Requirement::R4,
    severity: Severity::Critical,
    score: "9.8",
    what: "Finds a way from the internet to a client or peer port of an etcd member, directly or through a load balancer. Ports come from boot payloads and manifests where these can be read, else from the defaults, and the finding says which.",
    why: "etcd holds every Secret and every object of the cluster. Who can write to it owns the cluster, past authentication, authorization and audit of the API server; only client certificates then stand before it.",
    fix: "Allow etcd's ports only from the control plane's own group or subnet.",
    limits: "Host firewalls and etcd's own flags for certificates are not read. Ranges that one organisation may own are RF402's.",
    references: &[
        Reference {
            title: "Kubernetes: operating etcd clusters, securing etcd",
            url: "https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#securing-etcd-clusters",
        },
        Reference {
            title: "etcd: transport security model",
            url: "https://etcd.io/docs/v3.6/op-guide/security/",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-668" },
        Taxon { catalogue: "ATT&CK", id: "T1190" },
        Taxon { catalogue: "NSA/CISA", id: "etcd" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, machine, class) in cx.graph.machines(Role::Etcd) {
        let ports = cx.graph.etcd_ports(at);
        let traffic = Graph::traffic(&ports);
        let Some(exposure) = cx.exposure(&Node::Machine(at), &traffic) else { continue };
        let sources = exposure.sources(&traffic);
        let Some(verdict) = cx.verdict(&sources, |addresses| cx.settings.is_internet(addresses)) else {
            continue;
        };
        let open = Open::new(&machine.about, &exposure, &traffic, verdict);
        let listed = open_ports(&ports, &exposure.flows.may.traffic());
        let message =
            format!("etcd on `{}` {} be reached from {} ({listed}).", open.about.id, open.can, open.sources);
        let draft = cx.draft(&machine.about, verdict).role(roles_in_words(class)).message(message);
        let draft = draft.because(ports.iter().map(|port| port.evidence.clone()));
        findings.extend(with_ways(draft, &exposure, &traffic).aspect("ingress").finish());
    }
    findings
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    let sent_on = SentOn::new(cx);
    let members = cx.graph.machines(Role::Etcd).filter_map(|(at, machine, class)| {
        let ports = cx.graph.etcd_ports(at);
        let traffic = Graph::traffic(&ports);
        if traffic.is_empty() || sent_on.may_come_unseen(&traffic) {
            return None;
        }
        let exposure = cx.exposure(&Node::Machine(at), &traffic);
        let sources = let_in(exposure.as_ref(), &traffic);
        if cx.settings.is_internet(&sources) {
            return None;
        }
        let (from, words) = internet_without(&sources);
        let (id, listed) = (&machine.about.id, open_ports(&ports, &traffic));
        let statement = format!("etcd on `{id}` cannot be reached from {words} ({listed}).");
        let (from, to) = (Asker::Internet(from), Party::Machine(at));
        let question = Question { from, through: None, to, traffic };
        Some(cx.claim((&machine.about, &roles_in_words(class)), "ingress", question, statement))
    });
    members.collect()
}
