//! Every value once, with a number.

use std::hash::{BuildHasher, Hash, RandomState};

use crate::hash::IdMap;
use crate::ids::{number, place_of};

/// No further value with the same hash.
const END: u32 = u32::MAX;

/// Values by number, each different one once: equal values have equal numbers.
///
/// Shape: numbers count up from zero in the order in which values are first seen.
#[derive(Clone, Debug)]
pub(crate) struct Interner<T> {
    values: Vec<T>,
    /// The last value with a hash.
    newest: IdMap<u64, u32>,
    /// For every value, the one before it with the same hash.
    older: Vec<u32>,
    hash: RandomState,
}

impl<T: Eq + Hash> Interner<T> {
    pub(crate) fn new() -> Self {
        Self { values: Vec::new(), newest: IdMap::default(), older: Vec::new(), hash: RandomState::new() }
    }

    /// An interner for what another one does not have, with the same hashes.
    pub(crate) fn beside(other: &Self) -> Self {
        Self { hash: other.hash.clone(), ..Self::new() }
    }

    pub(crate) fn hash_of<Q: Hash + ?Sized>(&self, value: &Q) -> u64 {
        self.hash.hash_one(value)
    }

    /// The number of a value that passes a test and has this hash.
    pub(crate) fn find(&self, hash: u64, is: impl Fn(&T) -> bool) -> Option<u32> {
        let mut at = self.newest.get(&hash).copied();
        while let Some(id) = at.filter(|&id| id != END) {
            if self.values.get(place_of(id)).is_some_and(&is) {
                return Some(id);
            }
            at = self.older.get(place_of(id)).copied();
        }
        None
    }

    /// Adds a value that is not there, with its hash.
    pub(crate) fn push(&mut self, hash: u64, value: T) -> u32 {
        let id = number(self.values.len());
        self.values.push(value);
        self.older.push(self.newest.insert(hash, id).unwrap_or(END));
        id
    }

    /// The number of a value, which is added if it is new.
    pub(crate) fn add(&mut self, value: T) -> u32 {
        let hash = self.hash_of(&value);
        self.find(hash, |other| *other == value).unwrap_or_else(|| self.push(hash, value))
    }

    pub(crate) fn get(&self, id: u32) -> Option<&T> {
        self.values.get(place_of(id))
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// The values by number, without the way to find them.
    pub(crate) fn into_values(self) -> Vec<T> {
        self.values
    }
}
