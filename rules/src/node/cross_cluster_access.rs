//! The machines of one cluster must not reach those of another.

use std::collections::BTreeSet;

use ringfence_check::{
    Asker, Claim, Finding, Question, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon,
    Verdict, roles_in_words,
};
use ringfence_graph::{Circle, Cluster, Graph, Outsiders, Party};
use ringfence_packets::Traffic;

use super::kubelet_open::KUBELET;
use crate::beyond::Beyond;
use crate::exposure::{WEB_PORTS, icmp, in_short, node_ports, tcp};
use crate::sent_on::SentOn;
use crate::service::{Served, alike, serving_those};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF209",
    name: "cross-cluster-access",
    title: "Machine reachable from machines of another cluster",
    requirement: Requirement::R2,
    severity: Severity::Medium,
    score: "5.6",
    what: "Compares the clusters that the tags of control planes, etcd members and nodes name, and finds machines of one that machines of another can open connections to.",
    why: "Clusters are kept apart so that one that is taken over is not the end of the others. A shared group or range joins them below all that Kubernetes guards.",
    fix: "Give each cluster groups or networks of its own, and name these in the rules.",
    limits: "Only clusters of one stack are compared, by the names in `kubernetes.io/cluster/…`, `KubernetesCluster` and the tags of managed services and cluster-api; a machine without such a tag belongs to none. The API's ports, NodePorts and tcp 80 and 443 are meant for others and not reported. Reported as high if the kubelet or etcd can be reached. Ways through peered networks are not followed yet.",
    references: &[Reference {
        title: "NSA/CISA Kubernetes Hardening Guide: network separation and hardening",
        url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-653" },
        Taxon { catalogue: "ATT&CK", id: "T1210" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    let clusters = cx.graph.clusters();
    if clusters.len() < 2 {
        return Vec::new();
    }
    let clusters = clusters.iter().take(Cluster::MOST);
    clusters.flat_map(|cluster| of_cluster(cx, cluster)).collect()
}

/// The machines of a cluster with the traffic that is judged.
fn hosts<'a>(cx: &RuleContext<'a>, cluster: &Cluster) -> Vec<Served<'a>> {
    let meant = node_ports().union(&tcp(&WEB_PORTS)).union(&icmp());
    let judged = Traffic::all().difference(&meant);
    let hosts = cluster.machines.iter().copied();
    let hosts = hosts.filter(|at| cx.graph.class_of(*at).is_some_and(|class| Circle::Cluster.has(class)));
    serving_those(cx, hosts, |at| judged.difference(&Graph::traffic(&cx.graph.api_ports(at))))
}

/// Of each group of machines that stand alike, those of other clusters that can reach it.
fn foreigners(cx: &RuleContext<'_>, cluster: &Cluster, groups: &[Vec<&Served<'_>>]) -> Vec<Vec<Outsiders>> {
    let asked: Vec<(usize, Traffic)> =
        groups.iter().filter_map(|group| Some((group.first()?.at, group.first()?.traffic.clone()))).collect();
    cx.graph.foreigners(cluster, &asked)
}

fn of_cluster(cx: &RuleContext<'_>, cluster: &Cluster) -> Vec<Finding> {
    let served = hosts(cx, cluster);
    let groups = alike(cx, &served);
    let reached = foreigners(cx, cluster, &groups);
    let found = groups.iter().zip(reached).filter_map(|(group, hosts)| {
        let one = group.first()?;
        report(cx, cluster, group, &Beyond::of_hosts(hosts, &one.traffic)?)
    });
    found.collect()
}

fn report(
    cx: &RuleContext<'_>,
    cluster: &Cluster,
    group: &[&Served<'_>],
    beyond: &Beyond<'_>,
) -> Option<Finding> {
    let (one, others) = group.split_first()?;
    let (verdict, open) = (beyond.verdict(), beyond.open());
    let guarded = Graph::traffic(&cx.graph.etcd_ports(one.at)).union(&tcp(&[KUBELET]));
    let severity = if open.overlaps(&guarded) { Severity::High } else { Severity::Medium };
    let role = roles_in_words(one.class);
    let can = if verdict == Verdict::Violation { "can" } else { "may" };
    let own = named(cluster.names.iter());
    let foreign = beyond.machines().filter_map(|at| cx.graph.cluster_of(at)).flat_map(|other| &other.names);
    let foreign = named(foreign);
    let message = format!(
        "{role} `{}` of cluster {own} {can} be reached by {} of cluster {foreign} ({}).",
        one.machine.about.id,
        beyond.who(cx),
        in_short(&open, &one.traffic)
    );
    let draft = cx.draft(&one.machine.about, verdict).role(role).severity(severity).message(message);
    let mut finding = beyond.tell(draft).aspect("ingress").finish()?;
    finding.instances = others.iter().map(|other| other.machine.about.id.to_string()).collect();
    finding.instances.sort_unstable();
    Some(finding)
}

/// Names of clusters, each once.
fn named<'n>(names: impl Iterator<Item = &'n String>) -> String {
    let names: BTreeSet<&String> = names.collect();
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    let clusters = cx.graph.clusters();
    let sent_on = SentOn::new(cx);
    let clusters_compared = clusters.iter().take(Cluster::MOST);
    clusters_compared
        .flat_map(|cluster| {
            let others = clusters.iter().filter(|other| other.names.is_disjoint(&cluster.names));
            let others: Vec<&Cluster> = others.collect();
            closed(cx, cluster, &others, &sent_on)
        })
        .collect()
}

/// Claims for the machines of a cluster that no machine of the others can reach.
fn closed(cx: &RuleContext<'_>, cluster: &Cluster, others: &[&Cluster], sent_on: &SentOn<'_>) -> Vec<Claim> {
    let Some(stranger) = others.first().and_then(|other| other.machines.first()) else { return Vec::new() };
    let served = hosts(cx, cluster);
    let groups = alike(cx, &served);
    let reached = foreigners(cx, cluster, &groups);
    let own = named(cluster.names.iter());
    let foreign = named(others.iter().flat_map(|other| &other.names));
    let closed =
        groups.iter().zip(reached).filter(|(_, hosts)| hosts.is_empty()).flat_map(|(group, _)| group);
    let closed = closed.filter(|one| !sent_on.may_come(&one.machine.about.id, &one.traffic));
    let claims = closed.map(|one| {
        let (role, about) = (roles_in_words(one.class), &one.machine.about);
        let statement = format!(
            "{role} `{}` of cluster {own} cannot be reached inside its network by machines of cluster {foreign} \
             (everything but the API, NodePorts, tcp 80 and 443 and ICMP).",
            about.id
        );
        let (from, to) = (Asker::Machine(*stranger), Party::Machine(one.at));
        let question = Question { from, through: None, to, traffic: one.traffic.clone() };
        cx.claim((about, &role), "ingress", question, statement)
    });
    claims.collect()
}
