//! Rules that are about one port rather than about many, and those of which it is not known what they are about.

use ringfence_model::{Direction, Evidence, Gap, Model};
use ringfence_packets::{Action, Protocol, Traffic};

use super::hosts::Hosts;
use super::sieve::RuleOrigin;

/// A rule with at most so many ports is about each of them.
const FEW_PORTS: u128 = 16;

/// The rules in files that let somebody in on a port of a machine, and on few others; the machine by its position
/// in the model.
pub(crate) fn naming_rules(
    model: &Model,
    hosts: &Hosts,
    machine: usize,
    (protocol, port): (Protocol, u16),
) -> Vec<Evidence> {
    let stands = hosts.of_machine(machine).into_iter().flat_map(|cohort| &cohort.stands);
    let origins = stands.flat_map(|stand| &stand.ingress).flat_map(|sieve| &sieve.origins);
    let mut found: Vec<Evidence> = origins
        .filter_map(|origin| {
            let RuleOrigin::Written(filter, rule) = origin else { return None };
            let rule = model.filters.get(*filter)?.rules.get(*rule)?;
            let ports = rule.traffic.must.ports(protocol);
            let names = rule.action == Action::Allow
                && rule.direction == Direction::Ingress
                && ports.contains(port)
                && ports.size() <= FEW_PORTS;
            rule.evidence.iter().filter(|_| names).find(|evidence| evidence.source.span().is_some()).cloned()
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// What is not known of the rules that may let addresses in on some traffic.
pub(crate) fn admitting_gaps(model: &Model, hosts: &Hosts, machine: usize, traffic: &Traffic) -> Vec<Gap> {
    let stands = hosts.of_machine(machine).into_iter().flat_map(|cohort| &cohort.stands);
    let sieves = stands.flat_map(|stand| &stand.ingress);
    let rules = sieves.flat_map(|sieve| sieve.filter.rules.iter().zip(&sieve.origins));
    let open = rules.filter(|(rule, _)| {
        rule.action == Action::Allow && !rule.is_exact() && rule.traffic.may.overlaps(traffic)
    });
    let mut found: Vec<Gap> = Vec::new();
    for (rule, origin) in open {
        match origin {
            RuleOrigin::Unseen(gap) => found.push(gap.clone()),
            RuleOrigin::Written(..) if rule.peers.may.addresses.is_empty() => {}
            RuleOrigin::Written(filter, rule) => {
                let rule = model.filters.get(*filter).and_then(|filter| filter.rules.get(*rule));
                found.extend(rule.into_iter().flat_map(|rule| rule.gaps.iter().cloned()));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}
