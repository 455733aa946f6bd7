//! Hosts of a cluster must not rely on the filters that a cloud gives every network.

use ringfence_check::{
    Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon, Verdict, roles_in_words,
    verdict_of,
};
use ringfence_graph::Circle;
use ringfence_model::Evidence;

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: None };

static META: RuleMeta = RuleMeta {
    id: "RF210",
    name: "default-firewall-in-use",
    title: "Host of the cluster uses the packet filter that comes with the network",
    requirement: Requirement::R2,
    severity: Severity::Medium,
    score: "4.8",
    what: "Finds control planes, etcd members and nodes behind a default security group that lets something in, or in a default network with the rules that it comes with.",
    why: "What comes with a network lets its members reach each other on every port, and everybody who forgets to choose is a member: the next machine that somebody starts there can talk to the kubelets and to etcd.",
    fix: "Give the hosts groups of their own, or a network of its own to the cluster; take all rules out of the default one, so that forgetting opens nothing.",
    limits: "A default network ACL is not reported: it lets everything through to the security groups, which is how it is meant. Whether an organisation's policy has removed the rules of a default network is not in Terraform. A filter that is not known is not taken for the default one.",
    references: &[Reference {
        title: "NSA/CISA Kubernetes Hardening Guide: network separation and hardening",
        url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-1188" },
        Taxon { catalogue: "ATT&CK", id: "T1210" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let (graph, model) = (cx.graph, cx.graph.model());
    let mut found = Vec::new();
    for (at, machine) in model.machines.iter().enumerate() {
        let Some(class) = graph.class_of(at).filter(|class| Circle::Cluster.has(class)) else { continue };
        let Some((default, link)) = graph.default_filter(at) else { continue };
        let Some(verdict) = verdict_of(machine.about.exists) else { continue };
        let uses = if verdict == Verdict::Violation { "uses" } else { "may use" };
        let role = roles_in_words(class);
        let message = format!("{role} `{}` {uses} {}.", machine.about.id, default.fact);
        let placed = link.map(|source| Evidence::new(&machine.about.id, "which puts it there", &source));
        let draft = cx.draft(&machine.about, verdict).role(role).message(message);
        found.extend(draft.because(placed).because([default]).aspect("filters").finish());
    }
    found
}
