//! Functions from numbers to sets, kept as pieces.

use crate::algebra::set_algebra;
use crate::{SetAlgebra, Unit};

/// A set for every number of a type, kept as the pieces on which it is not empty.
///
/// Shape: pieces are inclusive, sorted and disjoint; no piece's set is empty; pieces that touch have
/// different sets. So equal functions are equal values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Partition<K, V> {
    pieces: Vec<(K, K, V)>,
}

/// A stretch on which two partitions are both constant, with their sets there.
struct Stretch<'a, K, V, U> {
    low: K,
    high: K,
    left: Option<&'a V>,
    right: Option<&'a U>,
}

impl<K: Unit, V: SetAlgebra> Partition<K, V> {
    pub(crate) fn empty() -> Self {
        Self { pieces: Vec::new() }
    }

    pub(crate) fn universe() -> Self {
        Self::everywhere(V::universe())
    }

    /// The same set for every number.
    pub(crate) fn everywhere(set: V) -> Self {
        Self::on(K::MIN, K::MAX, set)
    }

    /// The set from `low` to `high`, both included, and nothing elsewhere.
    pub(crate) fn on(low: K, high: K, set: V) -> Self {
        let mut partition = Self::empty();
        partition.push(low, high, set);
        partition
    }

    /// Adds a piece behind all others.
    ///
    /// The caller pushes in order: `low` is above everything pushed before.
    pub(crate) fn push(&mut self, low: K, high: K, set: V) {
        if set.is_empty() || low > high {
            return;
        }
        match self.pieces.last_mut() {
            Some((_, end, last)) if end.next() == Some(low) && *last == set => *end = high,
            _ => self.pieces.push((low, high, set)),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The pieces with their bounds, in order.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (K, K, &V)> {
        self.pieces.iter().map(|(low, high, set)| (*low, *high, set))
    }

    /// The set of a number, if it is not empty.
    pub(crate) fn get(&self, key: K) -> Option<&V> {
        let after = self.pieces.partition_point(|(_, high, _)| *high < key);
        self.pieces.get(after).filter(|(low, _, _)| *low <= key).map(|(_, _, set)| set)
    }

    /// Every piece's set through a function.
    pub(crate) fn map<W: SetAlgebra>(&self, each: impl Fn(&V) -> W) -> Partition<K, W> {
        let mut mapped = Partition::empty();
        for (low, high, set) in self.pieces() {
            mapped.push(low, high, each(set));
        }
        mapped
    }

    /// Every set through a function, the empty ones between the pieces too.
    pub(crate) fn map_all<W: SetAlgebra>(&self, each: impl Fn(Option<&V>) -> W) -> Partition<K, W> {
        let mut mapped = Partition::empty();
        let mut start = Some(K::MIN);
        for (low, high, set) in self.pieces() {
            if let (Some(gap), Some(end)) = (start, low.previous())
                && gap <= end
            {
                mapped.push(gap, end, each(None));
            }
            mapped.push(low, high, each(Some(set)));
            start = high.next();
        }
        if let Some(gap) = start {
            mapped.push(gap, K::MAX, each(None));
        }
        mapped
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        self.overlay(other, |left, right| match (left, right) {
            (Some(left), Some(right)) => left.union(right),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => V::empty(),
        })
    }

    pub(crate) fn intersection(&self, other: &Self) -> Self {
        self.overlay(other, |left, right| match (left, right) {
            (Some(left), Some(right)) => left.intersection(right),
            _ => V::empty(),
        })
    }

    pub(crate) fn difference(&self, other: &Self) -> Self {
        self.overlay(other, |left, right| match (left, right) {
            (Some(left), Some(right)) => left.difference(right),
            (Some(left), None) => left.clone(),
            (None, _) => V::empty(),
        })
    }

    pub(crate) fn is_subset(&self, other: &Self) -> bool {
        self.stretches(other).all(|stretch| match (stretch.left, stretch.right) {
            (Some(left), Some(right)) => left.is_subset(right),
            (Some(_), None) => false,
            (None, _) => true,
        })
    }

    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.meets(other, V::overlaps)
    }

    /// Whether there is a number for which both have a set, and both sets pass the test.
    pub(crate) fn meets<U>(&self, other: &Partition<K, U>, test: impl Fn(&V, &U) -> bool) -> bool {
        self.stretches(other).any(|stretch| match (stretch.left, stretch.right) {
            (Some(left), Some(right)) => test(left, right),
            _ => false,
        })
    }

    /// Number by number what the function makes of both sets; nothing where both are empty.
    pub(crate) fn overlay<U: SetAlgebra, W: SetAlgebra>(
        &self,
        other: &Partition<K, U>,
        both: impl Fn(Option<&V>, Option<&U>) -> W,
    ) -> Partition<K, W> {
        let mut result = Partition::empty();
        for stretch in self.stretches(other) {
            result.push(stretch.low, stretch.high, both(stretch.left, stretch.right));
        }
        result
    }

    /// The stretches on which at least one of both has a set, in order.
    fn stretches<'a, U>(
        &'a self,
        other: &'a Partition<K, U>,
    ) -> impl Iterator<Item = Stretch<'a, K, V, U>> + 'a {
        let mut left = self.pieces.as_slice();
        let mut right = other.pieces.as_slice();
        let mut reached = Some(K::MIN);
        std::iter::from_fn(move || {
            let ahead = [left.first().map(|piece| piece.0), right.first().map(|piece| piece.0)];
            let low = reached?.max(ahead.into_iter().flatten().min()?);
            let (left_set, left_end) = look(left, low);
            let (right_set, right_end) = look(right, low);
            let high = left_end.min(right_end);
            left = skip(left, high);
            right = skip(right, high);
            reached = high.next();
            Some(Stretch { low, high, left: left_set, right: right_set })
        })
    }
}

/// The set at `low` and how far it stays the same, given the pieces that do not end before `low`.
fn look<K: Unit, V>(pieces: &[(K, K, V)], low: K) -> (Option<&V>, K) {
    match pieces.first() {
        Some((start, end, set)) if *start <= low => (Some(set), *end),
        Some((start, _, _)) => (None, start.previous().unwrap_or(K::MIN)),
        None => (None, K::MAX),
    }
}

/// The pieces that reach past `high`.
fn skip<K: Unit, V>(pieces: &[(K, K, V)], high: K) -> &[(K, K, V)] {
    match pieces.split_first() {
        Some(((_, end, _), rest)) if *end <= high => rest,
        _ => pieces,
    }
}

set_algebra!(Partition<K, V>, universe, for K: Unit, V: SetAlgebra);
