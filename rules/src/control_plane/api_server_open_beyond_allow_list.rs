//! The API server must be open only to the networks that administer the cluster.

use rayon::prelude::*;
use ringfence_check::{
    Claim, Finding, Reference, Requirement, Rule, RuleContext, RuleMeta, Severity, Taxon, Verdict,
};
use ringfence_packets::AddressSet;

use super::api_server_open_to_internet::{ApiExposure, exposures, public};
use crate::api_closed;
use crate::exposure::{in_words, with_ways};

/// The rule.
pub(crate) static RULE: Rule = Rule { meta: &META, check, proves: Some(proves) };

static META: RuleMeta = RuleMeta {
    id: "RF102",
    name: "api-server-open-beyond-allow-list",
    title: "API server reachable from public addresses that do not administer the cluster",
    requirement: Requirement::R1,
    severity: Severity::Medium,
    score: "6.4",
    what: "Compares the public addresses that can reach the API server with the admin networks in `ringfence.toml`, as sets: any address beyond them is reported, however the ranges are written.",
    why: "An allow-list that has grown by forgotten offices, build servers and former partners is no longer the set of people who administer the cluster.",
    fix: "Remove the ranges that are not in the list, or add them to `admin.networks` in `ringfence.toml` if they do administer the cluster, with an owner and an end: `{ cidr = \"…\", owner = \"…\", until = \"2026-12-31\" }`.",
    limits: "Without `admin.networks` the rule cannot decide and a notice says so; what is open to the internet at large is RF101's. A network whose `until` has passed does not count, and a notice says so. The organisation's own ranges (`internet.own`) and private addresses are not compared.",
    references: &[Reference {
        title: "Kubernetes: controlling access to the API",
        url: "https://kubernetes.io/docs/concepts/security/controlling-access/",
    }],
    taxa: &[
        Taxon { catalogue: "CWE", id: "CWE-284" },
        Taxon { catalogue: "ATT&CK", id: "T1133" },
        Taxon { catalogue: "NSA/CISA", id: "network-separation" },
    ],
};

fn check(cx: &RuleContext<'_>) -> Vec<Finding> {
    if cx.settings.admin_networks.is_none() {
        return Vec::new();
    }
    exposures(cx.graph).par_iter().filter_map(|api| report(cx, api)).collect()
}

fn proves(cx: &RuleContext<'_>) -> Vec<Claim> {
    let Some(admin) = &cx.settings.admin_networks else { return Vec::new() };
    let beyond = |all: &AddressSet| cx.settings.beyond_admin(all).unwrap_or_else(AddressSet::empty);
    let is_closed =
        |api: &ApiExposure<'_>| beyond(&public(&api.exposure.sources(&api.traffic).may)).is_empty();
    let foreign = beyond(&AddressSet::internet());
    let words = format!("any public address but {}", in_words(&admin.union(&cx.settings.own_networks)));
    api_closed::claims(cx, is_closed, |_| (foreign.clone(), words.clone()))
}

fn report(cx: &RuleContext<'_>, api: &ApiExposure<'_>) -> Option<Finding> {
    let sources = api.exposure.sources(&api.traffic);
    let beyond =
        |addresses: &AddressSet| cx.settings.beyond_admin(addresses).unwrap_or_else(AddressSet::empty);
    let wide = cx.settings.is_internet(&sources.must);
    let verdict = cx.verdict(&sources, |addresses| !beyond(&public(addresses)).is_empty())?;
    let reached = if verdict == Verdict::Violation { &sources.must } else { &sources.may };
    if wide || cx.settings.is_internet(reached) {
        return None;
    }
    let can = if verdict == Verdict::Violation { "can" } else { "may" };
    let message = format!(
        "API server on `{}` {can} be reached from {}, which the admin networks do not hold.",
        api.about.id,
        in_words(&beyond(reached))
    );
    let draft = cx.draft(api.about, verdict).role(&api.role).message(message);
    with_ways(draft, &api.exposure, &api.traffic).aspect("ingress").finish()
}
