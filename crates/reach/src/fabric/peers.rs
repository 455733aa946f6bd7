//! Sets of peers by number.

use std::collections::HashMap;

use ringfence_packets::{Bound, GroupId, GroupSet};

use crate::algebra::{ALL, EMPTY};
use crate::ids::{number, place_of};
use crate::interner::Interner;

/// Peers by number: the number of their addresses, and their groups.
///
/// Shape: [`EMPTY`] is nobody and [`ALL`] everybody, as with sets.
#[derive(Debug)]
pub(crate) struct PeerTable {
    entries: Vec<Entry>,
    by_parts: HashMap<Entry, u32>,
    groups: Interner<GroupSet>,
}

/// One set of peers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Entry {
    addresses: u32,
    groups: Named,
}

/// Groups, the usual case without a look elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Named {
    Nothing,
    One(u32),
    /// The number of the set.
    Set(u32),
}

/// The groups a peer is in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Members<'a> {
    /// Sorted.
    pub(crate) list: &'a [u32],
    /// Whether it may be in any others.
    pub(crate) more: bool,
}

impl Members<'_> {
    /// Somebody who is in no group.
    pub(crate) const STRANGER: Self = Self { list: &[], more: false };
}

impl PeerTable {
    pub(crate) fn new() -> Self {
        let mut table = Self { entries: Vec::new(), by_parts: HashMap::new(), groups: Interner::new() };
        let everything = table.groups.add(GroupSet::all());
        table.add(EMPTY, Named::Nothing);
        table.add(ALL, Named::Set(everything));
        table
    }

    fn add(&mut self, addresses: u32, groups: Named) -> u32 {
        let entry = Entry { addresses, groups };
        if let Some(&id) = self.by_parts.get(&entry) {
            return id;
        }
        let id = number(self.entries.len());
        self.entries.push(entry);
        self.by_parts.insert(entry, id);
        id
    }

    /// The number of the peers with these addresses, given by number, and groups.
    pub(crate) fn of(&mut self, addresses: u32, groups: &GroupSet) -> u32 {
        let mut members = groups.named();
        let named = match (groups, members.next(), members.next()) {
            (GroupSet::Only(_), None, _) => Named::Nothing,
            (GroupSet::Only(_), Some(GroupId(one)), None) => Named::One(one),
            _ => Named::Set(self.groups.add(groups.clone())),
        };
        self.add(addresses, named)
    }

    /// The number of one group's members.
    pub(crate) fn group(&mut self, group: GroupId) -> u32 {
        self.add(EMPTY, Named::One(group.0))
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The number of a set's addresses.
    pub(crate) fn addresses(&self, peers: u32) -> u32 {
        self.entries.get(place_of(peers)).map_or(EMPTY, |entry| entry.addresses)
    }

    pub(crate) fn names_groups(&self, peers: u32) -> bool {
        self.entries.get(place_of(peers)).is_some_and(|entry| entry.groups != Named::Nothing)
    }

    /// The one group of a set that names just one.
    pub(crate) fn single_group(&self, peers: u32) -> Option<u32> {
        match self.entries.get(place_of(peers))?.groups {
            Named::One(group) => Some(group),
            _ => None,
        }
    }

    /// The groups of a set that names more than one.
    pub(crate) fn group_set(&self, peers: u32) -> Option<&GroupSet> {
        match self.entries.get(place_of(peers))?.groups {
            Named::Set(set) => self.groups.get(set),
            _ => None,
        }
    }

    /// Whether somebody in these groups is, certainly or possibly, in one that the set names.
    ///
    /// Unknown: somebody who may be in any group possibly is in one that is named, for each rule on its own.
    pub(crate) fn names_one_of(&self, peers: u32, members: Members<'_>, bound: Bound) -> bool {
        let Some(entry) = self.entries.get(place_of(peers)) else { return false };
        let more = members.more && bound == Bound::May;
        match entry.groups {
            Named::Nothing => false,
            Named::One(group) => more || members.list.binary_search(&group).is_ok(),
            Named::Set(set) => self.groups.get(set).is_some_and(|set| {
                more && !set.is_empty() || members.list.iter().any(|&group| set.contains(GroupId(group)))
            }),
        }
    }
}
