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

/// What the machine's filters let in from addresses inside its own network, leaving aside rules that name groups.
pub(crate) fn admitted(
    model: &Model,
    hosts: &Hosts,
    machine: usize,
    traffic: &Traffic,
) -> Vec<(ResourceId, Bounds<FlowSet>)> {
    let mut found = Vec::new();
    for stand in hosts.of_machine(machine).into_iter().flat_map(|cohort| &cohort.stands) {
        let network = hosts.places.get(stand.place).and_then(|place| place.network);
        let Some(network) = network.and_then(|at| model.networks.get(at)) else { continue };
        let everything = |inside: &AddressSet| FlowSet::of(&Peers::addresses(inside.clone()), traffic);
        let widest = everything(&network.ranges.may);
        let mut flows = Bounds::new(widest.clone(), widest);
        for sieve in &stand.ingress {
            flows = flows.intersection(&sieve.filter.admits(&client(&flows)));
        }
        let certain = flows.must.intersection(&everything(&network.ranges.must));
        found.push((network.about.id.clone(), Bounds::new(certain, flows.may)));
    }
    found
}
