//! The other side of a connection.

use std::fmt;

use crate::algebra::set_algebra;
use crate::{AddressSet, GroupId, GroupSet};

/// A set of peers: addresses, and groups whose members are peers whatever their address.
///
/// Shape: a group is an atom beside the addresses. "Any member of group 7" and "10.0.0.0/8" are
/// different peers even if all members have such addresses: only the caller knows the members.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Peers {
    /// Peers by address.
    pub addresses: AddressSet,
    /// Peers by group.
    pub groups: GroupSet,
}

impl Peers {
    /// Nobody.
    pub fn empty() -> Self {
        Self { addresses: AddressSet::empty(), groups: GroupSet::empty() }
    }

    /// Every address and every group.
    pub fn all() -> Self {
        Self { addresses: AddressSet::all(), groups: GroupSet::all() }
    }

    /// Whoever has one of these addresses.
    pub fn addresses(addresses: AddressSet) -> Self {
        Self { addresses, groups: GroupSet::empty() }
    }

    /// Whoever is in one of these groups.
    pub fn groups(groups: GroupSet) -> Self {
        Self { addresses: AddressSet::empty(), groups }
    }

    /// Whoever is in this group.
    pub fn group(group: GroupId) -> Self {
        Self::groups(GroupSet::of([group]))
    }

    /// The union of any number of sets, by one sort.
    pub fn union_all<'a>(sets: impl IntoIterator<Item = &'a Self> + Clone) -> Self {
        let addresses: Vec<&AddressSet> = sets.clone().into_iter().map(|peers| &peers.addresses).collect();
        Self {
            addresses: AddressSet::union_all(addresses.iter().copied()),
            groups: GroupSet::union_all(sets.into_iter().map(|peers| &peers.groups)),
        }
    }

    /// Peers in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self { addresses: self.addresses.union(&other.addresses), groups: self.groups.union(&other.groups) }
    }

    /// Peers in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self {
            addresses: self.addresses.intersection(&other.addresses),
            groups: self.groups.intersection(&other.groups),
        }
    }

    /// Peers of this set that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self {
            addresses: self.addresses.difference(&other.addresses),
            groups: self.groups.difference(&other.groups),
        }
    }

    /// Every peer that is not in this set.
    #[must_use]
    pub fn complement(&self) -> Self {
        Self { addresses: self.addresses.complement(), groups: self.groups.complement() }
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty() && self.groups.is_empty()
    }

    /// Whether every address and every group is a member.
    pub fn is_all(&self) -> bool {
        self.addresses.is_all() && self.groups.is_all()
    }

    /// Whether everybody of this set is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.addresses.is_subset(&other.addresses) && self.groups.is_subset(&other.groups)
    }

    /// Whether the sets share a peer.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.addresses.overlaps(&other.addresses) || self.groups.overlaps(&other.groups)
    }
}

set_algebra!(Peers, all);

impl From<AddressSet> for Peers {
    fn from(addresses: AddressSet) -> Self {
        Self::addresses(addresses)
    }
}

impl fmt::Display for Peers {
    /// Writes the addresses, the groups, or both; `nobody` if empty.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.addresses.is_empty(), self.groups.is_empty()) {
            (true, true) => write!(out, "nobody"),
            (false, true) => write!(out, "{}", self.addresses),
            (true, false) => write!(out, "{}", self.groups),
            (false, false) => write!(out, "{} and {}", self.addresses, self.groups),
        }
    }
}
