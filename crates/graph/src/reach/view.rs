//! What the filters in front of a machine tell sources apart by.

use std::collections::BTreeSet;

use ringfence_packets::{Action, AddressSet, GroupId, GroupSet, Peers, Traffic};

use super::hosts::{Hosts, Stand};
use super::sieve::Sieve;

/// The groups and the address sets that rules in front of a machine name, as to some traffic.
#[derive(Debug, Default)]
pub(super) struct View {
    pub(super) groups: BTreeSet<GroupId>,
    sets: BTreeSet<AddressSet>,
}

impl View {
    /// Takes in what stands in front of a machine at one place.
    pub(super) fn add(&mut self, hosts: &Hosts, stand: &Stand, traffic: &Traffic) {
        for border in hosts.border(stand.place) {
            // Answers go back to ports of the client's own, so of a border's rules none is left aside.
            self.read(&border.inward, &Traffic::all());
            self.read(&border.outward, &Traffic::all());
        }
        for sieve in &stand.ingress {
            self.read(sieve, traffic);
        }
    }

    /// Takes in what answers to other networks, and packets from there, are told apart by on their way.
    pub(super) fn add_roads<'s>(&mut self, sets: impl Iterator<Item = &'s AddressSet>) {
        self.sets.extend(sets.filter(|set| !set.is_empty()).cloned());
    }

    fn read(&mut self, sieve: &Sieve, traffic: &Traffic) {
        let rules = sieve.filter.rules.iter().filter(|rule| rule.traffic.may.overlaps(traffic));
        for peers in rules.flat_map(|rule| [&rule.peers.must, &rule.peers.may]) {
            if !peers.addresses.is_empty() {
                self.sets.insert(peers.addresses.clone());
            }
            self.groups.extend(peers.groups.named());
        }
    }

    /// The address sets, in order.
    pub(super) fn sets(self) -> Vec<AddressSet> {
        self.sets.into_iter().collect()
    }

    /// Who some of the traffic may come from at most, because a filter in front of the machine lets in no one
    /// else; nothing if it may come from anybody.
    pub(super) fn limit(stand: &Stand, traffic: &Traffic) -> Option<Peers> {
        stand.ingress.iter().find_map(|sieve| lets_in_at_most(sieve, traffic))
    }
}

fn lets_in_at_most(sieve: &Sieve, traffic: &Traffic) -> Option<Peers> {
    if sieve.filter.default == Action::Allow {
        return None;
    }
    let allows = sieve.filter.rules.iter();
    let allows = allows.filter(|rule| rule.action == Action::Allow && rule.traffic.may.overlaps(traffic));
    let peers: Vec<&Peers> = allows.map(|rule| &rule.peers.may).collect();
    let all = Peers::union_all(peers.iter().copied());
    let named = matches!(all.groups, GroupSet::Only(_));
    named.then_some(all)
}
