//! The endpoint of a managed control plane must be private.

use ringfence_check::{
    Asker, Claim, Finding, Question, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon,
    Verdict, verdict_of,
};
use ringfence_graph::Party;
use ringfence_model::{Attr, ManagedCluster, Truth};
use ringfence_packets::AddressSet;

use crate::exposure::{in_words, tcp};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF107",
    name: "private-endpoint-disabled",
    title: "Managed control plane is reached over a public address",
    requirement: Requirement::R1,
    severity: Severity::Medium,
    score: "5.1",
    what: "Finds managed clusters whose API endpoint has no side in the network, so that nodes reach the control plane over public addresses; and, as low, those that have one and a public side besides, which is limited to some addresses.",
    why: "Without a private side the endpoint cannot be taken off the internet: nodes need it. A public side that nobody needs is one changed list away from being open to everybody.",
    fix: "Turn the private endpoint on and the public one off, and reach the API through a bastion or VPN.",
    limits: "What is open to the internet at large is RF101's: of such a cluster only a missing private side is reported here. A public side whose clients are all among `admin.networks` in `ringfence.toml` is not reported. Control planes on one's own machines are RF101's and RF103's.",
    references: &[
        Reference {
            title: "Kubernetes: controlling access to the API",
            url: "https://kubernetes.io/docs/concepts/security/controlling-access/",
        },
        Reference {
            title: "NSA/CISA Kubernetes Hardening Guide: network separation and hardening",
            url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
        },
    ],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-668" },
        Taxon { catalogue: "ATT&CK", id: "T1133" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let clusters = cx.graph.model().clusters.iter();
    clusters
        .filter_map(|cluster| without_private_side(cx, cluster).or_else(|| limited(cx, cluster)))
        .collect()
}

/// The cluster's own network does not lead to its endpoint.
fn without_private_side(cx: &RuleContext<'_>, cluster: &ManagedCluster) -> Option<Finding> {
    let public = cluster.public.enabled.truth();
    let missing = match &cluster.private {
        Attr::NotApplicable => Truth::No,
        private => private.truth().negate(),
    };
    let verdict = verdict_of(missing.and(public).and(cluster.about.exists))?;
    let has = if verdict == Verdict::Violation { "has" } else { "may have" };
    let message = format!(
        "API endpoint of `{}` {has} no private side: nodes reach the control plane over public addresses.",
        cluster.about.id
    );
    let draft = cx.draft(&cluster.about, verdict).role("managed control plane").message(message);
    let draft = draft.at(&cluster.about, &cluster.private).unknown(cluster.public.enabled.gap());
    draft.aspect("private_endpoint").finish()
}

/// The endpoint has both sides, the public one for a few.
fn limited(cx: &RuleContext<'_>, cluster: &ManagedCluster) -> Option<Finding> {
    let clients = &cluster.public.clients.may;
    let administered = cx.settings.beyond_admin(clients).is_some_and(|beyond| beyond.is_empty());
    if clients.is_empty() || administered || cx.is_foreign(clients) {
        return None;
    }
    let verdict = verdict_of(cluster.public.enabled.truth().and(cluster.about.exists))?;
    let has = if verdict == Verdict::Violation { "has" } else { "may have" };
    let message = format!(
        "API endpoint of `{}` {has} a public side beside the private one, for {}.",
        cluster.about.id,
        in_words(clients)
    );
    let draft = cx.draft(&cluster.about, verdict).role("managed control plane").message(message);
    let draft = draft.at(&cluster.about, &cluster.public.enabled).severity(Severity::Low);
    draft.because(cluster.public.evidence.iter().cloned()).aspect("public_endpoint").finish()
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    let clusters = cx.graph.model().clusters.iter().enumerate();
    clusters.filter_map(|(at, cluster)| closed(cx, at, cluster)).collect()
}

/// The endpoint certainly has a private side, and a public one for administrators at most.
fn closed(cx: &RuleContext<'_>, at: usize, cluster: &ManagedCluster) -> Option<Claim> {
    let has_private = matches!(cluster.private, Attr::NotApplicable) || cluster.private.truth().certain();
    let is_public = cluster.public.enabled.truth().and(cluster.about.exists).possible();
    let clients = if is_public { cluster.public.clients.may.clone() } else { AddressSet::empty() };
    let beyond = cx.settings.beyond_admin(&clients);
    let administered = clients.is_empty() || beyond.is_some_and(|beyond| beyond.is_empty());
    if !has_private && is_public || !administered || cluster.ports.is_empty() {
        return None;
    }
    let id = &cluster.about.id;
    let statement = if clients.is_empty() {
        format!("API endpoint of `{id}` has no public side.")
    } else {
        format!(
            "API endpoint of `{id}` has a private side, and a public one for {} only.",
            in_words(&clients)
        )
    };
    let from = Asker::Internet(AddressSet::internet().difference(&clients));
    let question = Question { from, through: None, to: Party::Cluster(at), traffic: tcp(&cluster.ports) };
    Some(cx.claim((&cluster.about, "managed control plane"), "private_endpoint", question, statement))
}
