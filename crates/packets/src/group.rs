//! Groups of sources that are named rather than listed by address.

use std::collections::BTreeSet;
use std::fmt;

use crate::algebra::set_algebra;

/// A named group of sources: a security group, a network tag, an identity.
///
/// The number is the caller's; this crate only compares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId(pub u32);

/// A set of groups: some, or all but some.
///
/// Shape: there is no end to the groups that can exist, so a finite set never equals a cofinite one
/// and both forms together are closed under complement.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GroupSet {
    /// Just these groups.
    Only(BTreeSet<GroupId>),
    /// Every group, known or not, but these.
    AllBut(BTreeSet<GroupId>),
}

use GroupSet::{AllBut, Only};

impl GroupSet {
    /// No group.
    pub fn empty() -> Self {
        Only(BTreeSet::new())
    }

    /// Every group.
    pub fn all() -> Self {
        AllBut(BTreeSet::new())
    }

    /// Just these groups.
    pub fn of(groups: impl IntoIterator<Item = GroupId>) -> Self {
        Only(groups.into_iter().collect())
    }

    /// The union of any number of sets.
    pub fn union_all<'a>(sets: impl IntoIterator<Item = &'a Self>) -> Self {
        let (mut members, mut cofinite) = (BTreeSet::new(), None::<Self>);
        for set in sets {
            match (set, cofinite) {
                (Only(groups), others) => {
                    members.extend(groups);
                    cofinite = others;
                }
                (AllBut(_), None) => cofinite = Some(set.clone()),
                (AllBut(_), Some(others)) => cofinite = Some(others.union(set)),
            }
        }
        match cofinite {
            Some(others) => others.union(&Only(members)),
            None => Only(members),
        }
    }

    /// Groups in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (Only(a), Only(b)) => Only(a | b),
            (Only(a), AllBut(b)) => AllBut(b - a),
            (AllBut(a), Only(b)) => AllBut(a - b),
            (AllBut(a), AllBut(b)) => AllBut(a & b),
        }
    }

    /// Groups in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        match (self, other) {
            (Only(a), Only(b)) => Only(a & b),
            (Only(a), AllBut(b)) => Only(a - b),
            (AllBut(a), Only(b)) => Only(b - a),
            (AllBut(a), AllBut(b)) => AllBut(a | b),
        }
    }

    /// Groups of this set that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.intersection(&other.complement())
    }

    /// Every group that is not in this set.
    #[must_use]
    pub fn complement(&self) -> Self {
        match self {
            Only(groups) => AllBut(groups.clone()),
            AllBut(groups) => Only(groups.clone()),
        }
    }

    /// Whether the group is a member.
    pub fn contains(&self, group: GroupId) -> bool {
        match self {
            Only(groups) => groups.contains(&group),
            AllBut(groups) => !groups.contains(&group),
        }
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        matches!(self, Only(groups) if groups.is_empty())
    }

    /// Whether every group is a member.
    pub fn is_all(&self) -> bool {
        matches!(self, AllBut(groups) if groups.is_empty())
    }

    /// Whether every group of this set is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.difference(other).is_empty()
    }

    /// Whether the sets share a group.
    pub fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (Only(a), Only(b)) => !a.is_disjoint(b),
            (Only(a), AllBut(b)) | (AllBut(b), Only(a)) => !a.is_subset(b),
            (AllBut(_), AllBut(_)) => true,
        }
    }

    /// The groups that are written down: the members of `Only`, the exceptions of `AllBut`.
    pub fn named(&self) -> impl Iterator<Item = GroupId> + '_ {
        let (Only(groups) | AllBut(groups)) = self;
        groups.iter().copied()
    }
}

set_algebra!(GroupSet, all);

impl fmt::Display for GroupSet {
    /// Writes `no group`, `groups 1, 2`, `any group` or `any group but 3`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = self.named().map(|group| group.0.to_string()).collect::<Vec<_>>().join(", ");
        match self {
            Only(groups) if groups.is_empty() => write!(out, "no group"),
            Only(groups) if groups.len() == 1 => write!(out, "group {list}"),
            Only(_) => write!(out, "groups {list}"),
            AllBut(groups) if groups.is_empty() => write!(out, "any group"),
            AllBut(_) => write!(out, "any group but {list}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finite_set_never_equals_a_cofinite_one() {
        assert_ne!(GroupSet::of([GroupId(1)]), GroupSet::of([GroupId(1)]).complement());
        assert_eq!(
            GroupSet::of([GroupId(1)]).union(&GroupSet::of([GroupId(1)]).complement()),
            GroupSet::all()
        );
    }

    #[test]
    fn reads_well() {
        assert_eq!(GroupSet::empty().to_string(), "no group");
        assert_eq!(GroupSet::of([GroupId(2), GroupId(1)]).to_string(), "groups 1, 2");
        assert_eq!(GroupSet::of([GroupId(3)]).complement().to_string(), "any group but 3");
    }
}
