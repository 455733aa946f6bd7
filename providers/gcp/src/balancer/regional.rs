//! Internal fronts that only clients of their own region reach.

use std::collections::BTreeMap;

use ringfence_model::{Link, ResourceId, Truth};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_provider::bool_attr;
use ringfence_terraform::Record;

use crate::kinds::SUBNET;
use crate::network::{all_ranges, network_of_record};
use crate::pages::GLOBAL_ACCESS;
use crate::stack::Stack;
use crate::symbol::Symbol;

/// Who may come in at an internal front in a region; nothing if everybody may.
///
/// Shape: certainly the addresses of declared subnets in the same region, of whichever network, since peers reach it too;
/// certainly not those of its own network's subnets in other regions.
/// Unknown: whose region is not known, what lies behind lines, and what is not declared.
/// Source: <https://cloud.google.com/dotnet/docs/reference/Google.Cloud.Compute.V1/2.1.0/Google.Cloud.Compute.V1.ForwardingRule>
/// (`AllowGlobalAccess`: "If the field is set to TRUE, clients can access ILB from all regions. Otherwise only allows
/// access from clients in the same region as the internal load balancer"), read 2026-11-25.
pub(super) fn clients(
    stack: &Stack<'_>,
    record: &Record,
    network: Option<&Link>,
    subnets: &[Link],
) -> Option<Bounds<AddressSet>> {
    let from_everywhere = bool_attr(record, "allow_global_access", Some((false, GLOBAL_ACCESS))).truth();
    if from_everywhere == Truth::Yes {
        return None;
    }
    let own = region(record).or_else(|| {
        let subnet = subnets.iter().find_map(|subnet| SUBNET.declared(&stack.records, subnet));
        subnet.and_then(region)
    });
    let (mut near, mut far) = (AddressSet::empty(), AddressSet::empty());
    for (own, other) in own.iter().flat_map(|own| stack.regions().iter().map(move |other| (own, other))) {
        if own.text == other.name.text {
            near = near.union(&other.ranges);
        } else if !own.may_equal(&other.name) && other.network.as_ref() == network.and_then(Link::id) {
            far = far.union(&other.ranges);
        }
    }
    let far = if from_everywhere == Truth::No { far } else { AddressSet::empty() };
    Some(Bounds::new(near.difference(&far), far.complement()))
}

/// The subnets of a network in one region.
#[derive(Debug)]
pub(crate) struct Region {
    name: Symbol,
    /// Nothing if it is not known.
    network: Option<ResourceId>,
    /// Certainly theirs, those for pods and services too.
    ranges: AddressSet,
}

/// Every region of every network in which subnets are declared.
pub(crate) fn regions(stack: &Stack<'_>) -> Vec<Region> {
    let mut found: BTreeMap<(Symbol, Option<ResourceId>), Vec<AddressSet>> = BTreeMap::new();
    for subnet in stack.records.of_type("google_compute_subnetwork") {
        let Some(name) = region(subnet) else { continue };
        let network = network_of_record(stack, subnet).id().cloned();
        found.entry((name, network)).or_default().push(all_ranges(subnet).must);
    }
    let region = |((name, network), ranges): (_, Vec<AddressSet>)| Region {
        name,
        network,
        ranges: AddressSet::union_all(&ranges),
    };
    found.into_iter().map(region).collect()
}

fn region(record: &Record) -> Option<Symbol> {
    let value = record.get("region")?;
    match value.as_str() {
        Some(text) => Some(Symbol::known(last(text))),
        None => Symbol::of(value).ok(),
    }
}

/// The name at the end of a link.
fn last(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or(text)
}
