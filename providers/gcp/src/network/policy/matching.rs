//! The other side of a policy's rule: ranges, address groups, secure tags, and sets that only the cloud knows.

use ringfence_model::{Evidence, Gap, GapKind, Groups, Link, ResourceId, Source};
use ringfence_packets::{AddressSet, Bounds, Peers};
use ringfence_provider::{cidrs, evidence, shown, source};
use ringfence_terraform::Value;

use super::super::peers::Matching;
use super::rule::PAGE;
use crate::kinds::{ADDRESS_GROUP, TAG_VALUE};
use crate::list::elements;
use crate::stack::Stack;

/// Names of the attributes of one side.
#[derive(Clone, Copy)]
pub(super) struct Side {
    ranges: &'static str,
    groups: &'static str,
    tags: &'static str,
    /// Sets of public addresses that the cloud keeps: countries, lists of threats.
    kept: [&'static str; 2],
    names: &'static str,
    scopes: [&'static str; 3],
}

impl Side {
    /// Of inbound rules.
    pub(super) const SOURCE: Self = Self {
        ranges: "src_ip_ranges",
        groups: "src_address_groups",
        tags: "src_secure_tags",
        kept: ["src_region_codes", "src_threat_intelligences"],
        names: "src_fqdns",
        scopes: ["src_network_context", "src_network_scope", "src_network_type"],
    };

    /// Of outbound rules.
    pub(super) const DESTINATION: Self = Self {
        ranges: "dest_ip_ranges",
        groups: "dest_address_groups",
        tags: "dest_secure_tags",
        kept: ["dest_region_codes", "dest_threat_intelligences"],
        names: "dest_fqdns",
        scopes: ["dest_network_context", "dest_network_scope", "dest_network_type"],
    };
}

/// Whose packets a rule matches: the union of all that it names, within its network scope.
///
/// Unknown: countries, lists of threats and what names resolve to; nobody is certain to be in them.
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_network_firewall_policy_rule>
/// (`match`), read 2026-11-25; that the parts are a union and the scope narrows it is remembered.
pub(super) fn matching(
    stack: &Stack<'_>,
    groups: &mut Groups,
    subject: &ResourceId,
    block: Option<&Value>,
    side: Side,
) -> Matching {
    let get = |name: &str| block.and_then(|block| block.get(name));
    let mut all = Matching::nobody();
    if let Some(value) = get(side.ranges) {
        let read = cidrs(subject, side.ranges, value, &AddressSet::all());
        all.add(&read.set.map(|set| Peers::addresses(set.clone())), read.evidence);
        all.gaps.extend(read.gaps);
    }
    if let Some(value) = get(side.groups) {
        address_groups(stack, subject, value, &mut all);
    }
    let tags = elements(get(side.tags));
    for name in tags.items.iter().filter_map(|tag| tag.get("name")) {
        match TAG_VALUE.link(&stack.records, name) {
            Link::To { id, .. } => {
                let fact = format!("`{}` names `{id}`", side.tags);
                let peers = Peers::group(groups.intern(&id));
                all.add(&Bounds::exact(peers), evidence(subject, fact, name));
            }
            Link::Unknown(gap) => all.widen(gap),
        }
    }
    tags.gaps.into_iter().for_each(|gap| all.widen(gap));
    for name in side.kept {
        kept(subject, name, get(name), &AddressSet::internet(), &mut all);
    }
    kept(subject, side.names, get(side.names), &AddressSet::all(), &mut all);
    let named = [side.ranges, side.groups, side.tags, side.names].into_iter().chain(side.kept);
    if named.into_iter().all(|name| elements(get(name)).is_empty()) {
        all = unnamed(subject, get("layer4_configs").or(block));
    }
    let scope = side.scopes.iter().find_map(|name| get(name));
    match scope {
        Some(scope) => within(scope, all),
        None => all,
    }
}

/// A rule that names nobody is for everybody, as rules of networks are.
///
/// Unknown: whether the cloud takes such a rule at all.
fn unnamed(subject: &ResourceId, at: Option<&Value>) -> Matching {
    let source = at.map_or(Source::Documented { url: PAGE }, |value| Source::File(value.origin.at));
    let gap = Gap {
        kind: GapKind::Unsupported,
        what: "whom a policy's rule matches that names nobody".to_owned(),
        source: Some(source.clone()),
    };
    Matching {
        peers: Bounds::at_most(Peers::addresses(AddressSet::all())),
        evidence: vec![Evidence::new(subject, "the rule names nobody", &source)],
        gaps: vec![gap],
    }
}

fn address_groups(stack: &Stack<'_>, subject: &ResourceId, value: &Value, all: &mut Matching) {
    let list = elements(Some(value));
    for item in list.items {
        let link = ADDRESS_GROUP.link(&stack.records, item);
        let items = ADDRESS_GROUP.declared(&stack.records, &link).map(|record| record.get("items"));
        match items {
            Some(Some(items)) => {
                let read = cidrs(subject, "items", items, &AddressSet::all());
                let mut facts =
                    evidence(subject, format!("{} is an address group of the rule", shown(item)), item);
                facts.extend(read.evidence);
                all.add(&read.set.map(|set| Peers::addresses(set.clone())), facts);
                all.gaps.extend(read.gaps);
            }
            Some(None) => {}
            None => {
                let what = format!("the addresses of the group {}", shown(item));
                let gap = Gap { kind: GapKind::OutsideInput, what, source: Some(source(item)) };
                all.perhaps(&AddressSet::all(), gap);
            }
        }
    }
    list.gaps.into_iter().for_each(|gap| all.perhaps(&AddressSet::all(), gap));
}

/// A set that the cloud keeps: of these addresses at most.
fn kept(subject: &ResourceId, name: &str, value: Option<&Value>, widest: &AddressSet, all: &mut Matching) {
    let list = elements(value);
    let Some(value) = value.filter(|_| !list.is_empty()) else { return };
    let gap = Gap {
        kind: GapKind::OutsideInput,
        what: format!(
            "which addresses {} of `{name}` stands for",
            list.items.first().map_or("a member".to_owned(), shown)
        ),
        source: Some(source(value)),
    };
    all.evidence.extend(evidence(subject, format!("`{name}` is a list that the cloud keeps"), value));
    all.perhaps(widest, gap);
}

/// What of some peers lies within a network scope.
///
/// Unknown: addresses do not say which network a packet comes from; but a public address is certainly of the
/// internet if it comes from there, and a private one certainly is not.
fn within(scope: &Value, all: Matching) -> Matching {
    let internet = Peers::addresses(AddressSet::internet());
    let (certain, possible) = match scope.as_str() {
        Some("INTERNET") => (internet.clone(), internet),
        Some("NON_INTERNET") => (Peers::addresses(AddressSet::internet().complement()), Peers::all()),
        Some("UNSPECIFIED") => (Peers::all(), Peers::all()),
        _ => (Peers::empty(), Peers::all()),
    };
    let peers = all.peers.intersection(&Bounds::new(certain, possible));
    let mut gaps = all.gaps;
    if peers.must != all.peers.must {
        let what = format!("which of the rule's peers are within the network scope {}", shown(scope));
        gaps.push(Gap { kind: GapKind::Unsupported, what, source: Some(source(scope)) });
    }
    Matching { peers, gaps, ..all }
}
