//! The rules that every project's default network comes with.

use ringfence_model::{AppliesTo, ResourceId};
use ringfence_packets::{Action, AddressSet, Bounds, Peers, Protocol, Traffic};

use super::rule::{Ranked, documented};
use crate::pages::FIREWALL_RULES;

/// Priority of the rules that the default network comes with.
const PRIORITY: u64 = 65534;

/// The range from which auto mode networks take their subnets.
///
/// Source: <https://cloud.google.com/vpc/docs/vpc> ("Auto mode IPv4 ranges"), read 2026-11-23.
pub(crate) const AUTO_MODE_RANGE: &str = "10.128.0.0/9";

/// [`AUTO_MODE_RANGE`] as a set.
pub(crate) fn auto_mode_range() -> AddressSet {
    AddressSet::parse_cidr(AUTO_MODE_RANGE).unwrap_or_else(|_| AddressSet::all())
}

/// The rules of the default network, but for those whose names Terraform manages.
///
/// Source: <https://cloud.google.com/firewall/docs/firewalls> ("Pre-populated rules in the default network"),
/// read 2026-11-23.
pub(crate) fn rules(managed: &[&str]) -> Vec<Ranked> {
    let internal = auto_mode_range();
    let everybody = AddressSet::all_v4();
    let within = Traffic::whole(Protocol::TCP)
        .union(&Traffic::whole(Protocol::UDP))
        .union(&Traffic::whole(Protocol::ICMP));
    let table = [
        ("default-allow-internal", internal, within),
        ("default-allow-ssh", everybody.clone(), Traffic::port(Protocol::TCP, 22)),
        ("default-allow-rdp", everybody.clone(), Traffic::port(Protocol::TCP, 3389)),
        ("default-allow-icmp", everybody, Traffic::whole(Protocol::ICMP)),
    ];
    let unmanaged = table.into_iter().filter(|(name, ..)| !managed.contains(name));
    unmanaged.map(|(name, from, traffic)| one(name, from, traffic)).collect()
}

fn one(name: &str, from: AddressSet, traffic: Traffic) -> Ranked {
    let fact = format!("the default network comes with `{name}`, which lets {from} reach {traffic}");
    documented(
        ResourceId::new(format!("firewalls/{name}")),
        (PRIORITY, Action::Allow),
        (Bounds::exact(Peers::addresses(from)), traffic),
        AppliesTo::All,
        (&fact, FIREWALL_RULES),
    )
}
