//! Sets by number, with what is made of them.

use std::hash::Hash;

use ringfence_packets::SetAlgebra;

use crate::hash::{IdMap, key};
use crate::ids::{number, place_of};
use crate::interner::Interner;

/// The number of the set without members, in every interner of sets.
pub(crate) const EMPTY: u32 = 0;
/// The number of the set of everything, in every interner of sets.
pub(crate) const ALL: u32 = 1;

/// An interner that knows the two sets with fixed numbers.
pub(crate) fn interner_of_sets<S: SetAlgebra + Eq + Hash>() -> Interner<S> {
    let mut sets = Interner::new();
    sets.add(S::empty());
    sets.add(S::universe());
    sets
}

/// Operations on sets that are known by number, each done once.
///
/// Shape: the sets of `base` keep their numbers, those made here count on from there; so many can work on one base.
#[derive(Debug)]
pub(crate) struct Algebra<'a, S> {
    base: &'a Interner<S>,
    made: Interner<S>,
    unions: IdMap<u64, u32>,
    intersections: IdMap<u64, u32>,
    differences: IdMap<u64, u32>,
}

impl<'a, S: SetAlgebra + Eq + Hash> Algebra<'a, S> {
    pub(crate) fn new(base: &'a Interner<S>) -> Self {
        Self {
            base,
            made: Interner::beside(base),
            unions: IdMap::default(),
            intersections: IdMap::default(),
            differences: IdMap::default(),
        }
    }

    /// The set with a number.
    pub(crate) fn get(&self, id: u32) -> Option<&S> {
        let in_base = self.base.get(id);
        in_base.or_else(|| self.made.get(number(place_of(id).checked_sub(self.base.len())?)))
    }

    /// A copy of the set with a number; empty if there is none.
    pub(crate) fn set(&self, id: u32) -> S {
        self.get(id).cloned().unwrap_or_else(S::empty)
    }

    pub(crate) fn add(&mut self, set: S) -> u32 {
        let hash = self.base.hash_of(&set);
        if let Some(id) = self.base.find(hash, |other| *other == set) {
            return id;
        }
        let made = self.made.find(hash, |other| *other == set);
        let id = made.unwrap_or_else(|| self.made.push(hash, set));
        id.saturating_add(number(self.base.len()))
    }

    pub(crate) fn union(&mut self, a: u32, b: u32) -> u32 {
        match (a, b) {
            (EMPTY, other) | (other, EMPTY) => return other,
            (ALL, _) | (_, ALL) => return ALL,
            (a, b) if a == b => return a,
            _ => {}
        }
        let pair = key(a.min(b), a.max(b));
        if let Some(&known) = self.unions.get(&pair) {
            return known;
        }
        let result = self.make(a, b, S::union);
        self.unions.insert(pair, result);
        result
    }

    pub(crate) fn intersection(&mut self, a: u32, b: u32) -> u32 {
        match (a, b) {
            (EMPTY, _) | (_, EMPTY) => return EMPTY,
            (ALL, other) | (other, ALL) => return other,
            (a, b) if a == b => return a,
            _ => {}
        }
        let pair = key(a.min(b), a.max(b));
        if let Some(&known) = self.intersections.get(&pair) {
            return known;
        }
        let result = self.make(a, b, S::intersection);
        self.intersections.insert(pair, result);
        result
    }

    pub(crate) fn difference(&mut self, a: u32, b: u32) -> u32 {
        match (a, b) {
            (EMPTY, _) | (_, ALL) => return EMPTY,
            (a, EMPTY) => return a,
            (a, b) if a == b => return EMPTY,
            _ => {}
        }
        let pair = key(a, b);
        if let Some(&known) = self.differences.get(&pair) {
            return known;
        }
        let result = self.make(a, b, S::difference);
        self.differences.insert(pair, result);
        result
    }

    fn make(&mut self, a: u32, b: u32, operation: impl Fn(&S, &S) -> S) -> u32 {
        let made = match (self.get(a), self.get(b)) {
            (Some(a), Some(b)) => operation(a, b),
            _ => S::empty(),
        };
        self.add(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ringfence_packets::PortSet;

    #[test]
    fn equal_sets_have_equal_numbers_whoever_made_them() {
        let mut base = interner_of_sets::<PortSet>();
        let (low, high) = (base.add(PortSet::of(0, 79)), base.add(PortSet::of(80, u16::MAX)));
        let mut algebra = Algebra::new(&base);
        assert_eq!(algebra.union(low, high), ALL);
        assert_eq!(algebra.intersection(low, high), EMPTY);
        assert_eq!(algebra.difference(ALL, low), high);
        let one = algebra.add(PortSet::single(80));
        assert!(place_of(one) >= base.len());
        let rest = algebra.difference(high, one);
        assert_eq!(algebra.union(rest, one), high);
    }
}
