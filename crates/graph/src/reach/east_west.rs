//! What the filters in front of a machine let in from its own network.

use ringfence_model::{Evidence, Model, ResourceId};
use ringfence_packets::{Action, AddressSet, Bounds, FlowSet, Peers, Traffic};

use super::edge::client;
use super::hosts::Hosts;
use super::sieve::RuleOrigin;

/// The rules whose addresses, inside the machine's own network, let some of this traffic in.
pub(crate) fn admitting_rules(
    model: &Model,
    hosts: &Hosts,
    machine: usize,
    traffic: &Traffic,
) -> Vec<Evidence> {
    let mut found = Vec::new();
    for stand in hosts.of_machine(machine).into_iter().flat_map(|cohort| &cohort.stands) {
        let network = hosts.places.get(stand.place).and_then(|place| place.network);
        let Some(network) = network.and_then(|at| model.networks.get(at)) else { continue };
        for sieve in &stand.ingress {
            let rules = sieve.filter.rules.iter().zip(&sieve.origins).filter(|(rule, _)| {
                rule.action == Action::Allow
                    && rule.traffic.may.overlaps(traffic)
                    && rule.peers.may.addresses.overlaps(&network.ranges.may)
            });
            let written = rules.filter_map(|(_, origin)| {
                let RuleOrigin::Written(filter, rule) = origin else { return None };
                model.filters.get(*filter)?.rules.get(*rule)?.evidence.first().cloned()
            });
            found.extend(written);
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The addresses inside the machine's own network that its filters let in on some of this traffic, leaving
/// aside rules that name groups.
pub(crate) fn admitted(
    model: &Model,
    hosts: &Hosts,
    machine: usize,
    traffic: &Traffic,
) -> Vec<(ResourceId, Bounds<AddressSet>)> {
    let mut found = Vec::new();
    for stand in hosts.of_machine(machine).into_iter().flat_map(|cohort| &cohort.stands) {
        let network = hosts.places.get(stand.place).and_then(|place| place.network);
        let Some(network) = network.and_then(|at| model.networks.get(at)) else { continue };
        let inside = &network.ranges;
        let everything = FlowSet::of(&Peers::addresses(inside.may.clone()), traffic);
        let mut flows = Bounds::new(everything.clone(), everything);
        for sieve in &stand.ingress {
            flows = flows.intersection(&sieve.filter.admits(&client(&flows)));
        }
        let addresses = flows.map(|set| set.peers_any(traffic).addresses);
        let certain = addresses.must.intersection(&inside.must);
        found.push((network.about.id.clone(), Bounds::new(certain, addresses.may)));
    }
    found
}
