//! The other side of a firewall rule: address ranges, network tags, service accounts.

use ringfence_model::{Evidence, Gap, Groups, ResourceId, Source};
use ringfence_packets::{AddressSet, Bounds, Peers};
use ringfence_provider::{cidrs, evidence, shown};
use ringfence_terraform::{Record, Step, Value};

use super::groups::{ambiguity, tag_group};
use super::prepopulated::AUTO_MODE_RANGE;
use super::subnet::{self, private};
use crate::iam::account;
use crate::list::elements;
use crate::pages::FIREWALL_RULES;
use crate::stack::Stack;
use crate::symbol::Symbol;

/// Whose packets a rule matches.
#[derive(Clone, Debug)]
pub(crate) struct Matching {
    /// Addresses and groups.
    pub(crate) peers: Bounds<Peers>,
    /// The literals that say so.
    pub(crate) evidence: Vec<Evidence>,
    /// Why the bounds differ.
    pub(crate) gaps: Vec<Gap>,
}

impl Matching {
    pub(super) fn nobody() -> Self {
        Self { peers: Bounds::empty(), evidence: Vec::new(), gaps: Vec::new() }
    }

    fn everybody(subject: &ResourceId, fact: &str) -> Self {
        let source = Source::Documented { url: FIREWALL_RULES };
        Self {
            peers: Bounds::exact(Peers::addresses(AddressSet::all_v4())),
            evidence: vec![Evidence::new(subject, fact, &source)],
            gaps: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, peers: &Bounds<Peers>, evidence: Vec<Evidence>) {
        self.peers = self.peers.union(peers);
        self.evidence.extend(evidence);
    }

    /// Adds what may be any of these addresses.
    pub(super) fn perhaps(&mut self, widest: &AddressSet, gap: Gap) {
        self.peers = self.peers.union(&Bounds::at_most(Peers::addresses(widest.clone())));
        self.gaps.push(gap);
    }

    pub(super) fn widen(&mut self, gap: Gap) {
        self.peers = self.peers.union(&Bounds::at_most(Peers::all()));
        self.gaps.push(gap);
    }
}

/// Reads the other side of rules of one network.
pub(crate) struct PeerReader<'a, 'r, 'm> {
    /// What to look names up in.
    pub(crate) stack: &'a Stack<'r>,
    /// Names of groups.
    pub(crate) groups: &'m mut Groups,
    /// The rule's network: its tags are this network's.
    pub(crate) network: &'a ResourceId,
    /// The rule.
    pub(crate) subject: &'a ResourceId,
}

impl PeerReader<'_, '_, '_> {
    /// The sources of an ingress rule: the union of ranges, tags and accounts.
    ///
    /// A rule without any matches every IPv4 address. Today's Terraform provider demands one; older ones, and
    /// the cloud, do not.
    /// Source: <https://cloud.google.com/firewall/docs/firewalls> ("Default source range": any IPv4 address, no
    /// IPv6), read 2026-11-23.
    pub(crate) fn sources(&mut self, record: &Record) -> Matching {
        let ranges = record.get("source_ranges");
        let tags = elements(record.get("source_tags"));
        let accounts = elements(record.get("source_service_accounts"));
        if elements(ranges).is_empty() && tags.is_empty() && accounts.is_empty() {
            return Matching::everybody(self.subject, "no source is set, which means every IPv4 address");
        }
        let mut all = self.ranges("source_ranges", ranges);
        for tag in tags.items {
            self.tag(tag, &mut all);
        }
        for account in accounts.items {
            self.account(account, &mut all);
        }
        for gap in tags.gaps.into_iter().chain(accounts.gaps) {
            all.widen(gap);
        }
        all
    }

    /// The destinations of an egress rule.
    ///
    /// Source: <https://cloud.google.com/firewall/docs/firewalls> ("Default destination
    /// range": any IPv4 address), read 2026-11-23.
    pub(crate) fn destinations(&mut self, record: &Record) -> Matching {
        let ranges = record.get("destination_ranges");
        if elements(ranges).is_empty() {
            return Matching::everybody(
                self.subject,
                "no destination is set, which means every IPv4 address",
            );
        }
        self.ranges("destination_ranges", ranges)
    }

    fn ranges(&self, what: &str, value: Option<&Value>) -> Matching {
        let list = elements(value);
        let mut all = Matching::nobody();
        for item in list.items {
            let widest = widest(self.stack, item);
            let read = cidrs(self.subject, what, item, &widest);
            all.add(&read.set.map(|set| Peers::addresses(set.clone())), read.evidence);
            all.gaps.extend(read.gaps);
        }
        if let (Some(value), Some(gap)) = (value, list.gaps.into_iter().next()) {
            if list.items.is_empty() {
                let fact = format!("`{what}` is not known: {}", gap.what);
                all.evidence.extend(evidence(self.subject, fact, value));
            }
            all.peers = all.peers.union(&Bounds::at_most(Peers::addresses(AddressSet::all())));
            all.gaps.push(gap);
        }
        all
    }

    fn tag(&mut self, value: &Value, all: &mut Matching) {
        let tag = match Symbol::of(value) {
            Ok(tag) => tag,
            Err(gap) => return all.widen(gap),
        };
        let peers = Peers::group(self.groups.intern(&tag_group(self.network, &tag)));
        let fact = format!("`source_tags` contains `{}`", tag.text);
        all.add(&Bounds::exact(peers), evidence(self.subject, fact, value));
        if let Some((gap, others)) = ambiguity(&tag, self.stack) {
            for other in others {
                let group = self.groups.intern(&tag_group(self.network, other));
                all.peers = all.peers.union(&Bounds::at_most(Peers::group(group)));
            }
            all.gaps.push(gap);
        }
    }

    fn account(&mut self, value: &Value, all: &mut Matching) {
        match account(&self.stack.records, value) {
            Ok(id) => {
                let peers = Peers::group(self.groups.intern(&id));
                let fact = format!("`source_service_accounts` contains {}", shown(value));
                all.add(&Bounds::exact(peers), evidence(self.subject, fact, value));
            }
            Err(gap) => all.widen(gap),
        }
    }
}

/// What an unknown element of a list of ranges can be at most: the range of a subnet, or an address inside one,
/// is never the internet.
fn widest(stack: &Stack<'_>, item: &Value) -> AddressSet {
    const OF_SUBNETS: [&str; 2] = ["ip_cidr_range", "secondary_ip_range"];
    let Some(reference) = item.reference() else { return AddressSet::all() };
    let is = |names: &[&str]| reference.path.iter().any(|step| is_name(step, names));
    if is(&["network_ip"]) {
        return private();
    }
    if !is(&OF_SUBNETS) {
        return AddressSet::all();
    }
    let subnet = subnet::link(stack, item);
    let automatic = subnet.id().is_some_and(|id| *id == subnet::auto_id(&super::default_network()));
    let range = AddressSet::parse_cidr(AUTO_MODE_RANGE).ok().filter(|_| automatic);
    range.unwrap_or_else(private)
}

fn is_name(step: &Step, names: &[&str]) -> bool {
    matches!(step, Step::Name(name) if names.contains(&name.as_ref()))
}
