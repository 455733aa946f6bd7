//! Cohorts found by what a filter's rules may know them by.

use std::collections::{BTreeSet, HashMap};

use ringfence_packets::{AddressSet, GroupId, Peers};

use super::hosts::Cohort;

/// Cohorts by groups and addresses.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    all: Vec<usize>,
    groups: HashMap<GroupId, Vec<usize>>,
    /// Those that may be in any group.
    any_group: Vec<usize>,
    numbers: HashMap<AddressSet, usize>,
    addresses: Vec<(AddressSet, Vec<usize>)>,
}

impl Crowd {
    pub(super) fn add(&mut self, number: usize, cohort: &Cohort) {
        self.all.push(number);
        for stand in &cohort.stands {
            for group in stand.origin.groups.must.named() {
                self.groups.entry(group).or_default().push(number);
            }
            if !stand.origin.groups.is_exact() {
                self.any_group.push(number);
            }
            let addresses = &stand.origin.addresses;
            let at = *self.numbers.entry(addresses.clone()).or_insert_with_key(|addresses| {
                self.addresses.push((addresses.clone(), Vec::new()));
                self.addresses.len() - 1
            });
            if let Some((_, cohorts)) = self.addresses.get_mut(at) {
                cohorts.push(number);
            }
        }
    }

    /// Adds those that may be among these peers; all, if there is no limit.
    pub(super) fn among(&self, limit: Option<&Peers>, found: &mut BTreeSet<usize>) {
        let Some(Peers { addresses, groups }) = limit else {
            found.extend(&self.all);
            return;
        };
        self.in_groups(&groups.named().collect(), found);
        if !groups.is_empty() {
            found.extend(&self.any_group);
        }
        if !addresses.is_empty() {
            let own = self.addresses.iter().filter(|(own, _)| own.overlaps(addresses));
            found.extend(own.flat_map(|(_, cohorts)| cohorts));
        }
    }

    /// Adds those that are certainly in one of these groups.
    pub(super) fn in_groups(&self, groups: &BTreeSet<GroupId>, found: &mut BTreeSet<usize>) {
        found.extend(groups.iter().filter_map(|group| self.groups.get(group)).flatten());
    }
}
