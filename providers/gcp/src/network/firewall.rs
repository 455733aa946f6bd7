//! The firewall rules of each network, and of the policies that hold for it, as one ordered filter in levels.

use std::collections::BTreeMap;

use ringfence_model::{About, Gap, GapKind, Level, Link, Notice, NoticeId, PacketFilter, ResourceId, Source};
use ringfence_packets::{Action, Order};
use ringfence_terraform::{Record, Value};

use super::policy::{Levels, Policies, join_regions, levels};
use super::prepopulated;
use super::rule::{Ranked, possible, read};
use crate::gke;
use crate::kinds::NETWORK;
use crate::pages::FIREWALL_RULES;
use crate::stack::{Lowered, Stack};

/// Every firewall rule of the stack, by network; rules of which the network is unknown apart.
#[derive(Default)]
struct Rules {
    by_network: BTreeMap<ResourceId, Vec<Ranked>>,
    anywhere: Vec<(Ranked, Gap)>,
}

/// Gives each network of the model its filter.
///
/// What no rule matches is denied inbound and allowed outbound.
/// Source: <https://cloud.google.com/firewall/docs/firewalls> ("Implied rules"; rules are stateful), read
/// 2026-11-23.
pub(crate) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    let mut rules = collect(stack, out);
    for (network, rule) in gke::firewall_rules(stack, out) {
        rules.by_network.entry(network).or_default().push(rule);
    }
    let networks = std::mem::take(&mut out.model.networks);
    let policies = Policies::of(stack);
    let mut regions = Vec::new();
    for mut network in networks {
        let about = network.about.clone();
        let mut ranked = rules.by_network.remove(&about.id).unwrap_or_default();
        ranked.extend(rules.anywhere.iter().map(|(rule, gap)| possible(rule, gap)));
        let comes_with = if about.id == super::default_network() {
            prepopulated::rules(&managed_names(stack))
        } else {
            Vec::new()
        };
        let default_of = comes_with.iter().find_map(prepopulated::in_words);
        ranked.extend(comes_with);
        let levels = levels(stack, &mut out.model.groups, &policies, &about.id);
        let Levels { rules: of_policies, own, unseen, regions: found } = levels;
        for ranked in &mut ranked {
            ranked.level = own;
        }
        ranked.extend(of_policies);
        ranked.sort_by_cached_key(Ranked::key);
        regions.extend(found);
        let filter = PacketFilter { default_of, ..filter(&about, ranked, unseen) };
        network.filters.push(filter.about.id.clone());
        out.model.networks.push(network);
        out.model.filters.push(filter);
    }
    join_regions(stack, out.model, &regions);
}

fn filter(network: &About, ranked: Vec<Ranked>, mut unseen: Vec<Gap>) -> PacketFilter {
    if !network.declared && network.id != super::default_network() {
        unseen.push(Gap {
            kind: GapKind::OutsideInput,
            what: format!("other firewall rules of `{}`, which is not declared here", network.id),
            source: Some(network.declared_at.clone()),
        });
    }
    let id = ResourceId::new(format!("{}/firewalls", network.id));
    let about = About { id, kind: "firewall rules", tags: Vec::new(), ..network.clone() };
    PacketFilter {
        about,
        order: Order::FirstMatch,
        stateful: true,
        default_ingress: Action::Deny,
        default_egress: Action::Allow,
        rules: ranked.into_iter().map(Ranked::placed).collect(),
        unseen,
        default_of: None,
    }
}

fn collect(stack: &Stack<'_>, out: &mut Lowered<'_>) -> Rules {
    let mut rules = Rules::default();
    for record in stack.records.of_type("google_compute_firewall") {
        let network = network_of(stack, record);
        let id = network.id().cloned().unwrap_or_else(|| ResourceId::new("an unknown network"));
        let Some(ranked) = read(stack, &mut out.model.groups, &id, record) else { continue };
        match network {
            Link::To { id, .. } => rules.by_network.entry(id).or_default().push(ranked),
            Link::Unknown(gap) => {
                out.model.notices.push(unplaced(record, &gap));
                rules.anywhere.push((ranked, gap));
            }
        }
    }
    rules
}

/// The networks that firewalls name: they exist even if nothing else mentions them.
pub(crate) fn networks(stack: &Stack<'_>) -> Vec<Link> {
    stack.records.of_type("google_compute_firewall").iter().map(|record| network_of(stack, record)).collect()
}

/// A rule without a network stands in the default one.
fn network_of(stack: &Stack<'_>, record: &Record) -> Link {
    match record.get("network") {
        Some(value) => NETWORK.link(&stack.records, value),
        None => NETWORK.by_name(&stack.records, "default", Source::Documented { url: FIREWALL_RULES }),
    }
}

fn managed_names<'a>(stack: &'a Stack<'_>) -> Vec<&'a str> {
    let all = stack.records.of_type("google_compute_firewall").iter();
    all.filter_map(|record| record.get("name").and_then(Value::as_str)).collect()
}

fn unplaced(record: &Record, gap: &Gap) -> Notice {
    Notice {
        id: NoticeId::UnknownValue,
        level: Level::Warning,
        message: format!(
            "`{}`: its network is not known ({}), so its rule is taken as possible in every network",
            record.address, gap.what
        ),
        source: Some(Source::File(record.header)),
    }
}
